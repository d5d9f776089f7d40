/** Writing to us: the questions, what is missing, drafts and their age, hints, and the outbox with its tries. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ASKED, askingOf, DRAFT_LIVES, fresh, missing, NO_DRAFT, questions, standing } from "../../widget/src/panel/asking-state.js";
import { alike, HINTED, hintOf, hintsOf } from "../../widget/src/panel/hinting-state.js";
import { along, browserOf, contextOf } from "../../widget/src/panel/along.js";
import { begin, CHANGES } from "../../widget/src/panel/state.js";
import { createI18n } from "../../widget/src/shared/i18n.js";
import { createOutbox, final } from "../../widget/src/shared/outbox.js";
import { due } from "../../widget/src/shared/time.js";
import { FOLLOWED, requestOf } from "../../widget/src/panel/following-state.js";

const ALL = { ...CHANGES, ...ASKED, ...HINTED, ...FOLLOWED };
const pack = { locale: "en", dir: "ltr", words: {}, site: { key: "demo" } };
const after = (...events) => events.reduce((state, event) => ALL[event.type](state, event), begin(pack));
const BEGUN = { type: "asking-began", drafts: {}, known: false };

test("the questions follow the answers", () => {
  assert.deepEqual(questions({}), ["", "worked_before", "anyone_can_work", "answer"]);
  assert.deepEqual(questions({ worked_before: "yes" }), ["", "worked_before", "way_round", "anyone_can_work", "answer"]);
  assert.deepEqual(questions({ worked_before: "yes", way_round: "yes" }), ["", "worked_before", "way_round", "answer"]);
});

test("an answer on a way that was left says nothing, and a skipped one neither", () => {
  assert.deepEqual(standing({ worked_before: "no", way_round: "no", anyone_can_work: "skip" }), { worked_before: "no" });
  assert.deepEqual(standing({ worked_before: "yes", way_round: "yes", anyone_can_work: "no" }), { worked_before: "yes", way_round: "yes" });
});

test("only the words are required; an address may be left out, but not in half", () => {
  assert.deepEqual(Object.keys(missing(NO_DRAFT)), ["body"]);
  for (const email of ["", "  ", "a@b.co", " tamar@example.com "]) assert.deepEqual(missing({ ...NO_DRAFT, body: "x", email }), {}, email);
  for (const email of ["a", "a@", "@b.co", "a@b", "a b@c.de", "a@b.c."]) assert.deepEqual(Object.keys(missing({ ...NO_DRAFT, body: "x", email })), ["email"], email);
});

test("drafts live a day from their first letter, each by itself", () => {
  const now = 1_000_000_000_000;
  assert.equal(DRAFT_LIVES, 86_400_000);
  assert.deepEqual(Object.keys(fresh({ "": { at: now - DRAFT_LIVES }, a: { at: now - DRAFT_LIVES + 1 }, b: { at: now } }, now)), ["a", "b"]);
});

test("a draft of a clock that was put back is none, and a reply is kept for its own request", () => {
  assert.deepEqual(Object.keys(fresh({ a: { at: 1_000_000_000_000 + DRAFT_LIVES } }, 1_000_000_000_000)), []);
  const began = after({ type: "asking-began", known: true, drafts: { "": { at: 1, body: "form" }, a: { at: 2, body: "reply" } } });
  assert.deepEqual([askingOf(began).draft.body, askingOf(began).replies.a.body], ["form", "reply"]);
  const state = ALL.replying(ALL.replying(began, { id: "b", reply: { body: "other", key: "k" } }), { id: "b", reply: { sent: "failed" } });
  assert.deepEqual([askingOf(state).replies.a.body, askingOf(state).replies.b], ["reply", { at: 0, body: "other", key: "k", sent: "failed" }]);
});

test("what is known of one request says nothing of another, and a rating keeps what it has", () => {
  const state = [{ type: "request-is", id: "a", request: { status: "here", ticket: { number: 1 } } }, { type: "request-is", id: "b", request: { status: "asked" } }, { type: "request-is", id: "a", request: { status: "failed" } },
    { type: "rating", id: "a", rating: { stars: 4 } }, { type: "rating", id: "a", rating: { text: "Quick." } }].reduce((now, event) => ALL[event.type](now, event), after(BEGUN));
  assert.deepEqual([requestOf(state, "a"), requestOf(state, "b").ticket, requestOf(state, "c").status], [{ status: "failed", ticket: { number: 1 } }, null, "none"]);
  assert.deepEqual([askingOf(state).ratings.a, askingOf(state).ratings.b], [{ stars: 4, text: "Quick.", sent: "" }, undefined]);
});

test("only answers count as offered, once waved away or not", () => {
  const state = after(BEGUN, { type: "hinted", hints: [{ kind: "request", id: "r", title: "R" }, { kind: "article", id: "a/b", title: "A" }] }, { type: "dismissed", id: "a/b" }, { type: "hinted", hints: [] });
  assert.deepEqual(askingOf(state).offered, { "a/b": "A" });
});

test("what is typed takes back the complaint about its own field only", () => {
  const state = after(BEGUN, { type: "drafted", draft: {}, wrong: { body: "x", email: "y" } }, { type: "drafted", draft: { body: "words" } });
  assert.deepEqual(askingOf(state).wrong, { email: "y" });
});

test("after Send the form is empty and behind us", () => {
  const state = after(BEGUN, { type: "went", to: { screen: "write" } }, { type: "drafted", draft: { at: 1, body: "x" } }, { type: "went", to: { screen: "write", id: "answer" } }, { type: "sent-off", key: "k" });
  assert.deepEqual([state.place.screen, state.place.id, state.behind.map(({ screen }) => screen), askingOf(state).draft], ["sent", "k", ["home"], NO_DRAFT]);
  const there = ALL.delivered(state, { key: "k", ticket: { id: "t", number: 41 } });
  assert.equal(there.place.id, "t");   // another place: the focus goes to its heading
  assert.equal(ALL.delivered(after(BEGUN), { key: "k", ticket: { id: "t" } }).place.screen, "home");   // who went elsewhere stays there
});

test("who waits for one is not moved by another, nor is who looks at something else; what was waved away stays so", () => {
  const sent = ["k1", "k2"].reduce((state, key) => ALL["sent-off"](state, { key }), after(BEGUN, { type: "drafted", draft: { at: 1, body: "x" } }));
  assert.equal(askingOf(sent).draft.body, "");
  const one = ALL.delivered(sent, { key: "k1", ticket: { id: "t1" } });
  assert.deepEqual([one.place.screen, one.place.id], ["sent", "k2"]);
  const elsewhere = ALL.delivered({ ...one, place: { ...one.place, screen: "list", id: "k2" } }, { key: "k2", ticket: { id: "t2" } });
  assert.deepEqual([elsewhere.place.id, Object.keys(askingOf(elsewhere).delivered)], ["k2", ["t1", "t2"]]);
  const waved = ["r", "a"].reduce((state, id) => ALL.dismissed(state, { id }), after(BEGUN));
  assert.equal(hintOf(askingOf(ALL.hinted(waved, { hints: [{ id: "r" }, { id: "a" }] }))), null);
});

test("what a site asks goes along, and what is blank does not", () => {
  assert.deepEqual(standing({ since: "Monday", number: "  ", way_round: "no" }), { since: "Monday" });
});

test("one hint at a time; what was waved away does not come again", () => {
  const state = after(BEGUN, { type: "hinted", hints: [{ id: "r" }, { id: "a" }] });
  assert.equal(hintOf(askingOf(state)).id, "r");
  const next = ALL.dismissed(state, { id: "r" });
  assert.equal(hintOf(askingOf(next)).id, "a");
  assert.equal(hintOf(askingOf(ALL.hinted(next, { hints: [{ id: "r" }] }))), null);
});

test("an open request is about the same thing by most of its words, else by its module", () => {
  const tickets = [{ subject: "The import of members stops", status: "open", module: "members" }, { subject: "Invoice total wrong", status: "new", module: "invoices" }, { subject: "Printer on fire", status: "solved", module: "shop" }];
  assert.equal(alike(tickets, "my invoice has a wrong total", "members"), tickets[1]);
  assert.equal(alike(tickets, "something else here", "members"), tickets[0]);
  assert.equal(alike(tickets, "the printer is on fire", "shop"), undefined);
  assert.equal(alike([{ ...tickets[2], status: "closed" }], "the printer is on fire", "shop"), undefined);
  const about = (subject, text, module) => !!alike([{ subject, status: "open", module: null }], text, module);
  assert.deepEqual([about("Printer", "my printer", ""), about("Printer burns", "my printer smokes", ""), about("x", "y", null)], [false, false, false]);
});

test("one's own request on the same thing comes before a wish of others, that before one's own in the same module, and the answer last", () => {
  const own = { id: "o", number: 7, subject: "Dark mode please", status: "open", module: "invoices" }, best = { id: "a/b", title: "Colours", summary: "" };
  const wish = (id, mine = false) => ({ id, title: "A dark mode", count: 3, mine });
  const kinds = (...given) => hintsOf(...given).map(({ kind, id }) => `${kind} ${id}`);
  assert.deepEqual(kinds([own], [wish("w"), wish("v")], best, "a dark mode please", "invoices"), ["request o", "change w", "article a/b"]);
  assert.deepEqual(kinds([own], [wish("w")], best, "make it less bright", "invoices"), ["change w", "request o", "article a/b"]);
  assert.deepEqual(kinds([], [wish("w", true), wish("v")], null, "a dark mode please", ""), ["change v"]);   // what is mine already is none of others
  assert.deepEqual(kinds([own], [wish("o", true)], false, "make it less bright", ""), ["request o"]);   // mine, whatever its team calls it
  const shared = { id: "m", number: 8, subject: "A dark mode", status: "on_hold", module: null };   // waits with those of others, in the team's words
  assert.deepEqual(kinds([{ ...shared, id: "old", status: "solved" }, shared], [wish("w", true)], false, "could modes be darker", ""), ["request m"]);
  assert.deepEqual(kinds([], [], false, "x", "invoices"), []);
  assert.deepEqual(hintsOf([own], [wish("w")], null, "less bright", "").map(({ count, number, title }) => [count, number, title]), [[3, undefined, "A dark mode"]]);
});

test("a wish that was waved away does not come again, and is no answer that was offered", () => {
  const state = after(BEGUN, { type: "hinted", hints: hintsOf([], [{ id: "w", title: "A dark mode", count: 1, mine: false }], { id: "a/b", title: "Colours" }, "x", "") });
  assert.equal(hintOf(askingOf(state)).kind, "change");
  assert.equal(hintOf(askingOf(ALL.dismissed(state, { id: "w" }))).kind, "article");
  assert.deepEqual(askingOf(state).offered, { "a/b": "Colours" });
});

test("what goes along is read from what was done, and what is left out stays out", () => {
  const state = { ...begin(pack), help: { module: { key: "invoices", title: "Invoices" } }, recent: ["second", "first"], articles: { "a/b": { status: "here", article: { title: "Title" } }, "a/c": { status: "failed" } },
    ticks: { "a/b": [0, 2] }, votes: { "a/b": { choice: "no" } } };
  const here = { url: "/invoices/5", module: "", keys: ["vat"], error: "E42", message: "Used up", element: "" };
  const all = along(state, here, { agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36", screen: "1280 × 800" });
  assert.deepEqual(contextOf(all, []), { url: "/invoices/5", module: "invoices", keys: ["vat"], errors: ["E42: Used up"], browser: "Chrome 141, Linux", trail: [
    { kind: "screen", text: "1280 × 800" }, { kind: "searched", text: "first" }, { kind: "searched", text: "second" }, { kind: "read", article: "a/b", text: "Title" },
    { kind: "ticked", article: "a/b", steps: "1, 3" }, { kind: "voted", article: "a/b", helpful: "no" }] });
  assert.deepEqual(contextOf(all, all.map(({ id }) => id).filter((id) => id !== "module")), { module: "invoices" });
  assert.equal(contextOf(all, all.map(({ id }) => id)), null);
});

test("a browser is told in a few words", () => {
  assert.equal(browserOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"), "Edge 141, Windows");
  assert.equal(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"), "Safari 18.1, iPhone");
  assert.equal(browserOf("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox 140, Linux");
  assert.equal(browserOf("lynx"), "lynx");
});

/** An outbox over a memory of its own; `answers` are what the server says, in turn. */
function box(answers, pause = () => 5) {
  const told = { sent: [], delivered: [], states: [], failed: [] };
  let kept = null, keys = 0;
  const memory = { get: () => kept && JSON.parse(kept), set: (_, value) => { kept = JSON.stringify(value); }, forget: () => { kept = null; } };
  const outbox = createOutbox({ memory, fits: (item) => !!item?.body, newKey: () => "k" + ++keys, pause, failed: (problem) => told.failed.push(problem),
    delivered: (item, answer) => { told.delivered.push(answer); told.keptThen = !!kept; }, changed: (items) => told.states.push(items.map(({ state, trying }) => state + (trying ? "…" : "")).join()),
    deliver: async (item) => {
      told.sent.push(item.key);
      const answer = await answers.shift()?.();
      if (answer?.status) throw answer;
      return answer;
    } });
  return { outbox, told, kept: () => memory.get(), memory };
}
const rest = (ms = 60) => new Promise((done) => setTimeout(done, ms));

