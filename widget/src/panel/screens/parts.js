/** Small things that several screens show. */
import { h } from "../../shared/dom.js";

/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../state.js").State} State */

/** A row that leads to an article. @param {import("../state.js").Row} row @param {Means} means @param {string} [second] */
export function row(row, { act }, second = "") {
  return h("li", { key: row.id },
    h("button", { type: "button", class: "row", "data-row": row.id, onclick: () => act.openArticle(row.id) },
      h("span", { class: "row-text", lang: row.locale, dir: "auto" }, row.title, second && h("small", null, second)),
      h("span", { class: "go", "aria-hidden": "true" })));
}

/**
 * The field for words. On a screen of its own it filters what is loaded; on home it is that of the search.
 *
 * @param {State} state @param {Means} means @param {object} [more]  of the input
 * @param {...import("../../shared/dom.js").Child} beside
 */
export function field({ place }, { t, act }, more, ...beside) {
  return h("div", { class: "field", key: "field" },
    h("input", { type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false", "data-row": "field",
      "aria-label": t.t("filterLabel"), placeholder: t.t("filter"), value: place.filter,
      oninput: (/** @type {any} */ event) => act.filter(event.target.value, event.isComposing), ...more }), ...beside);
}

/** The ways to all answers: of this module, and of the site. @param {State} state @param {Means} means */
export function ways({ help }, { t, act }) {
  const { module, modules, counts } = help;
  const topics = modules.filter((/** @type {any} */ one) => one.count || one.about).length;
  return h("div", { key: "all", class: "cards", still: [help, t] }, () => [
    module && module.count > 0 && h("button", { type: "button", class: "card", "data-row": "all:module", onclick: () => act.openList(module.key) },
      h("strong", null, t.t("allOf", { module: module.title })), h("small", null, t.t("answers", { n: counts.module }))),
    h("button", { type: "button", class: "card", "data-row": "all:site", onclick: () => act.openList("") },
      h("strong", null, t.t("everything")),
      h("small", null, t.t("inModules", { answers: t.t("answers", { n: counts.site }), modules: t.t("modules", { n: topics }) })))]);
}

/** Groups of articles under the name of their module; `flat` leaves the names out. */
export function groups(/** @type {import("../state.js").List["groups"]} */ found, /** @type {Means} */ means, flat = false) {
  return found.map(({ module, articles }) => h("section", { key: "g:" + module.key },
    !flat && h("h2", null, module.title),
    h("ul", { class: "rows" }, articles.map((one) => row(one, means, one.summary)))));
}

/** An honest line for what is not there (yet), or null. @param {import("../state.js").Status} status @param {Means} means @param {boolean} known */
export function state(status, { t, act }, known) {
  if (status === "asked" || status === "none") return known ? null : h("p", { key: "state", class: "soft busy" }, t.t("loading"));
  if (status === "slow") return h("p", { key: "state", class: "soft busy" }, t.t("slow"));
  if (status !== "failed") return null;
  return h("div", { key: "state", class: "card problem" },
    h("p", null, t.t("failed"), known && " " + t.t("lastKnown")),
    h("button", { type: "button", class: "plain", onclick: () => act.retry() }, t.t("retry")));
}

/** What a filter found, in words. @param {number} count @param {Means} means */
export const foundText = (count, { t }) => (count ? t.t("found", { n: count }) : t.t("nothing"));

/** The same as a line on the screen. @param {number} count @param {Means} means */
export function found(count, means) {
  return count ? h("p", { key: "found", class: "soft" }, foundText(count, means))
    : h("p", { key: "found", class: "card" }, h("strong", null, means.t.t("nothing")), means.t.t("nothingHint"));
}

/** @param {import("../state.js").List["groups"]} found */
export const count = (found) => found.reduce((sum, { articles }) => sum + articles.length, 0);
