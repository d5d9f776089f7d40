/**
 * One person's chat in one tab, without a browser around it: what was said, what waits to be sent (sending.js), and catching up.
 * Everything that it touches is given to it, so that it runs anywhere:
 *
 *   const talk = createTalk({
 *     emit: async (event, payload) => ack,       // over the socket; rejects when no ack came. A refusal is {error: {status, code, detail, retry_after_seconds?}}
 *     get: async (path) => answer,               // GET below /api/v1/{site}; rejects with a problem {status, code, …}
 *     storage: {kept, all, put, remove, clear},  // what waits (chat/keeping.js, or `inMemory()` of it): all() → Promise<Kept[]>, put(item), remove(client_id), clear()
 *     now: () => 0,                              // milliseconds
 *     random: () => "…",                         // a new client_id
 *     // and, where wanted:
 *     pause: (tries) => 0,                       // milliseconds until the next try
 *     later: (fn, ms) => cancel,                 // a timer; `() => () => {}` where the tester calls run() and catchUp()
 *     changed: () => {},                         // view() is another one
 *     came: (line) => {},                        // a line of somebody else that is new in this page's life
 *     failed: (problem) => {},
 *     shared: (told) => {},                      // what other tabs should hear: {outbox: true} | {acked: …}; they are told it by `told()`
 *   });
 *   await talk.begin(conversation);   // "" where there is none yet; again for another one
 *   talk.lead(true);                  // this tab sends; of several only one does
 *   talk.connected(true);             // there is a socket: it catches up and sends what waits
 *   await talk.say({ body: "…" });    // kept when it resolves, sent by itself
 *   talk.push("chat:message", row);   // whatever the socket pushes
 *   talk.view();                      // what is shown: `lines` in order, then `pending`
 *
 * It promises: `lines` is what a fresh GET of the conversation gives, or the beginning of it; a line that was said is in the storage until the
 * server has it, and sent under the same client_id however often; lines are sent in their order, one at a time.
 */
import { begun, lacks, TYPES, unread, withLines, withRead, withStanding } from "../chatting-state.js";
import { createSending } from "./sending.js";

/** @typedef {import("../chatting-state.js").Kept} Kept */
/** @typedef {import("../chatting-state.js").Line} Line */
/** @typedef {import("../chatting-state.js").Thread} Thread */
/** @typedef {{kept: boolean, all: () => Promise<Kept[]>, put: (item: Kept) => Promise<void>, remove: (id: string) => Promise<void>, clear: () => Promise<void>}} Storage */
/** @typedef {ReturnType<typeof createTalk>} Talk */
/** @typedef {ReturnType<Talk["view"]>} View */

/** Lines of one question; how often news may cross it; milliseconds that a push may take after the ack before it is asked for. */
const PAGE = 100, CROSSINGS = 5, SOON = 400;

/**
 * @param {object} given
 * @param {(event: string, payload: any) => Promise<any>} given.emit
 * @param {(path: string) => Promise<any>} given.get
 * @param {Storage} given.storage
 * @param {() => number} given.now
 * @param {() => string} given.random
 * @param {(tries: number) => number} [given.pause]
 * @param {(fn: () => void, ms: number) => () => void} [given.later]
 * @param {() => void} [given.changed]
 * @param {(line: Line) => void} [given.came]
 * @param {(problem: any) => void} [given.failed]
 * @param {(told: any) => void} [given.shared]
 */
