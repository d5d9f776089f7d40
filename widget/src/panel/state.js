/**
 * What the panel knows, and how it changes. No fetch, no DOM.
 *
 * @typedef {{id: string, title: string, summary: string, kind: string, locale: string, reason?: string}} Row
 * @typedef {{key: string, title: string, about: string | null, count: number}} Module
 * @typedef {{screen: "home" | "list" | "article" | "write" | "sent" | "requests" | "request" | "chat", id: string, filter: string, anchor: string, scroll: number, focus: string}} Place
 *   `id`: "" on home, a module's key or "" for everything on a list, an article's id, a question of the form, a request's id, a conversation's or "" for the present one; `anchor`: the heading of an
 *   article to begin at; `focus`: the row that was left
 * @typedef {"none" | "asked" | "slow" | "failed" | "gone" | "here"} Status
 * @typedef {{status: Status, groups: {module: Module, articles: Row[]}[]}} List
 * @typedef {{status: Status, article: any}} Opened
 * @typedef {{choice: "yes" | "no", sent: "" | "sending" | "failed" | "done"}} Vote
 * @typedef {{text: string, turn: number, late: boolean, exact: boolean, status: Status, answer: any, answered: string, active: string, first?: boolean}} Search
 *   `text`: what is asked; `turn`: counts the askings, also of the same; `late`: it takes a while; `exact`: without mending; `answer`: the last that came, kept while the next is on its way, and
 *   `answered`: the question it belongs to; `active`: the row that the arrow keys chose
 *
 * @typedef {object} State
 * @property {boolean} open
 * @property {boolean} shown         open, and to be seen: with its first answer, or after a moment without
 * @property {number} settled        0: the first picture, with what was asked for; 1: the rest of the screen too; 2: what needs more fonts
 * @property {any} pack              locale, dir, words and site settings, as the server gives them
 * @property {number} size           steps of text size from the usual one, -1 to 4
 * @property {boolean} modal         does it cover the screen?
 * @property {Place} place
 * @property {Place[]} behind
 * @property {Place[]} ahead
 * @property {Status} status         of the page's help
 * @property {any} help              the last answer about a page; kept when the next one does not come
 * @property {string[]} known        modules whose first words this person has seen
 * @property {Record<string, List>} lists
 * @property {Record<string, Opened>} articles
 * @property {Record<string, number[]>} ticks   numbers of the steps done, by article
 * @property {Record<string, Vote>} votes
 * @property {string} said           for the live region
 * @property {Search} search
 * @property {string[]} recent       what was searched for in this visit, the last first
 * @property {boolean} looking       is the search field in focus?
 * @property {import("./asking-state.js").Asking} [asking]   what is written, sent and followed
 * @property {import("./offer-state.js").Offer} [offer]   of a chat
 * @property {import("./chatting-state.js").Chatting} [chatting]   the chat itself
 * @property {boolean} composing     are the letters in it still being put together (Japanese, Chinese …)?
 */

/** @type {Place} */
export const HOME = { screen: "home", id: "", filter: "", anchor: "", scroll: 0, focus: "" };
export const SIZES = [-1, 4];
/** @type {Search} */
export const NO_SEARCH = { text: "", turn: 0, late: false, exact: false, status: "none", answer: null, answered: "", active: "" };

/** @param {any} pack @returns {State} */
export function begin(pack) {
  return { open: false, shown: false, settled: 0, pack, size: 0, modal: false, place: HOME, behind: [], ahead: [], status: "none", help: null, known: [],
    lists: {}, articles: {}, ticks: {}, votes: {}, said: "", search: NO_SEARCH, recent: [], looking: false, composing: false };
}

/** Content of another version, or what `failed`, is asked for again, and shown until the new one is there. @param {Record<string, any>} all @param {Status} [only] */
const aged = (all, only) => Object.fromEntries(Object.entries(all).map(([id, one]) => [id, !only || one.status === only ? { ...one, status: "none" } : one]));

/** @param {Search} search @param {string} text @param {boolean} exact @returns {Search} */
export const asking = (search, text, exact) => ({ ...search, text, exact, turn: search.turn + 1, late: false, status: "asked", active: "" });

