/** The panel: its place in the page, opening and closing, focus, and the drawing of the present screen. */
import { createApi } from "../shared/api.js";
import { adopt, h, patch } from "../shared/dom.js";
import { createMemory } from "../shared/memory.js";
import { createStore } from "../shared/store.js";
import { createActions } from "./actions.js";
import { createKeys } from "./keys.js";
import { createLater } from "./later.js";
import { createPageContext } from "./page-context.js";
import { createPatience, pause } from "./patience.js";
import css from "./panel.css";
import { frame } from "./screens/frame.js";
import { home } from "./screens/home.js";
import { state as told } from "./screens/parts.js";
import { createSaying } from "./saying.js";
import { createScroll } from "./scroll.js";
import { begin, carried, CHANGES, HOME, statuses } from "./state.js";

/** @typedef {ReturnType<typeof mount>} Panel */
/** @typedef {ReturnType<typeof createLater>} Later */
/** @typedef {((state: import("./state.js").State, means: Means) => any) | undefined} Drawn   by a part that may not be here */
/**
 * @typedef {object} Means   what screens may use
 * @property {ReturnType<typeof import("../shared/i18n.js").createI18n>} t
 * @property {ReturnType<typeof createActions>} act
 * @property {string} base
 * @property {() => void} close
 * @property {import("./searching.js").Searching | null} search   null until it has come
 * @property {import("./state.js").Status} late   of the parts that come later
 * @property {Drawn} mine   the row that leads to one's own requests
 * @property {Drawn} chat   the card that leads to a chat
 */
/**
 * @typedef {object} Given   what the parts that come later work with
 * @property {ReturnType<typeof createStore<import("./state.js").State>>} store
 * @property {ReturnType<typeof createApi>} api
 * @property {ReturnType<typeof createPageContext>} context
 * @property {import("./page-context.js").Heard} heard
 * @property {(name: string, detail?: any) => void} emit
 * @property {ReturnType<typeof createActions>} act
 * @property {ReturnType<typeof createMemory>} memory
 * @property {HTMLElement} host
 * @property {() => boolean} moved  the visitor may be elsewhere now
 * @property {typeof pause} pause
 * @property {typeof carried} carried
 * @property {(css: string) => void} adopt   styles of a part
 * @property {() => void} rise      above everything else in the page
 * @property {() => Element | null} asked   what help was asked from
 * @property {AbortSignal} ended   the panel is taken away
 */

const NARROW = "(max-width: 479px)";   // the panel covers the screen, and is modal
const GLIMPSE = 60;   // milliseconds that the panel waits for its first answer before it shows itself without

/**
 * @param {object} handed  by the embed
 * @param {import("../embed/tag.js").Tag} handed.tag
 * @param {HTMLElement} handed.host        the element that holds our shadow root
 * @param {() => {own: HTMLElement}} handed.button   our floating button
 * @param {import("./page-context.js").Heard} handed.heard
 * @param {(name: string, detail?: any) => void} handed.emit
 * @param {(locale: string) => Promise<any>} handed.words
 * @param {any} pack                words and settings
 */
