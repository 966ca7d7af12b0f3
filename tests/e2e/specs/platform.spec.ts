/** IT staff of the province change sites, live (R-T4, R-T6). */
import { expect, test } from "../support/test.ts";
import { has, lacks, missing, shows, withinOneSecond } from "../support/soon.ts";
import { at, hostOf, read, world } from "../support/world.ts";

test("a module switched off leaves nothing behind, and comes back", async ({ house }) => {
  const site = "sonoivu";
  const home = await read(site);
  const article = /href="(\/tin\/[^"]+)"/.exec(home.text)?.[1] ?? "";
  expect(article, "the home page leads to an article").not.toBe("");
  const section = "/chuyen-muc/tin-tuc";
  const entry = `href="${section}"`;
  for (const path of [article, section, "/rss.xml"]) expect((await read(site, path)).status, path).toBe(200);
  expect(home.text).toContain(entry);

  const page = await house.staff("platform");
  await page.goto(at("quangtri", `/nen-tang/site/${site}`));
  const row = page.locator(".switch-row", { has: page.locator('input[name="module"][value="articles"]') });
  await expect(row.getByRole("switch")).toHaveAttribute("aria-checked", "true");
  await row.getByRole("switch").click();
  await expect(row.getByRole("switch")).toHaveAttribute("aria-checked", "false");
  await withinOneSecond({
    article: missing(site, article),
    section: missing(site, section),
    menu: lacks(site, "/", entry),
    sitemap: lacks(site, "/sitemap.xml", "/tin/"),
    "the others": has("soyte", "/", entry),
  });
  await expect(row.locator(".meta")).toContainText(/\d{2}\/\d{2}\/\d{4}|trước|phút|bây giờ/);

  await row.locator(".switch-undo button").click();
  await expect(row.getByRole("switch")).toHaveAttribute("aria-checked", "true");
  await withinOneSecond({
    article: shows(site, article, ({ status }) => status === 200),
    section: shows(site, section, ({ status }) => status === 200),
    menu: has(site, "/", entry),
    sitemap: has(site, "/sitemap.xml", "/tin/"),
  });
});

test("a new commune is born complete, once its domain has the form", async ({ house }) => {
  const page = await house.staff("platform");
  await page.goto(at("quangtri", "/nen-tang"));
  await page.locator('.page-head a[href$="/nen-tang/tao"]').click();

  const [code, name, wrong] = ["thunghiem.dongha", "UBND phường Thử Nghiệm", "Thử-Nghiệm.dongha.quangtri.localhost"];
  await page.locator("#f-kind").selectOption("commune");
  await page.locator("#f-name_vi").fill(name);
  await page.locator("#f-parent").selectOption("dongha");
  await page.locator("#f-code").fill(code);
  await page.locator("#f-domain").fill(wrong);
  await page.locator('button[value="create"]').click();

  const field = page.locator(".field", { has: page.locator("#f-domain") });
  await expect(field.locator(".error")).toBeVisible();
  await expect(page.locator("#f-domain")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#f-domain")).toHaveValue(wrong);
  await expect(page.locator("#f-name_vi")).toHaveValue(name);
  await expect(page.locator("#errors")).toBeFocused();
  await expect(page.locator('#errors a[href="#f-domain"]')).toBeVisible();

  await page.locator("#f-domain").fill(hostOf(code));
  await page.locator('button[value="create"]').click();
  await expect(page).toHaveURL(new RegExp(`/nen-tang/site/${code.replace(".", "\\.")}`));

  await withinOneSecond({
    "its name": has(code, "/", `<span class="brand-name">${name}</span>`),
    "its menu": has(code, "/", 'href="/chuyen-muc/tin-tuc"'),
    "its footer": has(code, "/", "footer-name"),
    section: shows(code, "/chuyen-muc/tin-tuc", ({ status }) => status === 200),
    feed: shows(code, "/rss.xml", ({ status }) => status === 200),
    sitemap: has(code, "/sitemap.xml", `http://${hostOf(code)}:${world().port}/`),
    directory: has("quangtri", "/trang-thanh-phan", name),
  });
});
