/** The panel: its place in the page, opening and closing, focus, and the drawing of the present screen. */
import { createApi } from "../shared/api.js";
import { h, patch } from "../shared/dom.js";
import { createI18n } from "../shared/i18n.js";
import { createMemory } from "../shared/memory.js";
import { createStore } from "../shared/store.js";
import { createActions } from "./actions.js";
import { createPageContext } from "./page-context.js";
import css from "./panel.css";
import { frame } from "./screens/frame.js";
import { home } from "./screens/home.js";
import { list } from "./screens/list.js";
import { state as told } from "./screens/parts.js";
import { begin, HOME, reduce } from "./state.js";

/** @typedef {ReturnType<typeof mount>} Panel */
/** @typedef {{t: ReturnType<typeof createI18n>, act: ReturnType<typeof createActions>, base: string, close(): void}} Means   what screens may use */

/** Screens by name; those that come later are loaded when first needed, or when there is time. */
const SCREENS = /** @type {Record<string, any>} */ ({ home, list });
const LATER = { article: process.env.ARTICLE };
/** Below this the panel covers the screen, and is modal. */
const NARROW = "(max-width: 479px)";
/** Milliseconds that the panel waits for its first answer before it shows itself without. */
const GLIMPSE = 60;
const TABBABLE = "a[href],button:not([disabled]),input,select,textarea,summary,[tabindex='0']";

/**
 * @param {object} given  what the embed hands over
 * @param {import("../embed/tag.js").Tag} given.tag
 * @param {HTMLElement} given.host        the element that holds our shadow root
 * @param {HTMLElement} given.own         our floating button
 * @param {import("./page-context.js").Heard} given.heard
 * @param {(name: string, detail?: any) => void} given.emit
 * @param {any} given.pack                words and settings
 * @param {(locale: string) => Promise<any>} given.words
 */
