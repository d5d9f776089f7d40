/**
 * What an agent needs to know and is not told yet, by the words that are there. No fetch, no DOM.
 *
 * @typedef {{key: string, ask: string, words: string[], looks_like: string[], page: string[]}} Fact   as the contact tells them
 */
import { plain } from "./state.js";

const MOST = 300;   // letters of a word that is looked at: what is longer is none
/** What a word of a text looks like; each rule is ours, and takes time in proportion to the word. @type {Record<string, RegExp>} */
const LOOKS = {
  date: /^\D{0,3}\d{1,4}[./-]\d{1,2}([./-]\d{1,4})?\D{0,2}$|^\d{1,2}[:.]\d\d\D{0,2}$/,
  number: /\d\d/,
  email: /^[^@]+@[^@]+\.[^@]/,
  url: /^\W?(https?:\/\/|www\.|\/\w)/i,
  version: /^\W?v?\d+\.\d+/i,
};
const QUOTED = /["“„«”'‘][^"“„«»”‘’]{2,200}["”“»’']/;

/** Does `text` tell it, or the page (`{url, keys, errors}`)? @param {Fact} fact @param {string} text @param {Record<string, any>} page */
export function told({ words, looks_like, page: sources }, text, page) {
  const all = text.split(/\s+/).filter((word) => word.length < MOST), said = plain(text);
  return sources.some((name) => page[name]?.length) || words.some((word) => said.includes(plain(word)))
    || looks_like.some((look) => (look === "quoted" ? QUOTED.test(text) : all.some((word) => LOOKS[look]?.test(word))));
}

/** Those to be shown: what was filled in, and of what is missing the first. @param {Fact[]} facts @param {import("./asking-state.js").Draft} draft @param {Record<string, any>} page */
export function asked(facts, { body, facts: given }, page) {
  const first = facts.find((fact) => !given[fact.key] && !told(fact, body, page));
  return facts.filter((fact) => fact === first || given[fact.key] != null && given[fact.key] !== "");
}
