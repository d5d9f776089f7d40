/** One request: how far it is, what was said, a line to add; solved, how it was, or that it is not. */
import { h } from "../../shared/dom.js";
import { due, said } from "../../shared/time.js";
import { askingOf } from "../asking-state.js";
import { requestOf } from "../following-state.js";
import { away, STATUS } from "./requests.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../following.js").Following} Following */

/** @type {Record<string, string>} */
const STEPS = { received: "request.received", answered: "request.answered", solved: "request.solved" };
const STARS = [1, 2, 3, 4, 5];

/** @param {State} state @param {Means} means @param {Following} verbs @param {import("../asking.js").Tools} tools */
export function request(state, means, verbs, { waiting, verbs: writing }) {
  const { t } = means.t, { id } = state.place, { status, ticket } = requestOf(state, id);
  if (!ticket) {
    return { title: t("mine.title"), alone: status !== "gone", said: "", body: [status === "gone" ? h("p", { key: "gone", class: "card" }, t("request.gone")) : away(status, false, means, verbs)] };
  }
  const done = ["solved", "closed"].includes(ticket.status);
  return {
    title: ticket.subject, long: true, alone: true, said: "",
    above: `#${ticket.number} · ${t(STATUS[ticket.status] || "status.open")}`,
    body: [
      away(status, true, means, verbs),
      progress(ticket, means),
      ticket.answer_by_at ? h("p", { key: "due", class: "card promise" }, h("strong", null, due(ticket.answer_by_at, means.t))) : ticket.notice && h("p", { key: "due", class: "card promise" }, ticket.notice),
      thread(state, ticket, means, verbs),
      done && rating(state, ticket, means, verbs),
      ticket.status !== "closed" && reply(state, ticket, means, verbs),
      // Below the form: a button that is clicked twice must not move meanwhile.
      ...askingOf(state).outbox.filter(({ path }) => path?.startsWith(`/${id}/`)).map((item) => waiting(state, item, means, { ...writing, change: verbs.change })),
      done && h("div", { key: "reopen", class: "pair" }, h("p", { class: "soft" }, t("request.unsolved")),
        h("button", { type: "button", class: "plain", onclick: () => verbs.reopen(id) }, t("request.reopen"))),
    ],
  };
}

/** Received, answered, solved: the steps that are done, the last of them the present one. @param {any} ticket @param {Means} means */
function progress({ progress }, { t: { t, locale } }) {
  const last = progress.findLast((/** @type {any} */ { at }) => at)?.step;
  return h("ol", { key: "progress", class: "progress", "aria-label": t("request.progress") }, progress.map((/** @type {any} */ { step, at }) =>
    h("li", { key: step, class: at ? "done" : null, "aria-current": step === last ? "step" : null },
      h("span", null, t(STEPS[step])), h("small", null, at ? said(at, locale) : t("request.yet")))));
}

/** @param {State} state @param {any} ticket @param {Means} means @param {Following} verbs */
function thread(state, { messages }, { t: { t, locale } }, verbs) {
  const { unsaved } = askingOf(state);
  return h("ol", { key: "thread", class: "thread", "aria-label": t("request.thread") }, messages.map((/** @type {any} */ { n, author, body, files = [], at }) =>
    h("li", { key: n, class: author.kind === "requester" ? "own" : "theirs" },
      h("p", { class: "by" }, h("bdi", null, author.kind === "requester" ? t("request.you") : author.name || t("request.us")), ` · ${said(at, locale)}`),
      h("p", { class: "said", dir: "auto" }, body),
      files.length > 0 && h("ul", { key: "files", class: "given", "aria-label": t("attach.list") }, files.map((/** @type {any} */ file) => h("li", { key: file.id },
        h("button", { type: "button", class: "link", onclick: () => verbs.save(file) }, h("span", { class: "hidden" }, t("attach.save") + " "), h("bdi", null, file.name)),
        unsaved === file.id && h("p", { class: "wrong", role: "alert" }, t("attach.notSaved"))))))));
}

/** @param {State} state @param {any} ticket @param {Means} means @param {Following} verbs */
function reply(state, { id }, means, verbs) {
  const { t } = means.t;
  const { body = "", sent = "" } = askingOf(state).replies[id] || {};
  const trouble = sent === "stale" ? "request.stale" : sent === "empty" ? "write.whatMissing" : "";
  return h("form", { key: "reply", class: "asked", novalidate: true, ...verbs.files.taking(id), onsubmit: (/** @type {any} */ event) => {
    event.preventDefault();
    verbs.reply(id);
    event.target.elements.reply.focus({ preventScroll: true });
  } },
  h("label", { for: "askaside-reply" }, t("request.reply")),
  h("textarea", { id: "askaside-reply", name: "reply", rows: "3", maxlength: "20000", dir: "auto", "data-row": "reply", value: body, "aria-invalid": trouble ? "true" : null, "aria-describedby": trouble ? "askaside-wrong-reply" : null,
    oninput: (/** @type {any} */ { target }) => verbs.write(id, target.value) }),
  trouble && h("p", { id: "askaside-wrong-reply", key: "wrong", class: "wrong", role: "alert" }, t(trouble)),
  verbs.files.draw(means, id),
  h("button", { type: "submit", class: "main" }, t("send")));
}

/** @param {State} state @param {any} ticket @param {Means} means @param {Following} verbs */
function rating(state, ticket, { t: { t } }, verbs) {
  const { stars = 0, text = "", sent = "" } = askingOf(state).ratings[ticket.id] || {};
  if (sent === "done") return h("p", { key: "rating", class: "card promise", role: "status" }, t("thanks"));
  const chosen = stars || ticket.stars || 0;
  return h("form", { key: "rating", class: "asked", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); verbs.rate(ticket.id); } },
    h("fieldset", { class: "stars" }, h("legend", null, t("request.rate")),
      STARS.map((n) => h("label", { key: n, class: n <= chosen ? "star lit" : "star" },
        h("input", { type: "radio", name: "stars", value: n, "aria-label": t("request.stars", { n }), checked: n === chosen, onchange: () => verbs.star(ticket.id, { stars: n }) }),
        h("span", { "aria-hidden": "true" }, n <= chosen ? "★" : "☆")))),
    stars > 0 && h("textarea", { key: "text", rows: "2", maxlength: "2000", dir: "auto", "aria-label": t("tellMore"), placeholder: t("tellMore"), value: text, oninput: (/** @type {any} */ { target }) => verbs.star(ticket.id, { text: target.value }) }),
    sent === "failed" && h("p", { class: "wrong", role: "alert" }, t("request.notSent")),
    stars > 0 && h("button", { key: "rate", type: "submit", class: "main" }, t("request.sendRating")));
}
