/** The province speaks on every page of every site, within a second (R-C14), and says what works (R-O5). */
import { audit } from "../support/audit.ts";
import { has, lacks, withinOneSecond } from "../support/soon.ts";
import { expect, test } from "../support/test.ts";
import { at } from "../support/world.ts";

const WORDS = "Hồ Trúc Kinh xả lũ từ 15 giờ, người dân hạ lưu di dời trước 14 giờ";

test("an urgent notice stands everywhere within a second, and goes as fast", async ({ house }) => {
  const page = await house.staff("platform");
  await page.goto(at("quangtri", "/nen-tang/thong-bao"));
  await page.locator('a[href$="/nen-tang/thong-bao/dat/khan"]').click();
  await page.locator("#f-vi").fill(WORDS);
  await page.locator("#f-en").fill("Release of water from 3 pm: leave the low ground");
  await page.locator("#f-link").fill("/chuyen-muc/thong-bao");
  await page.locator("main form .btn-danger").click();
  await withinOneSecond({
    province: has("quangtri", "/", WORDS),
    english: has("quangtri", "/en", "Release of water"),
    department: has("soyte", "/chuyen-muc/tin-tuc", WORDS),
    commune: has("donggiang.dongha", "/", WORDS),
    form: has("soyte", "/kien-nghi/gui", WORDS),
  });
  // What the form led to may have been made before the node heard of it.
  await page.reload();
  await expect(page.locator(".banner[data-kind=urgent]")).toContainText(WORDS);
  await audit(page, "desk of notices");

  const reader = await house.visitor();
  await reader.goto(at("donggiang.dongha", "/"));
  await audit(reader, "page with an urgent notice");
  await reader.locator(".banner a").click();
  await expect(reader).toHaveURL(at("quangtri", "/chuyen-muc/thong-bao"));

  await page.locator('.panel a[href$="/go"]').click();
  await page.locator(".confirm .btn-main").click();
  await withinOneSecond({
    province: lacks("quangtri", "/", WORDS),
    commune: lacks("donggiang.dongha", "/", WORDS),
    form: lacks("soyte", "/kien-nghi/gui", WORDS),
  });
});

test("a stop is announced in time, and everybody finds what works", async ({ house }) => {
  const page = await house.staff("platform");
  await page.goto(at("quangtri", "/nen-tang/thong-bao/dat/tam-ngung"));
  await page.locator("#f-vi").fill("Nâng cấp máy chủ cơ sở dữ liệu");
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.locator("#f-from").fill(`${day(2)}T22:00`);
  await page.locator("#f-until").fill(`${day(2)}T23:30`);
  await page.locator("main form .btn-main").click();
  await expect(page.locator("#errors")).toContainText("7 ngày làm việc");
  await page.locator("#f-from").fill(`${day(21)}T22:00`);
  await page.locator("#f-until").fill(`${day(21)}T23:30`);
  await page.locator("main form .btn-main").click();
  await expect(page.locator(".flash")).toBeVisible();

  const reader = await house.visitor({ viewport: { width: 360, height: 800 } });
  await reader.goto(at("soyte", "/"));
  await expect(reader.locator(".banner")).toHaveCount(0);
  await reader.locator('.footer a[href$="/tinh-trang"]').click();
  await expect(reader.locator("main")).toContainText("Nâng cấp máy chủ cơ sở dữ liệu");
  await expect(reader.locator(".state-list .badge")).toHaveCount(5);
  await audit(reader, "state of the system");

  await page.locator('.panel a[href$="/go"]').first().click();
  await page.locator(".confirm .btn-main").click();
  await expect(page.locator(".empty")).toBeVisible();
});
