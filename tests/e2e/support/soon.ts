/** "Within one second", as visitors without a session see it. */
import { expect } from "@playwright/test";
import { read, type Answer } from "./world.ts";

/** Every claim holds together at some moment of the next second. */
export async function withinOneSecond(claims: Record<string, () => Promise<boolean>>): Promise<void> {
  await expect
    .poll(
      async () => {
        const kept = await Promise.all(Object.values(claims).map((claim) => claim()));
        return Object.keys(claims).filter((_, at) => !kept[at]);
      },
      { message: "true within one second", timeout: 1_000, intervals: [20] },
    )
    .toEqual([]);
}

/** A page that an anonymous visitor reads passes a test. */
export const shows = (site: string, path: string, test: (answer: Answer) => boolean) => async (): Promise<boolean> => test(await read(site, path));

/** It holds the words, as 200. */
export const has = (site: string, path: string, words: string) => shows(site, path, ({ status, text }) => status === 200 && text.includes(words));

/** It stands, without the words. */
export const lacks = (site: string, path: string, words: string) => shows(site, path, ({ status, text }) => status === 200 && !text.includes(words));

/** It is not there. */
export const missing = (site: string, path: string) => shows(site, path, ({ status }) => status === 404);
