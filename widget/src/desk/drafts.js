/** What an agent wrote and has not sent: kept in this browser for each request, through reload and crash; where storage is denied, in this page's memory. */

const LIVES = 30 * 864e5;

/** @param {string} agent @param {string} site @param {() => number} [now] */
export function createDrafts(agent, site, now = Date.now) {
  const prefix = `askaside.desk ${agent} ${site} `;
  /** @type {Map<string, string>} */
  const memory = new Map();
  const stored = (/** @type {(storage: Storage) => any} */ act) => {
    try {
      return act(localStorage);
    } catch {
      return undefined;
    }
  };
  stored((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith("askaside.desk ") && !(now() - (read(storage.getItem(key))?.at ?? 0) < LIVES)) storage.removeItem(key);
  });
  return {
    /** @param {string} ticket @returns {{text: string, seen: number, note: boolean} | null} */
    of(ticket) {
      const found = read(stored((storage) => storage.getItem(prefix + ticket)) ?? memory.get(ticket) ?? null);
      return found && { text: found.text, seen: found.seen, note: found.note };
    },
    /** @param {string} ticket @param {{text: string, seen: number, note: boolean}} draft  without a text it is thrown away */
    keep(ticket, { text, seen, note }) {
      const told = JSON.stringify({ text, seen, note, at: now() });
      memory.delete(ticket);
      if (!text) stored((storage) => storage.removeItem(prefix + ticket));
      else if (stored((storage) => (storage.setItem(prefix + ticket, told), true)) !== true) memory.set(ticket, told);
    },
  };
}

/** @param {string | null} told */
function read(told) {
  try {
    const { text, seen, note, at } = JSON.parse(told || "null");
    return typeof text === "string" && Number.isInteger(seen) && typeof at === "number" ? { text, seen, note: !!note, at } : null;
  } catch {
    return null;
  }
}
