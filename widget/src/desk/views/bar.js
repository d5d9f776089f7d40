/** The bar above everything: is the desk live, how much is due, which keys there are. */
import { h } from "../../shared/dom.js";
import { clock } from "../due.js";
import { shown, unanswered } from "../chat-state.js";
import { KEYS } from "../keys.js";
import { field } from "./find.js";
import { seat } from "./seats.js";

/** @type {Record<string, string>} */
const COUNTS = { outage: "desk.count.outage", late: "desk.count.late", next: "desk.count.next" };

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function bar(state, means) {
  const { t, data } = means, { link, queue, chats, route } = state, waiting = unanswered(shown(chats.rows, route.filters)).length;
  const count = (/** @type {string} */ group) => queue.rows.filter((row) => row.group === group).length;
  return h("div", { class: "bar", key: "bar" }, field(state, means),
    h("p", { class: link.on ? "link" : "link off", role: "status" }, link.ended ? [t("desk.signedOut"), " ", h("a", { href: "/desk/sign-in", target: "_blank" }, t("desk.signIn"))]
      : link.on ? "" : link.since ? t("desk.cutSince", { at: clock(new Date(link.since).toISOString(), data.locale, state.now, data.zone) }) : t("desk.connecting")),
    Object.entries(COUNTS).filter(([group]) => count(group)).map(([group, word]) => h("span", { class: `tag ${group}` }, t(word, { n: count(group) }))),
    !!chats.rows.length && h("span", { class: waiting ? "tag next" : "tag" }, t("desk.count.unanswered", { n: waiting })), seat(state, means),
    data.links.map((/** @type {any} */ one) => h("a", { class: "more", href: one.href }, one.text)),
    h("button", { type: "button", "aria-pressed": String(means.bell.on()), onclick: () => means.setBell(!means.bell.on()) }, t("desk.bell")),
    h("button", { type: "button", "aria-expanded": String(state.help), onclick: () => means.act.help(!state.help) }, t("desk.keys")),
    state.help && keys(state, means));
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function keys(state, { t, setKeys }) {
  return h("section", { class: "keys", key: "keys", "aria-label": t("desk.keys") },
    h("dl", {}, Object.entries({ ...KEYS, "Ctrl+Enter": "desk.key.send", "Esc": "desk.key.close" }).map(([key, word]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, t(word))]).flat()),
    h("label", { class: "choice" }, h("input", { type: "checkbox", checked: state.keys, onchange: (/** @type {any} */ event) => setKeys(event.target.checked) }), " ", t("desk.keysOn")));
}
