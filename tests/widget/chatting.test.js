/** A chat in the browser: its lines in their order, what waits, sending it once, and catching up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, fits, isOld, lacks, OLD, unread, withLines, withRead, withStanding, without } from "../../widget/src/panel/chatting-state.js";
import { openKeeping } from "../../widget/src/panel/chat/keeping.js";
import { createTalk } from "../../widget/src/panel/chat/talk.js";
import { chances, fakeIndexedDB, fakeServer, fakeStorage, fakeTime, settled } from "./chat_fakes.js";

const line = (n, more = {}) => ({ conversation: "c1", n, client_id: `x${n}`, author: { kind: "agent", name: "Bela" }, body: `b${n}`, html: "", at: "", ...more });
const numbers = ({ lines }) => lines.map(({ n }) => n);

/** A tab of a browser: a talk on a server, with what it told. */
function tab(server, storage, time, how = {}) {
  const heard = { came: [], shared: [], failed: [] };
  let count = 0;
  const name = how.name || "t";
  const talk = createTalk({ emit: how.emit || server.emit, get: how.get || server.get, storage, now: time.now, later: time.later, random: () => `${name}-${(count += 1)}`, pause: () => 1000,
    came: (row) => heard.came.push(row.body), shared: (told) => heard.shared.push(told), failed: (problem) => heard.failed.push(problem.code) });
  return { talk, heard };
}
/** One that is connected, and hears the pushes. */
async function connected(server, storage, time, { conversation = "", ...how } = {}) {
  const made = tab(server, storage, time, how);
  server.hearers.add(made.talk.push);
  await made.talk.begin(conversation);
  made.talk.lead(true);
  made.talk.connected(true);
  await settled();
  return made;
}
const fresh = () => [fakeServer(), fakeStorage(), fakeTime()];
const shown = (talk) => talk.view().lines.map(({ body }) => body);
const ways = (talk) => talk.view().pending.map(({ way }) => way);

test("lines stand in their order, each once, however they come", () => {
  const thread = [[3], [1], [3, 1], [5], [2]].reduce((now, some) => withLines(now, some.map((n) => line(n))), begun("c1"));
  assert.deepEqual(numbers(thread), [1, 2, 3]);
  assert.equal(lacks(thread), true);
  assert.deepEqual(numbers(withLines(thread, [line(4)])), [1, 2, 3, 4, 5]);
  const all = withLines(thread, [line(4)]);
  assert.equal(lacks(all), false);
  assert.equal(withLines(all, [line(2), line(5)]), all);   // nothing new is nothing to draw
});

test("what was read is not unread again, and old news of how it stands is none", () => {
  const thread = withLines(begun("c1"), [line(1), line(2, { author: { kind: "requester", name: "" } }), line(3), line(4, { author: { kind: "system", name: "" } })]);
  assert.equal(unread(thread), 3);
  const read = withRead(thread, { requester: 3 });
  assert.equal(unread(withRead(read, { requester: 1 })), 1);
  const standing = { conversation: "c1", status: "open", agent: "Bela", answer_by_at: null, ticket: null, next: null, last_n: 4, read: { requester: 0, agent: 2 } };
  const stands = withStanding(read, standing);
  assert.deepEqual([stands.standing.status, stands.read], ["open", { requester: 3, agent: 2 }]);
  assert.equal(withStanding(stands, { ...standing, status: "queued", last_n: 3 }).standing.status, "open");
});

test("a line that is there waits no longer", () => {
  assert.deepEqual(without([withLines(begun("c1"), [line(1), line(3)])], [{ client_id: "x1" }, { client_id: "x3" }, { client_id: "y" }]), [{ client_id: "y" }]);
});

test("what is no line of ours in the storage is passed over", () => {
  const good = { client_id: "a", at: 1, body: "b", files: [], conversation: "", first: "a" };
  assert.equal(fits(good), true);
  for (const bad of [null, 3, "x", {}, { ...good, client_id: "a b" }, { ...good, at: "1" }, { ...good, at: NaN }, { ...good, body: " " }, { ...good, files: [{}] }, { ...good, conversation: null }, { ...good, first: 1 }]) assert.equal(fits(bad), false, JSON.stringify(bad));
  assert.equal(fits({ ...good, body: "", files: [{ id: "f", name: "n" }] }), true);
});

