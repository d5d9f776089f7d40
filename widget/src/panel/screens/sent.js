/** After Send: on its way, waiting, not taken, or there – and when the answer comes. */
import { h } from "../../shared/dom.js";
import { due } from "../../shared/time.js";
import { askingOf } from "../asking-state.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../writing.js").Verbs} Verbs */
/** @typedef {import("../../shared/outbox.js").Sending} Sending */


const TITLES = { sending: "sent.sending", waiting: "sent.waiting", refused: "sent.refused" };

/** Null: it was delivered before this page was loaded. @param {State} state @param {Means} means @param {Verbs} verbs */
export function sent(state, means, verbs) {
  const { t } = means.t, { id } = state.place, { outbox, delivered } = askingOf(state);
  const ticket = delivered[id], item = outbox.find(({ key }) => key === id);
  const screen = { above: t("channel.ticket"), long: true, alone: true };
  if (ticket) {
    const title = t("sent.done", { number: `#${ticket.number}` });
    return { ...screen, title, said: title, body: [
      h("p", { key: "due", class: "card promise" }, ticket.answer_by_at ? h("strong", null, due(ticket.answer_by_at, means.t)) : t("sent.doneText")),
      ticket.notice && h("p", { key: "notice" }, ticket.notice),
      h("p", { key: "where", class: "soft" }, t("sent.where")),
      h("button", { key: "read", type: "button", class: "main", onclick: () => means.act.go({ screen: "request", id: ticket.id }) }, t("sent.read"))] };
  }
  if (item) return { ...screen, title: t(TITLES[item.state]), said: t(TITLES[item.state]), body: [waiting(state, item, means, verbs)] };
  return null;
}

/** One that is not delivered: how it stands, and what can be done. @param {State} state @param {Sending} item @param {Means} means @param {Verbs} verbs */
export function waiting(state, item, { t: { t } }, verbs) {
  const { discarding } = askingOf(state), { key, body, problem } = item;
  const button = (/** @type {string} */ kind, /** @type {string} */ word, /** @type {() => void} */ onclick) => h("button", { type: "button", key: word, class: kind, onclick }, t(word));
  return h("div", { key, class: "unsent" },
    h("p", { class: "said", dir: "auto" }, body.body),
    item.state === "waiting" && h("p", null, t("sent.waitingText")),
    item.state === "refused" && h("div", { class: "card problem", role: "alert" }, h("p", null, t(problem?.code === "unsigned" ? "sent.unsigned" : "sent.refusedText")), h("p", { class: "soft", lang: "en", dir: "ltr" }, [problem?.detail, ...Object.values(problem?.errors || {}).flat()].join(" "))),
    item.state === "sending" ? h("p", { class: "soft" }, t("loading"))
      : discarding === key
        ? h("div", { key: "sure", class: "pair", role: "group", "aria-label": t("sent.discardSure") }, h("p", null, t("sent.discardSure")), button("plain", "sent.discardYes", () => verbs.discard(key)), button("plain", "sent.keep", () => verbs.doubt("")))
        : h("div", { key: "can", class: "pair" }, item.state === "refused" ? button("main", "sent.change", () => verbs.change(item)) : h("button", { type: "button", key: "retry", class: "plain", onclick: verbs.again }, t(item.trying ? "loading" : "retry")),
          button("link", "sent.discard", () => verbs.doubt(key))));
}
