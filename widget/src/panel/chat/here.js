/**
 * The chat of whoever is here, tied to this browser: what waits to its database, the socket to one of all tabs, each tab to the others. It
 * begins for a person, and ends when they log out, when somebody else signs in, or when the page is left – in this tab or in another.
 */
import { openKeeping } from "./keeping.js";
import { createTabs } from "./tabs.js";
import { createTalk } from "./talk.js";

/** @typedef {{talk: import("./talk.js").Talk, tabs: import("./tabs.js").Tabs, keeping: Awaited<ReturnType<typeof openKeeping>>, owner: string}} On */

/** Milliseconds until it is asked again what came. */
const BEAT = 20_000;
/** Milliseconds that the socket stays for another tab, from when that last asked for it. */
const STAYS = 50_000;
/** Of a conversation somebody is waiting for an answer in. */
export const RUNS = ["queued", "open"];

/**
 * @param {import("../panel.js").Given} given
 * @param {import("../asking.js").Tools} tools
 * @param {object} screen
 * @param {() => void} screen.changed
 * @param {(line: import("../chatting-state.js").Line) => void} screen.came
 * @param {() => boolean} screen.looked      is the chat in sight?
 * @param {() => void} screen.began          for somebody, maybe somebody else
 * @param {() => void} screen.halted         nothing of it may be shown
 */
