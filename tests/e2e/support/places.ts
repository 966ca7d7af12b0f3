/** Addresses that only the running demo knows. */
import { expect } from "@playwright/test";
import { read } from "./world.ts";

/** The first article that a page of a site leads to. */
export async function firstArticle(site: string, from = "/"): Promise<string> {
  const { text } = await read(site, from);
  const path = /href="((?:\/en)?\/tin\/[^"/]+)"/.exec(text)?.[1] ?? "";
  expect(path, `${site}${from} leads to an article`).not.toBe("");
  return path;
}
