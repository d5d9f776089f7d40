/** What an agent does with chats: lines go out in order and once, reading and writing are told, gaps are asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createChats } from "../../widget/src/desk/chats.js";
import { createLines } from "../../widget/src/desk/lines.js";
import { marked } from "../../widget/src/desk/marked.js";
import { begin, CHANGES } from "../../widget/src/desk/state.js";
import { tick, waited } from "../../widget/src/desk/waiting.js";
import { createStore } from "../../widget/src/shared/store.js";

const at = "2026-11-23T10:00:00.000Z";
const later = (ms = 0) => new Promise((go) => setTimeout(go, ms));

/** A storage as browsers have it, for this test. */
function storage(t) {
  const kept = new Map();
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) } });
  t.after(() => delete globalThis.localStorage);
  return kept;
}

/** A server with one chat, and a desk at it. `server.lines` is what it keeps. */
function desk(t, { whose = "bela", looks = true } = {}) {
  storage(t);
  const server = { lines: [], said: [], rung: [], refuses: null, down: false, asked: [] };
  const line = (n, kind, client_id, body) => ({ conversation: "c1", n, client_id, author: { kind, name: kind }, body, html: `<p>${body}</p>`, at, files: [], articles: [] });
  server.put = (kind, body, client_id = `v${server.lines.length}`) => {
    const known = server.lines.find((one) => one.client_id === client_id);
    if (!known) server.lines.push(line(server.lines.length + 1, kind, client_id, body));
    return known || server.lines.at(-1);
  };
  server.put("requester", "Hello?");
  const row = () => ({ id: "c1", conversation: "c1", status: "open", assigned: { id: whose, name: whose }, waiting_since: at, opened_at: at, last_n: server.lines.length, subject: "Hello?", module: null, ticket: null, next: null,
    last: { by: server.lines.at(-1).author.kind, text: "", at }, read: { requester: 0, agent: 0 }, who: { name: "Alice", account: null } });
  const store = createStore(CHANGES, begin({ id: null, chat: "c1", filters: {} }, { n: 0, keys: true, now: 0, me: "bela" }));
  const doors = { "/chats": () => ({ chats: [row()], seat: null, seats: [] }), "/chats/c1": () => ({ ...row(), notes: [], context: {}, messages: server.lines.slice(0, 2), next: "2", next_conversation: null }), "/chats/c1/proposals": () => ({ proposals: [] }),
    "/chats/c1/messages": ({ after }) => ({ conversation: { last_n: server.lines.length }, messages: server.lines.slice(+after, +after + 2), next: server.lines.length > +after + 2 ? String(+after + 2) : null }) };
  const api = { get: async (path, asked = {}) => { server.asked.push(path); if (server.down) throw { status: 0 }; return doors[path](asked); }, post: async (path, body, key) => { server.asked.push([path, body, key]); return server.post?.(path, body) ?? row(); } };
  const say = async (event, told) => {
    server.said.push([event, told]);
    if (server.refuses) throw server.refuses;
    if (server.deaf) { server.put("agent", told.body, told.client_id); throw { status: 0, code: "unavailable" }; }   // it was kept, and the answer was lost
    return event === "chat:message" ? (({ n }) => ({ n, at }))(server.put("agent", told.body, told.client_id)) : {};
  };
  const chats = createChats({ store, api, say, looks: () => looks, keep() {}, refusal: () => ({ text: "no" }), t: (key) => key, data: { site: "demo", locale: "en", person: { id: "bela", name: "Bela" } }, ring: (rows) => server.rung.push(...rows.map((one) => one.id)) });
  const write = (text) => { store.dispatch({ type: "wrote", text }); chats.send(); };
  const bodies = () => store.get().chats.told.c1.lines.map((one) => one.body);
  return { server, store, chats, write, bodies, say: (name) => server.said.filter(([event]) => event === name) };
}

test("lines go out one after the other, in order, and each is there once", async (t) => {
  const { chats, write, bodies, server, store } = desk(t);
  await chats.came();
  for (const text of ["one", "two", "three"]) write(text);
  await later(20);
  assert.deepEqual(bodies(), ["Hello?", "one", "two", "three"]);
  assert.deepEqual([store.get().chats.waiting, store.get().draft.text, server.lines.length], [[], "", 4]);
});

test("what is written while cut off waits, is not sent before the thread is caught up, and then goes in order", async (t) => {
  const { chats, write, server, bodies, say, store } = desk(t);
  await chats.came();
  chats.gone();
  for (const text of ["one", "two"]) write(text);
  server.put("requester", "Still there?");
  server.put("requester", "Hm.");
  await later(20);
  assert.deepEqual([say("chat:message"), store.get().chats.waiting.map((one) => one.body.body)], [[], ["one", "two"]]);
  server.said.length = 0;
  const asked = server.asked.length;
  await chats.came();
  assert.deepEqual(bodies().slice(0, 3), ["Hello?", "Still there?", "Hm."]);
  await later(20);
  assert.deepEqual(bodies(), ["Hello?", "Still there?", "Hm.", "one", "two"]);
  assert.ok(server.asked.slice(asked).includes("/chats/c1/messages"));
});

