/**
 * Where we stand in the host's document: inside the modal dialog that help was asked from, for the rest of the page is inert
 * then; and in the body again when the dialog is gone, or the page has swept us out with what it had there before. And what
 * was opened there, for the editors; and the way to a chat (offering.js).
 */
import { post } from "../shared/api.js";
import { createOffering } from "./offering.js";
import css from "./screens/offering.css";

export { css };

const NAME = "ask-aside";

/** @param {import("./panel.js").Given} given @param {import("./panel.js").Later} later */
export function begin(given, later) {
  const { host, asked, ended, rise, store, context, api, act } = given;
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
  /** What was opened, for the editors' counts; nothing depends on it. @param {object} what @param {boolean} [leaving]  there is no later */
  function note(what, leaving = false, { url, module } = context.read(store.get().pack.site.route)) {
    const { site, locale } = store.get().pack;
    if (!site.measure) return;
    const send = () => post(api, "/seen", { url, module: module || null, locale, ...what }).catch(() => {});
    if (leaving) return void send();
    // Behind everything that somebody waits for.
    "requestIdleCallback" in window ? requestIdleCallback(send, { timeout: 3000 }) : setTimeout(send, 300);
  }
  act.note = note;
  for (const [what, here] of act.noted) note(what, false, here);

  return { stand, chat: createOffering(given, later) };
}
