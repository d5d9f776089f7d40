/**
 * The steps of the main journey, each named as what it shows. `on` is a visitor (visitor.mjs) with what journey.mjs adds; a step
 * may rely on where the one before it has left the browser.
 */
import { attribute, box, margins, sheet, sideways, titles } from "./readers.mjs";

function assert(what, ...seen) {
  if (!what) throw new Error("not so: " + JSON.stringify(seen));
}

export const light = {
  async "the tag brings one global, asks for one file and keeps nothing"(on) {
    const { is } = on;
    await on.goto(on.host + "/members/1017");
    await is("our button", true, () => !!document.querySelector("ask-aside")?.shadowRoot?.querySelector("button"));
    await is("the globals that are new", ["Askaside"], () => Object.getOwnPropertyNames(window).filter((name) => !window.before.includes(name)));
    await is("what was loaded", ["/askaside.js"], () => performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname).filter((path) => !path.endsWith(".svg")));
    await is("what is kept", ["", 0, 0], () => [document.cookie, localStorage.length, sessionStorage.length]);
    await is("what was refused or failed", [], () => window.noise);
  },

  async "a server that is gone before the first click is said so, and asked again at the next"(on) {
    const { evaluate, click, see, until } = on;
    await on.goto(on.app + "/en/invoices");
    await until("the tag's global", () => evaluate(() => !!window.Askaside?.destroy));
    await on.ask("stop");
    await click("#help");
    await see(">.q", "Help is unavailable.");
    await on.ask("start");
    await click("#help");
    await see(">main .row");
    await evaluate(() => window.Askaside.close());
    const noise = on.noise();   // WebKit's driver hears none
    assert(noise.length === Number(on.engine === "firefox") && noise.every((line) => line.startsWith("Askaside: demo has no help")), noise);
  },

  async "under a strict policy all of it works and nothing is refused"(on) {
    const { click, see, write, is } = on;
    await on.goto(on.host + "/members/1017");
    await click(">button.q");
    await see(">main .row");
    await write("duplicates");
    await click(">[role=option]", "merge two cards");
    await see(">.article");
    await click(">.tick");
    await click(">.pair button", "Yes");
    await see(">.vote", "Thank you");
    await click(">.tools .link");
    await see(">.tools .link", "Link copied");
    await is("what was refused or failed", [], () => window.noise);
    await is("styles on elements", 0, () => document.querySelector("ask-aside").shadowRoot.querySelectorAll("[style]").length);
  },

  async "the page's own ? opens the answers for the page"(on) {
    const { open, is, focused } = on;
    await open(on.pages + "/en/invoices");
    await is("the answers", await on.wanted("/invoices"), titles);
    await is("the place of the panel", [868, 12, 400, 776], box);
    await is("the room beside the field", [16, 16], margins);
    await focused(">h1", "Help");
    await on.see(">footer .card");
    await on.shoot("wide-en");
  },

  async "Escape closes it and gives the focus back"(on) {
    const { press, gone, focused } = on;
    await press("Escape");
    await gone(">.sheet");
    await focused("#help");
    await press("Enter");
    await on.see(">main .row");
    await focused(">h1");
  },

  async "every control is reached by the Tab key, with a ring"(on) {
    const { press, evaluate, all, is } = on;
    await is("that all is drawn", true, () => document.querySelector("ask-aside").shadowRoot.querySelectorAll("option").length > 1);
    const controls = (await all(">:is(button, a, input, select):not([disabled], .q)")).length;
    let reached = 0;
    for (; reached < controls + 2; reached += 1) {
      await press("Tab");
      const now = await evaluate(() => {
        const at = document.querySelector("ask-aside").shadowRoot.activeElement;
        const { outlineStyle, outlineWidth } = at ? getComputedStyle(at) : {};
        return at && [at.outerHTML.slice(0, 80), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
      });
      if (!now) break;
      assert(now[1], now);
    }
    assert(controls > 15 && reached === controls, reached, controls);
  },

  async "search as one types; the arrows choose, Enter opens, Back leads to the words"(on) {
    const { open, write, see, press, click, is, until, all, focused } = on;
    await open(on.pages + "/en/invoices");
    await write("refund");
    await see(">[role=option]", "efund");
    await see(">mark", "efund");
    await press("ArrowDown");
    const chosen = await until("a chosen result", async () => (await all(">[aria-selected=true]"))[0]);
    await focused(">.field input");
    await press("Enter");
    await see(">.article");
    const [{ text }] = await all(">main h1");
    assert(chosen.text.includes(text), chosen.text, text);
    await click(">header .tool");
    await focused(">.field input");
    await is("the words", "refund", () => document.querySelector("ask-aside").shadowRoot.querySelector("input").value);
    await see(">[role=option]", "efund");
    await press("Escape");
    await see(">main section", "For this page");
  },

  async "a step is ticked and a vote is cast"(on) {
    const { evaluate, click, see, is } = on;
    await evaluate(() => window.Askaside.article("members/merge-duplicates"));
    await see(">.article");
    await click(">.step:nth-of-type(2) .tick");
    await is("the ticks", [false, true, false], () => [...document.querySelector("ask-aside").shadowRoot.querySelectorAll(".tick input")].slice(0, 3).map((one) => one.checked));
    await is("that a ticked step is quiet", true, () => {
      const colour = (at) => getComputedStyle(document.querySelector("ask-aside").shadowRoot.querySelectorAll(".step-text")[at]).color;
      return colour(0) !== colour(1);
    });
    await on.shoot("article");
    await click(">.pair button", "Yes");
    await see(">.vote", "Thank you");
  },

  async "the text grows, and is as large on the next page"(on) {
    const { open, click, is } = on;
    await click(">.tool:has(.larger)");
    await is("the size", "17px", sheet, "fontSize");
    await open(on.pages + "/en/members");
    await is("the size", "17px", sheet, "fontSize");
    await click(">.tool:has(.smaller)");
    await is("the size", "15px", sheet, "fontSize");
  },

  async "in Hebrew it reads from the right and stands on the other side"(on) {
    const { open, write, see, is, evaluate } = on;
    await open(on.pages + "/he/invoices");
    await is("the direction", "rtl", sheet, "direction");
    await is("the place of the panel", [12, 12, 400, 776], box);
    await is("the answers", await on.wanted("/invoices", "he"), titles);
    await is("the room beside the field", [16, 16], margins);
    await on.see(">footer .card");
    await on.shoot("wide-he");
    const [shown, without] = [await on.picture("מה רוצים לעשות?"), await on.picture("")];
    assert(!shown.equals(without), "the field's hint cannot be seen");
    await write("refund 12");
    await is("the direction of English words in the field", true, () => {
      const field = document.querySelector("ask-aside").shadowRoot.querySelector("input");
      return getComputedStyle(field).unicodeBidi === "plaintext" && parseFloat(getComputedStyle(field).paddingLeft) >= 44;
    });
    await evaluate(() => window.Askaside.close());
  },

  async "the language is switched in the panel"(on) {
    const { open, is, evaluate, see } = on;
    await open(on.pages + "/en/invoices");
    await is("the languages", 5, () => document.querySelector("ask-aside").shadowRoot.querySelectorAll("option").length);
    const choose = (tag) => {
      const select = document.querySelector("ask-aside").shadowRoot.querySelector("select");
      select.value = tag;
      select.dispatchEvent(new Event("change"));
    };
    await evaluate(choose, "he");
    await see(">h1", "עזרה");
    await is("the direction", "rtl", attribute, "dir");
    await is("the answers", await on.wanted("/invoices", "he"), titles);
    await evaluate(choose, "en");
    await see(">h1", "Help");
  },

  async "an application that changes its page is followed, back and forward too"(on) {
    const { open, click, is, see, evaluate } = on;
    await open(on.app + "/en/invoices");
    await is("the Navigation API", on.engine === "firefox", () => "navigation" in window);
    await click(".modules a", "Members");
    await see(">header", "Members");
    await is("the answers", await on.wanted("/members"), titles);
    await is("that the product kept the focus", "H1", () => document.activeElement.nodeName);
    await evaluate(() => history.pushState(null, "", "/demo/app/en/payments"));
    await see(">header", "Payments");
    await is("the answers", await on.wanted("/payments"), titles);
    await on.back();
    await see(">header", "Members");
    await on.forward();
    await see(">header", "Payments");
    await evaluate(() => window.Askaside.close());
  },

  async "from page to page it stays open, and takes no focus"(on) {
    const { open, click, is, see } = on;
    await open(on.pages + "/en/invoices");
    await click(".modules a", "Members");
    await see(">header", "Members");
    await is("the answers of the next page", await on.wanted("/members"), titles);
    await is("who has the focus", "BODY", () => document.activeElement.nodeName);
  },

  async "after a reload one is where one was"(on) {
    const { evaluate, see, is, until } = on;
    await evaluate(() => window.Askaside.article("members/merge-duplicates"));
    await see(">.article");
    await evaluate(() => { document.querySelector("ask-aside").shadowRoot.querySelector("main").scrollTop = 120; });
    await until("the place to be kept", () => evaluate(() => JSON.parse(sessionStorage["askaside:demo:place"]).place.scroll === 120));
    await on.reload();
    await see(">.article");
    await is("how far it is scrolled", 120, () => Math.round(document.querySelector("ask-aside").shadowRoot.querySelector("main").scrollTop));
    await is("the tick", true, () => document.querySelectorAll("ask-aside")[0].shadowRoot.querySelectorAll(".tick input")[1].checked);
    await evaluate(() => window.Askaside.close());
  },

  async "above the page's own layers, where foreign files must be let in, and inside a modal dialog"(on) {
    const { evaluate, until, click, see, is } = on;
    for (const [page, button] of [["layers", ">button.q"], ["coep", "#help"]]) {
      await on.open(`${on.demo}/${page}/en/invoices`, button);
      await is("what lies on top", "ASK-ASIDE", () => document.elementFromPoint(innerWidth - 200, innerHeight / 2).nodeName);
    }
    await evaluate(() => window.Askaside.close());
    await on.goto(on.demo + "/dialog/en/invoices");
    await until("the page's dialog", () => evaluate(() => window.openDialog && window.Askaside?.destroy && (window.openDialog(), true)));
    await click("dialog button");
    await see(">.article");
    await see(">footer .card");
    await click(">.pair button", "Yes");
    await see(">.vote", "Thank you");
    await evaluate(() => window.Askaside.close());
  },

  async "destroy leaves nothing"(on) {
    const { open, evaluate, is, click } = on;
    await open(on.pages + "/en/invoices");
    await evaluate(() => window.Askaside.destroy());
    await is("what is left", [0, "undefined"], () => [document.querySelectorAll("ask-aside").length, typeof window.Askaside]);
    await click("#help");
    await is("what is left", [0, "undefined"], () => [document.querySelectorAll("ask-aside").length, typeof window.Askaside]);
    await is("the place in this tab", null, () => sessionStorage.getItem("askaside:demo:place"));
  },

  async "a server that goes while one reads is said so, and found again"(on) {
    const { open, evaluate, click, see, until, gone, is } = on;
    await open(on.app + "/en/invoices");
    await until("the later parts", () => evaluate(() => performance.getEntriesByType("resource").filter((one) => /(search|reading)-\w+\.js/.test(one.name)).length > 1));
    await on.ask("stop");
    await click(".modules a", "Members");
    await see(">main", "The help cannot be reached right now.");
    await see(">main", "Below is what was there last.");
    await see(">footer .card");
    await on.ask("start");
    await until("its return", async () => {
      await evaluate(() => document.querySelector("ask-aside").shadowRoot.querySelector(".problem button")?.click());   // unless it has asked by itself
      return (await on.all(">header", "Members")).length;
    });
    await gone(">.problem");
    await is("the answers", await on.wanted("/members"), titles);
    await evaluate(() => window.Askaside.close());
  },

  async "a picture of the page is taken, looked at and attached"(on) {
    const { open, click, see, shoot } = on;
    await open(on.app + "/en/settings");
    await click(">footer button.card");
    await click(">[data-row=picture]");
    await see(">canvas.shot");
    await shoot("picture");
    await click(">main .main", "Use this picture");
    await see(">.files li", "screenshot.");
    await on.evaluate(() => window.Askaside.reset());
  },

  async "on a telephone it covers the screen, keeps the focus, and lets the page go again"(on) {
    const { open, evaluate, is, press, all, see, click, gone, write } = on;
    await on.resize(360, 640);
    await open(on.pages + "/en/invoices");
    await is("the place of the panel", [0, 0, await evaluate(() => document.documentElement.clientWidth), 640], box);
    await is("what it says of itself", "true", attribute, "aria-modal");
    await see(">footer .card");
    await is("what can be scrolled sideways", [0, 0], sideways);
    await on.shoot("narrow");
    const controls = (await all(">:is(button, a, input, select):not([disabled], .q)")).length;
    for (let n = 0; n < controls + 2; n += 1) {
      await press("Tab");
      await is("who has the focus", "ASK-ASIDE", () => document.activeElement.nodeName);
    }
    await write("refund");
    await see(">[role=option]", "efund");
    await is("what can be scrolled sideways", [0, 0], sideways);
    await click(">.tool:has(.close)");
    await gone(">.sheet");
    await is("that the page scrolls again", true, () => {
      scrollTo(0, 200);
      return scrollY > 0 && getComputedStyle(document.body).overflow === "visible";
    });
    await on.resize(1280, 800);
  },
};

export const dark = {
  async "where the system is dark and wants no motion, so it is"(on) {
    const { open, see, is } = on;
    await open(on.pages + "/en/invoices");
    await is("the background", "rgb(23, 27, 32)", sheet, "backgroundColor");
    await is("the animation", "none", sheet, "animationName");
    await see(">footer .card");
    await on.shoot("dark");
  },
};
