/** What the portal under test writes down. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The log so far; without what `portal dev` prints for people, the password of the demo's accounts. */
export const log = (): string =>
  readFileSync(resolve(import.meta.dirname, "../results/portal.log"), "utf8")
    .split("\n")
    .filter((line) => !line.includes("Password of all:"))
    .join("\n");

/** Those of some secrets, by name, that stand in the log: as they are, with the letters of a form's body, or without their blanks and dashes. */
export function leaked(secrets: Record<string, string>): string[] {
  const text = log();
  const spellings = (secret: string): string[] => [secret, encodeURIComponent(secret), secret.replaceAll(/[\s-]/g, ""), secret.replaceAll(" ", "+")];
  return Object.entries(secrets)
    .filter(([name, secret]) => {
      if (secret.length < 6) throw new Error(`${name} is too short to be looked for: “${secret}”`);
      return spellings(secret).some((spelling) => text.includes(spelling));
    })
    .map(([name]) => name);
}
