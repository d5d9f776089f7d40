/** What stands beside the answer: prepared words, an article, a colleague, another request, the title of a wish, a draft. Each opens below its button. */
import { h } from "../../shared/dom.js";

import { current } from "../chat-state.js";
import { hand } from "./seats.js";

/** @typedef {(state: import("../state.js").State, means: import("../desk.js").Means) => any} View */

/** @type {View} */
export function tools(state, means) {
  const open = OPEN[state.tool], may = (/** @type {string} */ name) => WHERE[name]?.(told(state), means) ?? !state.route.chat;
  return h("div", { class: "tools-of", key: "tools" }, h("div", { class: "buttons" }, Object.entries(OPEN).filter(([name]) => may(name)).map(([name, { word }]) => h("button", { type: "button", "data-tool": name,
    "aria-expanded": String(state.tool === name), onclick: () => means.act.tool(name) }, means.t(word)))), open && h("div", { class: "fields", key: state.tool }, open.view(state, means)));
}

/** @type {Record<string, {word: string, view: View}>} */
const OPEN = { macro: { word: "desk.tool.macro", view: macro }, article: { word: "desk.tool.article", view: article }, assign: { word: "desk.tool.assign", view: assign }, other: { word: "desk.tool.other", view: other },
  hand: { word: "desk.tool.hand", view: hand }, wish: { word: "desk.tool.wish", view: wish }, draft: { word: "desk.tool.draft", view: draft } };
/** Of which requests or chats there is one; the others are there for all requests. @type {Record<string, (story: any, means: import("../desk.js").Means) => boolean>} */
const WHERE = {
  macro: () => true, article: () => true,
  hand: ({ lines, status }) => !!lines && ["queued", "open"].includes(status),
  draft: ({ lines, messages }, { data }) => data.writes && (lines || messages).some((/** @type {any} */ one) => one.author.kind === "agent" && !one.note),
  wish: ({ lines, public_title, kind, status, cause }) => !lines && !!(public_title || (["change", "question"].includes(kind) && !["solved", "closed"].includes(status) && !cause)),
};

/** The request or the chat that is open, a chat with its lines. @param {import("../state.js").State} state */
const told = (state) => (state.route.chat ? { ...current(state)?.story, lines: current(state)?.lines } : state.ticket.story);

/** A row that puts words into the answer. @param {any} one @param {string} title @param {string} text @param {() => void} does @param {import("../desk.js").Means} means */
const row = (one, title, text, does, { t }) => h("li", { key: one.id || one.key }, h("button", { type: "button", class: "row", onclick: does },
  h("span", { class: "row-text" }, h("strong", { dir: "auto" }, title), h("small", { class: "line", dir: "auto" }, text)), h("span", { class: "hidden" }, t("desk.insert"))));

/** Where an article stands, for who asks. @param {any} one @param {string} locale @param {import("../desk.js").Means} means */
export const linkTo = (one, locale, { data }) => `${one.title}\n${one.url || `${location.origin}/help/${data.site}/${locale}/${one.id}`}`;

/** @param {any[]} found @param {import("../desk.js").Means} means */
export function proposals(found, means) {
  return !!found.length && h("section", { key: "proposals" }, h("h2", {}, means.t("desk.mayFit")), h("ul", { class: "rows" }, found.map((one) => row(one, one.title,
    [one.read && means.t("desk.wasRead"), one.summary].filter(Boolean).join(" · "), () => means.insert(linkTo(one, one.locale, means)), means))));
}

/** @type {View} */
function macro({ found }, means) {
  const { t } = means;
  return [h("label", { for: "desk.tool" }, t("desk.tool.macro")), h("div", { role: "status" }, found && !found.length && h("p", { class: "soft" }, t("desk.noMacros"))),
    found && h("ul", { class: "rows" }, found.map((/** @type {any} */ one, /** @type {number} */ at) => h("li", { key: one.key }, h("button", { type: "button", class: "row", id: !at && "desk.tool", "data-first": !at && "",
      onclick: () => means.insert(one.body, one.then) }, h("span", { class: "row-text" }, h("strong", { dir: "auto" }, one.title), h("small", { class: "line", dir: "auto" }, one.body))))))];
}

/** @type {View} */
function article(state, means) {
  const { t, act } = means, { found } = state;
  return [h("label", { for: "desk.tool" }, t("desk.searchArticles")),
    h("input", { id: "desk.tool", type: "text", dir: "auto", autocomplete: "off", maxlength: 200, "data-first": "", oninput: (/** @type {any} */ event) => act.searchArticles(event.target.value) }),
    h("div", { role: "status" }, found && !found.length && h("p", { class: "soft" }, t("desk.noneFound"))),
    found && h("ul", { class: "rows" }, found.map((/** @type {any} */ one) => row(one, one.title, one.summary, () => means.insert(linkTo(one, told(state)?.locale, means)), means)))];
}

