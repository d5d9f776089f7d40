/** My requests: what is not sent yet, and each that was, with how it stands in words. */
import { h } from "../../shared/dom.js";
import { due, said } from "../../shared/time.js";
import { askingOf } from "../asking-state.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../following.js").Following} Following */

/** @type {Record<string, string>} */
export const STATUS = { new: "status.new", open: "status.open", pending: "status.pending", on_hold: "status.hold", solved: "status.solved", closed: "status.closed" };

/** @param {State} state @param {Means} means @param {Following} verbs @param {import("../asking.js").Tools} tools */
export function requests(state, means, verbs, { waiting, verbs: writing }) {
  const sending = { ...writing, change: verbs.change };
  const { t, locale } = means.t, { mine: { status, tickets }, outbox, chats = [] } = askingOf(state);
  // A chat that is a request, too, stands there as one.
  const alone = chats.filter(({ ticket }) => !ticket), rows = alone.length ? [...tickets, ...alone].sort((one, other) => (latest(one) < latest(other) ? 1 : -1)) : tickets;
  return {
    title: t("mine.title"), said: "",
    body: [
      outbox.length > 0 && h("section", { key: "outbox" }, h("h2", null, t("mine.unsent")), outbox.map((item) => waiting(state, item, means, sending))),
      away(status, rows.length > 0, means, verbs),
      status === "here" && !rows.length && !outbox.length && h("p", { key: "none", class: "card soft" }, t("mine.none")),
      rows.length > 0 && h("ul", { key: "list", class: "rows mine" }, rows.map((one) => row(one, means))),
    ],
  };
}

const latest = (/** @type {any} */ { changed_at, last_at }) => changed_at || last_at;

/** A request, or a chat. @param {any} one @param {Means} means */
function row(one, means) {
  const { t, locale } = means.t, { conversation, id, number, subject, unread, status, answer_by_at } = one;
  return h("li", { key: conversation || id },
    h("button", { type: "button", class: "row", "data-row": "r:" + (conversation || id), onclick: () => means.act.go(conversation ? { screen: "chat", id: conversation, focus: "line" } : { screen: "request", id }) },
      h("span", { class: "row-text" }, h("span", { dir: "auto" }, unread ? h("strong", null, subject) : subject),
        h("small", null, conversation ? t("chat.title") : `#${number}`, " · ", unread ? t("mine.unread", { n: unread }) : !conversation && answer_by_at ? due(answer_by_at, means.t) : said(latest(one), locale))),
      badge(status === "queued" ? "new" : status, means)));
}

/** @param {string} status @param {Means} means */
export const badge = (status, { t: { t } }) => h("span", { class: "badge", "data-status": status }, t(STATUS[status] || "status.open"));

/** Where the server is away: that it is, and a way to try again. @param {string} status @param {boolean} known @param {Means} means @param {Following} verbs */
export function away(status, known, { t: { t } }, verbs) {
  if (status === "failed") return h("div", { key: "state", class: "card problem" }, h("p", null, t("mine.away"), known && " " + t("lastKnown")), h("button", { type: "button", class: "plain", onclick: verbs.look }, t("retry")));
  return (status === "asked" || status === "none") && !known && h("p", { key: "state", class: "soft" }, t("loading"));
}
