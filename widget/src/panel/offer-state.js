/** Whether a chat is offered, and whether one runs. No fetch, no DOM. */

/** @typedef {{row: any, running: boolean, agent: string, unread: number}} Offer   `row`: the chat's row of GET /contact, null while that is not known */

/** @type {Offer} */
const NONE = { row: null, running: false, agent: "", unread: 0 };

/** @param {import("./state.js").State} state @returns {Offer} */
export const offerOf = (state) => state.offer || NONE;

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const OFFERED = {
  offered: (state, { offer }) => {
    const next = { ...offerOf(state), ...offer };
    return JSON.stringify(next) === JSON.stringify(state.offer) ? state : { ...state, offer: next };
  },
};
