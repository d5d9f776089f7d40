/**
 * What was sent waits in the browser until the server has said that it has it: through a reload, a crash, sleep, and a network
 * that is away. Each has a key of its own, the same at every try, so that it is taken once.
 *
 * @typedef {{key: string, at: number, body: any, draft: any, path?: string}} Kept   `body`: what the server gets; `draft`: what the person wrote it from; `path`: where it goes
 * @typedef {{state: "sending" | "waiting" | "refused", trying?: boolean, problem?: import("./api.js").Problem}} Standing
 * @typedef {Kept & Standing} Sending
 */

/** A refusal that no later try will change. @param {any} problem */
export const final = ({ status, code }) => status >= 400 && status < 500 && ![408, 425, 429].includes(status) && code !== "unavailable";

/**
 * @param {object} given
 * @param {import("./memory.js").Memory} given.memory
 * @param {(item: any) => boolean} given.fits                is it one of ours? Anything else in the storage is passed over
 * @param {(item: Kept) => Promise<any>} given.deliver      the server's answer; throws a problem
 * @param {(item: Kept, answer: any) => void} given.delivered
 * @param {(items: Sending[]) => void} given.changed
 * @param {(problem: any) => void} given.failed
 * @param {(tries: number) => number} given.pause           milliseconds until the next try
 * @param {() => string} given.newKey
 */
export function createOutbox({ memory, fits, deliver, delivered, changed, failed, pause, newKey }) {
  /** How the tries of this page stand. @type {Record<string, Standing>} */
  const stands = {};
  let busy = false, tries = 0;
  /** @type {any} */
  let timer = 0;

  /** @returns {Kept[]} */
  const items = () => (memory.get("outbox") || []).filter(fits);
  const tell = () => changed(items().map((item) => ({ ...item, ...(stands[item.key] || { state: "waiting" }) })));
  /** @param {Kept[]} list */
  function keep(list) {
    if (list.length) memory.set("outbox", list);
    else memory.forget("outbox");
    tell();
  }
  /** @param {string} key */
  const remove = (key) => keep(items().filter((item) => item.key !== key));

  /** Try the first that is not refused; after it the next. */
  async function run() {
    clearTimeout(timer);
    if (busy) return;
    const item = items().find(({ key }) => stands[key]?.state !== "refused");
    if (!item) return;
    busy = true;
    // What has waited still waits while it is tried again: what stands around it is not moved every few seconds.
    stands[item.key] = { state: stands[item.key] ? "waiting" : "sending", trying: true };
    tell();
    let later = 0;
    try {
      const answer = await deliver(item);
      tries = 0;
      delivered(item, answer);
      remove(item.key);
    } catch (problem) {
      const refused = final(problem);
      stands[item.key] = { state: refused ? "refused" : "waiting", problem: /** @type {any} */ (problem) };
      const { retry_after_seconds: wait = 0 } = /** @type {any} */ (problem);
      if (!refused) later = Math.max(pause(++tries), 1000 * wait);
      tell();
      failed(problem);
    }
    busy = false;
    if (later) timer = setTimeout(run, later);
    else run();
  }

  return {
    /** @param {any} body @param {any} draft @param {string} [path] @returns {string} its key */
    add(body, draft, path) {
      const key = newKey();
      keep([...items(), { key, at: Date.now(), body, draft, path }]);
      run();
      return key;
    },
    remove, run, tell,
    /** A refused one is tried once more, under its own key, as if it had just been sent. @param {string} key */
    again(key) {
      delete stands[key];
      keep(items().map((item) => (item.key === key ? { ...item, at: Date.now() } : item)));
      run();
    },
    /** Does it still wait? Another tab may have delivered it, or somebody thrown it away. @param {string} key */
    holds: (key) => items().some((item) => item.key === key),
    /** The network is back. */
    hurry() { tries = 0; run(); },
    stop() { clearTimeout(timer); },
  };
}
