/** What is here already is matched at the first key, and marked like the server marks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { local, pieces, rangesOf, recalled, shown } from "../../widget/src/panel/matching.js";
import { READ } from "../../widget/src/panel/reading-state.js";
import { SEARCHED } from "../../widget/src/panel/search-state.js";
import { begin, CHANGES } from "../../widget/src/panel/state.js";

const pack = { locale: "en", dir: "ltr", words: {}, site: { key: "demo" } };
const row = (id, title, summary = "") => ({ id, title, summary, kind: "faq", locale: "en" });
const help = { version: "1", articles: [row("a/vat", "Change the VAT rate"), row("a/send", "Send an invoice")], first: [row("a/about", "About invoices")] };
const ALL = { ...CHANGES, ...SEARCHED, ...READ };
const reduce = (state, event) => ALL[event.type](state, event);
const after = (...events) => events.reduce(reduce, begin(pack));
const typed = (text) => ({ type: "filtered", text });
const ids = (rows) => rows.map(({ id }) => id);

test("ranges count code points, whatever the case, accents or niqqud", () => {
  assert.deepEqual(rangesOf("😀 Čebula", ["cebula"]), [[2, 8]]);
  assert.deepEqual(rangesOf("שָׁלוֹם עולם", ["שלום"]), [[0, 7]]);
  assert.deepEqual(rangesOf("e\u0301te\u0301", ["ete"]), [[0, 5]]);
  assert.deepEqual(rangesOf("ﬁne", ["fi"]), [[0, 1]]);
  assert.deepEqual(rangesOf("aaa", ["aa", "a"]), [[0, 3]]);
  assert.deepEqual(rangesOf("abc", ["x"]), []);
});

test("pieces put together are the text, marked where the ranges say", () => {
  assert.deepEqual(pieces("😀 send it", [[2, 6]]), [{ text: "😀 ", mark: false }, { text: "send", mark: true }, { text: " it", mark: false }]);
  assert.deepEqual(pieces("all", [[0, 3]]), [{ text: "all", mark: true }]);
  assert.deepEqual(pieces("none"), [{ text: "none", mark: false }]);
  assert.deepEqual(pieces("😀 send it", [[2, 6], [7, 9]], 4), [{ text: "😀 ", mark: false }, { text: "se…", mark: true }]);
});

test("titles that hold every word, of the page and of lists that were read", () => {
  const list = { type: "list-is", id: "m", list: { status: "here", groups: [{ module: { key: "m" }, articles: [row("m/x", "Invoice of a member"), row("a/send", "Send an invoice")] }] } };
  assert.deepEqual(ids(local(after({ type: "help-came", help }, list, typed("INVOICE")))), ["a/send", "a/about", "m/x"]);
  assert.deepEqual(ids(local(after({ type: "help-came", help }, list, typed("invoice, send")))), ["a/send"]);
  assert.deepEqual(local(after({ type: "help-came", help }, typed("?!"))), []);
  assert.deepEqual(local(after(typed("send"))), []);
});

test("at the first letter what is here is shown; then the server's word counts, and stays until its next one", () => {
  const came = { type: "search-came", text: "se", answer: { results: [row("z/far", "Far away", "we send it")], answered: true } };
  const state = after({ type: "help-came", help }, typed("se"));
  assert.deepEqual([ids(shown(state).rows), shown(state).settled, shown(state).sure], [["a/send"], false, false]);
  const here = reduce(state, came);
  assert.deepEqual([ids(shown(here).rows), shown(here).settled, shown(here).sure], [["z/far"], true, true]);
  const next = reduce(here, typed("sen"));
  assert.deepEqual([ids(shown(next).rows), shown(next).settled, shown(next).stands], [["z/far"], false, true]);
  const none = reduce(reduce(next, { type: "search-came", text: "sen", answer: { results: [], answered: false } }), typed("send"));
  assert.deepEqual([shown(none).rows, shown(none).stands], [[], true]);   // "nothing found" does not come and go at every key
});

test("when the next answer takes a while, or does not come, the titles that are here fit the words at least", () => {
  const came = { type: "search-came", text: "se", answer: { results: [row("z/far", "Far away")], answered: true } };
  const next = after({ type: "help-came", help }, typed("se"), came, typed("send"));
  const late = reduce(next, { type: "search-late", text: "send" });
  assert.deepEqual([ids(shown(late).rows), shown(late).sure], [["a/send"], false]);
  assert.equal(reduce(next, { type: "search-late", text: "se" }), next);
  const gone = reduce(reduce(next, typed("sex")), { type: "search-failed", text: "sex" });
  assert.deepEqual(ids(shown(gone).rows), []);
});

test("the last five searches, each once; one that was only typed on is replaced", () => {
  assert.deepEqual(recalled(["refund", "vat"], "VAT"), ["VAT", "refund"]);
  assert.deepEqual(recalled(["ref", "vat"], "refund"), ["refund", "vat"]);
  assert.deepEqual(recalled(["a1", "b2", "c3", "d4", "e5"], "f6"), ["f6", "a1", "b2", "c3", "d4"]);
});
