/** One request: what was written, what happened before, and when it is due. */
import { h } from "../../shared/dom.js";
import { clock } from "../due.js";
import { compose } from "./compose.js";
import { proposals, tools } from "./tools.js";

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
export function ticket(state, means) {
  const { t } = means, { story, status } = state.ticket;
  if (!story) return h("section", { key: "waiting", class: "one", "aria-busy": "true" }, status === "gone" || status === "failed"
    ? h("p", { class: "note", role: "status" }, t(status === "gone" ? "desk.nothing" : "desk.notRead")) : h("p", { class: "soft" }, t("desk.reading")));
  return h("article", { key: story.id, class: "one" },
    h("header", {}, h("a", { class: "more back", href: means.href({ ...state.route, id: null, chat: null }) }, t("desk.queue")),
      h("h1", { id: "desk.title", tabindex: "-1" }, h("bdi", {}, `#${story.number}`), " ", h("span", { dir: "auto" }, story.subject)),
      h("p", {}, [means.data.severities[story.severity], t(`desk.status.${story.status}`), story.alarmed && t("desk.group.outage")].filter(Boolean)
        .map((/** @type {string} */ text, /** @type {number} */ at) => [" ", h("span", { class: at === 2 ? "tag missed" : "tag" }, text)]).flat()),
      present(state, means)),
    h("div", { class: "case" },
      h("div", { class: "story" }, h("div", { key: "thread", still: [story, state.draft.seen, !!state.draft.text] }, () => thread(state, means)),
        story.answers ? compose(state, means) : h("p", { class: "note" }, t("desk.readOnly"))),
      h("aside", { "aria-label": t("desk.about") }, story.answers && tools(state, means), story.answers && proposals(state.proposals, means), h("div", { key: "about", still: [story] }, () => about(story, means)))));
}

/** Who else has it open. @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function present(state, means) {
  const people = state.people.filter((one) => one.id !== means.data.person.id);
  return h("p", { class: "present", role: "status" }, people.map((one, at) => [at ? " · " : "", h("bdi", {}, one.name), " ", means.t(one.writing ? "desk.writes" : "desk.isHere")]).flat());
}

/** @param {import("../state.js").State} state @param {import("../desk.js").Means} means */
function thread({ ticket, draft, now }, { t, data, base, act }) {
  const story = /** @type {import("../state.js").Story} */ (ticket.story);
  return h("ol", { class: "thread" }, story.messages.map((/** @type {any} */ one) => h("li", { key: one.n, class: [one.author.kind, one.note && "private", draft.text && one.n > draft.seen && "fresh"].filter(Boolean).join(" ") },
    h("p", { class: "by" }, h("span", {}, h("strong", {}, h("bdi", {}, one.author.name || t(one.author.kind === "requester" ? "desk.requester" : "centre.team"))), one.note && ` · ${t("centre.note")}`),
      h("time", { datetime: one.at }, clock(one.at, data.locale, now, data.zone))),
    h("p", { class: "words", dir: "auto" }, one.body),
    story.answers && one.author.kind === "requester" && one.n > 1 && h("details", {}, h("summary", {}, t("desk.another")),
      h("button", { type: "button", onclick: () => act.act("split", { n: one.n }, "split") }, t("desk.split"))),
    !!one.files.length && h("ul", { class: "files" }, one.files.map((/** @type {any} */ file) => h("li", {}, h("a", { href: `${base}/tickets/${story.id}/files/${file.id}`, download: "" }, h("bdi", {}, file.name)))))))); 
}

/** @param {import("../state.js").Story} story @param {import("../desk.js").Means} means */
function about(story, means) {
  const { t } = means;
  return h("div", {},
    h("h2", {}, t("desk.promise")), h("ul", { class: "promises" }, story.promises.map((/** @type {any} */ one) => promise(one, means))), who(story, means), happened(story, means),
    story.stars && h("p", {}, t("desk.rated", { n: story.stars }), " ", h("span", { dir: "auto" }, story.rating_text || "")));
}

