/** The socket: a bell when something changed, and who else is here. What it rings about is asked for by number, so that nothing is missed. */
import { io } from "socket.io-client";

const BEAT = 4000, PATIENCE = 4000, LOOK = 20_000;

/**
 * @param {object} given
 * @param {ReturnType<typeof import("../shared/store.js").createStore<import("./state.js").State>>} given.store
 * @param {string} given.site
 * @param {string} given.csrf
 * @param {() => void} given.catchUp   ask for what changed since the last number
 * @param {{came: () => void, gone: () => void, catchUp: () => void, heard: Record<string, (told: any) => void>}} given.chats   what is said of chats, and whether it can be
 */
export function createLive({ store, site, csrf, catchUp, chats }) {
  const socket = io("/desk", { auth: { csrf }, transports: ["websocket", "polling"], reconnectionDelayMax: 4000, timeout: 8000 });
  let looked = 0, told = "", heard = Date.now();
  const look = () => { catchUp(); chats.catchUp(); };
  const cut = (ended = false) => store.dispatch({ type: "cut", since: heard, ended });

  socket.on("connect", () => {
    beat();
    catchUp();
    chats.came();
  });
  socket.on("disconnect", (reason) => {
    cut();
    chats.gone();
    if (reason === "io server disconnect") socket.connect();   // why, is said then: the session has ended
  });
  socket.on("connect_error", (error) => {
    if (socket.connected) socket.disconnect();   // it came behind the yes: what socket.io-client then takes for a connection is none
    const ended = error.message === "unsigned";
    cut(ended);
    // It is tried again by itself only where the network failed, not after a refusal; somebody may sign in again in another tab.
    if (!socket.active) setTimeout(() => socket.connect(), LOOK);
  });
  socket.on("desk:changed", (change) => change.site === site && catchUp());
  socket.on("desk:here", (here) => store.dispatch({ type: "here", ...here }));
  for (const [name, hear] of Object.entries(chats.heard)) socket.on(name, (told) => told.site === site && hear(told));
  // Not all at once: who comes back first finds the server that takes its place still busy.
  socket.on("server:leaving", () => {
    socket.disconnect();
    setTimeout(() => socket.connect(), 200 + 2800 * Math.random());
  });
  addEventListener("offline", () => cut());
  addEventListener("online", () => { socket.connect(); beat(); });
  for (const name of ["pageshow", "visibilitychange"]) addEventListener(name, () => { if (!document.hidden) look(); });
  setInterval(beat, BEAT);
  store.listen(() => { if (place() !== told) beat(); });

  function place() {
    const { route, draft } = store.get();
    return JSON.stringify(route.id ? { site, ticket: route.id, writing: !!draft.text } : {});
  }

  /** "I am here": renews the presence, and shows whether anybody hears. */
  function beat() {
    if (!document.hidden && Date.now() - looked > LOOK) {
      looked = Date.now();
      look();
    }
    if (!socket.connected) return;
    told = place();
    const { route } = store.get();
    socket.timeout(PATIENCE).emit("desk:here", JSON.parse(told), (/** @type {any} */ lost, /** @type {any} */ answer) => {
      if (lost) {
        cut();
        if (socket.connected) socket.io.engine.close();   // half-open: nothing comes, and nothing says so
      } else if (answer.error?.code === "unsigned") cut(true);
      else {
        heard = Date.now();
        store.dispatch({ type: "connected" });
        if (answer.people) store.dispatch({ type: "here", ticket: route.id, people: answer.people });
      }
    });
  }

  /** Says it, and gives the answer. What was not heard, or refused, is thrown as a problem. @param {string} event @param {any} told */
  async function say(event, told) {
    if (!socket.connected) throw { status: 0, code: "unavailable" };
    const answer = await socket.timeout(PATIENCE * 2).emitWithAck(event, told).catch(() => { throw { status: 0, code: "unavailable" }; });
    if (answer.error) throw answer.error;
    return answer;
  }

  return { say };
}
