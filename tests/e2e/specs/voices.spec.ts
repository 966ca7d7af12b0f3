/** What citizens say: a poll, a comment, a mark; on a telephone, without JavaScript, and looked at by axe (R-P7, R-P8, R-P10). */
import { audit } from "../support/audit.ts";
import { has, lacks, withinOneSecond } from "../support/soon.ts";
import { expect, test } from "../support/test.ts";
import { at, read } from "../support/world.ts";

const PHONE = { viewport: { width: 360, height: 740 } };

/** Nobody fills in a form faster than this: the portal takes whoever does for a robot. */
const asPeopleDo = (page: { waitForTimeout(ms: number): Promise<void> }) => page.waitForTimeout(3_200);

/** The article below which comments stand. */
async function commented(site: string): Promise<string> {
  const feed = (await read(site, "/sitemap.xml")).text;
  for (const [, path] of feed.matchAll(/<loc>[^<]*?(\/tin\/[^<]+)<\/loc>/g)) {
    if (path && (await read(site, path)).text.includes("comment-list")) return path;
  }
  throw new Error(`no comments below any article of ${site}`);
}

test("a poll is answered on a telephone, once, and its results are seen", async ({ house }) => {
  const page = await house.visitor(PHONE);
  await page.goto(at("soyte", "/khao-sat"));
  await page.getByRole("link", { name: "Bạn hay đọc tin của cơ quan ở đâu?" }).click();
  const address = page.url();
  await asPeopleDo(page);
  await page.getByRole("button", { name: "Gửi câu trả lời" }).click();
  await expect(page.locator(".errors")).toContainText("Bạn hay đọc tin của cơ quan ở đâu: chưa điền");
  await page.getByLabel("Loa truyền thanh").check();
  await asPeopleDo(page);
  await page.getByRole("button", { name: "Gửi câu trả lời" }).click();
  await expect(page.locator("h1")).toHaveText("Cảm ơn bạn đã trả lời");
  await page.getByRole("link", { name: "Xem kết quả" }).click();
  await expect(page.locator(".chart-svg")).toBeVisible();
  await expect(page.locator(".chart-table th[scope=row]")).toHaveCount(5);
  await audit(page, "results of a poll");
  await page.goto(address);
  await expect(page.locator("h1")).toHaveText("Bạn đã trả lời rồi");
});

test("a survey's answers are carried over its pages by keyboard", async ({ house }) => {
  const page = await house.visitor(PHONE);
  await page.goto(at("soyte", "/khao-sat"));
  await page.getByRole("link", { name: /sáng thứ Bảy/ }).click();
  await audit(page, "form of a survey");
  await page.getByLabel("Cuối giờ chiều").focus();
  await page.keyboard.press("Space");
  await page.getByLabel("Đất đai").check();
  await page.locator(".scale-mark", { hasText: "4" }).click();
  await page.getByRole("button", { name: "Tiếp tục" }).press("Enter");
  await expect(page.locator(".survey-page")).toHaveText("Trang 2/2");
  await page.getByLabel("Bạn có góp ý gì thêm?").fill("Nên có thêm bàn hướng dẫn.");
  await page.getByRole("button", { name: "Quay lại" }).click();
  await expect(page.getByLabel("Cuối giờ chiều")).toBeChecked();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByLabel("Bạn có góp ý gì thêm?")).toHaveValue("Nên có thêm bàn hướng dẫn.");
  await asPeopleDo(page);
  await page.getByRole("button", { name: "Gửi câu trả lời" }).click();
  await expect(page.locator("main")).toContainText("Kết quả được công bố sau");
});

test("a comment is sent, looked at, and shown", async ({ house }) => {
  const words = "Cán bộ hướng dẫn tận tình, làm xong trong buổi sáng.";
  const path = await commented("soyte");
  const page = await house.visitor(PHONE);
  await page.goto(at("soyte", path));
  await page.getByRole("link", { name: "Viết bình luận" }).click();
  await audit(page, "form of a comment");
  await page.getByLabel("Tên hiển thị").fill("Chị Lành");
  await page.getByLabel(/Nội dung bình luận/).fill(words);
  await asPeopleDo(page);
  await page.getByRole("button", { name: "Gửi bình luận" }).click();
  await expect(page.locator("h1")).toHaveText("Đã nhận bình luận của bạn");
  await withinOneSecond({ hidden: lacks("soyte", path, words) });

  const editor = await house.staff("editor");
  await editor.goto(at("soyte", "/quan-tri/binh-luan"));
  await expect(editor.locator("mark.personal").first()).toBeVisible();
  await audit(editor, "desk of comments");
  await editor.getByRole("link", { name: "Chị Lành" }).click();
  await audit(editor, "a comment on the desk");
  await editor.getByRole("button", { name: "Duyệt, cho hiện" }).click();
  await expect(editor.locator(".flash")).toContainText("Đã cho hiện 1 bình luận");
  await withinOneSecond({ shown: has("soyte", path, words) });
});

test("a page is marked without JavaScript, and what was not good is said", async ({ house }) => {
  const path = await commented("soyte");
  const page = await house.visitor({ ...PHONE, javaScriptEnabled: false });
  await page.goto(at("soyte", path));
  await page.getByRole("button", { name: "Chưa hài lòng" }).click();
  await expect(page.locator("h1")).toHaveText("Cảm ơn bạn đã đánh giá");
  await page.getByLabel("Điều gì chưa tốt?").fill("Thiếu số điện thoại của trạm.");
  await asPeopleDo(page);
  await page.getByRole("button", { name: "Gửi góp ý" }).click();
  await expect(page.locator("main")).toContainText("đã được chuyển tới đơn vị");
  await page.getByRole("link", { name: "Quay lại trang vừa xem" }).click();
  await expect(page).toHaveURL(at("soyte", path));
});

for (const path of ["/khao-sat", "/hai-long"]) {
  test(`${path} has no finding`, async ({ house }) => {
    const page = await house.visitor();
    await page.goto(at("quangtri", path));
    await audit(page, path);
  });
}

test("the desks have no finding", async ({ house }) => {
  const editor = await house.staff("editor");
  await editor.goto(at("soyte", "/quan-tri/khao-sat"));
  await audit(editor, "desk of surveys");
  await editor.getByRole("link", { name: /sáng thứ Bảy/ }).click();
  await audit(editor, "a survey on the desk");
  for (const path of ["/quan-tri/khao-sat/them", "/quan-tri/hai-long"]) {
    await editor.goto(at("soyte", path));
    await audit(editor, path);
  }
  const platform = await house.staff("platform");
  for (const path of ["/nen-tang/khao-sat", "/nen-tang/hai-long"]) {
    await platform.goto(at("quangtri", path));
    await audit(platform, path);
  }
});
