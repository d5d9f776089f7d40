/** What no picture of the page ever holds: passwords, codes, cards, and all that the product marks as `data-help-private`. */

export const PRIVATE = "[data-help-private],input[type=password i],[autocomplete~=current-password i],[autocomplete~=new-password i],[autocomplete~=one-time-code i],[autocomplete*=cc- i]";

/** Text that is drawn as dots is a password, whatever its field is called. @param {Element} node @param {CSSStyleDeclaration} style */
export const secret = (node, style) => node.matches(PRIVATE) || !/^(none)?$/.test(style.getPropertyValue("-webkit-text-security"));

/** @typedef {{x: number, y: number, width: number, height: number}} Area */

/** Everything private in the page, also in open shadow trees; a frame that holds some is private as a whole. @param {ParentNode} [root] @returns {Element[]} */
export function privates(root = document) {
  return [...root.querySelectorAll("*")].flatMap((node) => {
    const { shadowRoot, contentDocument } = /** @type {any} */ (node);
    if (node.matches(PRIVATE) || (contentDocument && privates(contentDocument)[0])) return [node];
    return shadowRoot && node.localName !== "ask-aside" ? privates(shadowRoot) : [];
  });
}

/** Where an element and all that is in it stands in the window, in CSS pixels: what runs over its box, too. @param {Element} node @returns {Area[]} */
export function areasOf(node) {
  const all = document.createRange();
  all.selectNodeContents(node);
  return [...node.getClientRects(), ...all.getClientRects()].filter(({ width, height }) => width && height);
}
