/** What somebody wrote in a chat, as the server has marked it up, as nodes. Only these few are ever made; anything else in it is text. */
import { h } from "../shared/dom.js";

const KNOWN = /^(p|br|strong|em|code|pre|ul|ol|li|a)$/;
const PIECES = /<(\/?)([a-z]+)((?: [a-z]+="[^"]*")*) ?\/?>|[^<]+|</g;
/** @type {Record<string, string>} */
const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };
const plain = (/** @type {string} */ text) => text.replace(/&(?:(amp|lt|gt|quot|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/g, (whole, sign, ten, hex) => {
  if (sign) return SIGNS[sign];
  const code = ten ? +ten : parseInt(hex, 16);
  return code < 0x110000 ? String.fromCodePoint(code) : whole;
});

/**
 * @template N
 * @param {string} html
 * @param {(name: string, props: Record<string, string>, ...children: any[]) => N} [make]
 * @returns {(N | string)[]}
 */
export function marked(html, make = /** @type {any} */ (h)) {
  /** @type {{name: string, props: Record<string, string>, children: any[]}[]} */
  const open = [{ name: "", props: {}, children: [] }];
  const close = () => {
    const { name, props, children } = /** @type {any} */ (open.pop());
    /** @type {any} */ (open.at(-1)).children.push(make(name, props, ...children));
  };
  for (const [piece, end, name, given] of html.matchAll(PIECES)) {
    const { children } = /** @type {any} */ (open.at(-1));
    if (!name) children.push(plain(piece));
    else if (!KNOWN.test(name)) children.push(piece);
    else if (name === "br") children.push(make("br", {}));
    else if (!end) open.push({ name, props: name === "a" ? link(given) : {}, children: [] });
    else if (open.some((one) => one.name === name)) for (let last = ""; last !== name;) { last = /** @type {any} */ (open.at(-1)).name; close(); }
  }
  while (open.length > 1) close();
  return open[0].children;
}

/** An address that leads out of the desk, and nowhere else. @param {string} given @returns {Record<string, string>} */
function link(given) {
  const found = plain(given.match(/ href="([^"]*)"/)?.[1] || "");
  return /^(https?:|mailto:)/i.test(found) ? { href: found, target: "_blank", rel: "noopener noreferrer nofollow" } : {};
}
