/** One sign-in for many sites, and the way of somebody who forgot their password (R-A1, R-A2). */
import { audit } from "../support/audit.ts";
import { expect, prove, signIn, test } from "../support/test.ts";
import { at, world } from "../support/world.ts";

test("signed in on one site, in on another without typing, out on both", async ({ house }) => {
  // Sở Y tế takes the editor of Đông Hà in as well.
  const administrator = await house.staff("administrator");
  await administrator.goto(at("soyte", "/quan-tri/thanh-vien"));
  await prove(administrator, "administrator");
  await administrator.locator("#f-login").fill(world().accounts.neighbour.login);
  await administrator.locator('[name="role"][value="editor"]').check();
  await administrator.locator("form.form .btn-main").last().click();
  await expect(administrator.locator(".flash")).toContainText("Đã cấp vai trò");

  const editor = await house.visitor();
  await signIn(editor, "neighbour");
  await editor.goto(at("soyte", "/quan-tri/bai"));
  await expect(editor).toHaveURL(at("soyte", "/quan-tri/bai"));
  await expect(editor.locator(".bar-site")).toContainText("Sở Y tế");

  // The person sees this device, once for all sites.
  await editor.locator('.bar-tools a[href$="/tai-khoan"]').click();
  await expect(editor).toHaveURL(at("quangtri", "/tai-khoan"));
  await expect(editor.locator("table .badge")).toHaveText(["Thiết bị này"]);
  // Nothing to look after on the province's desk: no menu beside the page, and no room kept for one.
  await expect(editor.locator("nav.side")).toHaveCount(0);
  expect((await editor.locator("main").boundingBox())?.width).toBeGreaterThan(800);

  await editor.goto(at("soyte", "/quan-tri"));
  await editor.getByRole("button", { name: "Đăng xuất" }).click();
  for (const site of ["dongha", "soyte", "quangtri"]) {
    await editor.goto(at(site, "/quan-tri"));
    await expect(editor.locator("#f-password"), site).toBeVisible();
    expect(new URL(editor.url()).host).toBe(new URL(at("quangtri")).host);
  }
});

test("somebody reads on the first page, once, when they were last here and how often a stranger tried", async ({ house }) => {
  const { login } = world().accounts.neighbour;
  await signIn(await house.visitor(), "neighbour");
  const stranger = await house.visitor();
  await stranger.goto(at("quangtri", "/dang-nhap"));
  await stranger.locator("#f-login").fill(login);
  await stranger.locator("#f-password").fill("khong phai mat khau");
  await stranger.locator("form.form .btn-main").click();
  await expect(stranger.getByRole("alert")).toContainText("không đúng");

  const page = await house.visitor();
  await signIn(page, "neighbour");
  const told = page.locator(".last-sign-in");
  await expect(told).toContainText(/Lần đăng nhập trước: \d\d:\d\d ngày \d\d\/\d\d\/\d{4}, từ địa chỉ /);
  await expect(told).toContainText("có 1 lần đăng nhập không thành công");
  await audit(page, "the last sign-in");
  await page.goto(at("dongha", "/quan-tri/bai"));
  await expect(told).toHaveCount(0);
  await page.goto(at("quangtri", "/tai-khoan"));
  await expect(page.locator(".panel").first()).toContainText("Lần đăng nhập trước");
  await audit(page, "the account");
});

test("who forgot the password is led to a code, and to the office", async ({ house }) => {
  const page = await house.visitor();
  await page.goto(at("soyte", "/dang-nhap"));
  await page.getByRole("link", { name: "Quên mật khẩu?" }).click();
  await page.locator("#f-login").fill("khong.co.ai");
  await page.getByRole("button", { name: "Gửi mã xác nhận" }).click();
  await expect(page.locator("h1")).toHaveText("Nhập mã xác nhận");
  await audit(page, "code");
  await page.locator("#f-code").fill("1234 5678");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert")).toContainText("Bạn còn 4 lần nhập");

  await page.getByRole("link", { name: /Văn phòng UBND tỉnh/ }).click();
  await page.locator("#f-login").fill("an.nguyen");
  await page.locator("#f-name").fill("Nguyễn Văn An");
  await page.locator("#f-unit").fill("UBND phường Đông Giang");
  await page.locator("#f-contact").fill("0233 385 0000");
  await page.getByRole("button", { name: "Gửi yêu cầu" }).click();
  await expect(page.locator("h1")).toHaveText("Đã chuyển yêu cầu");

  const office = await house.signedInJustNow("platform");
  await office.goto(at("quangtri", "/nen-tang/quen-mat-khau"));
  const request = office.locator("section.panel", { hasText: "an.nguyen" }).first();
  await expect(request).toContainText("UBND phường Đông Giang");
  await audit(office, "requests");
  await request.locator("textarea").fill("Số máy không phải của đơn vị.");
  await request.getByRole("button", { name: "Từ chối" }).click();
  await expect(office.locator("main")).toContainText("Từ chối");
});
