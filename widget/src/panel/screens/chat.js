/** The chat: who is there, what was said, on each line of ours where it is, and the field for the next one. */
import { h } from "../../shared/dom.js";
import { due, said } from "../../shared/time.js";
import { askingOf } from "../asking-state.js";
import { chattingOf, FIELD, MOST_BYTES } from "../chatting-state.js";
import { trusted } from "../trusted.js";
import { goes } from "./write.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../panel.js").Means} Means */
/** @typedef {import("../chatting.js").Verbs} Verbs */
/** @typedef {import("../chatting-state.js").Line} Line */
/** @typedef {import("../chatting-state.js").Pending} Pending */
/** @typedef {import("../chat/talk.js").View} View */

/** @param {State} state @param {Means} means @param {Verbs} verbs */
export function chat(state, means, verbs) {
  const { t } = means.t, { view, looking } = chattingOf(state), { standing, lines = [], pending = [], status = "none", typing = "" } = view || {};
  const there = lines.length > 0 || pending.length > 0, away = !!view && (there || !!view.id) && !view.up;
  return {
    title: standing?.agent ? t("chat.with", { name: standing.agent }) : t("chat.title"), alone: true, said: "",
    above: standing?.status === "open" && !away ? [h("span", { key: "dot", class: "here", "aria-hidden": "true" }), t("chat.here")] : "",
    // Each always there and in its place: what is moved loses the focus.
    body: [
      h("div", { key: "notes", class: "some" },
        view && !view.kept && there && h("p", { key: "memory", class: "card notice" }, t("chat.memory")),
        view?.unsigned && h("p", { key: "unsigned", class: "card notice", role: "alert" }, t("chat.unsigned")),
        status === "failed" && h("div", { key: "failed", class: "card problem" }, h("p", null, t("chat.away")), h("button", { type: "button", class: "plain", onclick: verbs.look }, t("retry")))),
      h("div", { key: "said" }, !there ? h("p", { key: "hello", class: "soft" }, t(looking || status === "asked" || !view ? "loading" : "chat.hello"))
        // What is news in it is told by noticing.js, several at once as a number.
        : h("div", { key: "log", role: "log", "aria-live": "off", "aria-label": t("request.thread") }, h("ol", { class: "talk" },
          lines.map((line) => bubble(line, state, means, verbs)), view && pending.map((item) => waiting(item, view, means, verbs))))),
      h("div", { key: "how", class: "some" }, how(view, means)),
      h("p", { key: "typing", class: "typing soft" }, typing && t("chat.writes", { name: typing })),
      compose(state, means, verbs),
    ],
  };
}

/** How it stands, where that is more than that somebody is there. @param {View | null} view @param {Means} means */
function how(view, { t: words }) {
  const { t } = words, { standing, up = false } = view || {};
  if (!standing) return null;
  const { status, position, wait_seconds, answer_by_at } = standing, card = (/** @type {any[]} */ ...inside) => h("div", { key: "how", class: "card promise" }, inside);
  if (status === "away") return card(h("strong", null, answer_by_at ? due(answer_by_at, words) : t("sent.doneText")), h("p", null, t("chat.isRequest")));
  if (status === "closed") return h("p", { key: "how", class: "soft system" }, t("chat.ended"));
  if (status !== "queued" || !up) return null;
  const minutes = Math.max(1, Math.round((wait_seconds || 0) / 60));
  return card(h("strong", null, position && position > 1 ? t("chat.before", { n: position - 1 }) : t("chat.next")),
    h("p", null, wait_seconds == null ? t("chat.waitUnknown") : t("chat.wait", { n: minutes })));
}

/** @param {Line} line @param {State} state @param {Means} means @param {Verbs} verbs */
function bubble(line, state, means, verbs) {
  const { t, locale } = means.t, { conversation, n, client_id, author, html, body, at, files = [], articles = [] } = line, { view, unsaved } = chattingOf(state);
  const own = author.kind === "requester", key = own && client_id || conversation + n;
  const by = own ? (view && conversation === view.id && n <= view.read.agent ? t("chat.read", { name: agentOf(view) || t("request.us") }) : t("chat.received")) : author.name || t("request.us");
  if (author.kind === "system") return h("li", { key, class: "system soft" }, h("p", { dir: "auto" }, body));
  return h("li", { key, class: own ? "own" : "theirs" },
    h("span", { class: "hidden" }, (own ? t("request.you") : author.name || t("request.us")) + ": "),
    body && h("div", { key: "words", class: "said words", dir: "auto", still: [html, body] }, () => inside(html, body, t)),
    files.length > 0 && h("ul", { key: "files", class: "given", "aria-label": t("attach.list") }, files.map((file) => h("li", { key: file.id },
      h("button", { type: "button", class: "link", onclick: () => verbs.save(conversation, file) }, h("span", { class: "hidden" }, t("attach.save") + " "), h("bdi", null, file.name)),
      unsaved === file.id && h("p", { class: "wrong", role: "alert" }, t("attach.notSaved"))))),
    articles.map(({ id, title, summary }) => h("button", { key: "article " + id, type: "button", class: "card", "data-row": id, onclick: () => means.act.openArticle(id) },
      h("small", { class: "kind" }, t("chat.article")), h("strong", { dir: "auto" }, title), summary && h("small", { dir: "auto" }, summary))),
    h("p", { class: "way" }, h("bdi", null, by), ` · ${said(at, locale)}`));
}

