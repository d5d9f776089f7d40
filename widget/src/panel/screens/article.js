/** One answer: text, pictures, steps to tick, related answers, "did this help?". */
import { h } from "../../shared/dom.js";
import { articleOf } from "../state.js";
import { trusted } from "../trusted.js";
import { row, state as told } from "./parts.js";
import { votes } from "./votes.js";

/** @param {import("../state.js").State} state @param {import("../panel.js").Means} means @param {import("../reading.js").Marking} marking */
export function article(state, means, marking) {
  const { t, act, base } = means;
  const { id } = state.place;
  const { status, article: one } = articleOf(state, id);
  if (!one) {
    return { title: t.t("help"), body: [status === "gone" ? h("p", { class: "card" }, t.t("articleGone")) : told(status, means, false),
      status === "gone" && h("button", { type: "button", class: "plain", onclick: () => act.openList("") }, t.t("everything"))] };
  }
  const link = `${base}help/${state.pack.site.key}/${state.pack.locale}/${one.id}`;
  return {
    title: one.title,
    above: one.module.title,
    long: true,
    body: [
      told(status, means, true),
      one.fallback && h("p", { key: "fallback", class: "card soft" }, t.t("fallback")),
      content(one, state, means, marking),
      one.video && h("p", { key: "video" }, outward(one.video, t.t("video"), t)),
      one.related.length > 0 && h("section", { key: "related" }, h("h2", null, t.t("related")),
        h("ul", { class: "rows" }, one.related.map((/** @type {any} */ other) => row(other, means)))),
      votes(state, means, one, marking),
      h("p", { key: "tools", class: "tools soft" },
        h("button", { type: "button", class: "link", onclick: (/** @type {any} */ event) => copy(link, means, event.currentTarget) },
          state.said === t.t("copied") ? state.said : t.t("copyLink")),
        one.edit_url && outward(one.edit_url, t.t("edit"), t),
        h("span", null, t.t("updated", { date: t.day(one.updated_at) }))),
    ],
  };
}

/** @param {string} href @param {string} text @param {import("../panel.js").Means["t"]} t */
const outward = (href, text, t) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, h("span", { class: "hidden" }, ` (${t.t("newTab")})`));

/** @param {string} link @param {import("../panel.js").Means} means @param {HTMLElement} near */
async function copy(link, { t, act }, near) {
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    // Without https there is no clipboard to write to; a selected text can still be copied.
    const text = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "hidden", value: link }));
    near.append(text);
    text.select();
    document.execCommand("copy");
    text.remove();
    near.focus();
  }
  act.say(t.t("copied"));
}

/** The answer's own HTML, cleaned by the server; built once, and left alone while it is shown. @param {any} one @param {import("../state.js").State} state @param {import("../panel.js").Means} means @param {import("../reading.js").Marking} marking */
function content(one, state, means, marking) {
  return h("div", { key: "content", still: [one.id, one.locale, one.html], class: "article", lang: one.locale, dir: one.dir }, () => inside(one, state, means, marking));
}

/** @param {any} one @param {import("../state.js").State} state @param {import("../panel.js").Means} means @param {import("../reading.js").Marking} marking */
function inside(one, state, means, marking) {
  const template = document.createElement("template");
  template.innerHTML = /** @type {any} */ (trusted(one.html));
  const { content } = template;
  for (const link of content.querySelectorAll("a")) lead(link, state, means);
  for (const image of content.querySelectorAll("img")) {
    const src = image.getAttribute("src");
    if (src) image.src = new URL(src, means.base).href;
    image.loading = "lazy";
  }
  let step = 0;
  for (const item of content.querySelectorAll("ol > li")) if (!item.parentElement?.closest("li")) tickable(item, step++, one.id, state, means, marking);
  // What may be wider than the panel scrolls by itself, by keyboard too.
  for (const table of content.querySelectorAll("table, pre")) {
    const frame = h("div", { class: "wide", tabindex: "0", role: "group", "aria-label": one.title });
    table.replaceWith(frame);
    frame.append(table);
  }
  return content;
}

/** Links to other answers open here; those that leave say so. */
function lead(/** @type {HTMLAnchorElement} */ link, /** @type {import("../state.js").State} */ state, /** @type {import("../panel.js").Means} */ { act, base, t }) {
  const href = link.getAttribute("href") || "";
  const inner = href.match(/^\/help\/[^/]+\/[^/]+\/([a-z0-9-]+\/[a-z0-9-]+)(#.*)?$/);
  if (inner) {
    link.href = new URL(href, base).href;
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      act.openArticle(inner[1] + (inner[2] || ""));
    };
  } else if (href.startsWith("#")) {
    link.onclick = (event) => {
      event.preventDefault();
      /** @type {ShadowRoot} */ (link.getRootNode()).getElementById(decodeURIComponent(href.slice(1)))?.scrollIntoView();
    };
  } else if (link.target) {
    link.append(h("span", { class: "hidden" }, ` (${t.t("newTab")})`));
  }
}

/** A numbered step that the reader can tick. @param {Element} item @param {number} step @param {string} id @param {import("../state.js").State} state
 * @param {import("../panel.js").Means} means @param {import("../reading.js").Marking} marking */
function tickable(item, step, id, state, { t }, marking) {
  const text = h("span", { class: "step-text" });
  text.append(...item.childNodes);
  item.classList.add("step");
  item.append(h("label", { class: "tick" },
    h("input", { type: "checkbox", "aria-label": t.t("step", { n: step + 1 }), checked: (state.ticks[id] || []).includes(step),
      onchange: (/** @type {any} */ event) => marking.tick(id, step, event.target.checked) })), text);
}
