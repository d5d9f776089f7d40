/**
 * What the desk knows of chats, and how it changes. No fetch, no DOM.
 *
 * @typedef {Record<string, any>} ChatRow   of `GET …/chats`; `whose` is told here, by who looks
 * @typedef {Record<string, any>} Line      of `GET …/chats/{id}/messages`; `html` is null where only the receipt is there yet
 * @typedef {{id: string, name: string, status: "available" | "busy" | "away", there: boolean, most: number, has: number}} Seat
 *
 * @typedef {object} Told   one chat
 * @property {"asked" | "here" | "failed" | "gone"} status
 * @property {any} story           of `GET …/chats/{id}`, kept up with its row; null: not read yet
 * @property {Line[]} lines        by `n`, each once; there may be gaps
 * @property {any[]} proposals     articles that may answer the last words
 * @property {{n: number, at: string} | null} read   up to where who asks has read while we watched
 *
 * @typedef {object} Chats
 * @property {"asked" | "here" | "failed"} status
 * @property {ChatRow[]} rows      those that somebody waits in or talks in, in their order
 * @property {Seat | null} seat    mine; null: I answer nobody here
 * @property {Seat[]} seats        everybody's
 * @property {Record<string, Told>} told
 * @property {Record<string, string>} typing   who writes in which
 * @property {import("../shared/outbox.js").Sending[]} waiting   lines that the server has not acknowledged
 *
 * @typedef {{chats: Chats, route: {chat: string | null}, me: string}} Part   what of the state is read here
 */

/** @type {Chats} */
export const NO_CHATS = { status: "asked", rows: [], seat: null, seats: [], told: {}, typing: {}, waiting: [] };

/** @type {Told} */
const NEW = { status: "asked", story: null, lines: [], proposals: [], read: null };

/** @type {Record<string, number>} */
const RANK = { mine: 0, nobody: 1, others: 2 };
const RUNS = ["queued", "open"];

/** The number up to which no line is missing. @param {Line[]} lines */
export function through(lines) {
  let n = 0;
  while (lines[n]?.n === n + 1) n += 1;
  return n;
}

/** Both together, each line once. @param {Line[]} lines @param {Line[]} more */
export function merge(lines, more) {
  const found = new Map(lines.map((line) => [line.n, line]));
  let grown = false;
  for (const line of more) {
    const known = found.get(line.n);
    if (known && (known.html !== null || line.html === null)) continue;
    found.set(line.n, line);
    grown = true;
  }
  return grown ? [...found.values()].sort((a, b) => a.n - b.n) : lines;
}

/** Mine first; of those who waits longest, then who was answered longest ago. @param {ChatRow[]} rows */
const ordered = (rows) => [...rows].sort((a, b) => RANK[a.whose] - RANK[b.whose] || +!a.waiting_since - +!b.waiting_since
  || Date.parse(a.waiting_since || a.opened_at) - Date.parse(b.waiting_since || b.opened_at) || (a.id < b.id ? -1 : 1));

/** @param {ChatRow} row @param {string} me */
const seen = (row, me) => ({ ...row, whose: !row.assigned ? "nobody" : row.assigned.id === me ? "mine" : "others" });

/** Rows as this filter of the queue shows them. @param {ChatRow[]} rows @param {Record<string, string>} filters */
export const shown = (rows, { whose, module }) => rows.filter((row) => (!module || row.module === module) && (whose === "mine" || whose === "nobody" ? row.whose === whose : whose !== "team" || row.whose !== "others"));

/** Those in which somebody waits for me, or for anybody. @param {ChatRow[]} rows */
export const unanswered = (rows) => rows.filter((row) => row.waiting_since && row.whose !== "others");

/** Rows that became mine, or in which somebody wrote to me, compared with those before. @param {ChatRow[]} before @param {ChatRow[]} rows */
export const called = (before, rows) => rows.filter((row) => {
  const known = before.find((one) => one.id === row.id);
  return row.whose === "mine" && (known?.whose !== "mine" || (row.last?.by === "requester" && row.last_n > known.last_n));
});

/** The chat that is open. @param {Part} state @returns {Told | null} */
export const current = ({ chats, route }) => (route.chat && chats.told[route.chat]) || null;

/** Lines of one chat that the server has not acknowledged, in the order they were sent. @param {Chats} chats @param {string} id */
export const underWay = ({ waiting, told }, id) => waiting.filter((item) => item.body.conversation === id && !told[id]?.lines.some((line) => line.client_id === item.key));

/** Up to where who asks has read. @param {Told} chat */
export const readTo = ({ story }) => story.read.requester;

/** @template {Part} S @param {S} state @param {Partial<Chats>} change @returns {S} */
const put = (state, change) => ({ ...state, chats: { ...state.chats, ...change } });

/** @template {Part} S @param {S} state @param {string} id @param {(chat: Told) => Told} change @returns {S} */
function one(state, id, change) {
  const before = state.chats.told[id];
  if (!before) return state;
  const after = change(before);
  return after === before ? state : put(state, { told: { ...state.chats.told, [id]: after } });
}

/** An answer that was under way while a line came says what was before it. @template {any} R @param {R | null | undefined} known @param {any} row @returns {any} */
const newer = (known, row) => {
  const { last_n, last, waiting_since } = /** @type {any} */ (known) || row;
  return last_n > row.last_n ? { ...row, last_n, last, waiting_since } : row;
};

