/** What a person sees of a page with the panel, and does with it, whatever the browser. */
import { look } from "./readers.mjs";

/** Milliseconds that anything may take to appear. */
const PATIENCE = 20_000;

/** @param {any} browser  one of the drivers */
export function createVisitor(browser) {
  const { evaluate } = browser;

  /** Waits until `ask` gives something; the error says what was waited for. */
  async function until(what, ask) {
    let last;
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
      try {
        const got = await ask();
        if (got) return got;
        last = got;
      } catch (error) {
        last = error;   // a page that is just being left
      }
      await new Promise((done) => setTimeout(done, 40));
    }
    throw new Error(`waited in vain for ${what}: ${last}`);
  }

  const all = (selector, text = "") => evaluate(look, selector, text, false);
  const see = (selector, text = "") => until(`${selector} ${text}`, async () => (await all(selector, text))[0]);
  const gone = (selector, text = "") => until(`no ${selector} ${text}`, async () => !(await all(selector, text)).length);

  /** A real click, where the thing has come to rest. */
  async function click(selector, text = "") {
    let before;
    const there = await until(`${selector} ${text}`, async () => {
      const [found] = await evaluate(look, selector, text, true);
      const now = JSON.stringify(found);
      const rests = found?.free && now === before;
      before = now;
      return rests && found;
    });
    await browser.click(...there.at);
  }

  return {
    ...browser, until, all, see, gone, click,
    /** The panel of a page, opened by its `?`. */
    async open(url, button = "#help") {
      await evaluate(() => window.Askaside?.close());   // what is open opens again on the next page by itself
      await browser.goto(url);
      await until("the tag's global", () => evaluate(() => !!window.Askaside?.destroy));
      await click(button);
      await see(">main .row");
    },
    async write(text) {
      await click(">.field input");
      await browser.type(text);
      await until(`the words ${text}`, async () => (await all(">.field input"))[0].value === text);
    },
    focused: (selector, text = "") => until(`the focus on ${selector} ${text}`, async () => (await all(selector, text)).some((one) => one.focused)),
    /** A value of the page, once it is `wanted`. */
    is: (what, wanted, fn, ...given) => until(`${what} to be ${wanted}`, async () => {
      const got = await evaluate(fn, ...given);
      if (JSON.stringify(got) !== JSON.stringify(wanted)) throw new Error(`it is ${JSON.stringify(got)}`);
      return true;
    }),
  };
}
