const text = (/** @type {any} */ it) => typeof it === "string";
const texts = (/** @type {any} */ it) => it.every(text);
/** What each of them is made of. Anything else – of another version, or of a page whose lists become texts – is nothing, whether it says so or throws. @type {Record<string, (it: any) => boolean>} */
const FITS = {
  size: (it) => it > -2 && it < 5, locale: text, visitor: (it) => /^[\w-]{43}$/.test(it), modules: texts,
  ticks: (it) => Object.values(it).every((one) => one.every),
  place: (it) => [it.place, ...it.behind].every((one) => /^(home|list|article|write|sent|requests?|chat)$/.test(one.screen) && texts([one.id, one.filter])),
};

/**
 * What the browser remembers for a person, after that person acted: the text size and language they chose, the modules they
 * have seen (kept); the ticked steps, the place in the panel and the last searches (while the tab lives). What was written and sent is kept by the
 * part that asks. Where storage is denied or full, this page's memory does.
 *
 * @typedef {ReturnType<typeof createMemory>} Memory
 * @param {string} site
 * @param {() => string} person   who is signed in: what they wrote is kept for them alone; "" for nobody
 */
export function createMemory(site, person) {
  /** Draft, outbox, files and chat are a person's own. */
  const at = (/** @type {string} */ name) => `askaside:${site}:${/^[cdof]/.test(name) ? person() : ""}${name}`;
  /** @type {Record<string, string>} */
  const here = {};   // what storage did not take
  const TAB = ["ticks", "place", "recent"];
  const storage = (/** @type {string} */ name) => (TAB.includes(name) ? sessionStorage : localStorage);

  return {
    fits: FITS,   // later parts add what they keep
    /** @param {string} name @returns {any}  null when there is nothing, or nothing that can be read */
    get(name) {
      try {
        const kept = JSON.parse(here[at(name)] || storage(name).getItem(at(name)) || "null");
        return kept && FITS[name](kept) ? kept : null;
      } catch {
        return null;
      }
    },
    /** @param {string} name @param {any} value */
    set(name, value) {
      here[at(name)] = JSON.stringify(value);
      try {
        storage(name).setItem(at(name), here[at(name)]);
        delete here[at(name)];
      } catch { /* denied or full: `here` has it while the page lives */ }
    },
    /** @param {string[]} names */
    forget(...names) {
      for (const name of names) {
        delete here[at(name)];
        try { storage(name).removeItem(at(name)); } catch { /* nothing is kept where nothing may be */ }
      }
    },
  };
}
