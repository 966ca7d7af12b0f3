/** A whole look at a page: on a phone and a desk, in light and dark, and on the narrowest screen. */
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./axe.ts";

export const WIDTHS = [1280, 360] as const;

/** No finding in light and dark at both widths; nothing to scroll sideways at 320 px. */
export async function audit(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Light or dark changes nothing but colours.
      await expectAccessible(page, `${name}, ${colorScheme}, ${width} px`, colorScheme === "dark" ? ["color-contrast"] : undefined);
    }
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectNarrow(page, name);
}

/** The page fits on 320 px (WCAG 1.4.10). */
export async function expectNarrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const sticking = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
    return sticking.slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.className} to ${Math.round(one.getBoundingClientRect().right)}`);
  });
  expect.soft(wide, `${name} fits on 320 px`).toEqual([]);
}
