/** All answers of a module, or of the whole site, with a filter as you type. */
import { h } from "../../shared/dom.js";
import { filtered, listOf } from "../state.js";
import { count, field, found, foundText, groups, row, state as told } from "./parts.js";

/** @param {import("../state.js").State} state @param {import("../panel.js").Means} means */
export function list(state, means) {
  const { t } = means;
  const { id, filter } = state.place;
  const all = listOf(state, id);
  const module = state.help?.modules.find((/** @type {any} */ one) => one.key === id) || all.groups[0]?.module;
  const hits = filtered(all.groups, filter);
  return {
    said: filter.trim() && all.status === "here" ? foundText(count(hits), means) : "",
    title: id && module ? module.title : t.t("everything"),
    above: all.status === "here" ? t.t("answers", { n: count(all.groups) }) : "",
    body: [
      field(state, means),
      told(all.status, means, all.groups.length > 0),
      filter.trim() && all.status === "here" && found(count(hits), means),
      id && module?.about && !filter.trim() && h("ul", { key: "about", class: "rows" },
        row({ id: module.about, title: t.t("aboutModule", { module: module.title }), summary: "", kind: "about", locale: state.pack.locale }, means, t.t("aboutLine"))),
      ...groups(hits, means, !!id),
    ],
  };
}
