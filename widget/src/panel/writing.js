/** The form: its draft and its questions. */
import { along, contextOf } from "./along.js";
import { askingOf, DRAFT_LIVES, missing, NO_DRAFT, questions, standing } from "./asking-state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {ReturnType<typeof createWriting>} Verbs */

/** Milliseconds that the words rest before we look whether they are answered already. */
const REST = 700;
const SECRET_BYTES = 32;

/**
 * @param {import("./panel.js").Given} given
 * @param {object} means
 * @param {ReturnType<typeof import("../shared/outbox.js").createOutbox>} means.outbox
 * @param {(id: string, draft: any) => void} means.keepDraft   of the form (""), or a reply to a request; null: there is none any more
 * @param {(bytes: number) => string} means.random
 * @param {import("./asking.js").Files} means.files
 * @param {() => Promise<void>} means.hint                     what may spare the writing is looked for
 * @param {() => boolean} means.met                            are they known to the server?
 * @param {() => Promise<void>} means.refresh                  one's own requests are asked for
 */
export function createWriting({ store, context, act, memory, host, heard, carried }, { outbox, keepDraft, random, refresh, files, hint, met }) {
  const { dispatch, get } = store;
  const here = () => context.read(get().pack.site.route);
  const device = () => ({ agent: navigator.userAgent, screen: `${screen.width} × ${screen.height}` });
  store.listen(watch);
  queueMicrotask(() => watch(get()));
  setTimeout(land);

  /** The field that the screen was opened for has come later than the screen: the focus that waits on the heading goes there. */
  function land() {
    if (host.shadowRoot?.activeElement?.localName === "h1") focus(get().place.focus);
  }

  let shown = "";
  /** @param {State} state */
  function watch(state) {
    if (!state.asking) return;
    const { place, open } = state;
    const screen = open ? place.screen : "";
    if (screen === shown) return;
    shown = screen;
    if (screen !== "write") return;
    const { draft } = state.asking;
    const old = draft.at > 0 && Date.now() - draft.at >= DRAFT_LIVES;
    if (old) verbs.draft(NO_DRAFT);
    // The words that were searched for are a beginning; they become a draft when somebody goes on with them.
    if ((old || !draft.at) && carried(state)) dispatch({ type: "drafted", draft: { body: carried(state) } });
    refresh().then(soon);
    if (heard.ask) hint();
    soon();
  }

  /** @type {any} */
  let resting = 0;
  function soon() {
    clearTimeout(resting);
    resting = setTimeout(hint, REST);
  }

  const focus = (/** @type {string} */ row) => /** @type {HTMLElement | null | undefined} */ (host.shadowRoot?.querySelector(`main [data-row="${CSS.escape(row)}"]`))?.focus();
  /** The present question of the form. */
  const step = () => get().place.id;

  const verbs = {
    land, files,
    /** Who sends something is known from then on by the secret of this browser. */
    known() { if (!met()) memory.set("visitor", random(SECRET_BYTES)); },
    along: (/** @type {State} */ state) => along(state, here(), device()),
    /** @param {Partial<import("./asking-state.js").Draft>} change */
    draft(change) {
      dispatch({ type: "drafted", draft: { at: askingOf(get()).draft.at || Date.now(), ...change } });
      const { draft } = askingOf(get());
      keepDraft("", draft.at && (draft.body || draft.email || draft.name || draft.without.length) ? draft : null);
      if (change.body != null) soon();
    },
    /** The next question; from the first one only with words. */
    next() {
      const { draft } = askingOf(get()), wrong = missing(draft);
      if (!step() && wrong.body) {
        dispatch({ type: "drafted", draft: {}, wrong: { body: wrong.body } });
        return focus("body");
      }
      const all = questions(draft.facts);
      act.go({ screen: "write", id: all[all.indexOf(step()) + 1] || "answer" });
    },
    /** @param {string} name @param {string} answer  yes, no or skip */
    fact(name, answer) {
      verbs.draft({ facts: { ...askingOf(get()).draft.facts, [name]: answer } });
      verbs.next();
    },
    send() {
      const state = get(), { draft } = askingOf(state), wrong = missing(draft);
      const [first] = Object.keys(wrong);
      if (first) {
        dispatch({ type: "drafted", draft: {}, wrong });
        if (first === "body") act.go({ screen: "write", focus: "body" });
        return focus(first);
      }
      if (files.held("", verbs.send)) return;
      verbs.known();
      const along_ = files.of("");
      const goes = contextOf(along(state, here(), device()), draft.without);
      const facts = standing(draft.facts), email = draft.email.trim(), name = draft.name.trim();
      const key = outbox.add({ body: draft.body.trim(), locale: state.pack.locale, ...(Object.keys(facts).length && { facts }), ...(email && { email }), ...(name && { name }),
        ...(goes && { context: goes }), ...(along_[0] && { files: along_.map(({ id }) => id) }) }, { ...draft, files: along_ });
      files.put("");
      keepDraft("", null);
      dispatch({ type: "sent-off", key });
    },
    /** What was refused goes back into the form, whole. @param {import("../shared/outbox.js").Sending} item */
    change({ key, draft, problem }) {
      verbs.draft({ ...draft, at: Date.now() });
      outbox.remove(key);
      files.put("", draft.files, !!problem?.errors?.files);
      const email = JSON.stringify(problem?.errors || "").includes("email");
      if (email) dispatch({ type: "drafted", draft: {}, wrong: { email: "write.emailWrong" } });
      act.go(email ? { screen: "write", id: "answer", focus: "email" } : { screen: "write", focus: "body" });
    },
    again: () => outbox.hurry(),
    /** @param {string} key  "" takes the question back */
    doubt(key) { dispatch({ type: "discarding", key }); },
    /** @param {string} key */
    discard(key) {
      outbox.remove(key);
      dispatch({ type: "discarding", key: "" });
      if (get().place.screen === "sent") act.back();
    },
    /** What is written as a reply. @param {string} id @param {string} body */
    reply(id, body) {
      const at = askingOf(get()).replies[id]?.at || Date.now();
      dispatch({ type: "replying", id, reply: { at, body, sent: "" } });
      keepDraft(id, body ? { at, body } : null);
    },
  };
  return verbs;
}
