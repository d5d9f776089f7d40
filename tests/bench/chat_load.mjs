/* People in chats, as cheap as can be: bare WebSockets that speak Socket.IO (https://socket.io/docs/v4/socket-io-protocol/), one process for all of them.

   chat_load.mjs '{"port", "people", "desks", "mode": "idle" | "talk", "pid", "seconds", "rate", "warm", "ramp", "run", "told"}'

   people   file: [{auth, conversation, address}], one socket each; `address` goes along as X-Forwarded-For
   desks    file: [{cookie, csrf}] of the agents who follow it all, one socket each; or none
   idle     opens them all, holds them for `seconds`
   talk     each says `rate` lines a second, for `seconds`, after `warm` that are not counted. A line is done when it was acknowledged, has come back, and is on every desk.
   run      what its client ids begin with
   told     file: one JSON row [conversation, client_id, n, body] for each acknowledged line
   Answers with one line of JSON; times in milliseconds.                                                                                                        */
import fs from "node:fs";
import { createRequire } from "node:module";

const WebSocket = createRequire(new URL("../../widget/package.json", import.meta.url))("ws");
const asked = { run: "a", rate: 1, warm: 3, ramp: 400, seconds: 10, ...JSON.parse(process.argv[2]) };
const people = JSON.parse(fs.readFileSync(asked.people, "utf8"));
const desks = asked.desks ? JSON.parse(fs.readFileSync(asked.desks, "utf8")) : [];
const WORDS = ["It does not print, and I have tried it twice already; the customer is waiting for the paper.", "The number is **2026-118**, from *yesterday*.",
  "See https://app.acme.test/invoices/118 for the one I mean, and the one below it in the list.", "- first I opened it\n- then I sent it", "לא מצליח להפיק חשבונית, מה עושים?"];
const now = () => performance.now();
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const at = (times, share) => (times.length ? +times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2) : null);
const spread = (times) => { times.sort((a, b) => a - b); return { p50: at(times, 0.5), p95: at(times, 0.95), p99: at(times, 0.99), max: at(times, 1) }; };

let ending = false, dropped = 0;
const refused = {}, told = [], acked = [], delivered = [], onDesk = [], done = [];
const lines = new Map();   // client id → {person, begun, counts, id, body, acked, heard, seen: times, seenBy: how many desks}
let sent = 0, strange = 0;

