/** HTML that the server has cleaned, where a page wants such words to be trusted. */

/** HTML under Trusted Types. The policy outlives a panel: a page may allow its name only once. @param {string} html */
export function trusted(html) {
  const { trustedTypes } = /** @type {any} */ (window);
  if (!trustedTypes) return html;
  const name = Symbol.for("askaside.policy");
  const kept = /** @type {any} */ (window);
  if (!kept[name]) Object.defineProperty(kept, name, { value: trustedTypes.createPolicy("askaside", { createHTML: (/** @type {string} */ text) => text }) });
  return kept[name].createHTML(html);
}
