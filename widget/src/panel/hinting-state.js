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

const isOpen = (/** @type {any} */ { status }) => !["solved", "closed"].includes(status);

/**
 * The open request that is about the same thing as `text`: most words of its subject are there; else that of the same module.
 *
 * @param {any[]} tickets @param {string} text @param {string} module
 */
export function alike(tickets, text, module) {
  const said = words(text);
  const open = tickets.filter(isOpen);
  return open.find(({ subject }) => {
    const theirs = [...words(subject)];
    return theirs.length > 1 && theirs.filter((word) => said.has(word)).length > theirs.length / 2;
  }) || open.find((ticket) => module && ticket.module === module);
}

/**
 * What may help, the nearest first: one's own request on the same thing, a wish of others, one's own in the same module, the answer.
 *
 * @param {any[]} tickets  one's own @param {{id: string, title: string, count: number, mine: boolean}[]} changes  that are about the same as `text` @param {any} best  the article that answers it, if one does
 * @param {string} text @param {string} module @returns {import("./asking-state.js").Hint[]}
 */
export function hintsOf(tickets, changes, best, text, module) {
  const wished = changes.find(({ mine }) => !mine);
  const shared = tickets.filter(isOpen).find(({ id, subject }) => changes.some((one) => one.mine && (one.id === id || one.title === subject)));
  const own = [alike(tickets, text, "") || shared, alike(tickets, text, module)]
    .map((one) => one && { kind: /** @type {const} */ ("request"), id: one.id, title: one.subject, number: one.number });
  return [own[0], wished && { kind: /** @type {const} */ ("change"), ...wished }, own[1]?.id !== own[0]?.id && own[1], best && { kind: /** @type {const} */ ("article"), id: best.id, title: best.title }].filter((one) => !!one);
}

/** The one hint to show. @param {import("./asking-state.js").Asking} asking */
export const hintOf = ({ hints, dismissed }) => hints.find(({ id }) => !dismissed.includes(id)) || null;