export function mount({ tag, host, button, heard, emit, words }, pack) {
  const { own } = button();
  heard.who ??= tag.token;
  const shadow = /** @type {ShadowRoot} */ (host.shadowRoot);
  const context = createPageContext(tag, host, heard);
  const memory = createMemory(tag.site, () => heard.person || "");
  const api = createApi(tag.base, tag.site, () => pack.site.signed && heard.who && heard.known());
  const store = createStore(CHANGES, begin(pack));
  const act = createActions({ store, api, context, emit, words, where, memory });
  const narrow = matchMedia(NARROW);
  const ended = new AbortController();
  const patience = createPatience(() => act.retry(true), ended.signal);
  const given = { store, api, context, heard, emit, act, memory, host, rise, moved, asked: () => opener, ended: ended.signal, pause, carried, adopt: (/** @type {string} */ css) => adopt(shadow, css) };
  const later = createLater({ base: tag.base, shadow, words, begin: (part) => part.begin(given, later), changed: () => draw(store.get()) });
  /** @type {HTMLElement | null} */
  let root = null, opener = /** @type {Element | null} */ (null);
  let unwatch = () => {};
  let drawn = store.get();

  addEventListener("pagehide", keep, { signal: ended.signal });
  store.listen(draw);

  /** Of what is in the top layer the last to come is on top. */
  function rise() {
    for (const up of [false, true]) host.togglePopover?.(up);
    scroll.restore();
  }
  function measure() { store.dispatch({ type: "measured", modal: narrow.matches }); }
  /** How far the present screen is scrolled, and which row has the focus. */
  function where() {
    const focused = /** @type {any} */ (shadow.activeElement);
    return { scroll: scroll.where(), focus: focused?.dataset?.row || "" };
  }

  /** @param {import("./state.js").State} state */
  function draw(state) {
    if (!root || (state.open && !state.shown)) return;   // nothing is drawn that nobody sees
    const before = drawn;
    drawn = state;
    const { screen } = state.place;
    const search = later.get("search", state.pack.locale, !!carried(state) || state.looking);
    const part = (/** @type {import("./later.js").Name} */ name, ask = true) => later.get(name, state.pack.locale, ask);
    const drawing = screen === "home" ? home : part(/^(lis|ar)t/.test(screen) ? "reading" : "asking")?.[screen] || waiting;
    const means = { t: later.speak(state.pack), act, base: tag.base, close, search, late: later.status(), mine: part("asking", false)?.mine, chat: part("standing", false)?.chat };
    const moved = screen !== before.place.screen || state.place.id !== before.place.id || state.behind.length !== before.behind.length;
    const draft = drawing(state, means);
    const inside = !!shadow.activeElement && shadow.activeElement !== own;
    patch(root, frame(state, means, tag, draft));
    if (moved) arrive(state, inside);
    else if (inside && !shadow.activeElement) head().focus({ preventScroll: true });   // what had the focus is gone
    scroll.again();
    announce(draft.said || "", state.place.filter);
    remember();
    const all = statuses(state);
    patience(state.open && [...all, means.late].includes("failed"), all.every((one) => one === "here" || one === "none"));
  }

  /** A stand-in for a screen that is not loaded. */
  const waiting = (/** @type {any} */ _, /** @type {Means} */ means) => ({ title: means.t.t("help"), body: [told(means.late, means, false)] });

  const announce = createSaying((text) => store.dispatch({ type: "said", text }));
  const head = () => /** @type {HTMLElement} */ (root?.querySelector("h1"));
  const main = () => /** @type {HTMLElement} */ (root?.querySelector("main"));
  const scroll = createScroll(main);

  /** A new screen: where it was left when it is an old one, else from its top; the focus, if it was ours, on its heading. */
  function arrive(/** @type {import("./state.js").State} */ state, /** @type {boolean} */ inside) {
    scroll.arrive(state.place.scroll);
    if (!inside) return;   // the visitor works in the product: the focus stays there
    const { focus } = state.place, row = focus && main().querySelector(`[data-row="${CSS.escape(focus)}"]`);
    /** @type {HTMLElement} */ (row || head()).focus({ preventScroll: true });
  }

  /** @param {any} view   as `open` takes it */
  function show(view) {
    if (view === "modules" || view === "everything") act.openList("");
    else if (view?.module) act.openList(view.module);
    else if (view?.article) act.openArticle(view.article);
    else if (searches(view)) act.search(String(view.search));
    else if (view === "home" || (view && typeof view === "object")) act.go(HOME);
  }

  /**
   * @param {any} view
   * @param {{before?: Element | null, gesture?: boolean, quiet?: boolean}} [how]
   */
  function open(view, { before = document.activeElement, gesture = true, quiet = false } = {}) {
    const was = store.get().open;
    if (view?.error != null || view?.text != null) heard.failed = { at: location.href, code: view.error, text: view.text };
    const asked = act.askHelp(store.get().status === "failed");   // before anything else: it is on its way meanwhile
    if (!was) {
      root ||= build();
      opener = before === document.body ? null : before;
      later.get("standing", pack.locale, !!opener?.closest("dialog:modal"))?.stand(opener);
      rise();
      measure();
      lastRead = context.read(store.get().pack.site.route);
      store.dispatch({ type: "opened", known: memory.get("modules") || [] });
      unwatch = context.watch(() => { if (moved()) emit("page", context.read(store.get().pack.site.route)); });
      own.setAttribute("aria-expanded", "true");
    }
    show(view);
    // Only who asked for it gets the focus moved; a script of the host does not.
    const mine = gesture && (was ? searches(view) : !quiet);
    if (mine) into = [view];
    if (was) return mine && store.get().shown && enter();
    // One picture with the answers in it, rather than an empty one first; but nobody waits for it long.
    Promise.race([asked, new Promise((done) => setTimeout(done, GLIMPSE))]).then(() => {
      if (!store.get().open) return;
      store.dispatch({ type: "shown" });
      // In the frame that shows it: before, it would have to be laid out here and now. Who was quicker keeps it.
      requestAnimationFrame(() => root?.contains(shadow.activeElement) || enter());
      const { place } = store.get();
      if (place.scroll) scroll.arrive(place.scroll);
      if (!quiet) act.note({ kind: "open" });
      emit("open");
      requestAnimationFrame(() => setTimeout(() => store.dispatch({ type: "settled", settled: 1 })));
      setTimeout(() => {
        store.dispatch({ type: "settled", settled: 2 });
        later.fetch(store.get().pack.locale, "search", "reading", "standing", ...heard.who || memory.get("visitor") ? [/** @type {"asking"} */ ("asking")] : []);
      }, 400);
    });
  }

  const searches = (/** @type {any} */ view) => typeof view === "object" && view?.search != null;   // a text has a `search`, too

  /** Whoever asked for it: the focus into the panel, where it was when the panel was closed, or to what was asked for last. @type {any[] | null} */
  let into = null;
  function enter() {
    if (!into) return;
    const [view] = into, row = searches(view) ? "field" : view ? "" : left;
    into = null;
    /** @type {HTMLElement} */ (row && root?.querySelector(`[data-row="${CSS.escape(row)}"]`) || head()).focus({ preventScroll: true });
  }
  let left = "";

  function close() {
    if (!root || !store.get().open) return;
    into = null;
    const ours = !!shadow.activeElement, { focus } = where();
    left = focus === "field" && !store.get().place.filter ? "" : focus;   // into an empty field only who wants to write
    store.dispatch({ type: "closed" });
    memory.forget("place");
    act.seenModule();
    heard.stuck = null;
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
    adopt(shadow, css);
    narrow.addEventListener("change", measure);
    const kept = memory.get("place");
    store.dispatch({ type: "remembered", kept: { size: memory.get("size") || 0, ticks: memory.get("ticks") || {},
      ...(kept ? { place: kept.place, behind: kept.behind } : {}) } });
    const wanted = memory.get("locale");
    if (wanted && wanted !== pack.locale) act.speak(wanted);
    const made = h("div", { hidden: true });
    made.addEventListener("keydown", createKeys(store, act, close));
    // What is typed here is no shortcut of the page around.
    for (const name of ["keydown", "keypress", "keyup"]) made.addEventListener(name, (event) => event.stopPropagation());
    // Its last letter comes as an input that is still a part of it; the field is read once more.
    made.addEventListener("compositionend", ({ target }) => target?.dispatchEvent(new InputEvent("input")));
    scroll.listen(made, remember);
    return shadow.appendChild(made);
  }

  let resting = 0;
  function remember() {
    clearTimeout(resting);
    resting = setTimeout(keep, 250);
  }
  /** The place in the panel, for the next page of this tab. */
  function keep() {
    const { open, place, behind } = store.get();
    if (open) memory.set("place", { place: { ...place, ...where() }, behind });
  }

  return {
    open, close, moved,
    /** What the host's button does. Safari gives a button that is clicked no focus; the way back is to it all the same. @param {any} [_] @param {any} [how] */
    toggle(_, how) {
      if (store.get().open) return close();
      open(undefined, tag.button && how.before === document.body ? { ...how, before: document.querySelector(tag.button) } : how);
    },
    /** @param {string} text @param {any} [how] */
    search(text, how) { open({ search: text }, how); },
    /** @param {string} id @param {any} [how] */
    article(id, how) { open({ article: String(id) }, how); },
    /** The form with what the host knows already. @param {import("./page-context.js").Told} told @param {any} how */
    ask(told, how) {
      heard.ask = told;
      open(undefined, how);
      act.go({ screen: "write", focus: "body" });
    },
    send: () => later.fetch(pack.locale, "asking", "standing"),   // what waits goes out, without a picture
    /** A form was refused. @param {Element} field  one of it */
    async stuck(field) {
      await later.fetch(pack.locale, "search");
      later.get("search", pack.locale)?.stuck(field, own, later.speak(pack));
    },
    reset() {
      close();
      act.forget();
      store.dispatch({ type: "spoke", pack });
    },
    destroy() {
      close();
      narrow.removeEventListener("change", measure);
      ended.abort();
      root?.remove();
    },
    debug() {
      const { help, status, place, pack: { site: { route } } } = store.get();
      return { ...context.read(route), route, status, place, module: help?.module?.key || "", version: help?.version, matching: help?.articles.map((/** @type {any} */ row) => ({ id: row.id, reason: row.reason })) };
    },
  };
}
