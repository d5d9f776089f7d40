/** How following one's own requests changes what the panel knows. No fetch, no DOM. */
import { also, askingOf } from "./asking-state.js";

/** @param {import("./state.js").State} state @param {string} id */
export const requestOf = (state, id) => askingOf(state).requests[id] || { status: /** @type {const} */ ("none"), ticket: null };

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const FOLLOWED = {
  "request-is": (state, { id, request }) => also(state, { requests: { ...askingOf(state).requests, [id]: { ...requestOf(state, id), ...request } } }),
  "chats-are": (state, { chats }) => also(state, { chats }),
  unsaved: (state, { id }) => also(state, { unsaved: id }),
  rating: (state, { id, rating }) => also(state, { ratings: { ...askingOf(state).ratings, [id]: { ...(askingOf(state).ratings[id] || { stars: 0, text: "", sent: "" }), ...rating } } }),
};