/** Who asks. @param {import("../state.js").Story} story @param {import("../desk.js").Means} means */
export function who({ requester, account }, { t }) {
  return [h("h2", {}, t("desk.requester")),
    h("p", {}, [requester.name || "–", account && (account.name || account.key), (account && account.plan) || requester.plan, requester.email].filter(Boolean)
      .map((/** @type {string} */ text, /** @type {number} */ at) => [at ? " · " : "", h(at ? "bdi" : "strong", {}, text)]).flat()),
    h("p", { class: "soft" }, t(requester.proven ? "desk.proven" : requester.email_confirmed ? "desk.confirmed" : "desk.unproven")),
    account && account.manager && h("p", { class: "soft" }, t("desk.manager"), ": ", h("bdi", {}, account.manager))];
}

/** What was told and done before, and the requests that belong to it. @param {import("../state.js").Story} story @param {import("../desk.js").Means} means */
export function happened(story, means) {
  const { t } = means, related = [["desk.cause", [story.cause]], ["desk.caused", story.caused], ["desk.joinedTo", [story.joined_to]], ["centre.earlier", story.earlier]];
  return [h("h2", {}, t("desk.before")), h("dl", { class: "facts" }, facts(story, means).map(([name, value]) => [h("dt", { dir: "auto" }, name), h("dd", { dir: "auto" }, value)]).flat()),
    related.map(([word, rows]) => [(rows || []).filter(Boolean), word]).filter(([rows]) => rows.length).map(([rows, word]) => [h("h2", {}, t(word)),
      h("ul", { class: "rows" }, rows.map((/** @type {any} */ one) => h("li", {}, h("a", { class: "row", href: means.href({ id: one.id, chat: null, filters: {} }) },
        h("span", { class: "row-text" }, h("span", { dir: "auto" }, one.subject), " ", h("small", { class: "line" }, `#${one.number} · ${t(`desk.status.${one.status}`)}`))))))]).flat()].flat();
}

/** [name, value] of what was told and what happened before, in order. @param {import("../state.js").Story} story @param {import("../desk.js").Means} means */
function facts(story, { t, data }) {
  const { url, browser, trail = [] } = story.context || {};
  const asked = /** @type {Record<string, string>} */ ({ anyone_can_work: "centre.canWork", way_round: "centre.wayRound", worked_before: "centre.workedBefore" });
  const step = (/** @type {any} */ one) => one.kind === "voted" ? t(one.helpful === "yes" ? "along.helped" : "along.helpedNot") : t(`along.${one.kind}`);
  return [[t("centre.is.module"), data.modules[story.module]], [t("centre.is.url"), url], [t("centre.is.browser"), browser], [t("centre.is.assignee"), (story.assignee || story.assigned)?.name], [t("centre.is.team"), data.teams[story.team] || story.team],
    [t("centre.is.public"), story.public_title], [t("centre.is.wishes"), story.others_wish],
    ...Object.entries(story.facts || {}).map(([name, value]) => [asked[name] ? t(asked[name]) : data.asks[name] || name, asked[name] && /^(yes|no)$/.test(/** @type {string} */ (value)) ? t(value === "yes" ? "yes" : "no") : value]),
    ...trail.map((/** @type {any} */ one) => [step(one), [one.text || one.article, one.steps].filter(Boolean).join(": ")])].filter(([, value]) => value);
}

/** @param {any} one @param {import("../desk.js").Means} means */
function promise(one, { t, data }) {
  const at = (/** @type {string} */ moment) => clock(moment, data.locale, Date.now(), data.zone);
  const word = t(/** @type {Record<string, string>} */ ({ first_response: "desk.first", next_response: "desk.following", resolution: "desk.resolution" })[one.target]);
  return h("li", {}, h("strong", {}, word), " ", t("desk.by", { at: at(one.due_at) }), one.met_at && ` · ${t("desk.met", { at: at(one.met_at) })}`,
    one.breached_at && [" · ", h("b", { class: "missed" }, t("desk.missed"))], one.paused && ` · ${t("desk.paused")}`,
    !!one.why.length && h("details", {}, h("summary", {}, t("desk.why"), h("span", { class: "hidden" }, ` ${word}`)), h("ol", {}, one.why.map((/** @type {string} */ line) => h("li", {}, line)))));
}
