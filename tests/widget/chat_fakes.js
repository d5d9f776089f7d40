/** A server of chats, a storage and a clock, all made up: what tests of the chat run against. */

/** One person's chats as the server keeps them: gapless numbers, a client_id once for ever. `drop(what)` decides what gets lost on the way. */
export function fakeServer() {
  const conversations = {};
  let count = 0;
  const self = {
    conversations, sent: [], hearers: new Set(), refusal: null,
    standing(id) {
      const { status, lines, read, next, agent } = conversations[id];
      return { conversation: id, status, agent, position: null, answer_by_at: null, ticket: null, next, last_n: lines.length, read: { ...read } };
    },
    push(name, told) { for (const hear of self.hearers) hear(name, structuredClone(told)); },
    keep(id, client_id, body, kind) {
      const { lines } = conversations[id], line = { conversation: id, n: lines.length + 1, client_id, author: { kind, name: kind === "agent" ? "Bela" : "" }, body, html: `<p>${body}</p>`, at: "2026-11-23T10:00:00.000Z" };
      lines.push(line);
      self.push("chat:message", line);
      return line;
    },
    begin() {
      const id = `c${(count += 1)}`;
      conversations[id] = { status: "queued", lines: [], read: { requester: 0, agent: 0 }, next: null, agent: null };
      return id;
    },
    said: (client_id) => Object.values(conversations).flatMap(({ lines }) => lines).find((line) => line.client_id === client_id),
    answer(id, body = "Hello") { return self.keep(id, null, body, "agent"); },
    change(id, change) {
      Object.assign(conversations[id], change);
      self.push("chat:changed", self.standing(id));
    },
    async emit(name, told) {
      self.sent.push([name, structuredClone(told)]);
      if (self.refusal) { const error = self.refusal(name, told); if (error) return { error }; }
      let id = told.conversation;
      if (name === "chat:start" || name === "chat:message") {
        const before = self.said(told.client_id);
        if (before && before.body !== told.body) return { error: { status: 409, code: "idempotency_conflict", detail: "Other words." } };
        if (name === "chat:start") {
          const line = before || self.keep(self.begin(), told.client_id, told.body, "requester");
          return { conversation: line.conversation, n: line.n, at: line.at, status: "queued", answer_by_at: null };
        }
        if (!conversations[id]) return { error: { status: 404, code: "not_found", detail: "There is no such conversation." } };
        while (conversations[id].next) id = conversations[id].next;
        const line = before || self.keep(id, told.client_id, told.body, "requester");
        return { n: line.n, at: line.at, ...(line.conversation === told.conversation ? {} : { conversation: line.conversation }) };
      }
      if (name === "chat:read") {
        conversations[id].read.requester = Math.max(conversations[id].read.requester, told.n);
        self.push("chat:read", { conversation: id, by: "requester", n: told.n });
      }
      if (name === "chat:end") self.change(id, { status: "closed" });
      return {};
    },
    async get(path) {
      const [, id, after, limit] = path.match(/^\/conversations\/(\w+)\/messages\?after=(\d+)&limit=(\d+)$/);
      if (!conversations[id]) throw { status: 404, code: "not_found" };
      const { lines } = conversations[id], found = lines.slice(+after, +after + +limit);
      return structuredClone({ conversation: self.standing(id), messages: found, next: +after + found.length < lines.length ? String(+after + found.length) : null });
    },
  };
  return self;
}

/** What survives a reload. */
export function fakeStorage() {
  const lines = new Map();
  return {
    kept: true, lines,
    all: async () => structuredClone([...lines.values()]),
    put: async (item) => { lines.set(item.client_id, structuredClone(item)); },
    remove: async (id) => { lines.delete(id); },
    clear: async () => lines.clear(),
  };
}

/** A clock that goes when it is told to, with its timers. */
export function fakeTime(start = 1_700_000_000_000) {
  let now = start, timers = [];
  return {
    now: () => now,
    later(fn, ms) {
      const timer = { at: now + ms, fn };
      timers.push(timer);
      return () => { timers = timers.filter((one) => one !== timer); };
    },
    async go(ms) {
      const end = now + ms;
      for (;;) {
        await settled();
        const [next] = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.fn();
      }
      now = end;
      await settled();
    },
  };
}

/** All that was promised has come. */
export async function settled() { for (let turn = 0; turn < 60; turn += 1) await null; }

/** As much of IndexedDB as keeping.js asks for. `room`: lines that it takes; `denied`: it does not open. */
export function fakeIndexedDB({ room = Infinity, denied = false } = {}) {
  const bases = {}, open = new Set();
  const later = (fn) => queueMicrotask(fn);
  const factory = {
    room, bases,
    open(name) {
      const asked = {};
      later(() => {
        if (denied) { asked.error = new Error("denied"); return asked.onerror?.(); }
        const fresh = !bases[name], rows = (bases[name] ||= new Map()), base = { name,
          createObjectStore() {}, close() { open.delete(base); },
          transaction() {
            if (!open.has(base)) throw new Error("closed");
            const change = {}, doing = [];
            const ask = (fn) => { const asked = {}; doing.push(() => { asked.result = fn(); asked.onsuccess?.(); }); return asked; };
            const matches = (key, range) => (Array.isArray(range) ? key === JSON.stringify(range) : JSON.parse(key)[0] === range.lower[0]);
            change.objectStore = () => ({
              getAll: () => ask(() => structuredClone([...rows.values()])),
              put: (row) => ask(() => {
                const key = JSON.stringify([row.owner, row.client_id]);
                if (!rows.has(key) && rows.size >= factory.room) throw new Error("QuotaExceededError");
                rows.set(key, structuredClone(row));
              }),
              delete: (range) => ask(() => { for (const key of [...rows.keys()]) if (matches(key, range)) rows.delete(key); }),
            });
            later(() => later(() => {
              try {
                for (const one of doing) one();   // also those that one of them asked for
                change.oncomplete?.();
              } catch (error) { change.error = error; change.onabort?.(); }
            }));
            return change;
          } };
        open.add(base);
        asked.result = base;
        if (fresh) asked.onupgradeneeded?.();
        asked.onsuccess?.();
      });
      return asked;
    },
    deleteDatabase(name) {
      delete bases[name];
      for (const base of [...open]) if (base.name === name) base.onversionchange?.();
    },
  };
  return factory;
}
globalThis.IDBKeyRange ||= { bound: (lower, upper) => ({ lower, upper }) };

/** A chance that is the same each time. */
export function chances(seed) {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let t = Math.imul(at ^ (at >>> 15), at | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
