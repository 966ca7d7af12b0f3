/** Reads all that an anonymous visitor can reach on a site by following links. */
import { hostOf, read, world } from "./world.ts";

/** More pages than a demo site has: what has no end would run into it. */
const MOST = 4_000;

/** Text of every address reached from the given ones, by path; fails on a page that is our own fault. */
export async function crawl(site: string, from: string[]): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const seen = new Set(from);
  let next = from;
  while (next.length > 0) {
    const found = new Set<string>();
    for (let at = 0; at < next.length; at += 4)
      for (const [path, text] of await Promise.all(next.slice(at, at + 4).map((path) => page(site, path)))) {
        pages.set(path, text);
        for (const link of links(site, path, text)) if (!seen.has(link)) found.add(link);
      }
    next = [...found];
    for (const path of next) seen.add(path);
    if (seen.size > MOST) throw new Error(`${site} has more than ${MOST} addresses: ${next.slice(0, 20).join(" ")}`);
  }
  return pages;
}

async function page(site: string, path: string): Promise<[string, string]> {
  const { status, headers, text } = await read(site, path);
  if (status >= 500) throw new Error(`${site}${path} answers ${status}`);
  return [path, `${JSON.stringify(headers)}\n${text}`];
}

/** Addresses of the site itself in HTML and feeds; a file's bytes have none. */
function links(site: string, path: string, text: string): string[] {
  const own = `http://${hostOf(site)}:${world().port}`;
  const raw = [...text.matchAll(/(?:href|src|action)="([^"#]+)/g), ...text.matchAll(/<(?:loc|link|id)>([^<#]+)</g)];
  return raw.flatMap(([, link]) => {
    const url = new URL((link ?? "").replaceAll("&amp;", "&"), own + path);
    // Pictures and packages say nothing in letters.
    return url.origin === own && !/^\/(assets|tep|media)\//.test(url.pathname) ? [url.pathname + url.search] : [];
  });
}
