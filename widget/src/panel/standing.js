/**
 * Where we stand in the host's document: inside the modal dialog that help was asked from, for the rest of the page is inert
 * then; and in the body again when the dialog is gone, or the page has swept us out with what it had there before.
 */
const NAME = "ask-aside";

export const css = "";

/** @param {import("./panel.js").Given} given */
export function begin({ host, asked, ended, rise }) {
  // A custom element hears that it was taken out: nobody's document needs to be watched for it.
  customElements.get(NAME) || customElements.define(NAME, class extends HTMLElement {
    disconnectedCallback() { /** @type {any} */ (this).$out?.(); }
  });
  /** @type {any} */ (host).$out = () => queueMicrotask(() => host.isConnected || stand(null));
  ended.addEventListener("abort", () => delete /** @type {any} */ (host).$out);
  stand(asked());

  /** @param {Element | null} opener  what help was asked from */
  function stand(opener) {
    const dialog = opener?.closest("dialog:modal");
    const place = dialog || document.body;
    if (host.parentNode === place || ended.aborted) return;
    place.append(host);
    rise();
    dialog?.addEventListener("close", () => stand(null), { once: true, signal: ended });
  }
  return { stand };
}
