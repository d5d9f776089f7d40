/** What an agent does with chats: reads what is new, writes, takes, gives, ends. Says it to the server, and what comes of it to the store. */
import { called, current, through } from "./chat-state.js";
import { createLines } from "./lines.js";
import { NO_DRAFT } from "./state.js";

/** @typedef {ReturnType<typeof createChats>} ChatActions */

export const MOST_BYTES = 4096;   // of one line
const CLOSES = ["hand-over", "end", "ticket"];
const PAUSE = 500, PAGE = 100, TYPING = 3000, TYPED = 6000;   // milliseconds; lines

/**
 * @param {object} given
 * @param {ReturnType<typeof import("../shared/store.js").createStore<import("./state.js").State>>} given.store
 * @param {import("./api.js").DeskApi} given.api
 * @param {(key: string, values?: any) => string} given.t
 * @param {{site: string, locale: string, person: {id: string, name: string}}} given.data
 * @param {(event: string, told: any) => Promise<any>} given.say   over the socket; throws a problem, also where there is none
 * @param {(rows: import("./chat-state.js").ChatRow[]) => void} given.ring
 * @param {(problem: any) => {text: string, final?: boolean}} given.refusal
 * @param {() => boolean} given.looks     is this page looked at?
 * @param {() => void} given.keep         the draft, where it outlives the page
 */
