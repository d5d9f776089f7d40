// Browsers with chats, on socket.io-client as the widget has it: what they write waits until it is acknowledged, and what they know is asked for by number.
// stdin: first {base, origin, site, seed, transport, people: [{secret, tabs}], every, most, mutant}, then lines {do: "hush" | "tell"}.
// stdout, a line of JSON each: {ok: id, conversation, n, again, tab, ms} · {refused: id, code, tab} · {unsure: id, tab} · {caught: tab, connected, at} (ms of the day, of a
// catch-up behind a connect) · {wrong: why} · {hushed: true} (nothing is left to send, all have caught up since) · {lists: {tab: {conversation: [[n, client_id, body]]}}, written}

import {createRequire} from "node:module";
import {createInterface} from "node:readline";

const {io} = createRequire(new URL("../widget/package.json", import.meta.url))("socket.io-client");
const ACK_MS = 4000, HTTP_MS = 4000, LOOK_MS = 2500, WAIT_MS = [100, 400];
const AGAIN = new Set(["too_many", "unavailable"]);   // not a refusal: later it goes
const tell = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
const rest = (ms) => new Promise((done) => { setTimeout(done, ms); });
let given, hushed = false, written = 0;

/** mulberry32: the same numbers for the same seed. */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Person {
  constructor(at, {secret, tabs}) {
    this.secret = secret;
    this.conversations = [];   // what the tabs of one browser share
    this.tabs = Array.from({length: tabs}, (_, n) => new Tab(this, `${at}.${n}`, dice(given.seed * 1000 + at * 10 + n)));
  }

  learn(conversation) {
    if (!this.conversations.includes(conversation)) this.conversations.push(conversation);
  }
}

class Tab {
  constructor(person, name, random) {
    Object.assign(this, {person, name, random, lines: {}, outbox: [], said: [], count: 0, connected: 0, looking: false, again: false, caught: 0, sending: false, cutAt: 0});
    this.open();
    this.write();
    this.look();
  }

  open() {
    this.socket = io(`${given.base}/chat`, {
      transports: [given.transport], extraHeaders: {Origin: given.origin}, auth: {site: given.site, visitor: this.person.secret}, forceNew: true,
      reconnectionDelay: WAIT_MS[0], reconnectionDelayMax: WAIT_MS[1], randomizationFactor: 0.9, timeout: HTTP_MS,
    });
    this.socket.on("connect", () => {
      this.connected = Date.now();
      if (given.mutant !== "replay before join") this.catchUp();
      this.flush();
    });
    this.socket.on("disconnect", (why) => {
      this.cutAt = Date.now();
      if (why === "io server disconnect") setTimeout(() => this.socket.connect(), this.random() * WAIT_MS[1]);
    });
    this.socket.on("connect_error", (error) => {
      if (!this.socket.active) tell({wrong: `${this.name} is not let in: ${error.message || "no reason"}`});
    });
    this.socket.on("chat:message", (row) => this.hear(row));
    this.socket.on("chat:changed", (state) => this.stands(state));
    if (given.mutant === "replay before join") this.socket.io.on("reconnect_attempt", () => this.catchUp());
  }

  // --- what it knows ----------------------------------------------------------------------------------------------

  stands({conversation, next}) {
    this.person.learn(conversation);
    if (next) this.person.learn(next);
  }

  hear(row) {
    this.person.learn(row.conversation);
    const lines = (this.lines[row.conversation] ??= []);
    const careless = given.mutant === "replay before join" || given.mutant === "catch-up by time";
    if (row.n === lines.length + 1 || (careless && !lines.some(([n]) => n === row.n))) lines.push([row.n, row.client_id, row.body]);
    else if (row.n > lines.length + 1) this.catchUp();
    else if (lines[row.n - 1]?.[1] !== row.client_id && !careless) tell({wrong: `${this.name} heard another line ${row.n} of ${row.conversation}`});
  }

  /** What came meanwhile, of every conversation; one at a time, and once more if there was another reason meanwhile. */
  catchUp() {
    this.again = true;
    if (!this.looking) this.askAll();
  }

  async askAll() {
    this.looking = true;
    while (this.again) {
      this.again = false;
      const {connected} = this, begun = Date.now();
      try {
        for (const conversation of this.person.conversations) await this.fetch(conversation);
        this.caught = begun;
        if (this.socket.connected && connected === this.connected) tell({caught: this.name, connected, at: Date.now()});
      } catch {
        await rest(WAIT_MS[0] + this.random() * WAIT_MS[1]);
        this.again = true;
      }
    }
    this.looking = false;
  }

