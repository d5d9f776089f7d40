/** The way to files that go along: a picker, a drop and a paste, of a form (slot "") or of a reply (the request's id). What becomes of them is a part that comes with the form. */
import { h } from "../shared/dom.js";

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
  let picked = false;
  memory.fits.files = (/** @type {any} */ it) => Object.values(it).every(Array.isArray);

  /** The part, asked for until it is here. @returns {Promise<any>} */
  const ready = () => load().catch(() => new Promise((again) => setTimeout(again, AGAIN)).then(ready));
  /** @param {string} [slot] @param {any[]} [list] @param {boolean} [refused] */
  async function bring(slot, list, refused) {
    picked = slot != null;
    part = await (coming ||= ready());
    if (slot != null) part?.add(slot, list, refused);
    changed();
  }
  /** @param {string} slot */
  const take = (slot) => (/** @type {any} */ event) => {
    const list = [...(event.clipboardData || event.dataTransfer || event.target).files];
    if (list[0]) {
      event.preventDefault();
      bring(slot, list);
    }
  };

  return {
    /** What a form listens to. @param {string} slot */
    taking: (slot) => ({ onpaste: take(slot), ondrop: take(slot), ondragover: (/** @type {any} */ event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); } }),
    /** @param {import("./panel.js").Means} means @param {string} slot */
    draw(means, slot) {
      if (!coming) bring();
      return part ? part.draw(means, slot, take(slot)) : picked && h("p", null, means.t.t("loading"));
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