test("the first line begins the conversation, and those behind it go there, one at a time", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  await Promise.all(["one", "two", "three"].map((body) => talk.say({ body, context: { url: "/x" } })));
  await settled();
  assert.deepEqual(server.sent.map(([name, told]) => [name, told.body, told.conversation, !!told.context]), [["chat:start", "one", undefined, true], ["chat:message", "two", "c1", false], ["chat:message", "three", "c1", false]]);
  assert.deepEqual(shown(talk), ["one", "two", "three"]);
  assert.deepEqual([talk.view().pending, storage.lines.size], [[], 0]);
});

test("without a network lines stay on the device, through a reload, and are sent once in their order", async () => {
  const [server, storage, time] = fresh();
  const first = tab(server, storage, time);
  await first.talk.begin();
  first.talk.lead(true);
  await first.talk.say({ body: "one" });
  await first.talk.say({ body: "two" });
  assert.deepEqual(ways(first.talk), ["device", "device"]);
  assert.equal(storage.lines.size, 2);
  first.talk.stop();
  const { talk } = await connected(server, storage, time, { name: "after" });
  assert.deepEqual(shown(talk), ["one", "two"]);
  assert.equal(storage.lines.size, 0);
  assert.equal(server.sent.length, 2);
});

test("an ack that was lost doubles nothing: the same line is sent under the same name", async () => {
  const [server, storage, time] = fresh();
  let lose = 2;
  const emit = async (name, told) => { const answer = await server.emit(name, told); if (lose-- > 0) throw new Error("cut"); return answer; };
  const made = tab(server, storage, time, { emit });
  await made.talk.begin();
  made.talk.lead(true);
  made.talk.connected(true);
  await made.talk.say({ body: "one" });
  await settled();
  assert.deepEqual([ways(made.talk), storage.lines.size], [["sending"], 1]);
  await time.go(5000);
  assert.deepEqual(shown(made.talk), ["one"]);
  assert.equal(server.conversations.c1.lines.length, 1);
  assert.equal(new Set(server.sent.map(([, { client_id }]) => client_id)).size, 1);
});

test("a line that is seen in the thread needs no ack", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time, { emit: async (name, told) => { await server.emit(name, told); throw new Error("cut"); } });
  await talk.say({ body: "one" });
  await settled();
  assert.deepEqual([shown(talk), talk.view().pending, storage.lines.size, talk.view().id], [["one"], [], 0, "c1"]);
});

test("an ack without its push shows the line as received, and it is asked for", async () => {
  const [server, storage, time] = fresh();
  const made = tab(server, storage, time);
  await made.talk.begin();
  made.talk.lead(true);
  made.talk.connected(true);
  await made.talk.say({ body: "one" });
  await settled();
  assert.deepEqual(ways(made.talk), ["received"]);
  await time.go(500);
  assert.deepEqual([shown(made.talk), ways(made.talk)], [["one"], []]);
});

test("a gap is caught up, and what comes meanwhile has its place", async () => {
  const [server, storage, time] = fresh();
  const { talk, heard } = await connected(server, storage, time);
  await talk.say({ body: "one" });
  await settled();
  await talk.catchUp();   // how it stands is known: nothing but the gap asks
  server.hearers.clear();
  for (const body of ["two", "three"]) server.answer("c1", body);
  server.hearers.add(talk.push);
  server.answer("c1", "four");
  assert.deepEqual(shown(talk), ["one"]);
  await time.go(500);
  assert.deepEqual(shown(talk), ["one", "two", "three", "four"]);
  assert.deepEqual(heard.came, ["two", "three", "four"]);
});

test("a long thread comes in pages, and is no news", async () => {
  const [server, storage, time] = fresh();
  const id = server.begin();
  for (let n = 1; n <= 250; n += 1) server.answer(id, `b${n}`);
  const { talk, heard } = await connected(server, storage, time, { conversation: id });
  assert.deepEqual([shown(talk).length, heard.came], [250, []]);
  server.answer(id, "news");
  assert.deepEqual(heard.came, ["news"]);
});

test("how it stands is of the newest: an answer that a push has crossed is asked for again", async () => {
  const [server, storage, time] = fresh();
  const id = server.begin();
  let once = true;
  const get = async (path) => {
    const answer = await server.get(path);
    if (once) { once = false; server.change(id, { status: "open", agent: "Bela" }); }
    return answer;
  };
  const { talk } = await connected(server, storage, time, { conversation: id, get });
  await settled();
  assert.equal(talk.view().standing.status, "open");
});

test("a line into what is over goes on in the next one, and both are shown", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  await talk.say({ body: "one" });
  await settled();
  const next = server.begin();
  server.conversations.c1.next = next;
  await talk.say({ body: "two" });
  await time.go(500);
  assert.deepEqual([shown(talk), talk.view().id], [["one", "two"], next]);
  assert.equal(talk.view().standing.conversation, next);
});

