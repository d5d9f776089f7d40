/**
 * How a chat changes by what comes of it, in whatever order and however often it comes. No fetch, no DOM.
 *
 * @typedef {{conversation: string, n: number, client_id: string | null, author: {kind: "requester" | "agent" | "system", name: string}, body: string, html: string, at: string,
 *   files?: {id: string, name: string, type: string, size: number}[], articles?: {id: string, title: string, summary: string}[]}} Line
 * @typedef {{conversation: string, status: "queued" | "away" | "open" | "closed", agent: string | null, position?: number | null, wait_seconds?: number | null, answer_by_at: string | null, ticket: string | null,
 *   next: string | null, last_n: number, read: {requester: number, agent: number}}} Standing
 * @typedef {{id: string, lines: Line[], early: Record<number, Line>, known: number, read: {requester: number, agent: number}, standing: Standing | null}} Thread
 *   one conversation: `lines` without a gap, so that `lines[n - 1].n === n`; `early`: those that came before the one that is missing; `known`: the highest number heard of
 * @typedef {{client_id: string, at: number, body: string, files: {id: string, name: string}[], conversation: string, first: string, context?: any}} Kept   a line that waits; `conversation`: "" where it
 *   has none yet, and `first` is then the client_id of the line that begins it
 * @typedef {"device" | "sending" | "received" | "later" | "old" | "refused"} Way
 * @typedef {Kept & {way: Way, n?: number, again?: number, problem?: any}} Pending   `again`: when it is tried again, ms
 */

import { also } from "./asking-state.js";

/** Milliseconds after which a line that waits is sent only when somebody says so again; for which a word that they write stands. */
export const OLD = 24 * 3600_000, TYPES = 6000;
export const MOST_BYTES = 4096;

/** @param {string} id @returns {Thread} */
export const begun = (id) => ({ id, lines: [], early: {}, known: 0, read: { requester: 0, agent: 0 }, standing: null });

/** With these lines, each once and in its place. @param {Thread} thread @param {Line[]} rows @returns {Thread} */
export function withLines(thread, rows) {
  const lines = [...thread.lines], early = { ...thread.early };
  let { known } = thread;
  for (const row of rows) {
    known = Math.max(known, row.n);
    if (row.n > lines.length) early[row.n] ||= row;
  }
  for (let next; (next = early[lines.length + 1]); lines.push(next)) delete early[next.n];
  return known === thread.known && lines.length === thread.lines.length && Object.keys(early).length === Object.keys(thread.early).length ? thread : { ...thread, lines, early, known };
}

/** Read up to there; what was read is not unread again. @param {Thread} thread @param {{requester?: number, agent?: number}} marks @returns {Thread} */
export function withRead(thread, { requester = 0, agent = 0 }) {
  const read = { requester: Math.max(requester, thread.read.requester), agent: Math.max(agent, thread.read.agent) };
  return read.requester === thread.read.requester && read.agent === thread.read.agent ? thread : { ...thread, read };
}

/** How it stands. What tells of fewer lines than are here is old news. @param {Thread} thread @param {Standing} standing @returns {Thread} */
export function withStanding(thread, standing) {
  const marked = withRead(thread, standing.read);
  if (standing.last_n < thread.lines.length || JSON.stringify(standing) === JSON.stringify(thread.standing)) return marked;
  return { ...marked, standing, known: Math.max(marked.known, standing.last_n) };
}

/** Is a line missing that somebody has heard of? @param {Thread} thread */
export const lacks = (thread) => thread.known > thread.lines.length;

/** Lines of others that were not read. @param {Thread} thread */
export const unread = (thread) => thread.lines.filter(({ n, author }) => n > thread.read.requester && author.kind !== "requester").length;

/** Those that are not among the lines yet. @template {{client_id: string}} P @param {Thread[]} threads @param {P[]} pending @returns {P[]} */
export function without(threads, pending) {
  if (!pending.length) return pending;
  const there = new Set(threads.flatMap(({ lines, early }) => [...lines, ...Object.values(early)].map(({ client_id }) => client_id)));
  const left = pending.filter(({ client_id }) => !there.has(client_id));
  return left.length === pending.length ? pending : left;
}

/** Does it wait for a word of the person who wrote it? @param {Kept} item @param {number} now */
export const isOld = ({ at }, now) => now - at >= OLD;

/** One of ours, as it was kept; anything else in the storage is passed over. @param {any} it */
export const fits = (it) => !!it && typeof it === "object" && typeof it.client_id === "string" && /^[\w-]{1,64}$/.test(it.client_id) && typeof it.body === "string" && typeof it.at === "number" && it.at > 0
  && typeof it.conversation === "string" && typeof it.first === "string" && Array.isArray(it.files) && it.files.every((/** @type {any} */ file) => file && typeof file.id === "string") && (!!it.body.trim() || it.files.length > 0);

/** In the order in which they were written. @param {Kept[]} list */
export const inOrder = (list) => [...list].sort((one, other) => one.at - other.at || (one.client_id < other.client_id ? -1 : 1));

/**
 * What the panel knows of a chat.
 *
 * @typedef {{view: import("./chat/talk.js").View | null, sound: boolean, looking: boolean, unsaved: string, unended: boolean}} Chatting   `looking`: for a conversation to go on with; `unsaved`: id
 *   of the file that could not be fetched; `unended`: the end was not taken
 * @type {Chatting}
 */
export const NOTHING = { view: null, sound: false, looking: false, unsaved: "", unended: false };
/** The reply of this name is the line that is being written. */
export const FIELD = "chat";

/** @param {import("./state.js").State} state @returns {Chatting} */
export const chattingOf = (state) => state.chatting || NOTHING;

/** @type {import("../shared/store.js").Changes<import("./state.js").State>} */
export const CHATTED = {
  "chatting-is": (state, { chatting }) => ({ ...state, chatting: { ...chattingOf(state), ...chatting } }),
  "chatting-known": (state) => also(state, { known: true }),
};
