/** The desk's doors: those of the widget, asked with the session's cookie and, for writes, its proof. */
import { createApi } from "../shared/api.js";

/** @typedef {ReturnType<typeof createDeskApi>} DeskApi */
/** @param {string} site @param {string} csrf */
export function createDeskApi(site, csrf) {
  const api = createApi("/", `desk/${site}`);
  const help = createApi("/", site);
  /** @type {RequestInit} */
  const mine = { credentials: "same-origin", cache: "no-store" };
  const query = (/** @type {Record<string, any>} */ given) => {
    const some = Object.entries(given).filter(([, value]) => value != null && value !== "");
    return some.length ? "?" + new URLSearchParams(/** @type {any} */ (some)) : "";
  };
  return {
    /** @param {string} path @param {Record<string, any>} [given] @param {AbortSignal} [signal] */
    get: (path, given = {}, signal) => api.ask(path + query(given), mine, signal),
    /** @param {string} path @param {object} body @param {string} [key]  the same key again is the same write */
    post: (path, body, key) => api.ask(path, { ...mine, method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, ...(key ? { "Idempotency-Key": key } : {}) } }),
    /** A file that waits for its message. @param {File} file */
    upload(file) {
      const body = new FormData();
      body.append("file", file);
      return api.ask("/files", { ...mine, method: "POST", body, headers: { "X-CSRF-Token": csrf, "Idempotency-Key": crypto.randomUUID() } });
    },
    /** The help, as its readers search it. @param {string} q @param {string} locale @param {AbortSignal} [signal] */
    search: (q, locale, signal) => help.get("/search", { q, locale, limit: 5 }, signal),
  };
}
