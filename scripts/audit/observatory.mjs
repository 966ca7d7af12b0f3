// Has the MDN HTTP Observatory's own scorer look at sites: observatory.mjs REPORT SITE…
// What its command line does, but for several sites and with the scorer's sentences kept.
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scan } from "./node_modules/@mdn/mdn-http-observatory/src/scanner/index.js";

// Browsers' list of preloaded names, which its install script fetches. No name under .localhost is on it.
const preloaded = fileURLToPath(new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url));
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

const [report, ...sites] = process.argv.slice(2);
const said = {};
for (const site of sites) said[site] = await scan(site);
writeFileSync(report, JSON.stringify(said, null, 2));
