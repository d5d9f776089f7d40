/** How reading changes what the panel knows: lists and articles that came, steps ticked, votes. No fetch, no DOM. */
import { articleOf, listOf } from "./state.js";

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const READ = {
  "list-is": (state, { id, list }) => ({ ...state, lists: { ...state.lists, [id]: { ...listOf(state, id), ...list } } }),
  "article-is": (state, { id, opened }) => ({ ...state, articles: { ...state.articles, [id]: { ...articleOf(state, id), ...opened } } }),
  ticked: (state, { id, step, done }) => ({ ...state,
    ticks: { ...state.ticks, [id]: [...(state.ticks[id] || []).filter((n) => n !== step), ...(done ? [step] : [])].sort((a, b) => a - b) } }),
  voted: (state, { id, vote }) => ({ ...state, votes: { ...state.votes, [id]: { ...state.votes[id], ...vote } } }),
};
