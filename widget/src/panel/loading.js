/** What a list or an article holds, asked for when it is shown: it watches where the visitor is, as the search watches the field. */
import { articleOf, listOf } from "./state.js";

const LARGEST_LIST = 2000;

/** @param {import("./panel.js").Given} given */
export function createLoading({ store, api, act, emit, heard }) {
  const { dispatch, get } = store;
  /** @type {import("./state.js").Place | null} */
  let before = null;
  let { person } = heard;
  store.listen(watch);
  watch(get());

  /** @param {import("./state.js").State} state */
  function watch(state) {
    const { place, open, pack, status: asked } = state;
    if (person !== heard.person && pack.site.signed) {   // who is here now may read something else
      person = heard.person;
      dispatch({ type: "spoke", pack });
      if (asked !== "none") act.askHelp(true);
      return;
    }
    if (!open || !["list", "article"].includes(place.screen)) return void (before = null);
    const { status } = place.screen === "list" ? listOf(state, place.id) : articleOf(state, place.id);
    const came = before?.id !== place.id || before.screen !== place.screen;
    before = place;
    if (status === "none" || (came && status === "failed")) place.screen === "list" ? loadList(place.id) : loadArticle(place.id);
  }

  /** Did who asked sign out meanwhile? @param {any} who */
  const gone = (who) => who && !heard.who;

  /** All answers of a module, or of the site (""), page by page. @param {string} id */
  async function loadList(id) {
    dispatch({ type: "list-is", id, list: { status: "asked" } });
    const tongue = get().pack.locale, { who } = heard;
    /** @type {Map<string, any>} */
    const groups = new Map();
    let status = "here";
    try {
      for (let after = "", count = 0; after != null && count < LARGEST_LIST;) {
        const page = await api.get("/articles", { module: id, locale: tongue, limit: 100, after });
        for (const { module, articles } of page.groups) {
          const rows = articles.filter((/** @type {any} */ row) => row.kind !== "about");
          count += articles.length;
          groups.set(module.key, { module, articles: [...(groups.get(module.key)?.articles || []), ...rows] });
        }
        after = page.next;
      }
    } catch (error) {
      status = "failed";
      emit("error", error);
    }
    if (tongue !== get().pack.locale || gone(who)) return;
    const found = [...groups.values()].filter((group) => group.articles.length);
    dispatch({ type: "list-is", id, list: found.length || status === "here" ? { status, groups: found } : { status } });
  }

  /** @param {string} id */
  async function loadArticle(id) {
    dispatch({ type: "article-is", id, opened: { status: "asked" } });
    const tongue = get().pack.locale, { who } = heard;
    let opened;
    try {
      opened = { status: "here", article: await api.get(`/articles/${id.split("/").map(encodeURIComponent).join("/")}`, { locale: tongue }) };
    } catch (error) {
      opened = { status: /** @type {any} */ (error).status === 404 ? "gone" : "failed" };
      emit("error", error);
    }
    if (tongue === get().pack.locale && !gone(who)) dispatch({ type: "article-is", id, opened });
  }
}
