/** The desk without JavaScript: slow, but nothing is missing (R-D2). */
import { act, expectState, startItem } from "../support/desk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { has, withinOneSecond } from "../support/soon.ts";
import { at } from "../support/world.ts";

test("an article is written, submitted and approved without JavaScript", async ({ house }) => {
  const title = "Tập huấn sơ cấp cứu cho y tế thôn, bản vùng cao";
  const options = { javaScriptEnabled: false };
  const collaborator = await house.visitor(options);
  await signIn(collaborator, "collaborator");
  const item = await startItem(collaborator, { title, lead: "Lớp học hai ngày tại trung tâm y tế huyện, có thực hành.", body: "<p>Nội dung <strong>gõ thẳng</strong>.</p>" });
  await act(collaborator, "submit");
  await expectState(collaborator, "submitted");

  const approver = await house.visitor(options);
  await signIn(approver, "approver");
  await approver.goto(at("soyte", item));
  await act(approver, "approveAndPublish");
  await expectState(approver, "published");
  await withinOneSecond({ home: has("soyte", "/", title) });

  await approver.goto(at("soyte"));
  await approver.getByRole("link", { name: title }).first().click();
  await expect(approver.locator("h1")).toHaveText(title);
  await expect(approver.locator(".prose strong")).toHaveText("gõ thẳng");
});