/** What can happen from the first picture on; the later parts bring their own. @type {import("../shared/store.js").Changes<State>} */
export const CHANGES = {
  remembered: (state, { kept }) => ({ ...state, ...kept }),
  opened: (state, { known }) => ({ ...state, open: true, shown: false, known, said: "" }),
  shown: (state) => ({ ...state, shown: true }),
  settled: (state, { settled }) => ({ ...state, settled }),
  closed: (state) => ({ ...state, open: false, said: "" }),
  measured: (state, { modal }) => (modal === state.modal ? state : { ...state, modal }),
  sized: (state, { size }) => ({ ...state, size: Math.min(SIZES[1], Math.max(SIZES[0], size)) }),
  spoke: (state, { pack }) => ({ ...state, pack, lists: {}, articles: {}, help: null, status: "none", search: NO_SEARCH }),
  forgot: (state) => ({ ...begin(state.pack), open: state.open, shown: state.shown, modal: state.modal }),
  said: (state, { text }) => (text === state.said ? state : { ...state, said: text }),

  went: (state, { to, scroll = 0, focus = "" }) => ({ ...state, behind: [...state.behind, { ...state.place, scroll, focus }],
    place: { ...HOME, ...to }, ahead: [], said: "" }),
  back: (state, { scroll = 0, focus = "" }) => (state.behind.length ? { ...state, place: state.behind[state.behind.length - 1],
    behind: state.behind.slice(0, -1), ahead: [{ ...state.place, scroll, focus }, ...state.ahead], said: "" } : state),
  forward: (state, { scroll = 0, focus = "" }) => (state.ahead.length ? { ...state, place: state.ahead[0],
    ahead: state.ahead.slice(1), behind: [...state.behind, { ...state.place, scroll, focus }], said: "" } : state),
  filtered: (state, { text, composing = false }) => ({ ...state, composing, said: "", place: { ...state.place, filter: text },
    search: state.place.screen !== "home" ? state.search : !text.trim() ? NO_SEARCH : text.trim() === question(state) ? state.search : asking(state.search, text.trim(), false) }),
  looked: (state, { looking }) => (looking === state.looking ? state : { ...state, looking }),
  retried: (state) => ({ ...state, lists: aged(state.lists, "failed"), articles: aged(state.articles, "failed"),
    search: state.search.status === "failed" && question(state) ? asking(state.search, question(state), state.search.exact) : state.search }),

  "help-asked": (state) => ({ ...state, status: "asked" }),
  "help-slow": (state) => (state.status === "asked" ? { ...state, status: "slow" } : state),
  "help-came": (state, { help }) => ({ ...state, status: "here", help,
    ...(state.help && help.version !== state.help.version ? { lists: aged(state.lists), articles: aged(state.articles) } : {}) }),
  "help-failed": (state) => ({ ...state, status: "failed" }),

};

/** @param {State} state @param {string} id @returns {List} */
export const listOf = (state, id) => state.lists[id] || { status: "none", groups: [] };

/** @param {State} state @param {string} id @returns {Opened} */
export const articleOf = (state, id) => state.articles[id] || { status: "none", article: null };

/** How all that is on the screen stands. @param {State} state */
export const statuses = (state) => [state.status, state.search.status, ...[listOf, articleOf].map((of) => of(state, state.place.id).status)];

/** The question in the field of home. @param {State} state */
export const question = ({ place }) => (place.screen === "home" ? place.filter.trim() : "");

/** The question that led to where one is, which goes along to a person. @param {State} state */
export const carried = ({ place, behind }) => [...behind, place].findLast(({ screen }) => screen === "home")?.filter.trim() || "";

/** As people compare words: no case, no accents, no niqqud. @param {string} text */
export const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The groups of a list whose articles hold every word of `filter`.
 *
 * @param {List["groups"]} groups @param {string} filter @returns {List["groups"]}
 */
export function filtered(groups, filter) {
  const words = plain(filter).split(/\s+/).filter(Boolean);
  if (!words.length) return groups;
  return groups
    .map(({ module, articles }) => ({ module, articles: articles.filter((row) => {
      const text = plain(`${row.title} ${row.summary}`);
      return words.every((word) => text.includes(word));
    }) }))
    .filter(({ articles }) => articles.length);
}
