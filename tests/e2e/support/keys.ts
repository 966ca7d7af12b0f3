/** A person without a mouse. */
import { expect, type Page } from "@playwright/test";

/** More stops than any page of the portal may have before its content. */
const PATIENCE = 250;

export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Tabs until the focus is on what matches; with the words, when several match. */
  async reach(selector: string, words?: string | RegExp): Promise<void> {
    for (let stop = 0; stop < PATIENCE; stop++) {
      if (await this.isOn(selector, words)) return this.expectVisibleFocus(selector);
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${PATIENCE} times Tab, and no focus on ${selector} ${words ?? ""} of ${this.page.url()}`);
  }

  /** Follows a link, or presses a button. */
  async press(selector: string, words?: string | RegExp): Promise<void> {
    await this.reach(selector, words);
    const was = await this.mark();
    await this.page.keyboard.press("Enter");
    await this.leaves(was);
  }

  /** Fills a field in place of what it holds. */
  async write(selector: string, text: string): Promise<void> {
    await this.reach(selector);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.type(text);
  }

  /** Goes down a list until it stands on a value. */
  async choose(selector: string, text: string): Promise<void> {
    await this.reach(selector);
    await this.page.keyboard.press("Home");
    for (let step = 0; step < 60; step++) {
      const here = await this.page.evaluate(() => {
        const list = document.activeElement as HTMLSelectElement;
        return list.options[list.selectedIndex]?.text.trim() ?? "";
      });
      if (here.includes(text)) return;
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`no “${text}” in ${selector}`);
  }

  /** Ticks one of several: Tab leads into the group, arrows go on, Space ticks. */
  async tick(group: string, value: string): Promise<void> {
    await this.reach(group);
    for (let step = 0; step < 40; step++) {
      const [here, ticked] = await this.page.evaluate(() => {
        const radio = document.activeElement as HTMLInputElement;
        return [radio.value, radio.checked] as const;
      });
      if (here === value) {
        if (!ticked) await this.page.keyboard.press("Space");
        return;
      }
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`no ${value} in ${group}`);
  }

  private async isOn(selector: string, words?: string | RegExp): Promise<boolean> {
    const text = await this.page.evaluate((selector) => {
      const here = document.activeElement;
      if (!here || here === document.body || !here.matches(selector)) return null;
      return `${here.getAttribute("aria-label") ?? ""} ${here.textContent ?? ""}`.replace(/\s+/g, " ").trim();
    }, selector);
    if (text === null) return false;
    if (words === undefined) return true;
    return typeof words === "string" ? text.includes(words) : words.test(text);
  }

  /** Where the focus is must be seen: WCAG 2.2, 2.4.7. */
  private async expectVisibleFocus(selector: string): Promise<void> {
    const seen = await this.page.evaluate(() => {
      const here = document.activeElement;
      if (!here) return false;
      const looks = [here, here.closest("label, .rich, .field")].filter((one) => one !== null).map((one) => getComputedStyle(one));
      const box = here.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && looks.some((look) => look.outlineStyle !== "none" || look.boxShadow !== "none");
    });
    expect(seen, `the focus on ${selector} is seen`).toBe(true);
  }

  private async mark(): Promise<number> {
    return this.page.evaluate(() => performance.timeOrigin);
  }

  private async leaves(was: number): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => (document.readyState === "complete" ? performance.timeOrigin : 0)).catch(() => 0), {
        message: "another page comes",
        intervals: [25, 50, 100],
        timeout: 10_000,
      })
      .toBeGreaterThan(was);
  }
}
