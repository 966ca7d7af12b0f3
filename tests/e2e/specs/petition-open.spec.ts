/** What everybody sees of petitions: answered questions, figures, open data; and the letters that wait (R-P1, R-P3, R-P5). */
import { audit } from "../support/audit.ts";
import { expect, test } from "../support/test.ts";
import { at } from "../support/world.ts";

const LIST = "/kien-nghi/tra-loi";

test("a citizen finds an answer without a script, by words without accents", async ({ house }) => {
  const page = await house.visitor({ javaScriptEnabled: false });
  await page.goto(at("soyte", LIST));
  const all = await page.locator(".result").count();
  expect(all).toBeGreaterThan(3);
  await page.getByLabel("Từ cần tìm").fill("tiem bu mien phi");
  await page.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(page.locator(".result")).toHaveCount(1);
  await page.locator(".result-title a").click();
  await expect(page.locator('.said[data-who="unit"]')).toContainText("Sở Y tế");
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", new RegExp("^http://www\\.quangtri\\.localhost"));
  await page.getByRole("link", { name: "Bản in" }).click();
  await expect(page.locator(".print-page")).toContainText("tiêm bù miễn phí");
});

test("the public pages of petitions are read by everybody", async ({ house }) => {
  const page = await house.visitor();
  for (const [site, path] of [
    ["quangtri", LIST],
    ["soyte", `${LIST}?linh-vuc=health&loai=question`],
    ["quangtri", "/kien-nghi/thong-ke"],
    ["soyte", "/kien-nghi/thong-ke"],
    ["quangtri", "/kien-nghi/du-lieu"],
  ] as const) {
    await page.goto(at(site, path));
    await audit(page, `${site} ${path}`);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  await page.goto(at("quangtri", LIST));
  await page.locator(".result-title a").first().click();
  await audit(page, "an answered question");
});

test("an officer looks at the letters that wait", async ({ house }) => {
  const page = await house.staff("receiver");
  await page.goto(at("quangtri", "/quan-tri/kien-nghi/thu-den"));
  await expect(page.locator("main")).toContainText("Hộp thư nhận kiến nghị chưa được thiết lập");
  await audit(page, "letters that wait");
});
