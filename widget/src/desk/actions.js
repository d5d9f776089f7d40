/** What an agent can do: go somewhere, read what is new, write. Says it to the server, and what comes of it to the store. */
import { current } from "./chat-state.js";
import { news, NO_DRAFT, NO_FIND, openOne } from "./state.js";

/** @typedef {ReturnType<typeof createActions>} Actions */
/** @typedef {{text: string, files: {id: string, name: string}[]}} Written */

/** What `now` holds beyond what was `sent`. @param {Written} now @param {Written} sent @returns {Written} */
export const left = (now, sent) => ({ text: now.text.startsWith(sent.text) ? now.text.slice(sent.text.length).trimStart() : now.text,
  files: now.files.filter((file) => !sent.files.some((one) => one.id === file.id)) });

const PAGE = 50, MOST = 500;   // rows that are kept up to date at once
const PAUSE = 500;   // milliseconds between two looks at what changed: a hundred bells a second are one

/**
 * @param {object} given
 * @param {ReturnType<typeof import("../shared/store.js").createStore<import("./state.js").State>>} given.store
 * @param {import("./api.js").DeskApi} given.api
 * @param {ReturnType<typeof import("./drafts.js").createDrafts>} given.drafts
 * @param {(key: string, values?: any) => string} given.t
 * @param {{site: string, locale: string, most: {files: number, bytes: number}}} given.data
 * @param {(rows: import("./state.js").Row[]) => void} given.ring   somebody wrote who waits for me
 * @param {(problem: any) => {text: string, stale?: boolean, final?: boolean}} given.refusal
 */
