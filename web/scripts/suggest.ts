/** Offers titles and numbers while somebody types into a search box. Without it, the box is a box. */
import { all, fill, make } from "./page";

type Offer = { title: string; number: string | null; url: string };

const LEAST = 2;
const PAUSE_MS = 120;

export function suggest(): void {
  for (const box of all<HTMLInputElement>("input[data-suggest]")) offer(box);
}

function offer(box: HTMLInputElement): void {
  const form = box.form;
  if (!form) return;
  const list = make("ul", "offers");
  list.id = `${box.id}-offers`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestLabel ?? "");
  list.hidden = true;
  const said = make("span", "sr");
  said.setAttribute("role", "status");
  (box.parentElement ?? form).append(list, said);
  box.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]] as const) {
    box.setAttribute(name, value);
  }

  let offers: Offer[] = [];
  let at = -1;
  let timer = 0;
  let asking: AbortController | undefined;

  const close = (): void => {
    asking?.abort();
    clearTimeout(timer);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const choose = (place: number): void => {
    at = place;
    [...list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };
  const show = (): void => {
    list.replaceChildren(...offers.map((one, index) => {
      const option = make("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      if (one.number) option.append(make("strong", "", one.number), " ");
      option.append(one.title);
      // Before the box loses the focus, which closes the list.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); location.assign(one.url); });
      return option;
    }));
    const some = offers.length > 0;
    list.hidden = !some;
    box.setAttribute("aria-expanded", String(some));
    said.textContent = some ? fill(box.dataset.suggestCount, { n: offers.length }) : "";
    choose(-1);
  };
  const ask = async (): Promise<void> => {
    const words = box.value.trim();
    if ([...words].length < LEAST) { close(); return; }
    asking = new AbortController();
    const query = new URLSearchParams({ q: words });
    const scope = new FormData(form).get("pham-vi");
    if (typeof scope === "string") query.set("pham-vi", scope);
    try {
      const answer = await fetch(`${box.dataset.suggest}?${query}`, { signal: asking.signal });
      // Whoever is too fast, or offline, goes on without offers.
      offers = answer.ok ? ((await answer.json()) as Offer[]) : [];
      if (document.activeElement === box) show();
    } catch {
      offers = [];
    }
  };

  box.addEventListener("input", () => {
    asking?.abort();
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE_MS);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") { event.preventDefault(); close(); return; }
    if (event.key === "Enter" && at >= 0) {
      const chosen = offers[at];
      if (chosen) { event.preventDefault(); location.assign(chosen.url); }
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    // One place beyond either end is the box itself.
    const places = offers.length + 1;
    choose(((at + 1 + step + places) % places) - 1);
  });
}