export function createTalk({ emit, get, storage, now, random, pause = () => 1000, changed = () => {}, came = () => {}, failed = () => {}, shared = () => {},
  later = (fn, ms) => { const timer = setTimeout(fn, ms); return () => clearTimeout(timer); } }) {
  /** The conversations that follow each other, the present one last; none: the next line begins one. @type {Thread[]} */
  let threads = [];
  let typing = { name: "", until: 0 };
  /** Of the lines. @type {"none" | "asked" | "here" | "failed"} */
  let status = "none";
  let era = 0;     // counts what is looked at: an answer for something else is for nobody
  let heard = 0;   // counts the pushes and the acks
  let saw = 0;     // the read mark that is on its way
  /** Conversations that were here whole: what comes in them from then on is news. @type {Set<string>} */
  const whole = new Set();
  /** @type {{era: number, done: Promise<void>} | null} */
  let catching = null;
  let look = () => {};

  const here = () => threads[threads.length - 1];
  /** @param {string} id */
  const find = (id) => threads.find((one) => one.id === id);
  const sending = createSending({ emit, storage, now, random, pause, later, changed, failed, shared, threads: () => threads, lost,
    stored({ conversation, n }, to) {
      heard += 1;
      if (to ? find(to) : !here()) follow(conversation);
      // Its line is pushed; where the push is lost, it is asked for.
      const thread = find(conversation);
      if (thread) put({ ...thread, known: Math.max(thread.known, n) });
      soon();
    } });

  /** @param {Thread} next */
  function put(next) {
    const before = find(next.id);
    if (!before || next === before) return;
    threads = threads.map((one) => (one === before ? next : one));
    sending.seen(next);
    if (typing.name && next.lines.length > before.lines.length) typing = { name: "", until: 0 };
    changed();
    if (whole.has(next.id)) for (const line of next.lines.slice(before.lines.length)) if (line.author.kind !== "requester") came(line);
  }

  /** The present conversation is that one now. @param {string} id */
  function follow(id) {
    if (find(id)) return;
    whole.add(id);
    threads = [...threads, begun(id)];
    changed();
  }

  /** It is no more (it was erased). @param {string} id */
  function lost(id) {
    threads = threads.filter((one) => one.id !== id);
    if (!here()) status = "none";
    sending.rehome(id).then(sending.run);
    changed();
  }

  function soon() {
    look();
    const mine = era;
    const wanting = () => threads.some(lacks) || (here() && !here().standing);
    if (wanting()) look = later(() => { if (mine === era && wanting()) self.catchUp(); }, SOON);
  }

  async function fetchAll() {
    const mine = era;
    for (let crossings = 0; here();) {
      const { id, lines } = threads.find(lacks) || here(), before = heard;   // also one before the present one, whose last line was pushed in vain
      const answer = await get(`/conversations/${id}/messages?after=${lines.length}&limit=${PAGE}`);
      const thread = find(id);
      if (mine !== era || !thread) return;
      const { messages, conversation, next } = answer;
      status = "here";
      const clean = heard === before;   // else by a push that may be newer than this answer
      if (clean && conversation.last_n < thread.lines.length) {   // the server was set back: it is the truth
        whole.delete(id);
        put(begun(id));
        continue;
      }
      const calm = clean || ++crossings > CROSSINGS;
      let grown = withLines(thread, messages);
      if (clean && grown.known > Math.max(conversation.last_n, grown.lines.length)) grown = { ...grown, known: conversation.last_n };
      put(calm ? withStanding(grown, conversation) : grown);
      if (next && messages.length) continue;   // a page of many
      if (!calm) continue;
      whole.add(id);
      if (conversation.next && !find(conversation.next)) follow(conversation.next);
      else if (id === here()?.id) return changed();
    }
  }

  const self = {
    /** @param {string} [conversation]  "" where there is none yet */
    async begin(conversation = "") {
      const mine = ++era;
      [threads, status, saw, typing] = [conversation ? [begun(conversation)] : [], "none", 0, { name: "", until: 0 }];
      whole.clear();
      await sending.reload();
      if (mine === era) await self.catchUp();
    },
    reload: sending.reload, run: sending.run, say: (/** @type {{body: string, files?: any[], context?: any}} */ said) => sending.say(said, here()?.id || ""), again: sending.again, discard: sending.discard,
    /** Only one tab sends. @param {boolean} yes */
    lead(yes) {
      sending.lead(yes);
      if (yes) sending.reload();
    },
    /** Is there a socket? @param {boolean} yes */
    connected(yes) {
      sending.connected(yes);
      if (yes) self.catchUp();
      changed();
    },
    /** The server does not know who this is, and nothing more can be done about it here. */
    unsigned() {
      sending.unsigned();
      changed();
    },
    /** What the socket pushes. @param {string} name @param {any} told */
    push(name, told) {
      heard += 1;
      const to = name === "chat:message" && !find(told.conversation) ? sending.born(told) : null;
      if (to != null && (to ? find(to) : !here())) follow(told.conversation);
      const thread = find(told.conversation);
      if (!thread) return;
      if (name === "chat:message") put(withLines(thread, [told]));
      else if (name === "chat:read") put(withRead(thread, { [told.by]: told.n }));
      else if (name === "chat:changed") {
        put(withStanding(thread, told));
        if (told.next && !find(told.next)) {
          follow(told.next);
          self.catchUp();
        }
      } else if (name === "chat:typing" && told.by === "agent") {
        typing = { name: told.name || thread.standing?.agent || "", until: now() + TYPES };
        later(changed, TYPES + 50);
        changed();
      }
      soon();
    },
    /** What another tab told. @param {any} told */
    async told({ outbox, acked }) {
      if (acked) await sending.arrived(acked.client_id, acked);
      if (outbox) await sending.reload();
    },
    /** Ask for what came after the last line. @returns {Promise<void>} */
    catchUp() {
      if (!here()) return Promise.resolve();
      if (catching?.era === era) return catching.done;
      const mine = era, { id } = here();
      if (status === "none") status = "asked";
      changed();
      const done = fetchAll().then(soon, (problem) => {
        if (mine !== era) return;
        if (problem?.status === 404) lost(here()?.id || id);
        else {
          status = here()?.standing ? "here" : "failed";
          if (problem?.code === "unsigned") sending.unsigned();
        }
        failed(problem);
        changed();
      }).finally(() => { if (catching?.done === done) catching = null; });
      catching = { era, done };
      return done;
    },
    /** All that is shown has been read. */
    async seen() {
      const thread = here(), n = thread?.lines.length || 0, mine = era;
      if (!sending.told().up || !thread || n <= Math.max(thread.read.requester, saw) || !unread(thread)) return;
      saw = n;
      try {
        const answer = await emit("chat:read", { conversation: thread.id, n });
        const now_ = find(thread.id);
        if (mine === era && now_ && !answer?.error) put(withRead(now_, { requester: n }));
      } catch { /* it is said again */ }
      if (mine === era) saw = 0;
    },
    /** It is over, for now: a line opens it again. @returns {Promise<boolean>} */
    async end() {
      // What was said before it goes before it: behind it, it would open the conversation again.
      const answer = await sending.through() && await emit("chat:end", { conversation: here()?.id }).catch(() => null);
      await self.catchUp();
      return !!answer && !answer.error;
    },
    /** Log-out: nothing of it is here any more. */
    async wipe() {
      self.stop();
      [threads, status] = [[], "none"];
      await sending.wipe();
    },
    /** No more: timers end, and what is on its way is heard by nobody. */
    stop() {
      era += 1;
      look();
      sending.stop();
    },
    view() {
      const thread = here();
      return {
        id: thread?.id || "", status, kept: storage.kept, standing: thread?.standing || null, read: thread?.read || { requester: 0, agent: 0 }, unread: thread ? unread(thread) : 0,
        /** @type {Line[]} */
        lines: threads.flatMap(({ lines }) => lines), pending: sending.pending(thread), ...sending.told(), typing: typing.until > now() ? typing.name : "",
      };
    },
  };
  return self;
}