/** A row that changed takes its place, or goes. @template {Part} S @param {S} state @param {ChatRow} row @returns {S} */
function settle(state, row) {
  const others = state.chats.rows.filter((known) => known.id !== row.id), now = same(state.chats.rows.find((known) => known.id === row.id), seen(row, state.me));
  const next = put(state, { rows: RUNS.includes(row.status) ? ordered([...others, now]) : others });
  return one(next, row.id, (chat) => (chat.story ? { ...chat, story: same(chat.story, { ...chat.story, ...now }) } : chat));
}

/** What a line changes of its row, until the server tells it. @param {ChatRow} row @param {Line} line */
const after = (row, { n, author, body, at }) => (n <= row.last_n ? row : { ...row, last_n: n, last: { by: author.kind, text: body.slice(0, 120), at },
  waiting_since: author.kind === "requester" ? row.waiting_since || at : author.kind === "agent" ? null : row.waiting_since });

/** @type {import("../shared/store.js").Changes<any>} */
export const CHATS = {
  chatsRead(state, { chats, seat, seats }) {
    const runs = new Set(chats.map((/** @type {ChatRow} */ row) => row.id));
    // What nobody talks in any more, and is not open here, need not be known any longer.
    const told = Object.fromEntries(Object.entries(state.chats.told).filter(([id]) => runs.has(id) || id === state.route.chat));
    const known = new Map(state.chats.rows.map((/** @type {ChatRow} */ row) => [row.id, row]));
    const rows = ordered(chats.map((/** @type {ChatRow} */ row) => same(known.get(row.id), newer(known.get(row.id), seen(row, state.me)))));
    let next = put(state, { status: "here", rows, seat: same(state.chats.seat, seat), seats: same(state.chats.seats, seats), told });
    for (const row of rows) next = one(next, row.id, (chat) => (chat.story ? { ...chat, story: same(chat.story, { ...chat.story, ...row }) } : chat));
    return next;
  },
  chatsFailed: (state) => (state.chats.status === "here" ? state : put(state, { status: "failed" })),
  chatAsked: (state, { id }) => (state.chats.told[id] ? state : put(state, { told: { ...state.chats.told, [id]: NEW } })),
  chatTold(state, { id, story: { messages, next_conversation: next, ...told } }) {
    const story = { ...told, next };   // what it calls `next` itself is the page of lines behind these
    const known = state.chats.rows.find((/** @type {ChatRow} */ row) => row.id === id), row = known && Object.fromEntries(Object.keys(known).map((name) => [name, story[name]]));
    return one(row ? settle(state, newer(known, row)) : state, id, (chat) => ({ ...chat, status: "here", story: same(chat.story, newer(chat.story, seen(story, state.me))), lines: merge(chat.lines, messages) }));
  },
  chatUntold: (state, { id, status }) => one(state, id, (chat) => ({ ...chat, status })),
  chatChanged: (state, { row }) => settle(state, row),
  /** Lines came: pushed, asked for or acknowledged. */
  chatLines(state, { id, lines }) {
    const newest = lines.at(-1), writes = lines.some((/** @type {Line} */ line) => line.author.kind === "requester") && state.chats.typing[id];
    const row = newest && state.chats.rows.find((/** @type {ChatRow} */ known) => known.id === id), next = row && after(row, newest);
    const told = one(next === row ? state : settle(state, next), id, (chat) => {
      const grown = merge(chat.lines, lines);
      return grown === chat.lines ? chat : { ...chat, lines: grown };
    });
    return writes ? CHATS.chatTyping(told, { id, name: "" }) : told;
  },
  /** How it stands, as the visitors' doors tell it, too: without who has it and who waits. */
  chatState: (state, { id, told }) => one(state, id, (chat) => (chat.story ? { ...chat, story: same(chat.story, { ...chat.story, ...told }) } : chat)),
  chatRead(state, { id, by, n, at }) {
    const marked = (/** @type {any} */ row) => (row.read[by] >= n ? row : { ...row, read: { ...row.read, [by]: n } });
    const rows = state.chats.rows.map((/** @type {ChatRow} */ row) => (row.id === id ? marked(row) : row));
    return one(put(state, { rows }), id, (chat) => (chat.story && marked(chat.story) !== chat.story ? { ...chat, story: marked(chat.story), read: by === "requester" ? { n, at } : chat.read } : chat));
  },
  chatTyping(state, { id, name }) {
    const { [id]: before, ...typing } = state.chats.typing;
    return (before || "") === name ? state : put(state, { typing: name ? { ...typing, [id]: name } : typing });
  },
  chatProposed: (state, { id, proposals }) => one(state, id, (chat) => ({ ...chat, proposals })),
  chatsWaiting: (state, { items }) => put(state, { waiting: items }),
  chatSeat: (state, { seat }) => put(state, { seat, seats: state.chats.seats.map((/** @type {Seat} */ known) => (known.id === seat.id ? seat : known)) }),
};

/** The former where the newer says the same: nothing is drawn anew then. @template T @param {any} before @param {T} now @returns {T} */
const same = (before, now) => (JSON.stringify(before) === JSON.stringify(now) ? before : now);
