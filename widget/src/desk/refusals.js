/** Why something was not taken, in words; and whether the same may be tried once more (`final: false`). */

/** @param {(key: string, values?: any) => string} t @param {{most: {files: number, bytes: number}}} data */
export const createRefusals = (t, data) => (/** @type {any} */ { status, code, detail, retry_after_seconds: wait }) => {
  if (code === "stale") return { text: t("request.stale"), stale: true };
  if (code === "unsigned" || code === "origin_refused") return { text: t("desk.signedOut") };
  if (code === "too_many") return { text: t("desk.slower", { n: wait ?? 1 }) };
  if (code === "too_large") return { text: t("desk.fileTooLarge", { n: Math.floor(data.most.bytes / 1e6) }) };
  if (code === "too_many_files") return { text: t("desk.filesTooMany", { n: data.most.files }) };
  if (!status || status >= 500) return { text: t("desk.notArrived"), final: false };
  return { text: code === "conflict" ? t("desk.notNow", { why: detail }) : detail };
};
