// Builds dist/: style sheets, scripts, fonts, emblem. File names are fixed; the server adds ?v=<hash>.
import { build, transform } from "esbuild";
import { compile } from "sass";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const target = ["es2019"]; // scripts
const browsers = ["chrome80", "firefox78", "safari14"]; // style sheets
const subsets = ["latin", "latin-ext", "vietnamese"];
const faces = { 400: "400-normal", 600: "600-normal", 700: "700-normal", "400-italic": "400-italic" };
const limits = { "site.css": 25_000, "site.js": 10_000 }; // bytes, gzipped

async function styles(name) {
  const { css } = compile(join(here, "styles", `${name}.scss`));
  const { code } = await transform(css, { loader: "css", minify: true, target: browsers, legalComments: "none" });
  writeFileSync(join(dist, `${name}.css`), code);
}

async function script(name) {
  await build({ entryPoints: [join(here, "scripts", `${name}.ts`)], outfile: join(dist, `${name}.js`), bundle: true, minify: true, format: "iife", target, legalComments: "none" });
}

function files() {
  mkdirSync(join(dist, "fonts"), { recursive: true });
  const from = join(here, "node_modules/@fontsource/be-vietnam-pro");
  for (const [name, file] of Object.entries(faces))
    for (const subset of subsets)
      cpSync(join(from, "files", `be-vietnam-pro-${subset}-${file}.woff2`), join(dist, "fonts", `${subset}-${name}.woff2`));
  cpSync(join(from, "LICENSE"), join(dist, "fonts", "LICENSE"));
  cpSync(join(here, "assets"), dist, { recursive: true });
}

async function all() {
  files();
  await Promise.all([styles("site"), styles("admin"), script("site"), script("admin")]);
  let tooBig = false;
  for (const name of readdirSync(dist).filter((n) => statSync(join(dist, n)).isFile())) {
    const bytes = readFileSync(join(dist, name));
    const zipped = gzipSync(bytes, { level: 6 }).length;
    const over = zipped > (limits[name] ?? Infinity);
    tooBig ||= over;
    console.log(`${name.padEnd(14)} ${String(bytes.length).padStart(7)} bytes, ${String(zipped).padStart(6)} gzipped${over ? `  over the limit of ${limits[name]}` : ""}`);
  }
  if (tooBig) throw new Error("a file is over its limit");
}

rmSync(dist, { recursive: true, force: true });
await all();
if (process.argv.includes("--watch")) {
  let waiting;
  for (const folder of ["styles", "scripts", "assets"])
    watch(join(here, folder), () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => all().catch((fault) => console.error(fault.message)), 50);
    });
}
