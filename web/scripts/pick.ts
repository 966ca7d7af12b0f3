/** One box that ticks all, and how many are ticked. */
import { all, fill } from "./page";

export function pick(): void {
  for (const master of all<HTMLInputElement>("[data-all]")) {
    const form = master.form;
    if (!form) continue;
    const boxes = all<HTMLInputElement>(`input[type=checkbox][name="${master.dataset.all}"]`, form);
    const count = form.querySelector<HTMLElement>("[data-all-count]");
    const show = (): void => {
      const ticked = boxes.filter((box) => box.checked).length;
      master.checked = ticked > 0 && ticked === boxes.length;
      master.indeterminate = ticked > 0 && ticked < boxes.length;
      if (count) count.textContent = ticked ? fill(count.dataset.text, { n: ticked }) : "";
    };
    master.addEventListener("change", () => { boxes.forEach((box) => (box.checked = master.checked)); show(); });
    form.addEventListener("change", show);
    show();
  }
}