test("an answer that was lost is asked for again under the same name, and the line is there once", async (t) => {
  const { chats, write, server, bodies } = desk(t);
  await chats.came();
  server.deaf = true;
  write("once");
  await later(5);
  server.deaf = false;
  await chats.came();
  await later(20);
  assert.deepEqual(bodies(), ["Hello?", "once"]);
  assert.equal(server.lines.length, 2);
});

test("while the server is away nothing is sent; it is asked until it can say what came", async (t) => {
  const { chats, write, server, say } = desk(t);
  server.down = true;
  write("later");
  const came = chats.came();
  await later(20);
  assert.deepEqual(say("chat:message"), []);
  server.down = false;
  await came;
  await later(20);
  assert.equal(say("chat:message").length, 1);
});

test("cut off again before it has caught up, it sends nothing", async (t) => {
  const { chats, write, server, say } = desk(t);
  server.down = true;
  write("later");
  const came = chats.came();
  await later(20);
  chats.gone();
  server.down = false;
  await came;
  await later(20);
  assert.deepEqual(say("chat:message"), []);
});

test("articles are proposed for each of their lines, once, and for none of ours", async (t) => {
  const { chats, server } = desk(t), asked = () => server.asked.filter((path) => path === "/chats/c1/proposals").length;
  await chats.came();
  await chats.readOne("c1");
  await later(5);
  assert.equal(asked(), 1);
  for (const kind of ["requester", "agent"]) {
    chats.heard["chat:message"](server.put(kind, "And?"));
    await later(5);
    assert.equal(asked(), 2);
  }
});

test("a refused line stays with its reason and lets the next one pass; it goes again, or back into the field", async (t) => {
  const { chats, write, server, store } = desk(t);
  await chats.came();
  server.refuses = { status: 409, code: "conflict", detail: "no" };
  write("stuck");
  await later(5);
  server.refuses = null;
  write("next");
  await later(20);
  assert.deepEqual(store.get().chats.waiting.map((one) => [one.body.body, one.state]), [["stuck", "refused"]]);
  chats.again(store.get().chats.waiting[0].key);
  await later(20);
  assert.deepEqual(server.lines.map((one) => one.body), ["Hello?", "next", "stuck"]);
  server.refuses = { status: 404, code: "not_found" };
  write("gone");
  await later(5);
  chats.back(store.get().chats.waiting[0]);
  assert.deepEqual([store.get().chats.waiting, store.get().draft.text], [[], "gone"]);
});

test("what ends a chat, or gives it away, goes behind what was said before it; while that cannot go, it is refused", async (t) => {
  const { chats, write, server, store } = desk(t), order = [];
  server.post = (path) => { order.push([path, server.lines.length]); };
  await chats.readOne("c1");
  store.dispatch({ type: "connected" });   // and not yet caught up
  for (const text of ["one", "two"]) write(text);
  const ended = chats.act("end");
  await later(20);
  assert.deepEqual(order, []);
  await chats.came();
  await ended;
  assert.deepEqual(order, [["/chats/c1/end", 3]]);
  server.refuses = { status: 503, code: "unavailable" };
  write("three");
  await chats.act("hand-over", { to: "milo" });
  store.dispatch({ type: "cut", since: 0 });
  chats.gone();
  await chats.act("ticket");
  assert.deepEqual([order.length, store.get().draft.refused], [1, "no"]);
  await chats.act("note");
  await chats.act("take");
  assert.deepEqual(order.map(([path]) => path), ["/chats/c1/end", "/chats/c1/take"]);
});

test("a push behind a gap makes the desk ask for what is between, in pages", async (t) => {
  const { chats, server, bodies } = desk(t);
  await chats.came();
  for (let n = 2; n < 9; n += 1) server.put("requester", `Line ${n}`);
  chats.heard["chat:message"](server.lines.at(-1));
  await later(20);
  assert.deepEqual(bodies(), server.lines.map((one) => one.body));
});

test("what is read is told while somebody looks, once, and only of a chat of ours", async (t) => {
  const { chats, say, server } = desk(t);
  await chats.came();
  chats.look();
  assert.deepEqual(say("chat:read"), []);   // the link is not there yet
});

for (const [name, given, times] of [["ours", {}, 1], ["not looked at", { looks: false }, 0], ["another's", { whose: "carl" }, 0]]) {
  test(`reading is told: ${name}`, async (t) => {
    const { chats, say, store } = desk(t, given);
    store.dispatch({ type: "connected" });
    await chats.came();
    for (let n = 0; n < 3; n += 1) chats.look();
    assert.equal(say("chat:read").length, times);
  });
}

test("writing is told at most every three seconds, not of a note, not while cut off", async (t) => {
  const { chats, say, store } = desk(t);
  await chats.came();
  chats.wrote("H");
  assert.equal(say("chat:typing").length, 0);
  store.dispatch({ type: "connected" });
  store.dispatch({ type: "meant", as: "note" });
  chats.wrote("H");
  store.dispatch({ type: "meant", as: "reply" });
  for (const text of ["H", "He", "Hel", " "]) chats.wrote(text);
  assert.equal(say("chat:typing").length, 1);
});