export function createChats({ store, api, t, data, say, ring, refusal, looks, keep }) {
  const { dispatch, get } = store, { site } = data;
  let ready = false;      // is everything read that came while we were cut off?
  let turn = 0;           // how often the connection came and went
  let told = 0;           // when "I write" was last said
  let marked = "";        // what was last said to be read
  let again = false, proposedFor = "";
  /** @type {Record<string, number>} */
  const reads = {};       // how often each was asked for: an older answer is no news
  let doing = Promise.resolve();
  /** @type {Promise<boolean> | null} */
  let catching = null;
  /** @type {Record<string, Promise<void>>} */
  const filling = {};
  /** @type {Record<string, any>} */
  const timers = {};

  /** Whoever waits for the lines of a chat to be gone. @type {{id: string, go: (gone: boolean) => void}[]} */
  let waits = [];

  const lines = createLines({ agent: data.person.id, site,
    say: (line) => (ready ? say("chat:message", { site, ...line }) : Promise.reject({ status: 0, code: "unavailable" })),
    kept: (id, line) => change({ type: "chatLines", id, lines: [{ ...line, conversation: id, author: { kind: "agent", name: data.person.name } }] }),
    changed(items) {
      dispatch({ type: "chatsWaiting", items });
      settle();
    } });

  function settle() {
    const left = get().chats.waiting.filter((one) => one.state !== "refused"), stuck = !get().link.on || (ready && left.some((one) => one.problem && !one.trying));
    const over = waits.filter(({ id }) => stuck || !left.some((one) => one.body.conversation === id));
    waits = waits.filter((one) => !over.includes(one));
    for (const { id, go } of over) go(!left.some((one) => one.body.conversation === id));
  }

  /** What happens may call somebody: not to the chat that they look at. @param {any} event */
  function change(event) {
    const { chats: before } = get();
    dispatch(event);
    const { chats, route } = get();
    if (before.status === "here") ring(called(before.rows, chats.rows).filter((row) => row.id !== route.chat || !looks()));
  }

  /** Whether there is news, and what. @returns {Promise<boolean>}  false: the server could not say */
  async function readAll() {
    try {
      change({ type: "chatsRead", ...await api.get("/chats") });
    } catch (/** @type {any} */ { status }) {
      dispatch({ type: "chatsFailed" });
      return status >= 400 && status < 500;   // a refusal is an answer, too
    }
    const { chats, route } = get();
    const behind = chats.rows.filter((row) => row.id !== route.chat && chats.told[row.id]?.story && through(chats.told[row.id].lines) < row.last_n);
    await Promise.all([...behind.map((row) => fill(row.id)), route.chat && (chats.told[route.chat]?.story ? fill(route.chat) : readOne(route.chat))]);
    return true;
  }

  /** All that is new, now; asked for again meanwhile, once more. A hundred bells a second are one. */
  function catchUp() {
    if (catching) again = true;
    return (catching ||= (async () => {
      let read;
      do {
        again = false;
        read = await readAll();
        if (again) await new Promise((go) => setTimeout(go, PAUSE));
      } while (again);
      catching = null;
      return read;
    })());
  }

  /** The lines behind the last one without a gap. @param {string} id */
  function fill(id) {
    return (filling[id] ||= (async () => {
      try {
        for (let next = ""; next !== null;) {
          const { conversation, messages, next: more } = await api.get(`/chats/${id}/messages`, { after: next || through(get().chats.told[id]?.lines || []), limit: PAGE });
          change({ type: "chatLines", id, lines: messages });
          dispatch({ type: "chatState", id, told: conversation });
          next = more;
        }
      } catch { /* the next look asks again */ }
      delete filling[id];
      propose(id);
    })());
  }

  /** @param {string} id */
  async function readOne(id) {
    const mine = reads[id] = (reads[id] || 0) + 1;
    dispatch({ type: "chatAsked", id });
    try {
      const story = await api.get(`/chats/${id}`);
      if (mine !== reads[id]) return;
      change({ type: "chatTold", id, story });
      const chat = get().chats.told[id];
      if (chat && story.last_n > through(chat.lines)) await fill(id);
      else propose(id);
    } catch (/** @type {any} */ problem) {
      if (get().chats.told[id]?.status !== "here") dispatch({ type: "chatUntold", id, status: problem.code === "not_found" ? "gone" : "failed" });
    }
  }

  /** Articles on the last words of who asks, once for each of them. @param {string} id */
  async function propose(id) {
    const chat = current(get()), last = chat?.lines.findLast((line) => line.author.kind === "requester");
    if (id !== get().route.chat || !last || proposedFor === `${id} ${last.n}`) return;
    proposedFor = `${id} ${last.n}`;
    try {
      dispatch({ type: "chatProposed", id, proposals: (await api.get(`/chats/${id}/proposals`)).proposals });
    } catch {
      proposedFor = "";
    }
  }

  /** "Read", while somebody looks. The chat is ours then: an offer is taken by it. */
  function look() {
    const { route: { chat: id }, link } = get(), chat = current(get());
    if (!id || !chat?.story || chat.story.whose !== "mine" || !link.on || !looks()) return;
    const n = through(chat.lines), mark = `${id} ${n} ${chat.story.status}`;
    if (mark === marked || !n || (n <= chat.story.read.agent && chat.story.status !== "queued")) return;
    marked = mark;
    say("chat:read", { site, conversation: id, n }).catch(() => { if (marked === mark) marked = ""; });
  }

  /** @param {string} text */
  function wrote(text) {
    const { route: { chat }, draft, link } = get();
    if (!chat || !text.trim() || draft.as === "note" || !link.on || Date.now() - told < TYPING) return;
    told = Date.now();
    say("chat:typing", { site, conversation: chat }).catch(() => {});
  }

  function send() {
    const { route: { chat: id }, draft } = get(), text = draft.text.trim();
    if (!id) return;
    if (!text && !draft.files.length) return dispatch({ type: "refused", text: t("desk.writeFirst") });
    if (new TextEncoder().encode(text).length > MOST_BYTES) return dispatch({ type: "refused", text: t("desk.chat.tooLong") });
    lines.add(id, { text, files: draft.files });   // kept before the field is empty: a crash between leaves both
    dispatch({ type: "sent", said: "", rest: { text: "", files: [], as: draft.as } });
    keep();
    told = 0;
  }

  /**
   * Do something with the chat that is open, after what is being done with it.
   *
   * @param {"take" | "hand-over" | "note" | "end" | "ticket"} path @param {Record<string, any>} [body]
   */
  async function act(path, body = {}) {
    if (get().draft.sending === path) return;
    await (doing = doing.then(() => now(path, body)));
  }

  /** @param {string} path @param {Record<string, any>} body */
  async function now(path, body) {
    const { route: { chat: id }, draft } = get(), words = path === "note";
    if (!id || !current(get())?.story) return;
    if (words && !draft.text.trim()) return dispatch({ type: "refused", text: t("desk.writeFirst") });
    const key = (words && draft.key) || crypto.randomUUID();   // the same words tried again are the same note
    dispatch({ type: "sending", as: path, key: words ? key : draft.key });
    try {
      // What was said before it goes before it: a line behind an end would open the chat again.
      if (CLOSES.includes(path) && !await new Promise((go) => { waits.push({ id, go }); settle(); })) throw { status: 0, code: "unavailable" };
      const row = await api.post(`/chats/${id}/${path}`, words ? { body: draft.text.trim() } : body, key);
      change({ type: "chatChanged", row });
      await readOne(id);
      if (get().route.chat !== id) return;
      const since = get().draft.text;   // what was written meanwhile is of the next one
      dispatch(words ? { type: "sent", said: t("desk.done"), rest: { ...NO_DRAFT, as: draft.as, text: since.startsWith(draft.text) ? since.slice(draft.text.length).trimStart() : since } } : { type: "done", said: t("desk.done") });
      keep();
    } catch (/** @type {any} */ problem) {
      if (get().route.chat === id) dispatch({ type: "refused", ...refusal(problem) });
    }
  }

  /** Who writes says so every three seconds; after six without it they no longer do. @param {any} about */
  function typing({ conversation: id, by, name }) {
    if (by === "agent" && name === data.person.name) return;
    clearTimeout(timers[id]);
    dispatch({ type: "chatTyping", id, name: name || get().chats.rows.find((row) => row.id === id)?.who.name || t("desk.chat.visitor") });
    timers[id] = setTimeout(() => dispatch({ type: "chatTyping", id, name: "" }), TYPED);
  }

  /** What the server pushes of this site. @type {Record<string, (told: any) => void>} */
  const heard = {
    "chat:message"({ conversation: id, ...line }) {
      change({ type: "chatLines", id, lines: [{ conversation: id, ...line }] });
      const { rows, told: known } = get().chats;
      if (!rows.some((row) => row.id === id)) catchUp();
      if (known[id]?.story && through(known[id].lines) < line.n) fill(id);
      else propose(id);
    },
    "chat:changed"(row) {
      change({ type: "chatChanged", row });
      if (row.id === get().route.chat) readOne(row.id);   // a word for colleagues is told in no row
    },
    "chat:read": ({ conversation: id, by, n }) => dispatch({ type: "chatRead", id, by, n, at: new Date().toISOString() }),
    "chat:typing": typing,
    "chat:seats": catchUp,
  };

  return {
    heard, catchUp, readOne, look, wrote, send, act,
    again: lines.again, elsewhere: lines.elsewhere,
    /** The words of a line that was refused go back into the field. @param {import("../shared/outbox.js").Sending} item */
    back({ key, body, draft: { files } }) {
      const { draft } = get();
      lines.remove(key);
      dispatch({ type: "wrote", text: [draft.text, body.body].filter(Boolean).join("\n") });
      dispatch({ type: "attached", id: get().route.chat, files: [...draft.files, ...files] });
      keep();
    },
    /** The connection is there: first what came meanwhile, then what waits. */
    async came() {
      const mine = ++turn;
      while (!await catchUp()) await new Promise((go) => setTimeout(go, 2 * PAUSE));
      if (mine !== turn) return;
      ready = true;
      lines.hurry();
      look();
    },
    gone() {
      ready = false;
      turn += 1;
      settle();
    },
    /** @param {{status?: string, most?: number}} wish */
    async sit(wish) {
      try {
        dispatch({ type: "chatSeat", seat: await api.post("/seat", wish, crypto.randomUUID()) });
      } catch (/** @type {any} */ problem) {
        dispatch({ type: "saidSo", said: refusal(problem).text });
        catchUp();
      }
    },
  };
}
