/** Lists and articles, a part of its own that is loaded when there is time; with "did this help?", which is asked there only. */
import { post } from "../shared/api.js";
import { article } from "./screens/article.js";
import css from "./screens/article.css";
import { list } from "./screens/list.js";
import { createLoading } from "./loading.js";
import { READ } from "./reading-state.js";
import { articleOf } from "./state.js";

export { css };

/** @typedef {ReturnType<typeof createMarking>} Marking */

/** @param {import("./panel.js").Given} given */
export function begin(given) {
  given.store.learn(READ);
  const marking = createMarking(given);
  given.store.listen(beginAt(given));
  createLoading(given);
  return { list, article: (/** @type {import("./state.js").State} */ state, /** @type {import("./panel.js").Means} */ means) => article(state, means, marking) };
}

/** An article that was asked for at one of its headings begins there, once: to be told when it has been drawn. @param {import("./panel.js").Given} given */
function beginAt({ host }) {
  let begun = "";
  return (/** @type {import("./state.js").State} */ { place: { id, anchor, scroll } }) => {
    const heading = anchor && !scroll && begun !== id + anchor && host.shadowRoot?.getElementById(decodeURIComponent(anchor));
    if (!heading) return;
    begun = id + anchor;
    heading.scrollIntoView();
  };
}

/** What a reader leaves on an article. @param {import("./panel.js").Given} given */
function createMarking({ store: { dispatch, get }, api, emit, memory }) {
  return {
    /** @param {string} id @param {number} step @param {boolean} done */
    tick(id, step, done) {
      dispatch({ type: "ticked", id, step, done });
      memory.set("ticks", get().ticks);
    },
    /** @param {string} id @param {boolean} helpful @param {{reason?: string, text?: string}} [why] */
    async vote(id, helpful, why = {}) {
      dispatch({ type: "voted", id, vote: { choice: helpful ? "yes" : "no", sent: "sending" } });
      const tongue = articleOf(get(), id).article.locale;
      try {
        await post({ ask: api.read }, `/articles/${id}/votes?locale=${tongue}`, { helpful, ...why }, keyOf(JSON.stringify([id, helpful, why])));
        dispatch({ type: "voted", id, vote: { sent: "done" } });
        emit("vote", { id, helpful, ...why });
      } catch (error) {
        dispatch({ type: "voted", id, vote: { sent: "failed" } });
        emit("error", error);
      }
    },
    /** "No" first asks why. @param {string} id */
    doubt(id) { dispatch({ type: "voted", id, vote: { choice: "no", sent: "" } }); },
  };
}

/** The same vote tried again is the same write; random for each page, so that two people's equal votes both count. */
const page = Math.random().toString(36).slice(2) + Date.now().toString(36);

/** @param {string} text */
function keyOf(text) {
  let sum = 5381;
  for (let at = 0; at < text.length; at += 1) sum = (sum * 33 + text.charCodeAt(at)) >>> 0;
  return `${page}-${sum}`;
}