test("it rings for a line that comes in mine while nobody looks, not while somebody does", async (t) => {
  for (const looks of [true, false]) {
    const { chats, server } = desk(t, { looks });
    await chats.came();
    chats.heard["chat:message"](server.put("requester", "Hello??"));
    assert.deepEqual(server.rung, looks ? [] : ["c1"]);
  }
});

test("too long a line, and none at all, are not sent, and stay in the field", async (t) => {
  const { chats, write, store, say } = desk(t);
  await chats.came();
  write("  ");
  assert.equal(store.get().draft.refused, "desk.writeFirst");
  write("ש".repeat(2049));
  assert.deepEqual([store.get().draft.refused, store.get().draft.text.length, say("chat:message").length], ["desk.chat.tooLong", 2049, 0]);
});

test("a note is kept over HTTP under the same key until it is known to be there, and words written meanwhile stay", async (t) => {
  const { chats, server, store } = desk(t);
  await chats.came();
  store.dispatch({ type: "wrote", text: "For Carl" });
  server.post = () => { throw { status: 0, code: "unavailable" }; };
  const refused = { text: "no", final: false };
  await chats.act("note");
  store.dispatch({ type: "refused", ...refused });
  assert.equal(store.get().draft.text, "For Carl");
  server.post = () => { store.dispatch({ type: "wrote", text: "For Carl And more" }); };
  await chats.act("note");
  assert.deepEqual([store.get().draft.text, server.asked.filter(([path]) => path === "/chats/c1/note").map(([, body]) => body.body)], ["And more", ["For Carl", "For Carl"]]);
});

test("lines of one agent are no other's, survive the page, and ask before they go out a day late", async (t) => {
  const kept = storage(t), said = [], changed = [];
  const make = (agent) => createLines({ agent, site: "demo", say: async (told) => { said.push(told); throw { status: 0 }; }, kept() {}, changed: (items) => changed.push(items) });
  make("bela").add("c1", { text: "Mine", files: [{ id: "f1", name: "a.txt" }] });
  assert.equal(kept.size, 1);
  await later(5);
  make("carl").hurry();
  assert.deepEqual(changed.at(-1), []);
  const [name, text] = [...kept][0], aged = JSON.parse(text).map((one) => ({ ...one, at: one.at - 25 * 36e5 }));
  kept.set(name, JSON.stringify(aged));
  const again = make("bela");
  assert.deepEqual(changed.at(-1).map((one) => one.body), [{ conversation: "c1", body: "Mine" }]);
  said.length = 0;
  again.hurry();
  await later(5);
  assert.deepEqual([said, changed.at(-1)[0].state, changed.at(-1)[0].problem.code], [[], "refused", "old"]);
  again.again(aged[0].key);
  await later(5);
  assert.deepEqual(said.map((one) => [one.client_id, one.body, one.files]), [[aged[0].key, "Mine", ["f1"]]]);   // it may be there after all: the same name
  again.remove(changed.at(-1)[0].key);
  kept.set(name, '[{"key": 1}, null, {"half": true}]');
  make("bela");
  assert.deepEqual(changed.at(-1), []);
});

test("what the server marked up becomes nodes of ten kinds; anything else is text", () => {
  const make = (name, props, ...children) => `<${[name, ...Object.entries(props).map(([key, value]) => `${key}=${value}`)].join(" ")}>${children.join("")}</${name}>`;
  const told = (html) => marked(html, make).join("");
  assert.equal(told("<p>a &lt;b&gt; &amp;amp; &#x27;c&#39;<br>d</p>"), "<p>a <b> &amp; 'c'<br></br>d</p>");
  assert.equal(told("<ul><li><strong>x</strong> <em>y</em></li><li><code>z</code></li></ul>"), "<ul><li><strong>x</strong> <em>y</em></li><li><code>z</code></li></ul>");
  const safe = "target=_blank rel=noopener noreferrer nofollow";
  assert.equal(told('<a href="https://a.test/?b=1&amp;c=2" target="_blank" rel="x">l</a>'), `<a href=https://a.test/?b=1&c=2 ${safe}>l</a>`);
  assert.equal(told('<a href="javascript:alert(1)">l</a><a href=" java&#10;script:x">m</a>'), "<a>l</a><a>m</a>");
  assert.equal(told('<p onclick="x">o</p><img src="x"><script>s'), '<p>o</p><img src="x"><script>s');
  assert.equal(told("a < b</p><p>open<em>er"), "a < b<p>open<em>er</em></p>");
});

test("who waits is told to the second, in its own node, and only where it changed", () => {
  const begun = Date.parse(at), node = { dataset: { since: at }, firstChild: { data: "0:00" } };
  assert.deepEqual([0, 70, 3725, -5].map((seconds) => waited(at, begun + 1000 * seconds)), ["0:00", "1:10", "1:02:05", "0:00"]);
  tick({ querySelectorAll: () => [node] }, () => begun + 61_000);
  assert.equal(node.firstChild.data, "1:01");
});
