/** The socket of a chat, a part of its own: it comes when there is a chat to be heard, and for nobody else. */
import { io } from "socket.io-client";

export const css = "";
export const begin = () => ({ connect });

/** @typedef {ReturnType<typeof connect>} Connection */

/** Milliseconds: for an answer, else the line is dead though nothing says so; for the way to the server; what a server that leaves wants at least and at most; a connection that stood. */
const PATIENCE = 8000, WAY = 8000, LEAVING = [200, 3000], STOOD = 10_000;

/**
 * @param {object} given
 * @param {string} given.base
 * @param {string} given.site
 * @param {(anew?: boolean) => Promise<string>} given.authorization   what HTTP takes; `anew`: the token was refused. rejects with a problem
 * @param {(name: string, told: any) => void} given.push
 * @param {(yes: boolean) => void} given.up
 * @param {(problem: any) => void} given.refused   for good: the words are kept, and it is tried again when somebody calls hurry()
 * @param {(tries: number) => number} given.pause
 */
function connect({ base, site, authorization, push, up, refused, pause }) {
  const { origin, pathname } = new URL(base), ways = ["websocket", "polling"];
  const socket = io(origin + "/chat", { path: pathname + "socket.io", transports: [...ways], tryAllTransports: true, reconnection: false, autoConnect: false, forceNew: true, timeout: WAY });
  let ended = false, opening = false, anew = false, tries = 0, since = 0;
  /** @type {any} */
  let timer = 0;

  async function open() {
    clearTimeout(timer);
    if (ended || opening || socket.connected) return;
    opening = true;
    try {
      const [kind, value = ""] = (await authorization(anew)).split(" ");
      socket.auth = { site, [kind === "Bearer" ? "token" : "visitor"]: value };
      if (!ended) socket.connect();
    } catch (problem) {
      failed(/** @type {any} */ (problem).code, problem);
    }
    opening = false;
  }

  /** @param {number} [wait]  milliseconds; else longer each time, and by chance within that */
  function again(wait = pause(++tries)) {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(open, wait);
  }

  /** @param {string} code @param {any} problem */
  function failed(code, problem) {
    up(false);
    if (code === "unsigned" && !anew) {
      anew = true;
      return again(0);
    }
    if (["unsigned", "origin_refused", "not_found"].includes(code)) return refused({ status: 0, detail: "" + problem, ...problem, code });
    ways.reverse();   // a page or a network that bars one may let the other pass
    socket.io.opts.transports = [...ways];
    again();
  }

  socket.on("connect", () => {
    if (ways[0] === "polling") ways.reverse();   // the next time the better one is tried first again
    socket.io.opts.transports = [...ways];
    since = performance.now();
    up(true);
  });
  socket.on("disconnect", () => {
    up(false);
    if (performance.now() - since > STOOD) tries = 0;
    if (!leaving) again();
    leaving = false;
  });
  socket.on("connect_error", (error) => {
    if (socket.connected) socket.disconnect();   // it came behind the yes: what socket.io-client then takes for a connection is none
    failed(error.message, { detail: error.message });
  });
  let leaving = false;
  socket.on("server:leaving", () => {
    leaving = true;
    again(LEAVING[0] + Math.random() * (LEAVING[1] - LEAVING[0]));
    socket.disconnect();
  });
  socket.onAny((name, told) => { if (name.startsWith("chat:")) push(name, told); });
  open();

  /** It is dead, or about to be: another one is made. */
  const cut = () => socket.io.engine?.close();

  return {
    cut,
    /** @param {string} name @param {any} told @returns {Promise<any>} the ack; rejects when none came */
    emit: (name, told) => new Promise((done, fail) => {
      if (!socket.connected) return fail(new Error("not connected"));
      socket.timeout(PATIENCE).emit(name, told, (/** @type {any} */ lost, /** @type {any} */ answer) => {
        if (lost) {
          if (socket.connected) cut();   // half-open: nothing comes, and nothing says so
          fail(lost);
        } else if (answer?.error?.code === "unsigned" && !anew) {
          anew = true;   // the token has ended: once more with another one
          socket.disconnect();
          again(0);
          fail(answer.error);
        } else {
          if (!answer?.error) anew = false;
          done(answer);
        }
      });
    }),
    /** The network is back, or somebody is here again. */
    hurry() {
      tries = 0;
      open();
    },
    stop() {
      ended = true;
      clearTimeout(timer);
      socket.disconnect();
    },
  };
}
