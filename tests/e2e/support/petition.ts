/** How citizens and officers handle a petition in a browser, step by step. */
import { expect, type Page } from "@playwright/test";
import { at } from "./world.ts";

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const DESK = "/quan-tri/kien-nghi";

/** A red picture of one pixel. */
const PHOTO = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC", "base64");

/** What somebody writes into the form, and who they are. */
export type Sent = { title: string; body: string; field: string; place: string; name: string; address: string; email: string; phone?: string };

/** A form sent faster than people write is a robot's. */
export async function likeSomebodyWho(writes: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  await writes();
  await expect.poll(() => Date.now() - begun, { timeout: 6_000 }).toBeGreaterThan(3_200);
}

/** Fills in the form, with a photo. */
export async function fillIn(page: Page, sent: Sent): Promise<void> {
  await page.locator("#f-title").fill(sent.title);
  await page.locator("#f-body").fill(sent.body);
  await page.locator("#f-field").selectOption(sent.field);
  await page.locator("#f-place").fill(sent.place);
  await page.locator("#f-files").setInputFiles({ name: "ảnh chụp.png", mimeType: "image/png", buffer: PHOTO });
  await page.locator("#f-name").fill(sent.name);
  await page.locator("#f-address").fill(sent.address);
  await page.locator("#f-email").fill(sent.email);
  if (sent.phone) await page.locator("#f-phone").fill(sent.phone);
  await page.locator("#f-consent").check();
}

export const send = (page: Page): Promise<void> => page.locator("form[enctype] .btn-main").click();

/** Code and secret, as the receipt shows them. */
export async function codes(page: Page): Promise<[code: string, secret: string]> {
  await expect(page.locator(".slip-code")).toHaveCount(2);
  return (await page.locator(".slip-code").allTextContents()) as [string, string];
}

/** Opens a petition by code and secret, typed as people type them. */
export async function track(page: Page, site: string, code: string, secret: string): Promise<void> {
  await page.goto(at(site, "/kien-nghi/tra-cuu"));
  await page.locator("#f-code").fill(code.toLowerCase().replaceAll("-", " "));
  await page.locator("#f-secret").fill(secret.toLowerCase());
  await page.locator("main form .btn-main").click();
  await expect(page.locator("h1")).toContainText(code);
}

/** Opens a petition from the desk's list. */
export async function openCase(page: Page, site: string, title: string): Promise<void> {
  await page.goto(at(site, `${DESK}?tab=all`));
  await page.getByRole("link", { name: title }).first().click();
}

/** Presses one of the acts that a petition's page offers. */
export const act = (page: Page, name: string): Promise<void> => page.locator(".acts").getByText(name, { exact: true }).click();

/** A day some days from now, as a date field takes it. */
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
