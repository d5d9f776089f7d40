/** The live desk: takes the place of the page that the server made, as soon as it has the same to show. */
import { h, patch } from "../shared/dom.js";
import { createI18n } from "../shared/i18n.js";
import { createStore } from "../shared/store.js";
import { createActions } from "./actions.js";
import { createDeskApi } from "./api.js";
import { createBell } from "./bell.js";
import { createChats } from "./chats.js";
import { current } from "./chat-state.js";
import { createDrafts } from "./drafts.js";
import { createKeys } from "./keys.js";
import { createLive } from "./live.js";
import { createRefusals } from "./refusals.js";
import { begin, CHANGES, openOne } from "./state.js";
import { bar } from "./views/bar.js";
import { chat, follow } from "./views/chat.js";
import { found } from "./views/find.js";
import { queue } from "./views/queue.js";
import { ticket } from "./views/ticket.js";
import { linkTo } from "./views/tools.js";
import { tick } from "./waiting.js";

/**
 * @typedef {object} Means   what views may use
 * @property {(key: string, values?: any) => string} t
 * @property {ReturnType<typeof createI18n>} words
 * @property {any} data      what the page was given: site, person, locale, zone, modules, severities, statuses, asks
 * @property {import("./actions.js").Actions} act
 * @property {ReturnType<typeof createChats>} chats
 * @property {string} base   of the site's pages
 * @property {(route: import("./state.js").Route) => string} href
 * @property {(problem: any) => {text: string}} refusal
 * @property {(as: string) => void} mean   what the answer is sent as
 * @property {(text: string, as?: string) => void} insert   words into the answer, where the cursor is; `as`: what it is sent as then
 * @property {ReturnType<typeof createBell>} bell
 * @property {(on: boolean) => void} setBell
 * @property {(on: boolean) => void} setKeys
 * @property {() => boolean} enterSends   does Enter alone send a line of a chat?
 * @property {(on: boolean) => void} setEnterSends
 * @property {(key: string) => boolean} press   a single key, where the field is still empty
 */

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("desk.data")).textContent || "");
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const words = createI18n(data.words, data.locale), { t } = words;
const base = `/desk/${data.site}`;
const KEYS_OFF = "askaside.desk.keys-off", ENTER = "askaside.desk.enter-sends";
const FILTERS = ["whose", "status", "severity", "module"];

const store = createStore(CHANGES, begin(routeOf(location), { n: data.n, keys: !remembered(KEYS_OFF), now: Date.now(), me: data.person.id }));
const drafts = createDrafts(data.person.id, data.site);
const bell = createBell(t, (row) => visit({ ...store.get().route, id: row.conversation ? null : row.id, chat: row.conversation ? row.id : null }));
const api = createDeskApi(data.site, data.csrf), refusal = createRefusals(t, data);
const looks = () => !document.hidden && document.hasFocus();
const act = createActions({ store, api, drafts, t, data, ring: bell.ring, refusal });
/** @type {ReturnType<typeof createLive> | null} */
let live = null;
const chats = createChats({ store, api, t, data, ring: bell.ring, refusal, looks, keep: act.keep, say: (event, told) => live ? live.say(event, told) : Promise.reject({ status: 0, code: "unavailable" }) });
const title = document.title;
/** @type {HTMLElement | null} */
let root = null;
let shown = store.get();
/** @type {string | null} */
let titled = null;     // what has been shown since it was gone to
let unfocused = "";   // the tool that was opened and has nothing to put the focus on yet

/** @type {Means} */
const means = { t, words, data, base, bell, href, act: { ...act, go: visit, write }, chats, refusal, mean: (as) => store.dispatch({ type: "meant", as }), press: (key) => keys.press(key),
  enterSends: () => remembered(ENTER),
  setEnterSends: (on) => { remember(ENTER, on); draw(store.get()); },
  setBell: (on) => { bell.set(on); draw(store.get()); },
  setKeys: (on) => { remember(KEYS_OFF, !on); act.keys(on); },
  insert(text, as) {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("desk.answer"));
    const before = field.value.slice(0, field.selectionEnd), after = field.value.slice(field.selectionEnd);
    write(before + (before && !/\s$/.test(before) ? "\n" : "") + text + "\n" + after);
    if (store.get().tool) act.tool("");
    if (as && !store.get().route.chat) store.dispatch({ type: "meant", as });
    field.focus();
  } };

/** @param {string} text */
function write(text) {
  act.write(text);
  chats.wrote(text);
}

/** @param {Location | URL} where @returns {import("./state.js").Route} */
function routeOf({ pathname, search }) {
  const given = new URLSearchParams(search);
  const [, kind, one = null] = pathname.match(/\/(tickets|chats)\/([a-z2-7]{26})$/) || [];
  return { id: kind === "tickets" ? one : null, chat: kind === "chats" ? one : null, filters: Object.fromEntries(FILTERS.map((name) => [name, given.get(name) || ""]).filter(([, value]) => value)) };
}

