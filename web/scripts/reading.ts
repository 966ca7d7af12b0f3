/** Text size, contrast and dark: kept in this browser, set before the first paint. */
import { all, on } from "./page";
import { read, write } from "./store";

const root = document.documentElement;
const sizes = ["s", "", "l", "xl"];

function set(name: "theme" | "contrast" | "size", value: string): void {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  write(`reading-${name}`, value || null);
}

const wants = (query: string): boolean => matchMedia(query).matches;
const isDark = (): boolean => (root.dataset.theme ? root.dataset.theme === "dark" : wants("(prefers-color-scheme: dark)"));
const isStrong = (): boolean => (root.dataset.contrast ? root.dataset.contrast === "more" : wants("(prefers-contrast: more)"));

function show(): void {
  const size = sizes.indexOf(root.dataset.size ?? "");
  for (const [action, pressed] of [["dark", isDark()], ["contrast", isStrong()]] as const)
    all(`[data-do="${action}"]`).forEach((button) => button.setAttribute("aria-pressed", String(pressed)));
  all<HTMLButtonElement>('[data-do="smaller"]').forEach((button) => button.setAttribute("aria-disabled", String(size <= 0)));
  all<HTMLButtonElement>('[data-do="larger"]').forEach((button) => button.setAttribute("aria-disabled", String(size >= sizes.length - 1)));
}

function resize(step: number): void {
  const at = sizes.indexOf(root.dataset.size ?? "") + step;
  if (at >= 0 && at < sizes.length) set("size", sizes[at]!);
  show();
}

/** Runs in the head: no flash of another theme. */
export function recall(): void {
  for (const name of ["theme", "contrast", "size"] as const) {
    const value = read(`reading-${name}`);
    if (value && /^(light|dark|more|normal|s|l|xl)$/.test(value)) root.dataset[name] = value;
  }
}

export function reading(): void {
  on("smaller", () => resize(-1));
  on("larger", () => resize(1));
  on("dark", () => { set("theme", isDark() ? "light" : "dark"); show(); });
  on("contrast", () => { set("contrast", isStrong() ? "normal" : "more"); show(); });
  show();
}
