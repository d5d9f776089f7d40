/**
 * The script tag's own code: small, one global, nothing asked of any server before somebody wants help.
 * The panel comes at the first hover, focus or click – or at once in a tab where it was open on the page before.
 */
import { drawButton } from "./button.js";
import { readTag } from "./tag.js";

/** @typedef {import("../panel/panel.js").Panel} Panel */
/** @typedef {(...given: any[]) => any} Fn */

/** The version of the panel, of known.js and of the words, written in by the build. */
const VERSION = process.env.VERSION;
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
    return drawn;
  };
  const stop = new AbortController(), { signal } = stop;
  const page = /** @type {any} */ (window);
  /** The global is ours, or another site's that was here before. A form of that name is neither. */
  const alone = !page.Askaside?.destroy?.call;
  /** @type {import("../panel/page-context.js").Heard} */
  const heard = /** @type {any} */ ({ told: {}, failed: {} });
  /** @type {Record<string, Set<Fn>>} */
  const hearers = {};
  /** @type {Panel | null} */
  let panel = null;
  let tries = "", warned = "", refused = "";

  /** @param {string} name @param {any} [detail] */
  function emit(name, detail) {
    hearers[name]?.forEach((fn) => {
      // A host's mistake is the host's: it shows in its console, and we go on.
      try { fn(detail); } catch (error) { reportError(error); }
    });
  }

  /** One line in the host's console, once for each `what`. @param {string} what @param {string} text */
  function warn(what, text) {
    if (!warned.includes(what)) console.warn(`Askaside: ${what} ${text}`);
    warned += what;
  }

  // A browser may remember that an address failed: another one is asked then.
  const part = (/** @type {string} */ name) => import(`${tag.base}askaside/${name}.js?${VERSION}${tries}`);
  const words = (/** @type {string} */ locale) => part(`${tag.site}/${locale}`).then((it) => it.default);

  const never = () => {};
  /** Loads what `make` does, once; after a failure again. @template T @param {() => Promise<T>} make @returns {() => Promise<T>} */
  const once = (make) => {
    /** @type {Promise<T> | null} */
    let made = null;
    return () => (made ||= make().catch((error) => {
      made = null;
      tries += 1;   // a text: 1, 11, 111 …
      warn(tag.site, `has no help: ${refused || error}. See origins/CSP`);
      emit("error", { code: "unavailable", detail: "" + error });
      throw error;
    }));
  };
  const given = { tag, host, heard, emit, words, ours, button, signal };
  const load = once(() => Promise.all([part("panel-" + VERSION), words(tag.locale)]).then(
    ([it, pack]) => (signal.aborted ? new Promise(never) : (panel = it.mount(given, pack)))));
  heard.known = once(() => part("known-" + VERSION).then((it) => it.begin(given, load)));

  const early = () => load().catch(never);

  /** Whoever is known, or was: what only they need. When the page has had its turn. */
  const greet = () => setTimeout(() => heard.known().then((it) => it.meet(), never), 1000);

  /** @type {Record<string, Fn>} */
  const api = {
    __proto__: /** @type {any} */ (null),
    identify(who) { heard.who = who; greet(); },
    close: () => panel?.close(),
    page(now) { heard.told = now || {}; panel?.moved(); },
    error(code, text) { heard.failed = { at: location.href, code, text }; panel?.moved(); },
    on(name, fn) { (hearers[name] ||= new Set()).add(fn); },
    off(name, fn) { hearers[name]?.delete(fn); },
    reset() {
      heard.told = heard.failed = {};
      heard.who = "";
      greet();
      try {
        for (const all of [localStorage, sessionStorage]) for (const key in all) if (key.startsWith(ours)) delete all[key];
        indexedDB.deleteDatabase(ours);   // what was said in a chat, and not sent yet
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

  // Commands that need the panel: it is loaded first.
  for (const name of ["open", "toggle", "article", "search", "ask"]) api[name] = (...told) => {
    const how = { before: document.activeElement, gesture: navigator.userActivation?.isActive ?? true };
    load().then((it) => /** @type {any} */ (it)[name](told[0], how), () => button().sorry());
  };

  /** Into the body, above everything in it; again after the page has swept its body. */
  const show = () => {
    if (host.isConnected || !document.body) return;
    document.body.append(host);
    host.showPopover?.();
    if (!tag.button) setTimeout(button);   // a task of its own: the host's page goes first
  };
  const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ fn) => addEventListener(name, (event) => { show(); fn(event); }, { capture: true, signal });
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
  on("pointerover", (event) => (event.target === host || near(event, tag.button)) && early());
  // Where one works; the way to the `?` is not.
  on("focusin", (event) => {
    if (event.target === host) {
      event.stopPropagation();   // a modal of the host would fetch it back
      early();
    } else if (!near(event, tag.button)) heard.focused = event.target;
  });
  on("keydown", (event) => {
    const about = alone && event.key === "F1" && near(event, "[data-help]");
    if (about) lead(event, about);
  });
  if (tag.stuck != null) on("invalid", ({ target }) => load().then((it) => it.stuck(target), never));
  on("securitypolicyviolation", (event) => {
    if ((event.blockedURI + "/").startsWith(tag.base)) refused = event.effectiveDirective;
  });

  const Askaside = (/** @type {string} */ name, /** @type {any[]} */ ...given) => (api[name] ? api[name](...given) : warn(name, "is none of " + Object.keys(api)));
  const queued = page.Askaside?.q;
  if (alone) page.Askaside = Object.assign(Askaside, api);
  show();
  on("DOMContentLoaded", never);   // as every event does: show()
  // Another tag of this site asks whether somebody is here.
  on(ours, (event) => event.preventDefault());
  queued?.map?.((/** @type {[string]} */ call) => Askaside(...call));
  emit("ready");
  try {
    // The panel was open on the page before this one: it opens again, and takes no focus.
    if (sessionStorage[ours + "place"]) load().then((it) => it.open(undefined, { quiet: true }), never);
    if (tag.token || localStorage[ours + "visitor"]) greet();
  } catch { /* as above */ }
}

// A name in the host's page may stand before the document's own.
const script = /** @type {HTMLScriptElement | undefined} */ ([document.currentScript, document.querySelector("script[data-site][src*=askaside]")].find((it) => /** @type {any} */ (it)?.dataset.site));
const ours = `askaside:${script?.dataset.site}:`;
if (!script) console.warn("Askaside: no data-site");
else if (dispatchEvent(new Event(ours, { cancelable: true }))) start(script, ours);
