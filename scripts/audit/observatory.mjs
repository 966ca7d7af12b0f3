// Has the MDN HTTP Observatory's own scorer look at sites: observatory.mjs REPORT SITE…
// What its command line does, but for several sites and with the scorer's sentences kept.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const inside = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@mdn/mdn-http-observatory/src");
const { scan } = await import(join(inside, "scanner/index.js"));
const { Site } = await import(join(inside, "site.js"));

const [report, ...sites] = process.argv.slice(2);
const said = {};
for (const site of sites) said[site] = await scan(Site.fromSiteString(site), {});
writeFileSync(report, JSON.stringify(said, null, 2));
