/** The answer that is being written, and what can be done with it. */
import { h } from "../../shared/dom.js";
import { unread } from "../state.js";

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function compose(state, means) {
  const { t, act } = means, { draft, ticket: { story } } = state;
  if (!story) return null;
  const fresh = unread(state);
  const send = (/** @type {string} */ as) => act.act("messages", { as }, as, true);
  const button = (/** @type {string} */ as, /** @type {string} */ word, /** @type {() => any} */ does, main = false) => h("button", { type: "button", class: main && "main", "data-as": as,
    "aria-disabled": !!draft.sending && "true", onclick: does }, draft.sending === as ? t("desk.sending") : word);
  const first = [(story.status === "new" || story.alarmed) && button("take", t("centre.onIt"), () => act.act("take", {}, "take"), true),
    ["pending", "on_hold"].includes(story.status) && button("release", t("centre.release"), () => act.act("release", {}, "release"))].filter(Boolean);
  return h("div", { class: draft.as === "note" ? "fields compose private" : "fields compose", key: "compose" },
    // Always there, if hidden: what comes and goes before the field would take the cursor out of it.
    h("div", { class: "buttons", hidden: !first.length }, first),
    h("label", { for: "desk.answer" }, t(draft.as === "note" ? "centre.note" : "centre.answer")),
    h("p", { class: "wrong", id: "desk.refused", role: "alert", hidden: !(draft.refused || fresh) }, draft.refused || (fresh ? t("desk.newer", { n: fresh }) : "")),
    h("textarea", { id: "desk.answer", rows: 6, maxlength: 20000, dir: "auto", value: draft.text, "aria-describedby": (draft.refused || fresh) && "desk.refused", "aria-invalid": !!draft.refused && "true",
      oninput: (/** @type {any} */ event) => act.write(event.target.value),
      onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(draft.as); } } }),
    h("div", { class: "buttons" }, button("reply", t("send"), () => send("reply"), draft.as === "reply"),
      button("solve", t("centre.solve"), () => send("solve"), draft.as === "solve"), button("wait", t("centre.sendWait"), () => send("wait"), draft.as === "wait"),
      button("note", t("centre.saveNote"), () => send("note"), draft.as === "note"), button("escalate", t("desk.escalate"), () => act.act("escalate", {}, "escalate", true)),
      story.status === "open" && button("hold", t("centre.hold"), () => act.act("hold", {}, "hold", true))),
    attached(state, means),
    h("p", { class: "soft" }, draft.text && t("desk.kept")));
}

/** The files that go along. @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function attached({ draft }, { t, act, data }) {
  if (!data.most.files) return null;
  return h("div", { key: "files" }, h("label", { class: "more", for: "desk.files" }, t("centre.files")),
    h("input", { id: "desk.files", type: "file", multiple: true, onchange: (/** @type {any} */ event) => { act.attach([...event.target.files]); event.target.value = ""; } }),
    !!draft.files.length && h("ul", { class: "files" }, draft.files.map((file) => h("li", { key: file.id }, h("bdi", {}, file.name), " ",
      h("button", { type: "button", onclick: () => act.detach(file.id) }, t("desk.detach"), h("span", { class: "hidden" }, ` ${file.name}`))))));
}
