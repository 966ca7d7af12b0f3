/** Forms marked `data-send` are sent while their page stays: a lost connection leaves all that was typed and chosen. */
import { all, make } from "./page";

/** Puts the page that came back in the place of this one, as the browser itself would. */
function show(page: string): void {
  document.open();
  document.write(page);
  document.close();
}

async function post(form: HTMLFormElement, says: HTMLElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  const face = button?.textContent ?? "";
  const busy = (is: boolean): void => {
    if (is) form.dataset.sent = "";
    else delete form.dataset.sent;
    if (is) button?.setAttribute("aria-disabled", "true");
    else button?.removeAttribute("aria-disabled");
    if (button && form.dataset.once) button.textContent = is ? form.dataset.once : face;
  };
  says.textContent = "";
  busy(true);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.redirected) location.assign(answer.url);
    else show(await answer.text());
  } catch {
    busy(false);
    says.textContent = form.dataset.send ?? "";
    says.focus();
  }
}

export function send(): void {
  for (const form of all<HTMLFormElement>("form[data-send]")) {
    const says = make("p", "error");
    says.setAttribute("role", "alert");
    says.tabIndex = -1;
    form.append(says);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.sent === undefined) void post(form, says);
    });
  }
}
