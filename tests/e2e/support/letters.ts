/** Letters that the portal under test has sent. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { world } from "./world.ts";

/** Every letter, whole. */
export const letters = (): string[] => {
  const { outbox } = world();
  return readdirSync(outbox).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(outbox, name), "utf8"));
};

/** The letter to an address that holds the words; jobs send them, so it may take a moment. */
export async function letterTo(address: string, words: string): Promise<string> {
  const found = (): string | undefined => letters().find((letter) => letter.includes(`To: ${address}\n`) && letter.includes(words));
  await expect.poll(() => found() !== undefined, { message: `a letter to ${address} with “${words}”`, timeout: 15_000 }).toBe(true);
  return found() ?? "";
}
