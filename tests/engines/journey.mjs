/**
 * The main journey in one browser: node journey.mjs firefox|webkit SERVER HOST FOLDER
 *
 * SERVER  the demo's address; HOST that of a page of another origin with a strict policy; FOLDER takes profiles and screenshots.
 * Prints a line of JSON for each step, {step, ok, detail}; {ask: "stop"|"start"} asks for the server to be stopped or started,
 * and a line on stdin says that it was.
 */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { dark, light } from "./steps.mjs";
import { createVisitor } from "./visitor.mjs";

const [engine, server, host, folder] = process.argv.slice(2);
const { start } = await import(`./${engine}.mjs`);
const told = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (line) => console.log(JSON.stringify(line));

async function ask(what) {
  say({ ask: what });
  await told.next();
}

/** The titles of the answers of a route, as the server gives them, in the order of the panel's first group. */
async function wanted(route, locale = "en") {
  const { articles } = await (await fetch(`${server}/api/v1/demo/help?url=${encodeURIComponent(route)}&locale=${locale}`)).json();
  return articles.filter((one) => one.reason === "page").map((one) => one.title);
}

/** All of these steps in a fresh browser. @param {Record<string, (on: any) => Promise<void>>} steps @param {boolean} night */
async function walk(steps, night) {
  const browser = await start({ folder, dark: night });
  process.once("SIGTERM", () => browser.close().finally(() => process.exit(1)));
  const visitor = createVisitor(browser);
  const file = (name) => `${folder}/${engine}-${name}.png`;
  const shoot = (name) => browser.screenshot(file(name));

  /** The page with this hint in the field, once nothing moves in it any more. @returns {Promise<Buffer>} */
  async function picture(hint) {
    await browser.evaluate((text) => { document.querySelector("ask-aside").shadowRoot.querySelector("input").placeholder = text; }, hint);
    let before;
    return visitor.until("a page that rests", async () => {
      await shoot("rests");
      const now = await readFile(file("rests"));
      const rests = before?.equals(now);
      before = now;
      return rests && now;
    });
  }

  const on = { ...visitor, engine, host, demo: server + "/demo", pages: server + "/demo/pages", app: server + "/demo/app", ask, wanted, shoot, picture };
  await browser.resize(1280, 800);
  for (const [step, go] of Object.entries(steps)) {
    const began = Date.now();
    try {
      await go(on);
      const noise = browser.noise();
      if (noise.length) throw new Error("in the console: " + noise);
      say({ step, ok: true, detail: `${Date.now() - began} ms` });
    } catch (error) {
      await shoot("failed").catch(() => {});
      say({ step, ok: false, detail: String(error.stack || error) });
    }
  }
  await browser.close();
}

await walk(light, false);
await walk(dark, true);
process.exit(0);
