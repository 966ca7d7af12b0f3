/** The menu: open on wide screens also in browsers that cannot show a closed disclosure; Escape shuts a submenu or the menu. */
import { all } from "./page";

export function menu(): void {
  const wide = matchMedia("(min-width: 62em)");
  const folds = all<HTMLDetailsElement>(".menu-fold, .side-fold");
  const fit = (): void => folds.forEach((fold) => (fold.open = wide.matches));
  fit();
  wide.addEventListener?.("change", fit);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all(".menu-list").forEach((list) => (list.dataset.shut = ""));
    if (wide.matches) return;
    folds.filter((fold) => fold.open && fold.contains(document.activeElement)).forEach((fold) => {
      fold.open = false;
      fold.querySelector("summary")?.focus();
    });
  });
  const unshut = (event: Event): void => {
    const list = (event.target as Element).closest?.<HTMLElement>(".menu-list");
    if (list) delete list.dataset.shut;
  };
  document.addEventListener("focusin", unshut);
  all(".menu-list > li").forEach((item) => item.addEventListener("mouseenter", unshut));
}
