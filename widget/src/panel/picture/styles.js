/** How the elements of a page look, as classes: each says what an element without any style would not have by itself. */

/** Has no part in how a page that stands still looks, is said by other names too, or is there as what it has come to (`width` and not `max-width`). */
const NEEDLESS = new RegExp("(^|-)(block|inline)(-|$)|-(start|end)-(start|end)-|^(animation|transition|scroll|overscroll|view-|timeline|trigger|anchor|position-|contain|offset-|caret|inter(a|e|p)"
  + "|break-|orphans|widows|math-|page|reading-|frame-|min-|max-|flex-(basis|grow|shrink|line)|cursor|pointer-|touch-|user-|resize|will-|app-|speak|overlay|aspect-|field-|content|transform-origin|perspective-origin"
  + "|-webkit-(locale|tap|user|rtl|mask|border-image|writing|line-break|ruby|text-(combine|orientation|decorations)|box-(?!orient)))|^-moz");
const MOVED = ["transform", "rotate", "scale"];
/** What has no border has none of its own width either; a browser begins with 3 pixels. */
const THIN = "border-width:0;outline-width:0;column-rule-width:0;";
/** Of an element that has styles by itself: none of them. */
export const UNSET = "all:unset;" + THIN;

/** @param {Element} zero  one without any style @param {(address: string) => string} picture   what stands in for the picture at an address */
export function createStyles(zero, picture) {
  const none = getComputedStyle(zero);
  const names = [...none].filter((name) => !NEEDLESS.test(name));
  const initial = names.map((name) => none.getPropertyValue(name));
  const plain = MOVED.map((name) => none.getPropertyValue(name));
  /** @type {Map<string, string>} */
  const classes = new Map();
  /** Ids that something is drawn with: gradients, masks. @type {Set<string>} */
  const used = new Set();

  /** @param {string} value */
  const own = (value) => value.replace(/url\("((?:[^"\\]|\\.)*)"\)/g, (whole, address) => {
    if (address.startsWith("data:")) return whole;
    const [path, id] = address.split("#");
    if (id == null || (path && path !== location.href.split("#")[0])) return `url("${picture(address)}")`;
    used.add(id);
    return `url("#${id}")`;
  });

  return {
    used, initial,
    /** The values of one element, by place; of what they are called `names` knows. @param {CSSStyleDeclaration} style */
    values: (style) => names.map((name) => style.getPropertyValue(name)),
    /** Said is what differs from nothing, and from what is inherited. @param {CSSStyleDeclaration} style @param {string[]} values @param {string[]} above  of the parent */
    declarations(style, values, above) {
      let text = "";
      values.forEach((value, at) => {
        if (value !== initial[at] || value !== above[at]) text += `${names[at]}:${value.includes("url(") ? own(value) : value};`;
      });
      if (MOVED.some((name, at) => style.getPropertyValue(name) !== plain[at])) text += `transform-origin:${style.transformOrigin};`;
      if (style.perspective !== "none") text += `perspective-origin:${style.perspectiveOrigin};`;
      return text;
    },
    content: (/** @type {CSSStyleDeclaration} */ style) => own(style.content),
    /** The class that says so. @param {string} declarations @param {string} before  of the pseudo-elements, "" for none @param {string} after */
    name(declarations, before, after) {
      const key = [declarations, before, after].join("\n");
      if (!classes.has(key)) classes.set(key, "c" + classes.size);
      return classes.get(key);
    },
    sheet: () => `*{${THIN}}` + [...classes].map(([key, name]) => key.split("\n").map((text, at) => text && `.${name}${["", "::before", "::after"][at]}{${text}}`).join("")).join(""),
  };
}