test("what was sent is kept until the server has said that it has it", async () => {
  let let_go = () => {};
  const { outbox, told, kept } = box([() => new Promise((done) => { let_go = () => done({ id: "t" }); })]);
  outbox.add({ body: "x" }, {});
  await rest(5);
  assert.equal(kept().length, 1);
  let_go();
  await rest();
  assert.deepEqual([told.delivered.length, told.keptThen, kept()], [1, true, null]);
});

test("each try has the same key, and only what may change is tried again", async () => {
  const { outbox, told, kept } = box([() => ({ status: 503, code: "unavailable" }), () => ({ status: 429, code: "too_many" }), () => ({ id: "t" })]);
  outbox.add({ body: "x" }, {});
  await rest(120);
  assert.deepEqual([told.sent, kept()], [["k1", "k1", "k1"], null]);
  assert.deepEqual(told.states, ["waiting", "sending…", "waiting", "waiting…", "waiting", "waiting…", ""]);   // what waited still waits while it is tried
  const refused = box([() => ({ status: 400, code: "bad_request" }), () => ({ id: "t" })]);
  refused.outbox.add({ body: "x" }, {});
  await rest();
  assert.deepEqual([refused.told.sent, refused.told.states.at(-1), refused.kept().length], [["k1"], "refused", 1]);
});

