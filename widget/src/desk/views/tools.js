/** What stands beside the answer: an article, a colleague, another request. Each opens below its button. */
import { h } from "../../shared/dom.js";

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function tools(state, means) {
  const open = OPEN[state.tool];
  return h("div", { class: "tools-of", key: "tools" }, h("div", { class: "buttons" }, Object.entries(OPEN).map(([name, { word }]) => h("button", { type: "button", "data-tool": name, "aria-expanded": String(state.tool === name),
    onclick: () => means.act.tool(name) }, means.t(word)))), open && h("div", { class: "fields", key: state.tool }, open.view(state, means)));
}

/** @type {Record<string, {word: string, view: (state: import("../state.js").State, means: import("../desk.js").Means) => any}>} */
const OPEN = { article: { word: "desk.tool.article", view: article }, assign: { word: "desk.tool.assign", view: assign }, other: { word: "desk.tool.other", view: other } };

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function article(state, means) {
  const { t, act } = means, { found } = state;
  return [h("label", { for: "desk.tool" }, t("desk.searchArticles")),
    h("input", { id: "desk.tool", type: "text", dir: "auto", autocomplete: "off", maxlength: 200, "data-first": "", oninput: (/** @type {any} */ event) => act.searchArticles(event.target.value) }),
    h("div", { role: "status" }, found && !found.length && h("p", { class: "soft" }, t("desk.noneFound"))),
    found && h("ul", { class: "rows" }, found.map((/** @type {any} */ one) => h("li", { key: one.id }, h("button", { type: "button", class: "row", onclick: () => means.insert(one) },
      h("span", { class: "row-text" }, h("strong", { dir: "auto" }, one.title), h("small", { class: "line", dir: "auto" }, one.summary)), h("span", { class: "hidden" }, t("desk.insert"))))))];
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function assign({ agents, ticket: { story } }, { t, act }) {
  const give = (/** @type {any} */ event) => act.act("assign", { agent: event.currentTarget.form.elements.agent.value || null }, "assign");
  return h("form", { onsubmit: (/** @type {any} */ event) => event.preventDefault() }, h("label", { for: "desk.tool" }, t("desk.assign")),
    h("div", { class: "buttons" }, h("select", { id: "desk.tool", name: "agent", "data-first": "" }, h("option", { value: "" }, t("desk.nobody")),
      agents.map((one) => h("option", { key: one.id, value: one.id, selected: story?.assignee?.id === one.id }, one.name))), h("button", { onclick: give }, t("desk.give"))));
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function other(state, { t, act }) {
  const say = (/** @type {string} */ how) => (/** @type {any} */ event) => {
    const number = Number(event.currentTarget.form.elements.number.value);
    if (Number.isInteger(number) && number > 0) act.act(how, { number }, how);
  };
  return h("form", { onsubmit: (/** @type {any} */ event) => event.preventDefault() }, h("label", { for: "desk.tool" }, t("centre.other")),
    h("input", { id: "desk.tool", name: "number", inputmode: "numeric", maxlength: 9, dir: "ltr", autocomplete: "off", "data-first": "" }),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: say("link") }, t("centre.link")), h("button", { type: "button", onclick: say("merge") }, t("centre.merge"))));
}
