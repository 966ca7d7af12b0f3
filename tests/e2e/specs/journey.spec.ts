/** The first journey: a unit writes, somebody else approves, visitors read; and what is withdrawn is gone (R-C1 … R-C9). */
import { audit } from "../support/audit.ts";
import { act, expectState, fillIn, sendNote, SITE, startItem } from "../support/desk.ts";
import { lacks, has, shows, withinOneSecond } from "../support/soon.ts";
import { expect, signIn, test } from "../support/test.ts";
import { at, read } from "../support/world.ts";

const OTHERS = ["quangtri", "sonoivu", "dongha"];
const SECTION = "/chuyen-muc/tin-tuc";

test("from the first draft to the withdrawal", async ({ house }) => {
  const text = {
    title: "Khám sàng lọc tim bẩm sinh miễn phí cho trẻ em vùng cao",
    lead: "Đợt khám diễn ra trong ba ngày tại bốn xã biên giới.",
    body: "<p>Nội dung lần thứ nhất.</p>",
  };
  const note = "Cần ghi rõ thời gian và địa điểm khám ở đoạn đầu.";

  // Whatever is kept of these pages now must be gone a second after the change.
  const pages = ["/", SECTION, "/rss.xml", "/sitemap.xml"];
  for (const site of [SITE, ...OTHERS]) for (const path of pages) expect((await read(site, path)).text).not.toContain(text.title);

  // The collaborator signs in, writes and submits.
  const writer = await house.visitor();
  await signIn(writer, "collaborator");
  const item = await startItem(writer, text);
  await expectState(writer, "draft");
  await act(writer, "submit");
  await expectState(writer, "submitted");
  await expect(writer.locator(".acts .btn", { hasText: /^(Duyệt|Đăng)/ })).toHaveCount(0);

  // The approver finds it on the desk and gives it back, with the regulation's reason and a note.
  const approver = await house.visitor();
  await signIn(approver, "approver");
  await approver.getByRole("link", { name: text.title }).first().click();
  await act(approver, "refuse");
  await sendNote(approver, note, "below-quality");
  await expectState(approver, "refused");

  // The collaborator reads why, writes it anew and submits again.
  await writer.goto(at(SITE, "/quan-tri"));
  await writer.locator('.tabs a[href*="refused"]').click();
  await expect(writer.locator("main")).toContainText(note);
  await writer.getByRole("link", { name: text.title }).first().click();
  await expect(writer.locator("main")).toContainText(note);
  await expect(writer.locator("main")).toContainText("Không bảo đảm chất lượng");
  await writer.locator(`main a[href$="${item}/sua"]`).first().click();
  await fillIn(writer, { ...text, body: "<p>Khám từ ngày 25/11 đến 27/11/2026 tại trạm y tế các xã.</p>" });
  await writer.locator('button[value="save"]').click();
  await act(writer, "submit");
  await expectState(writer, "submitted");

  // The approver approves and publishes: within a second it is on the unit's site, and nowhere else.
  await approver.goto(at(SITE, item));
  await act(approver, "approve");
  await expectState(approver, "approved");
  await act(approver, "publish");
  await expectState(approver, "published");
  await withinOneSecond(Object.fromEntries(pages.map((path) => [path, has(SITE, path, path === "/sitemap.xml" ? "kham-sang-loc-tim-bam-sinh" : text.title)])));
  for (const site of OTHERS) for (const path of pages) expect((await read(site, path)).text, `${site}${path}`).not.toContain("sàng lọc tim bẩm sinh");

  // A visitor reads it, finds it in its section, and prints it.
  const visitor = await house.visitor();
  await visitor.goto(at(SITE));
  await visitor.getByRole("link", { name: text.title }).first().click();
  await expect(visitor.locator("h1")).toHaveText(text.title);
  await expect(visitor.locator(".article-lead")).toHaveText(text.lead);
  await expect(visitor.locator(".prose")).toContainText("25/11 đến 27/11/2026");
  await expect(visitor.locator("article")).toContainText("Phòng Truyền thông");
  const address = new URL(visitor.url()).pathname;
  for (const site of OTHERS) expect((await read(site, address)).status, `${site}${address}`).toBe(404);
  await visitor.locator(`.crumbs a[href$="${SECTION}"]`).click();
  await expect(visitor.getByRole("link", { name: text.title })).toBeVisible();
  await visitor.goto(at(SITE, address));
  await visitor.locator('.article-tools a[href$="/in"]').click();
  await expect(visitor.locator(".print-page h1")).toHaveText(text.title);
  await expect(visitor.locator(".print-unit")).toContainText("Sở Y tế");
  await expect(visitor.locator(".print-url")).toContainText(address);
  await expect(visitor.locator(".menu, .head, .footer")).toHaveCount(0);

  // Withdrawn: within a second it is gone everywhere, and its address says so.
  await approver.goto(at(SITE, item));
  await act(approver, "withdraw");
  await sendNote(approver, "Đợt khám đã hoãn.");
  await expectState(approver, "withdrawn");
  await withinOneSecond({
    ...Object.fromEntries(pages.map((path) => [path, lacks(SITE, path, address)])),
    "its address": shows(SITE, address, ({ status }) => status === 410),
    "its print": shows(SITE, `${address}/in`, ({ status }) => status === 410),
  });
  const answer = await visitor.goto(at(SITE, address));
  expect(answer?.status()).toBe(410);
  await expect(visitor.locator("h1")).toHaveText("Nội dung này đã được gỡ");
  await expect(visitor.locator("main")).not.toContainText(text.title);
  await audit(visitor, "410");
});
