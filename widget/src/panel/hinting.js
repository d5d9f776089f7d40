/** What may spare the writing, while the form is written: one's own open request on the same thing, others' wish for it, the answer to these very words; and what an agent needs to know beside them. A part that comes with the first words. */
import { h } from "../shared/dom.js";
import { askingOf, missing } from "./asking-state.js";
import { HINTED, hintOf, hintsOf } from "./hinting-state.js";
import { asked } from "./missing.js";
import css from "./screens/hinting.css";

export { css };

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Means} Means */

const LEAST = 3;   // words that it takes

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
export function begin({ store, api, context, act, heard }, { verbs: writing, files, outbox, keepDraft, door }) {
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
    /** Others wish for it already: what is written goes along as what is added to it, and waits with the rest until it is there. @param {string} id */
    meToo(id) {
      const { draft } = askingOf(get()), { email, name, body } = draft;
      if (files.held("", () => verbs.meToo(id))) return;
      writing.known();
      const along = files.of("");
      const key = outbox.add({ body: body.trim(), locale: get().pack.locale, ...(email.trim() && !missing(draft).email && { email: email.trim() }), ...(name.trim() && { name: name.trim() }),
        ...(along[0] && { files: along.map((one) => one.id) }) }, { ...draft, files: along }, `/changes/${id}/me-too`);
      files.put("");
      keepDraft("", null);
      dispatch({ type: "sent-off", key });
    },
  };

  /** What others wish for, by these words; of a fault nobody wishes for it. @param {string} q @param {string} locale */
  async function wishes(q, locale) {
    const { known, draft } = askingOf(get()), asked = { q, locale };
    if (draft.facts.worked_before === "yes") return [];
    return (await (known ? door("/changes?" + new URLSearchParams(asked)) : api.get("/changes", asked))).changes;
  }

  /** One's own open request about it, a wish of others, or the answer to these very words. */
  async function look() {
    const { body } = askingOf(get()).draft, { locale, site } = get().pack, { url, module } = context.read(site.route);
    if (get().place.screen !== "write" || body.trim().split(/\s+/).length < LEAST) return dispatch({ type: "hinted", hints: [] });
    const q = Array.from(body.trim()).slice(0, 400).join("");
    // A hint that does not come is none.
    const [answer, changes] = await Promise.all([api.get("/search", { q, locale, module, url, limit: 1 }).catch(() => null), wishes(q, locale).catch(() => [])]);
    if (body !== askingOf(get()).draft.body) return;
    dispatch({ type: "hinted", hints: hintsOf(askingOf(get()).mine.tickets, changes, answer?.answered && answer.results[0], body, module || get().help?.module?.key || "") });
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

/** One thing that may help at once; waving it away brings the next, and nothing of it is in the way. @param {State} state @param {Means} means @param {{join(id: string): void, dismiss(id: string): void, meToo(id: string): void}} verbs */
function draw(state, { t: { t }, act }, verbs) {
  const one = hintOf(askingOf(state));
  if (!one) return null;
  const { kind, id, title, number, count } = one;
  const [kicker, word, go, no] = kind === "request" ? [t("write.askedThis"), t("write.addTo", { number: `#${number}` }), () => verbs.join(id), t("write.dismiss")]
    : kind === "change" ? [t("write.wished"), t("write.meToo"), () => verbs.meToo(id), t("write.notMine")]
      : [t("write.mayAnswer"), t("openAnswer"), () => act.openArticle(id), t("write.dismiss")];
  return h("div", { key: id, class: "offer" },
    h("p", { class: "kicker" }, kicker),
    h("p", { dir: "auto" }, h("strong", null, kind === "request" && `#${number} `, title)),
    kind === "change" && h("p", { class: "soft" }, t("write.people", { n: count || 0 })),
    h("div", { class: "pair" },
      h("button", { type: "button", class: "plain", "data-row": "offer", onclick: go }, word),
      h("button", { type: "button", class: "link", onclick: (/** @type {any} */ { currentTarget }) => {
        const field = currentTarget.form.elements.body;
        verbs.dismiss(id);
        field.focus();
      } }, no)));
}
