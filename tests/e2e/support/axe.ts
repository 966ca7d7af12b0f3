/** The accessibility audit. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

type Finding = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] };

/** What axe finds by its standards, or by some of its rules. The policy of the pages forbids script tags, so it is evaluated. */
export async function findings(page: Page, rules: string[] = STANDARDS): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const found = (await page.evaluate(`axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ${JSON.stringify(rules)},
  }).then((result) => result.violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
  })))`)) as Finding[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${help} — ${node.target.join(" ")} — ${(node.failureSummary ?? "").replace(/\s+/g, " ")}`),
  );
}

/** The page has no finding. */
export async function expectAccessible(page: Page, name: string = page.url(), rules?: string[]): Promise<void> {
  expect.soft(await findings(page, rules), `axe on ${name}`).toEqual([]);
}
