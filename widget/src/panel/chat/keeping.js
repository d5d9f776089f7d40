/**
 * Where lines wait until the server has them: IndexedDB, so that a reload, a crash or sleep takes none away. Where that is denied, full or
 * hangs, this page's memory does, and `kept` says that it is so.
 */
import { fits, inOrder } from "../chatting-state.js";

/** @typedef {import("../chatting-state.js").Kept} Kept */

const STORE = "lines", PATIENCE = 3000;

/** For this page's life. @returns {import("./talk.js").Storage} */
export function inMemory() {
  /** @type {Map<string, Kept>} */
  const lines = new Map();
  return {
    kept: false,
    all: async () => [...lines.values()],
    put: async (item) => { lines.set(item.client_id, item); },
    remove: async (id) => { lines.delete(id); },
    clear: async () => lines.clear(),
  };
}

/** What a question of the database gives; one that hangs is one that failed. @template T @param {any} asked @returns {Promise<T>} */
const answered = (asked) => new Promise((done, fail) => {
  const late = setTimeout(() => fail(new Error("late")), PATIENCE);
  const on = (/** @type {(it: any) => void} */ then) => () => { clearTimeout(late); then(asked.result ?? asked.error); };
  asked.onsuccess = asked.oncomplete = on(done);
  asked.onerror = asked.onabort = asked.onblocked = on(fail);
});

/**
 * @param {object} given
 * @param {() => IDBFactory} given.factory   may throw where storage is denied
 * @param {string} given.name     of the database: one of each site
 * @param {string} given.owner    whose lines: "" for nobody who is signed in
 * @param {() => void} given.gone    the database was deleted elsewhere: somebody has logged out
 */
export async function openKeeping({ factory, name, owner, gone }) {
  const memory = inMemory();
  /** @type {IDBDatabase | null} */
  let base = null;
  try {
    const asked = factory().open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ["owner", "client_id"] });
    base = await /** @type {Promise<IDBDatabase>} */ (answered(asked));
    base.onversionchange = () => {
      base?.close();
      base = null;
      gone();
    };
    base.onclose = () => { base = null; };
  } catch { /* then in memory */ }

  /** @template T @param {(store: IDBObjectStore) => any} ask @param {IDBTransactionMode} [mode] @returns {Promise<T>} */
  async function within(ask, mode = "readwrite") {
    if (!base) throw new Error("no database");
    const change = base.transaction(STORE, mode, { durability: "strict" }), done = answered(change), asked = ask(change.objectStore(STORE));
    await done;
    return asked?.result;
  }
  const theirs = (/** @type {any} */ row) => row?.owner === owner && fits(row);

  const self = {
    get kept() { return !!base; },
    /** @returns {Promise<Kept[]>} */
    async all() {
      const rows = await within((store) => store.getAll(), "readonly").catch(() => []);
      return [.../** @type {any[]} */ (rows).filter(theirs).map(({ owner: _, ...item }) => item), ...await memory.all()];
    },
    /** @param {Kept} item */
    async put(item) {
      try {
        await within((store) => store.put({ ...item, owner }));
        await memory.remove(item.client_id);
      } catch {
        await memory.put(item);   // denied or full
      }
    },
    /** @param {string} id */
    async remove(id) {
      await memory.remove(id);
      await within((store) => store.delete([owner, id])).catch(() => {});
    },
    async clear() {
      // Asked before anything is waited for: it may be closed in the same breath.
      const gone_ = within((store) => store.delete(IDBKeyRange.bound([owner, ""], [owner, "\uffff"]))).catch(() => {});
      await memory.clear();
      await gone_;
    },
    /** What somebody else wrote, who is no more, is this one's, as words of a new conversation: all of it or nothing, once for all tabs. @param {string} former */
    async take(former) {
      await within((store) => {
        const asked = store.getAll();
        asked.onsuccess = () => {
          const rows = inOrder(asked.result.filter((row) => row?.owner === former && fits(row)));
          for (const row of rows) {
            store.put({ ...row, owner, conversation: "", first: rows[0].client_id });
            store.delete([former, row.client_id]);
          }
        };
      }).catch(() => {});
    },
    /** Is something only in this page's memory? */
    async loose() { return (await memory.all()).length > 0; },
    close() {
      base?.close();
      base = null;
    },
  };
  return self;
}