  async fetch(conversation) {
    const lines = (this.lines[conversation] ??= []);
    for (let after = given.mutant === "catch-up by time" ? 0 : lines.length; after !== null;) {
      const answer = await fetch(`${given.base}/api/v1/${given.site}/conversations/${conversation}/messages?after=${after}&limit=100`,
        {headers: {Authorization: `Visitor ${this.person.secret}`, Origin: given.origin}, signal: AbortSignal.timeout(HTTP_MS)});
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      this.stands(told.conversation);
      for (const row of told.messages) {
        if (given.mutant === "catch-up by time" && Date.parse(row.at) < this.cutAt) continue;
        this.hear(row);
      }
      after = told.next === null ? null : Number(told.next);
    }
  }

  async look() {
    for (;;) {
      await rest(LOOK_MS * (0.5 + this.random()));
      if (given.mutant !== "replay before join") this.catchUp();
    }
  }

  // --- what it says -----------------------------------------------------------------------------------------------

  async write() {
    for (;;) {
      await rest(given.every * 2 * this.random());
      if (hushed || this.outbox.length > 20 || written >= given.most) continue;
      const start = this.person.conversations.length === 0;
      if (start && (this.name.at(-1) !== "0" || this.outbox.length)) continue;   // the first tab begins it
      written += 1;
      this.count += 1;
      const id = `${this.name}-${this.count}`, luck = start ? 1 : this.random();
      const body = `line ${id} of ${this.name} ${luck < 0.02 ? "x".repeat(5000) : ""}`;
      this.outbox.push({id, body, start, once: luck > 0.02 && luck < 0.04, twice: luck > 0.04 && luck < 0.1});
      if (!start && luck > 0.1 && luck < 0.12) this.outbox.push({end: true});
      if (luck > 0.12 && luck < 0.15 && this.said.length) this.outbox.push({...this.said[Math.floor(this.random() * this.said.length)], repeated: true});
      if (luck > 0.15 && luck < 0.16 && this.said.length) this.outbox.push({...this.said[Math.floor(this.random() * this.said.length)], body: `other words of ${id}`, other: true});
      this.flush();
    }
  }

  /** One after the other, the next when this one is acknowledged. */
  async flush() {
    if (this.sending) return;
    this.sending = true;
    while (this.outbox.length && this.socket.connected) {
      const one = this.outbox[0];
      one.first ??= Date.now();
      let told;
      try {
        if (one.twice) this.ask(one).catch(() => 0);
        told = await this.ask(one);
      } catch {
        if (one.once) { this.outbox.shift(); tell({unsure: one.id, tab: this.name}); }
        if (this.socket.connected) this.socket.disconnect().connect();   // a line that does not answer: another one
        break;
      }
      if (told.error && AGAIN.has(told.error.code)) { await rest((told.error.retry_after_seconds ?? 1) * 1000); continue; }
      this.outbox.shift();
      if (one.end) continue;
      if (told.error) tell({refused: one.other ? `${one.id} in other words` : one.id, code: told.error.code, tab: this.name});
      else if (one.other) tell({wrong: `${one.id} was taken in other words`});
      else {
        const conversation = told.conversation ?? one.conversation;
        this.person.learn(conversation);
        if (one.start) this.catchUp();
        if (!one.repeated) this.said.push({id: one.id, body: one.body, conversation});
        tell({ok: one.id, conversation, n: told.n, again: one.repeated ?? false, tab: this.name, ms: Date.now() - one.first});
      }
    }
    this.sending = false;
    if (this.outbox.length && this.socket.connected) this.flush();
  }

  ask(one) {
    one.conversation ??= this.person.conversations.at(-1);
    const wait = this.socket.timeout(ACK_MS);
    if (one.end) return wait.emitWithAck("chat:end", {conversation: one.conversation});
    if (one.start) return wait.emitWithAck("chat:start", {client_id: one.id, body: one.body, context: {locale: "en"}});
    return wait.emitWithAck("chat:message", {conversation: one.conversation, client_id: one.id, body: one.body});
  }
}

const people = [];
for await (const line of createInterface({input: process.stdin})) {
  const told = JSON.parse(line);
  if (!given) {
    given = told;
    people.push(...given.people.map((person, at) => new Person(at, person)));
  } else if (told.do === "hush") {
    hushed = true;
    const tabs = people.flatMap((person) => person.tabs);
    (async () => {
      while (tabs.some((tab) => tab.outbox.length)) await rest(50);
      const quiet = Date.now();
      if (given.mutant) await rest(3000);   // they do not look by themselves, or in vain
      else while (tabs.some((tab) => tab.caught <= quiet)) await rest(50);
      tell({hushed: true});
    })();
  } else {
    const lists = Object.fromEntries(people.flatMap((person) => person.tabs).map((tab) => [tab.name, tab.lines]));
    process.stdout.write(`${JSON.stringify({lists, written})}\n`, () => process.exit(0));
  }
}
