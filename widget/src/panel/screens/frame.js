/** What surrounds every screen: head with title and tools, foot with the ways to a person, the line that is read aloud. */
import { h } from "../../shared/dom.js";
import { carried, SIZES } from "../state.js";

/**
 * @param {import("../state.js").State} state
 * @param {import("../panel.js").Means} means
 * @param {import("../../embed/tag.js").Tag} tag
 * @param {{title: string, above?: string, said?: string, long?: boolean, alone?: boolean, body: import("../../shared/dom.js").Child[]}} screen   `long`: the title stands
 *   over the text, and only the place it belongs to in the head; `alone`: without the ways to a person, for this is one
 */
export function frame(state, means, tag, { title, above = "", long = false, alone = false, body }) {
  const { t, act, close, search } = means;
  const { pack, size, modal, behind, ahead, help, settled, status } = state;
  const channels = (help || pack.site).channels;
  const tool = (/** @type {string} */ name, /** @type {string} */ text, /** @type {() => void} */ onclick, off = false) =>
    h("button", { type: "button", class: "tool", key: name, onclick, "aria-label": t.t(name), title: t.t(name), disabled: off }, h("span", { "aria-hidden": "true", class: name }, settled || name === "close" ? text : ""));
  const along = search && carried(state) ? (/** @type {string} */ link) => search.carry(link, state, means) : null;
  const heading = { id: "askaside-title", tabindex: "-1", dir: "auto" };
  return h("div", { class: "sheet", dir: pack.dir, lang: pack.locale, hidden: !state.open || !state.shown, "data-theme": tag.theme, "data-side": tag.side, "data-size": size,
    role: "dialog", "aria-modal": String(modal), "aria-labelledby": "askaside-title" },
  h("header", null,
    behind.length > 0 && tool("back", "", () => act.back()),
    h("div", { class: "title" },
      !long && h("h1", heading, title),
      above && h("p", { class: long ? "place" : "soft" }, above)),
    ahead.length > 0 && tool("forward", "", () => act.forward()),
    tool("smaller", t.t("letter") + "−", () => act.resize(-1), size <= SIZES[0]),
    tool("larger", t.t("letter") + "+", () => act.resize(1), size >= SIZES[1]),
    tool("close", "×", close)),
  h("main", { tabindex: "-1" }, long && h("h1", { ...heading, key: "title" }, title), body),
  h("p", { class: "hidden", role: "status", "aria-live": "polite" }, state.said),
  // Each size of letters that the first picture does without is some milliseconds that nobody waits.
  !alone && settled > 0 && channels.length > 0 && h("footer", { still: [channels, along && carried(state), t, status, state.offer] }, () => [
    h("h2", null, t.t("needPerson"), along && channels.some((/** @type {any} */ { link }) => link && link !== along(link)) && h("small", null, " ", search?.note(means))),
    h("ul", { class: "cards" }, channels.map(channel(means, along, state)))]));
}

/** @param {import("../panel.js").Means} means @param {((link: string) => string) | null} along   puts the question into a link @param {import("../state.js").State} state */
const channel = (means, along, state) => (/** @type {any} */ { kind, link, title, advice }) => (kind === "chat" ? means.chat?.(state, means) : h("li", { key: kind + link },
  h(link ? "a" : "button", { class: "card", href: along && link ? along(link) : link, ...(link ? /^https?:/.test(link) && { target: "_blank", rel: "noopener noreferrer" } : { type: "button", onclick: () => means.act.go({ screen: "write", focus: "body" }) }) },
    h("strong", null, title || means.t.t("channel." + kind)),
    advice && h("small", { dir: "auto" }, advice))));
