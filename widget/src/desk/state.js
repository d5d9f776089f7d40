import { CHATS, NO_CHATS } from "./chat-state.js";

/**
 * What the desk knows, and how it changes. No fetch, no DOM. Of chats: chat-state.js.
 *
 * @typedef {Record<string, any>} Row       of `GET …/queue`
 * @typedef {Record<string, any>} Story     of `GET …/tickets/{id}`
 * @typedef {{id: string | null, chat: string | null, filters: Record<string, string>}} Route   the request or the chat that is open, and what of the queue is shown
 * @typedef {{id: string, name: string, writing: boolean}} Person
 * @typedef {{id: string, name: string}} File
 * @typedef {{q: string, status: "none" | "asked" | "here" | "failed", tickets: any[], people: any[], articles: any[]}} Find   what is searched for, and the last that was found
 * @typedef {{text: string, seen: number, as: string, files: File[], key: string, sending: string, refused: string}} Draft
 *   `seen`: number of the newest message when the writing began, or when the writer was told of a newer one; `as`: what Ctrl+Enter sends it as: reply, note, solve or wait; `files`: those that go along: {id, name}; `key`: of the try that is on its way, the same until
 *   something is known of it; `sending`: what is being done ("reply", "solve" …); `refused`: why it was not taken, in words
 *
 * @typedef {object} State
 * @property {Route} route
 * @property {{status: "asked" | "here" | "failed", rows: Row[], next: string | null}} queue
 * @property {{status: "none" | "asked" | "here" | "failed" | "gone", story: Story | null}} ticket
 * @property {import("./chat-state.js").Chats} chats
 * @property {string} me           my id
 * @property {Draft} draft        of the request or the chat that is open
 * @property {Person[]} people     colleagues who have this request open
 * @property {{on: boolean, since: number | null, ended: boolean}} link   the live connection; `since`: it was last heard of; `ended`: signed out
 * @property {number} n            the last change of the site that is shown here
 * @property {string} tool         what is open beside the answer: assign, macro, article, more …; "" nothing
 * @property {any} found           what the tool has found; null: nothing yet
 * @property {Find} find
 * @property {any[]} proposals     articles that may answer the last line
 * @property {{id: string, name: string}[]} agents
 * @property {boolean} keys        are single keys on?
 * @property {boolean} help        are they shown?
 * @property {number} now
 * @property {string} said         for the live region
 */

/** @type {Draft} */
export const NO_DRAFT = { text: "", seen: 0, as: "reply", files: [], key: "", sending: "", refused: "" };

/** @type {Find} */
export const NO_FIND = { q: "", status: "none", tickets: [], people: [], articles: [] };

/** @param {Route} route @param {{n: number, keys: boolean, now: number, me: string}} given @returns {State} */
export const begin = (route, { n, keys, now, me }) => ({ route, me, chats: NO_CHATS, queue: { status: "asked", rows: [], next: null }, ticket: { status: "none", story: null }, draft: NO_DRAFT, people: [],
  link: { on: false, since: null, ended: false }, n, tool: "", found: null, find: NO_FIND, proposals: [], agents: [], keys, help: false, now, said: "" });

/** The request or the chat that is open, by its id. @param {State} state */
export const openOne = ({ route }) => route.id ?? route.chat;

/** Are both about the same? @param {Route} one @param {Route} other */
const alike = (one, other) => one.id === other.id && one.chat === other.chat;

/** How many lines came since the draft was begun that its writer has not been told of. @param {State} state */
export const unread = ({ ticket: { story }, draft }) => (story && draft.text ? Math.max(0, story.last_n - draft.seen) : 0);

/** Colleagues without oneself. @param {State} state @param {string} me */
export const others = (state, me) => state.people.filter((one) => one.id !== me);

/** The row before or after that of `id`; the first or last without. @param {Row[]} rows @param {string | null} id @param {number} step */
export function beside(rows, id, step) {
  const at = rows.findIndex((row) => row.id === id);
  return rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
}

/** Rows in which somebody wrote who waits for me or my teams, compared with those before. @param {Row[]} before @param {Row[]} rows */
export const news = (before, rows) => rows.filter((row) => row.whose !== "others" && row.last_by === "requester" && !before.some((one) => one.id === row.id && one.last_n >= row.last_n));

/** @type {import("../shared/store.js").Changes<State>} */
export const CHANGES = {
  ...CHATS,
  went: (state, { route }) => ({ ...state, route, help: false, ...(alike(route, state.route) ? {} : {
    ticket: { status: route.id ? "asked" : "none", story: null }, draft: NO_DRAFT, people: [], tool: "", found: null, proposals: [] }) }),
  queued: (state, { rows, next }) => ({ ...state, queue: { status: "here", rows, next } }),
  queueFailed: (state) => ({ ...state, queue: { ...state.queue, status: "failed" } }),
  counted: (state, { n }) => (n > state.n ? { ...state, n } : state),
  // The same story again changes nothing, so that nothing is drawn anew under the hand.
  told: (state, { id, story }) => (id !== state.route.id ? state : { ...state, ticket: { status: "here", story },
    draft: state.draft.text ? state.draft : { ...state.draft, seen: story.last_n } }),
  untold: (state, { id, status }) => (id !== state.route.id ? state : { ...state, ticket: { status, story: state.ticket.story } }),

  wrote: (state, { text }) => ({ ...state, draft: { ...state.draft, text, key: "", refused: "", seen: state.draft.text ? state.draft.seen : state.ticket.story?.last_n ?? 0 } }),
  meant: (state, { as }) => ({ ...state, draft: { ...state.draft, as } }),
  attached: (state, { id, files }) => (id === openOne(state) ? { ...state, draft: { ...state.draft, files } } : state),
  kept: (state, { draft }) => ({ ...state, draft: { ...NO_DRAFT, ...draft } }),
  sending: (state, { as, key }) => ({ ...state, draft: { ...state.draft, sending: as, key, refused: "" } }),
  refused: (state, { text, stale = false, final = true }) => ({ ...state, said: text,
    draft: { ...state.draft, sending: "", refused: text, key: final ? "" : state.draft.key, seen: stale ? state.ticket.story?.last_n ?? state.draft.seen : state.draft.seen } }),
  sent: (state, { said, rest }) => ({ ...state, said, tool: "", found: null, draft: { ...NO_DRAFT, ...rest, seen: state.ticket.story?.last_n ?? 0 } }),
  done: (state, { said }) => ({ ...state, said, tool: "", found: null, draft: { ...state.draft, sending: "", refused: "" } }),

  here: (state, { ticket, people }) => (ticket !== state.route.id || JSON.stringify(people) === JSON.stringify(state.people) ? state : { ...state, people }),
  connected: (state) => (state.link.on ? state : { ...state, link: { on: true, since: null, ended: false } }),
  cut: (state, { since, ended = false }) => (!state.link.on && state.link.ended === ended ? state : { ...state, people: [], link: { on: false, since: state.link.since ?? since, ended } }),

  saidSo: (state, { said }) => ({ ...state, said }),
  tool: (state, { tool }) => ({ ...state, tool: tool === state.tool ? "" : tool, found: null }),
  find: (state, { find }) => ({ ...state, find: { ...state.find, ...find } }),
  proposed: (state, { id, proposals }) => (id === state.route.id ? { ...state, proposals } : state),
  found: (state, { tool, found }) => (tool === state.tool ? { ...state, found } : state),
  agents: (state, { agents }) => ({ ...state, agents }),
  keys: (state, { keys }) => ({ ...state, keys }),
  help: (state, { help }) => ({ ...state, help }),
  ticked: (state, { now }) => ({ ...state, now }),
};