export function createActions({ store, api, drafts, t, data, ring, refusal }) {
  const { dispatch, get } = store;
  /** @type {Record<string, AbortController>} */
  const asked = {};
  /** @type {Promise<void> | null} */
  let catching = null;
  let again = false;
  let proposedFor = "";   // which line of whose the proposals are for

  const lastOf = (/** @type {import("./state.js").Story} */ story) => `${story.id} ${story.messages.filter((/** @type {any} */ one) => one.author.kind === "requester").at(-1)?.n}`;

  /** Where the request or the chat that is open is asked for. */
  const door = () => (get().route.id ? `/tickets/${get().route.id}` : `/chats/${get().route.chat}`);

  /** The signal of the newest question of this name; the one before is no longer wanted. @param {string} name */
  function only(name) {
    asked[name]?.abort();
    return (asked[name] = new AbortController()).signal;
  }

  /** The queue as it is now, as many rows as were shown. */
  async function readQueue() {
    const { route, queue } = get(), signal = only("queue");
    const want = () => Math.min(MOST, Math.max(PAGE, get().queue.rows.length));   // more may be shown while this is read
    try {
      let rows = /** @type {import("./state.js").Row[]} */ ([]), next = "";
      do {
        const answer = await api.get("/queue", { ...route.filters, limit: Math.min(100, want() - rows.length), after: next }, signal);
        rows = rows.concat(answer.tickets);
        next = answer.next;
      } while (next && rows.length < want());
      if (queue.status === "here") ring(news(queue.rows, rows));
      dispatch({ type: "queued", rows, next });
    } catch {
      if (!signal.aborted) dispatch({ type: "queueFailed" });
    }
  }

  /** The rows that come after those that are shown. */
  async function more() {
    const { route, queue: { next: after } } = get(), signal = only("more");
    try {
      const { tickets, next } = await api.get("/queue", { ...route.filters, limit: PAGE, after }, signal);
      const { queue } = get();
      if (route.filters !== get().route.filters) return;
      const known = new Set(queue.rows.map((row) => row.id));   // who moved meanwhile may come twice
      dispatch({ type: "queued", rows: [...queue.rows, .../** @type {any[]} */ (tickets).filter((row) => !known.has(row.id))], next });
    } catch {
      if (!signal.aborted) dispatch({ type: "queueFailed" });
    }
  }

  async function readTicket() {
    const { id } = get().route, signal = only("ticket");
    if (!id) return;
    try {
      const story = await api.get(`/tickets/${id}`, { locale: data.locale }, signal);
      dispatch({ type: "told", id, story });
      if (lastOf(story) === proposedFor) return;
      proposedFor = lastOf(story);
      dispatch({ type: "proposed", id, proposals: (await api.get(`/tickets/${id}/proposals`, {}, signal)).proposals });
    } catch (/** @type {any} */ problem) {
      if (signal.aborted) return;
      proposedFor = "";
      if (get().ticket.status !== "here") dispatch({ type: "untold", id, status: problem.code === "not_found" ? "gone" : "failed" });
    }
  }

  /** What changed since the last number that is shown here is read. Asked again meanwhile, it is done once more. */
  function catchUp() {
    if (catching) again = true;
    return (catching ||= (async () => {
      do {
        again = false;
        try {
          const { n, tickets, more } = await api.get("/changes", { after: get().n });
          const { id } = get().route;
          await Promise.all([(tickets.length || more || get().queue.status !== "here") && readQueue(),
            ((id && tickets.includes(id)) || more || get().ticket.status === "failed") && readTicket()]);
          dispatch({ type: "counted", n });
        } catch { /* the next bell, or the next look, asks again */ }
        if (again) await new Promise((go) => setTimeout(go, PAUSE));
      } while (again);
      catching = null;
    })());
  }

  /** @param {import("./state.js").Route} route */
  function go(route) {
    const before = get().route, same = JSON.stringify(before.filters) === JSON.stringify(route.filters);
    dispatch({ type: "went", route: same ? { ...route, filters: before.filters } : route });   // the same object: no row is made anew
    if (!same) readQueue();
    const id = openOne(get());
    if (!id || id === (before.id ?? before.chat)) return;
    const draft = drafts.of(id);
    if (draft) dispatch({ type: "kept", draft });
    if (route.id) readTicket();
  }

  /** @param {string} text */
  function write(text) {
    dispatch({ type: "wrote", text });
    keep();
  }

  function keep() {
    const id = openOne(get());
    if (id) drafts.keep(id, get().draft);
  }

  /** Files are sent at once, and go along with the next message. @param {File[]} files */
  async function attach(files) {
    const id = openOne(get());
    for (const file of files) {
      try {
        if (file.size > data.most.bytes) throw { status: 413, code: "too_large" };
        if (get().draft.files.length >= data.most.files) throw { status: 413, code: "too_many_files" };
        const kept = await api.upload(file);
        dispatch({ type: "attached", id, files: [...get().draft.files, { id: kept.id, name: kept.name }] });
      } catch (/** @type {any} */ problem) {
        dispatch({ type: "refused", ...refusal(problem), final: false });
      }
    }
    if (openOne(get()) === id) keep();
  }

  /**
   * Do something with the request that is open. Words that are not taken stay where they are.
   *
   * @param {string} path   the door, behind the request's own
   * @param {Record<string, any>} body
   * @param {string} as     what is being done: for the button that says so, and the word when it is done
   * @param {boolean} [words]   does it send the draft?
   */
  async function act(path, body, as, words = false) {
    const { route: { id }, draft, ticket, link } = get();
    if (draft.sending || !id || !ticket.story) return;
    if (words && !draft.text.trim()) return dispatch({ type: "refused", text: t("desk.writeFirst") });
    if (link.since) return dispatch({ type: "refused", text: t("desk.notBlind") });
    const seen = words ? draft.seen : ticket.story.last_n;
    if (words && seen < ticket.story.last_n) return dispatch({ type: "refused", text: t("request.stale"), stale: true });
    // The same key at every try of the same words; what is done beside them is another thing each time.
    const key = (words && draft.key) || crypto.randomUUID();
    dispatch({ type: "sending", as, key: words ? key : draft.key });
    try {
      const files = path === "messages" && draft.files.length ? { files: draft.files.map((file) => file.id) } : {};
      await api.post(`/tickets/${id}/${path}`, { seen, ...body, ...files, ...(words ? { body: draft.text } : {}) }, key);
      // What was written while it was on its way is of the next line.
      const since = (get().route.id === id ? get().draft : drafts.of(id)) || NO_DRAFT;
      const rest = words ? left(since, draft) : since;
      if (words) drafts.keep(id, { ...NO_DRAFT, ...rest, seen });
      if (get().route.id !== id) return;
      await readTicket();
      dispatch(words ? { type: "sent", said: t("desk.done"), rest: left(get().draft, draft) } : { type: "done", said: t("desk.done") });
      keep();
      catchUp();
    } catch (/** @type {any} */ problem) {
      if (problem.code === "stale") await readTicket();
      if (get().route.id === id) dispatch({ type: "refused", ...refusal(problem) });
    }
  }

  /** @param {string} text */
  async function searchArticles(text) {
    const signal = only("articles"), story = get().ticket.story || current(get())?.story;
    if (!text.trim() || !story) return dispatch({ type: "found", tool: "article", found: null });
    try {
      const { results } = await api.search(text, story.locale, signal);
      dispatch({ type: "found", tool: "article", found: results });
    } catch {
      if (!signal.aborted) dispatch({ type: "found", tool: "article", found: [] });
    }
  }

  /** Requests, people and articles at once. @param {string} q */
  async function find(q) {
    const signal = only("find");
    if (!q.trim()) return dispatch({ type: "find", find: NO_FIND });
    dispatch({ type: "find", find: { q, status: "asked" } });
    try {
      await new Promise((go) => setTimeout(go, 150));
      if (!signal.aborted) dispatch({ type: "find", find: { ...await api.get("/find", { q, locale: data.locale }, signal), status: "here" } });
    } catch {
      if (!signal.aborted) dispatch({ type: "find", find: { status: "failed" } });
    }
  }

  /** What a tool shows is asked for when it opens. @param {string} tool */
  async function tool(tool) {
    if (tool && tool !== "seat" && !openOne(get())) return;
    dispatch({ type: "tool", tool });
    if (get().tool !== tool) return;
    const ask = async (/** @type {string} */ path, /** @type {(told: any) => any} */ take) => dispatch({ type: "found", tool, found: take(await api.get(path).catch(() => null)) });
    if (tool === "macro") await ask(`${door()}/macros`, (told) => told?.macros ?? []);
    if (tool === "draft") await ask(`${door()}/draft`, (told) => told && { begun: told });
    if (tool === "assign" && !get().agents.length) dispatch({ type: "agents", agents: (await api.get("/agents").catch(() => ({ agents: [] }))).agents });
  }

  /** The answer becomes the draft of an article. @param {Record<string, any>} values */
  async function draftArticle(values) {
    const { found } = get();
    try {
      dispatch({ type: "found", tool: "draft", found: { ...found, kept: await api.post(`${door()}/draft`, values, crypto.randomUUID()), wrong: "" } });
    } catch (/** @type {any} */ problem) {
      dispatch({ type: "found", tool: "draft", found: { ...found, wrong: refusal(problem).text } });
    }
  }

  return {
    go, write, act, attach, keep, catchUp, readTicket, searchArticles, find, tool, draftArticle, more,
    /** @param {string} id */
    detach(id) {
      dispatch({ type: "attached", id: openOne(get()), files: get().draft.files.filter((file) => file.id !== id) });
      keep();
    },
    begin: () => Promise.all([readQueue(), readTicket()]),
    /** @param {boolean} help */
    help: (help) => dispatch({ type: "help", help }),
    /** @param {boolean} keys */
    keys: (keys) => dispatch({ type: "keys", keys }),
  };
}