test("one that is refused does not stop the next", async () => {
  const { outbox, told, kept } = box([() => ({ status: 400, code: "bad_request" }), () => ({ id: "t" })]);
  outbox.add({ body: "x" }, {});
  outbox.add({ body: "y" }, {});
  await rest();
  assert.deepEqual([told.sent, kept().map(({ key }) => key)], [["k1", "k2"], ["k1"]]);
});

test("several wait in their order, and each is sent once, one at a time", async () => {
  let now = 0, most = 0;
  const slowly = async () => { most = Math.max(most, ++now); await rest(5); now -= 1; return { id: "t" }; };
  const { outbox, told, kept } = box([slowly, slowly, slowly]);
  for (const body of ["x", "y", "z"]) outbox.add({ body }, {});
  assert.deepEqual(kept().map(({ key }) => key), ["k1", "k2", "k3"]);
  outbox.run();
  outbox.hurry();
  await rest();
  assert.deepEqual([told.sent, most, kept()], [["k1", "k2", "k3"], 1, null]);
});

test("what is thrown away is that one alone, and what is damaged takes no other with it", async () => {
  const away = () => ({ status: 503, code: "unavailable" });
  const { outbox, told, kept, memory } = box([away], () => 10_000);
  for (const body of ["x", "y"]) outbox.add({ body }, {});
  await rest(5);
  memory.set("outbox", [null, { key: "k0" }, ...kept()]);
  outbox.tell();
  assert.equal(told.states.at(-1), "waiting,waiting");
  assert.deepEqual([outbox.holds("k1"), outbox.holds("k0")], [true, false]);
  outbox.remove("k1");
  assert.deepEqual([outbox.holds("k1"), kept().map(({ key }) => key)], [false, ["k2"]]);
  outbox.stop();
});

