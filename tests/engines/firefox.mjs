/** Debian's Firefox without a screen, over WebDriver BiDi. */
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { resolve } = createRequire(new URL("../../widget/", import.meta.url));
const { launch } = await import(resolve("puppeteer-core"));

/** Nothing of its own over the network, and no page beside ours. */
const QUIET = { "network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false, "browser.startup.page": 0 };

/** @param {{folder: string, dark?: boolean}} given   `dark`: the system is dark and wants no motion */
export async function start({ folder, dark = false }) {
  const home = await mkdtemp(folder + "/firefox-");
  const browser = await launch({ browser: "firefox", executablePath: fileURLToPath(new URL("unprivileged.sh", import.meta.url)), userDataDir: home,
    env: { ...process.env, PROGRAM: "firefox-esr", HOME: home }, timeout: 60_000,
    extraPrefsFirefox: { ...QUIET, "ui.systemUsesDarkTheme": Number(dark), "ui.prefersReducedMotion": Number(dark) } });
  const page = await browser.newPage();   // the first one has no focus, and without it a button hears no key
  const noise = [];
  page.on("console", (message) => ["warn", "error"].includes(message.type()) && noise.push(message.text()));
  page.on("pageerror", (error) => noise.push(error.message));
  return {
    noise: () => noise.splice(0),
    goto: (url) => page.goto(url),
    evaluate: (fn, ...given) => page.evaluate(fn, ...given),
    click: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewport({ width, height }),
    back: () => page.goBack(),
    forward: () => page.goForward(),
    reload: () => page.reload(),
    screenshot: (path) => page.screenshot({ path }),
    async close() {
      await browser.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
