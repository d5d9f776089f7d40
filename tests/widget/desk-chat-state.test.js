/** What the desk knows of chats: rows in their order, lines without a gap, each once, whatever comes twice, late or not at all. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { called, merge, shown, through, unanswered, underWay } from "../../widget/src/desk/chat-state.js";
import { begin, CHANGES } from "../../widget/src/desk/state.js";
import { createStore } from "../../widget/src/shared/store.js";

const at = (minute) => `2026-11-23T10:${String(minute).padStart(2, "0")}:00.000Z`;
const line = (n, kind = "requester", more = {}) => ({ conversation: "c1", n, client_id: `id-${n}`, author: { kind, name: kind }, body: `Line ${n}`, html: `<p>Line ${n}</p>`, at: at(n), files: [], articles: [], ...more });
const row = (id, more = {}) => ({ id, status: "open", assigned: { id: "bela", name: "Bela" }, waiting_since: null, opened_at: at(0), last_n: 1, last: { by: "requester", text: "Line 1", at: at(1) },
  read: { requester: 0, agent: 0 }, who: { name: "Alice", account: null }, module: null, subject: "Line 1", ticket: null, next: null, ...more });
const story = (id, lines, more = {}) => ({ ...row(id, { last_n: lines.length, ...more }), notes: [], context: {}, messages: lines, next: "7", next_conversation: null });
const desk = (chats = [row("c1")], chat = "c1") => {
  const store = createStore(CHANGES, begin({ id: null, chat, filters: {} }, { n: 0, keys: true, now: 0, me: "bela" }));
  store.dispatch({ type: "chatsRead", chats, seat: null, seats: [] });
  if (chat) store.dispatch({ type: "chatAsked", id: chat });
  return { ...store, told: () => store.get().chats.told.c1 };
};

test("mine come first, then nobody's, then others'; in each who waits longest, and behind them who was answered", () => {
  const carl = { id: "carl", name: "Carl" };
  const { get } = desk([row("a", { assigned: carl, waiting_since: at(1) }), row("b", { waiting_since: at(9) }), row("c"), row("d", { assigned: null, waiting_since: at(2) }), row("e", { waiting_since: at(3) })], null);
  assert.deepEqual(get().chats.rows.map((one) => [one.id, one.whose]), [["e", "mine"], ["b", "mine"], ["c", "mine"], ["d", "nobody"], ["a", "others"]]);
  assert.deepEqual(unanswered(get().chats.rows).map((one) => one.id), ["e", "b", "d"]);
  assert.deepEqual(["mine", "team", "nobody", ""].map((whose) => shown(get().chats.rows, { whose }).length), [3, 4, 1, 5]);
});

test("a line counts once, whether it was pushed, asked for or acknowledged, and a gap is seen", () => {
  const { dispatch, told } = desk();
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1)]) });
  dispatch({ type: "chatLines", id: "c1", lines: [line(4)] });
  assert.deepEqual([told().lines.map((one) => one.n), through(told().lines)], [[1, 4], 1]);
  dispatch({ type: "chatLines", id: "c1", lines: [line(2), line(3), line(4)] });
  assert.deepEqual([told().lines.map((one) => one.n), through(told().lines)], [[1, 2, 3, 4], 4]);
  const before = told();
  dispatch({ type: "chatLines", id: "c1", lines: [line(2), line(4)] });
  assert.equal(told(), before);
});

test("the receipt of a line makes way for the line, never the other way round", () => {
  const receipt = line(2, "agent", { html: null }), whole = line(2, "agent");
  assert.equal(merge([line(1), receipt], [whole])[1], whole);
  assert.equal(merge([line(1), whole], [receipt])[1], whole);
});

test("in any order of pushes the lines are those of a fresh fetch", () => {
  const all = [1, 2, 3, 4, 5, 6].map((n) => line(n));
  let seed = 7;
  for (let round = 0; round < 300; round += 1) {
    const { dispatch, told } = desk();
    dispatch({ type: "chatTold", id: "c1", story: story("c1", all.slice(0, round % 4)) });
    for (let step = 0; step < 12; step += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const from = seed % 6;
      dispatch({ type: "chatLines", id: "c1", lines: all.slice(from, from + 1 + (seed >> 8) % 3) });
    }
    dispatch({ type: "chatLines", id: "c1", lines: all.slice(through(told().lines)) });
    assert.deepEqual(told().lines, all);
  }
});

test("a line moves its row before the server says so, and an older answer does not move it back", () => {
  const { dispatch, get } = desk([row("c1"), row("c2", { waiting_since: at(2) })]);
  dispatch({ type: "chatLines", id: "c1", lines: [line(2, "requester", { at: at(1) })] });
  assert.deepEqual([get().chats.rows[0].id, get().chats.rows[0].last_n, get().chats.rows[0].waiting_since], ["c1", 2, at(1)]);
  dispatch({ type: "chatsRead", chats: [row("c1"), row("c2", { waiting_since: at(2) })], seat: null, seats: [] });
  assert.equal(get().chats.rows[0].last_n, 2);
  dispatch({ type: "chatLines", id: "c1", lines: [line(3, "agent")] });
  assert.deepEqual([get().chats.rows[0].id, get().chats.rows[1].waiting_since], ["c2", null]);
});

test("what ends leaves the queue and stays readable where it is open", () => {
  const { dispatch, get, told } = desk();
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1)]) });
  dispatch({ type: "chatChanged", row: row("c1", { status: "closed" }) });
  assert.deepEqual([get().chats.rows, told().story.status, told().lines.length], [[], "closed", 1]);
  dispatch({ type: "chatsRead", chats: [], seat: null, seats: [] });
  assert.equal(told().lines.length, 1);
  dispatch({ type: "went", route: { id: null, chat: null, filters: {} } });
  dispatch({ type: "chatsRead", chats: [], seat: null, seats: [] });
  assert.equal(told(), undefined);
});

test("it calls for what is offered or given to me and for words to me, once", () => {
  const mine = (id, last_n, more) => ({ ...row(id, { last_n, ...more }), whose: "mine" }), agent = { last: { by: "agent", text: "", at: at(1) } };
  const before = [mine("a", 1), mine("b", 1), { ...row("c"), whose: "others" }];
  assert.deepEqual(called(before, [mine("a", 1), mine("b", 2), mine("c", 1), mine("d", 1, { status: "queued" }), { ...row("e"), whose: "nobody" }]).map((one) => one.id), ["b", "c", "d"]);
  assert.deepEqual(called(before, [mine("a", 2, agent)]), []);
});

test("a mark of reading only grows, and says when where we saw it", () => {
  const { dispatch, told } = desk();
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1), line(2, "agent")]) });
  dispatch({ type: "chatRead", id: "c1", by: "requester", n: 2, at: at(5) });
  dispatch({ type: "chatRead", id: "c1", by: "requester", n: 1, at: at(6) });
  assert.deepEqual([told().story.read, told().read], [{ requester: 2, agent: 0 }, { n: 2, at: at(5) }]);
});

test("who writes stops when their line is there, or when they stop", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "chatTyping", id: "c1", name: "Alice" });
  dispatch({ type: "chatTyping", id: "c2", name: "Dana" });
  dispatch({ type: "chatLines", id: "c1", lines: [line(2)] });
  assert.deepEqual(get().chats.typing, { c2: "Dana" });
  dispatch({ type: "chatTyping", id: "c2", name: "" });
  assert.deepEqual(get().chats.typing, {});
});

test("a line that waits is shown until it is there, whichever is heard of first, the push or the receipt", () => {
  const { dispatch, get } = desk(), item = (key, conversation = "c1") => ({ key, at: 1, body: { conversation, body: "x" }, draft: { files: [] }, state: "sending" });
  dispatch({ type: "chatsWaiting", items: [item("id-2"), item("id-3"), item("id-9", "c2")] });
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1), line(2, "agent")]) });
  assert.deepEqual(underWay(get().chats, "c1").map((one) => one.key), ["id-3"]);
});

test("the same answer again changes nothing, so nothing is drawn anew", () => {
  const { dispatch, get } = desk([row("c1"), row("c2")]);
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1)]) });
  const { rows, told } = get().chats;
  dispatch({ type: "chatsRead", chats: [row("c1"), row("c2")], seat: null, seats: [] });
  dispatch({ type: "chatTold", id: "c1", story: story("c1", [line(1)]) });
  assert.ok(rows.every((one, n) => one === get().chats.rows[n]));
  assert.equal(get().chats.told.c1.lines, told.c1.lines);
});

test("a chat and a request have each their own draft; going from one to the other leaves it behind", () => {
  const { dispatch, get } = desk();
  dispatch({ type: "wrote", text: "mine" });
  dispatch({ type: "went", route: { id: null, chat: "c1", filters: { whose: "mine" } } });
  assert.equal(get().draft.text, "mine");
  dispatch({ type: "went", route: { id: "t1", chat: null, filters: {} } });
  assert.equal(get().draft.text, "");
});
