/** What the search of home shows: below its field, in place of the page's answers, and what goes along to a person. */
import { h } from "../../shared/dom.js";
import { pieces } from "../matching.js";
import { question } from "../state.js";
import { foundText, state as told, ways } from "./parts.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../matching.js").Found} Found */
/** @typedef {{keys(event: KeyboardEvent): void, choose(row: any): void, again(): void, instead(): void, labels(): string[]}} Verbs */
/** @typedef {{rows: any[], sure: boolean, settled: boolean, stands: boolean}} Options */

const LIST = "askaside-found";
/** Letters: of what nobody sees no line has to be broken. */
const TWO_LINES = 120;
/** Results that the first picture holds; the others are in the next one: eight at once are a long task on a slow machine. */
const FIRST = 3;
const idOf = (/** @type {number} */ at) => `${LIST}-${at}`;

/**
 * @param {State} state @param {Means} means @param {Verbs} verbs @param {Options} options  what can be chosen
 */
export function draw(state, means, verbs, { rows, sure, settled, stands }) {
  const { t, act } = means;
  const { search, place } = state;
  const active = rows.findIndex((row) => row.id === search.active);
  const asked = question(state);
  const options = (/** @type {any[]} */ from, /** @type {(row: any) => any} */ inside, kind = "") => from.map((row) => {
    const at = rows.indexOf(row), later = asked && search.first && at >= FIRST;
    return h("li", { key: row.id, id: idOf(at), role: "option", class: `row option ${kind}`, "aria-selected": String(at === active), "data-row": row.id, onclick: () => verbs.choose(row), still: later ? [] : [row, kind, t, state.help] }, () => !later && inside(row));
  });
  const input = { onkeydown: verbs.keys, "aria-expanded": String(rows.length > 0), "aria-controls": rows.length && LIST, "aria-activedescendant": active >= 0 && idOf(active) };
  const clear = place.filter && h("button", { type: "button", class: "clear", "aria-label": t.t("clear"), title: t.t("clear"), onclick: (/** @type {any} */ event) => {
    event.currentTarget.previousElementSibling.focus();
    act.filter("");
  } }, h("span", { "aria-hidden": "true" }, "×"));

  if (!asked) {
    return { input, above: suggestions(state, means, verbs), said: "",
      beside: [clear, rows.length > 0 && h("div", { class: "recent", onmousedown: stay },
        h("p", { class: "kicker", "aria-hidden": "true" }, t.t("searchedFor")),
        h("ul", { id: LIST, role: "listbox", "aria-label": t.t("searchedFor") }, options(rows, (row) => h("span", { class: "row-text", dir: "auto" }, row.search))))] };
  }
  const best = sure ? rows.slice(0, 1) : [], rest = sure ? rows.slice(1) : rows;
  const kicker = stands ? t.t(sure ? "near" : "closest") : "";
  return {
    input, beside: [clear], said: said(state, means, { rows, sure, settled, stands }),
    body: [
      !stands && trouble(state, means, verbs, rows),
      stands && mended(search.answer, search.answered, means, verbs),
      stands && !rows.length && nothing(state, means),
      rows.length > 0 && h("div", { key: LIST, id: LIST, class: "found", role: "listbox", "aria-label": t.t("filterLabel"), "aria-busy": String(!settled), onmousedown: stay, still: [rows, sure, stands, active, search.first, t, state.help] }, () => [
        best.length > 0 && h("ul", { key: "best", role: "group", "aria-label": t.t("answered") }, options(best, (row) => answer(row, means), "best")),
        rest.length > 0 && h("ul", { key: "rest", role: "group", "aria-label": kicker || null },
          kicker && h("li", { key: "kicker", class: "kicker", role: "presentation", "aria-hidden": "true" }, kicker),
          options(rest, (row) => result(row, state)))]),
      rows.length > 0 && stands && state.help && ways(state, means),
    ],
  };
}

/** A click on a row leaves the focus in the field. */
const stay = (/** @type {Event} */ event) => event.preventDefault();

/** @param {string} text @param {number[][]} [ranges] @param {number} [most] */
const marked = (text, ranges, most) => pieces(text, ranges, most).map((piece) => (piece.mark ? h("mark", null, piece.text) : piece.text));

/** @param {Found} row @param {State} state */
function result(row, state) {
  const module = row.module !== state.help?.module?.key && state.help?.modules.find((/** @type {any} */ one) => one.key === row.module);
  return [h("span", { class: "row-text", lang: row.locale, dir: "auto" },
    h("span", null, marked(row.title, row.ranges?.title)),
    (row.summary || module) && h("small", null, module && h("span", { class: "where", lang: state.pack.locale }, module.title, " "), marked(row.summary, row.ranges?.summary, TWO_LINES))),
  h("span", { class: "go", "aria-hidden": "true" })];
}

