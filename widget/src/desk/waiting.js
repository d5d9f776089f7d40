/** How long somebody has waited: told each second, in its own place, so that nothing else is drawn or moved. */

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** "1:10", "1:02:05". @param {string} since @param {number} now */
export function waited(since, now) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000)), minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** @param {ParentNode} root @param {() => number} [now] */
export function tick(root, now = Date.now) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-since]"))) {
    const text = waited(node.dataset.since || "", now()), words = /** @type {Text} */ (node.firstChild);
    if (words.data !== text) words.data = text;
  }
}