export function createHere({ store, api, act, emit, memory, ended, heard, pause }, { authorization, random, part }, { changed, came, looked, began, halted }) {
  const { key: site } = store.get().pack.site, ours = `askaside:${site}:`;
  Object.assign(memory.fits, { chat: (/** @type {any} */ it) => typeof it.id === "string", chatter: (/** @type {any} */ it) => typeof it === "string" });
  /** @type {On | null} */
  let on = null;
  /** @type {import("./socket.js").Connection | null} */
  let connection = null;
  let run = 0, tries = 0, wanted = 0, up = false, connecting = false, quiet = false;
  /** Who chats here, by a name that is made with their first line and ends with their log-out; and how what they keep begins. */
  let mark = "", former = "";

  const turned = heard.turned;
  heard.turned = (before) => {
    turned?.(before);
    if (on && (heard.person || "") !== on.owner) swap(on);
  };
  /** @type {[string, (event: any) => void][]} */
  const hears = [["online", back], ["offline", () => connection?.cut()], ["pagehide", halt], ["pageshow", ({ persisted }) => { if (persisted) again(); }], ["visibilitychange", () => { if (!document.hidden) back(); }],
    ["storage", ({ key, newValue }) => { if (mark && newValue === null && (!key || key === ours + former + "chatter")) gone(); }]];
  for (const [name, hear] of hears) addEventListener(name, hear, { signal: ended });
  const beat = setInterval(() => {
    if (document.hidden || !on?.talk.view().id) return;
    on.talk.catchUp();
    probe();
    if (looked() && !on.tabs.leads()) on.tabs.tell({ want: true });
  }, BEAT);
  ended.addEventListener("abort", () => {
    clearInterval(beat);
    halt();
  });

  /** A door that is read; a token that was refused is renewed, once. @param {string} path @param {boolean} [anew] @returns {Promise<any>} */
  async function read(path, anew) {
    try {
      return await api.ask(path, { headers: { Authorization: await authorization(anew) } });
    } catch (error) {
      if (anew || /** @type {any} */ (error).code !== "unsigned") throw error;
      return read(path, true);
    }
  }

  /** For whoever is here now. */
  async function start() {
    const mine = ++run;
    if (heard.who && heard.person === undefined) await heard.known().then((it) => it.meet(), () => {});
    if (mine !== run) return;
    const owner = heard.person || "", now = (/** @type {(...told: any[]) => any} */ then) => (/** @type {any[]} */ ...told) => { if (mine === run) then(...told); };
    const keeping = await openKeeping({ factory: () => indexedDB, name: ours, owner, gone: now(gone) });
    if (owner) await keeping.take("");   // what nobody in particular wrote, before somebody signed in, is theirs
    if (mine !== run || ended.aborted) return keeping.close();
    const talk = createTalk({ storage: keeping, emit: say, get: read, now: Date.now, random: () => random(16), pause, changed: now(noted), came: now(came), failed: now((problem) => emit("error", problem)), shared: (what) => tabs.tell(what) });
    /** @type {import("./tabs.js").Tabs} */
    const tabs = createTabs({ name: ours + owner + "chat", alone: !keeping.kept, emit: say, lead: now((yes) => { if (on) lead(yes); }), hear: now(hear) });
    on = { talk, tabs, keeping, owner };
    [mark, former, quiet] = [memory.get("chatter") || "", owner, false];
    if ((heard.person || "") !== owner) return swap(on);   // meanwhile
    const { id = "", of } = memory.get("chat") || {}, begun = talk.begin(of === owner ? id : "");
    if (tabs.leads()) lead(true);
    began();
    await begun;
    if (mine === run) wants();
  }

  /** No more of it in this page, until it is begun again: nothing of it is in the document when the page goes to sleep or to the cache of the browser. */
  function halt() {
    run += 1;
    unplug();
    connecting = false;
    on?.talk.stop();
    on?.tabs.stop();
    on?.keeping.close();
    on = null;
    halted();
  }
  function unplug() {
    connection?.stop();
    connection = null;
    up = false;
  }

  /** The page is back from the cache of the browser: it goes on, for who was here if they still are. */
  async function again() {
    if (heard.who) await heard.known().then((it) => it.meet(), () => {});
    if (mark && (heard.person || "") === former && memory.get("chatter") !== mark) return gone();
    start();
  }

  /** Somebody has logged out elsewhere: here, too. */
  function gone() {
    quiet = true;
    heard.who = "";
    act.forget();
    act.askHelp(true);
  }

  /** Nothing of who was here stays. */
  function erase() {
    if (!quiet) on?.tabs.tell({ gone: mark, owner: former });
    on?.talk.wipe();
    for (const name of ["chat", "chatter"]) try { delete localStorage[ours + former + name]; } catch { /* nothing is kept where nothing may be */ }
    mark = "";
  }

  /** Somebody else has signed in. Of who was known nothing stays. @param {On} was */
  function swap({ owner, talk }) {
    talk.stop();
    if (owner) erase();
    halt();
    start();
  }

  /** What other tabs tell. @param {any} what */
  function hear(what) {
    if (!on) return;
    if (what.gone != null) {
      if (what.gone ? what.gone === mark : !on.keeping.kept && what.owner === on.owner) gone();
    } else if (what.push) on.talk.push(what.push[0], what.push[1]);
    else if (what.up != null) on.talk.connected(what.up);
    else if (!what.hello && !what.want) on.talk.told(what);
    else if (on.tabs.leads()) {
      if (what.hello) return on.tabs.tell({ up });
      wanted = Date.now() + STAYS;
      wants();
    }
  }

  /** On the socket, or through the tab that has it. @param {string} name @param {any} payload @returns {Promise<any>} */
  function say(name, payload) {
    if (!on?.tabs.leads()) return on ? on.tabs.ask(name, payload) : Promise.reject(new Error("nobody is here"));
    return connection ? connection.emit(name, payload) : Promise.reject(new Error("no socket"));
  }

  /** @param {boolean} yes */
  function lead(yes) {
    if (yes) on?.talk.connected(up);   // the socket of the tab that led is gone
    on?.talk.lead(yes);
    if (yes) wants();
    else unplug();
  }

  /** The socket is there while something is waited for: for a line to go, or for an answer. */
  function wants() {
    if (!on) return;
    const { standing, waiting, id, up: heardOf } = on.talk.view();
    if (waiting > 0 || (id && (!standing || RUNS.includes(standing.status) || looked() || Date.now() < wanted))) {
      if (on.tabs.leads()) connect();
      else if (!heardOf) on.tabs.tell({ want: true });
    } else if (connection) {
      unplug();
      isUp(false);
    }
  }

  /** @param {boolean} yes */
  function isUp(yes) {
    up = yes;
    if (yes) tries = 0;
    on?.talk.connected(yes);
    on?.tabs.tell({ up: yes });
  }

  async function connect() {
    if (connection || connecting || !on?.tabs.leads()) return;
    const mine = run;
    connecting = true;
    try {
      const { connect: made } = await part(process.env.SOCKET);
      if (mine !== run || !on?.tabs.leads()) return;
      connection = made({ base: api.root.slice(0, api.root.lastIndexOf("api/v1/")), site, authorization, pause,
        push(/** @type {string} */ name, /** @type {any} */ what) {
          if (mine !== run) return;
          on?.talk.push(name, what);
          on?.tabs.tell({ push: [name, what] });
        },
        up: (/** @type {boolean} */ yes) => { if (mine === run && yes !== up) isUp(yes); },
        refused(/** @type {any} */ problem) {
          if (mine !== run) return;
          if (problem.code === "unsigned") on?.talk.unsigned();
          emit("error", problem);
          on?.tabs.yield();   // another tab may have a token that is good
        } });
    } catch {
      setTimeout(() => { if (mine === run) wants(); }, pause(++tries));
    } finally {
      if (mine === run) connecting = false;
    }
  }

  /** A line that is dead and does not say so is found out by an answer that does not come. */
  function probe() {
    const { id, read: marks } = on?.talk.view() || {};
    if (up && id) connection?.emit("chat:read", { conversation: id, n: marks?.requester || 0 }).catch(() => {});
  }

  /** The network is back, or somebody is here again. */
  function back() {
    if (!on) return;
    connection?.hurry();
    on.talk.catchUp();
    probe();
    wants();
  }

  /** The chat is another one now: what runs is found again after a reload. */
  function noted() {
    const { id, standing, waiting } = /** @type {On} */ (on || { talk: { view: () => ({}) } }).talk.view(), kept = memory.get("chat");
    if (waiting || RUNS.includes(standing?.status || "")) {
      if (kept?.id !== id) memory.set("chat", { id, of: former });
    } else if (kept && (standing || !id)) memory.forget("chat");
    if ((waiting || id) && !mark) {
      mark = memory.get("chatter") || random(16);
      memory.set("chatter", mark);
    }
    changed();
    wants();
  }

  start();
  return {
    talk: () => on?.talk, read, say, wants, start,
    /** Log-out. */
    reset() {
      erase();
      halt();
      memory.forget("chat", "chatter", "sound");
      queueMicrotask(start);   // who is here now is known when all have forgotten
    },
  };
}
