/** What the panel knows, and how it changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { READ } from "../../widget/src/panel/reading-state.js";
import { SEARCHED } from "../../widget/src/panel/search-state.js";
import { articleOf, begin, carried, CHANGES, filtered, HOME, NO_SEARCH, plain, question } from "../../widget/src/panel/state.js";

const pack = { locale: "en", dir: "ltr", words: {}, site: { key: "demo" } };
const ALL = { ...CHANGES, ...SEARCHED, ...READ };
const reduce = (state, event) => ALL[event.type](state, event);
const after = (...events) => events.reduce(reduce, begin(pack));
const article = { type: "went", to: { screen: "article", id: "a/b" }, scroll: 120, focus: "a/b" };

test("back leads to where one was, with its scroll and focus; forward to where one came from", () => {
  const there = after(article);
  assert.equal(there.place.id, "a/b");
  const back = reduce(there, { type: "back", scroll: 50, focus: "" });
  assert.deepEqual(back.place, { ...HOME, scroll: 120, focus: "a/b" });
  const forward = reduce(back, { type: "forward", scroll: 0, focus: "" });
  assert.deepEqual([forward.place.id, forward.place.scroll, forward.ahead], ["a/b", 50, []]);
});

test("back from the first place and forward from the last change nothing", () => {
  const state = begin(pack);
  assert.equal(reduce(state, { type: "back" }), state);
  assert.equal(reduce(state, { type: "forward" }), state);
});

test("a new place forgets what was ahead", () => {
  const state = after(article, { type: "back" }, { type: "went", to: { screen: "list", id: "m" } });
  assert.deepEqual([state.ahead.length, state.behind.length], [0, 1]);
});

test("the last known answer stays while another one is asked for, or does not come", () => {
  const known = after({ type: "help-came", help: { version: "1", articles: [] } });
  for (const type of ["help-asked", "help-slow", "help-failed"]) assert.equal(reduce(known, { type }).help, known.help);
  assert.equal(reduce(known, { type: "help-slow" }).status, "here");
});

test("content of another version is asked for again and shown until then", () => {
  const state = after({ type: "help-came", help: { version: "1" } }, { type: "article-is", id: "a/b", opened: { status: "here", article: { title: "Old" } } },
    { type: "help-came", help: { version: "2" } });
  assert.deepEqual(articleOf(state, "a/b"), { status: "none", article: { title: "Old" } });
});

test("steps are kept in order, each once", () => {
  const tick = (step, done) => ({ type: "ticked", id: "a/b", step, done });
  assert.deepEqual(after(tick(2, true), tick(0, true), tick(2, true), tick(1, true), tick(0, false)).ticks["a/b"], [1, 2]);
});

test("the text size has its ends", () => {
  assert.equal(after({ type: "sized", size: 99 }).size, 4);
  assert.equal(after({ type: "sized", size: -99 }).size, -1);
});

test("to forget leaves nothing of a person", () => {
  const state = after(article, { type: "ticked", id: "a/b", step: 0, done: true }, { type: "sized", size: 2 }, { type: "filtered", text: "secret" }, { type: "voted", id: "a/b", vote: { choice: "no" } },
    { type: "recalled", recent: ["secret"] }, { type: "forgot" });
  assert.deepEqual(state, begin(pack));
});

test("a filter wants every word, whatever its case, accents or niqqud", () => {
  const groups = [{ module: { key: "m" }, articles: [{ title: "Čebula", summary: "Große Straße" }, { title: "שָׁלוֹם", summary: "" }] }];
  const titles = (text) => filtered(groups, text).flatMap((group) => group.articles.map((row) => row.title));
  assert.deepEqual(titles("CEBULA straß"), ["Čebula"]);
  assert.deepEqual(titles("שלום"), ["שָׁלוֹם"]);
  assert.deepEqual(titles("cebula שלום"), []);
  assert.equal(filtered(groups, "  "), groups);
  assert.equal(plain("Ёлка"), "елка");
});

const typed = (text, more) => ({ type: "filtered", text, ...more });
const rows = (...ids) => ids.map((id) => ({ id, title: id, summary: "" }));
const came = (text, ...ids) => ({ type: "search-came", text, answer: { results: rows(...ids), answered: false } });

test("an answer to another question than the one in the field is dropped", () => {
  const state = after(typed("in"), { type: "search-asked", text: "in" }, typed("inv"), { type: "search-asked", text: "inv" });
  assert.equal(reduce(state, came("in", "a/b")), state);
  assert.equal(reduce(state, { type: "search-failed", text: "in" }), state);
  const now = reduce(state, came("inv", "a/b"));
  assert.deepEqual([now.search.status, now.search.answered, now.search.answer.results.length], ["here", "inv", 1]);
  assert.equal(reduce(now, { type: "search-slow", text: "inv" }), now);
});

test("what was found stays while the next answer is on its way, and goes with the last letter", () => {
  const state = after(typed("in"), { type: "search-asked", text: "in" }, came("in", "a/b"), typed("inv"));
  assert.deepEqual([state.search.status, state.search.text, state.search.answer.results.length], ["asked", "inv", 1]);
  assert.equal(reduce(state, typed(" ")).search, NO_SEARCH);
});

test("a space at the end is the same question; new words are asked with mending again", () => {
  const state = after(typed("sned"), { type: "search-asked", text: "sned" }, came("sned", "a/b"), { type: "again", exact: true });
  assert.deepEqual([state.search.exact, state.search.status, state.search.turn], [true, "asked", 2]);
  assert.equal(reduce(state, typed("sned ")).search, state.search);
  assert.equal(reduce(state, typed("sneds")).search.exact, false);
});

test("the chosen row stays chosen while it is among the results", () => {
  const state = after(typed("in"), came("in", "a/b", "a/c"), { type: "activated", id: "a/c" });
  assert.equal(reduce(state, came("in", "a/c")).search.active, "a/c");
  assert.equal(reduce(state, came("in", "a/b")).search.active, "");
});

test("an article and the way back keep the question, its results and the chosen row", () => {
  const state = after(typed("in"), came("in", "a/b"), { type: "activated", id: "a/b" }, { ...article, focus: "field" });
  assert.deepEqual([question(state), carried(state)], ["", "in"]);
  const back = reduce(state, { type: "back" });
  assert.deepEqual([question(back), back.search.active, back.search.answered, back.place.focus], ["in", "a/b", "in", "field"]);
});

test("an answer that comes while an article is read is there on the way back", () => {
  const state = after(typed("in"), { type: "search-asked", text: "in" }, article, came("in", "a/b"), { type: "back" });
  assert.deepEqual([state.search.status, state.search.answered], ["here", "in"]);
  assert.equal(after(typed("in"), { type: "search-asked", text: "in" }, { type: "forgot" }, came("in", "a/b")).search, NO_SEARCH);
});

test("words that filter a list are no question, and leave that of home alone", () => {
  const state = after(typed("in"), came("in", "a/b"), { type: "went", to: { screen: "list", id: "" } }, typed("zz"));
  assert.deepEqual([question(state), carried(state), state.search.answered], ["", "in", "in"]);
});

test("another language asks anew", () => {
  const state = after(typed("in"), { type: "search-asked", text: "in" }, came("in", "a/b"), { type: "spoke", pack: { ...pack, locale: "he" } });
  assert.deepEqual([state.search, question(state)], [NO_SEARCH, "in"]);
});
