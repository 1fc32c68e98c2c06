// Builds what the browser loads, from static/ and the design system, into build/static/:
// app.css, app.js, early.js and everything in images/. Called by `npm run build`.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import * as sass from "sass";

const source = dirname(fileURLToPath(import.meta.url));
const root = dirname(source);
const target = join(root, "build", "static");

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

const styles = await sass.compileAsync(join(source, "scss", "app.scss"), {
  loadPaths: [join(root, "node_modules")],
  style: "compressed",
  quietDeps: true,
});
await writeFile(join(target, "app.css"), styles.css);

await build({
  entryPoints: [join(source, "js", "app.js"), join(source, "js", "early.js")],
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2020",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});

await cp(join(source, "images"), join(target, "images"), { recursive: true });
