/** The way to files that go along with a form (slot "") or a reply (the request's id): a part that comes with the form, and until it is here there is nothing to pick with. */
const AGAIN = 3000;

/**
 * @param {import("../shared/memory.js").Memory} memory
 * @param {() => void} changed
 * @param {() => Promise<any>} load
 */
export function createFiles(memory, changed, load) {
  /** @type {import("./attaching.js").Attaching | null} */
  let part = null;
  /** @type {Promise<any> | null} */
  let coming = null;
  memory.fits.files = (/** @type {any} */ it) => Object.values(it).every(Array.isArray);

  /** The part, asked for until it is here. @returns {Promise<any>} */
  const ready = () => load().catch(() => new Promise((again) => setTimeout(again, AGAIN)).then(ready));
  /** @param {string} [slot] @param {any[]} [list] @param {boolean} [refused] */
  async function bring(slot, list, refused) {
    part = await (coming ||= ready());
    if (slot != null) part?.add(slot, list, refused);
    changed();
  }
  return {
    /** What a form listens to. @param {string} slot */
    taking: (slot) => part?.taking(slot),
    /** @param {import("./panel.js").Means} means @param {string} slot */
    draw(means, slot) {
      if (!coming) bring();
      return part?.draw(means, slot);
    },
    /** Are some still on their way? Then `again` is called when they are there. @param {string} slot @param {() => void} again */
    held: (slot, again) => part?.held(slot, again),
    /** What is there, to go along. @param {string} slot @returns {any[]} */
    of: (slot) => part?.of(slot) || [],
    /** They went along (no `list`), or come back; `refused`: for their own sake. @param {string} slot @param {any[]} [list] @param {boolean} [refused] */
    put: (slot, list, refused) => { if (part || list?.length) bring(slot, list, refused); },
    forget: () => part?.forget(),
  };
}