test("the last line of a chat that went on, pushed in vain, has its place", async () => {
  const [server, storage, time] = fresh();
  let asked = 0;
  const { talk } = await connected(server, storage, time, { get: (path) => { asked += 1; return server.get(path); } });
  await talk.say({ body: "one" });
  await settled();
  server.hearers.clear();
  server.answer("c1", "two");
  server.hearers.add(talk.push);
  server.change("c1", { next: server.begin() });
  await time.go(500);
  assert.deepEqual(shown(talk), ["one", "two"]);
  asked = 0;
  await time.go(5000);
  assert.equal(asked, 0);
});

test("a conversation that is no more loses no word: another one begins with it", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  await talk.say({ body: "one" });
  await settled();
  delete server.conversations.c1;
  await talk.say({ body: "two" });
  await talk.say({ body: "three" });
  await settled();
  assert.deepEqual([shown(talk), talk.view().id, storage.lines.size], [["two", "three"], "c2", 0]);
});

test("a server that was set back is the truth", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  for (const body of ["one", "two", "three"]) await talk.say({ body });
  await settled();
  server.conversations.c1.lines.length = 1;
  await talk.catchUp();
  assert.deepEqual(shown(talk), ["one"]);
  server.answer("c1", "other");
  assert.deepEqual(shown(talk), ["one", "other"]);
});

test("too many: the words are kept, when is told, and then they go by themselves", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  server.refusal = () => ({ status: 429, code: "too_many", detail: "Slower.", retry_after_seconds: 40 });
  await talk.say({ body: "one" });
  await talk.say({ body: "two" });
  await settled();
  const [{ way, again }] = talk.view().pending;
  assert.deepEqual([way, again - time.now(), storage.lines.size, server.sent.length], ["later", 40_000, 2, 1]);
  talk.connected(true);   // a new socket is no way round it
  await settled();
  assert.equal(server.sent.length, 1);
  server.refusal = null;
  await time.go(39_000);
  assert.equal(server.sent.length, 1);
  await time.go(1100);
  assert.deepEqual(shown(talk), ["one", "two"]);
});

test("what is refused is told, kept, and does not hold up the others", async () => {
  const [server, storage, time] = fresh();
  const { talk, heard } = await connected(server, storage, time);
  server.refusal = (_, { body }) => (body === "bad" ? { status: 409, code: "idempotency_conflict", detail: "Other words." } : null);
  await talk.say({ body: "one" });
  await talk.say({ body: "bad" });
  await talk.say({ body: "three" });
  await settled();
  assert.deepEqual([shown(talk), talk.view().pending.map(({ body, way, problem }) => [body, way, problem.code])], [["one", "three"], [["bad", "refused", "idempotency_conflict"]]]);
  assert.deepEqual([heard.failed, storage.lines.size], [["idempotency_conflict"], 1]);
  await talk.discard(talk.view().pending[0].client_id);
  assert.equal(storage.lines.size, 0);
});

test("who is not known keeps the words, and sends them when they are known again", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  server.refusal = () => ({ status: 401, code: "unsigned", detail: "" });
  await talk.say({ body: "one" });
  await settled();
  await time.go(60_000);
  assert.deepEqual([ways(talk), talk.view().unsigned, server.sent.length], [["device"], true, 1]);
  server.refusal = null;
  talk.connected(true);
  await settled();
  assert.deepEqual([shown(talk), talk.view().unsigned], [["one"], false]);
});

test("what waited for a day asks before it goes, and lets the others pass", async () => {
  const [server, storage, time] = fresh();
  const first = tab(server, storage, time);
  await first.talk.begin();
  await first.talk.say({ body: "old" });
  await time.go(OLD);
  assert.equal(isOld([...storage.lines.values()][0], time.now()), true);
  const { talk } = await connected(server, storage, time, { name: "after" });
  assert.deepEqual([ways(talk), server.sent.length], [["old"], 0]);
  await talk.say({ body: "new" });
  await settled();
  assert.deepEqual(shown(talk), ["new"]);
  const [old] = [...storage.lines.values()];
  await talk.again(old.client_id);
  await settled();
  assert.deepEqual([storage.lines.size, server.sent.filter(([, { body }]) => body === "old").length], [0, 1]);
});

