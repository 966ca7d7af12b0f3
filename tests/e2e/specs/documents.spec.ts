/** A document replaces another: filed, approved, found by its number on a phone, downloaded (R-C11). */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { audit } from "../support/audit.ts";
import { act, expectState, SITE } from "../support/desk.ts";
import { docxOf } from "../support/docx.ts";
import { has, withinOneSecond } from "../support/soon.ts";
import { expect, test } from "../support/test.ts";
import { at } from "../support/world.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const OLD = "2210/QĐ-SYT";
const NEW = "2398/QĐ-SYT";
const TITLE = "Ban hành Quy trình tiếp nhận, xử lý phản ánh của người dân, áp dụng tại mọi cơ sở y tế công lập";
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(RESULTS, `${name}-${size.width}.png`), fullPage: true });
  }
}

test("a decision that replaces an older one", async ({ house }) => {
  test.setTimeout(180_000);
  const visitor = await house.visitor();
  await visitor.goto(at(SITE, "/van-ban?q=2210"));
  await expect(visitor.locator(".doc", { hasText: OLD }).locator(".badge")).toHaveText("Còn hiệu lực");

  // The editor brings the file, files the document, and names what it replaces by its number.
  const editor = await house.staff("editor");
  await editor.goto(at(SITE, "/quan-tri/tep"));
  await editor.locator("#f-file").setInputFiles({ name: "2398-QĐ-SYT.docx", mimeType: "application/octet-stream", buffer: docxOf([TITLE]) });
  await editor.getByRole("button", { name: "Tải lên" }).click();
  await expect(editor.locator(".files")).toContainText("2398-QĐ-SYT.docx");
  await editor.goto(at(SITE, "/quan-tri"));
  await editor.getByRole("link", { name: "Thêm văn bản" }).click();
  await picture(editor, "document-form");
  await audit(editor, "the form of a document");
  await editor.setViewportSize(DESK);
  const value = await editor.locator("#f-section option", { hasText: "Văn bản chỉ đạo, điều hành" }).first().getAttribute("value");
  await editor.locator("#f-section").selectOption(value);
  await editor.locator("#f-title").fill(TITLE);
  await editor.locator("#f-kind").selectOption("quyet-dinh");
  await editor.locator("#f-number").fill(NEW);
  await editor.locator("#f-issuer").fill("Sở Y tế tỉnh Quảng Trị");
  await editor.locator("#f-field").fill("Y tế");
  await editor.locator("#f-issued_on").fill("2026-11-20");
  await editor.locator("#f-in_force_on").fill("2026-11-20");
  await editor.locator("#f-relation_kind_0").selectOption("replaces");
  await editor.locator("#f-relation_number_0").fill("2210/qd-syt");
  await editor.getByLabel("2398-QĐ-SYT.docx").check();
  await editor.getByRole("button", { name: "Tìm theo số, thêm dòng" }).click();
  await expect(editor.locator("#f-relation_target_0 option:checked")).toContainText(`Quyết định ${OLD}`);
  await expect(editor.getByLabel("2398-QĐ-SYT.docx")).toBeChecked();
  await picture(editor, "document-form-filled");
  await audit(editor, "the form of a document with a relation");
  await editor.setViewportSize(DESK);
  await editor.locator('button[value="submit"]').click();
  await expectState(editor, "submitted");
  const item = new URL(editor.url()).pathname;

  // Somebody else approves; within a second both stand otherwise.
  const approver = await house.staff("approver");
  await approver.goto(at(SITE, item));
  await expect(approver.locator(".item-text")).toContainText(`Quyết định ${OLD}`);
  await picture(approver, "document-item");
  await audit(approver, "a document on the desk");
  await approver.setViewportSize(DESK);
  await act(approver, "approveAndPublish");
  await expectState(approver, "published");
  await withinOneSecond({ "the register": has(SITE, "/van-ban?q=2398", NEW), "the old one": has(SITE, "/van-ban?q=2210", "Hết hiệu lực toàn bộ") });

  // A citizen finds it on a phone, sees how both stand, and downloads the file.
  const citizen = await house.visitor({ viewport: PHONE, hasTouch: true, isMobile: true });
  await citizen.goto(at(SITE));
  await citizen.locator("summary.menu-button").click();
  await citizen.locator(".menu").getByRole("link", { name: "Văn bản", exact: true }).click();
  await citizen.locator("#f-q").fill("2398 qd syt");
  await citizen.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(citizen.locator(".doc")).toHaveCount(1);
  await citizen.getByRole("link", { name: `Quyết định ${NEW}` }).click();
  await expect(citizen.locator("h1")).toHaveText(TITLE);
  await expect(citizen.locator("main .notice .badge")).toHaveText("Còn hiệu lực");
  const waits = citizen.waitForEvent("download");
  await citizen.getByRole("link", { name: "2398-QĐ-SYT.docx" }).click();
  expect((await waits).suggestedFilename()).toBe("2398-QĐ-SYT.docx");
  await citizen.locator(".docs").getByRole("link", { name: `Quyết định ${OLD}` }).click();
  await expect(citizen.locator("main .notice .badge")).toHaveText("Hết hiệu lực toàn bộ");
  await expect(citizen.locator("main .notice")).toContainText(`Bị thay thế từ ngày 20/11/2026 bởi văn bản: Quyết định ${NEW}`);
});

test("the register and its documents, looked at", async ({ house }) => {
  test.setTimeout(180_000);
  const page = await house.visitor();
  for (const [site, path, name] of [
    ["quangtri", "/van-ban", "documents-register"],
    ["quangtri", "/van-ban?nam=2026&hieu-luc=con", "documents-narrowed"],
    ["quangtri", "/van-ban?q=khong-co-van-ban-nay", "documents-none"],
    ["soyte", "/van-ban", "documents-department"],
  ] as const) {
    await page.goto(at(site, path));
    await picture(page, name);
    await audit(page, name);
    await page.setViewportSize(DESK);
  }
  for (const [number, name] of [["08/2025/QĐ-UBND", "document-partly"], ["1120/QĐ-UBND", "document-held-up"], ["45/2026/NQ-HĐND", "document-not-yet"]] as const) {
    await page.goto(at("quangtri", `/van-ban?q=${encodeURIComponent(number)}`));
    await page.locator(".doc-number a").first().click();
    await expect(page.locator(".document-name")).toContainText(number);
    await picture(page, name);
    await audit(page, name);
    await page.setViewportSize(DESK);
  }
  await page.locator('.article-tools a[href$="/in"]').click();
  await expect(page.locator(".print-page .document-name")).toContainText("45/2026/NQ-HĐND");
  await picture(page, "document-print");
  await page.goto(at("quangtri", "/"));
  await expect(page.locator("main")).toContainText("Văn bản mới");
  await picture(page, "documents-home");
});

test("without a script the register works and a row is looked up", async ({ house }) => {
  const page = await house.visitor({ javaScriptEnabled: false, viewport: PHONE });
  await page.goto(at("quangtri", "/van-ban"));
  await page.locator("summary", { hasText: "Lọc theo" }).click();
  await page.locator("#f-hieu-luc").selectOption("ngung");
  await page.getByRole("button", { name: "Lọc", exact: true }).click();
  await expect(page.locator(".doc")).toHaveCount(1);
  await expect(page.locator(".doc .badge")).toHaveText("Ngưng hiệu lực");
  await page.getByRole("link", { name: /Tình trạng hiệu lực/ }).click();
  await expect(page).toHaveURL(at("quangtri", "/van-ban"));
});
