/**
 * The UI's words in one language. A text may hold `{name}`; one that counts has a form for each plural category.
 *
 * @typedef {Record<string, string | Record<string, string>>} Words
 * @param {Words} words
 * @param {string} locale
 */
export function createI18n(words, locale) {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  return {
    locale,
    /** @param {string} key @param {Record<string, string | number>} [values]  `n` chooses the plural form */
    t(key, values = {}) {
      const found = words[key] ?? key;
      const text = typeof found === "string" ? found : found[plural.select(+values.n)] ?? found.other;
      return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? (typeof values[name] === "number" ? number.format(values[name]) : values[name]) : whole));
    },
    /** @param {string} moment  RFC 3339 */
    day: (moment) => day.format(new Date(moment)),
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
