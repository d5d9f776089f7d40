/**
 * What waits to be sent, and sending it: each line under the client_id that it got when it was said, one at a time, in their order. A line
 * leaves the storage when the server has it, or when somebody throws it away, and never else. (chat/talk.js says what is given.)
 */
import { inOrder, isOld, without } from "../chatting-state.js";

/** @typedef {import("../chatting-state.js").Kept} Kept */
/** @typedef {import("../chatting-state.js").Pending} Pending */
/** @typedef {import("../chatting-state.js").Thread} Thread */

/** A refusal that no later try will change. @param {any} problem */
const final = ({ status, code }) => status >= 400 && status < 500 && ![408, 425, 429].includes(status) && code !== "unavailable" && code !== "unsigned";

/**
 * @param {object} given
 * @param {(event: string, payload: any) => Promise<any>} given.emit
 * @param {import("./talk.js").Storage} given.storage
 * @param {() => number} given.now
 * @param {() => string} given.random
 * @param {(tries: number) => number} given.pause
 * @param {(fn: () => void, ms: number) => () => void} given.later
 * @param {() => void} given.changed
 * @param {(problem: any) => void} given.failed
 * @param {(told: any) => void} given.shared
 * @param {() => Thread[]} given.threads   the present conversation and those before it
 * @param {(answer: {conversation: string, n: number}, to: string) => void} given.stored   a line that went `to` a conversation ("": a new one) is kept in that one
 * @param {(conversation: string) => void} given.lost   it is no more
 */
