/** What an agent wrote and has not sent: kept in this browser for each request, through reload and crash; where storage is denied, in this page's memory. */

const LIVES = 30 * 864e5;
const AS = ["reply", "note", "solve", "wait"];

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
    /** @param {string} ticket @returns {{text: string, seen: number, as: string, files: {id: string, name: string}[]} | null} */
    of(ticket) {
      const found = read(stored((storage) => storage.getItem(prefix + ticket)) ?? memory.get(ticket) ?? null);
      return found && { text: found.text, seen: found.seen, as: found.as, files: found.files };
    },
    /** @param {string} ticket @param {{text: string, seen: number, as: string, files: {id: string, name: string}[]}} draft  empty, it is thrown away */
    keep(ticket, { text, seen, as, files }) {
      const told = JSON.stringify({ text, seen, as, files, at: now() });
      memory.delete(ticket);
      if (!text && !files.length) stored((storage) => storage.removeItem(prefix + ticket));
      else if (stored((storage) => (storage.setItem(prefix + ticket, told), true)) !== true) memory.set(ticket, told);
    },
  };
}

/** @param {string | null} told */
function read(told) {
  try {
    const { text, seen, as, files, at } = JSON.parse(told || "null");
    const fits = typeof text === "string" && Number.isInteger(seen) && typeof at === "number" && AS.includes(as) && Array.isArray(files);
    return fits ? { text, seen, as, files, at } : null;
  } catch {
    return null;
  }
}
