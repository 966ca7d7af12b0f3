/** "2 giờ trước" for what is less than a day old; the exact time stays in the title, or beside it with data-ago="also". */
import { all } from "./page";

const DAY = 86_400;

export function ago(now = Date.now()): void {
  if (typeof Intl === "undefined" || !("RelativeTimeFormat" in Intl)) return;
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "vi", { numeric: "auto" });
  for (const time of all<HTMLTimeElement>("time[data-ago]")) {
    const seconds = Math.round((now - Date.parse(time.dateTime)) / 1000);
    if (!(seconds >= 0 && seconds < DAY)) continue;
    const words = seconds < 3600 ? format.format(-Math.max(1, Math.floor(seconds / 60)), "minute") : format.format(-Math.floor(seconds / 3600), "hour");
    const exact = time.textContent ?? "";
    const beside = time.dataset.ago === "also";
    const show = (): void => { time.textContent = beside ? `${exact} (${words})` : words; };
    if (!beside) time.title = exact;
    show();
    // paper outlives "two hours ago"
    addEventListener("beforeprint", () => { time.textContent = exact; });
    addEventListener("afterprint", show);
  }
}
