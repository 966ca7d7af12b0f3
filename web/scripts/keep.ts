/** Nothing typed is ever lost: forms marked `data-keep` are kept in this browser until the server has them. */
import { all, fill, make } from "./page";
import { read, write } from "./store";

type Values = Record<string, string[]>;
type Kept = { at: number; version: string; values: Values };
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "kept:";
const WEEK = 7 * 86_400_000;

const controls = (form: HTMLFormElement): Control[] =>
  (Array.from(form.elements) as Control[]).filter(
    (one) => one.name && one.dataset.keepNot === undefined && !/^(hidden|password|file|submit|button|reset|fieldset)$/.test(one.type),
  );

const isTick = (one: Control): one is HTMLInputElement => one.type === "checkbox" || one.type === "radio";

/** The present values by name; ticked boxes by value. */
export function values(form: HTMLFormElement): Values {
  const found: Values = {};
  for (const one of controls(form)) {
    const list = (found[one.name] ??= []);
    if (!isTick(one)) list.push(one.value);
    else if (one.checked) list.push(one.value);
  }
  return found;
}

function restore(form: HTMLFormElement, kept: Values): void {
  const left: Values = JSON.parse(JSON.stringify(kept));
  for (const one of controls(form)) {
    if (!(one.name in kept)) continue;
    if (isTick(one)) one.checked = kept[one.name]!.includes(one.value);
    else { const value = left[one.name]!.shift(); if (value !== undefined) one.value = value; }
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("kept"));
  }
}

const storeOf = (form: HTMLFormElement) => (): Storage => (form.dataset.keepIn === "session" ? sessionStorage : localStorage);

function offer(form: HTMLFormElement, kept: Kept, drop: () => void): void {
  const bar = make("div", "kept");
  bar.setAttribute("role", "status");
  const time = new Date(kept.at).toLocaleString(document.documentElement.lang || "vi", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
  const yes = make("button", "btn btn-small", form.dataset.keepRestore ?? "↺");
  const no = make("button", "btn btn-small btn-quiet", form.dataset.keepDrop ?? "✕");
  yes.type = no.type = "button";
  yes.onclick = () => { restore(form, kept.values); bar.remove(); };
  no.onclick = () => { drop(); bar.remove(); };
  bar.append(make("p", "", fill(form.dataset.keepFound, { time })), yes, no);
  form.prepend(bar);
  // What is offered must be seen.
  form.closest("details")?.setAttribute("open", "");
}

function clean(store: Storage): void {
  for (const key of Object.keys(store)) {
    if (!key.startsWith(PREFIX)) continue;
    try { if (Date.now() - (JSON.parse(store.getItem(key) ?? "") as Kept).at > WEEK) store.removeItem(key); } catch { store.removeItem(key); }
  }
}

export function keep(): void {
  for (const flash of all("[data-kept]")) {
    write(PREFIX + flash.dataset.kept, null);
    write(PREFIX + flash.dataset.kept, null, () => sessionStorage);
  }
  try { clean(localStorage); } catch { /* no storage */ }

  for (const form of all<HTMLFormElement>("form[data-keep]")) {
    const key = PREFIX + form.dataset.keep;
    const store = storeOf(form);
    const version = form.dataset.keepVersion ?? "";
    const start = JSON.stringify(values(form));
    try {
      const kept = JSON.parse(read(key, store) ?? "null") as Kept | null;
      // what was typed upon another edition is still offered, never put in silently
      if (kept && JSON.stringify(kept.values) !== start) offer(form, kept, () => write(key, null, store));
    } catch { write(key, null, store); }

    let timer = 0;
    const save = (): void => {
      clearTimeout(timer);
      const now = values(form);
      write(key, JSON.stringify(now) === start ? null : JSON.stringify({ at: Date.now(), version, values: now }), store);
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(save, 400); });
    form.addEventListener("submit", save);
    document.addEventListener("visibilitychange", () => { if (document.hidden && timer) save(); });
  }
}

/** Asks before leaving a form marked `data-leave` with changes that were not sent. */
export function leave(): void {
  for (const form of all<HTMLFormElement>("form[data-leave]")) {
    let start = JSON.stringify(values(form));
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) start = ""; });
    addEventListener("beforeunload", (event) => {
      if (!start || JSON.stringify(values(form)) === start) return;
      event.preventDefault();
      event.returnValue = form.dataset.leave ?? "";
    });
  }
}
