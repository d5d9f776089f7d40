/** What the panel knows, and how it changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { articleOf, begin, filtered, HOME, plain, reduce } from "../../widget/src/panel/state.js";

const pack = { locale: "en", dir: "ltr", words: {}, site: { key: "demo" } };
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
    { type: "forgot" });
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
