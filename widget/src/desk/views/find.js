/** What is found at the desk: requests, people and articles, in the place of the queue. */
import { h } from "../../shared/dom.js";

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export const field = ({ find }, { t, act }) => h("div", { class: "find", role: "search" }, h("label", { class: "hidden", for: "desk.find" }, t("desk.find")),
  h("input", { id: "desk.find", type: "search", dir: "auto", autocomplete: "off", maxlength: 200, placeholder: t("desk.find"), value: find.q, oninput: (/** @type {any} */ event) => act.find(event.target.value) }));

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function found({ find, route }, means) {
  const { t } = means, { tickets, people, articles, status } = find;
  const request = (/** @type {any} */ one) => ({ href: means.href({ ...route, id: one.id, chat: null }), title: one.subject, line: [`#${one.number}`, t(`desk.status.${one.status}`), one.requester, one.account] });
  const groups = /** @type {[string, any[]][]} */ ([["desk.queue", tickets.map(request)],
    ["desk.people", people.map((one) => ({ href: one.newest && means.href({ ...route, id: one.newest.id, chat: null }), title: one.name || one.email || "–", line: [one.account, one.email, one.newest && `#${one.newest.number} ${one.newest.subject}`] }))],
    ["desk.articles", articles.map((one) => ({ href: one.url, title: one.title, line: [one.summary] }))]]).filter(([, rows]) => rows.length);
  return h("section", { key: "found", class: "list", "aria-label": t("desk.find"), "aria-busy": String(status === "asked") }, !(route.id || route.chat) && h("h1", {}, t("desk.find")),
    h("p", { class: "note", role: "status", hidden: !!groups.length || status === "asked" }, status === "here" && !groups.length ? t("desk.noneFound") : status === "failed" ? t("desk.notRead") : ""),
    groups.map(([word, rows]) => h("section", { key: word, class: "group" }, h("h2", {}, t(word)), h("ul", { class: "rows" }, rows.map((/** @type {any} */ one) => h("li", {}, line(one, word === "desk.articles")))))));
}

/** @param {{href: string | null, title: string, line: string[]}} one @param {boolean} elsewhere */
const line = (one, elsewhere) => h(one.href ? "a" : "div", { class: "row", href: one.href, target: elsewhere && "_blank" }, h("span", { class: "row-text" }, h("strong", { dir: "auto" }, one.title),
  h("small", { class: "line" }, one.line.filter(Boolean).map((text, at) => [at ? " · " : "", h("bdi", {}, text)]).flat())));
