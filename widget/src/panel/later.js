/** The parts of the panel that come after its first picture, each with its styles, and their words in the present language. */
import { adopt } from "../shared/dom.js";
import { createI18n } from "../shared/i18n.js";

const FILES = { search: process.env.SEARCH, reading: process.env.READING, standing: process.env.STANDING, asking: process.env.ASKING };

/** @typedef {keyof typeof FILES} Name */

/**
 * @param {object} given
 * @param {string} given.base
 * @param {ShadowRoot} given.shadow
 * @param {(what: string) => Promise<any>} given.words
 * @param {(part: any) => any} given.begin   makes of a loaded part what the panel uses of it
 * @param {() => void} given.changed         something has come, or will not
 */
export function createLater({ base, shadow, words, begin, changed }) {
  /** @type {{[name: string]: any}[]} */
  const [parts, spoken, coming] = [{}, {}, {}];
  let failed = false, tries = 0;
  /** @type {any} */
  let said = {};

  /** @param {string} name @param {() => Promise<void>} load */
  const once = (name, load) => (coming[name] ||= load().catch((error) => { delete coming[name]; throw error; }));

  /** @param {Name} name @param {string} locale */
  function bring(name, locale) {
    // A browser may remember that an address failed: another one is asked then.
    return Promise.all([
      once(name, async () => {
        const part = await import(`${base}askaside/${FILES[name]}${tries ? "?" + tries : ""}`);
        adopt(shadow, part.css);
        parts[name] = begin(part);
      }),
      once("words " + locale, async () => { spoken[locale] = await words(locale + "/later"); }),
    ]).then(changed);
  }

  return {
    /** The part, if it is here with its words; else it is asked for. @param {Name} name @param {string} locale @returns {any} */
    get(name, locale, ask = true) {
      if (parts[name] && spoken[locale]) return parts[name];
      if (ask && !failed) bring(name, locale).catch(() => {
        failed = true;
        tries += 1;
        changed();
        setTimeout(() => { failed = false; }, 300);   // then "try again" may try again
      });
      return null;
    },
    /** @param {string} locale @param {Name[]} names */
    fetch: (locale, ...names) => Promise.all(names.map((name) => bring(name, locale))).catch(() => {}),
    /** All words that are here in the language of `pack`. @param {any} pack */
    speak(pack) {
      const more = spoken[pack.locale];
      if (pack !== said.pack || more !== said.more) said = { pack, more, i18n: createI18n({ ...pack.words, ...more }, pack.locale) };
      return said.i18n;
    },
    status: () => /** @type {import("./state.js").Status} */ (failed ? "failed" : "asked"),
  };
}
