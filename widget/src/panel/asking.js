/**
 * Writing to us, a part of its own: the form, what was sent and waits, and the way to two further parts: one's own requests
 * (following.js) and files that go along (attaching.js).
 */
import { h } from "../shared/dom.js";
import { createOutbox } from "../shared/outbox.js";
import { ASKED, askingOf, fresh } from "./asking-state.js";
import { createFiles } from "./files.js";
import css from "./screens/asking.css";
import { mine } from "./screens/mine.js";
import { sent, waiting } from "./screens/sent.js";
import { write } from "./screens/write.js";
import { createWriting } from "./writing.js";

export { css };

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Means} Means */
/** @typedef {(state: State, means: Means) => any} Draw */
/** @typedef {{door: (path: string, body?: any, key?: string, anew?: boolean) => Promise<any>, keepDraft: (id: string, draft: any) => void, random: (bytes: number) => string, refresh: () => Promise<void>,
 *   verbs: import("./writing.js").Verbs, waiting: typeof waiting, files: Files, authorization: (anew?: boolean) => Promise<string>, outbox: ReturnType<typeof createOutbox>, part: (file: any) => Promise<any>, screens: Record<string, any>}} Tools   what the further parts work with */
/** @typedef {ReturnType<typeof createFiles>} Files */

const text = (/** @type {any} */ it) => typeof it === "string";
const own = (/** @type {any} */ it) => it && typeof it === "object" && !Array.isArray(it);
const drafted = (/** @type {any} */ it) => own(it) && it.at > 0 && text(it.body);
const whole = (/** @type {any} */ it) => drafted(it) && text(it.email) && text(it.name) && own(it.facts) && Object.values(it.facts).every(text)
  && Array.isArray(it.without) && it.without.every(text);
/** What is kept has this shape, or it is not ours; each draft and each item for itself, so that a broken one takes no other with it. */
const FITS = { draft: own, outbox: Array.isArray };
const fitting = (/** @type {[string, any]} */ [id, one]) => (id ? drafted(one) : whole(one));
const sendable = (/** @type {any} */ it) => own(it) && /^[\w-]{8,128}$/.test(it.key) && own(it.body) && text(it.body.body) && whole({ ...it.draft, at: 1 })
  && Array.isArray(it.draft.files || []) && (it.draft.files || []).every((/** @type {any} */ file) => own(file) && text(file.id));

/** @param {number} bytes  random ones, as base64url */
function random(bytes) {
  const made = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...made)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {import("./panel.js").Given} given */
