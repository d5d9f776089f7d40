/** The row on home that leads to one's own requests. */
import { h } from "../../shared/dom.js";
import { askingOf } from "../asking-state.js";

/** For whoever has written from this browser. @param {import("../state.js").State} state @param {import("../panel.js").Means} means */
export function mine(state, { t: { t }, act }) {
  const { outbox, known } = askingOf(state);
  return known && h("button", { key: "mine", type: "button", class: "card", "data-row": "mine", onclick: () => act.go({ screen: "requests" }) },
    h("strong", null, t("mine.title")), h("small", null, t(outbox.length ? "sent.waiting" : "mine.line")));
}
