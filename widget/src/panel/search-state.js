/** How the search changes what the panel knows. No fetch, no DOM. */
import { asking, carried, question } from "./state.js";

/** @typedef {import("./state.js").Row} Row */

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const SEARCHED = {
  activated: (state, { id }) => ({ ...state, search: { ...state.search, active: id } }),
  again: (state, { exact = state.search.exact }) => ({ ...state, search: asking(state.search, question(state), exact) }),
  recalled: (state, { recent }) => ({ ...state, recent }),

  // An answer to anything but what stands in the field is dropped, whenever it comes; behind an article that was opened
  // meanwhile the field is still there.
  "search-asked": (state, { text }) => ({ ...state, search: { ...state.search, text, exact: false, status: "asked" } }),
  "search-late": (state, { text }) => (text === state.search.text ? { ...state, search: { ...state.search, late: true } } : state),
  "search-slow": (state, { text }) => (text === state.search.text && state.search.status === "asked" ? { ...state, search: { ...state.search, status: "slow" } } : state),
  "search-came": (state, { text, answer }) => (text !== carried(state) ? state : { ...state, search: { ...state.search, status: "here", answer, answered: text, first: true,
    active: answer.results.some((/** @type {Row} */ row) => row.id === state.search.active) ? state.search.active : "" } }),
  "search-whole": (state) => ({ ...state, search: { ...state.search, first: false } }),
  "search-failed": (state, { text }) => (text !== carried(state) ? state : { ...state, search: { ...state.search, status: "failed" } }),
};