export function begin(given) {
  const { store, api, emit, memory, ended, heard, pause, adopt } = given;
  const { dispatch, get } = store;
  Object.assign(memory.fits, FITS);
  store.learn(ASKED);

  /** Are they known to the server? */
  const met = () => !!(heard.who || memory.get("visitor"));
  /** Who is signed in is known by the host's token, a visitor by the secret of this browser. @type {Tools["authorization"]} */
  const authorization = async (anew) => (heard.who ? (await heard.known()).sign(anew) : `Visitor ${memory.get("visitor")}`);
  /** A token that was refused is renewed, once. @type {Tools["door"]} */
  const door = async (path, body, key, anew) => {
    try {
      return await api.ask((/^.change/.test(path) ? "" : "/tickets") + path, { ...(body && { method: "POST", body: JSON.stringify(body) }),
        headers: { Authorization: await authorization(anew), ...(body && { "Content-Type": "application/json" }), ...(key && { "Idempotency-Key": key }) } });
    } catch (error) {
      if (anew || /** @type {any} */ (error).code !== "unsigned") throw error;
      return door(path, body, key, true);
    }
  };

  const outbox = createOutbox({
    memory, pause, fits: sendable, newKey: () => random(16),
    deliver: ({ body, key, path = "" }) => door(path, body, key),
    changed: (items) => ended.aborted || dispatch({ type: "outbox-is", outbox: items }),
    delivered({ key }, ticket) {
      if (!outbox.holds(key)) return;   // thrown away meanwhile: at log-out, or in another tab
      refresh();
      if (!ticket.number) return emit("message", ticket);   // a line of one that is there
      dispatch({ type: "delivered", key, ticket });
      emit("ticket", { id: ticket.id, number: ticket.number });
    },
    failed: (problem) => emit("error", problem),
  });
  heard.turned = start;
  start();
  const files = createFiles(memory, () => dispatch({ type: "mine-is", mine: {} }), () => part(process.env.ATTACHING));
  const verbs = createWriting(given, { outbox, keepDraft, random, refresh, files, hint, met });
  store.listen((state) => { if (!state.asking) forget(); });
  addEventListener("online", outbox.hurry, { signal: ended });
  addEventListener("storage", ({ key }) => { if (key?.endsWith(":outbox")) { outbox.tell(); refresh(); } }, { signal: ended });
  ended.addEventListener("abort", outbox.stop);

  /** What was kept is there again. @param {string} [another]  who was here before */
  function start(another) {
    const kept = memory.get("draft"), drafts = fresh(Object.fromEntries(Object.entries(kept || {}).filter(fitting)), Date.now());
    if (kept) keep(drafts);
    dispatch({ type: "asking-began", drafts, known: met(), another });
    outbox.tell();
    outbox.run();
  }

  /** Log-out. */
  function forget() {
    outbox.stop();
    memory.forget("draft", "outbox", "visitor", "files");
    heard.person = "";
    files.forget();
    start();
  }

  /** @param {Record<string, any>} drafts */
  function keep(drafts) {
    if (Object.keys(drafts).length) memory.set("draft", drafts);
    else memory.forget("draft");
  }
  /** @type {Tools["keepDraft"]} */
  function keepDraft(id, draft) {
    const { [id]: _, ...others } = memory.get("draft") || {};
    keep(draft ? { ...others, [id]: draft } : others);
  }

  /** One's own requests, the newest first. */
  async function refresh() {
    const is = (/** @type {Partial<import("./asking-state.js").Mine>} */ mine) => { if (get().asking) dispatch({ type: "mine-is", mine }); };
    if (!met()) return is({ status: "here", tickets: [] });
    if (askingOf(get()).mine.status === "none") is({ status: "asked" });
    try {
      is({ status: "here", tickets: (await door("?limit=100")).tickets });
    } catch (error) {
      is({ status: "failed" });
      emit("error", error);
    }
  }

  /** @type {Record<string, Draw> | null} */
  let following = null;
  let coming = false, failed = false;
  /** One's own requests are drawn by a part that comes when they are looked at. @param {string} name @returns {Draw} */
  const followed = (name) => (state, means) => {
    if (following) return following[name](state, means);
    if (!coming && !failed) follow();
    return { title: means.t.t("mine.title"), alone: true, body: [h("p", { class: "card" }, means.t.t(failed ? "mine.away" : "loading")), failed && h("button", { type: "button", class: "plain", onclick: follow }, means.t.t("retry"))] };
  };
  /** @type {any} */
  let hinting = null;
  async function hint() {
    if (!hinting && !heard.ask && !askingOf(get()).draft.body) return;
    try {
      hinting ||= await part(process.env.HINTING);
      hinting.look();
    } catch { /* a hint that does not come is none */ }
  }
  let tries = 0;
  /** A further part, begun. @param {any} file */
  async function part(file) {
    try {
      // A browser may remember that an address failed: another one is asked then.
      const made = await import(new URL(file + (tries ? "?" + tries : ""), import.meta.url).href);
      adopt(made.css);
      return made.begin(given, { door, keepDraft, random, refresh, verbs, waiting, files, authorization, outbox, part, screens });
    } catch (error) {
      tries += 1;
      throw error;
    }
  }
  async function follow() {
    coming = true;
    try {
      following = await part(process.env.FOLLOWING);
    } catch {
      failed = true;
      setTimeout(() => { failed = false; }, 300);
    }
    coming = false;
    dispatch({ type: "mine-is", mine: {} });   // it is drawn
  }

  if (heard.who) heard.known().then((it) => it.meet(), () => {});
  /** @type {Record<string, any>} */
  const screens = {
    mine, part,   // the chat is one, too
    write: (/** @type {State} */ state, /** @type {Means} */ means) => write(state, means, verbs, hinting),
    sent: (/** @type {State} */ state, /** @type {Means} */ means) => sent(state, means, verbs) || followed("requests")(state, means),   // delivered before this page was loaded
    requests: followed("requests"), request: followed("request"),
  };
  return screens;
}
