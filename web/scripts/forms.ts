/** What every form gets: focus on what is wrong, counted characters, no double submit. */
import { all, fill, make } from "./page";

export function counters(): void {
  for (const input of all<HTMLInputElement | HTMLTextAreaElement>("[data-max]")) {
    const max = Number(input.dataset.max);
    const note = make("p", "counter");
    input.after(note);
    const number = new Intl.NumberFormat(document.documentElement.lang || "vi");
    const count = (): void => {
      const left = max - Array.from(input.value).length;
      // Nobody far from the end needs to know.
      note.hidden = left > max * 0.3;
      note.textContent = left < 0 && input.dataset.maxOver ? fill(input.dataset.maxOver, { n: number.format(-left) }) : fill(input.dataset.maxText ?? "{n}", { n: number.format(left) });
      note.toggleAttribute("data-over", left < 0);
      // spoken only near the end
      if (left <= 20) note.setAttribute("aria-live", "polite");
      else note.removeAttribute("aria-live");
    };
    input.addEventListener("input", count);
    count();
  }
}

const faces = new WeakMap<HTMLButtonElement, ChildNode[]>();

export function once(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent !== undefined) return event.preventDefault();
    form.dataset.sent = "";
    const pressed = ((event as SubmitEvent).submitter ?? form.querySelector("button:not([type=button])")) as HTMLButtonElement | null;
    // after the browser has gathered the values: a disabled button would not be sent
    setTimeout(() => {
      if (!pressed) return;
      pressed.setAttribute("aria-disabled", "true");
      if (form.dataset.once) { faces.set(pressed, Array.from(pressed.childNodes)); pressed.textContent = form.dataset.once; }
    });
    // no answer, or a file was downloaded: let it be tried again
    setTimeout(() => release(form, pressed), 15_000);
  });
  // back from the cache of the browser
  addEventListener("pageshow", (event) => {
    if (event.persisted) all<HTMLFormElement>("form[data-sent]").forEach((form) => release(form, form.querySelector<HTMLButtonElement>("[aria-disabled]")));
  });
}

function release(form: HTMLFormElement, pressed: HTMLButtonElement | null): void {
  delete form.dataset.sent;
  pressed?.removeAttribute("aria-disabled");
  const face = pressed && faces.get(pressed);
  if (face) pressed.replaceChildren(...face);
}

export function focusOnFault(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
