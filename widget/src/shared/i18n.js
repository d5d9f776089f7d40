/**
 * The UI's words in one language. A text may hold `{name}`; one that counts has a form for each plural category.
 *
 * @typedef {Record<string, string | Record<string, string>>} Words
 * @param {Words} words
 * @param {string} locale
 */
export function createI18n(words, locale) {
  // Intl's tables take tens of milliseconds to come up: each when it is first needed, and none for a small number.
  /** @type {Intl.PluralRules} */
  let plural;
  const number = (/** @type {number} */ n) => (n < 1000 ? String(n) : n.toLocaleString(locale));
  return {
    locale,
    /** @param {string} key @param {Record<string, string | number>} [values]  `n` chooses the plural form */
    t(key, values = {}) {
      const found = words[key] ?? key;
      const text = typeof found === "string" ? found : found[(plural ||= new Intl.PluralRules(locale)).select(+values.n)] ?? found.other;
      return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? (typeof values[name] === "number" ? number(/** @type {number} */ (values[name])) : String(values[name])) : whole));
    },
    /** @param {string} moment  RFC 3339 */
    day: (moment) => new Date(moment).toLocaleDateString(locale, { dateStyle: "medium" }),
    /** The name of a language in itself. @param {string} tag */
    language(tag) {
      try {
        const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) || tag;
        return name[0].toLocaleUpperCase(tag) + name.slice(1);
      } catch {
        return tag;
      }
    },
  };
}
