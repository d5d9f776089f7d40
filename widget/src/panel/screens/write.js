/** The form: one question at a time. Only the words are required; what goes along is shown, and can be left out. */
import { h } from "../../shared/dom.js";
import { askingOf } from "../asking-state.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../writing.js").Verbs} Verbs */

/** @type {Record<string, string>} */
const FACTS = { worked_before: "write.worked", way_round: "write.way", anyone_can_work: "write.anyone" };
/** @type {Record<string, string>} */
const ANSWERS = { yes: "yes", no: "no", skip: "write.skip" };
const MOST = 20_000;

/** @param {State} state @param {Means} means @param {Verbs} verbs @param {any} hints */
export function write(state, means, verbs, hints) {
  const { t } = means.t, { id } = state.place;
  const screen = { above: t("channel.ticket"), long: true, alone: true, said: "" };
  if (id in FACTS) return { ...screen, title: t(FACTS[id]), body: fact(state, means, verbs) };
  if (id === "answer") return { ...screen, title: t("write.answer"), body: answer(state, means, verbs) };
  return { ...screen, title: t("write.what"), body: what(state, means, verbs, hints) };
}

/** What is wrong with a field, beside it, in words. @param {Means} means @param {string} name @param {Record<string, string>} wrong */
const complaint = ({ t: { t } }, name, wrong) => wrong[name] && h("p", { key: "wrong", id: "askaside-wrong-" + name, class: "wrong" }, t(wrong[name]));

/** How a field is bound to its words. @param {string} name @param {Record<string, string>} wrong @param {string} [hint] */
const described = (name, wrong, hint) => ({ name, "data-row": name, dir: "auto", "aria-invalid": wrong[name] ? "true" : null,
  "aria-describedby": [wrong[name] && "askaside-wrong-" + name, hint].filter(Boolean).join(" ") || null });

/** @param {() => void} act */
const submit = (act) => (/** @type {Event} */ event) => { event.preventDefault(); act(); };

/** @param {State} state @param {Means} means @param {Verbs} verbs @param {any} hints */
function what(state, means, verbs, hints) {
  const { t } = means.t, { draft, wrong } = askingOf(state);
  return [
    h("form", { key: "form", class: "asked", novalidate: true, onsubmit: submit(verbs.next), ...verbs.files.taking("") },
      h("p", { id: "askaside-hint", class: "soft" }, t("write.whatHint")),
      h("textarea", { rows: "7", maxlength: MOST, "aria-labelledby": "askaside-title", "aria-required": "true", value: draft.body,
        oninput: (/** @type {any} */ { target }) => verbs.draft({ body: target.value }), ...described("body", wrong, "askaside-hint") }),
      complaint(means, "body", wrong),
      hints?.fields(state, means),
      verbs.files.draw(means, ""),
      h("div", { key: "hint", role: "status" }, hints?.draw(state, means)),
      h("button", { type: "submit", class: "main" }, t("write.next"))),
  ];
}

/** Yes, no, or nothing said. @param {State} state @param {Means} means @param {Verbs} verbs */
function fact(state, { t: { t } }, verbs) {
  const { id } = state.place, given = askingOf(state).draft.facts[id];
  return [
    h("p", { key: "why", class: "soft" }, t("write.factHint")),
    h("div", { key: id, class: "answers", role: "group", "aria-labelledby": "askaside-title" },
      Object.entries(ANSWERS).map(([answer, word]) => h("button", { type: "button", key: answer, class: answer === "skip" ? "link" : "plain big", "data-row": "fact:" + answer,
        "aria-pressed": answer === "skip" ? null : String(given === answer), onclick: () => verbs.fact(id, answer) }, t(word)))),
  ];
}

/** @param {State} state @param {Means} means @param {Verbs} verbs */
function answer(state, means, verbs) {
  const { t } = means.t, { draft, wrong } = askingOf(state);
  const line = (/** @type {"email" | "name"} */ name, /** @type {string} */ word, /** @type {object} */ more) => h("div", { key: name, class: "line" },
    h("label", { for: "askaside-" + name }, t(word)),
    h("input", { id: "askaside-" + name, value: draft[name], autocomplete: name, oninput: (/** @type {any} */ { target }) => verbs.draft({ [name]: target.value }), ...more, ...described(name, wrong) }),
    complaint(means, name, wrong));
  return [
    h("form", { key: "form", class: "asked", novalidate: true, onsubmit: submit(verbs.send), ...verbs.files.taking("") },
      h("p", { class: "soft" }, t("write.answerHint")),
      line("email", "write.email", { type: "email", inputmode: "email", maxlength: "254" }),
      line("name", "write.name", { type: "text", maxlength: "200" }),
      verbs.files.draw(means, ""),
      goes(state, means, verbs),
      h("button", { type: "submit", class: "main" }, t("send"))),
  ];
}

/** What goes along, each with a way to leave it out – and to put it back. @param {State} state @param {Means} means @param {Verbs} verbs */
export function goes(state, { t: { t, language } }, verbs) {
  const { without } = askingOf(state).draft;
  const row = (/** @type {any[]} */ ...inside) => h("span", { class: "row-text" }, inside);
  return h("section", { key: "along" }, h("h2", null, t("write.along")),
    h("ul", { class: "rows along" },
      verbs.along(state).map(({ id, name, text }) => {
        const out = without.includes(id);
        return h("li", { key: id, class: out ? "out" : null }, row(h("small", null, t(name)), h("span", { dir: "auto" }, text)),
          h("button", { type: "button", class: "link", onclick: () => verbs.draft({ without: out ? without.filter((one) => one !== id) : [...without, id] }) },
            t(out ? "write.in" : "write.out"), h("span", { class: "hidden" }, `: ${t(name)} ${text}`)));
      }),
      h("li", { key: "language" }, row(h("small", null, t("language")), h("span", null, language(state.pack.locale))))));
}
