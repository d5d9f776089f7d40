/**
 * The page as one SVG text: each element that is in the window, as it looks at this moment. Nothing is put into the page for it,
 * nothing runs, nothing is loaded. What is private is a black box from the start: not a letter of it is in the text.
 */
import { createImages } from "./images.js";
import { secret } from "./private.js";
import { createStyles, UNSET } from "./styles.js";

const HTML = "http://www.w3.org/1999/xhtml", SVG = "http://www.w3.org/2000/svg";
/** Elements that a style alone cannot be, with what they need; all others become an `x`, which has no style of its own. @type {Record<string, string[]>} */
const NATIVE = { button: [], progress: ["value", "max"], meter: ["value", "min", "max", "low", "high", "optimum"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"],
  fieldset: [], legend: [], ol: ["start", "reversed"], ul: [], li: ["value"], br: [], wbr: [], img: [], input: ["type"] };
const CONTROL = /^(input|textarea|select|button)$/, DRAWN = /^(checkbox|radio|range|color)$/, FRAME = /^(iframe|frame|object|embed|audio)$/, PICTURE = /^(img|canvas|video)$/;
/** Pixels between the points at which is looked what lies in the window. */
const GRID = 24;

/** As XML has it; what it cannot hold at all is left out. @param {string} text */
const escaped = (text) => text.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {Element} node @returns {Node[]} what is drawn in it */
function inside(node) {
  const { shadowRoot, assignedNodes } = /** @type {any} */ (node);
  const given = node.localName === "slot" && assignedNodes ? /** @type {HTMLSlotElement} */ (node).assignedNodes() : [];
  return given.length ? given : [...(shadowRoot || node).childNodes];
}

/** The elements that something in the window belongs to. @param {number} width @param {number} height */
function seen(width, height) {
  /** @type {Set<Element>} */
  const found = new Set();
  for (let y = 1; y < height; y += GRID) for (let x = 1; x < width; x += GRID * 2) {
    for (let node = /** @type {any} */ (document.elementFromPoint(x, y)); node && !found.has(node); node = node.parentElement || node.getRootNode().host) found.add(node);
  }
  return found;
}

/** A choice that is shown as a list. @param {any} node */
const listed = (node) => node.multiple || node.size > 1;

/** @param {any} node  a field @returns {string} */
const written = (node) => (node.localName === "select" ? node.selectedOptions[0]?.text : node.type === "file" ? [...node.files].map((/** @type {File} */ file) => file.name).join(", ") : node.value || node.placeholder);

/** Does the space below the last thing in a block lie below the block? Then its height must stay open. @param {Element} node @param {CSSStyleDeclaration} style @param {DOMRect} box */
function runsOver(node, style, box) {
  if (style.display !== "block") return false;
  for (let last = node.lastElementChild; last && Math.abs(last.getBoundingClientRect().bottom - box.bottom) < 1; last = last.lastElementChild) {
    const { display, marginBottom } = getComputedStyle(last);
    if (display !== "block" && display !== "flex" && display !== "grid" && display !== "table" && display !== "list-item") return false;
    if (marginBottom !== "0px") return true;
  }
  return false;
}

/** Do the words of a block stand on one line? They stay there, also in another face. @param {Element} node @param {CSSStyleDeclaration} style */
function single(node, style) {
  if (style.display.startsWith("inline") && style.display !== "inline-block" || ![...node.childNodes].some((child) => child.nodeType === 3 && child.nodeValue?.trim())) return false;
  const words = document.createRange();
  words.selectNodeContents(node);
  return words.getBoundingClientRect().height < 1.6 * (parseFloat(style.lineHeight) || 1.3 * parseFloat(style.fontSize));
}

/**
 * @param {object} given
 * @param {Element} given.zero   without any style
 * @param {number} given.width @param {number} given.height   of the window
 * @param {number} given.scale   pixels of the picture for one of the window
 */
export function createCopy({ zero, width, height, scale }) {
  const images = createImages(scale), styles = createStyles(zero, images.at);
  const kept = seen(width, height);
  /** Ids that are in the copy. @type {Set<string>} */
  const ids = new Set();
  /** @type {string[]} */
  const out = [];

  /** @param {string} tag @param {string} space @param {string} around @param {string} declarations @param {string} [more] @param {string} [before] @param {string} [after] */
  function open(tag, space, around, declarations, more = "", before = "", after = "") {
    out.push(`<${tag} class="${styles.name((tag in NATIVE ? UNSET : "") + declarations, before, after)}"${space === around ? "" : ` xmlns="${space}"`}${more}>`);
  }

  /** @param {Element} node @param {"::before" | "::after"} which @param {string[]} values */
  function pseudo(node, which, values) {
    const style = getComputedStyle(node, which);
    return /^(none|normal)?$/.test(style.content) || style.display === "none" ? "" : `content:${styles.content(style)};` + styles.declarations(style, styles.values(style), values);
  }

  /**
   * @param {Node} node @param {string[]} above   values of the parent @param {string} around   its namespace @param {string} moved   how its scrolling moves what is in it
   * @param {boolean} [defined]   something is drawn with it, though it is not drawn itself
   * @returns {Generator<void, void, void>}   rests where it may be left for a while
   */
  function* copy(node, above, around, moved, defined) {
    if (node.nodeType === 3) return void out.push(escaped(node.nodeValue || ""));
    if (node.nodeType !== 1) return;
    const element = /** @type {any} */ (node), name = element.localName;
    const style = getComputedStyle(element);
    if (name === "ask-aside" || (!defined && (style.display === "none" || (style.display !== "contents" && element.namespaceURI === HTML && element.checkVisibility?.() === false)))) return;
    yield;
    const box = element.getBoundingClientRect();
    const values = styles.values(style), space = element.namespaceURI === SVG ? SVG : HTML;
    let said = styles.declarations(style, values, above) + placed(element, style, box, moved);
    if (secret(element, style)) {
      open("x", HTML, around, `${said.replace(/[^;]*url\([^;]*;/g, "")}${blank(style, box)}background:#000;border-color:#000;border-style:solid;border-radius:0;color:#000;opacity:1;box-shadow:none;filter:none;mask:none;`);
      return void out.push("</x>");
    }
    if (FRAME.test(name) || (PICTURE.test(name) && !drawable(element))) {
      open("x", HTML, around, said + blank(style, box) + "background:#8883;");
      return void out.push("</x>");
    }
    if (PICTURE.test(name)) {
      open("img", HTML, around, said, ` src="${images.of(element)}"`);
      return void out.push("</img>");
    }
    const away = !defined && space === HTML && box.width > 0 && (box.bottom < 0 || box.top > height || box.right < 0 || box.left > width) && !kept.has(element);
    if (CONTROL.test(name) && /inset|outset/.test(style.borderTopStyle)) said += "border-style:solid;border-color:#8888;";   // a browser draws its own more finely than it says
    if (name === "input" ? !DRAWN.test(element.type) : name === "textarea" || (name === "select" && !listed(element))) return field(element, style, said, around, away ? "" : written(element));
    if (element === document.documentElement && style.display === "block") said += "display:flow-root;";
    if (style.display === "table-cell" || runsOver(element, style, box)) said += "height:auto;";
    if (single(element, style) && !/pre|nowrap/.test(style.whiteSpace)) said += "white-space:nowrap;";
    if (/auto|scroll/.test(style.overflow)) said += "overflow:hidden;";
    const tag = space === SVG || name in NATIVE ? name : "x";
    open(tag, space, around, said, space === SVG ? shape(element) : given(element), away ? "" : pseudo(element, "::before", values), away ? "" : pseudo(element, "::after", values));
    if (!away) {
      const scrolled = element !== document.documentElement && element !== document.body && (element.scrollTop || element.scrollLeft) ? `translate:${-element.scrollLeft}px ${-element.scrollTop}px;` : "";
      for (const child of name === "details" && !element.open ? element.querySelectorAll(":scope > summary:first-of-type") : inside(element)) yield* copy(child, values, space, scrolled, defined);
    }
    out.push(`</${tag}>`);
  }

  /** What the style does not say of where it stands. @param {any} node @param {CSSStyleDeclaration} style @param {DOMRect} box @param {string} moved */
  function placed(node, style, box, moved) {
    const modal = node.localName === "dialog" && node.matches(":modal") ? "z-index:2147483646;" : "";
    // In the copy the window is a box that is moved by what is scrolled: what is fixed moves back.
    if (style.position === "fixed") return `${modal}translate:${scrollX}px ${scrollY}px;`;
    if (style.position !== "sticky") return modal + (style.position === "absolute" || style.translate !== "none" ? "" : moved);
    const before = node.previousElementSibling?.getBoundingClientRect().bottom ?? node.parentElement.getBoundingClientRect().top + parseFloat(getComputedStyle(node.parentElement).paddingTop);
    return `position:relative;inset:auto;translate:0 ${Math.max(0, box.top - before - parseFloat(style.marginTop))}px;`;
  }

  /** A box without anything in it keeps its size. @param {CSSStyleDeclaration} style @param {DOMRect} box */
  const blank = (style, box) => (style.display === "inline" ? `display:inline-block;width:${box.width}px;height:${box.height}px;box-sizing:border-box;` : "");

  /** @param {any} node */
  const drawable = (node) => (node.localName === "img" ? node.complete && node.naturalWidth > 0 : node.localName === "video" ? node.readyState > 1 : node.width > 0 && node.height > 0);

  /** A field, with its words on its line. @param {any} node @param {CSSStyleDeclaration} style @param {string} said @param {string} around @param {string} text */
  function field(node, style, said, around, text) {
    const area = node.localName === "textarea", soft = node.value ? "" : `color:${getComputedStyle(node, "::placeholder").color};`;
    open("x", HTML, around, `${said}overflow:hidden;${area ? "" : `display:${style.display === "block" ? "flex" : "inline-flex"};align-items:center;`}`);
    open("x", HTML, HTML, `display:block;flex:auto;${soft}${area ? `white-space:pre-wrap;margin-top:-${node.scrollTop}px;` : `white-space:pre;${/^(button|submit|reset)$/.test(node.type) ? "text-align:center;" : ""}`}`);
    out.push(escaped(text || "\u200b"), "</x>", node.localName === "select" && style.appearance !== "none" ? "▾" : "", "</x>");
  }

  /** @param {any} node */
  function given(node) {
    const kept = (NATIVE[node.localName] || []).filter((name) => node.hasAttribute(name)).map((name) => [name, node.getAttribute(name)]);
    if (node.localName === "input") kept.push(["value", node.value], ...(node.checked ? [["checked", ""]] : []));
    if (node.selected) kept.push(["selected", ""]);
    return attributes(kept);
  }

  /** @param {string[][]} pairs */
  const attributes = (pairs) => pairs.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");

  /** How a drawing says what it is: nothing that runs, nothing from elsewhere. @param {Element} node */
  function shape(node) {
    if (node.id) ids.add(node.id);
    const link = node.getAttribute("href") || node.getAttribute("xlink:href") || "";
    if (link.startsWith("#")) styles.used.add(link.slice(1));
    return attributes([...node.attributes].filter(({ name }) => /^[a-zA-Z][\w-]*$/.test(name) && !/^(on.*|class|style|href|xmlns)$/i.test(name)).map(({ name, value }) => [name, value])
      .concat(link.startsWith("#") ? [["href", link]] : []));
  }

  /** @returns {Generator<void, void, void>} */
  function* page() {
    const root = document.documentElement, body = document.body;
    const ground = [body, root].map((node) => getComputedStyle(node).backgroundColor).find((colour) => !/^(transparent|rgba\(.*, 0\))$/.test(colour)) || "Canvas";
    open("x", HTML, SVG, `display:block;position:relative;overflow:hidden;width:${width}px;height:${height}px;background:${ground};`);
    open("x", HTML, HTML, `display:block;position:relative;width:${width}px;height:${height}px;translate:${-scrollX}px ${-scrollY}px;`);
    yield* copy(root, styles.initial, HTML, "");
    out.push("</x></x>");
    for (const id of styles.used) {
      const defined = !ids.has(id) && document.getElementById(id);
      if (defined) {
        out.push(`<svg xmlns="${SVG}" width="0" height="0">`);
        yield* copy(defined, styles.initial, SVG, "", true);
        out.push("</svg>");
      }
    }
  }

  return {
    page,
    /** @returns {Promise<string>} */
    text: () => images.filled(`<svg xmlns="${SVG}" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}"><foreignObject width="100%" height="100%"><style xmlns="${HTML}">${escaped(styles.sheet())}</style>${out.join("")}</foreignObject></svg>`),
  };
}