/** @type {View} */
function assign({ agents, ticket: { story } }, { t, act }) {
  const give = (/** @type {any} */ event) => act.act("assign", { agent: event.currentTarget.form.elements.agent.value || null }, "assign");
  return h("form", { onsubmit: (/** @type {any} */ event) => event.preventDefault() }, h("label", { for: "desk.tool" }, t("desk.assign")),
    h("div", { class: "buttons" }, h("select", { id: "desk.tool", name: "agent", "data-first": "" }, h("option", { value: "" }, t("desk.nobody")),
      agents.map((one) => h("option", { key: one.id, value: one.id, selected: story?.assignee?.id === one.id }, one.name))), h("button", { onclick: give }, t("desk.give"))));
}

/** @type {View} */
function other(state, { t, act }) {
  const say = (/** @type {string} */ how) => (/** @type {any} */ event) => {
    const number = Number(event.currentTarget.form.elements.number.value);
    if (Number.isInteger(number) && number > 0) act.act(how, { number }, how);
  };
  return h("form", { onsubmit: (/** @type {any} */ event) => event.preventDefault() }, h("label", { for: "desk.tool" }, t("centre.other")),
    h("input", { id: "desk.tool", name: "number", inputmode: "numeric", maxlength: 9, dir: "ltr", autocomplete: "off", "data-first": "" }),
    h("div", { class: "buttons" }, h("button", { type: "button", onclick: say("link") }, t("centre.link")), h("button", { type: "button", onclick: say("merge") }, t("centre.merge"))));
}

/** @type {View} */
function draft({ found }, { t, act, data }) {
  if (!found) return h("p", { class: "soft", role: "status" }, t("desk.reading"));
  const { begun, kept, wrong } = found, [question] = begun.asks;
  if (kept) return [h("p", { class: "note", role: "status" }, t(kept.written ? "desk.draft.written" : "desk.draft.shut", { name: kept.name })),
    !kept.written && h("a", { class: "more", download: kept.name.split("/").at(-1), href: `data:text/markdown;charset=utf-8,${encodeURIComponent(kept.text)}` }, t("desk.draft.save"))];
  const write = (/** @type {any} */ event) => {
    const { title, module, asks, body } = event.currentTarget.form.elements;
    act.draftArticle({ title: title.value, module: module.value, asks: asks.value.split("\n").map((/** @type {string} */ line) => line.trim()).filter(Boolean), body: body.value });
  };
  return [wrong && h("p", { key: "wrong", class: "wrong", role: "alert" }, wrong), h("form", { key: "draft", class: "fields", still: [begun], onsubmit: (/** @type {any} */ event) => event.preventDefault() }, () => h("div", { class: "fields" },
    h("label", { for: "desk.tool" }, t("desk.draft.title")), h("input", { id: "desk.tool", name: "title", dir: "auto", maxlength: 200, autocomplete: "off", "data-first": "", value: begun.title }),
    h("label", { for: "desk.module" }, t("centre.is.module")), h("select", { id: "desk.module", name: "module" }, Object.entries(data.modules).map(([key, text]) => h("option", { value: key, selected: key === begun.module }, text))),
    h("label", { for: "desk.asks" }, t("desk.draft.asks")), h("textarea", { id: "desk.asks", name: "asks", rows: 2, dir: "auto" }, question || ""),
    h("label", { for: "desk.body" }, t("desk.draft.body")), h("textarea", { id: "desk.body", name: "body", rows: 8, dir: "auto" }, begun.body),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: write }, t("desk.draft.write")))))];
}

/** A title of the team's own, under which everybody sees it and may say "me too". @type {View} */
function wish({ ticket: { story } }, { t, act }) {
  const shown = story?.public_title, show = (/** @type {any} */ event) => {
    const title = event.currentTarget.form.elements.title.value;
    if (title.trim()) act.act("public", { title }, "public");
  };
  // Made once: what is being typed stays while news comes in.
  return h("form", { still: [shown], onsubmit: (/** @type {any} */ event) => event.preventDefault() }, () => h("div", { class: "fields" }, h("label", { for: "desk.tool" }, t("desk.public")),
    h("small", { id: "desk.hint" }, t("desk.publicHint")),
    h("input", { id: "desk.tool", name: "title", type: "text", maxlength: 120, dir: "auto", autocomplete: "off", "aria-describedby": "desk.hint", "data-first": "", value: shown || "" }),
    h("div", { class: "buttons" }, h("button", { onclick: show }, t("desk.publish")), shown && h("button", { type: "button", onclick: () => act.act("public", { title: null }, "public") }, t("desk.unpublish")))));
}
