/** Short ways to the page. */

export const all = <T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] =>
  Array.from(root.querySelectorAll<T>(selector));

/** Runs once the page is parsed. */
export function ready(run: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
}

/** Puts `values` in the places `{name}` of a text. */
export const fill = (text: string | undefined, values: Record<string, string | number>): string =>
  (text ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** Makes an element with a class and a text. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  return element;
}

/** Shows what only makes sense with scripts. */
export const reveal = (): void => all("[data-js]").forEach((element) => (element.hidden = false));

/** Calls `run` with the element that carries `data-do` when it is pressed. */
export function on(action: string, run: (button: HTMLElement) => void): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest?.<HTMLElement>(`[data-do="${action}"]`);
    if (button) run(button);
  });
}
