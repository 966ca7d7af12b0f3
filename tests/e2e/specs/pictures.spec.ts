/** Pictures to look at: six for the README (`PICTURES=1` makes them anew), the rest for whoever judges the pages. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { act, expectState, startItem } from "../support/desk.ts";
import { firstArticle } from "../support/places.ts";
import { expect, test } from "../support/test.ts";
import { at, type Who } from "../support/world.ts";

const RESULTS = resolve(import.meta.dirname, "../results");
const README = resolve(import.meta.dirname, "../../../docs/pictures");
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 760 };

type Shot = { name: string; site: string; path: string | (() => Promise<string>); who?: Who; readme?: { name: string; phone?: true } };

const SHOTS: Shot[] = [
  { name: "province", site: "quangtri", path: "/", readme: { name: "province-home" } },
  { name: "province-en", site: "quangtri", path: "/en" },
  { name: "department", site: "soyte", path: "/", readme: { name: "department-phone", phone: true } },
  { name: "department-en", site: "soyte", path: "/en" },
  { name: "district", site: "dongha", path: "/" },
  { name: "commune", site: "donggiang.dongha", path: "/" },
  { name: "section", site: "quangtri", path: "/chuyen-muc/tin-tuc" },
  { name: "article", site: "soyte", path: () => firstArticle("soyte") },
  { name: "print", site: "soyte", path: async () => `${await firstArticle("soyte")}/in` },
  { name: "page", site: "soyte", path: "/trang/gioi-thieu" },
  { name: "petitions", site: "soyte", path: "/kien-nghi", readme: { name: "petition-phone", phone: true } },
  { name: "petition-form", site: "soyte", path: "/kien-nghi/gui?loai=phan-anh" },
  { name: "petition-answers", site: "soyte", path: "/kien-nghi/tra-loi" },
  { name: "petition-figures", site: "quangtri", path: "/kien-nghi/thong-ke" },
  { name: "consultations", site: "soyte", path: "/lay-y-kien", readme: { name: "consultations-phone", phone: true } },
  { name: "surveys", site: "soyte", path: "/khao-sat" },
  { name: "information", site: "soyte", path: "/yeu-cau-thong-tin" },
  { name: "reception", site: "soyte", path: "/lich-tiep-cong-dan" },
  { name: "petition-desk", site: "soyte", path: "/quan-tri/kien-nghi", who: "officer" },
  { name: "petition-board", site: "quangtri", path: "/nen-tang/kien-nghi", who: "platform" },
  { name: "sitemap", site: "soyte", path: "/so-do-cong" },
  { name: "directory", site: "quangtri", path: "/trang-thanh-phan" },
  { name: "404", site: "soyte", path: "/khong-co" },
  { name: "sign-in", site: "soyte", path: "/dang-nhap" },
  { name: "forgotten", site: "quangtri", path: "/quen-mat-khau" },
  { name: "request-to-office", site: "quangtri", path: "/quen-mat-khau/yeu-cau" },
  { name: "own-account", site: "quangtri", path: "/tai-khoan", who: "platform" },
  { name: "collaborator-desk", site: "soyte", path: "/quan-tri", who: "collaborator" },
  { name: "collaborator-form", site: "soyte", path: "/quan-tri/bai/moi", who: "collaborator" },
  { name: "editor-media", site: "soyte", path: "/quan-tri/tep", who: "editor" },
  { name: "approver-desk", site: "soyte", path: "/quan-tri", who: "approver", readme: { name: "desk" } },
  { name: "approver-list", site: "soyte", path: "/quan-tri/bai", who: "approver" },
  { name: "administrator-sections", site: "soyte", path: "/quan-tri/chuyen-muc", who: "administrator" },
  { name: "administrator-members", site: "soyte", path: "/quan-tri/thanh-vien", who: "administrator" },
  { name: "administrator-audit", site: "soyte", path: "/quan-tri/nhat-ky", who: "administrator" },
  { name: "staff-page", site: "quangtri", path: "/can-bo", who: "platform" },
  { name: "platform-audit", site: "quangtri", path: "/nen-tang/nhat-ky?viec=settings", who: "platform" },
  { name: "platform-systems", site: "quangtri", path: "/nen-tang/he-thong", who: "platform" },
  { name: "platform-system-form", site: "quangtri", path: "/nen-tang/he-thong/them", who: "platform" },
  { name: "platform-staff-notices", site: "quangtri", path: "/nen-tang/thong-bao-can-bo", who: "platform" },
  { name: "platform-desk", site: "quangtri", path: "/nen-tang", who: "platform", readme: { name: "platform" } },
  { name: "platform-create", site: "quangtri", path: "/nen-tang/tao", who: "platform" },
  { name: "platform-site", site: "quangtri", path: "/nen-tang/site/soyte", who: "platform" },
];

test("something waits for the approver", async ({ house }) => {
  const page = await house.staff("collaborator");
  for (const title of [
    "Lịch tiêm chủng mở rộng tháng 12 tại 31 trạm y tế",
    "Bệnh viện đa khoa tỉnh tiếp nhận máy chụp cộng hưởng từ mới",
    "Hướng dẫn phòng bệnh đường hô hấp cho người cao tuổi trong mùa lạnh",
  ]) {
    await startItem(page, { title, lead: "Tin của các đơn vị trong ngành.", body: "Nội dung đang chờ duyệt." }, "Thông báo");
    await act(page, "submit");
    await expectState(page, "submitted");
  }
});

for (const { name, site, path, who, readme } of SHOTS) {
  test(`picture of ${name}`, async ({ house }) => {
    mkdirSync(RESULTS, { recursive: true });
    mkdirSync(README, { recursive: true });
    // Drawn pictures weigh more than words: the README's are smaller then.
    const page = who ? await house.staff(who) : await house.visitor({ deviceScaleFactor: readme && !readme.phone ? 0.5625 : 1 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize(DESK);
    await page.goto(at(site, typeof path === "string" ? path : await path()));
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await settled(page);
      await page.screenshot({ path: join(RESULTS, `${name}-${size.width}.png`), fullPage: true });
      if (readme && Boolean(readme.phone) === (size === PHONE)) await forReadme(page, readme.name);
    }
  });
}

test("picture of an item's page", async ({ house }) => {
  const page = await house.staff("approver");
  await page.setViewportSize(DESK);
  await page.goto(at("soyte", "/quan-tri/bai"));
  await page.locator('main table a[href*="/quan-tri/bai/"]').first().click();
  await expect(page.locator(".item-side")).toBeVisible();
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(RESULTS, `approver-item-${size.width}.png`), fullPage: true });
  }
});

/** Fonts and pictures are there. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const picture of document.images) picture.loading = "eager";
    await document.fonts.ready;
    await Promise.all([...document.images].map((picture) => picture.decode().catch(() => undefined)));
  });
}

/** What one screen shows, small enough for a clone. A run leaves the README's pictures alone unless told, for each one differs in its times. */
async function forReadme(page: Page, name: string): Promise<void> {
  const path = join(README, `${name}.png`);
  const picture = await page.screenshot();
  expect(picture.length, `${name}.png is at most 200 kB`).toBeLessThanOrEqual(200 * 1024);
  if (process.env["PICTURES"] || !existsSync(path)) writeFileSync(path, picture);
}
