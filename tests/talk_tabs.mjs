// Tabs of a browser with the widget's own chat (the file talk.js that is named), whose every question is answered by whoever drives this: when, how, or never.
// stdin, a line of JSON each, with {now: ms}: {begin: tab, storage, conversation} · {tab, call: name, given: [...]} (of the talk; not waited for) · {view: tab} · {end: tab} (closed)
// · {answer: id, told} · {fail: id, problem} · {clear: storage}. stdout, an answer to each when all that could happen has happened:
// {asks: [{id, tab, event, payload} or {id, tab, path}], told: [{tab, what}] (to other tabs), view}

import {createInterface} from "node:readline";

const {createTalk} = await import(process.argv[2]);
const talks = {}, storages = {}, asks = {};
let now = 0, count = 0, out, timers = [];

function ask(tab, what) {
  return new Promise((done, fail) => {
    count += 1;
    asks[count] = {done, fail};
    out.asks.push({id: count, tab, ...what});
  });
}

function begin(tab, storage, conversation) {
  const lines = (storages[storage] ??= new Map());
  talks[tab] = createTalk({
    emit: (event, payload) => ask(tab, {event, payload}), get: (path) => ask(tab, {path}), now: () => now, random: () => `${tab}-${count += 1}`.replace(/\W/g, "-"), pause: () => 1000,
    storage: {
      kept: true, all: async () => structuredClone([...lines.values()]), put: async (item) => { lines.set(item.client_id, structuredClone(item)); },
      remove: async (id) => { lines.delete(id); }, clear: async () => lines.clear(),
    },
    later(fn, ms) {
      const timer = {tab, at: now + ms, fn};
      timers.push(timer);
      return () => { timers = timers.filter((one) => one !== timer); };
    },
    shared: (what) => out.told.push({tab, what: structuredClone(what)}),
  });
  talks[tab].begin(conversation);
}

async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => { setImmediate(done); });
}

for await (const line of createInterface({input: process.stdin})) {
  const told = JSON.parse(line);
  now = told.now;
  out = {asks: [], told: []};
  for (let due; (due = timers.find(({at}) => at <= now));) {
    timers = timers.filter((one) => one !== due);
    due.fn();
    await settled();
  }
  if (told.begin) begin(told.begin, told.storage, told.conversation);
  else if (told.call) Promise.resolve(talks[told.tab][told.call](...told.given)).catch((wrong) => { out.wrong = String(wrong); });
  else if (told.answer) asks[told.answer].done(told.told);
  else if (told.fail) asks[told.fail].fail(told.problem);
  else if (told.clear) storages[told.clear].clear();
  else if (told.end) {
    talks[told.end].stop();
    delete talks[told.end];
    timers = timers.filter(({tab}) => tab !== told.end);
  }
  await settled();
  for (const talk of Object.values(talks)) {   // what is shown is the beginning of what is kept, whatever happens
    const {lines} = talk.view();
    if (lines.some(({n, conversation}, at) => n > 1 && (lines[at - 1]?.conversation !== conversation || lines[at - 1].n !== n - 1))) out.wrong = "a gap, or a line twice";
    if (new Set(lines.map(({n, conversation}) => `${conversation} ${n}`)).size < lines.length) out.wrong = "a line twice";
  }
  if (told.view) out.view = talks[told.view].view();
  process.stdout.write(`${JSON.stringify(out)}\n`);
}
