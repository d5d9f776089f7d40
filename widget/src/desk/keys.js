/** Single keys, where nothing is written: through the queue, into an answer. Whom they hinder switches them off (WCAG 2.1.4). */
import { shown } from "./chat-state.js";
import { beside, openOne } from "./state.js";

/** @type {Record<string, string>} key: the word for what it does */
export const KEYS = { j: "desk.key.next", k: "desk.key.before", u: "desk.key.queue", "/": "desk.key.find", r: "desk.key.reply", n: "desk.key.note", "#": "desk.key.macro", "@": "desk.key.article",
  t: "desk.key.take", a: "desk.key.assign", d: "desk.key.draft", "?": "desk.key.keys" };

/**
 * @param {object} given
 * @param {() => import("./state.js").State} given.get
 * @param {import("./actions.js").Actions} given.act
 * @param {ParentNode} given.root
 * @param {(as: string) => void} given.compose   put the cursor into the answer, to be sent as this
 * @param {() => void} given.propose              put in what may fit, or look for it
 * @param {() => void} given.take
 */
export function createKeys({ get, act, root, compose, propose, take }) {
  const rows = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll("a[data-row]")]);

  /** @param {number} step */
  function move(step) {
    const { queue, chats, route } = get();
    const at = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.row ?? openOne(get());
    const to = beside([...shown(chats.rows, route.filters), ...queue.rows], at ?? null, step);
    rows().find((row) => row.dataset.row === to?.id)?.focus();
  }

  /** @type {Record<string, () => void>} */
  const does = { j: () => move(1), k: () => move(-1), u: () => act.go({ ...get().route, id: null, chat: null }), "/": () => /** @type {HTMLElement | null} */ (root.querySelector("[type=search]"))?.focus(),
    r: () => compose("reply"), n: () => compose("note"), "#": () => act.tool("macro"), "@": propose, t: take, a: () => act.tool(get().route.chat ? "hand" : "assign"),
    d: () => act.tool("draft"), "?": () => act.help(!get().help) };

  /** What a key does; false: nothing. @param {string} key */
  function press(key) {
    if (!(key in does) || !(get().keys || key === "?")) return false;
    does[key]();
    return true;
  }

  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (event.key === "Escape" && get().find.q && target.id === "desk.find") return act.find("");
    if (event.key === "Escape" && (get().help || get().tool)) {
      if (get().help) act.help(false);
      else act.tool("");
      return event.preventDefault();
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (press(event.key)) event.preventDefault();
  });
  return { press };
}
