/** The same journey without a mouse, and axe looks at every page on the way (R-A2). */
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { ACTS, expectState, SITE } from "../support/desk.ts";
import { Keyboard } from "../support/keys.ts";
import { has, lacks, withinOneSecond } from "../support/soon.ts";
import { expect, test, type House } from "../support/test.ts";
import { at, world, type Who } from "../support/world.ts";

const TITLE = "Bàn phím là đủ để đăng một bài";
const NOTE = "Đề nghị nêu rõ thời gian.";

test("from sign-in to withdrawal by keyboard alone", async ({ house }) => {
  test.setTimeout(120_000);

  // The collaborator begins on the public home page, as a newcomer does.
  const writer = await sitDown(house, "collaborator");
  await writer.keys.press('main a[href*="/quan-tri/bai/moi"]');
  await look(writer.page, "form");
  await writer.keys.write("#f-title", TITLE);
  await writer.keys.write("#f-lead", "Không cần chuột.");
  await writer.keys.write('[role="textbox"][contenteditable="true"]', "Nội dung gõ bằng bàn phím.");
  await writer.keys.choose("#f-section", "Tin tức");
  await writer.keys.write("#f-author", "Cộng tác viên");
  await writer.keys.press('button[value="submit"]');
  await expectState(writer.page, "submitted");
  await look(writer.page, "item, submitted");

  // The approver refuses.
  const approver = await sitDown(house, "approver");
  await approver.keys.press("main a", TITLE);
  await look(approver.page, "item, to be approved");
  await approver.keys.press(".acts .btn", ACTS.refuse);
  await look(approver.page, "refusal");
  await approver.keys.tick('input[name="reason"]', "below-quality");
  await approver.keys.write("textarea", NOTE);
  await approver.keys.press(".confirm .btn-danger");
  await expectState(approver.page, "refused");
  await look(approver.page, "item, refused");

  // The collaborator writes it anew.
  await writer.page.goto(at(SITE, "/quan-tri"));
  await writer.keys.press('.tabs a[href*="refused"]');
  await look(writer.page, "desk with a refusal");
  await writer.keys.press("main a", TITLE);
  await expect(writer.page.locator("main")).toContainText(NOTE);
  await writer.keys.press('main a[href$="/sua"]');
  await look(writer.page, "form of a refused item");
  await writer.keys.write("#f-lead", "Từ 8 giờ đến 17 giờ, không cần chuột.");
  await writer.keys.press('button[value="submit"]');
  await expectState(writer.page, "submitted");

  // The approver approves and publishes.
  await approver.page.goto(at(SITE, "/quan-tri"));
  await look(approver.page, "desk of the approver");
  await approver.keys.press("main a", TITLE);
  await approver.keys.press(".acts .btn", ACTS.approve);
  await expectState(approver.page, "approved");
  await look(approver.page, "item, approved");
  await approver.keys.press(".acts .btn", ACTS.publish);
  await expectState(approver.page, "published");
  await look(approver.page, "item, published");
  await withinOneSecond({ home: has(SITE, "/", TITLE) });

  // A visitor skips to the content, opens the article, its section, and the print page.
  const page = await house.visitor();
  const keys = new Keyboard(page);
  await page.goto(at(SITE));
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await look(page, "home");
  await keys.press("main a", TITLE);
  await look(page, "article");
  await keys.press('.article-tools a[href$="/in"]');
  await look(page, "print");
  await page.goBack();
  await keys.press('.crumbs a[href*="/chuyen-muc/"]');
  await expect(page.getByRole("link", { name: TITLE })).toBeVisible();
  await look(page, "section");

  // Withdrawn.
  await approver.page.goto(at(SITE, "/quan-tri/bai"));
  await look(approver.page, "list");
  await approver.keys.press("main a", TITLE);
  await approver.keys.press(".acts .btn", ACTS.withdraw);
  await look(approver.page, "withdrawal");
  await approver.keys.write("textarea", "Hết hạn.");
  await approver.keys.press(".confirm .btn-danger");
  await expectState(approver.page, "withdrawn");
  await withinOneSecond({ home: lacks(SITE, "/", TITLE) });
});

/** Signs in from the public home page on, by keyboard. */
async function sitDown(house: House, who: Who): Promise<{ page: Page; keys: Keyboard }> {
  const page = await house.visitor({ reducedMotion: "reduce" });
  const keys = new Keyboard(page);
  const { login, password } = world().accounts[who];
  await page.goto(at(SITE));
  await keys.press("a.signin");
  await look(page, "sign-in");
  await keys.write("#f-login", login);
  await keys.write("#f-password", password);
  await keys.press("form.form .btn-main");
  await expect(page).toHaveURL(at(SITE, "/quan-tri"));
  await look(page, "desk");
  return { page, keys };
}

const look = (page: Page, name: string): Promise<void> => expectAccessible(page, name);
