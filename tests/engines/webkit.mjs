/** Debian's WebKitGTK on a screen that nobody sees, over WebDriver. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const { Builder, Key } = createRequire(new URL("../../widget/", import.meta.url))("selenium-webdriver");
const BROWSER = execFileSync("dpkg", ["-L", "libwebkit2gtk-4.1-0"], { encoding: "utf8" }).split("\n").find((path) => path.endsWith("/MiniBrowser"));
/** The window's own buttons would keep it from being as narrow as a telephone. */
const NO_BUTTONS = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; }";

/** @param {{folder: string, dark?: boolean}} given   `dark`: the system is dark and wants no motion */
export async function start({ folder, dark = false }) {
  const home = await mkdtemp(folder + "/webkit-");
  await mkdir(home + "/.config/gtk-3.0", { recursive: true });
  await writeFile(home + "/.config/gtk-3.0/gtk.css", NO_BUTTONS);
  await writeFile(home + "/.config/gtk-3.0/settings.ini", `[Settings]\ngtk-enable-animations=${!dark}\n`);
  const run = (name, words, env = {}) => spawn(fileURLToPath(new URL("unprivileged.sh", import.meta.url)), words,
    { env: { ...process.env, PROGRAM: name, HOME: home, ...env }, stdio: ["ignore", "pipe", "ignore"] });
  const screen = run("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]);
  const [display] = await once(screen.stdout, "data");
  const port = await freePort();
  const service = run("WebKitWebDriver", [`--port=${port}`], { DISPLAY: ":" + String(display).trim() });
  const address = `http://127.0.0.1:${port}`;
  await answers(address + "/status");
  const driver = await new Builder().usingServer(address).withCapabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation", ...(dark ? ["--dark-mode"] : [])] } }).build();
  const window = driver.manage().window();
  const keys = () => driver.actions({ async: true });
  return {
    noise: () => [],
    goto: (url) => driver.get(url),
    evaluate: (fn, ...given) => driver.executeScript(`return (${fn})(...arguments)`, ...given),
    click: (x, y) => keys().move({ x: Math.round(x), y: Math.round(y), duration: 0 }).click().perform(),
    type: (text) => keys().sendKeys(text).perform(),
    press: (key) => keys().sendKeys(Key[key.replace(/[a-z](?=[A-Z])/g, "$&_").toUpperCase()]).perform(),
    /** The page's part of the window gets this size. */
    async resize(width, height) {
      await window.setRect({ width, height });
      await window.setRect({ width, height: 2 * height - await driver.executeScript("return innerHeight") });
    },
    back: () => driver.navigate().back(),
    forward: () => driver.navigate().forward(),
    reload: () => driver.navigate().refresh(),
    screenshot: async (path) => writeFile(path, await driver.takeScreenshot(), "base64"),
    async close() {
      await driver.quit();
      service.kill();
      screen.kill();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function answers(address) {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    if (await fetch(address).then(() => true, () => false)) return;
    await new Promise((done) => setTimeout(done, 30));
  }
  throw new Error("WebKitWebDriver did not start");
}
