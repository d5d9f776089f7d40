/** What is read in the page: each of these runs there, and knows nothing of this file. */

/**
 * A selector is looked for in the page; one that begins with `>` in the panel.
 *
 * @returns {{text: string, value: string, focused: boolean, x: number, y: number, width: number, height: number, at: number[], free: boolean}[]}  what of it can be seen;
 *   `at`: a point to click at; `free`: nothing else lies there
 */
export function look(selector, text, scroll) {
  const inside = selector.startsWith(">");
  const from = inside ? document.querySelector("ask-aside")?.shadowRoot : document;
  const focus = inside ? from?.activeElement : document.activeElement;
  const shown = [...(from?.querySelectorAll(selector.replace(/^>/, "")) || [])].filter((node) => node.checkVisibility({ visibilityProperty: true }) && node.textContent.includes(text));
  if (scroll) shown[0]?.scrollIntoView({ block: "nearest", behavior: "instant" });
  return shown.map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const at = [x + width / 2, y + height / 2];
    return { text: node.textContent, value: node.value, focused: node === focus, x, y, width, height, at, free: node.contains(node.getRootNode().elementFromPoint(...at)) };
  });
}

/** The titles of the first group of answers. */
export const titles = () => [...document.querySelector("ask-aside").shadowRoot.querySelector("main section").querySelectorAll(".row-text")].map((node) => node.firstChild.textContent);

/** Of the panel: a style, an attribute, its place [x, y, width, height]. */
export const sheet = (name) => getComputedStyle(document.querySelector("ask-aside").shadowRoot.querySelector(".sheet"))[name];
export const attribute = (name) => document.querySelector("ask-aside").shadowRoot.querySelector(".sheet").getAttribute(name);
export const box = () => {
  const { x, y, width, height } = document.querySelector("ask-aside").shadowRoot.querySelector(".sheet").getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
};

/** Pixels between the field and the panel's edges: the scroll bar takes none of them, whatever kind it is of. */
export const margins = () => {
  const { shadowRoot } = document.querySelector("ask-aside");
  const [outer, inner] = [".sheet", ".field input"].map((selector) => shadowRoot.querySelector(selector).getBoundingClientRect());
  return [inner.left - outer.left, outer.right - inner.right].map(Math.round);
};

/** Pixels that can be scrolled sideways: of the page and of the panel. */
export const sideways = () => [document.documentElement, document.querySelector("ask-aside").shadowRoot.querySelector("main")].map((node) => Math.max(0, node.scrollWidth - node.clientWidth));
