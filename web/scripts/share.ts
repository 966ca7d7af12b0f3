/** Copying the address, printing, reading aloud. */
import { all, on } from "./page";

function say(button: HTMLElement, text: string | undefined): void {
  const word = button.querySelector<HTMLElement>("[data-word]") ?? button;
  if (text) word.textContent = text;
}
const said = (button: HTMLElement): string => (button.querySelector("[data-word]") ?? button).textContent ?? "";

async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

export function share(): void {
  on("print", () => print());
  on("copy", async (button) => {
    const before = said(button);
    try { await copy(button.dataset.url || location.href); } catch { return; }
    button.setAttribute("aria-live", "polite");
    say(button, button.dataset.done);
    setTimeout(() => say(button, before), 2500);
  });
}

/** The text of an element in pieces that a voice can say without being cut off. */
function pieces(target: Element): string[] {
  return all("h2, h3, h4, p, li, figcaption, td, th", target)
    .filter((element) => !element.querySelector("p, li"))
    .flatMap((element) => (element.textContent ?? "").replace(/\s+/g, " ").trim().match(/[^.!?;…]{1,180}(?:[.!?;…]+|\s|$)|\S{1,180}/g) ?? []);
}

export function readAloud(): void {
  const voice = window.speechSynthesis;
  const buttons = all('[data-do="read"]');
  if (!voice || typeof SpeechSynthesisUtterance === "undefined") {
    buttons.forEach((button) => button.remove());
    return;
  }
  let words = "";
  let speaking: HTMLElement | null = null;
  const stop = (): void => {
    if (speaking) { say(speaking, words); speaking.setAttribute("aria-pressed", "false"); }
    speaking = null;
    voice.cancel();
  };
  on("read", (button) => {
    if (speaking) return stop();
    const target = document.querySelector(button.dataset.target ?? "main");
    const texts = target ? pieces(target) : [];
    if (!target || !texts.length) return;
    voice.cancel();
    words = said(button);
    speaking = button;
    say(button, button.dataset.stop);
    button.setAttribute("aria-pressed", "true");
    const language = target.closest("[lang]")?.getAttribute("lang") ?? "vi";
    const best = voice.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
    texts.forEach((text, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = language === "vi" ? "vi-VN" : language;
      if (best) utterance.voice = best;
      if (index === texts.length - 1) utterance.onend = () => { if (speaking === button) stop(); };
      voice.speak(utterance);
    });
  });
  addEventListener("pagehide", () => voice.cancel());
}
