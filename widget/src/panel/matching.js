/** Which of the rows that are already here hold the words, and where. Offsets count code points, as the server's do. */
import { listOf, plain, question } from "./state.js";

/** @typedef {import("./state.js").Row & {module?: string, anchor?: string, ranges?: {title: number[][], summary: number[][]}}} Found */

const MOST = 8;

/** @param {string} text */
const wordsOf = (text) => plain(text).split(/[\s.,;:!?"“”„«»()]+/).filter(Boolean);

/**
 * Where any of `words` (as `plain` writes them) stands in `text`.
 *
 * @param {string} text @param {string[]} words
 * @returns {number[][]}  [from, to] in code points, in order, without overlap
 */
export function rangesOf(text, words) {
  const points = Array.from(text);
  let flat = "";
  /** @type {number[]} */
  const origin = [];   // of each unit of `flat`: the code point it was made of
  points.forEach((point, at) => {
    const made = plain(point);
    flat += made;
    for (let unit = 0; unit < made.length; unit += 1) origin.push(at);
  });
  const hit = points.map(() => false);
  for (const word of words) {
    for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + word.length)) {
      hit.fill(true, origin[at], origin[at + word.length - 1] + 1);
    }
  }
  // A sign that stands on a letter of the match belongs to it.
  points.forEach((point, at) => { if (at && hit[at - 1] && /\p{M}/u.test(point)) hit[at] = true; });
  /** @type {number[][]} */
  const ranges = [];
  hit.forEach((is, at) => {
    if (is && hit[at - 1]) ranges[ranges.length - 1][1] = at + 1;
    else if (is) ranges.push([at, at + 1]);
  });
  return ranges;
}

/**
 * `text` in pieces, each marked or not.
 *
 * @param {string} text @param {number[][]} [ranges]  code points, in order @param {number} [most]  code points; the rest is cut off
 * @returns {{text: string, mark: boolean}[]}
 */
export function pieces(text, ranges = [], most = Infinity) {
  const all = Array.from(text), points = all.length > most ? [...all.slice(0, most), "…"] : all;
  const found = [];
  let at = 0;
  for (const [from, end] of [...ranges.filter((range) => range[0] < points.length), [points.length, points.length]]) {
    const to = Math.min(end, points.length);
    if (from > at) found.push({ text: points.slice(at, from).join(""), mark: false });
    if (to > from) found.push({ text: points.slice(from, to).join(""), mark: true });
    at = to;
  }
  return found;
}

/**
 * What of the titles that are loaded holds every word of the question: of the page's help, of lists that were read, of the
 * search before. Those of the search before come first, in its order.
 *
 * @param {import("./state.js").State} state
 * @returns {Found[]}
 */
export function local(state) {
  const words = wordsOf(question(state));
  const { help, lists, search } = state;
  /** @type {Found[]} */
  const known = [...(search.answer?.results || []), ...(help ? [...help.articles, ...help.first] : []),
    ...Object.keys(lists).flatMap((id) => listOf(state, id).groups.flatMap((group) => group.articles))];
  /** @type {Map<string, Found>} */
  const found = new Map();
  for (const row of known) {
    if (found.size >= MOST) break;
    const title = plain(row.title);
    if (words.length && !found.has(row.id) && words.every((word) => title.includes(word))) {
      found.set(row.id, { ...row, ranges: { title: rangesOf(row.title, words), summary: rangesOf(row.summary, words) } });
    }
  }
  return [...found.values()];
}

/**
 * What is shown for the question: the server's results. Until they come it is what was found a letter before, so that nothing
 * jumps at every key; at the first letter, or when it takes a while, what is here.
 *
 * @param {import("./state.js").State} state
 * @returns {{rows: Found[], sure: boolean, settled: boolean, stands: boolean}}  `sure`: the first row should answer it; `settled`: as the
 *   server says; `stands`: as it said of these words or of those a letter before
 */
export function shown(state) {
  const { search } = state;
  const { results: before = [], answered = false } = search.answer || {};
  const settled = search.status === "here" && search.answered === question(state);
  if (settled || (search.status === "asked" && !search.late && search.answer)) return { rows: before, sure: answered, settled, stands: true };
  const here = local(state);
  return { rows: here.length || search.status === "failed" ? here : before, sure: false, settled, stands: false };
}

/**
 * The searches of this visit with one more on top: each once, and one that was only typed on replaced.
 *
 * @param {string[]} recent @param {string} text
 */
export function recalled(recent, text) {
  const now = plain(text);
  return [text, ...recent.filter((one, at) => plain(one) !== now && !(at === 0 && now.startsWith(plain(one))))].slice(0, 5);
}
