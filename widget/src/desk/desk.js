/** The live desk: takes the place of the page that the server made, as soon as it has the same to show. */
import { h, patch } from "../shared/dom.js";
import { createI18n } from "../shared/i18n.js";
import { createStore } from "../shared/store.js";
import { createActions } from "./actions.js";
import { createDeskApi } from "./api.js";
import { createBell } from "./bell.js";
import { createDrafts } from "./drafts.js";
import { createKeys } from "./keys.js";
import { createLive } from "./live.js";
import { begin, CHANGES } from "./state.js";
import { bar } from "./views/bar.js";
import { found } from "./views/find.js";
import { queue } from "./views/queue.js";
import { ticket } from "./views/ticket.js";

/**
 * @typedef {object} Means   what views may use
 * @property {(key: string, values?: any) => string} t
 * @property {ReturnType<typeof createI18n>} words
 * @property {any} data      what the page was given: site, person, locale, zone, modules, severities, statuses, asks
 * @property {import("./actions.js").Actions} act
 * @property {string} base   of the site's pages
 * @property {(route: import("./state.js").Route) => string} href
 * @property {(text: string, as?: string) => void} insert   words into the answer, where the cursor is; `as`: what it is sent as then
 * @property {ReturnType<typeof createBell>} bell
 * @property {(on: boolean) => void} setBell
 * @property {(on: boolean) => void} setKeys
 */

const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("desk.data")).textContent || "");
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const words = createI18n(data.words, data.locale), { t } = words;
const base = `/desk/${data.site}`;
const KEYS_OFF = "askaside.desk.keys-off";
const FILTERS = ["whose", "status", "severity", "module"];

const store = createStore(CHANGES, begin(routeOf(location), { n: data.n, keys: !remembered(KEYS_OFF), now: Date.now() }));
const drafts = createDrafts(data.person.id, data.site);
const bell = createBell(t, (id) => visit({ ...store.get().route, id }));
const act = createActions({ store, api: createDeskApi(data.site, data.csrf), drafts, t, data, ring: bell.ring });
const title = document.title;
/** @type {HTMLElement | null} */
let root = null;
let shown = store.get();
let unfocused = "";   // the tool that was opened and has nothing to put the focus on yet

/** @type {Means} */
const means = { t, words, data, base, bell, href, act: { ...act, go: visit },
  setBell: (on) => { bell.set(on); draw(store.get()); },
  setKeys: (on) => { remember(KEYS_OFF, !on); act.keys(on); },
  insert(text, as) {
    const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("desk.answer"));
    const before = field.value.slice(0, field.selectionEnd), after = field.value.slice(field.selectionEnd);
    act.write(before + (before && !/\s$/.test(before) ? "\n" : "") + text + "\n" + after);
    if (store.get().tool) act.tool("");
    if (as) store.dispatch({ type: "meant", as });
    field.focus();
  } };

/** @param {Location | URL} where @returns {import("./state.js").Route} */
function routeOf({ pathname, search }) {
  const given = new URLSearchParams(search);
  return { id: pathname.match(/\/tickets\/([a-z2-7]{26})$/)?.[1] ?? null, filters: Object.fromEntries(FILTERS.map((name) => [name, given.get(name) || ""]).filter(([, value]) => value)) };
}

/** @param {import("./state.js").Route} route */
function href({ id, filters }) {
  const some = new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString();
  return base + (id ? `/tickets/${id}` : "") + (some && `?${some}`);
}

/** @param {import("./state.js").Route} route */
function visit(route) {
  if (href(route) !== location.pathname + location.search) history.pushState(null, "", href(route));
  act.go(routeOf(location));
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
  if (!root && (state.queue.status === "asked" || state.ticket.status === "asked")) return;   // what the server made stands there meanwhile
  const fresh = h("div", { class: state.route.id ? "live opened" : "live" }, bar(state, means), state.find.q ? found(state, means) : queue(state, means), state.route.id && ticket(state, means), h("p", { class: "hidden", role: "status" }, state.said));
  if (!root) main.replaceChildren((root = h("div", {})));
  patch(root, fresh);
  document.title = state.route.id && state.ticket.story ? `#${state.ticket.story.number} ${state.ticket.story.subject} – ${data.name} – Askaside` : title;
  if (state.route.id && state.ticket.story && before.ticket.story?.id !== state.ticket.story.id && document.activeElement === document.body) document.getElementById("desk.title")?.focus();
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

store.listen(draw);
main.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || link.target || link.hasAttribute("download") || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.origin !== location.origin) return;
  if (link.pathname !== base && !link.pathname.startsWith(`${base}/tickets/`)) return;
  event.preventDefault();
  visit(routeOf(new URL(link.href)));
});
addEventListener("popstate", () => act.go(routeOf(location)));
createKeys({ get: store.get, act: means.act, root: main, compose });
setInterval(() => store.dispatch({ type: "ticked", now: Date.now() }), 30_000);
const { id } = store.get().route, draft = id && drafts.of(id);
if (draft) store.dispatch({ type: "kept", draft });
if (id) store.dispatch({ type: "untold", id, status: "asked" });
act.begin().then(() => createLive({ store, site: data.site, csrf: data.csrf, catchUp: act.catchUp }));
