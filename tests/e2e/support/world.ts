/** The portal under test: where it is, who can sign in, and what it says to a visitor without a browser. */
import { Agent, request } from "node:http";

/** The people of the demo that the tests act as. */
export type Who = "collaborator" | "editor" | "approver" | "administrator" | "receiver" | "officer" | "head" | "neighbour" | "platform";

export type Account = { site: string; login: string; password: string };

export type World = {
  port: number;
  operations: number;
  /** Folder of the letters that were sent. */
  outbox: string;
  /** Process of the portal. */
  pid: number;
  accounts: Record<Who, Account>;
};

/** Hosts of sites the tests visit, by unit code. */
const HOSTS: Record<string, string> = { quangtri: "www.quangtri.localhost" };

export const VARIABLE = "PORTAL_E2E_WORLD";

/** Set by the global set-up before any worker starts. */
export function world(): World {
  const told = process.env[VARIABLE];
  if (!told) throw new Error("the global set-up has not run");
  return JSON.parse(told) as World;
}

/** `donggiang.dongha` → `donggiang.dongha.quangtri.localhost`. */
export const hostOf = (site: string): string => HOSTS[site] ?? `${site}.quangtri.localhost`;

/** The full address of a path of a site. */
export const at = (site: string, path = "/"): string => `http://${hostOf(site)}:${world().port}${path}`;

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** What an anonymous visitor gets: no cookies, so what the page cache gives. */
export function read(site: string, path = "/"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = world();
    // Names under .localhost are resolved by browsers, not by every system.
    const ask = request({ agent, host: "127.0.0.1", port, path, headers: { host: `${hostOf(site)}:${port}` } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString("utf8") }));
    });
    ask.on("error", reject);
    ask.end();
  });
}
