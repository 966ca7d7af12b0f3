/** Search as people use it: typed badly, on a phone, by keyboard; new within a second, gone within a second (R-S1 … R-S3). */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { audit } from "../support/audit.ts";
import { act, expectState, sendNote, SITE, startItem } from "../support/desk.ts";
import { has, lacks, withinOneSecond } from "../support/soon.ts";
import { expect, test } from "../support/test.ts";
import { at } from "../support/world.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(RESULTS, `${name}-${size.width}.png`), fullPage: size === DESK });
  }
}

test("found as it is typed, by keyboard, on a phone", async ({ house }) => {
  const visitor = await house.visitor({ viewport: PHONE });
  await visitor.goto(at("quangtri", "/tim-kiem"));
  await audit(visitor, "the search page");

  // Offers while typing; arrows choose, Enter goes there, Escape closes.
  const box = visitor.locator("#f-q");
  const offers = visitor.locator(".filter-line .offers");
  await box.pressSequentially("quy trinh tiep");
  await expect(offers.getByRole("option").first()).toBeVisible();
  await picture(visitor, "search-offers");
  await visitor.setViewportSize(PHONE);
  await box.press("Escape");
  await expect(offers).toBeHidden();
  await box.press("End");
  await box.pressSequentially(" ");
  await expect(offers.getByRole("option").first()).toBeVisible();
  await box.press("ArrowDown");
  await expect(offers.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await audit(visitor, "offers of the search box");
  const left = visitor.url();
  await box.press("Enter");
  await expect(visitor).not.toHaveURL(left);
  await expect(visitor).not.toHaveURL(/tim-kiem/);

  // Without accents, left over from Telex, and a document by its number in any writing.
  for (const words of ["quy trinh tiep nhan phan anh", "quy trifnh tieesp nhaajn"]) {
    await visitor.goto(at("quangtri", `/tim-kiem?q=${encodeURIComponent(words)}`));
    await expect(visitor.locator(".results mark").first(), words).toBeVisible();
  }
  for (const number of ["2210/QĐ-SYT", "2210 qd syt", "2210"]) {
    await visitor.goto(at(SITE, `/tim-kiem?q=${encodeURIComponent(number)}`));
    await expect(visitor.locator(".result-title").first(), number).toContainText(/2210|Quy trình/);
  }
  await picture(visitor, "search-results");
  await audit(visitor, "search results");
  await visitor.goto(at(SITE, "/tim-kiem?q=xyzabc+khong+co"));
  await picture(visitor, "search-nothing");
  await audit(visitor, "a search without results");
});

test("new within a second, gone within a second; the unit shows the way", async ({ house }) => {
  const words = "hienmaunhandao2026";
  const found = `/tim-kiem?q=${words}`;
  const approver = await house.staff("approver");
  const writer = await house.staff("editor");
  await writer.setViewportSize(DESK);
  const item = await startItem(writer, { title: `Ngày hội ${words}`, lead: "Hiến máu nhân đạo.", body: "<p>Mời tham gia.</p>" });
  await act(writer, "submit");
  await approver.goto(at(SITE, item));
  await act(approver, "approveAndPublish");
  await expectState(approver, "published");
  await withinOneSecond({ found: has(SITE, found, "<mark>"), offered: has(SITE, `/tim-kiem/goi-y?q=${words}`, words) });
  await approver.goto(at(SITE, item));
  await act(approver, "withdraw");
  await sendNote(approver, "Đổi ngày tổ chức.");
  await expectState(approver, "withdrawn");
  await withinOneSecond({ gone: lacks(SITE, found, "<mark>"), "not offered": async () => !(await has(SITE, `/tim-kiem/goi-y?q=${words}`, "hienmau")()) });

  await approver.goto(at(SITE, "/quan-tri/tim-kiem/them?tu=hien+mau"));
  await approver.locator("#f-words").fill("hiến máu\nngày hội hiến máu");
  await approver.locator("#f-path").fill(at(SITE, "/hoi-dap"));
  await approver.locator("#f-title").fill("Lịch hiến máu của tỉnh");
  await approver.locator("#f-note").fill("Lịch được cập nhật mỗi tháng.");
  await picture(approver, "search-promoted-form");
  await audit(approver, "the form of a promoted result");
  await approver.locator("form.form button.btn-main").click();
  await expect(approver.locator(".flash")).toBeVisible();
  await withinOneSecond({ promoted: has(SITE, "/tim-kiem?q=hien+mau", "Lịch hiến máu của tỉnh") });
  await picture(approver, "search-desk");
  await audit(approver, "the desk of search");
  const visitor = await house.visitor();
  await visitor.goto(at(SITE, "/tim-kiem?q=hien+mau"));
  await picture(visitor, "search-promoted");
  await audit(visitor, "a promoted result");
});

test("the platform looks after the indexes", async ({ house }) => {
  const platform = await house.staff("platform");
  await platform.goto(at("quangtri", "/nen-tang/tim-kiem"));
  await expect(platform.locator("td .badge")).toHaveText("Cập nhật liên tục");
  await platform.getByRole("button", { name: "Đối chiếu với cơ sở dữ liệu" }).click();
  await expect(platform.locator(".flash")).toBeVisible();
  await expect
    .poll(async () => {
      await platform.goto(at("quangtri", "/nen-tang/tim-kiem"));
      return platform.locator("main").textContent();
    }, { timeout: 30_000 })
    .toContain("Khớp hoàn toàn");
  await platform.getByRole("button", { name: "Lập lại chỉ mục" }).click();
  await expect(platform.locator(".flash")).toBeVisible();
  await picture(platform, "search-indexes");
  await audit(platform, "the platform's page of indexes");
});