test("an end goes behind what was said before it; while that cannot go, nothing is ended", async () => {
  const server = fakeServer(), time = fakeTime(), { talk } = await connected(server, fakeStorage(), time);
  const said = () => server.sent.map(([name, told]) => told.body || name);
  for (const body of ["a", "b", "c"]) talk.say({ body });
  assert.equal(await talk.end(), true);
  assert.deepEqual([said(), server.conversations.c1.status, Object.keys(server.conversations)], [["a", "b", "c", "chat:end"], "closed", ["c1"]]);
  server.refusal = () => ({ status: 429, code: "too_many", retry_after_seconds: 30 });
  await talk.say({ body: "d" });
  await settled();
  assert.equal(await talk.end(), false);
  talk.connected(false);
  server.refusal = null;
  await talk.say({ body: "e" });
  assert.equal(await talk.end(), false);
  assert.equal(said().filter((what) => what === "chat:end").length, 1);
});

test("read marks are said once, and only for lines of others", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  await talk.say({ body: "one" });
  await settled();
  await talk.seen();
  assert.equal(server.sent.filter(([name]) => name === "chat:read").length, 0);
  server.answer("c1");
  await Promise.all([talk.seen(), talk.seen()]);
  await talk.seen();
  assert.deepEqual(server.sent.filter(([name]) => name === "chat:read").map(([, { n }]) => n), [2]);
  assert.equal(talk.view().unread, 0);
});

test("somebody writes, until they have written or stopped", async () => {
  const [server, storage, time] = fresh();
  const { talk } = await connected(server, storage, time);
  await talk.say({ body: "one" });
  await settled();
  talk.push("chat:typing", { conversation: "c1", by: "agent", name: "Bela" });
  assert.equal(talk.view().typing, "Bela");
  await time.go(7000);
  assert.equal(talk.view().typing, "");
  talk.push("chat:typing", { conversation: "c1", by: "agent", name: "Bela" });
  server.answer("c1");
  assert.equal(talk.view().typing, "");
});

test("of two tabs one sends, and both show it", async () => {
  const [server, storage, time] = fresh();
  const leader = await connected(server, storage, time, { name: "a" }), other = tab(server, storage, time, { name: "b" });
  await other.talk.begin();
  other.talk.connected(true);
  const tell = async (from, to) => { for (const told of from.heard.shared.splice(0)) await to.talk.told(told); };
  await other.talk.say({ body: "from b" });
  assert.deepEqual(ways(other.talk), ["sending"]);
  await tell(other, leader);
  await settled();
  assert.deepEqual([server.sent.length, shown(leader.talk)], [1, ["from b"]]);
  await tell(leader, other);
  assert.deepEqual([ways(other.talk), other.talk.view().id], [["received"], "c1"]);
  await other.talk.catchUp();
  assert.deepEqual([shown(other.talk), ways(other.talk)], [["from b"], []]);
  assert.equal(server.sent.length, 1);
});

test("after a log-out nothing is here, and what was on its way is heard by nobody", async () => {
  const [server, storage, time] = fresh();
  let answer;
  const { talk } = await connected(server, storage, time, { emit: () => new Promise((done) => { answer = done; }) });
  await talk.say({ body: "secret" });
  await settled();
  await talk.wipe();
  answer({ conversation: "c1", n: 1 });
  await settled();
  const { lines, pending, id } = talk.view();
  assert.deepEqual([lines, pending, id, storage.lines.size], [[], [], "", 0]);
});

test("a turn to another conversation sends nothing into it that was said elsewhere", async () => {
  const [server, storage, time] = fresh();
  const id = server.begin();
  const made = tab(server, storage, time);
  await made.talk.begin();
  await made.talk.say({ body: "for a new one" });
  server.hearers.add(made.talk.push);
  await made.talk.begin(id);
  assert.deepEqual(made.talk.view().pending, []);
  made.talk.lead(true);
  made.talk.connected(true);
  await settled();
  assert.deepEqual([server.conversations[id].lines.length, server.conversations.c2.lines[0].body, made.talk.view().id], [0, "for a new one", id]);
});

test("lines are kept in the database, for their owner alone", async () => {
  const factory = fakeIndexedDB(), open = (owner) => openKeeping({ factory: () => factory, name: "askaside:demo:", owner, gone() {} });
  const item = { client_id: "a", at: 1, body: "b", files: [], conversation: "", first: "a" };
  const one = await open("~vera:"), other = await open("~milo:");
  await one.put(item);
  assert.deepEqual([await one.all(), await other.all(), one.kept], [[item], [], true]);
  await other.clear();
  assert.deepEqual(await (await open("~vera:")).all(), [item]);   // after a reload
  await other.take("~vera:");
  assert.deepEqual([await one.all(), (await other.all()).map(({ client_id, conversation, first }) => [client_id, conversation, first])], [[], [["a", "", "a"]]]);
  await one.put(item);
  await one.remove("a");
  assert.deepEqual(await one.all(), []);
});