/** Who read it: who has the chat, or the last of us who wrote. @param {View} view */
const agentOf = ({ standing, lines }) => standing?.agent || lines.findLast(({ author }) => author.kind === "agent")?.author.name;

/** The words, as the server has cleaned them. @param {string} html @param {string} body @param {Means["t"]["t"]} t */
function inside(html, body, t) {
  if (!html) return h("p", null, body);
  const template = document.createElement("template");
  template.innerHTML = /** @type {any} */ (trusted(html));
  for (const link of template.content.querySelectorAll("a[target]")) link.append(h("span", { class: "hidden" }, ` (${t("newTab")})`));
  return template.content;
}

/** A line of ours that has not come back yet. @param {Pending} item @param {View} view @param {Means} means @param {Verbs} verbs */
function waiting(item, view, { t: { t, locale } }, verbs) {
  const { client_id, body, files, way, again = 0, at, problem } = item;
  const button = (/** @type {string} */ word, /** @type {() => void} */ onclick, kind = "link") => h("button", { type: "button", key: word, class: kind, onclick }, t(word), h("span", { class: "hidden" }, ": " + body.slice(0, 60)));
  /** @type {Record<string, () => string>} */
  const told = {
    device: () => t(view.unsigned ? "chat.kept" : "chat.device"), sending: () => t("sent.sending"), received: () => `${t("chat.received")} · ${said(new Date(at).toISOString(), locale)}`,
    later: () => t("chat.later", { time: new Date(again).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit", second: "2-digit", hourCycle: "h23" }) }),
    old: () => t("chat.old", { when: said(new Date(at).toISOString(), locale) }), refused: () => t(problem?.code === "idempotency_conflict" ? "chat.conflict" : "chat.refused"),
  };
  return h("li", { key: client_id, class: way === "received" ? "own" : "own unsent-line" },
    h("span", { class: "hidden" }, t("request.you") + ": "),
    body && h("div", { key: "words", class: "said words", dir: "auto", still: ["", body] }, () => h("p", { class: "typed" }, body)),
    files.length > 0 && h("ul", { key: "files", class: "given", "aria-label": t("attach.list") }, files.map(({ id, name }) => h("li", { key: id }, h("bdi", null, name)))),
    h("p", { class: "way", ...(way === "refused" && { role: "alert" }) }, told[way]()),
    way === "refused" && problem?.detail && h("p", { key: "why", class: "way", lang: "en", dir: "ltr" }, problem.detail),
    way === "refused" && h("div", { key: "can", class: "pair" }, button("chat.change", () => verbs.change(item)), button("sent.discard", () => verbs.discard(client_id))),
    way === "old" && h("div", { key: "can", class: "pair" }, button("chat.sendAgain", () => verbs.again(client_id)), button("sent.discard", () => verbs.discard(client_id))));
}

/** @param {State} state @param {Means} means @param {Verbs} verbs */
function compose(state, means, verbs) {
  const { t } = means.t, { view, sound, unended } = chattingOf(state), body = askingOf(state).replies[FIELD]?.body || "";
  const long = body.length * 3 > MOST_BYTES && new TextEncoder().encode(body.trim()).length > MOST_BYTES, fresh = !view?.id && !view?.pending.length, status = view?.standing?.status;
  return h("form", { key: "compose", class: "compose", novalidate: true, ...verbs.files.taking(FIELD), onsubmit: (/** @type {any} */ event) => {
    event.preventDefault();
    verbs.send();
    event.target.elements.line.focus({ preventScroll: true });
  } },
  h("div", { class: "line-row" },
    h("textarea", { name: "line", rows: Math.min(5, Math.max(fresh ? 3 : 1, body.split("\n").length)), dir: "auto", "data-row": "line", "aria-label": t("chat.field"), placeholder: t("chat.field"), enterkeyhint: "send", value: body,
      "aria-invalid": long ? "true" : null, "aria-describedby": long ? "askaside-long" : null,
      oninput: (/** @type {any} */ { target }) => verbs.write(target.value),
      onkeydown: (/** @type {any} */ event) => {
        // While letters are put together Enter is the one that ends that (229: of a browser that tells it late).
        if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        verbs.send();
      } }),
    h("button", { type: "submit", class: "main" }, t("send"))),
  long && h("p", { key: "long", id: "askaside-long", class: "wrong", role: "alert" }, t("chat.long")),
  verbs.files.draw(means, FIELD),
  fresh && h("details", { key: "along" }, h("summary", null, t("write.along")), goes(state, means, verbs.writing)),
  !fresh && h("div", { key: "can", class: "pair" },
    (status === "open" || status === "queued") && h("button", { key: "end", type: "button", class: "link", onclick: verbs.end }, t("chat.end")),
    h("label", { key: "sound", class: "switch soft" }, h("input", { type: "checkbox", "data-row": "sound", checked: sound, onchange: (/** @type {any} */ { target }) => verbs.loud(target.checked) }), " ", t("chat.sound"))),
  unended && h("p", { key: "unended", class: "wrong", role: "alert" }, t("chat.unended")));
}
