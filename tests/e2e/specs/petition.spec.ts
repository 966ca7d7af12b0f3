/** A citizen with an old telephone sends what is wrong, and follows what becomes of it (R-P1, R-P4). */
import { expect } from "@playwright/test";
import { audit } from "../support/audit.ts";
import { letterTo } from "../support/letters.ts";
import { PHONE, codes, fillIn, likeSomebodyWho, send, track, type Sent } from "../support/petition.ts";
import { test } from "../support/test.ts";
import { at } from "../support/world.ts";

const SENT: Sent = {
  title: "Đèn đường thôn Hà hỏng hai tháng nay",
  body: "Từ đầu tháng Chín, năm bóng đèn ở đoạn qua trường tiểu học không sáng.\n\nTối đi lại rất nguy hiểm.",
  field: "construction",
  place: "Thôn Hà, phường Đông Giang",
  name: "Hồ Thị Ví Dụ",
  address: "Thôn Hà, phường Đông Giang",
  email: "ho.thi@vidu.vn",
};

test("she sends a photo from her telephone, confirms by the letter, adds something and takes it back", async ({ house }) => {
  const phone = await house.visitor(PHONE);
  await phone.goto(at("soyte", "/kien-nghi"));
  await phone.getByRole("link", { name: /^Phản ánh/ }).click();
  await expect(phone.locator('[name="kind"][value="reflection"]')).toBeChecked();
  await likeSomebodyWho(() => fillIn(phone, SENT));
  await send(phone);
  await expect(phone.locator("h1")).toHaveText("Phiếu tiếp nhận");
  const [code, secret] = await codes(phone);
  expect(code).toMatch(/^KN-\d\d-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  await phone.getByRole("link", { name: "In phiếu" }).click();
  await expect(phone.locator(".print-qr")).toBeVisible();
  expect(await codes(phone)).toEqual([code, secret]);

  const letter = await letterTo(SENT.email, code);
  expect(letter).toContain(secret);
  const link = /http\S+\/kien-nghi\/xac-nhan\/\S+/.exec(letter)?.[0] ?? "";
  await phone.goto(link);
  await phone.getByRole("button", { name: "Xác nhận" }).click();
  await expect(phone.locator("main")).toContainText("đã được xác nhận");

  const home = await house.visitor();
  await track(home, "soyte", code, secret);
  await expect(home.locator(".timeline")).toContainText("Bạn đã xác nhận địa chỉ thư điện tử.");
  await home.locator("summary", { hasText: "Viết thêm, gửi thêm ảnh" }).click();
  await home.locator("#f-text").fill("Hôm nay thêm một bóng nữa tắt.");
  await home.locator("form[enctype] .btn-main").click();
  await expect(home.locator(".timeline blockquote")).toHaveText("Hôm nay thêm một bóng nữa tắt.");
  await home.getByRole("link", { name: "Rút nội dung đã gửi" }).click();
  await home.getByRole("button", { name: "Rút" }).click();
  await expect(home.locator(".timeline")).toContainText("Bạn đã rút nội dung này.");
});

test("without JavaScript a faulty form keeps text and photo", async ({ house }) => {
  const phone = await house.visitor({ ...PHONE, javaScriptEnabled: false });
  await phone.goto(at("soyte", "/kien-nghi/gui?loai=cau-hoi"));
  await likeSomebodyWho(() => fillIn(phone, SENT));
  // Blanks pass the browser's own check.
  await phone.locator("#f-title").fill("   ");
  await send(phone);
  await expect(phone.locator("#errors")).toContainText("Tiêu đề");
  await expect(phone.locator("#f-body")).toHaveValue(SENT.body);
  await expect(phone.locator('[name="kept"]')).toBeChecked();
  await likeSomebodyWho(async () => phone.locator("#f-title").fill(SENT.title));
  await send(phone);
  const [code, secret] = await codes(phone);
  await track(phone, "soyte", code, secret);
  await phone.locator("summary", { hasText: "Xem lại nội dung" }).click();
  await expect(phone.getByRole("link", { name: "ảnh chụp.jpg" })).toBeVisible();
});

test("a lost connection leaves everything on the page", async ({ browser }) => {
  // The browser itself tells the console of the lost line, which the house would not allow.
  const context = await browser.newContext(PHONE);
  const phone = await context.newPage();
  await phone.goto(at("soyte", "/kien-nghi/gui?loai=phan-anh"));
  await likeSomebodyWho(() => fillIn(phone, SENT));
  await context.setOffline(true);
  await send(phone);
  await expect(phone.getByRole("alert")).toContainText("Chưa gửi được vì mất kết nối");
  await expect(phone.locator("#f-body")).toHaveValue(SENT.body);
  await context.setOffline(false);
  await send(phone);
  await codes(phone);
  // What was typed is forgotten once it was received.
  await phone.goto(at("soyte", "/kien-nghi/gui"));
  await expect(phone.locator(".kept")).toHaveCount(0);
  await phone.locator("#f-body").fill("Việc khác.");
  await phone.locator("#f-body").blur();
  await expect.poll(() => phone.evaluate(() => sessionStorage.getItem("kept:petition"))).toContain("Việc khác.");
  await phone.reload();
  await phone.locator(".kept .btn").first().click();
  await expect(phone.locator("#f-body")).toHaveValue("Việc khác.");
  await context.close();
});

test("every page of it passes the audit", async ({ house }) => {
  test.setTimeout(180_000);
  const page = await house.visitor();
  for (const path of ["/kien-nghi", "/kien-nghi/huong-dan/khieu-nai", "/kien-nghi/tra-cuu"]) {
    await page.goto(at("soyte", path));
    await audit(page, path);
  }
  await page.goto(at("soyte", "/kien-nghi/gui?loai=phan-anh"));
  await audit(page, "form");
  await likeSomebodyWho(() => fillIn(page, SENT));
  await page.locator("#f-title").fill("   ");
  await send(page);
  await expect(page.locator("#errors")).toBeVisible();
  await audit(page, "form with faults");
  await likeSomebodyWho(async () => page.locator("#f-title").fill(SENT.title));
  await send(page);
  const [code, secret] = await codes(page);
  await audit(page, "receipt");
  await track(page, "soyte", code, secret);
  await audit(page, "followed");
  for (const path of ["rut", "du-lieu"]) {
    await page.goto(at("soyte", `/kien-nghi/theo-doi/${code}/${path}`));
    await audit(page, path);
  }
});
