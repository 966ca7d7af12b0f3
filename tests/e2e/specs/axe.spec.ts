/** Every kind of page, looked at: no finding in light and dark, on a phone and a desk; nothing sticks out at 320 px (R-A1 … R-A4). */
import { audit } from "../support/audit.ts";
import { firstArticle } from "../support/places.ts";
import { expect, test } from "../support/test.ts";
import { at, type Who } from "../support/world.ts";

type Visit = { name: string; site: string; path: string | (() => Promise<string>); status?: number };

const PUBLIC: Visit[] = [
  { name: "home of the province", site: "quangtri", path: "/" },
  { name: "home of the province in English", site: "quangtri", path: "/en" },
  { name: "home of a department", site: "soyte", path: "/" },
  { name: "home of a district", site: "dongha", path: "/" },
  { name: "home of a commune", site: "donggiang.dongha", path: "/" },
  { name: "section", site: "soyte", path: "/chuyen-muc/tin-tuc" },
  { name: "section without anything", site: "soyte", path: "/chuyen-muc/khen-thuong-xu-phat" },
  { name: "article", site: "quangtri", path: () => firstArticle("quangtri") },
  { name: "print", site: "quangtri", path: async () => `${await firstArticle("quangtri")}/in` },
  { name: "page", site: "soyte", path: "/trang/gioi-thieu" },
  { name: "sitemap", site: "quangtri", path: "/so-do-cong" },
  { name: "directory", site: "quangtri", path: "/trang-thanh-phan" },
  { name: "404", site: "soyte", path: "/khong-co-trang-nay", status: 404 },
  { name: "sign-in", site: "soyte", path: "/dang-nhap" },
  { name: "change of password", site: "quangtri", path: "/dang-nhap/doi-mat-khau" },
  { name: "forgotten password", site: "quangtri", path: "/quen-mat-khau" },
  { name: "request to the office", site: "quangtri", path: "/quen-mat-khau/yeu-cau" },
];

for (const { name, site, path, status } of PUBLIC) {
  test(name, async ({ house }) => {
    const page = await house.visitor();
    const answer = await page.goto(at(site, typeof path === "string" ? path : await path()));
    expect(answer?.status()).toBe(status ?? 200);
    await audit(page, name);
  });
}

const DESKS: { name: string; who: Who; site: string; path: string; then?: string }[] = [
  { name: "desk", who: "collaborator", site: "soyte", path: "/quan-tri" },
  { name: "form", who: "collaborator", site: "soyte", path: "/quan-tri/bai/moi" },
  { name: "desk of an approver", who: "approver", site: "soyte", path: "/quan-tri" },
  { name: "list", who: "approver", site: "soyte", path: "/quan-tri/bai" },
  { name: "item", who: "approver", site: "soyte", path: "/quan-tri/bai", then: 'main table a[href*="/quan-tri/bai/"]' },
  { name: "media", who: "editor", site: "soyte", path: "/quan-tri/tep" },
  { name: "sections", who: "administrator", site: "soyte", path: "/quan-tri/chuyen-muc" },
  { name: "members", who: "administrator", site: "soyte", path: "/quan-tri/thanh-vien" },
  { name: "own account", who: "platform", site: "quangtri", path: "/tai-khoan" },
  { name: "password requests", who: "platform", site: "quangtri", path: "/nen-tang/quen-mat-khau" },
  { name: "record of a unit", who: "administrator", site: "soyte", path: "/quan-tri/nhat-ky?viec=rights" },
  { name: "staff page", who: "platform", site: "quangtri", path: "/can-bo" },
  { name: "shared systems", who: "platform", site: "quangtri", path: "/nen-tang/he-thong" },
  { name: "form of a shared system", who: "platform", site: "quangtri", path: "/nen-tang/he-thong/them" },
  { name: "notices to staff", who: "platform", site: "quangtri", path: "/nen-tang/thong-bao-can-bo" },
  { name: "delegation", who: "approver", site: "soyte", path: "/quan-tri/uy-quyen" },
  { name: "my rights", who: "approver", site: "soyte", path: "/quan-tri/quyen-cua-toi" },
  { name: "people on the platform desk", who: "platform", site: "quangtri", path: "/nen-tang/nguoi" },
  { name: "a person on the platform desk", who: "platform", site: "quangtri", path: "/nen-tang/nguoi?q=soyte", then: 'main table a[href*="/nen-tang/nguoi/"]' },
  { name: "backups", who: "platform", site: "quangtri", path: "/nen-tang/sao-luu" },
  { name: "virus check", who: "platform", site: "quangtri", path: "/nen-tang/tep" },
  { name: "platform desk", who: "platform", site: "quangtri", path: "/nen-tang" },
  { name: "create a site", who: "platform", site: "quangtri", path: "/nen-tang/tao" },
  { name: "a site on the platform desk", who: "platform", site: "quangtri", path: "/nen-tang/site/soyte" },
  { name: "menu of a site", who: "platform", site: "quangtri", path: "/nen-tang/site/soyte/danh-muc" },
];

for (const { name, who, site, path, then } of DESKS) {
  test(name, async ({ house }) => {
    const page = await house.staff(who);
    const answer = await page.goto(at(site, path));
    expect(answer?.status()).toBe(200);
    if (then) {
      await page.locator(then).first().click();
      await page.waitForLoadState("load");
    }
    await audit(page, name);
  });
}
