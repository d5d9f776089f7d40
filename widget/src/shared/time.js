/** Moments in the reader's own time zone and words. */

/** @param {Date} day */
const midnight = (day) => new Date(day).setHours(0, 0, 0, 0);
/** @type {Intl.DateTimeFormatOptions} */
const TIME = { hour: "numeric", minute: "2-digit", hourCycle: "h23" };

/**
 * When an answer is due, as a sentence.
 *
 * @param {string} moment  RFC 3339
 * @param {ReturnType<typeof import("./i18n.js").createI18n>} words
 * @param {Date} [now]
 */
export function due(moment, { t, locale }, now = new Date()) {
  const at = new Date(moment);
  const days = Math.round((midnight(at) - midnight(now)) / 864e5);   // a day of 23 or 25 hours is one, too
  const when = at.toLocaleString(locale, days < 7 && days > 0 ? { weekday: "long", ...TIME } : { day: "numeric", month: "long", ...TIME });
  if (at < now) return t("due.late", { when });
  const time = at.toLocaleTimeString(locale, TIME);
  return days === 0 ? t("due.today", { time }) : days === 1 ? t("due.tomorrow", { time }) : t("due.later", { when });
}

/** When something was said: the hour today, else the day too. @param {string} moment @param {string} locale @param {Date} [now] */
export function said(moment, locale, now = new Date()) {
  const at = new Date(moment);
  return at.toLocaleString(locale, midnight(at) === midnight(now) ? TIME : { day: "numeric", month: "short", ...(at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }), ...TIME });
}
