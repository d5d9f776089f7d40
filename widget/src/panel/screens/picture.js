/** The picture before it goes along: what nobody should see is blacked out by drawing over it, by keys, or by the name of a field. */
import { h } from "../../shared/dom.js";

/** @param {import("../capturing.js").Shot} shot @param {import("../panel.js").Means} means @param {import("../capturing.js").Verbs} verbs */
export function picture(shot, means, verbs) {
  const { t } = means.t, screen = { above: t("channel.ticket"), long: true, alone: true, said: "" };
  const cancel = h("button", { key: "cancel", type: "button", class: "plain", onclick: verbs.leave }, t("picture.cancel"));
  if (!shot.canvas) {
    return { ...screen, title: t("picture.take"), body: [
      h("p", { key: "own" }, t("picture.own")),
      shot.refused && h("p", { key: "refused", class: "wrong", role: "alert" }, t("picture.none")),
      h("div", { key: "ways", class: "pair" }, h("button", { type: "button", class: "main", onclick: verbs.share }, t("picture.share")), cancel)] };
  }
  const { canvas: { width, height }, areas, fields, ours } = shot;
  return { ...screen, title: t("picture.title"), body: [
    h("p", { key: "hint", id: "askaside-picture", class: "soft" }, t("picture.hint")),
    !ours && h("p", { key: "all", class: "card notice" }, t("picture.all")),
    h("canvas", { key: "shot", class: "shot", width, height, tabindex: "0", role: "application", "aria-label": t("picture.label"), "aria-describedby": "askaside-keys",
      onpointerdown: verbs.down, onpointermove: verbs.drag, onpointerup: verbs.up, onpointercancel: verbs.up, onkeydown: (/** @type {KeyboardEvent} */ event) => verbs.key(event, means) }),
    h("p", { key: "keys", id: "askaside-keys", class: "soft keys" }, t("picture.keys")),
    fields.length > 0 && h("div", { key: "fields", role: "group", "aria-labelledby": "askaside-fields" }, h("h2", { id: "askaside-fields" }, t("picture.fields")),
      h("div", { class: "topics" }, fields.map((field, at) => h("button", { key: at, type: "button", class: "chip", dir: "auto", "aria-pressed": String(areas.includes(field)), onclick: () => verbs.field(field) }, field.name)))),
    h("div", { key: "acts", class: "pair" },
      h("button", { key: "use", type: "button", class: "main", onclick: verbs.use }, t("picture.use")),
      h("button", { key: "undo", type: "button", class: "plain", disabled: !areas.length, onclick: verbs.undo }, t("picture.undo")),
      cancel),
  ] };
}