export function createSending({ emit, storage, now, random, pause, later, changed: tell, failed, shared, threads, stored, lost }) {
  /** @type {Kept[]} */
  let unsent = [];
  /** Acknowledged, and their line has not come yet. @type {Pending[]} */
  let acked = [];
  /** How the tries of this page stand, by client_id. @type {Record<string, {again?: number, problem?: any, refused?: boolean}>} */
  let tried = {};
  /** The conversations that first lines began, by their client_id. @type {Record<string, string>} */
  let born = {};
  /** What the storage is being told: by client_id, that it is there, or gone. @type {Map<string, boolean>} */
  const writing = new Map();
  let up = false, leading = false, unsigned = false, flying = "", tries = 0, last = 0;
  let era = 0;   // counts the people: what is on its way for a former one is for nobody
  let wake = () => {};
  /** Whoever waits for all that goes to be gone. @type {((gone: boolean) => void)[]} */
  let waits = [];

  function changed() {
    tell();
    settle();
  }

  function settle() {
    const item = next(), stuck = !up || unsigned || (item && (tried[item.client_id]?.again || 0) > now());
    if (item && !stuck) return;
    for (const go of waits.splice(0)) go(!item);
  }

  /** Where a line goes; "": it begins a conversation. @param {Kept} item */
  const target = ({ conversation, first }) => conversation || born[first] || "";
  const refused = (/** @type {Kept} */ { client_id }) => tried[client_id]?.refused;
  const next = () => unsent.find((one) => !refused(one) && !isOld(one, now()));

  /** @param {Kept} item */
  async function keep(item) {
    writing.set(item.client_id, true);
    await storage.put(item).catch(() => {});
    if (writing.get(item.client_id)) writing.delete(item.client_id);
  }

  /** It waits no longer. @param {string} client_id */
  function drop(client_id) {
    unsent = unsent.filter((one) => one.client_id !== client_id);
    delete tried[client_id];
    writing.set(client_id, false);   // for good: what is read of the storage meanwhile may still have it
    return storage.remove(client_id).catch(() => {});
  }

  /** Lines of a conversation that is no more begin another one. @param {string} gone */
  async function rehome(gone) {
    const homeless = unsent.filter((one) => target(one) === gone), first = homeless[0]?.client_id;
    for (const name in born) if (born[name] === gone) delete born[name];
    unsent = unsent.map((one) => (homeless.includes(one) ? { ...one, conversation: "", first } : one));
    for (const one of unsent) if (first && one.first === first) await keep(one);
  }

  /** It is there. @param {Kept} item @param {string} conversation */
  async function leave(item, conversation) {
    unsent = unsent.filter((one) => one !== item);
    if (!target(item)) born[item.first] = conversation;
    // Those behind a first line know where they belong before it is let go: a crash in between finds one of both.
    const behind = unsent.filter((one) => !one.conversation && one.first === item.first && target(one));
    unsent = unsent.map((one) => (behind.includes(one) ? { ...one, conversation: target(one) } : one));
    for (const one of behind) await keep({ ...one, conversation: target(one) });
    await drop(item.client_id);
  }

  /** The server has it. @param {string} client_id @param {{conversation: string, n: number, to?: string}} answer  `to`: where it was sent, "" to begin a conversation */
  async function arrived(client_id, answer) {
    const { conversation, n, to = "" } = answer, item = unsent.find((one) => one.client_id === client_id);
    if (item) acked = [...acked, { ...item, conversation, n, way: "received" }];
    const left = item && leave(item, conversation);
    stored(answer, to);
    acked = without(threads(), acked);
    changed();
    await left;
  }

  /** Send the first that waits; after it the next. */
  async function run() {
    wake();
    if (flying || !leading || !up || unsigned) return;
    const item = next();
    if (!item) return;
    const { client_id, body, context } = item, mine = era, again = tried[client_id]?.again || 0;
    if (again > now()) {
      wake = later(run, again - now());
      return;
    }
    flying = client_id;
    changed();
    const files = item.files.length ? { files: item.files.map(({ id }) => id) } : {}, to = target(item);
    let answer;
    try {
      answer = await emit(to ? "chat:message" : "chat:start", to ? { conversation: to, client_id, body, ...files } : { client_id, body, ...files, ...(context && { context }) });
    } catch {
      answer = { error: { status: 0, code: "unavailable", detail: "no answer" } };
    }
    if (mine !== era) return;
    flying = "";
    if (answer?.error) await unanswered(item, to, answer.error);
    else {
      const told = { conversation: answer.conversation || to, n: answer.n, to };
      tries = 0;
      await arrived(client_id, told);
      shared({ acked: { client_id, ...told } });
    }
    if (mine === era) run();
  }

  /** @param {Kept} item @param {string} to @param {any} problem */
  async function unanswered({ client_id }, to, problem) {
    if (problem.code === "unsigned") unsigned = true;
    else if (problem.code === "not_found" && to) lost(to);
    else if (final(problem)) tried[client_id] = { refused: true, problem };
    else tried[client_id] = { problem, again: now() + Math.max(pause(++tries), 1000 * (problem.retry_after_seconds || 0)) };
    failed(problem);
    changed();
  }

  /** @param {Kept} item @returns {Pending} */
  function standing(item) {
    const { again = 0, problem } = tried[item.client_id] || {};
    const way = refused(item) ? "refused" : flying === item.client_id ? "sending" : isOld(item, now()) ? "old" : problem?.code === "too_many" && again > now() ? "later" : up && !unsigned ? "sending" : "device";
    return { ...item, way, problem, again };
  }

  /** @param {string} client_id @param {Kept | undefined} item  as it is now */
  async function changedTo(client_id, item) {
    delete tried[client_id];
    changed();
    if (item) await keep(item);
    shared({ outbox: true });
    run();
  }

  const self = {
    run, arrived, rehome,
    /** What waits is read again: another tab has changed it. */
    async reload() {
      const mine = era, found = await storage.all();
      if (mine !== era) return;
      // Where a first line has begun is known by those behind it.
      for (const { first, conversation } of found) if (first && conversation) born[first] = conversation;
      // What is being written just now is as it will be.
      const extra = unsent.filter(({ client_id }) => writing.get(client_id) && !found.some((one) => one.client_id === client_id));
      unsent = inOrder([...found, ...extra]).filter(({ client_id }) => writing.get(client_id) !== false && !acked.some((one) => one.client_id === client_id));
      last = Math.max(last, 0, ...unsent.map(({ at }) => at));
      for (const thread of threads()) self.seen(thread);
      changed();
      run();
    },
    /** These lines are there. @param {Thread} thread */
    seen(thread) {
      acked = without([thread], acked);
      const left = without([thread], unsent);
      for (const item of unsent) if (!left.includes(item)) leave(item, thread.id);
    },
    /** A first line of ours whose ack was lost: which conversation it began. @param {import("../chatting-state.js").Line} row @returns {string | null} where it was to go; null: it is none of ours */
    born(row) {
      const item = unsent.find(({ client_id }) => client_id === row.client_id);
      if (!item) return null;
      const to = target(item);
      if (!to) born[item.first] = row.conversation;
      return to;
    },
    /** @param {boolean} yes */
    lead(yes) { leading = yes; },
    /** @param {boolean} yes */
    connected(yes) {
      up = yes;
      if (!yes) return settle();
      unsigned = false;
      tries = 0;
      // What failed for want of a network is tried at once; what the server asked to wait waits.
      for (const one of Object.values(tried)) if (one.problem?.code !== "too_many") one.again = 0;
      run();
    },
    unsigned() { unsigned = true; },
    /** Is all gone that goes by itself? Waits for it, unless it cannot go now. @returns {Promise<boolean>} */
    through: () => new Promise((go) => {
      waits.push(go);
      settle();
    }),
    /** @param {{body: string, files?: any[], context?: any}} said @param {string} conversation  "": a new one @returns {Promise<string>} its client_id, once it is kept */
    async say({ body, files = [], context }, conversation) {
      last = Math.max(now(), last + 1);
      const client_id = random(), mine = era, first = conversation ? "" : unsent.find((one) => !target(one))?.first || client_id;
      const item = { client_id, at: last, body, files, conversation, first, ...(context && { context }) };
      unsent = [...unsent, item];
      changed();
      await keep(item);
      if (mine === era) {
        shared({ outbox: true });
        run();
      }
      return client_id;
    },
    /** One that waited too long, or was refused: it goes now, after those that wait. @param {string} client_id */
    again(client_id) {
      last = Math.max(now(), last + 1);
      unsent = inOrder(unsent.map((one) => (one.client_id === client_id ? { ...one, at: last } : one)));
      return changedTo(client_id, unsent.find((one) => one.client_id === client_id));
    },
    /** Thrown away, unsent. @param {string} client_id */
    async discard(client_id) {
      await drop(client_id);
      await changedTo(client_id, undefined);
    },
    /** Those of the present conversation; of a new one, where there is none. @param {Thread | undefined} here */
    pending: (here) => [...acked, ...unsent.map(standing)].filter((item) => (here ? threads().some(({ id }) => id === target(item)) : !target(item))),
    told: () => ({ up, unsigned, waiting: unsent.length }),
    /** Log-out. */
    async wipe() {
      self.stop();
      [unsent, acked, tried, born, flying, up, unsigned] = [[], [], {}, {}, "", false, false];
      changed();
      await storage.clear().catch(() => {});
    },
    stop() {
      era += 1;
      wake();
    },
  };
  return self;
}
