/** The second factor in a real browser: an app, a passkey, paper; and being made to have one (R-A3). */
import { createHmac } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { audit } from "../support/audit.ts";
import { leaked } from "../support/log.ts";
import { expect, test } from "../support/test.ts";
import { at, world } from "../support/world.ts";

/** Passkeys are made and used on the province's host. */
const SITE = "quangtri";
/** People of the demo whom no other test signs in. */
const [EDITOR, APPROVER] = ["btv.tinh", "duyet.tinh"];
const RESULTS = resolve(import.meta.dirname, "../results");

/** The code of an app for the moment, or so many steps of 30 seconds away from it (RFC 6238). */
function codeOf(secret: string, steps = 0): string {
  let bits = "";
  for (const letter of secret.replace(/\s/g, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function typePassword(page: Page, login: string): Promise<void> {
  await page.goto(at(SITE, "/dang-nhap"));
  await page.locator("#f-login").fill(login);
  await page.locator("#f-password").fill(world().accounts.platform.password);
  await page.locator("form.form .btn-main").click();
}

/** To a page about factors; the password is asked for again where it was not lately. */
async function toFactors(page: Page, path = ""): Promise<void> {
  await page.goto(at(SITE, `/tai-khoan/xac-thuc${path}`));
  if (!page.url().includes("/xac-nhan")) return;
  await page.locator("#f-password").fill(world().accounts.platform.password);
  await page.locator("form.form .btn-main").click();
  await expect(page).toHaveURL(at(SITE, `/tai-khoan/xac-thuc${path}`));
}

async function signOut(page: Page): Promise<void> {
  await page.goto(at(SITE, "/quan-tri"));
  await page.locator('form[action$="/dang-xuat"] button').click();
  await expect(page).toHaveURL(at(SITE, "/"));
}

/** A device that holds passkeys and knows its owner. */
async function giveDevice(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** Looks at a page, for people and for axe. */
async function look(page: Page, name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  for (const [width, height] of [[1280, 800], [360, 760]] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(RESULTS, `factor-${name}-${width}.png`), fullPage: true });
  }
  await audit(page, `factor: ${name}`);
  await page.setViewportSize({ width: 1280, height: 800 });
}

const title = (page: Page) => page.locator("h1");
const desk = at(SITE, "/quan-tri");
const main = "main .btn-main:visible";

test("an editor adds an app, signs in with its code, and with each recovery code once", async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.visitor();
  await typePassword(page, EDITOR);
  await expect(page).toHaveURL(desk);

  // The name in the bar leads there.
  await page.locator(".bar-tools a", { hasText: "Bùi Thị Cổng Tỉnh" }).click();
  await page.getByRole("link", { name: "Xác thực hai lớp" }).click();
  await expect(title(page)).toHaveText("Xác thực hai lớp");
  await look(page, "account-empty");
  // Whoever has just signed in is not asked again; this is what others are asked.
  await page.goto(at(SITE, "/tai-khoan/xac-thuc/xac-nhan"));
  await expect(title(page)).toHaveText("Xác nhận lại");
  await look(page, "again");
  await page.locator("#f-password").fill(world().accounts.platform.password);
  await page.locator("form.form .btn-main").first().click();
  await expect(page).toHaveURL(at(SITE, "/tai-khoan/xac-thuc"));
  await page.getByRole("link", { name: "Thiết lập ứng dụng xác thực" }).click();
  await expect(page.locator("svg.qr")).toBeVisible();
  await look(page, "totp");
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.locator("#f-code").fill(codeOf(secret) === "000000" ? "000001" : "000000");
  await page.locator(main).click();
  await expect(page.locator(".error")).toContainText("mã không khớp");
  await expect(page.locator(".secret")).toHaveText(secret);
  await page.locator("#f-code").fill(codeOf(secret));
  await page.locator(main).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await look(page, "codes");
  const codes = await page.locator(".codes li").allTextContents();
  await page.getByRole("link", { name: "Tôi đã cất mã" }).click();
  await expect(page.locator(".panel", { hasText: "Còn 10 trên 10 mã" })).toBeVisible();

  await signOut(page);
  await typePassword(page, EDITOR);
  await expect(page).toHaveURL(at(SITE, "/dang-nhap/xac-thuc"));
  await expect(page.locator("#f-code")).toBeFocused();
  await look(page, "challenge");
  await page.goto(desk);
  await expect(page, "the password alone opens nothing").toHaveURL(/\/dang-nhap\?/);
  await page.goto(at(SITE, "/dang-nhap/xac-thuc"));
  // The neighbouring step's: the one of this moment was used up when the app was added.
  await page.locator("#f-code").fill(codeOf(secret, 1));
  await page.locator(main).click();
  await expect(page).toHaveURL(desk);

  for (const [time, right] of [["first", true], ["second", false]] as const) {
    await signOut(page);
    await typePassword(page, EDITOR);
    await page.getByRole("link", { name: "Dùng mã dự phòng" }).click();
    if (right) await look(page, "recovery");
    await page.locator("#f-recovery").fill(codes[3]!);
    await page.locator(main).click();
    if (right) await expect(page, time).toHaveURL(desk);
    else await expect(page.locator(".error"), time).toContainText("đã dùng");
  }
  await look(page, "recovery-wrong");
  await page.locator("#f-recovery").fill(codes[4]!.toUpperCase());
  await page.locator(main).click();
  await expect(page).toHaveURL(desk);

  await toFactors(page);
  await look(page, "account-totp");
  await toFactors(page, "/bo/ung-dung");
  await look(page, "remove");
  await page.locator(".confirm .btn-danger").click();
  await expect(page.locator(".flash")).toHaveText("Đã bỏ.");
  await signOut(page);
  await typePassword(page, EDITOR);
  await expect(page).toHaveURL(desk);
  // None of what was shown or typed is written down.
  expect(leaked({ secret, ...Object.fromEntries(codes.entries()) })).toEqual([]);
});

test("an editor adds a passkey and signs in with it", async ({ house }) => {
  test.setTimeout(120_000);
  const page = await house.visitor();
  await giveDevice(page);
  await typePassword(page, EDITOR);
  await toFactors(page, "/khoa");
  await look(page, "passkey");
  await page.locator("#f-name").fill("Máy tính cơ quan");
  await page.locator(main).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  const code = (await page.locator(".codes li").first().textContent()) ?? "";

  await signOut(page);
  await typePassword(page, EDITOR);
  const use = page.getByRole("button", { name: "Dùng khóa truy cập (passkey)" });
  await expect(use).toBeVisible();
  await look(page, "challenge-passkey");
  await use.click();
  await expect(page).toHaveURL(desk);

  // An app beside it: both ways are offered.
  await toFactors(page, "/ung-dung");
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.locator("#f-code").fill(codeOf(secret));
  await page.locator(main).click();
  await expect(page.locator(".flash")).toContainText("Đã thêm");
  await look(page, "account-both");
  await signOut(page);

  // Another computer does not hold the passkey.
  const elsewhere = await house.visitor();
  await typePassword(elsewhere, EDITOR);
  await look(elsewhere, "challenge-both");
  const cdp = await elsewhere.context().newCDPSession(elsewhere);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasUserVerification: true, isUserVerified: true } });
  await elsewhere.getByRole("button", { name: "Dùng khóa truy cập (passkey)" }).click();
  await expect(elsewhere.locator("[data-passkey-says]")).toHaveText("Chưa xác nhận được. Hãy thử lại, hoặc dùng cách khác.");
  await elsewhere.getByRole("link", { name: "Dùng mã dự phòng" }).click();
  await elsewhere.locator("#f-recovery").fill(code);
  await elsewhere.locator(main).click();
  await expect(elsewhere).toHaveURL(desk);

  await toFactors(elsewhere);
  const key = elsewhere.locator(".file", { hasText: "Máy tính cơ quan" });
  await expect(key).toContainText("Dùng gần nhất");
  await key.getByRole("link").click();
  await elsewhere.locator(".confirm .btn-danger").click();
  await expect(elsewhere.locator(".file")).toHaveCount(0);
  await toFactors(elsewhere, "/bo/ung-dung");
  await elsewhere.locator(".confirm .btn-danger").click();
  await expect(elsewhere.locator(".flash")).toHaveText("Đã bỏ.");
});

