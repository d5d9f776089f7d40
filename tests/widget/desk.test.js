/** The live desk: what its state says, and the drafts that outlive a page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDrafts } from "../../widget/src/desk/drafts.js";
import { due } from "../../widget/src/desk/due.js";
import { begin, beside, CHANGES, news, others, unread } from "../../widget/src/desk/state.js";
import { createStore } from "../../widget/src/shared/store.js";

const story = (last_n, id = "t1") => ({ id, last_n, messages: [] });
const desk = (id = "t1") => createStore(CHANGES, begin({ id, filters: {} }, { n: 5, keys: true, now: 0 }));

test("who writes has seen what was there when they began, until they are told of more", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "told", id: "t1", story: story(2) });
  dispatch({ type: "wrote", text: "H" });
  dispatch({ type: "told", id: "t1", story: story(4) });
  dispatch({ type: "wrote", text: "He" });
  assert.deepEqual([get().draft.seen, unread(get())], [2, 2]);
  dispatch({ type: "refused", text: "stale", stale: true });
  assert.deepEqual([get().draft.seen, unread(get()), get().draft.text], [4, 0, "He"]);
});

test("a try of which nothing is known keeps its key, so that it is sent once; other words get another", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "sending", as: "reply", key: "k1" });
  dispatch({ type: "refused", text: "lost", final: false });
  assert.equal(get().draft.key, "k1");
  dispatch({ type: "wrote", text: "other" });
  assert.equal(get().draft.key, "");
});

test("an answer about the request before changes nothing of this one", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "went", route: { id: "t2", filters: {} } });
  const before = get();
  dispatch({ type: "told", id: "t1", story: story(9) });
  dispatch({ type: "untold", id: "t1", status: "gone" });
  dispatch({ type: "here", ticket: "t1", people: [{ id: "a", name: "A", writing: true }] });
  assert.equal(get(), before);
});

test("going to another request leaves the draft behind; a filter does not", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "wrote", text: "mine" });
  dispatch({ type: "went", route: { id: "t1", filters: { whose: "mine" } } });
  assert.equal(get().draft.text, "mine");
  dispatch({ type: "went", route: { id: "t2", filters: {} } });
  assert.equal(get().draft.text, "");
});

test("the last number only grows, and who is cut off sees nobody", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "counted", n: 4 });
  assert.equal(get().n, 5);
  dispatch({ type: "connected" });
  dispatch({ type: "here", ticket: "t1", people: [{ id: "me" }, { id: "a" }] });
  assert.deepEqual(others(get(), "me"), [{ id: "a" }]);
  dispatch({ type: "cut", since: 7 });
  dispatch({ type: "cut", since: 9 });
  assert.deepEqual([get().people, get().link], [[], { on: false, since: 7, ended: false }]);
});

test("j and k go through the rows and stay within them", () => {
  const rows = ["a", "b", "c"].map((id) => ({ id }));
  assert.deepEqual([beside(rows, null, 1).id, beside(rows, "a", 1).id, beside(rows, "c", 1).id, beside(rows, "a", -1).id, beside(rows, "gone", -1).id], ["a", "b", "c", "a", "c"]);
  assert.equal(beside([], null, 1), undefined);
});

test("it rings for words of requesters who wait for me or my teams, once", () => {
  const row = (id, last_n, whose, last_by = "requester") => ({ id, last_n, whose, last_by });
  const before = [row("a", 1, "mine"), row("b", 1, "team")];
  assert.deepEqual(news(before, [row("a", 1, "mine"), row("b", 2, "team"), row("c", 1, "others"), row("d", 1, "mine"), row("e", 3, "mine", "agent")]).map((one) => one.id), ["b", "d"]);
});

test("drafts are kept by agent, site and request; without storage in this page; a month at most", (t) => {
  const kept = new Map();
  const storage = new Proxy({}, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: (_, key) => ({ value: kept.get(key), enumerable: true, configurable: true }),
    get: (_, name) => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) })[name] });
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  t.after(() => delete globalThis.localStorage);
  const bela = createDrafts("bela", "demo", () => 1000);
  bela.keep("t1", { text: "Hello", seen: 3, as: "note", files: [] });
  assert.deepEqual(bela.of("t1"), { text: "Hello", seen: 3, as: "note", files: [] });
  assert.deepEqual([createDrafts("carl", "demo", () => 1000).of("t1"), createDrafts("bela", "other", () => 1000).of("t1"), bela.of("t2")], [null, null, null]);
  kept.set("askaside.desk bela demo t3", "{half");
  assert.equal(bela.of("t3"), null);
  createDrafts("carl", "demo", () => 1000 + 31 * 864e5);
  assert.equal(kept.size, 0);
  Object.defineProperty(globalThis, "localStorage", { get() { throw new Error("denied"); }, configurable: true });
  const denied = createDrafts("bela", "demo");
  denied.keep("t1", { text: "Kept here", seen: 1, as: "reply", files: [] });
  assert.equal(denied.of("t1").text, "Kept here");
  denied.keep("t1", { text: "", seen: 1, as: "reply", files: [] });
  assert.equal(denied.of("t1"), null);
});

test("due times are told from late to later, by the clock of the site", () => {
  const words = { t: (key, { n, at } = {}) => [key, n ?? at].filter((one) => one !== undefined).join(" "), locale: "en" }, now = Date.parse("2026-11-22T10:00:00Z");
  const told = (due_at, more = {}) => due({ due_at, group: "today", status: "open", ...more }, now, words, "Asia/Jerusalem");
  assert.equal(told("2026-11-22T09:48:00Z"), "desk.lateMinutes 12");
  assert.equal(told("2026-11-22T06:59:00Z"), "desk.lateHours 3");
  assert.match(told("2026-11-19T06:59:00Z"), /^desk.lateSince 19 Nov|^desk.lateSince Nov 19/);
  assert.equal(told("2026-11-22T10:24:30Z"), "desk.inMinutes 24");
  assert.equal(told("2026-11-22T13:40:00Z"), "desk.by 15:40");
  assert.equal(told(null), "desk.noDue");
  assert.equal(told(null, { group: "waiting", status: "pending" }), "desk.status.pending");
});
