/**
 * Builds the widget into server/askaside/static/: askaside.js (the tag), the panel with its hash in its name, the words by
 * locale, the demo's host pages; the scripts with their brotli and gzip twins.
 */
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../server/askaside/static/");
const hash = (text) => createHash("sha256").update(text).digest("base64url").replace(/[-_]/g, "").slice(0, 10);

const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2022" })).code.trim(),
      loader: "text",
    }));
  },
};

async function bundle(entry, format, define = {}) {
  const { outputFiles } = await esbuild.build({ entryPoints: [here(entry)], bundle: true, minify: true, format, write: false,
    target: ["chrome111", "firefox115", "safari16.4"], charset: "utf8", legalComments: "none", define, plugins: [styles],
    supported: { "dynamic-import": true } });
  return outputFiles[0].text;
}

async function write(name, text) {
  const bytes = Buffer.from(text);
  await writeFile(out + name, bytes);
  await writeFile(out + name + ".gz", gzipSync(bytes, { level: 9 }));
  await writeFile(out + name + ".br", brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

await rm(out, { recursive: true, force: true });
await mkdir(out + "locales", { recursive: true });
const locales = {};
for (const file of await readdir(here("locales"))) {
  locales[file] = JSON.stringify(JSON.parse(await readFile(here("locales/" + file), "utf8")));
  await writeFile(out + "locales/" + file, locales[file]);
}
const named = async (name, entry, define) => {
  const text = await bundle(entry, "esm", define);
  const file = `${name}-${hash(text)}.js`;
  await write(file, text);
  return JSON.stringify(file);
};
const article = await named("article", "src/panel/screens/article.js");
const panel = await named("panel", "src/panel/panel.js", { "process.env.ARTICLE": article });
await write("askaside.js", await bundle("src/embed/embed.js", "iife", {
  "process.env.PANEL": panel, "process.env.WORDS": JSON.stringify(hash(JSON.stringify(locales))) }));
await cp(here("demo"), out + "demo", { recursive: true });