test("a server that says how long is not asked before, and a network that is back begins anew", async () => {
  const tries = [], busy = () => ({ status: 429, code: "too_many", retry_after_seconds: 0.1 }), away = () => ({ status: 503, code: "unavailable" });
  const { outbox, told } = box([busy, away, away, away], (n) => { tries.push(n); return n === 1 ? 1 : 10_000; });
  outbox.add({ body: "x" }, {});
  await rest(60);
  assert.deepEqual([told.sent.length, told.failed.map(({ status }) => status)], [1, [429]]);
  await rest(120);
  assert.equal(told.sent.length, 2);
  outbox.hurry();
  await rest(20);
  assert.deepEqual([told.sent.length, tries.slice(0, 3)], [4, [1, 2, 1]]);
  outbox.stop();
  await rest(30);
  assert.equal(told.sent.length, 4);
});

test("a page that answers in the server's place refuses nothing", () => {
  assert.equal(final({ status: 403, code: "unavailable" }), false);
  assert.equal(final({ status: 0, code: "unavailable" }), false);
  assert.equal(final({ status: 401, code: "unsigned" }), true);
  for (const status of [408, 425, 429, 500, 503]) assert.equal(final({ status, code: "x" }), false, String(status));
});

test("a promise is told as today, tomorrow, a day of the week or a date", () => {
  const words = createI18n({ "due.today": "today {time}", "due.tomorrow": "tomorrow {time}", "due.later": "{when}", "due.late": "late {when}" }, "en-GB");
  const now = new Date(2026, 10, 24, 10, 0);
  const at = (...moment) => new Date(2026, ...moment).toISOString();
  assert.equal(due(at(10, 24, 15, 40), words, now), "today 15:40");
  assert.equal(due(at(10, 25, 0, 5), words, now), "tomorrow 0:05");
  assert.equal(due(at(10, 29, 10, 0), words, now), "Sunday 10:00");
  assert.match(due(at(11, 3, 10, 0), words, now), /^3 December/);
  assert.match(due(at(10, 24, 9, 59), words, now), /^late 24 November/);
});
