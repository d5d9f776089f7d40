/** Which hint is shown, and what it is made of. No fetch, no DOM. */
import { also, askingOf } from "./asking-state.js";
import { plain } from "./state.js";

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const HINTED = {
  hinted: (state, { hints }) => also(state, { hints, offered: { ...askingOf(state).offered, ...Object.fromEntries(hints.flatMap((/** @type {any} */ one) => (one.kind === "article" ? [[one.id, one.title]] : []))) } }),
  needed: (state, { needed }) => also(state, { needed }),
  dismissed: (state, { id }) => also(state, { dismissed: [...askingOf(state).dismissed, id] }),
};

const words = (/** @type {string} */ text) => new Set(plain(text).match(/[\p{L}\p{N}]{3,}/gu));

/**
 * The open request that is about the same thing as `text`: most words of its subject are there; else that of the same module.
 *
 * @param {any[]} tickets @param {string} text @param {string} module
 */
export function alike(tickets, text, module) {
  const said = words(text);
  const open = tickets.filter(({ status }) => !["solved", "closed"].includes(status));
  return open.find(({ subject }) => {
    const theirs = [...words(subject)];
    return theirs.length > 1 && theirs.filter((word) => said.has(word)).length > theirs.length / 2;
  }) || open.find((ticket) => module && ticket.module === module);
}

/** The one hint to show. @param {import("./asking-state.js").Asking} asking */
export const hintOf = ({ hints, dismissed }) => hints.find(({ id }) => !dismissed.includes(id)) || null;
