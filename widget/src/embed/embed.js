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

/** @param {{target: any}} event  its target may be the document too @param {string} [selector] @returns {Element | null} */
const near = ({ target }, selector) => selector && target.closest?.(selector);

/** @param {HTMLScriptElement} script @param {string} ours  how everything of this site begins */
function start(script, ours) {
  const tag = readTag(script, document);
  const host = document.createElement("ask-aside");
  host.popover = "manual";
  /** @type {ReturnType<typeof drawButton> | undefined} */
  let drawn;
  /** Our button, drawn when there is time for it, or when somebody wants help. */
  const button = () => {
    if (drawn) return drawn;
    drawn = drawButton(host, tag, alone);
    drawn.own.onclick = () => api.toggle();
    drawn.own.onpointerenter = drawn.own.onfocus = early;
    return drawn;
  };
  const stop = new AbortController();
  const page = /** @type {any} */ (window);
  /** The global is ours, or another site's that was here before. A form of that name is neither. */
  const alone = typeof page.Askaside?.destroy != "function";
  /** @type {import("../panel/page-context.js").Heard} */
  const heard = { told: {}, failed: {}, focused: null };
  /** @type {Record<string, Set<Fn>>} */
  const hearers = {};
  /** @type {Promise<Panel> | null} */
  let loading = null;
  /** @type {Panel | null} */
  let panel = null;
  let tries = 0, warned = "", refused = "";
  /** How often a field of a form was refused. */
  const refusals = new Map();

  /** @param {string} name @param {any} [detail] */
  function emit(name, detail) {
    for (const fn of [...(hearers[name] || [])]) {
      // A host's mistake is the host's: it shows in its console, and we go on.
      try { fn(detail); } catch (error) { reportError(error); }
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
      warn(tag.site, `has no help: ${refused || error}. See its origins and CSP.`);
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
        for (const all of [localStorage, sessionStorage]) for (const key in all) if (key.startsWith(ours)) delete all[key];
      } catch { /* storage is denied: nothing was kept */ }
      panel?.reset();
    },
    destroy() {
      panel?.destroy();
      stop.abort();
      host.remove();
      if (alone) delete page.Askaside;
    },
    debug: () => ({ ...tag, refused, ...heard, ...panel?.debug() }),
  };

  const options = { capture: true, signal: stop.signal };
  /** Into the body, above everything in it; again after the page has swept its body. */
  const show = () => {
    if (host.isConnected || !document.body) return;
    document.body.append(host);
    host.showPopover?.();
    if (!tag.button) setTimeout(button);   // a task of its own: the host's page goes first
  };
  const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ fn) => addEventListener(name, (event) => { show(); fn(event); }, options);
  const lead = (/** @type {Event} */ event, /** @type {Element} */ about) => {
    event.preventDefault();
    api.article(/** @type {HTMLElement} */ (about).dataset.help);
  };
  on("click", (event) => {
    const about = alone && near(event, "[data-help]:not(input,select,textarea)"), control = near(event, OF_US);
    // A click on a control inside of it is meant for the control.
    if (about && (!control || control.contains(about))) lead(event, about);
    else if (near(event, tag.button)) api.toggle();
  });
  on("pointerover", (event) => loading || (near(event, tag.button) && early()));
  // Where one works; the way to the `?` is not.
  on("focusin", (event) => {
    if (event.target === host) event.stopPropagation();   // a modal of the host would fetch it back
    else if (!near(event, tag.button)) heard.focused = event.target;
  });
  on("keydown", (event) => {
    const about = alone && event.key === "F1" && near(event, "[data-help]");
    if (about) lead(event, about);
  });
  if (tag.stuck != null) on("invalid", ({ target }) => {
    const times = (refusals.get(target.form) || 0) + 1;
    refusals.set(target.form, times);
    if (target.form && times > 2) load().then((it) => it.stuck(target), () => {});
  });
  on("securitypolicyviolation", (event) => {
    if ((event.blockedURI + "/").startsWith(tag.base)) refused = event.effectiveDirective;
  });

  const Askaside = (/** @type {string} */ name, /** @type {any[]} */ ...given) => (Object.hasOwn(api, name) ? api[name](...given) : warn(name, "is none of " + Object.keys(api)));
  const queued = page.Askaside?.q;
  if (alone) page.Askaside = Object.assign(Askaside, api);
  show();
  on("DOMContentLoaded", show);
  // Another tag of this site asks whether somebody is here.
  on(ours, (event) => event.preventDefault());
  queued?.map?.((/** @type {[string]} */ call) => Askaside(...call));
  emit("ready");
  try {
    // The panel was open on the page before this one: it opens again, and takes no focus.
    if (sessionStorage[ours + "place"]) load().then((it) => it.open(undefined, { quiet: true }), () => {});
  } catch { /* as above */ }
}

// A name in the host's page may stand before the document's own.
const script = /** @type {HTMLScriptElement | undefined} */ ([document.currentScript, document.querySelector("script[data-site][src*=askaside]")].find((it) => /** @type {any} */ (it)?.dataset.site));
const ours = `askaside:${script?.dataset.site}:`;
if (!script) console.warn("Askaside: no data-site");
else if (dispatchEvent(new Event(ours, { cancelable: true }))) start(script, ours);
