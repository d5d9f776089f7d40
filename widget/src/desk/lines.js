/** Lines of chats on their way to the server: kept in this browser through reload and cut, sent in order, each kept by the server once. */
import { createMemory } from "../shared/memory.js";
import { createOutbox } from "../shared/outbox.js";

const DAY = 864e5;

/** @typedef {ReturnType<typeof createLines>} Lines */
const text = (/** @type {any} */ it) => typeof it === "string";
const named = (/** @type {any} */ files) => Array.isArray(files) && files.every((one) => one && text(one.id) && text(one.name));
const fits = (/** @type {any} */ it) => it && text(it.key) && it.at > 0 && it.body && text(it.body.conversation) && text(it.body.body) && named(it.draft?.files);

/**
 * @param {object} given
 * @param {string} given.agent
 * @param {string} given.site
 * @param {(told: any) => Promise<{n: number, at: string}>} given.say       to the server; throws a problem
 * @param {(conversation: string, line: any) => void} given.kept            the server has it
 * @param {(items: import("../shared/outbox.js").Sending[]) => void} given.changed
 */
export function createLines({ agent, site, say, kept, changed }) {
  const memory = createMemory(`desk.${site}`, () => `${agent}.`);
  memory.fits.outbox = Array.isArray;
  const outbox = createOutbox({
    memory, fits, changed, newKey: () => crypto.randomUUID(), failed() {},
    // A line that nobody sent for a day may be out of place by now: its writer says whether it still goes.
    deliver: ({ key, at, body: { conversation, body }, draft: { files } }) => (Date.now() - at > DAY ? Promise.reject({ status: 410, code: "old" })
      : say({ conversation, client_id: key, body, ...(files.length ? { files: files.map((/** @type {any} */ file) => file.id) } : {}) })),
    delivered: ({ key, body: { conversation, body }, draft: { files } }, { n, at }) => kept(conversation, { n, at, client_id: key, body, html: null, files, articles: [] }),
    pause: (tries) => Math.min(15_000, 500 * 2 ** tries) * (0.75 + Math.random() / 2),
  });
  outbox.tell();
  return {
    /** @param {string} conversation @param {{text: string, files: {id: string, name: string}[]}} draft */
    add: (conversation, { text: body, files }) => outbox.add({ conversation, body }, { files }),
    again: outbox.again, remove: outbox.remove, hurry: outbox.hurry,
    /** Another tab has sent or written some. */
    elsewhere() { outbox.tell(); outbox.run(); },
  };
}
