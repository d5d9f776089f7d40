/** One's own requests: asked for when they are looked at, and every 20 seconds while they are; replies, ratings, reopening. */
import { askingOf, NO_DRAFT } from "./asking-state.js";
import { FOLLOWED, requestOf } from "./following-state.js";
import css from "./screens/following.css";
import { request } from "./screens/request.js";
import { requests } from "./screens/requests.js";

export { css };

/** @typedef {ReturnType<typeof createFollowing>} Following */
/** @typedef {import("./asking.js").Draw} Draw */
/** @typedef {import("./asking.js").Tools} Tools */

/** @param {import("./panel.js").Given} given @param {Tools} tools @returns {Record<string, Draw>} */
export function begin(given, tools) {
  given.store.learn(FOLLOWED);
  const verbs = createFollowing(given, tools);
  return { requests: (state, means) => requests(state, means, verbs, tools), request: (state, means) => request(state, means, verbs, tools) };
}


const BEAT = 20_000, MINUTE = 60_000;
const pathOf = (/** @type {string} */ id) => `/${id}/messages`;
/** The request that something goes to; "" is a new one. */
const ofPath = (path = "") => path.match(/^\/(\w+)\/messages/)?.[1] || "";

/** @param {import("./panel.js").Given} given @param {Tools} tools */
function createFollowing({ store, api, act, emit, ended, heard }, { door, keepDraft, random, refresh, verbs: writing, files, authorization, outbox }) {
  const { dispatch, get } = store;
  let shown = "";
  /** @type {any} */
  let beat = 0;
  store.listen(watch);
  queueMicrotask(() => watch(get()));
  ended.addEventListener("abort", () => clearInterval(beat));
  addEventListener("visibilitychange", () => { if (shown && !document.hidden) look(); }, { signal: ended });

  let waiting = 0;
  /** @param {import("./state.js").State} state */
  function watch({ open, place, asking }) {
    if (!asking) return;
    const mine = asking.outbox.filter(({ path }) => path && ofPath(path) === place.id);
    // Somebody has answered meanwhile: that is read first.
    const stale = mine.find(({ state, problem }) => state === "refused" && problem?.code === "stale");
    if (stale) queueMicrotask(() => verbs.change(stale));
    if (mine.length < waiting && shown) look();
    waiting = mine.length;
    const now = open && /^request/.test(place.screen) ? place.screen + "/" + place.id : "";
    if (now === shown) return;
    shown = now;
    clearInterval(beat);
    if (!now) return;
    look();
    beat = setInterval(() => { if (!document.hidden) look(); }, BEAT);
  }

  function look() {
    const { screen, id } = get().place;
    return screen === "request" ? read(id) : Promise.all([refresh(), chats()]);
  }

  /** One's own chats. */
  async function chats() {
    if (!askingOf(get()).known) return;
    try {
      const { conversations } = await api.ask("/conversations?limit=100", { headers: { Authorization: await authorization() } });
      if (get().asking) dispatch({ type: "chats-are", chats: conversations });
    } catch (error) {
      emit("error", error);   // those that were known are shown
    }
  }

  /** One of them. @param {string} id */
  async function read(id) {
    if (requestOf(get(), id).status === "none") dispatch({ type: "request-is", id, request: { status: "asked" } });
    let request;
    try {
      request = { status: "here", ticket: await door("/" + encodeURIComponent(id)) };
    } catch (error) {
      request = /** @type {any} */ (error).status === 404 ? { status: "gone", ticket: null } : { status: "failed" };
      emit("error", error);
    }
    const before = requestOf(get(), id);
    // The same again changes nothing: what is being read stays as it is.
    if (request.status !== before.status || JSON.stringify(request.ticket) !== JSON.stringify(before.ticket)) dispatch({ type: "request-is", id, request });
    if (before.status === "asked") writing.land();
    const { unread, messages } = request.ticket || {};
    if (unread && !document.hidden) door(`/${id}/read`, { n: messages.at(-1).n }).then(() => Promise.all([refresh(), heard.known().then((it) => it.look(true))])).catch(() => {});
  }

  const verbs = {
    look, files,
    /** An attachment, to be kept by the browser; the door wants to know who asks, so no link could lead there. @param {{id: string, name: string}} file */
    async save({ id, name }) {
      dispatch({ type: "unsaved", id: "" });
      try {
        const answer = await fetch(`${api.root}/files/${id}`, { credentials: "omit", headers: { Authorization: await authorization() } });
        if (!answer.ok) throw { ...(await answer.json()), status: answer.status };
        const link = document.createElement("a");
        link.href = URL.createObjectURL(await answer.blob());
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
      } catch (error) {
        dispatch({ type: "unsaved", id });
        emit("error", error);
      }
    },
    write: writing.reply,
    /** What is sent waits with the others until it is there. @param {string} id */
    reply(id) {
      const { body = "" } = askingOf(get()).replies[id] || {};
      if (!body.trim()) return waiting || dispatch({ type: "replying", id, reply: { sent: "empty" } });   // the second click of two
      if (files.held(id, () => verbs.reply(id))) return;
      const along = files.of(id), seen = requestOf(get(), id).ticket?.messages.at(-1)?.n;
      outbox.add({ body: body.trim(), seen, ...(along[0] && { files: along.map((one) => one.id) }) }, { ...NO_DRAFT, body, files: along }, pathOf(id));
      files.put(id);
      const { draft } = askingOf(get());
      if (draft.body === body) {   // the form's words were joined to this request
        keepDraft("", null);
        dispatch({ type: "drafted", draft: { at: 0, body: "", facts: {} } });
      }
      writing.reply(id, "");
    },
    /** What was refused goes back to where it was written, whole. @param {import("../shared/outbox.js").Sending} item */
    change(item) {
      const id = ofPath(item.path);
      if (!id) return writing.change(item);
      const now = askingOf(get()).replies[id]?.body || "", { body, files: along } = item.draft;
      outbox.remove(item.key);
      files.put(id, along, !!item.problem?.errors?.files);
      writing.reply(id, [body, now].filter(Boolean).join("\n\n"));
      if (item.problem?.code === "stale") dispatch({ type: "replying", id, reply: { sent: "stale" } });
      if (get().place.id !== id) act.go({ screen: "request", id, focus: "reply" });
    },
    /** @param {string} id @param {Partial<import("./asking-state.js").Rating>} rating */
    star(id, rating) { dispatch({ type: "rating", id, rating: { ...rating, sent: "" } }); },
    /** @param {string} id */
    async rate(id) {
      const { stars = 0, text = "", sent = "" } = askingOf(get()).ratings[id] || {};
      if (!stars || sent === "sending") return;
      dispatch({ type: "rating", id, rating: { sent: "sending" } });
      try {
        await door(`/${id}/rating`, { stars, ...(text.trim() && { text: text.trim() }) }, random(16));
        dispatch({ type: "rating", id, rating: { sent: "done" } });
        await read(id);
      } catch (error) {
        dispatch({ type: "rating", id, rating: { sent: "failed" } });
        emit("error", error);
      }
    },
    /** @param {string} id */
    async reopen(id) {
      try {
        await door(`/${id}/reopen`, {}, random(16));
        dispatch({ type: "rating", id, rating: { stars: 0, text: "", sent: "" } });
      } catch (error) {
        emit("error", error);
      }
      await read(id);
    },
  };
  return verbs;
}
