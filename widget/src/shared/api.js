/**
 * The server's doors. A refusal is thrown as `{status, code, detail, errors?, retry_after_seconds?}`; no answer at all as `{status: 0, code: "unavailable"}`.
 *
 * @typedef {{status: number, code: string, detail: string, errors?: Record<string, string[]>, retry_after_seconds?: number}} Problem
 * @param {string} base
 * @param {string} site
 * @param {() => any} [known]   what reads as who is signed in (embed/known.js), where that may show more; nothing elsewhere
 */
export function createApi(base, site, known) {
  const root = `${base}api/v1/${site}`;
  const PATIENCE = 10_000;

  /** @param {string} path @param {RequestInit} [init] @param {AbortSignal} [signal] */
  async function ask(path, init, signal) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    signal?.addEventListener("abort", () => stop.abort());
    let answer, body;
    try {
      answer = await fetch(root + path, { credentials: "omit", ...init, signal: stop.signal });
      body = answer.status === 204 ? null : await answer.json();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw { status: 0, code: "unavailable", detail: "" + error };
    } finally {
      clearTimeout(late);
    }
    if (!answer.ok) throw { code: "unavailable", detail: answer.statusText, ...body, status: answer.status };
    return body;
  }

  /** @type {typeof ask} */
  const read = async (...asked) => ((await known?.())?.read || ask)(...asked);

  return {
    ask, read, root,
    /** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
    get(path, query = {}, signal) {
      const given = Object.entries(query).filter(([, value]) => value != null && value !== "");
      return read(path + (given.length ? "?" + new URLSearchParams(given) : ""), {}, signal);
    },
  };
}

/** @param {Pick<ReturnType<typeof createApi>, "ask">} api @param {string} path @param {object} body @param {string} [key]  the same key again is the same write */
export const post = (api, path, body, key) => api.ask(path, { method: "POST", keepalive: true, body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}) } });
