/** The working calendar: seen by everybody, changed by an office that sees first what it moves (R-P2). */
import { audit } from "../support/audit.ts";
import { has, withinOneSecond } from "../support/soon.ts";
import { expect, test } from "../support/test.ts";
import { at } from "../support/world.ts";

test("a citizen counts a deadline and sees each day's reason", async ({ house }) => {
  const page = await house.visitor();
  await page.goto(at("soyte", "/lich-lam-viec?nam=2026"));
  await audit(page, "calendar of the year");
  await page.getByRole("link", { name: "Tính thời hạn" }).click();
  await page.locator("#f-tu").fill("2026-11-23");
  await page.locator("#f-han").selectOption("petition.forward");
  await page.getByRole("button", { name: "Tính" }).click();
  await expect(page.locator("#due")).toContainText("27/11/2026");
  await expect(page.getByText("Nghỉ lễ: Ngày Văn hóa Việt Nam")).toBeVisible();
  await audit(page, "deadline counted");
});

test("the office sees what a swap moves, and enters it", async ({ house }) => {
  const page = await house.staff("platform");
  await page.goto(at("quangtri", "/nen-tang/lich?nam=2027"));
  await audit(page, "calendar on the platform desk");
  await page.locator('.page-head a[href$="/nen-tang/lich/nhap"]').click();
  await audit(page, "form of days off");
  await page.locator('input[name="what"][value="swap"]').check();
  await page.locator("#f-on").fill("2027-03-08");
  await page.locator("#f-partner").fill("2027-03-13");
  await page.locator("#f-name").fill("Hoán đổi ngày làm việc");
  await page.locator("#f-decision_number").fill("12/QĐ-TTg");
  await page.locator("#f-decision_on").fill("2027-01-05");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.locator(".page-lead")).toContainText("nghỉ ngày 08/03/2027, làm bù ngày 13/03/2027");
  await audit(page, "preview");
  await page.getByRole("button", { name: "Sửa lại" }).click();
  await expect(page.locator("#f-partner")).toHaveValue("2027-03-13");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await page.getByRole("button", { name: "Ghi vào lịch" }).click();
  await expect(page.locator(".flash")).toContainText("Đã ghi vào lịch");
  await withinOneSecond({ "the public page": has("soyte", "/lich-lam-viec?nam=2027", "Làm bù cho ngày nghỉ 08/03/2027") });

  await page.getByRole("link", { name: /^Bỏ.*08\/03\/2027/ }).click();
  await page.getByRole("button", { name: "Ghi vào lịch" }).click();
  await expect(page.locator(".flash")).toBeVisible();
  await page.goto(at("quangtri", "/nen-tang/lich/nam/2027"));
  await audit(page, "form of a year");
});

test("a unit enters its closing days and its week", async ({ house }) => {
  const page = await house.staff("administrator");
  await page.goto(at("soyte", "/quan-tri/lich"));
  await audit(page, "calendar of a unit");
  await page.goto(at("soyte", "/quan-tri/lich/tuan"));
  await audit(page, "form of the week");
  await page.goto(at("soyte", "/quan-tri/lich/nhap"));
  await page.locator("#f-name").fill("Nghỉ tránh bão");
  await page.getByRole("button", { name: "Xem trước" }).click();
  await expect(page.locator('#errors a[href="#f-on"]')).toBeVisible();
  await audit(page, "form with a fault");
});