const socket = (headers) => new WebSocket(`ws://127.0.0.1:${asked.port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false, skipUTF8Validation: true, headers });

/* Open the socket `line` of the namespace `name`, and give each packet of it to `heard`. */
function enter(line, name, auth, heard) {
  return new Promise((done, failed) => {
    const patience = setTimeout(() => failed(new Error("no connection in 30 s")), 30_000);
    line.on("message", (packet) => {
      packet = packet.toString();
      if (packet[0] === "0") line.send(`40${name},${JSON.stringify(auth)}`);
      else if (packet[0] === "2") line.send("3");
      else if (packet.startsWith("40")) { clearTimeout(patience); done(); }
      else if (packet.startsWith("44")) failed(new Error(packet));
      else heard(packet);
    });
    line.on("error", failed);
    line.on("close", () => { if (!ending) dropped++; });
  });
}

function look(client, line) {
  if (line.acked === undefined || line.heard === undefined || line.seenBy < desks.length) return;
  if (line.counts) done.push(Math.max(line.acked, line.heard, line.seen));
  lines.delete(client);
}

class Person {
  constructor(one, number) { Object.assign(this, one, { number, next: 1, named: new Map() }); }

  open() {
    this.line = socket({ "X-Forwarded-For": this.address });
    return enter(this.line, "/chat", this.auth, (packet) => {
      if (packet.startsWith("43/chat,")) this.answered(packet);
      else if (packet.startsWith('42/chat,["chat:message"')) this.heard(JSON.parse(packet.slice(8))[1]);
    });
  }

  say(counts) {
    const id = this.next++, body = WORDS[(id + this.number) % WORDS.length], client = `${asked.run}-${this.number}-${id}`;
    lines.set(client, { begun: now(), counts, body, seen: 0, seenBy: 0 });
    this.named.set(id, client);
    if (counts) sent++;
    this.line.send(`42/chat,${id}${JSON.stringify(["chat:message", { conversation: this.conversation, client_id: client, body }])}`);
  }

  answered(packet) {
    const [, id, answer] = /^43\/chat,(\d+)(.*)$/s.exec(packet), [row] = JSON.parse(answer), client = this.named.get(+id), line = lines.get(client);
    this.named.delete(+id);
    if (row.error) { refused[row.error.code] = (refused[row.error.code] || 0) + 1; return; }
    line.acked = now() - line.begun;
    told.push(JSON.stringify([row.conversation || this.conversation, client, row.n, line.body]));
    if (line.counts) acked.push(line.acked);
    look(client, line);
  }

  heard(row) {
    const line = lines.get(row.client_id);
    if (!line) { strange += row.author.kind === "requester"; return; }
    line.heard = now() - line.begun;
    if (line.counts) delivered.push(line.heard);
    look(row.client_id, line);
  }
}

class Desk {
  constructor(one) { Object.assign(this, one); }

  open() {
    return enter(socket({ Cookie: `askaside_desk=${this.cookie}` }), "/desk", { csrf: this.csrf }, (packet) => {
      const line = packet.startsWith('42/desk,["chat:message"') && lines.get(JSON.parse(packet.slice(8))[1].client_id);
      if (!line) return;
      line.seenBy++;
      line.seen = now() - line.begun;
      if (line.counts) onDesk.push(line.seen);
      look(JSON.parse(packet.slice(8))[1].client_id, line);
    });
  }
}

/* {kib: of memory, seconds: of processor time} of the process `asked.pid`. */
function cost() {
  const resident = +/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${asked.pid}/status`, "utf8"))[1];
  const fields = fs.readFileSync(`/proc/${asked.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return { kib: resident, seconds: (+fields[11] + +fields[12]) / 100 };
}

const before = cost(), everybody = people.map((one, number) => new Person(one, number)), failures = {};
let opening = 0, opened = 0;
await Promise.all(desks.map((one) => new Desk(one).open()));
const begun = now();
for (const one of everybody) {
  while (opening >= 64 || opened + opening > ((now() - begun) / 1000) * asked.ramp + 1) await rest(2);
  opening++;
  one.open().then(() => opened++, (wrong) => { failures[wrong.message] = (failures[wrong.message] || 0) + 1; }).finally(() => opening--);
}
while (opening) await rest(5);
const answer = { asked: people.length, opened, failures, opened_in_s: +((now() - begun) / 1000).toFixed(1) };
if (asked.mode === "idle") {
  const quiet = cost();
  await rest(asked.seconds * 1000);
  const after = cost();
  Object.assign(answer, { kib_each: +((after.kib - before.kib) / opened).toFixed(1), mib: Math.round(after.kib / 1024), idle_cpu_percent: +(100 * (after.seconds - quiet.seconds) / asked.seconds).toFixed(1) });
} else {
  const gap = 1000 / asked.rate;
  let counts = false, stop = false;
  for (const one of everybody) {
    const go = () => { if (stop || one.line.readyState !== 1) return; one.say(counts); setTimeout(go, gap); };
    setTimeout(go, Math.random() * gap);
  }
  await rest(asked.warm * 1000);
  const first = cost(), since = now(), before = told.length;
  counts = true;
  await rest(asked.seconds * 1000);
  const last = cost(), took = (now() - since) / 1000, answered = told.length - before;
  stop = true;
  for (let patience = 0; patience < 100 && lines.size; patience++) await rest(100);
  const mine = process.resourceUsage();
  Object.assign(answer, { sent, sent_per_s: +(sent / took).toFixed(0), acked: acked.length, delivered: delivered.length, refused, strange, unanswered: lines.size,
    acked_ms: spread(acked), delivered_ms: spread(delivered), on_desk_ms: spread(onDesk), done_ms: spread(done), server_cpu_percent: +(100 * (last.seconds - first.seconds) / took).toFixed(0),
    acked_per_s: +(answered / took).toFixed(0), cpu_ms_a_line: +(1000 * (last.seconds - first.seconds) / Math.max(1, answered)).toFixed(3), own_cpu_s: +((mine.userCPUTime + mine.systemCPUTime) / 1e6).toFixed(1), mib: Math.round(last.kib / 1024) });
  if (asked.told) fs.writeFileSync(asked.told, told.join("\n"));
}
ending = true;
console.log(JSON.stringify({ ...answer, dropped }));
process.exit(0);
