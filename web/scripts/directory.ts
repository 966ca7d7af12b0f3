/** Narrows a list while one types; without the script the form asks the server. */
import { all, fill } from "./page";

/** Lower case, without diacritics: "Sở Y tế" and "so y te" are the same. */
export const plain = (text: string): string =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/\s+/g, " ").trim();

export function directory(): void {
  for (const box of all("[data-filter]")) {
    const input = box.querySelector<HTMLInputElement>("[data-filter-input]");
    if (!input) continue;
    const items = all("[data-filter-item]", box).map((element) => ({ element, text: plain(`${element.textContent} ${element.dataset.words ?? ""}`) }));
    const count = box.querySelector<HTMLElement>("[data-filter-count]");
    const none = box.querySelector<HTMLElement>("[data-filter-none]");
    const groups = all("[data-filter-group]", box);
    const open = new Set(groups.filter((group) => group instanceof HTMLDetailsElement && group.open));
    let shown = items.length;

    const narrow = (): void => {
      const words = plain(input.value).split(" ").filter(Boolean);
      shown = 0;
      for (const { element, text } of items) {
        element.hidden = !words.every((word) => text.includes(word));
        if (!element.hidden) shown += 1;
      }
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
        if (group instanceof HTMLDetailsElement) group.open = words.length > 0 || open.has(group);
      }
      if (none) none.hidden = shown > 0;
      if (count) count.textContent = words.length ? fill(count.dataset.text, { n: shown }) : "";
    };
    input.addEventListener("input", narrow);
    // Enter goes to the only page left; otherwise it does what the form does.
    input.form?.addEventListener("submit", (event) => {
      if (shown !== 1) return;
      const link = items.find(({ element }) => !element.hidden)?.element.querySelector<HTMLAnchorElement>("a");
      if (link) { event.preventDefault(); location.href = link.href; }
    });
    if (input.value) narrow();
  }
}
