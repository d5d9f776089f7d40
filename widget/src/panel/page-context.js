/**
 * Where the visitor stands: route, module, keys, the message on the screen, the element in focus. Read where it lives, and
 * never written: the host's document is not watched and its `history` not touched.
 *
 * @typedef {{subject?: string, body?: string, fields?: Record<string, string>}} Told   by `ask()`
 * @typedef {object} Heard           what the embed has heard so far; it stays the embed's
 * @property {{url?: string, module?: string, keys?: string[], attributes?: object}} told   by `page()`
 * @property {{at?: string, code?: any, text?: any}} failed   by `error()`, and the address it was said at
 * @property {Element | null} [focused]   the host's element that had the focus last
 * @property {string | (() => Promise<string>)} [who]   the host's token, or what gives one; "" after a log-out
 * @property {string} [person]   how what is kept for who is signed in begins; "" for nobody
 * @property {() => Promise<import("../embed/known.js").Known>} known   what only somebody known needs
 * @property {(before: string) => void} [turned]   somebody else is here now than `before`
 * @property {Told | null} [ask]   what the form begins with
 * @property {any} [stuck]   a field of a form that was refused three times, until the panel was closed again
 *
 * @typedef {{url: string, module: string, keys: string[], error: string, message: string, element: string}} Context
 */

/**
 * What of an address is the route; only this leaves the page.
 *
 * @param {string} href
 * @param {string} kind  "path", "hash" or "query:NAME"
 */
export function routeOf(href, kind) {
  const { pathname, hash, searchParams } = new URL(href, location.href);
  const route = kind === "hash" ? hash.replace(/^#!?/, "")
    : kind.startsWith("query:") ? searchParams.get(kind.slice(6)) || "" : pathname;
  return "/" + route.split(/[?#&]/)[0].replace(/^\/+/, "");
}

const KEYED = "[data-help-context]", ABOUT = "[data-help]";

/** @param {import("../embed/tag.js").Tag} tag @param {Element} ours @param {Heard} heard */
export function createPageContext(tag, ours, heard) {
  /** @type {Element | null} */
  let hovered = null;
  let href = location.href;

  /** @param {string} kind @returns {Context} */
  function read(kind) {
    const { told, failed, focused, stuck } = heard;
    const keys = new Set(told.keys);
    const form = stuck?.isConnected && stuck.form;
    for (const start of [focused, hovered, stuck, ...(form ? form.querySelectorAll(KEYED) : [])]) {
      for (let at = start?.isConnected && start.closest(KEYED); at; at = at.parentElement?.closest(KEYED) || null) {
        keys.add(at.getAttribute("data-help-context") || "");
      }
    }
    // A message of another page is none of this one's.
    const here = failed.at === location.href;
    return {
      url: routeOf(told.url || location.href, told.url && !/^[a-z]+:/i.test(told.url) ? "path" : kind),
      module: told.module || tag.module || "", keys: [...keys].filter(Boolean),
      error: here ? String(failed.code ?? "") : "", message: here ? String(failed.text ?? "") : "",
      element: (form && (stuck.closest(ABOUT) || form.querySelector(ABOUT)) || (focused?.isConnected ? focused.closest(ABOUT) : null))?.getAttribute("data-help") || "",
    };
  }

  /**
   * While the panel is open: call `changed` when the visitor moves to another route or part of the page.
   *
   * @param {() => void} changed
   * @returns {() => void} stops it
   */
  function watch(changed) {
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    let pause = 0;
    const soon = () => { clearTimeout(pause); pause = setTimeout(changed, 60); };
    const look = () => {
      if (href !== location.href) soon();
      href = location.href;
    };
    const over = (/** @type {Event} */ { target }) => {
      if (!(target instanceof Element) || target === ours) return;
      if (target.closest(KEYED) !== hovered?.closest(KEYED)) soon();
      hovered = target;
    };
    document.addEventListener("pointerover", over, options);
    document.addEventListener("focusin", soon, options);
    const { navigation } = /** @type {any} */ (window);
    if (navigation) {
      navigation.addEventListener("currententrychange", look, options);
    } else {
      for (const name of ["popstate", "hashchange"]) window.addEventListener(name, look, options);
      for (const name of ["click", "keyup"]) document.addEventListener(name, () => setTimeout(look), options);
      const beat = setInterval(look, 300);
      options.signal.addEventListener("abort", () => clearInterval(beat));
    }
    return () => { stop.abort(); clearTimeout(pause); hovered = null; };
  }

  return { read, watch };
}
