/** Home: the answers for this page with their reason, the ways to all others. */
import { h } from "../../shared/dom.js";
import { field, row, state as told, ways } from "./parts.js";

/** @type {Record<string, string>} */
const BECAUSE = { error: "becauseError", element: "becauseElement", key: "becauseKey" };
const OWN = ["error", "element", "key", "page"];

/** @param {import("../state.js").State} state @param {import("../panel.js").Means} means */
export function home(state, means) {
  const { t, act, search } = means;
  const { help, place, status } = state;
  const asked = place.filter.trim();
  const found = search?.draw(state, means);
  return {
    said: found?.said,
    title: t.t("help"),
    above: help?.module?.title || state.pack.site.name,
    body: [
      field(state, means, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", onfocus: () => act.look(true), onblur: () => act.look(false), ...found?.input }, ...(found?.beside || [])),
      ...(asked ? found?.body || [told(means.late, means, false)] : [found?.above, told(status, means, !!help), ...(help ? page(state, means) : [])]),
    ],
  };
}

/** @param {import("../state.js").State} state @param {import("../panel.js").Means} means */
function page(state, means) {
  const { t } = means;
  const { help, known } = state;
  const { articles, module, notice, first } = help;
  const new_ = module && !known.includes(module.key) ? first : [];
  const shown = new Set(new_.map((/** @type {any} */ one) => one.id));
  const some = (/** @type {(row: any) => boolean} */ want) => articles.filter((/** @type {any} */ one) => want(one));
  const group = (/** @type {string} */ key, /** @type {string} */ name, /** @type {any[]} */ rows) => rows.length > 0 && h("section", { key },
    h("h2", null, name),
    h("ul", { class: "rows" }, rows.map((one) => row(one, means, one.reason in BECAUSE ? t.t(BECAUSE[one.reason]) : one.summary))));
  return [
    notice && h("p", { key: "notice", class: "card notice", dir: "auto" }, h("span", { class: "hidden" }, t.t("notice") + ": "), notice),
    group("page", t.t("forPage"), some((one) => OWN.includes(one.reason))),
    group("first", module && t.t("firstTime", { module: module.title }), new_),
    group("module", module && t.t("alsoModule", { module: module.title }), some((one) => one.reason === "module" && !shown.has(one.id))),
    group("site", t.t("often"), some((one) => one.reason === "site")),
    ...(state.settled ? onward(state, means, shown) : []),
  ];
}

/** The ways to all other answers; drawn right after the first picture, which is about this page. */
function onward(/** @type {import("../state.js").State} */ state, /** @type {import("../panel.js").Means} */ means, /** @type {Set<string>} */ shown) {
  const { help, pack, settled } = state;
  const { t, act } = means;
  const { module, modules } = help;
  const topics = modules.filter((/** @type {any} */ one) => one.count || one.about);
  return [
    ways(state, means),
    means.mine?.(state, means),
    module?.about && !shown.has(module.about) && h("ul", { key: "about", class: "rows" },
      row({ ...about(module), title: t.t("aboutModule", { module: module.title }), locale: pack.locale }, means, t.t("aboutLine"))),
    topics.length > 1 && h("section", { key: "topics" },
      h("h2", null, t.t("topics")),
      h("ul", { class: "topics" }, topics.map((/** @type {any} */ one) => h("li", { key: one.key },
        h("button", { type: "button", class: "chip", "data-row": "m:" + one.key, onclick: () => act.openList(one.key) }, one.title, " ", h("small", null, String(one.count))))))),
    pack.site.locales.length > 1 && h("label", { key: "language", class: "language soft" },
      t.t("language"), " ",
      h("select", { "data-row": "language", onchange: (/** @type {any} */ event) => act.speak(event.target.value) },
        // The names of other languages want fonts that the first picture should not wait for.
        pack.site.locales.map((/** @type {string} */ tag, /** @type {number} */ at) => (settled > 1 || tag === pack.locale)
          && h("option", { value: tag, lang: tag, selected: tag === pack.locale }, pack.site.languages[at] || t.language(tag))))),
  ];
}

/** @param {import("../state.js").Module} module */
const about = ({ about }) => ({ id: about || "", summary: "", kind: "about", title: "", locale: "" });
