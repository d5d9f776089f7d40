/**
 * Builds the widget into server/askaside/static/: askaside.js (the tag), the panel and its later parts and the desk with their hash in their
 * names, the words by locale, the demo's host pages; the scripts with their brotli and gzip twins.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../server/askaside/static/");
const hash = (text) => createHash("sha256").update(text).digest("base64url").replace(/[-_]/g, "").slice(0, 6);

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

/** What is built, by name; the old is replaced when all of it is there. */
const files = {};

function write(name, text) {
  const bytes = Buffer.from(text);
  files[name] = bytes;
  files[name + ".gz"] = gzipSync(bytes, { level: 9 });
  files[name + ".br"] = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

const named = async (name, entry, define) => {
  const text = await bundle(entry, "esm", define);
  const file = `${name}-${hash(text)}.js`;
  write(file, text);
  return { text, file: JSON.stringify(file) };
};
const panel = await bundle("src/panel/panel.js", "esm", {
  "process.env.READING": (await named("reading", "src/panel/reading.js")).file,
  "process.env.ASKING": (await named("asking", "src/panel/asking.js", {
    "process.env.FOLLOWING": (await named("following", "src/panel/following.js")).file, "process.env.HINTING": (await named("hinting", "src/panel/hinting.js")).file, "process.env.ATTACHING": (await named("attaching", "src/panel/attaching.js", {
      "process.env.CAPTURING": (await named("capturing", "src/panel/capturing.js")).file })).file })).file,
  "process.env.STANDING": (await named("standing", "src/panel/standing.js", {
    "process.env.CHATTING": (await named("chatting", "src/panel/chatting.js", {
      "process.env.SOCKET": (await named("socket", "src/panel/chat/socket.js")).file })).file })).file,
  "process.env.SEARCH": (await named("search", "src/panel/searching.js")).file });

await named("desk", "src/desk/desk.js");

// The words that the first picture needs travel with it, those of the later parts with them.
// A word of theirs that is called as something in the panel is called would travel with the panel: hence `searchButton`.
const first = (key) => key.startsWith("channel.") || new RegExp(`["'\`]${key}["'\`]`).test(panel);
let words = "";
for (const name of (await readdir(here("locales"))).sort()) {
  const all = Object.entries(JSON.parse(await readFile(here("locales/" + name), "utf8")));
  const split = { first: Object.fromEntries(all.filter(([key]) => first(key))), later: Object.fromEntries(all.filter(([key]) => !first(key))) };
  words += files["locales/" + name] = JSON.stringify(split);
}
const known = await bundle("src/embed/known.js", "esm");
// One version for what the tag's code asks for: each hash in it is bytes that nothing makes smaller.
const version = hash(panel + known + words);
write(`panel-${version}.js`, panel);
write(`known-${version}.js`, known);
write("askaside.js", (await bundle("src/embed/embed.js", "iife", { "process.env.VERSION": JSON.stringify(version) })).replace(/^"use strict";/, ""));
await rm(out, { recursive: true, force: true });
await mkdir(out + "locales", { recursive: true });
for (const [name, bytes] of Object.entries(files)) await writeFile(out + name, bytes);
await cp(here("demo"), out + "demo", { recursive: true });

// The packages of the demo's host pages, where they are installed: they are for trying and testing, no part of what is given away.
const PACKAGES = { "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css", "bootstrap.js": "bootstrap/dist/js/bootstrap.bundle.min.js", "preflight.css": "tailwindcss/preflight.css",
  "jquery.js": "jquery/dist/jquery.min.js", "turbo.js": "@hotwired/turbo/dist/turbo.es2017-umd.js", "zone.js": "zone.js/bundles/zone.umd.min.js" };
if (existsSync(here("node_modules/react"))) {
  const vendor = out + "demo/hosts/vendor/";
  for (const [name, path] of Object.entries(PACKAGES)) await cp(here("node_modules/" + path), vendor + name);
  for (const name of ["react", "vue"]) await writeFile(`${vendor}${name}.js`, await bundle(`hosts/${name}.js`, "iife",
    { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" }));
}
