/** Chats in the queue, above what is due: one glance each. */
import { h } from "../../shared/dom.js";
import { shown } from "../chat-state.js";
import { clock } from "../due.js";
import { waited } from "../waiting.js";

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function chatRows(state, means) {
  const rows = shown(state.chats.rows, state.route.filters);
  return !!rows.length && h("section", { key: "chats", class: "group chats" }, h("h2", {}, means.t("desk.chats")),
    h("ul", { class: "rows" }, rows.map((row) => line(row, state, means))));
}

/** @param {import("../chat-state.js").ChatRow} row @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function line(row, state, means) {
  const current = row.id === state.route.chat, writes = state.chats.typing[row.id] || "";
  return h("li", { key: row.id, "data-whose": row.whose, still: [row, current, writes, state.route.filters] }, () => anchor(row, current, writes, state, means));
}

/** @param {import("../chat-state.js").ChatRow} row @param {boolean} current @param {string} writes @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function anchor(row, current, writes, state, means) {
  const { t, data, href } = means;
  const { who, last, module } = row, parts = [who.account, data.modules[module]].filter(Boolean), unread = row.last_n - row.read.agent;
  return h("a", { class: "row", "data-row": row.id, href: href({ ...state.route, id: null, chat: row.id }), "aria-current": current && "page" },
    h("span", { class: "row-text" }, h("strong", {}, h("bdi", {}, who.name || t("desk.chat.visitor"))),
      h("span", { class: "last" }, writes ? t("desk.writes") : [last?.by === "agent" && `${t("desk.chat.us")}: `, h("bdi", {}, last?.text || row.subject)]),
      !!parts.length && h("small", { class: "line" }, parts.map((part, at) => [at ? " · " : "", h("bdi", {}, part)]).flat())),
    h("span", { class: "due" }, row.waiting_since ? h("b", { class: "waits" }, t("desk.chat.waits"), " ", ...time(row)) : h("b", { class: "answered" }, t("desk.chat.answered")), " ",
      h("small", { class: row.whose === "mine" && row.status === "queued" ? "line offer" : "line" }, whose(row, state, means)), row.whose === "mine" && last?.by === "requester" && unread > 0 && h("small", { class: "line" }, t("desk.chat.new", { n: unread }))));
}

/** How long it waits; `tick` keeps it so. @param {import("../chat-state.js").ChatRow} row */
export const time = ({ waiting_since: since }) => [h("time", { class: "clock", datetime: since, "data-since": since }, waited(since, Date.now()))];

/** Whose it is; what is offered goes on to somebody else in the end. @param {import("../chat-state.js").ChatRow} row @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function whose(row, { now }, { t, data }) {
  if (row.whose === "mine" && row.status === "queued") return row.deadline_at ? t("desk.chat.offeredUntil", { at: clock(row.deadline_at, data.locale, now, data.zone) }) : t("desk.chat.offered");
  if (row.whose === "mine") return t("desk.you");
  return row.whose === "others" ? h("bdi", {}, row.assigned.name) : t("desk.whose.nobody");
}
