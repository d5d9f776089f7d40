/** Who takes chats: what one says of oneself, and to whom one gives a chat. */
import { h } from "../../shared/dom.js";

/** @type {Record<string, string>} */
const WORDS = { available: "desk.seat.available", busy: "desk.seat.busy", away: "desk.seat.away" };

/** Somebody who is not there is away, whatever they said of themselves. @param {import("../chat-state.js").Seat} seat */
const stands = ({ status, there }) => (there ? status : "away");
/** @param {import("../chat-state.js").Seat} seat @param {(key: string, values?: any) => string} t */
const room = ({ has, most }, t) => t("desk.seat.room", { has, n: most });

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function seat(state, means) {
  const { t, data, act } = means, { seat: mine } = state.chats;
  if (!mine) return null;
  return h("div", { key: "seat", class: "seat" }, h("button", { type: "button", "data-tool": "seat", "aria-expanded": String(state.tool === "seat"), onclick: () => act.tool("seat") },
    h("bdi", {}, data.person.name), " ", h("span", { class: `dot ${mine.status}`, "aria-hidden": "true" }), " ", `${t(WORDS[mine.status])} · ${room(mine, t)}`),
    state.tool === "seat" && menu(mine, means));
}

/** @param {import("../chat-state.js").Seat} mine @param {import("../desk.js").Means} means */
function menu(mine, { t, chats }) {
  const most = (/** @type {any} */ { target: { valueAsNumber: n } }) => Number.isInteger(n) && n >= 1 && n <= 20 && chats.sit({ most: n });
  return h("div", { class: "menu fields", key: "menu" }, h("fieldset", {}, h("legend", {}, t("desk.seat.chats")),
    Object.entries(WORDS).map(([status, word]) => h("label", { class: "choice" }, h("input", { type: "radio", name: "seat", checked: mine.status === status, "data-first": mine.status === status && "",
      onchange: () => chats.sit({ status }) }), " ", t(word)))),
    h("label", { for: "desk.most" }, t("desk.seat.most")), h("input", { id: "desk.most", type: "number", min: 1, max: 20, step: 1, value: String(mine.most), onchange: most }));
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function hand(state, means) {
  const { t, chats, data } = means, rank = (/** @type {import("../chat-state.js").Seat} */ one) => ["available", "busy", "away"].indexOf(stands(one)) * 2 + +(one.has >= one.most);
  const others = state.chats.seats.filter((one) => one.id !== data.person.id).sort((a, b) => rank(a) - rank(b));
  const give = (/** @type {any} */ event) => {
    const { agent, note } = event.currentTarget.form.elements;
    chats.act("hand-over", { agent: agent.value || null, note: note.value.trim() });
  };
  // A word that is being written stays while seats change; who is chosen, too.
  return h("form", { class: "fields", onsubmit: (/** @type {any} */ event) => event.preventDefault() }, h("fieldset", { class: "choices" }, h("legend", {}, t("desk.chat.to")),
    h("label", { class: "choice", key: "free" }, h("input", { type: "radio", name: "agent", value: "", "data-first": "", checked: true }), " ", t("desk.chat.whoeverIsFree")),
    others.map((one) => h("label", { class: "choice", key: one.id }, h("input", { type: "radio", name: "agent", value: one.id }), h("span", {}, h("bdi", {}, one.name), " ", h("small", {}, `${t(WORDS[stands(one)])} · ${room(one, t)}`))))),
    h("label", { for: "desk.handNote" }, t("desk.chat.handNote")), h("textarea", { id: "desk.handNote", name: "note", rows: 2, maxlength: 2000, dir: "auto" }),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", "data-as": "hand-over", onclick: give }, t("desk.chat.handOver"))));
}
