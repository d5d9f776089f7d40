/** When something is due, in words: "12 min late", "in 24 min", "by 15:40". */

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

/** @type {Map<string, Intl.DateTimeFormat>} made once: each takes longer than a row */
const formats = new Map();

/** @param {string} locale @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(locale, zone, options) {
  const key = `${locale} ${zone} ${options.day} ${options.hour}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return /** @type {Intl.DateTimeFormat} */ (formats.get(key));
}

/** @type {Intl.DateTimeFormatOptions} */
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** The time, and the day where it is another one. @param {string} moment @param {string} locale @param {number} now @param {string} zone  of the site's clock */
export function clock(moment, locale, now, zone) {
  const at = Date.parse(moment), day = format("en", zone, { dateStyle: "short" });
  return format(locale, zone, day.format(at) === day.format(now) ? TIME : { ...TIME, day: "numeric", month: "short" }).format(at);
}

/**
 * @param {Record<string, any>} row   of the queue
 * @param {number} now
 * @param {{t: (key: string, values?: any) => string, locale: string}} words
 * @param {string} zone
 */
export function due(row, now, { t, locale }, zone) {
  if (!row.due_at) return row.group === "waiting" ? t(`desk.status.${row.status}`) : t("desk.noDue");
  const late = now - Date.parse(row.due_at);
  if (late >= 2 * DAY) return t("desk.lateSince", { at: clock(row.due_at, locale, now, zone) });
  if (late >= HOUR) return t("desk.lateHours", { n: Math.floor(late / HOUR) });
  if (late >= 0) return t("desk.lateMinutes", { n: Math.floor(late / MINUTE) });
  if (-late <= HOUR) return t("desk.inMinutes", { n: Math.floor(-late / MINUTE) });
  return t("desk.by", { at: clock(row.due_at, locale, now, zone) });
}
