/** "Did this help?": yes, or no and why. */
import { h } from "../../shared/dom.js";

const REASONS = ["unclear", "incomplete", "wrong", "other"];

/** @param {import("../state.js").State} state @param {import("../panel.js").Means} means @param {any} one  the article @param {import("../reading.js").Marking} act */
export function votes(state, { t }, one, act) {
  const vote = state.votes[one.id];
  if (vote?.sent === "done") return h("p", { key: "vote", class: "vote", role: "status" }, t.t(vote.choice === "yes" ? "thanks" : "thanksNo"));
  const failed = vote?.sent === "failed" && h("p", { class: "problem", role: "alert" }, t.t("notSent"));
  const busy = vote?.sent === "sending";
  if (vote?.choice === "no") {
    return h("form", { key: "vote", class: "vote why", onsubmit: (/** @type {any} */ event) => {
      event.preventDefault();
      const given = new FormData(event.target);
      const reason = String(given.get("reason") || ""), text = String(given.get("text") || "").trim();
      act.vote(one.id, false, { ...(reason ? { reason } : {}), ...(text ? { text } : {}) });
    } },
    h("fieldset", null, h("legend", null, t.t("why")),
      REASONS.map((reason) => h("label", { class: "choice", key: reason }, h("input", { type: "radio", name: "reason", value: reason }), h("span", null, t.t(reason))))),
    h("textarea", { name: "text", rows: "2", maxlength: "2000", dir: "auto", "aria-label": t.t("tellMore"), placeholder: t.t("tellMore") }),
    failed, h("button", { type: "submit", class: "main", disabled: busy }, t.t("send")));
  }
  return h("div", { key: "vote", class: "vote" }, h("p", { id: "askaside-vote" }, t.t("helped")),
    h("div", { class: "pair", role: "group", "aria-labelledby": "askaside-vote" },
      h("button", { type: "button", class: "plain", disabled: busy, onclick: () => act.vote(one.id, true) }, t.t("yes")),
      h("button", { type: "button", class: "plain", disabled: busy, onclick: () => act.doubt(one.id) }, t.t("no"))), failed);
}
