/** The queue: what is due first comes first. */
import { h } from "../../shared/dom.js";
import { shown } from "../chat-state.js";
import { due } from "../due.js";
import { chatRows } from "./chat-rows.js";

const GROUPS = ["outage", "late", "next", "today", "later", "waiting"];
const WHOSE = ["all", "mine", "team", "nobody"];

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function queue(state, means) {
  const { t } = means, { rows, status, next } = state.queue;
  return h("section", { key: "queue", class: "list", "aria-label": t("desk.queue"), "aria-busy": String(status === "asked") },
    !(state.route.id || state.route.chat) && h("h1", {}, t("desk.queue")),
    h("nav", { "aria-label": t("desk.filter") }, h("ul", { class: "whose" }, WHOSE.map((one) => h("li", {}, h("a", { href: means.href({ id: null, chat: null, filters: filters(state, "whose", one) }),
      "aria-current": (state.route.filters.whose || "all") === one && "true" }, t(`desk.whose.${one}`)))))),
    filter(state, means),
    h("div", { key: "rows", class: "groups" }, chatRows(state, means), groups(state, means)),
    status === "failed" && h("p", { class: "note", role: "status" }, t("desk.notRead")),
    next && h("button", { type: "button", class: "more", onclick: () => means.act.more() }, t("desk.more")));
}

/** @param {import("../state.js").State} state @param {string} name @param {string} value */
const filters = ({ route }, name, value) => ({ ...route.filters, [name]: value });

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function filter(state, means) {
  const { t, data } = means, { filters: on } = state.route;
  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {[string, string][]} */ options) => h("label", {}, t(label), " ",
    h("select", { onchange: (/** @type {any} */ event) => means.act.go({ ...state.route, filters: filters(state, name, event.target.value) }) },
      h("option", { value: "" }, t("desk.any")), options.map(([value, text]) => h("option", { value, selected: on[name] === value }, text))));
  return h("details", { class: "filter", key: "filter" }, h("summary", {}, t("desk.filter")), h("div", { class: "fields" },
    choice("status", "centre.is.status", data.statuses.map((/** @type {string} */ one) => [one, t(`desk.status.${one}`)])),
    choice("severity", "centre.is.severity", Object.entries(data.severities)), choice("module", "centre.is.module", Object.entries(data.modules))));
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function groups(state, means) {
  const { rows, status } = state.queue;
  if (!rows.length) return status === "here" && !shown(state.chats.rows, state.route.filters).length ? h("p", { class: "note" }, means.t("desk.empty")) : null;
  return GROUPS.filter((group) => rows.some((row) => row.group === group)).map((group) => h("section", { key: group, class: `group ${group}` },
    h("h2", {}, means.t(`desk.group.${group}`)), h("ul", { class: "rows" }, rows.filter((row) => row.group === group).map((row) => line(row, state, means)))));
}

/** @param {import("../state.js").Row} row @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function line(row, state, means) {
  const { data, words } = means, when = due(row, state.now, words, data.zone), current = row.id === state.route.id;
  return h("li", { key: row.id, still: [row, when, current, state.route.filters] }, () => anchor(row, when, current, state, means));
}

/** @param {import("../state.js").Row} row @param {string} when @param {boolean} current @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function anchor(row, when, current, state, { t, data, href }) {
  const parts = [`#${row.number}`, data.severities[row.severity], row.requester, row.account, data.modules[row.module]].filter(Boolean);
  const who = row.whose === "mine" ? t("desk.you") : row.assignee || t("desk.whose.nobody");
  return h("a", { class: "row", "data-row": row.id, href: href({ ...state.route, id: row.id, chat: null }), "aria-current": current && "page" },
    h("span", { class: "row-text" }, h("strong", { dir: "auto" }, row.subject), h("small", { class: "line" }, parts.map((part, at) => [at ? " · " : "", h("bdi", {}, part)]).flat())),
    h("span", { class: "due" }, h("b", {}, when), " ", h("small", { class: "line" }, h("bdi", {}, who))));
}
