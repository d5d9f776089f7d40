/**
 * How writing to us and following it changes what the panel knows. No fetch, no DOM.
 *
 * @typedef {{at: number, body: string, facts: Record<string, string>, email: string, name: string, without: string[]}} Draft
 *   `at`: when it was begun, 0: not yet; `without`: what does not go along
 * @typedef {{kind: "article" | "request" | "change", id: string, title: string, number?: number, count?: number}} Hint   `count`: people who wish for a change
 * @typedef {{status: import("./state.js").Status, tickets: any[]}} Mine
 * @typedef {{at: number, body: string, sent?: "" | "stale" | "empty"}} Reply
 * @typedef {{stars: number, text: string, sent: "" | "sending" | "failed" | "done"}} Rating
 * @typedef {import("../shared/outbox.js").Sending} Sending
 *
 * @typedef {object} Asking
 * @property {Draft} draft
 * @property {Record<string, string>} wrong      what is missing, by field: the name of its sentence
 * @property {Hint[]} hints                      what may help at once; one is shown at a time
 * @property {Record<string, string>} [offered]   titles of the answers that were shown, by id
 * @property {import("./missing.js").Fact[]} [needed]   what an agent needs to know
 * @property {string[]} dismissed                ids of those that were waved away
 * @property {Sending[]} outbox                  what was sent and is not delivered yet
 * @property {boolean} known                     somebody has written from this browser
 * @property {Record<string, any>} delivered     requests that were taken in this page's life, by id
 * @property {string} discarding                 the one that may be thrown away, when that is asked
 * @property {Mine} mine
 * @property {Record<string, {status: import("./state.js").Status, ticket: any}>} requests   by id
 * @property {Record<string, Reply>} replies     by id of the request; that of "" is no reply but the draft that was kept
 * @property {any[]} [chats]                     one's own, the newest first
 * @property {string} [unsaved]                  id of the file that could not be fetched
 * @property {Record<string, Rating>} ratings    by id of the request
 */
/** @type {Draft} */
export const NO_DRAFT = { at: 0, body: "", facts: {}, email: "", name: "", without: [] };
/** Milliseconds that a draft lives after its first letter. */
export const DRAFT_LIVES = 24 * 3600_000;

/** @type {Asking} */
export const NO_ASKING = { draft: NO_DRAFT, wrong: {}, hints: [], dismissed: [], outbox: [], delivered: {}, discarding: "",
  known: false, mine: { status: "none", tickets: [] }, requests: {}, replies: {}, ratings: {} };

/** @param {import("./state.js").State} state @returns {Asking} */
export const askingOf = (state) => state.asking || NO_ASKING;

/** @param {import("./state.js").State} state @param {Partial<Asking>} change @returns {import("./state.js").State} */
export const also = (state, change) => ({ ...state, asking: { ...askingOf(state), ...change } });

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const ASKED = {
  "asking-began": (state, { drafts, known, another }) => ({ ...state, asking: { ...(another ? NO_ASKING : askingOf(state)), known, draft: { ...NO_DRAFT, ...drafts[""] }, replies: drafts } }),
  drafted: (state, { draft, wrong }) => also(state, { draft: { ...askingOf(state).draft, ...draft },
    wrong: wrong || Object.fromEntries(Object.entries(askingOf(state).wrong).filter(([field]) => !(field in draft))) }),
  "sent-off": (state, { key }) => ({ ...also(state, { known: true, draft: NO_DRAFT, wrong: {}, hints: [], dismissed: [] }),
    place: { ...state.place, screen: "sent", id: key, scroll: 0, focus: "" }, behind: state.behind.filter(({ screen }) => screen !== "write"), ahead: [], said: "" }),
  "outbox-is": (state, { outbox }) => also(state, { outbox }),
  // Who waits at the form's end sees it arrive: the screen of the waiting becomes that of the request.
  delivered: (state, { key, ticket }) => ({ ...also(state, { delivered: { ...askingOf(state).delivered, [ticket.id]: ticket } }),
    ...(state.place.screen === "sent" && state.place.id === key ? { place: { ...state.place, id: ticket.id } } : {}) }),
  discarding: (state, { key }) => also(state, { discarding: key }),
  "mine-is": (state, { mine }) => also(state, { mine: { ...askingOf(state).mine, ...mine } }),
  replying: (state, { id, reply }) => also(state, { replies: { ...askingOf(state).replies, [id]: { ...(askingOf(state).replies[id] || { at: 0, body: "" }), ...reply } } }),
};

/** The questions of the form that these facts lead through; "" is the first, about what it is. @param {Record<string, string>} facts */
export function questions(facts) {
  const way = facts.worked_before === "yes";
  // Who has a way round can work: that need not be asked.
  return ["", "worked_before", ...(way ? ["way_round"] : []), ...(way && facts.way_round === "yes" ? [] : ["anyone_can_work"]), "answer"];
}

/** The answers that still stand: one that was given on a way that was left since says nothing. @param {Record<string, string>} facts @returns {Record<string, string>} */
export const standing = (facts) => Object.fromEntries(Object.entries(facts).filter(([name, said]) => said.trim() && said !== "skip" && (questions(facts).includes(name) || !name.includes("_"))));   // keys of a site have no "_"

/** What is missing or wrong in a draft, by field. @param {Draft} draft @returns {Record<string, string>} */
export function missing({ body, email }) {
  return {
    ...(body.trim() ? {} : { body: "write.whatMissing" }),
    ...(!email.trim() || /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email.trim()) ? {} : { email: "write.emailWrong" }),
  };
}

/** Drafts that are not too old. @param {Record<string, {at: number}>} drafts @param {number} now */
export const fresh = (drafts, now) => Object.fromEntries(Object.entries(drafts).filter(([, { at }]) => Math.abs(now - at) < DRAFT_LIVES));
