/**
 * Somebody we know: signed in by the host, or a visitor who wrote to us from this browser. This part comes for nobody else. It says who
 * asks, tells how much is unread, and has the panel send what could not be sent before, and go on with a chat.
 */
import { createApi } from "../shared/api.js";

/** @typedef {ReturnType<typeof begin>} Known */

/** Milliseconds: nobody asks more often how much is unread; a token is renewed so long before it ends; a host's answer is waited for. */
const REST = 60_000, EARLY = 30_000, PATIENCE = 10_000;
/** What is kept for a person and nobody else. */
const THEIRS = ["draft", "outbox", "files", "chat"];
/** @type {Record<string, string>} */
const UNREAD = { en: "Unread", he: "לא נקראו", sl: "Neprebrano", ru: "Непрочитано", fi: "Lukematta" };
const STYLE = `.n{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;border-radius:11px;background:#a32020;color:#fff;font:600 13px/22px system-ui}`;

/** @param {number} status @param {string} code @param {any} detail */
const problem = (status, code, detail) => ({ status, code, detail: "" + detail });

/** What a token says; its signature is the server's to check. RFC 7519, section 3. @param {string} token @returns {any} */
export function claims(token) {
  try {
    const bytes = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};   // the server will say what is wrong with it
  }
}

/**
 * @param {object} given
 * @param {import("./tag.js").Tag} given.tag
 * @param {import("../panel/page-context.js").Heard} given.heard
 * @param {string} given.ours                  how everything of this site begins in storage
 * @param {(name: string, detail?: any) => void} given.emit
 * @param {() => {own: HTMLElement}} given.button
 * @param {AbortSignal} given.signal           it ends
 * @param {() => Promise<any>} load            the panel
 */
export function begin({ tag, heard, ours, emit, button, signal }, load) {
  heard.who ??= tag.token;
  const api = createApi(tag.base, tag.site);
  /** The token in use, what gave it, and when (by the page's clock, which nobody sets) it is too old. */
  let token = "", from = /** @type {any} */ (null), old = 0;
  let looked = -REST, unread = 0;

  const kept = (/** @type {string} */ name, person = heard.person || "") => { try { return localStorage[ours + person + name]; } catch { return undefined; } };

  /** The token of who is signed in. `anew`: the one in use was refused. throws a problem @param {boolean} [anew] */
  async function renewed(anew) {
    const { who } = heard;
    if (who === from && !anew && performance.now() < old) return token;
    let given;
    try {
      given = typeof who !== "function" ? who : await Promise.race([who(), new Promise((_, late) => setTimeout(() => late("no token in time"), PATIENCE))]);
    } catch (error) {
      throw problem(0, "unavailable", error);   // the host's own trouble may pass
    }
    if (!given) throw problem(401, "unsigned", "The page gave no token.");
    const { exp = 0, iat = 0 } = claims(given);
    // A clock that is wrong does not matter: only how long a token lives is read from it.
    [token, from, old] = [given, who, typeof who === "function" ? performance.now() + (exp - iat) * 1000 - EARLY : Infinity];
    return token;
  }

  /** What an answer wants to know of who asks. throws a problem @param {boolean} [anew] */
  async function sign(anew) {
    return heard.who ? `Bearer ${await renewed(anew)}` : `Visitor ${JSON.parse(kept("visitor", "") || '""')}`;
  }

  /** A door, signed; once more with another token where the host can give one. @param {string} path @param {RequestInit} [init] */
  async function ask(path, init) {
    const go = async (/** @type {boolean} */ anew) => api.ask(path, { ...init, headers: { ...init?.headers, Authorization: await sign(anew) } });
    try {
      return await go(false);
    } catch (error) {
      if (/** @type {any} */ (error).code !== "unsigned" || typeof heard.who !== "function") throw error;
      return go(true);
    }
  }

  /** A door of what is written: signed; as anybody where the host gives no token. @param {string} path @param {RequestInit} [init] @param {AbortSignal} [stop] */
  const read = async (path, init, stop) => api.ask(path, await sign().then((Authorization) => ({ ...init, headers: { ...init?.headers, Authorization } }), () => init), stop);

  /** Who is it now? What they wrote before they signed in is theirs; what another one keeps here stays out of sight. */
  async function meet() {
    const { sub } = heard.who ? claims(await renewed().catch(() => "")) : { sub: "" };
    const person = sub ? `~${sub}:` : (heard.who && heard.person) || "";
    if (person && !heard.person) {
      for (const name of THEIRS) {
        if (!kept(name, "") || kept(name, person)) continue;
        localStorage[ours + person + name] = kept(name, "");
        delete localStorage[ours + name];
      }
    }
    const { person: before = "" } = heard, another = person !== before;
    heard.person = person;
    if (another) heard.turned?.(before);
    if (kept("outbox") || kept("chat")) load().then((panel) => panel.send(), () => {});
    look(another);
  }

  /** How much is unread? @param {boolean} [now] */
  async function look(now) {
    if (!now && (document.hidden || performance.now() - looked < REST)) return;
    looked = performance.now();
    try {
      tell(heard.who || kept("visitor", "") ? (await ask("/unread")).unread : 0);
    } catch { /* it is told the next time */ }
  }

  /** On our own `?`, and to the host, which may have one. @param {number} count */
  function tell(count) {
    if (count === unread) return;
    unread = count;
    const { own } = button(), root = /** @type {ShadowRoot} */ (own.getRootNode());
    let mark = own.querySelector("span");
    if (!mark) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      mark = own.appendChild(document.createElement("span"));
      mark.className = "n";
    }
    mark.hidden = !count;
    mark.textContent = String(Math.min(count, 99));
    const [label] = (own.getAttribute("aria-label") || "").split(" (");
    own.setAttribute("aria-label", count ? `${label} (${UNREAD[tag.locale.slice(0, 2)] || UNREAD.en}: ${count})` : label);
    emit("unread", { count });
  }

  addEventListener("visibilitychange", () => look(), { signal });
  return { ask, read, sign, meet, look };
}