export function mount({ tag, host, own, heard, emit, pack, words }) {
  const shadow = /** @type {ShadowRoot} */ (host.shadowRoot);
  const context = createPageContext(tag, host, heard);
  const memory = createMemory(tag.site);
  const api = createApi(tag.base, tag.site);
  const store = createStore(reduce, begin(pack));
  const act = createActions({ store, api, context, emit, words, where, memory });
  const narrow = matchMedia(NARROW);
  let i18n = createI18n(pack.words, pack.locale);
  /** @type {HTMLElement | null} */
  let root = null;
  /** @type {Element | null} */
  let opener = null;
  let unwatch = () => {};
  let drawn = store.get();

  addEventListener("online", again);
  addEventListener("pagehide", keep);
  store.listen(draw);

  function again() { if (store.get().open && store.get().status === "failed") act.retry(); }
  function measure() { store.dispatch({ type: "measured", modal: narrow.matches }); }

  /** How far the present screen is scrolled, and which row has the focus. */
  function where() {
    const focused = /** @type {any} */ (shadow.activeElement);
    return { scroll: scrolled, focus: focused?.dataset?.row || "" };
  }
  // As the scroll events told it: to ask the element would lay the whole page out, each time something is drawn.
  let scrolled = 0;

  /** @param {import("./state.js").State} state */
  function draw(state) {
    if (!root || (state.open && !state.shown)) return;   // nothing is drawn that nobody sees
    const before = drawn;
    drawn = state;
    if (state.pack !== before.pack) i18n = createI18n(state.pack.words, state.pack.locale);
    const means = { t: i18n, act, base: tag.base, close };
    const moved = state.place.screen !== before.place.screen || state.place.id !== before.place.id || state.behind.length !== before.behind.length;
    const draft = (SCREENS[state.place.screen] || later(/** @type {"article"} */ (state.place.screen)))(state, means);
    const inside = !!shadow.activeElement && shadow.activeElement !== own;
    patch(root, frame(state, means, tag, draft));
    if (moved) arrive(state, inside);
    else if (inside && !shadow.activeElement) head().focus({ preventScroll: true });   // what had the focus is gone
    announce(draft.said || "");
    beginAt(state);
    remember();
  }

  /** A stand-in for a screen that is not loaded; it is drawn when it has come. @param {"article"} name */
  function later(name) {
    if (!failed) fetchScreen(name).then(() => draw(store.get()), () => {
      failed = true;
      draw(store.get());
      setTimeout(() => { failed = false; }, 300);   // then "try again" may try again
    });
    return waiting;
  }
  let failed = false;
  const waiting = (/** @type {any} */ _, /** @type {Means} */ means) => ({ title: means.t.t("help"), body: [told(failed ? "failed" : "asked", means, false)] });

  /** @type {Record<string, Promise<void>>} */
  const coming = {};
  /** @param {keyof typeof LATER} name */
  function fetchScreen(name) {
    if (SCREENS[name]) return Promise.resolve();
    return (coming[name] ||= import(`${tag.base}askaside/${LATER[name]}`).then((part) => {
      style(shadow, part.css);
      SCREENS[name] = part[name];
    }, (error) => { delete coming[name]; throw error; }));
  }

  /** An article that was asked for at one of its headings begins there, once. @param {import("./state.js").State} state */
  function beginAt({ place: { id, anchor, scroll } }) {
    const heading = anchor && !scroll && begun !== id + anchor && shadow.getElementById(decodeURIComponent(anchor));
    if (!heading) return;
    begun = id + anchor;
    heading.scrollIntoView();
  }
  let begun = "";

  /** Say a count once, when the typing rests. @param {string} text */
  function announce(text) {
    if (text === announced) return;
    announced = text;
    clearTimeout(saying);
    saying = setTimeout(() => store.dispatch({ type: "said", text }), 700);
  }
  let announced = "", saying = 0;
  const head = () => /** @type {HTMLElement} */ (root?.querySelector("h1"));

  /** A new screen: where it was left when it is an old one, else from its top; the focus, if it was ours, on its heading. */
  function arrive(/** @type {import("./state.js").State} */ state, /** @type {boolean} */ inside) {
    const main = /** @type {HTMLElement} */ (root?.querySelector("main"));
    const { scroll, focus } = state.place;
    if (scrolled || scroll) main.scrollTop = scroll;
    scrolled = scroll;
    if (!inside) return;   // the visitor works in the product: the focus stays there
    const row = focus && main.querySelector(`[data-row="${CSS.escape(focus)}"]`);
    /** @type {HTMLElement} */ (row || head()).focus({ preventScroll: true });
  }

  /** @param {string | {article?: string, module?: string} | undefined} view */
  function show(view) {
    if (view === "modules" || view === "everything") act.openList("");
    else if (typeof view === "object" && view.module) act.openList(view.module);
    else if (typeof view === "object" && view.article) act.openArticle(view.article);
    else if (view === "home") store.dispatch({ type: "went", to: HOME, ...where() });
  }

  /**
   * @param {any} view
   * @param {{before?: Element | null, gesture?: boolean, quiet?: boolean}} [how]
   */
  function open(view, { before = document.activeElement, gesture = true, quiet = false } = {}) {
    const was = store.get().open;
    const asked = act.askHelp(store.get().status === "failed");   // before anything else: it is on its way meanwhile
    if (!was) {
      root ||= build();
      opener = before === document.body ? null : before;
      measure();
      lastRead = context.read(store.get().pack.site.route);
      store.dispatch({ type: "opened", known: memory.get("modules") || [] });
      unwatch = context.watch(() => { if (moved()) emit("page", context.read(store.get().pack.site.route)); });
      own.setAttribute("aria-expanded", "true");
    }
    show(view);
    act.fill();
    if (was) return;
    // One picture with the answers in it, rather than an empty one first; but nobody waits for it long.
    Promise.race([asked, new Promise((done) => setTimeout(done, GLIMPSE))]).then(() => {
      if (!store.get().open) return;
      store.dispatch({ type: "shown" });
      // Only who asked for it gets the focus moved; a script of the host does not.
      if (gesture && !quiet) head().focus({ preventScroll: true });
      const { scroll } = store.get().place;
      if (scroll) /** @type {HTMLElement} */ (root?.querySelector("main")).scrollTop = scroll;
      if (!quiet) act.note({ kind: "open" });
      emit("open");
      requestAnimationFrame(() => setTimeout(() => store.dispatch({ type: "settled", settled: 1 })));
      setTimeout(() => {
        store.dispatch({ type: "settled", settled: 2 });
        fetchScreen("article").catch(() => {});
      }, 400);
    });
  }

  function close() {
    if (!root || !store.get().open) return;
    const ours = !!shadow.activeElement;
    store.dispatch({ type: "closed" });
    memory.forget("place");
    act.seenModule();
    unwatch();
    own.setAttribute("aria-expanded", "false");
    const back = opener === host || !opener?.isConnected ? own : opener;
    if (ours) /** @type {HTMLElement} */ (back).focus?.({ preventScroll: true });
    emit("close");
  }

  /** The visitor may be elsewhere now. Was it news? */
  function moved() {
    if (!store.get().open) return false;
    const before = JSON.stringify(lastRead);
    lastRead = context.read(store.get().pack.site.route);
    act.askHelp();
    return before !== JSON.stringify(lastRead);
  }
  /** @type {any} */
  let lastRead = context.read(pack.site.route);

  /** What the first opening needs, once its question is on the way: storage and styles take a moment to come up. */
  function build() {
    style(shadow, css);
    narrow.addEventListener("change", measure);
    const kept = memory.get("place");
    store.dispatch({ type: "remembered", kept: { size: memory.get("size") || 0, ticks: memory.get("ticks") || {},
      ...(kept ? { place: kept.place, behind: kept.behind } : {}) } });
    const wanted = memory.get("locale");
    if (wanted && wanted !== pack.locale) act.speak(wanted);
    const made = h("div", { hidden: true });
    made.addEventListener("keydown", keys);
    made.addEventListener("scroll", ({ target }) => {
      if (/** @type {Element} */ (target).nodeName !== "MAIN") return;
      scrolled = /** @type {Element} */ (target).scrollTop;
      remember();
    }, { capture: true, passive: true });
    return shadow.appendChild(made);
  }

  let pause = 0;
  function remember() {
    clearTimeout(pause);
    pause = setTimeout(keep, 250);
  }
  /** The place in the panel, for the next page of this tab. */
  function keep() {
    const { open, place, behind } = store.get();
    if (open) memory.set("place", { place: { ...place, ...where() }, behind });
  }

  /** Escape closes; in a modal panel the Tab key stays inside. @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      const { place } = store.get();
      if (place.filter) act.filter("");
      else close();
    }
    if (event.key !== "Tab" || !store.get().modal) return;
    const stops = [.../** @type {HTMLElement} */ (root).querySelectorAll(TABBABLE)].filter((node) => node.getClientRects().length);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const at = shadow.activeElement;
    if (event.shiftKey ? at === first || !stops.includes(/** @type {Element} */ (at)) : at === last) {
      event.preventDefault();
      /** @type {HTMLElement} */ (event.shiftKey ? last : first).focus();
    }
  }

  return {
    open, close, moved,
    /** @param {any} [_] @param {any} [how] */
    toggle(_, how) { store.get().open ? close() : open(undefined, how); },
    /** @param {string} id @param {any} [how] */
    article(id, how) { open({ article: String(id) }, how); },
    reset() {
      close();
      act.forget();
      store.dispatch({ type: "spoke", pack });
    },
    destroy() {
      close();
      narrow.removeEventListener("change", measure);
      removeEventListener("online", again);
      removeEventListener("pagehide", keep);
      root?.remove();
    },
    debug() {
      const { help, status, place, pack: { site, locale } } = store.get();
      return { ...context.read(site.route), route: site.route, locale, status, place, module: help?.module?.key || "",
        version: help?.version, matching: help?.articles.map((/** @type {any} */ row) => ({ id: row.id, reason: row.reason })) };
    },
  };
}

/** @param {ShadowRoot} shadow @param {string} text */
function style(shadow, text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
}
