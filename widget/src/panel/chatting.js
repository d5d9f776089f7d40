/** A chat, a part of its own: its screen, what one does there, and that somebody has written. */
import { along, contextOf } from "./along.js";
import { askingOf } from "./asking-state.js";
import { createHere, RUNS } from "./chat/here.js";
import { createNoticing } from "./chat/noticing.js";
import { CHATTED, chattingOf, FIELD, MOST_BYTES, NOTHING } from "./chatting-state.js";
import { OFFERED } from "./offer-state.js";
import css from "./screens/chat.css";
import { chat } from "./screens/chat.js";

export { css };

/** @typedef {import("./state.js").State} State */
/** @typedef {ReturnType<typeof createChatting>} Verbs */

/** Milliseconds: between two times that we say that somebody writes; in which a conversation is gone on with; until news is told to the `?`. */
const TYPES = 3000, GOES_ON = 24 * 3600_000, REST = 400, MINUTE = 60_000;
/** Pixels from the end within which somebody reads along. */
const NEAR = 80;

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
export function begin(given, tools) {
  given.store.learn({ ...OFFERED, ...CHATTED });
  const verbs = createChatting(given, tools);
  tools.screens.chat = (/** @type {State} */ state, /** @type {import("./panel.js").Means} */ means) => {
    verbs.speak(means.t.t);
    return chat(state, means, verbs);
  };
}

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
function createChatting(given, tools) {
  const { store: { dispatch, get, listen }, api, act, context, emit, memory, host, ended, heard, carried } = given;
  const { authorization, keepDraft, verbs: writing, files } = tools;
  const is = (/** @type {Partial<import("./chatting-state.js").Chatting>} */ chatting) => dispatch({ type: "chatting-is", chatting });
  memory.fits.sound = (/** @type {any} */ it) => it === true;
  const noticing = createNoticing({ say: act.say, ended });
  /** The screen was opened, and is not drawn yet; at its end? @type {boolean | null} */
  let arriving = null;
  let shown = "", typed = 0, was = "", counted = 0, drawing = false;
  /** @type {any} */
  let timer = 0;
  /** The words of the language that was drawn last. */
  let t = /** @type {import("./panel.js").Means["t"]["t"]} */ ((key) => key);
  is({ sound: !!memory.get("sound") });
  const here = createHere(given, tools, { changed, came, looked: () => shown !== "", began: () => watch(get(), true),
    halted() {
      shown = "";
      noticing.forget();
      if (get().chatting?.view) is({ view: null });
    } });
  listen(watch);
  addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    noticing.forget();
    seen();
  }, { signal: ended });

  /** Draw what is another now: once for all that changes at once. */
  function changed() {
    if (drawing) return;
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      const view = here.talk()?.view();
      if (!view || ended.aborted || !get().chatting) return;
      const { standing, waiting, id, unread } = view, stands = standing?.status || "", end = atEnd();
      is({ view });
      dispatch({ type: "offered", offer: { running: waiting > 0 || RUNS.includes(stands), agent: standing?.agent || "", unread } });
      if (shown && arriving != null) arrive();
      else if (end) toEnd();
      if (stands === "away" && standing?.ticket && was && was !== id + "away") emit("handoff", { conversation: id, ticket: standing.ticket, answer_by_at: standing.answer_by_at });
      if (stands || waiting) was = id + stands;
      seen();
      if (unread !== counted && view.up) count(unread);
    });
  }

  /** On the `?`. @param {number} unread */
  function count(unread) {
    counted = unread;
    clearTimeout(timer);
    timer = setTimeout(() => heard.known().then((it) => it.look(true), () => {}), REST);
  }

  /** A line of somebody else. @param {import("./chatting-state.js").Line} line */
  function came({ conversation, n, author, body }) {
    emit("message", { conversation, n, author, text: body });
    if (author.kind === "agent" || shown) noticing.wrote(author.name ? `${author.name}: ${body}` : body, (many) => t("mine.unread", { n: many }), chattingOf(get()).sound);
  }

  const main = () => host.shadowRoot?.querySelector("main");
  /** Is the last line in sight? */
  function atEnd() {
    const node = shown && main();
    return !!node && node.scrollHeight - node.scrollTop - node.clientHeight < NEAR;
  }
  function toEnd() {
    const node = main();
    if (node) node.scrollTop = node.scrollHeight;
  }

  /** The end that is in sight stays there when the room changes: a keyboard has come, a telephone was turned. */
  let held = false, size = "";
  const sized = () => { const { clientWidth, clientHeight } = main() || {}; return clientWidth + "x" + clientHeight; };
  const room = new ResizeObserver(() => {
    if (held && shown) toEnd();
    size = sized();
  });
  ended.addEventListener("abort", () => room.disconnect());
  const scrolled = () => { if (sized() === size) held = atEnd(); };   // else it was the new room that moved it, and nobody

  /** The screen is there: its end is in sight, unless it was left elsewhere, and the focus in its field. */
  function arrive() {
    const node = main();
    if (node) {
      room.observe(node);
      node.addEventListener("scroll", scrolled, { passive: true, signal: ended });   // the same one twice is one
    }
    if (arriving) toEnd();
    held = atEnd();
    arriving = null;
    writing.land();
  }

  /** What is in sight is read. */
  function seen() {
    if (shown && !document.hidden) here.talk()?.seen();
  }

  /** @param {State} state @param {boolean} [anew] */
  function watch(state, anew) {
    if (!state.chatting) {
      is(NOTHING);
      was = "";
      return here.reset();
    }
    const { open, shown: visible, place } = state, now = open && visible && place.screen === "chat" ? "chat/" + place.id : "", talk = here?.talk();
    if (now === shown && anew !== true) return;
    const came_ = now !== shown;
    shown = now;
    if (now && came_) {
      arriving = !place.scroll;
      if (state.chatting.view) setTimeout(arrive);
    }
    if (now && talk) enter(talk, place.id);
    here?.wants();
    seen();
  }

  /** @param {import("./chat/talk.js").Talk} talk @param {string} id */
  function enter(talk, id) {
    const view = talk.view();
    if (id && id !== view.id) {
      was = "";
      talk.begin(id);
    } else if (!view.id && !view.waiting) resume();
    // What was begun in the form or the search is a beginning; it becomes a draft when somebody goes on with it.
    const words = askingOf(get()).draft.body || carried(get());
    if (words && !field() && !view.id && !view.waiting) put(words);
  }

  /** The conversation that still goes on, also one of another browser. */
  async function resume() {
    const talk = here.talk();
    if (!askingOf(get()).known || !talk) return;
    is({ looking: true });
    try {
      const [newest] = (await here.read("/conversations?limit=1")).conversations, view = talk.view();
      const fresh = newest && (RUNS.includes(newest.status) || Date.now() - +new Date(newest.last_at) < GOES_ON);
      if (fresh && talk === here.talk() && !view.id && !view.waiting && !get().place.id) await talk.begin(newest.conversation);
    } catch { /* it is a new one, then */ }
    if (get().chatting) is({ looking: false });
  }

  const field = () => askingOf(get()).replies[FIELD]?.body || "";
  /** @param {string} body */
  function put(body) { dispatch({ type: "replying", id: FIELD, reply: { at: Date.now(), body, sent: "" } }); }

  const verbs = {
    files, writing,
    /** @param {typeof t} words */
    speak(words) { t = words; },
    /** What the field holds. @param {string} body */
    write(body) {
      writing.reply(FIELD, body);
      const id = here.talk()?.view().id;
      if (!body || !id || Date.now() - typed < TYPES) return;
      typed = Date.now();
      here.say("chat:typing", { conversation: id }).catch(() => {});
    },
    async send() {
      const talk = here.talk(), body = field().trim();
      if (!talk || new TextEncoder().encode(body).length > MOST_BYTES || files.held(FIELD, verbs.send)) return;
      const attached = files.of(FIELD);
      if (!body && !attached[0]) return;
      writing.known();
      const { draft } = askingOf(get()), { locale, site } = get().pack;
      const goes = { ...contextOf(along(get(), context.read(site.route), { agent: navigator.userAgent, screen: `${screen.width} × ${screen.height}` }), draft.without), locale };
      files.put(FIELD);
      put("");
      if (draft.body.trim() === body) {   // the form's words were said here
        keepDraft("", null);
        dispatch({ type: "drafted", draft: { at: 0, body: "", facts: {} } });
      }
      dispatch({ type: "chatting-known" });
      const kept = talk.say({ body, files: attached, ...(!talk.view().id && { context: goes }) });
      setTimeout(toEnd);
      await kept;
      if (!field()) keepDraft(FIELD, null);   // until then it would have been there after a crash
    },
    /** Back into the field, to be changed. @param {import("./chatting-state.js").Pending} item */
    change({ client_id, body, files: along, problem }) {
      files.put(FIELD, along, !!problem?.errors?.files);
      verbs.write([body, field()].filter(Boolean).join("\n\n"));
      here.talk()?.discard(client_id);
    },
    again: (/** @type {string} */ id) => here.talk()?.again(id),
    discard: (/** @type {string} */ id) => here.talk()?.discard(id),
    look: () => here.talk()?.catchUp(),
    async end() {
      is({ unended: false });
      is({ unended: !await here.talk()?.end() });
    },
    /** After a click, for browsers let nothing sound otherwise. @param {boolean} sound */
    loud(sound) {
      is({ sound });
      if (!sound) return memory.forget("sound");
      memory.set("sound", true);
      noticing.sound();
    },
    /** An attachment, to be kept by the browser; the door wants to know who asks, so no link could lead there. @param {string} conversation @param {{id: string, name: string}} file */
    async save(conversation, { id, name }) {
      is({ unsaved: "" });
      try {
        const answer = await fetch(`${api.root}/conversations/${conversation}/files/${id}`, { credentials: "omit", headers: { Authorization: await authorization() } });
        if (!answer.ok) throw { ...(await answer.json()), status: answer.status };
        const link = document.createElement("a");
        link.href = URL.createObjectURL(await answer.blob());
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
      } catch (error) {
        is({ unsaved: id });
        emit("error", error);
      }
    },
  };
  return verbs;
}
