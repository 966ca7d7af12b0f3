/** The tests' own `test`: people at browsers, and an eye on what their pages do besides. */
import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { at, world, type Who } from "./world.ts";

export { expect };

/** The people at their browsers. Who has signed in stays so for the whole run. */
export class House {
  private readonly desks = new Map<Who, BrowserContext>();
  private readonly pages: Page[] = [];
  private readonly guests: BrowserContext[] = [];
  private problems: string[] = [];

  constructor(private readonly browser: Browser) {}

  /** A visitor whom nobody knows. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext(options);
    this.guests.push(context);
    return this.open(context);
  }

  /** Somebody at their desk, signed in. */
  async staff(who: Who): Promise<Page> {
    let desk = this.desks.get(who);
    if (!desk) {
      desk = await this.browser.newContext();
      this.desks.set(who, desk);
      const page = await this.open(desk);
      await signIn(page, who);
      await page.close();
    }
    return this.open(desk);
  }

  /** The same, signed in a moment ago: some things are only for whoever has proved lately who they are. */
  async signedInJustNow(who: Who): Promise<Page> {
    const before = this.desks.get(who);
    this.desks.delete(who);
    const page = await this.staff(who);
    await before?.close();
    return page;
  }

  private async open(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    this.pages.push(page);
    watch(page, (problem) => this.problems.push(problem));
    return page;
  }

  /** Ends a test: its pages close, its visitors leave, and nothing may have gone wrong behind the scenes. */
  async leave(): Promise<void> {
    await Promise.all(this.pages.splice(0).map((page) => page.close()));
    await Promise.all(this.guests.splice(0).map((guest) => guest.close()));
    const problems = [...new Set(this.problems)];
    this.problems = [];
    expect(problems, "no console error, no breach of the policy, no request elsewhere").toEqual([]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.desks.values()].map((desk) => desk.close()));
  }
}

/** What a page must never do, wherever a test leads it. */
function watch(page: Page, tell: (problem: string) => void): void {
  const own = new RegExp(`^http://([a-z0-9-]+\\.)+quangtri\\.localhost:${world().port}/`);
  page.on("pageerror", (error) => tell(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error" && !/Content Security Policy/.test(message.text())) return;
    // The browser says so of every page that is not 200; 404, 410 and 422 are asked for here.
    if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text()) && message.location().url === page.url()) return;
    tell(`${page.url()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("data:") || url.startsWith("about:")) return;
    if (!own.test(url)) return tell(`${page.url()} asks for ${url}`);
    // A page's own parts come from its own host.
    if (!request.isNavigationRequest() && page.url().startsWith("http") && new URL(url).host !== new URL(page.url()).host)
      tell(`${page.url()} asks for ${url}`);
  });
}

/** Signs in through the form. */
export async function signIn(page: Page, who: Who): Promise<void> {
  const { site, login, password } = world().accounts[who];
  await page.goto(at(site, "/dang-nhap"));
  await page.locator("#f-login").fill(login);
  await page.locator("#f-password").fill(password);
  await page.locator("form.form .btn-main").click();
  // Whoever writes no articles lands where they have work.
  const home = who === "platform" ? "/can-bo" : ["receiver", "officer", "head"].includes(who) ? "/quan-tri/kien-nghi" : "/quan-tri";
  await expect(page).toHaveURL(at(site, home));
}

/** Proves again who somebody is, where a page asks for it in place of its form: after five minutes it does. */
export async function prove(page: Page, who: Who): Promise<void> {
  const asked = page.getByRole("link", { name: "Xác nhận danh tính" });
  if ((await asked.count()) === 0) return;
  await asked.click();
  await page.locator("#f-password").fill(world().accounts[who].password);
  await page.locator("form.form .btn-main").first().click();
}

export const test = base.extend<{ house: House }, { building: House }>({
  building: [
    async ({ browser }, use) => {
      const house = new House(browser);
      await use(house);
      await house.close();
    },
    { scope: "worker" },
  ],
  house: async ({ building }, use) => {
    await use(building);
    await building.leave();
  },
});
