/** What the visitor can do. Each asks the server where needed and dispatches what happened. */
import { HOME } from "./state.js";

/** Milliseconds after which we say that it takes long. */
const SLOW = 1500;

/**
 * @param {object} given
 * @param {ReturnType<typeof import("../shared/store.js").createStore<import("./state.js").State>>} given.store
 * @param {ReturnType<typeof import("../shared/api.js").createApi>} given.api
 * @param {{read(kind: string): any}} given.context
 * @param {(name: string, detail?: any) => void} given.emit
 * @param {(locale: string) => Promise<any>} given.words
 * @param {() => {scroll: number, focus: string}} given.where   how far the present screen is scrolled, and what has the focus
 * @param {import("../shared/memory.js").Memory} given.memory
 */
export function createActions({ store, api, context, emit, words, where, memory }) {
  const { dispatch, get } = store;
  let asking = new AbortController();
  let asked = "", searched = "";

  const site = () => get().pack.site;
  const locale = () => get().pack.locale;

  /** Ask for the page's help; the same page again only when `again`; `quietly`: what is said of the last try stays. */
  async function askHelp(again = false, quietly = false) {
    const here = context.read(site().route);
    const query = { url: here.url, module: here.module, keys: here.keys.slice(0, 20).join(","), error: here.error.slice(0, 300),
      message: here.message.slice(0, 1000), element: here.element.slice(0, 130), locale: locale() };
    const question = JSON.stringify(query);
    if (question === asked && !again) return;
    asked = question;
    asking.abort();
    const { signal } = (asking = new AbortController());
    if (!quietly) dispatch({ type: "help-asked" });
    const slow = setTimeout(() => signal.aborted || dispatch({ type: "help-slow" }), SLOW);
    try {
      const help = await api.get("/help", query, signal);
      if (!signal.aborted) {
        dispatch({ type: "help-came", help });
        // Nobody has written about this message yet: its words may still lead somewhere.
        const said = here.message || here.error;
        if (said && said !== searched && get().place.screen === "home" && !get().place.filter && help.articles[0]?.reason !== "error") self.search(said);
        searched = said;
      }
    } catch (error) {
      if (signal.aborted) return;
      dispatch({ type: "help-failed" });
      emit("error", error);
    } finally {
      clearTimeout(slow);
    }
  }

  const self = {
    askHelp,
    /** What was opened, and where, until a later part tells the editors' counts. @type {[object, any][]} */
    noted: [],
    /** @param {object} what @param {boolean} [_] */
    note(what, _) { self.noted.push([what, context.read(site().route)]); },
    /** What failed, once more. */
    async retry(quietly = false) {
      dispatch({ type: "retried" });
      if (get().status === "failed") await askHelp(true, quietly);
    },
    /** @param {string} id  a module's key, or "" for everything */
    openList(id) { self.go({ screen: "list", id }); },
    /** @param {Partial<import("./state.js").Place>} to */
    go(to) { dispatch({ type: "went", to, ...where() }); },
    /** @param {string} id  module/slug, perhaps with #anchor */
    openArticle(id) {
      const [name, anchor = ""] = id.split("#");
      const { place } = get();
      if (place.screen === "article" && place.id === name && place.anchor === anchor) return;
      self.go({ screen: "article", id: name, anchor });
      self.note({ kind: "article", article: name });
      emit("article", { id: name });
    },
    back() { dispatch({ type: "back", ...where() }); },
    forward() { dispatch({ type: "forward", ...where() }); },
    /** @param {string} text @param {boolean} [composing] */
    filter(text, composing = false) {
      // A touched keyboard puts every word together as a composition: waiting for its end would be no search as you type.
      dispatch({ type: "filtered", text, composing: composing && !matchMedia("(pointer: coarse)").matches });
    },
    /** @param {boolean} looking */
    look(looking) { queueMicrotask(() => dispatch({ type: "looked", looking })); },   // a field that is taken away loses the focus in the middle of a drawing
    /** Home, with a question. @param {string} text */
    search(text) {
      if (get().place.screen !== "home") self.go(HOME);
      dispatch({ type: "filtered", text });
    },
    /** @param {number} by */
    resize(by) {
      dispatch({ type: "sized", size: get().size + by });
      memory.set("size", get().size);
    },
    /** @param {string} tag */
    async speak(tag) {
      try {
        const pack = await words(tag);
        dispatch({ type: "spoke", pack });
        memory.set("locale", tag);
        askHelp(true);
      } catch (error) {
        emit("error", { status: 0, code: "unavailable", detail: "" + error });
      }
    },
    /** @param {string} text */
    say(text) { dispatch({ type: "said", text }); },
    /** The visitor has now seen the first words on the present module. */
    seenModule() {
      const key = get().help?.module?.key;
      const known = memory.get("modules") || [];
      if (key && !known.includes(key)) memory.set("modules", [...known, key]);
    },
    forget() {
      asked = "";
      asking.abort();
      memory.forget("size", "locale", "modules", "ticks", "place", "recent");
      dispatch({ type: "forgot" });
    },
  };
  return self;
}
