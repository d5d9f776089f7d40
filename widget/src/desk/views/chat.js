/** One chat: what was said, who asks, and what may help. */
import { h } from "../../shared/dom.js";
import { current, underWay } from "../chat-state.js";
import { clock } from "../due.js";
import { marked } from "../marked.js";
import { chatCompose } from "./chat-compose.js";
import { time, whose } from "./chat-rows.js";
import { happened, who } from "./ticket.js";
import { proposals, tools } from "./tools.js";

/** @type {Record<string, string>} */
const STATUS = { queued: "desk.chat.queued", away: "desk.chat.away", open: "desk.chat.open", closed: "desk.chat.closed" };
const NEAR = 40;   // pixels from the end within which somebody reads along

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function chat(state, means) {
  const { t, data } = means, told = current(state), story = told?.story, id = state.route.chat;
  if (!told || !story) return h("section", { key: "waiting", class: "one", "aria-busy": "true" }, told && told.status !== "asked"
    ? h("p", { class: "note", role: "status" }, t(told.status === "gone" ? "desk.nothing" : "desk.notRead")) : h("p", { class: "soft" }, t("desk.reading")));
  const writes = id && state.chats.typing[id];
  return h("article", { key: id, class: "one chat" },
    h("header", {}, h("a", { class: "more back", href: means.href({ ...state.route, id: null, chat: null }) }, t("desk.queue")),
      h("h1", { id: "desk.title", tabindex: "-1" }, h("bdi", {}, story.who.name || t("desk.chat.visitor")), " · ", h("span", { dir: "auto" }, story.subject)),
      h("p", { key: "how", still: [story] }, () => h("span", {}, h("span", { class: "tag" }, t(STATUS[story.status])), " ", h("span", { class: story.whose === "mine" && story.status === "queued" ? "tag offered" : "tag" }, whose(story, state, means)),
        story.waiting_since && [" ", h("span", { class: "tag waits" }, t("desk.chat.waits"), " ", ...time(story))], data.modules[story.module] && [" ", h("span", { class: "tag" }, data.modules[story.module])],
        story.ticket && [" ", h("a", { class: "more", href: means.href({ ...state.route, id: story.ticket, chat: null }) }, t("desk.chat.toTicket"))],
        story.next && [" ", h("a", { class: "more", href: means.href({ ...state.route, id: null, chat: story.next }) }, t("desk.chat.toNext"))]))),
    h("div", { class: "case" },
      h("div", { class: "story" }, log(state, told, means),
        h("button", { type: "button", class: "below", hidden: true, key: "below", onclick: () => toEnd(/** @type {HTMLElement} */ (document.getElementById("desk.log"))) }, t("desk.chat.below")),
        h("p", { class: "types", key: "types" }, writes && [h("bdi", {}, writes), " ", t("desk.writes")]),
        data.answers ? chatCompose(state, told, means) : h("p", { class: "note" }, t("desk.readOnly"))),
      h("aside", { "aria-label": t("desk.chat.about") }, data.answers && tools(state, means), data.answers && proposals(told.proposals, means), h("div", { key: "about", still: [story] }, () => about(story, means)))));
}

/** What was said, and what is on its way. @param {import("../state.js").State} state @param {import("../chat-state.js").Told} told @param {import("../desk.js").Means} means */
function log(state, told, means) {
  const { story, lines, read } = told, waiting = underWay(state.chats, story.id);
  const notes = (/** @type {number} */ from, /** @type {number} */ to) => (story.notes || []).filter((/** @type {any} */ one) => one.after_n >= from && one.after_n < to).map((/** @type {any} */ one) => note(one, state, means));
  // The last of ours that they have read says when; those before it were read, too.
  const newest = lines.findLast((line) => line.author.kind === "agent" && line.n <= story.read.requester)?.n;
  const mark = (/** @type {import("../chat-state.js").Line} */ { n, author }) => (author.kind !== "agent" ? "" : n > story.read.requester ? means.t("desk.chat.received") : n < newest ? means.t("desk.chat.read")
    : [means.t("desk.chat.readBy", { name: story.who.name || means.t("desk.chat.visitor") }), read && clock(read.at, means.data.locale, state.now, means.data.zone)].filter(Boolean).join(" "));
  return h("div", { id: "desk.log", key: "log", class: "thread talk", role: "log", tabindex: "0", "aria-label": means.t("desk.chat.said"), "aria-relevant": "additions",
    onscroll: (/** @type {any} */ event) => { along = near(event.currentTarget); if (along) below(false); },
    still: [lines, story.notes, story.read.requester, read, waiting.length ? state.chats.waiting : 0, state.link.on] },
  () => [...notes(0, lines[0]?.n ?? Infinity), ...lines.map((line, at) => [bubble(line, mark(line), told, state, means), ...notes(line.n, lines[at + 1]?.n ?? Infinity)]).flat(), ...waiting.map((item) => underway(item, state, means))]);
}