/** The best answer, large: read right here, or opened. @param {Found} row @param {Means} means */
function answer(row, { t }) {
  return [h("span", { class: "kicker", "aria-hidden": "true" }, t.t("answered")),
    h("span", { class: "row-text", lang: row.locale, dir: "auto" },
      h("strong", null, marked(row.title, row.ranges?.title)),
      h("span", null, marked(row.summary, row.ranges?.summary))),
    h("span", { class: "onward", "aria-hidden": "true" }, t.t("openAnswer"), h("span", { class: "go" }))];
}

/** The search that fails says so, and what is shown instead. @param {State} state @param {Means} means @param {Verbs} verbs @param {any[]} rows */
function trouble({ search }, means, verbs, rows) {
  const { t } = means;
  if (search.status !== "failed") return search.status === "slow" || !rows.length ? told(search.status, means, false) : null;
  return h("div", { key: "state", class: "card problem" },
    h("p", null, navigator.onLine ? t.t("searchFailed") : t.t("searchOffline"), rows.length > 0 && " " + t.t("searchLocal")),
    h("button", { type: "button", class: "plain", onclick: verbs.again }, t.t("retry")));
}

/** @param {any} answer @param {string} asked @param {Means} means @param {Verbs} verbs */
function mended(answer, asked, { t }, verbs) {
  return (answer.corrected || answer.cut) && h("div", { key: "mended", class: "soft" },
    answer.cut && h("p", null, t.t("cut")),
    answer.corrected && h("p", { dir: "auto" }, t.t("corrected", { text: answer.corrected })),
    answer.corrected && h("button", { type: "button", class: "link", dir: "auto", onclick: verbs.instead }, t.t("instead", { text: asked })));
}

/** Nothing found is no dead end. @param {State} state @param {Means} means */
function nothing(state, means) {
  const { t } = means;
  return h("section", { key: "nothing", class: "nothing" },
    h("div", { class: "card" }, h("strong", null, t.t("nothing")),
      h("p", { class: "soft" }, t.t("tryTitle")),
      h("ul", { class: "tips" }, ["tryFewer", "tryScreen", "trySpelling"].map((key) => h("li", { key }, t.t(key))))),
    state.help && ways(state, means));
}

/** Where a form was refused and its page says nothing of it: what its fields are called. @param {State} state @param {Means} means @param {Verbs} verbs */
function suggestions(state, { t, act }, verbs) {
  const labels = verbs.labels();
  const known = state.help?.articles.some((/** @type {any} */ row) => ["element", "key"].includes(row.reason));
  return !known && labels.length > 0 && h("section", { key: "stuck" }, h("h2", null, t.t("stuck")),
    h("ul", { class: "topics" }, labels.map((text) => h("li", { key: text },
      h("button", { type: "button", class: "chip", dir: "auto", "data-row": "stuck:" + text, onclick: (/** @type {any} */ event) => {
        event.currentTarget.getRootNode().querySelector("[role=combobox]").focus();
        act.filter(text);
      } }, text)))));
}

/** What is read aloud when the typing rests. @param {State} state @param {Means} means @param {Options} options */
function said({ search }, means, { rows, sure, settled }) {
  const { t } = means;
  if (search.status === "failed") return t.t("searchFailed");
  if (!settled) return "";
  return [search.answer.corrected && t.t("corrected", { text: search.answer.corrected }), sure && t.t("bestIs", { title: rows[0].title }), foundText(rows.length, means)].filter(Boolean).join(" ");
}

/**
 * The way to a person with the question in it, where the way can carry words.
 *
 * @param {string} link @param {string} text @param {string} page
 */
export function carry(link, text, page) {
  if (!text || !link.startsWith("mailto:")) return link;
  const words = text.replace(/\p{Surrogate}/gu, "");   // half a sign has no code in an address
  const [address, given = ""] = link.split("?");
  const fields = new Map(given.split("&").filter(Boolean).map((pair) => /** @type {[string, string]} */ (pair.split(/=(.*)/s).slice(0, 2))));
  // Not URLSearchParams: mail programs show its "+" for a space as it is.
  if (!fields.has("subject")) fields.set("subject", encodeURIComponent(Array.from(words).slice(0, 80).join("")));
  const before = fields.get("body");
  fields.set("body", (before ? before + "%0D%0A%0D%0A" : "") + encodeURIComponent(`${words}\r\n\r\n${page}`));
  return `${address}?${[...fields].map((pair) => pair.join("=")).join("&")}`;
}