/** @param {import("./state.js").Route} route */
function href({ id, chat, filters }) {
  const some = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
  return base + (id ? `/tickets/${id}` : chat ? `/chats/${chat}` : "") + (some && `?${some}`);
}

/** @param {import("./state.js").Route} route */
function visit(route) {
  if (href(route) !== location.pathname + location.search) history.pushState(null, "", href(route));
  go();
}

/** What the address says is shown. */
function go() {
  const { chat: before } = store.get().route, route = routeOf(location);
  act.go(route);
  if (!route.chat || route.chat === before) return;
  chats.readOne(route.chat);
  chats.look();
}

/** @param {string} name */
function remembered(name) {
  try {
    return !!localStorage.getItem(name);
  } catch {
    return false;
  }
}

/** @param {string} name @param {boolean} on */
function remember(name, on) {
  try {
    if (on) localStorage.setItem(name, "1");
    else localStorage.removeItem(name);
  } catch { /* then for this page only */ }
}

/** @param {import("./state.js").State} state */
function draw(state) {
  const before = shown;
  shown = state;
  if (!root && (state.queue.status === "asked" || state.ticket.status === "asked" || state.chats.status === "asked" || (state.route.chat && current(state)?.status === "asked"))) return;   // what the server made stands there meanwhile
  const open = openOne(state), known = state.route.chat ? current(state)?.story : state.ticket.story;
  const fresh = h("div", { class: open ? "live opened" : "live" }, bar(state, means), state.find.q ? found(state, means) : queue(state, means), state.route.id && ticket(state, means), state.route.chat && chat(state, means), h("p", { class: "hidden", role: "status" }, state.said));
  if (!root) main.replaceChildren((root = h("div", {})));
  const at = /** @type {HTMLElement | null} */ (document.activeElement);
  patch(root, fresh);
  if (at !== document.activeElement && at?.isConnected) at.focus({ preventScroll: true });   // a row that moved
  document.title = open && known ? `${known.number ? `#${known.number}` : known.who.name || t("desk.chat.visitor")} ${known.subject} – ${data.name} – Askaside` : title;
  if (open && known && titled !== open && document.activeElement === document.body) document.getElementById("desk.title")?.focus();
  titled = known ? open : null;
  if (state.route.chat) follow(state, before);
  if (state.tool !== before.tool) unfocused = state.tool;
  const first = unfocused && /** @type {HTMLElement | null} */ (root.querySelector("[data-first]"));   // it may come later, with what was asked for
  if (first) {
    first.focus();
    unfocused = "";
  }
  if (!state.tool && before.tool && document.activeElement === document.body) /** @type {HTMLElement | null} */ (root.querySelector(`[data-tool="${before.tool}"]`))?.focus();
}

/** The cursor into the answer, to be sent as this. @param {string} as */
function compose(as) {
  const field = document.getElementById("desk.answer");
  if (!field) return;
  store.dispatch({ type: "meant", as });
  field.focus();
}

/** What may fit goes into the answer; where nothing is proposed, it is looked for. */
function propose() {
  const state = store.get(), fits = current(state)?.proposals.find((one) => !state.draft.text.includes(linkTo(one, one.locale, means)));
  if (fits) means.insert(linkTo(fits, fits.locale, means));
  else act.tool("article");
}

store.listen(draw);
main.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || link.target || link.hasAttribute("download") || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.origin !== location.origin) return;
  if (link.pathname !== base && !(link.pathname.startsWith(base) && /^\/(tickets|chats)\/[a-z2-7]{26}$/.test(link.pathname.slice(base.length)))) return;
  event.preventDefault();
  visit(routeOf(new URL(link.href)));
});
addEventListener("popstate", go);
const keys = createKeys({ get: store.get, act: means.act, root: main, compose, propose, take: () => store.get().route.chat && chats.act("take") });
setInterval(() => store.dispatch({ type: "ticked", now: Date.now() }), 30_000);
setInterval(() => root && !document.hidden && tick(root), 1000);
store.listen(chats.look);
for (const name of ["focus", "visibilitychange"]) addEventListener(name, chats.look);
addEventListener("storage", chats.elsewhere);
const { id, chat: talk } = store.get().route, draft = drafts.of(id ?? talk ?? "");
if (draft) store.dispatch({ type: "kept", draft });
if (id) store.dispatch({ type: "untold", id, status: "asked" });
if (talk) store.dispatch({ type: "chatAsked", id: talk });
Promise.all([act.begin(), chats.catchUp()]).then(() => { live = createLive({ store, site: data.site, csrf: data.csrf, catchUp: act.catchUp, chats }); });