/** @param {string} name @param {string} at @param {import("../state.js").State} state @param {import("../desk.js").Means} means @param {any} [more] */
const by = (name, at, state, { data }, more) => h("p", { class: "by" }, h("span", {}, h("strong", {}, h("bdi", {}, name)), more), h("time", { datetime: at }, clock(at, data.locale, state.now, data.zone)));

/** @param {import("../chat-state.js").Line} line @param {string} mark @param {import("../chat-state.js").Told} told @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function bubble(line, mark, { story }, state, means) {
  const { t, data } = means, { author: { kind, name }, body, html, files = [], articles = [] } = line;
  // Under the name that its sender gave it, so that the bubble that was on its way becomes this one.
  return h("div", { key: line.client_id ? kind + line.client_id : line.n, class: kind, still: [line, mark] }, () => h("div", { class: "bubble" }, kind === "system" ? h("p", { class: "words", dir: "auto" }, body) : [
    by(name || t(kind === "agent" ? "centre.team" : "desk.chat.visitor"), line.at, state, means), words(body, html),
    !!articles.length && h("ul", { class: "cards" }, articles.map((/** @type {any} */ one) => h("li", {}, h("a", { class: "card", href: `/help/${data.site}/${story.locale}/${one.id}`, target: "_blank" },
      h("strong", { dir: "auto" }, one.title), h("small", { dir: "auto" }, one.summary))))),
    !!files.length && h("ul", { class: "files" }, files.map((/** @type {any} */ file) => h("li", {}, h("a", { href: `/api/v1/desk/${data.site}/chats/${story.id}/files/${file.id}`, download: "" }, h("bdi", {}, file.name))))),
    mark && h("p", { class: "mark" }, mark)]));
}

/** @param {string} body @param {string | null} html */
const words = (body, html) => !!body && h("div", { class: html === null ? "words" : "words marked", dir: "auto" }, html === null ? body : marked(html));

/** A word for colleagues. @param {any} one @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
const note = (one, state, means) => h("div", { key: `note ${one.at} ${one.name}`, class: "private", still: [one.body] }, () => h("div", { class: "bubble" }, by(one.name, one.at, state, means, ` · ${means.t("centre.note")}`), h("p", { class: "words", dir: "auto" }, one.body)));

/** A line that the server has not said it has. @param {import("../../shared/outbox.js").Sending} item @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function underway(item, { link }, { t, data, chats, refusal }) {
  const { key, body, draft, state, problem } = item, refused = state === "refused";
  return h("div", { key: `agent${key}`, class: "agent pending" }, h("div", { class: "bubble" }, h("p", { class: "by" }, h("strong", {}, h("bdi", {}, data.person.name))), words(body.body, null),
    !!draft.files.length && h("ul", { class: "files" }, draft.files.map((/** @type {any} */ file) => h("li", {}, h("bdi", {}, file.name)))),
    h("p", { class: refused ? "mark wrong" : "mark", role: refused && "alert" }, refused ? problem?.code === "old" ? t("desk.chat.old") : refusal(problem).text : t(link.on ? "desk.chat.onItsWay" : "desk.chat.sendsLater")),
    refused && h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => chats.again(key) }, t("desk.chat.again")), h("button", { type: "button", onclick: () => chats.back(item) }, t("desk.chat.back")))));
}

/** @param {any} story @param {import("../desk.js").Means} means */
const about = (story, means) => h("div", {}, who(story, means), happened(story, means));

// --- reading along ---------------------------------------------------------------------------------------------------

let along = true;   // is the end of what was said in sight?
/** @type {Element | null} */
let followed = null;

const near = (/** @type {Element} */ node) => node.scrollHeight - node.scrollTop - node.clientHeight < NEAR;
const toEnd = (/** @type {Element} */ node) => { node.scrollTop = node.scrollHeight; };
const below = (/** @type {boolean} */ more) => { /** @type {any} */ (document.querySelector(".chat .below")).hidden = !more; };

/** After it is drawn: who reads along goes on doing so; who reads what was said before is told that there is more. @param {import("../state.js").State} state @param {import("../state.js").State} before */
export function follow(state, before) {
  const node = document.getElementById("desk.log"), { chats } = state;
  if (!node) return;
  const now = current(state), was = current(before), more = now?.lines !== was?.lines || now?.story?.notes.length !== was?.story?.notes.length;
  if (node !== followed || chats.waiting.length > before.chats.waiting.length) along = true;
  else if (!more && chats.waiting === before.chats.waiting) return;
  followed = node;
  if (along) toEnd(node);
  else if (more) below(true);
}
