/**
 * The script tag's own code: small, one global, nothing asked of any server before somebody wants help.
 * The panel comes at the first hover, focus or click – or at once in a tab where it was open on the page before.
 */
import { drawButton } from "./button.js";
import { readTag } from "./tag.js";

/** @typedef {import("../panel/panel.js").Panel} Panel */
/** @typedef {(...given: any[]) => any} Fn */

/** The panel's file and the words' version, written in by the build. */
const PANEL = process.env.PANEL, WORDS = process.env.WORDS;
const OF_US = "input,select,textarea,label,a,button,summary,[contenteditable]";

/** @param {{target: any}} event  its target may be the document too @param {string} selector @returns {Element | null} */
const near = ({ target }, selector) => selector && target.closest?.(selector);

function start(/** @type {HTMLScriptElement} */ script) {
  const tag = readTag(script, document);
  const host = document.createElement("ask-aside");
  /** @type {ReturnType<typeof drawButton> | undefined} */
  let drawn;
  /** Our button, drawn when there is time for it, or when somebody wants help. */
  const button = () => {
    if (drawn) return drawn;
    drawn = drawButton(host, tag);
    drawn.own.onclick = () => api.toggle();
    drawn.own.onpointerenter = drawn.own.onfocus = early;
    return drawn;
  };
  const stop = new AbortController();
  const page = /** @type {any} */ (window);
  const ours = `askaside:${tag.site}:`;
  /** @type {import("../panel/page-context.js").Heard} */
  const heard = { told: {}, failed: {}, focused: null };
  /** @type {Record<string, Set<Fn>>} */
  const hearers = {};
  /** @type {Promise<Panel> | null} */
  let loading = null;
  /** @type {Panel | null} */
  let panel = null;
  /** The form of every field that was refused. @type {Element[]} */
  const failures = [];
  let tries = 0, warned = "", refused = "";

  /** @param {string} name @param {any} [detail] */
  function emit(name, detail) {
    for (const fn of [...(hearers[name] || [])]) {
      // A host's mistake is the host's: it shows in its console, and we go on.
      try { fn(detail); } catch (error) { setTimeout(() => { throw error; }); }
    }
  }

  /** One line in the host's console, once for each `what`. @param {string} what @param {string} text */
  function warn(what, text) {
    if (!warned.includes(what)) console.warn(`Askaside: ${what} ${text}`);
    warned += what;
  }

  // A browser may remember that an address failed: another one is asked then.
  const part = (/** @type {string} */ name) => import(`${tag.base}askaside/${name}${tries || ""}`);
  const words = (/** @type {string} */ locale) => part(`${tag.site}/${locale}.js?${WORDS}`).then((it) => it.default);

  const load = () => (loading ||= Promise.all([part(PANEL + "?"), words(tag.locale)]).then(
    ([it, pack]) => (stop.signal.aborted ? new Promise(() => {}) : (panel = it.mount({ ...button(), tag, host, heard, emit, pack, words }))),
    (error) => {
      loading = null;
      tries += 1;
      warn(`no help for "${tag.site}":`, `${refused || error}. See its origins and your CSP.`);
      emit("error", { code: "unavailable", detail: "" + error });
      throw error;
    }));

  /** A command that needs the panel: it is loaded first. @param {string} name @returns {Fn} */
  const panelled = (name) => (...given) => {
    const how = { before: document.activeElement, gesture: navigator.userActivation?.isActive ?? true };
    load().then((it) => /** @type {any} */ (it)[name](given[0], how), () => button().sorry());
  };
  const early = () => void load().catch(() => {});

  /** @type {Record<string, Fn>} */
  const api = {
    open: panelled("open"), toggle: panelled("toggle"), article: panelled("article"), search: panelled("search"),
    close: () => panel?.close(),
    page(now) { heard.told = now || {}; panel?.moved(); },
    error(code, text) { heard.failed = { at: location.href, code, text }; panel?.moved(); },
    on(name, fn) { (hearers[name] ||= new Set()).add(fn); },
    off(name, fn) { hearers[name]?.delete(fn); },
    reset() {
      heard.told = {};
      heard.failed.at = "";
      try {
        for (const all of [localStorage, sessionStorage]) for (const key of Object.keys(all)) if (key.startsWith(ours)) delete all[key];
      } catch { /* storage is denied: nothing was kept */ }
      panel?.reset();
    },
    destroy() {
      panel?.destroy();
      stop.abort();
      host.remove();
      delete page.Askaside;
    },
    debug: () => ({ ...tag, refused, ...heard, ...panel?.debug() }),
  };

  const options = { capture: true, signal: stop.signal };
  const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ fn) => addEventListener(name, fn, options);
  const lead = (/** @type {Event} */ event, /** @type {Element} */ about) => {
    event.preventDefault();
    api.article(about.getAttribute("data-help"));
  };
  on("click", (event) => {
    const about = near(event, "[data-help]:not(input,select,textarea)"), control = near(event, OF_US);
    // A click on a control inside of it is meant for the control.
    if (about && (!control || control.contains(about))) lead(event, about);
    else if (near(event, tag.button)) api.toggle();
  });
  on("pointerover", (event) => loading || (near(event, tag.button) && early()));
  // Where one works; the way to the `?` is not.
  on("focusin", (event) => { if (event.target !== host && !near(event, tag.button)) heard.focused = event.target; });
  on("keydown", (event) => {
    const about = event.key === "F1" && near(event, "[data-help]");
    if (about) lead(event, about);
  });
  if (tag.stuck != null) on("invalid", ({ target }) => {
    failures.push(target.form);
    if (target.form && failures.filter((form) => form === target.form).length > 2) load().then((it) => it.stuck(target), () => {});
  });
  on("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
    if (blockedURI.startsWith(tag.base.slice(0, -1))) refused = effectiveDirective;
  });

  const Askaside = (/** @type {string} */ name, /** @type {any[]} */ ...given) => (Object.hasOwn(api, name) ? api[name](...given) : warn(`"${name}" is no command;`, "there are " + Object.keys(api)));
  const queued = page.Askaside?.q;
  page.Askaside = Object.assign(Askaside, api);
  const show = () => {
    document.body.append(host);
    if (!tag.button) setTimeout(button);   // a task of its own: the host's page goes first
  };
  if (document.body) show(); else on("DOMContentLoaded", show);
  for (const call of queued || []) Askaside(.../** @type {[string]} */ (call));
  emit("ready");
  try {
    // The panel was open on the page before this one: it opens again, and takes no focus.
    if (sessionStorage[ours + "place"]) load().then((it) => it.open(undefined, { quiet: true }), () => {});
  } catch { /* as above */ }
}

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript || document.querySelector('script[data-site][src*="askaside.js"]'));
if (!script?.dataset.site) console.warn("Askaside: no data-site");
else if (!(/** @type {any} */ (window).Askaside?.destroy)) start(script);
