/** What may spare the writing, while the form is written: one's own open request on the same thing, else the answer to these very words; and what an agent needs to know beside them. A part that comes with the first words. */
import { h } from "../shared/dom.js";
import { askingOf } from "./asking-state.js";
import { alike, HINTED, hintOf } from "./hinting-state.js";
import { asked } from "./missing.js";
import css from "./screens/hinting.css";

export { css };

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Means} Means */

const LEAST = 3;   // words that it takes

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
export function begin({ store, api, context, act, heard }, { verbs: writing }) {
  const { dispatch, get } = store;
  store.learn(HINTED);
  const verbs = {
    /** @param {string} id */
    dismiss(id) { dispatch({ type: "dismissed", id }); },
    /** The words become a line of the request that is there already. @param {string} id */
    join(id) {
      writing.reply(id, askingOf(get()).draft.body);
      act.go({ screen: "request", id, focus: "reply" });
    },
  };

  /** One's own open request about it, or the answer to these very words. */
  async function look() {
    const { body } = askingOf(get()).draft, { locale, site } = get().pack, { url, module } = context.read(site.route);
    if (get().place.screen !== "write" || body.trim().split(/\s+/).length < LEAST) return dispatch({ type: "hinted", hints: [] });
    const open = alike(askingOf(get()).mine.tickets, body, module || get().help?.module?.key);
    let answer;
    try {
      answer = await api.get("/search", { q: Array.from(body.trim()).slice(0, 400).join(""), locale, module, url, limit: 1 });
    } catch { /* a hint that does not come is none */ }
    if (body !== askingOf(get()).draft.body) return;
    const best = answer?.answered && answer.results[0];
    dispatch({ type: "hinted", hints: [
      ...(open ? [{ kind: "request", id: open.id, title: open.subject, number: open.number }] : []),
      ...(best ? [{ kind: "article", id: best.id, title: best.title }] : [])] });
  }

  let of = "";
  /** What an agent needs to know of the part of the product where one is: asked once for each. */
  async function need() {
    const { locale, site } = get().pack, module = context.read(site.route).module || get().help?.module?.key || "";
    if (of === locale + module) return;
    of = locale + module;
    try {
      dispatch({ type: "needed", needed: (await api.get("/contact", { locale, module })).facts });
    } catch {
      of = "";   // it is asked for again with the next words
    }
  }
  /** What the page tells by itself. */
  function page() {
    const { url, keys, error, message } = context.read(get().pack.site.route);
    return { url: url.length > 1 ? url : "", keys, errors: error || message };
  }

  /** What the host has to say is there to go on with; what a person wrote stays. */
  function begun() {
    const { ask } = heard;
    if (!ask) return;
    heard.ask = null;
    const { body, facts } = askingOf(get()).draft;
    const text = [ask.subject, ask.body].filter(Boolean).join("\n\n");
    const told = Object.fromEntries(Object.entries(ask.fields || {}).map(([key, value]) => [key, String(value)]));
    writing.draft({ body: body.includes(text) ? body : [body, text].filter(Boolean).join("\n\n"), facts: { ...facts, ...told } });
  }

  return {
    look() { begun(); look(); need(); },
    draw: (/** @type {State} */ state, /** @type {Means} */ means) => draw(state, means, verbs),
    /** The fields of what is not told yet, one after the other. @param {State} state @param {Means} means */
    fields: (state, { t: { t } }) => asked(askingOf(state).needed || [], askingOf(state).draft, page()).map(({ key, ask }) => h("div", { key: "fact:" + key, class: "line" },
      h("label", { for: "askaside-fact-" + key }, ask, " ", h("small", { class: "soft" }, t("write.optional"))),
      h("input", { id: "askaside-fact-" + key, "data-row": "fact:" + key, maxlength: "1000", dir: "auto", value: askingOf(state).draft.facts[key] || "",
        oninput: (/** @type {any} */ { target }) => writing.draft({ facts: { ...askingOf(get()).draft.facts, [key]: target.value } }) }))),
  };
}

/** One thing that may help at once; waving it away brings the next, and nothing of it is in the way. @param {State} state @param {Means} means @param {{join(id: string): void, dismiss(id: string): void}} verbs */
function draw(state, { t: { t }, act }, verbs) {
  const one = hintOf(askingOf(state));
  if (!one) return null;
  const request = one.kind === "request";
  return h("div", { key: one.id, class: "offer" },
    h("p", { class: "kicker" }, t(request ? "write.askedThis" : "write.mayAnswer")),
    h("p", { dir: "auto" }, h("strong", null, request && `#${one.number} `, one.title)),
    h("div", { class: "pair" },
      h("button", { type: "button", class: "plain", "data-row": "offer", onclick: () => (request ? verbs.join(one.id) : act.openArticle(one.id)) }, request ? t("write.addTo", { number: `#${one.number}` }) : t("openAnswer")),
      h("button", { type: "button", class: "link", onclick: (/** @type {any} */ { currentTarget }) => {
        const field = currentTarget.form.elements.body;
        verbs.dismiss(one.id);
        field.focus();
      } }, t("write.dismiss"))));
}
