/**
 * The way to a chat: offered at the foot of every screen and of the form while somebody is there to answer, asked for while the panel is
 * open; and the part with the chat itself, brought when somebody goes there, or has one that runs.
 */
import { h } from "../shared/dom.js";
import { OFFERED, offerOf } from "./offer-state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./panel.js").Means} Means */

const BEAT = 20_000;

/** @param {import("./panel.js").Given} given @param {import("./panel.js").Later} later */
export function createOffering({ store, api, context, memory, ended, pause }, later) {
  const { dispatch, get } = store;
  memory.fits.chat = (/** @type {any} */ it) => typeof it.id === "string";
  store.learn(OFFERED);
  let asked = "", bringing = false, tries = 0;
  /** @type {any[]} */
  let [beat, form] = [0, null];
  ended.addEventListener("abort", () => clearInterval(beat));
  addEventListener("visibilitychange", () => look(), { signal: ended });
  store.listen(watch);
  queueMicrotask(() => watch(get()));

  const offers = (/** @type {State} */ { help, pack }) => (help || pack.site).channels.some((/** @type {any} */ { kind }) => kind === "chat");

  /** @param {State} state */
  function watch(state) {
    const { open, shown, place, pack } = state;
    const { module, url } = context.read(pack.site.route), want = open && shown && offers(state) ? [pack.locale, module || state.help?.module?.key || "", url].join(" ") : "";
    if (want !== asked) {
      asked = want;
      clearInterval(beat);
      if (want) {
        look();
        beat = setInterval(look, BEAT);
      }
    }
    if (place.screen === "chat" || memory.get("chat")) bring();
    // The form is a screen of another part: where it ends, the chat is offered, too.
    const screens = form || !open ? null : later.get("asking", pack.locale, false);
    if (!screens) return;
    form = screens.write;
    screens.write = (/** @type {State} */ now, /** @type {Means} */ means) => {
      const drawn = form(now, means);
      return { ...drawn, body: [...drawn.body, now.place.id !== "picture" && h("ul", { key: "chat", class: "cards" }, card(now, means, true))] };
    };
  }

  /** Is somebody there? What cannot be asked is as it was. */
  async function look() {
    if (!asked || document.hidden) return;
    const { pack, help } = get(), was = asked;
    try {
      const { channels } = await api.get("/contact", { locale: pack.locale, module: context.read(pack.site.route).module || help?.module?.key });
      if (was === asked) dispatch({ type: "offered", offer: { row: channels.find((/** @type {any} */ { kind }) => kind === "chat") || null } });
    } catch { /* it is asked again */ }
  }

  /** The chat itself comes. */
  async function bring() {
    if (bringing) return;
    bringing = true;
    const { locale } = get().pack;
    await later.fetch(locale, "asking");
    try {
      await later.get("asking", locale, false).part(process.env.CHATTING);
    } catch {
      setTimeout(() => { if (!ended.aborted) { bringing = false; watch(get()); } }, pause(++tries));
    }
  }

  /** @param {State} state @param {Means} means @param {boolean} [narrow]  not in the foot, where a channel without anybody is said to be one */
  function card(state, { t: { t }, act }, narrow) {
    const { row, running, agent, unread } = offerOf(state);
    const button = (/** @type {string} */ first, /** @type {string} */ second, dot = true) => h("li", { key: "chat" },
      h("button", { type: "button", class: "card chat", "data-row": "chat", onclick: () => act.go({ screen: "chat", focus: "line" }) },
        h("strong", null, dot && h("span", { class: "here", "aria-hidden": "true" }), first), second && h("small", { dir: "auto" }, second)));
    if (running) return button(t("chat.goOn"), [agent, unread ? t("mine.unread", { n: unread }) : ""].filter(Boolean).join(" · "));
    if (row?.available) return button(row.title || t("chat.title"), [row.team, row.promise?.text || (row.position > 1 ? t("chat.before", { n: row.position - 1 }) : ""), row.advice].filter(Boolean).join(" · "));
    return !narrow && (state.help || state.pack.site).channels.length === 1 && h("li", { key: "chat" }, h("p", { class: "soft" }, t("chat.nobody")));
  }
  return card;
}