test("where the database is denied or full, memory keeps them, and says so", async () => {
  const item = { client_id: "a", at: 1, body: "b", files: [], conversation: "", first: "a" };
  const denied = await openKeeping({ factory: () => fakeIndexedDB({ denied: true }), name: "x", owner: "", gone() {} });
  const none = await openKeeping({ factory: () => { throw new Error("SecurityError"); }, name: "x", owner: "", gone() {} });
  const full = await openKeeping({ factory: () => fakeIndexedDB({ room: 0 }), name: "x", owner: "", gone() {} });
  for (const keeping of [denied, none, full]) {
    await keeping.put(item);
    assert.deepEqual(await keeping.all(), [item]);
    assert.equal(await keeping.loose(), true);
    await keeping.remove("a");
    assert.deepEqual(await keeping.all(), []);
  }
  assert.deepEqual([denied.kept, none.kept, full.kept], [false, false, true]);
});

test("what is wiped is wiped, also when all is closed in the same breath", async () => {
  const factory = fakeIndexedDB(), open = () => openKeeping({ factory: () => factory, name: "x", owner: "~vera:", gone() {} });
  const keeping = await open();
  await keeping.put({ client_id: "a", at: 1, body: "b", files: [], conversation: "", first: "a" });
  const wiped = keeping.clear();
  keeping.close();
  await wiped;
  assert.deepEqual(await (await open()).all(), []);
});

test("a database that was deleted elsewhere lets go", async () => {
  const factory = fakeIndexedDB();
  let gone = 0;
  const keeping = await openKeeping({ factory: () => factory, name: "x", owner: "", gone: () => { gone += 1; } });
  factory.deleteDatabase("x");
  assert.deepEqual([gone, keeping.kept, await keeping.all()], [1, false, []]);
});

test("300 scripts of lost acks, lost and doubled pushes, reloads and dead networks: each line once, in its order", async () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const chance = chances(seed), pick = (list) => list[Math.floor(chance() * list.length)];
    const [server, storage, time] = fresh(), said = [];
    const emit = async (name, told) => {
      if (chance() < 0.2) throw new Error("cut before");
      const answer = await server.emit(name, told);
      if (chance() < 0.2) throw new Error("cut after");
      return answer;
    };
    const get = async (path) => { if (chance() < 0.2) throw { status: 0, code: "unavailable" }; return server.get(path); };
    let made, page = 0, held = [];
    const hear = (name, told) => {
      const fate = chance();
      if (fate < 0.2) return;   // lost
      if (fate < 0.4) held.push([name, told]);   // late
      else for (let times = fate < 0.5 ? 2 : 1; times; times -= 1) made.talk.push(name, told);
    };
    server.hearers.add(hear);
    const load = async () => {
      const before = made?.talk.view().id || "";
      made?.talk.stop();
      made = tab(server, storage, time, { emit, get, name: `p${(page += 1)}` });
      await made.talk.begin(before);
      made.talk.lead(true);
      made.talk.connected(chance() < 0.7);
    };
    await load();
    for (let step = 0; step < 40; step += 1) {
      await pick([
        async () => { const body = `w${said.length}`; said.push(body); await made.talk.say({ body }); },
        async () => { const [id] = Object.keys(server.conversations); if (id) server.answer(id, `a${step}`); },
        load, async () => made.talk.connected(chance() < 0.6), async () => time.go(chance() * 3000), async () => made.talk.catchUp(),
        async () => { for (const [name, told] of held.splice(0).reverse()) made.talk.push(name, told); },
      ])();
      const { lines } = made.talk.view();
      assert.deepEqual(lines.map(({ n }) => n), lines.map((_, at) => at + 1), `seed ${seed}`);
    }
    for (let turn = 0; turn < 40; turn += 1) { made.talk.connected(true); await time.go(2000); }
    const all = Object.values(server.conversations).flatMap(({ lines }) => lines), own = all.filter(({ author }) => author.kind === "requester").map(({ body }) => body);
    assert.deepEqual(own, said, `seed ${seed}`);
    assert.equal(storage.lines.size, 0, `seed ${seed}`);
    if (all.length) assert.deepEqual(made.talk.view().lines, all, `seed ${seed}`);
    assert.equal(Object.keys(server.conversations).length, said.length ? 1 : 0, `seed ${seed}`);
  }
});