test("an approver who needs one sets up a passkey on the way in", async ({ house }) => {
  test.setTimeout(120_000);
  const staff = await house.staff("platform");
  const toggle = async (required: boolean): Promise<void> => {
    await staff.goto(at(SITE, `/nen-tang/site/${SITE}`));
    const button = staff.getByRole("switch", { name: "Bắt buộc xác thực hai lớp" });
    await button.click();
    await expect(button).toHaveAttribute("aria-checked", String(required));
  };
  await toggle(true);
  await look(staff, "platform");
  await staff.goto(at(SITE, "/tai-khoan/xac-thuc"));
  await expect(staff.locator(".notice")).toContainText("Vai trò của bạn cần xác thực hai lớp");

  const page = await house.visitor();
  await giveDevice(page);
  await typePassword(page, APPROVER);
  await expect(title(page)).toHaveText("Thiết lập xác thực hai lớp");
  await look(page, "enrol");
  await page.locator("#f-code").fill("123");
  await page.getByRole("button", { name: "Xác nhận và đăng nhập" }).click();
  await expect(page.locator(".error")).toContainText("mã không khớp");
  await page.getByRole("button", { name: "Thêm khóa truy cập" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await look(page, "first-codes");
  await page.getByRole("link", { name: "Tôi đã cất mã" }).click();
  await expect(page).toHaveURL(desk);

  // The last one stays while it is needed.
  await page.goto(at(SITE, "/tai-khoan/xac-thuc"));
  const remove = page.locator(".file").getByRole("link");
  await remove.click();
  await page.locator(".confirm .btn-danger").click();
  await expect(page.locator("main")).toContainText("Hãy thêm cách xác thực khác trước khi bỏ cách này.");
  await toggle(false);
  await page.goto(at(SITE, "/tai-khoan/xac-thuc"));
  await remove.click();
  await page.locator(".confirm .btn-danger").click();
  await expect(page.locator(".flash")).toHaveText("Đã bỏ.");
});

test("a code signs in without JavaScript", async ({ house }) => {
  const page = await house.visitor({ javaScriptEnabled: false });
  await typePassword(page, EDITOR);
  await toFactors(page, "/ung-dung");
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.locator("#f-code").fill(codeOf(secret));
  await page.locator(main).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await signOut(page);
  await typePassword(page, EDITOR);
  await page.locator("#f-code").fill(codeOf(secret, 1));
  await page.locator(main).click();
  await expect(page).toHaveURL(desk);
  await toFactors(page, "/bo/ung-dung");
  await page.locator(".confirm .btn-danger").click();
  await expect(page.locator(".flash")).toHaveText("Đã bỏ.");
});
