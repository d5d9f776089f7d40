/** The keys that mean the same on every screen: Escape clears, then closes; in a modal panel the Tab key stays inside. */

const TABBABLE = "a[href],button:not([disabled]),input,select,textarea,summary,[tabindex='0']";

/**
 * @param {import("./panel.js").Given["store"]} store @param {import("./panel.js").Given["act"]} act
 * @param {() => void} close
 * @returns {(event: KeyboardEvent) => void}  for the panel's own element
 */
export function createKeys(store, act, close) {
  return function keys(event) {
    if (event.isComposing) return;   // Escape throws away what is being put together, and nothing else
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      if (store.get().place.filter) act.filter("");
      else close();
    }
    if (event.key !== "Tab" || !store.get().modal) return;
    const root = /** @type {HTMLElement} */ (event.currentTarget);
    const stops = [...root.querySelectorAll(TABBABLE)].filter((node) => node.getClientRects().length);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const at = /** @type {ShadowRoot} */ (root.getRootNode()).activeElement;
    if (event.shiftKey ? at === first || !stops.includes(/** @type {Element} */ (at)) : at === last) {
      event.preventDefault();
      /** @type {HTMLElement} */ (event.shiftKey ? last : first).focus();
    }
  };
}
