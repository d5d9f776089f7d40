/**
 * The tabs of one person on one site, acting as one: one of them leads – it has the socket, and sends – and the others hear of it what comes.
 * Where a browser has no locks or no channel between tabs, each leads for itself; the server keeps that correct.
 */

/** @typedef {ReturnType<typeof createTabs>} Tabs */

const PATIENCE = 10_000;

/**
 * @param {object} given
 * @param {string} given.name     of the person and the site
 * @param {boolean} given.alone   nothing is shared with other tabs
 * @param {(yes: boolean) => void} given.lead
 * @param {(told: any) => void} given.hear
 * @param {(event: string, payload: any) => Promise<any>} given.emit   asked by another tab, of the one that leads
 */
export function createTabs({ name, alone, lead, hear, emit }) {
  const stop = new AbortController();
  /** @type {BroadcastChannel | null} */
  let channel = null;
  let leading = false;
  /** @type {(() => void) | null} */
  let release = null;
  /** @type {Record<string, (answer: any) => void>} */
  const asked = {};

  const tell = (/** @type {any} */ told) => { try { channel?.postMessage(told); } catch { /* it is closed */ } };
  const alone_ = () => {
    leading = true;
    lead(true);
  };
  const queue = () => navigator.locks.request(name, { signal: stop.signal }, () => new Promise((done) => {
    release = () => done(undefined);
    leading = true;
    lead(true);
  })).catch(() => stop.signal.aborted || alone_());   // a frame without an origin has no locks

  try {
    channel = alone || !navigator.locks ? null : new BroadcastChannel(name);
  } catch { /* as where there is none */ }
  if (channel) {
    channel.onmessage = async ({ data }) => {
      if (data.ask) {
        if (leading) emit(data.event, data.payload).then((ack) => tell({ answer: data.ask, ack }), () => tell({ answer: data.ask, lost: true }));
      } else if (data.answer) asked[data.answer]?.(data);
      else hear(data);
    };
    queue();
    tell({ hello: true });
  } else alone_();

  return {
    tell,
    /** What the one that leads is to say on the socket. @param {string} event @param {any} payload @returns {Promise<any>} */
    ask: (event, payload) => new Promise((done, fail) => {
      const id = crypto.getRandomValues(new Uint32Array(2)).join("-"), late = setTimeout(() => asked[id]({ lost: true }), PATIENCE);
      asked[id] = ({ lost, ack }) => {
        clearTimeout(late);
        delete asked[id];
        if (lost) fail(new Error("no answer"));
        else done(ack);
      };
      tell({ ask: id, event, payload });
    }),
    leads: () => leading,
    /** Another one may do better: this one waits behind those that wait. */
    yield() {
      if (!release || !leading) return;
      leading = false;
      lead(false);
      release();
      release = null;
      queue();
    },
    stop() {
      stop.abort();
      release?.();
      leading = false;
      channel?.close();
      channel = null;
    },
  };
}
