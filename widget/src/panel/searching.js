/**
 * The search of home, a part of its own: it watches the words in the field, asks when they rest a moment, and keeps only the
 * answer to what stands there now. What it draws is in screens/search.js.
 */
import { carry, draw } from "./screens/search.js";
import css from "./screens/search.css";
import { recalled, shown } from "./matching.js";
import { SEARCHED } from "./search-state.js";
import { carried, question } from "./state.js";

export { css };

/** Milliseconds: between the last key and the question; until what is here is shown instead of what was found a letter before; until we say
 * that it takes long; until a question counts as asked. */
const PAUSE = 40, LATE = 300, SLOW = 1500, SETTLED = 1500;
/** Results: more than two screens of them nobody reads. */
const MOST = 8;
/** The server cuts at 200 characters and says so; beyond this not even the address would do. */
const LONGEST = 400;

/** @typedef {ReturnType<typeof begin>} Searching */

/** @param {import("./panel.js").Given} given */
export function begin({ store, api, context, heard, emit, act, memory, ended, moved }) {
  const { dispatch, get } = store;
  let asking = new AbortController();
  let pause = 0, rest = 0;
  let wanted = "";
  /** @type {{text: string, found: boolean, answered: boolean} | null}  came, and not yet told */
  let came = null;
  let hurried = false;   // Enter was pressed before the answer was there

  memory.fits.recent = (it) => it.every((/** @type {any} */ one) => typeof one === "string");
  store.learn(SEARCHED);
  store.listen(watch);
  addEventListener("pagehide", () => tell(true), { signal: ended });
  dispatch({ type: "recalled", recent: memory.get("recent") || [] });
  watch(get());

  /** @param {import("./state.js").State} state */
  function watch(state) {
    const { search, place, open, composing, pack } = state;
    if (!open || place.screen !== "home") tell();
    if (place.screen !== "home") return;   // on the way back the question is the same one
    const text = question(state);
    const want = JSON.stringify([text, search.turn, pack.locale]);
    if (composing || want === wanted) return;
    wanted = want;
    if (text && text === search.answered && search.status === "here") return;   // the way back
    asking.abort();
    clearTimeout(pause);
    clearTimeout(rest);
    came = null;
    hurried = false;
    if (text) pause = setTimeout(ask, PAUSE, text);
  }

  /** @param {string} text */
  async function ask(text) {
    if (ended.aborted) return;
    const { signal } = (asking = new AbortController());
    if (get().search.text !== text) dispatch({ type: "search-asked", text });   // words that stood there already
    const { pack, search } = get();
    const { url, module } = context.read(pack.site.route);
    const late = setTimeout(() => signal.aborted || dispatch({ type: "search-late", text }), LATE);
    const slow = setTimeout(() => signal.aborted || dispatch({ type: "search-slow", text }), SLOW);
    try {
      const answer = await api.get("/search", { q: Array.from(text).slice(0, LONGEST).join(""), locale: pack.locale, module, url, limit: MOST, exact: search.exact ? 1 : null }, signal);
      if (signal.aborted || text !== carried(get())) return;
      dispatch({ type: "search-came", text, answer });
      requestAnimationFrame(() => setTimeout(dispatch, 0, { type: "search-whole" }));
      came = { text, found: answer.results.length > 0, answered: answer.answered };
      rest = setTimeout(tell, SETTLED);
      if (hurried) enter();
    } catch (error) {
      if (signal.aborted) return;
      dispatch({ type: "search-failed", text });
      emit("error", error);
    } finally {
      clearTimeout(late);
      clearTimeout(slow);
    }
  }

  /** A question counts once: when the words have rested, a result was opened, or the visitor went. */
  function tell(leaving = false) {
    if (!came) return;
    const { text, found, answered } = came;
    came = null;
    clearTimeout(rest);
    if (found) {
      const recent = recalled(get().recent, text);
      memory.set("recent", recent);
      dispatch({ type: "recalled", recent });
    }
    act.note({ kind: "search", text, found }, leaving);
    emit("search", { text, found, answered });
  }

  /** @param {any} row */
  function choose(row) {
    if (row.search) return act.filter(row.search);
    act.openArticle(row.id + (row.anchor ? "#" + row.anchor : ""));
  }

  /**
   * The keys of a combobox: the arrows choose, Enter opens; the words stay where the focus is.
   *
   * @param {KeyboardEvent} event
   */
  function keys(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const state = get();
    const { active } = state.search;
    const { rows, settled } = options(state);
    const at = rows.findIndex((row) => row.id === active);
    const last = rows.length - 1;
    // One step beyond either end is the field itself.
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at === last ? -1 : at + 1, ArrowUp: at < 0 ? last : at - 1, ...(at >= 0 ? { Home: 0, End: last } : {}) };
    if (event.key === "Enter" && question(state)) {
      event.preventDefault();
      if (at >= 0) choose(rows[at]);
      else if (settled) enter();
      else hurried = true;
      return;
    }
    if (event.key === "Enter" && at >= 0) return choose(rows[at]);
    if (!(event.key in steps) || !rows.length) return;
    event.preventDefault();
    dispatch({ type: "activated", id: rows[steps[event.key]]?.id || "" });
    const { currentTarget } = event;
    const root = /** @type {ShadowRoot} */ (/** @type {Element} */ (currentTarget).getRootNode());
    root.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** Enter in the words: the answer, where there is one; else the closest is chosen, and a second Enter opens it. */
  function enter() {
    const { rows: [first], sure } = options(get());
    hurried = false;
    if (first && sure) choose(first);
    else if (first) dispatch({ type: "activated", id: first.id });
  }

  /** How often fields of a form were refused. */
  const refusals = new Map();
  const means = {
    keys, choose,
    again: () => dispatch({ type: "again" }),
    instead: () => dispatch({ type: "again", exact: true }),
    labels: () => labels(heard.stuck),
  };
  return {
    /** @param {import("./state.js").State} state @param {import("./panel.js").Means} usual */
    draw: (state, usual) => draw(state, usual, means, options(state)),
    /** A form was refused. The third time there is a quiet dot on our `?` until it is pressed. @param {any} field  one of the form @param {HTMLElement} own @param {import("./panel.js").Means["t"]} t */
    stuck(field, own, { t }) {
      const times = (refusals.get(field.form) || 0) + 1;
      refusals.set(field.form, times);
      if (!field.form || times < 3) return;
      heard.stuck = field;
      if (get().open) return moved();
      if (own.classList.contains("stuck")) return;
      const usual = own.getAttribute("aria-label") || "";
      own.classList.add("stuck");
      own.setAttribute("aria-label", t("stuckHint"));
      own.addEventListener("click", () => {
        own.classList.remove("stuck");
        own.setAttribute("aria-label", usual);
      }, { once: true });
    },
    /** What stands where the question goes along. @param {import("./panel.js").Means} usual */
    note: ({ t }) => t.t("carried"),
    /** @param {string} link @param {import("./state.js").State} state @param {import("./panel.js").Means} usual */
    carry: (link, state, { t }) => carry(link, carried(state), t.t("pageIs", { url: context.read(state.pack.site.route).url })),
  };
}

/** What the fields of a form that were refused are called; what is in them is never read. @param {any} field  one of them */
function labels(field) {
  const refused = field?.isConnected ? [...field.form.querySelectorAll(":invalid")] : [];
  const names = refused.filter((one) => !one.closest("[data-help-private]")).map((one) => one.getAttribute("aria-label") || nameOf(one.labels?.[0]));
  return [...new Set(names.filter(Boolean))].slice(0, 4);
}

/** The words of a label, without those of a field inside of it. @param {Node | undefined} label */
function nameOf(label) {
  const copy = /** @type {Element | undefined} */ (label?.cloneNode(true));
  for (const inner of copy?.querySelectorAll("input,select,textarea,output,button") || []) inner.remove();
  return (copy?.textContent || "").replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim().slice(0, 80);
}

/** What can be chosen now: results; in an empty field that has the focus, what was searched for before. @param {import("./state.js").State} state */
export function options(state) {
  if (question(state)) return shown(state);
  const rows = state.looking ? state.recent.map((text) => ({ id: "recent:" + text, search: text })) : [];
  return { rows, sure: false, settled: true, stands: true };
}
