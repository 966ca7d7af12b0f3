/** What somebody does at the desk with a mouse; every step is a whole page, with or without JavaScript. */
import { expect, type Page } from "@playwright/test";
import { at } from "./world.ts";

export const SITE = "soyte";

export type Text = { title: string; lead: string; body: string };

/** What can be done on an item's page, in the office's words. */
export const ACTS = {
  submit: "Gửi duyệt",
  approve: "Duyệt, đăng sau",
  approveAndPublish: "Duyệt và đăng",
  publish: "Đăng",
  refuse: "Trả lại kèm lý do",
  withdraw: "Gỡ bài",
} as const;

export type Action = keyof typeof ACTS;

/** What the state's badge says. */
export const STATES = {
  draft: "Bản nháp",
  submitted: "Chờ duyệt",
  refused: "Bị trả lại",
  approved: "Đã duyệt",
  published: "Đã đăng",
  withdrawn: "Đã gỡ",
} as const;

export type State = keyof typeof STATES;

/** Writes a new article from the desk on and saves it; gives the path of its page. */
export async function startItem(page: Page, text: Text, section = "Tin tức"): Promise<string> {
  await page.goto(at(SITE, "/quan-tri"));
  await page.locator('main a[href*="/quan-tri/bai/moi"]').first().click();
  await chooseSection(page, section);
  await fillIn(page, text);
  await page.locator("#f-author").fill("Phòng Truyền thông");
  await page.locator('button[value="save"]').click();
  await expect(page).toHaveURL(/\/quan-tri\/bai\/\d+/);
  return new URL(page.url()).pathname.replace(/\/sua$/, "");
}

async function chooseSection(page: Page, section: string): Promise<void> {
  const list = page.locator("#f-section");
  const value = await list.locator("option", { hasText: section }).first().getAttribute("value");
  await list.selectOption(value);
}

/** Fills title, lead and body. */
export async function fillIn(page: Page, { title, lead, body }: Text): Promise<void> {
  await page.locator("#f-title").fill(title);
  await page.locator("#f-lead").fill(lead);
  const rich = page.locator('[role="textbox"][contenteditable="true"]');
  if ((await rich.count()) > 0) await rich.fill(body.replace(/<[^>]+>/g, ""));
  else await page.locator("#f-body").fill(body);
}

/** Does what the item's page offers; where it asks for words first, comes to that form. */
export async function act(page: Page, action: Action): Promise<void> {
  await page.locator(".acts .btn").getByText(ACTS[action], { exact: true }).click();
}

/** Sends a form that asked for words: a reason, a note. */
export async function sendNote(page: Page, note: string, reason?: string): Promise<void> {
  if (reason) await page.locator(`[name="reason"][value="${reason}"]`).check();
  await page.locator("textarea").fill(note);
  await page.locator(".confirm .btn-danger").click();
}

/** The item's page says where the item stands. */
export async function expectState(page: Page, state: State): Promise<void> {
  await expect(page.locator(".item-side .badge").first()).toHaveText(STATES[state]);
}
