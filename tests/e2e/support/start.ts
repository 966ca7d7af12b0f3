/** Starts a portal with the demo province in a fresh data folder, and takes it away at the end. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { accountsIn } from "./accounts.ts";
import { VARIABLE, type World } from "./world.ts";

const HERE = resolve(import.meta.dirname, "..");
const PROGRAM = join(process.env["CARGO_TARGET_DIR"] ?? resolve(HERE, "../../target"), "debug/portal");
/** A first start makes a database cluster, 150 sites, their texts and pictures. */
const PATIENCE = 300_000;

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  // A portal that runs already, told by hand while a test is being written.
  if (process.env[VARIABLE]) return undefined;
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: cargo build --workspace`);
  const results = join(HERE, "results");
  mkdirSync(results, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), "portal-e2e-"));
  // Root's PostgreSQL runs under another account, which has to pass.
  chmodSync(data, 0o755);
  const [port, operations] = [await freePort(), await freePort()];

  const outbox = join(data, "outbox");
  const log = join(results, "portal.log");
  const portal = spawn(PROGRAM, ["dev", "--data", data, "--port", String(port), "--operations-port", String(operations), "--outbox", outbox], {
    cwd: resolve(HERE, "../.."),
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const paper = createWriteStream(log);
  let said = "";
  for (const stream of [portal.stdout, portal.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => { said += part; paper.write(part); });

  const stop = async (): Promise<void> => {
    await end(portal);
    paper.end();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(portal, operations, log);
    const world: World = { port, operations, outbox, pid: portal.pid ?? 0, accounts: accountsIn(said) };
    process.env[VARIABLE] = JSON.stringify(world);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until the portal says that it serves. */
async function ready(portal: ChildProcess, operations: number, log: string): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (portal.exitCode !== null) throw new Error(`the portal ended with ${portal.exitCode}; see ${log}`);
    if (await answers(operations)) return;
    await pause(100);
  }
  throw new Error(`the portal is not ready after ${PATIENCE / 1000} s; see ${log}`);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const ask = get({ host: "127.0.0.1", port, path: "/readyz", timeout: 1_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ask.on("error", () => resolve(false));
    ask.on("timeout", () => ask.destroy());
  });

/** Ends the portal as its supervisor would. */
async function end(portal: ChildProcess): Promise<void> {
  if (portal.exitCode !== null || portal.signalCode !== null) return;
  const gone = once(portal, "exit");
  portal.kill("SIGTERM");
  const late = setTimeout(() => portal.kill("SIGKILL"), 45_000);
  await gone;
  clearTimeout(late);
}
