/** The line that is being written in a chat, and what can be done with the chat. */
import { h } from "../../shared/dom.js";
import { attached } from "./compose.js";

/** @param {import("../state.js").State} state @param {import("../chat-state.js").Told} chat @param {import("../desk.js").Means} means */
export function chatCompose(state, { story }, means) {
  const { t, act, chats } = means, { draft, link } = state, note = draft.as === "note", runs = ["queued", "open"].includes(story.status);
  const takes = runs && (story.whose !== "mine" || story.status === "queued");
  const button = (/** @type {string} */ as, /** @type {string} */ word, /** @type {() => any} */ does, main = false) => h("button", { type: "button", class: main && "main", "data-as": as,
    "aria-disabled": !!draft.sending && "true", onclick: does }, draft.sending === as ? t("desk.sending") : word);
  const send = () => (note ? chats.act("note") : chats.send());
  const to = (/** @type {string} */ as) => () => { means.mean(as); document.getElementById("desk.answer")?.focus(); };
  return h("div", { class: note ? "fields compose private" : "fields compose", key: "compose" },
    // Always there, if hidden: what comes and goes before the field would take the cursor out of it.
    h("div", { class: "buttons", hidden: !takes }, takes && button("take", t(story.whose === "others" ? "desk.chat.takeOver" : "desk.chat.take"), () => chats.act("take"), true)),
    h("div", { class: "as" }, h("label", { for: "desk.answer" }, t(note ? "centre.note" : "centre.answer")),
      h("button", { type: "button", class: "plain", "data-mean": note ? "reply" : "note", onclick: to(note ? "reply" : "note") }, t(note ? "desk.chat.answerInstead" : "desk.chat.noteInstead"))),
    h("p", { class: "wrong", id: "desk.refused", role: "alert", hidden: !draft.refused }, draft.refused),
    h("textarea", { id: "desk.answer", rows: 3, maxlength: 4096, dir: "auto", value: draft.text, "aria-describedby": draft.refused ? "desk.refused" : "desk.sends", "aria-invalid": !!draft.refused && "true",
      oninput: (/** @type {any} */ event) => act.write(event.target.value), onkeydown: (/** @type {KeyboardEvent} */ event) => pressed(event, send, state, means) }),
    h("p", { class: "soft", id: "desk.sends", role: "status" }, !link.on && !note ? t("desk.chat.sendsLater") : draft.text && t("desk.kept")),
    h("div", { class: "buttons" }, note ? button("note", t("centre.saveNote"), send, true) : button("send", t("send"), send, true),
      runs && [button("end", t("desk.chat.end"), () => chats.act("end")), !story.ticket && button("ticket", t("desk.chat.ticket"), () => chats.act("ticket"))],
      h("label", { class: "choice" }, h("input", { type: "checkbox", checked: means.enterSends(), onchange: (/** @type {any} */ event) => means.setEnterSends(event.target.checked) }), " ", t("desk.chat.enterSends"))),
    !note && attached(state, means));
}

/** @param {KeyboardEvent} event @param {() => void} send @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function pressed(event, send, state, means) {
  const { key, isComposing } = event, field = /** @type {HTMLTextAreaElement} */ (event.target);
  if (isComposing) return;
  if (key === "Enter" && (event.ctrlKey || event.metaKey || (means.enterSends() && !event.shiftKey))) send();
  // Where nothing is written yet, the keys of the desk that put something in need not leave the field.
  else if (!field.value && /^[@#]$/.test(key) && means.press(key)) { /* done */ } else if (key === "Escape" && !state.tool && !state.help) {
    (/** @type {HTMLElement | null} */ (document.querySelector(`a[data-row="${state.route.chat}"]`)?.checkVisibility() ? document.querySelector(`a[data-row="${state.route.chat}"]`) : null) || document.getElementById("desk.title"))?.focus();
  } else return;
  event.preventDefault();
}
