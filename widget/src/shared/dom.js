/**
 * Nodes from text, and bringing a tree up to date in place. Nothing here takes HTML.
 *
 * @typedef {Node | string | number | false | null | undefined | (() => any)} Child
 * @typedef {Element & Record<string, any>} Loose
 */

/**
 * A new element. Props: `on…` handlers, `key` (its identity among its siblings), `still` (a list of values: its children are
 * made, by a function, only when one of them is another), `value` and `checked` as properties (a field without `value` keeps what is typed), everything else as attributes; false and null leave one out.
 *
 * @param {string} name
 * @param {Record<string, any> | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(name, props, ...children) {
  const node = /** @type {Loose} */ (document.createElement(name));
  let late = false;
  for (const [prop, value] of Object.entries(props || {})) {   // own ones: a page may have written into Object.prototype
    if (value == null || value === false) continue;
    if (prop === "key" || prop === "still" || prop === "value") node["$" + prop] = value;
    late ||= prop === "still";
    if (prop.startsWith("on")) (node.$on ||= bare())[prop] = node[prop] = value;
    else if (prop === "checked") node.checked = value;
    else if (prop === "key" || prop === "still") continue;
    else if (prop === "value" && "value" in node) node.value = value;
    else node.setAttribute(prop, (node.$of ||= bare())[prop] = value === true ? "" : String(value));
  }
  if (late) node.$make = children[0];
  else add(node, children);
  return /** @type {any} */ (node);
}

const bare = () => Object.create(null);

/** @param {Element} node @param {any[]} children */
function add(node, children) {
  for (const child of children.flat()) if (child || child === 0) node.append(child);
}

/** The children that were put off are made. @param {any} node */
function make(node) {
  if (node.$make) add(node, [node.$make()]);
  node.$make = null;
}

/** All of what comes into the page is made. @template {Node} N @param {N} fresh @returns {N} */
function ripe(fresh) {
  make(fresh);
  for (const child of /** @type {any} */ (fresh).children || []) ripe(child);
  return fresh;
}

/**
 * Make `old` like `fresh`, keeping what can stay: focus, scroll, what is being typed.
 *
 * @param {Node} old
 * @param {Node} fresh  is used up
 */
export function patch(old, fresh) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  const was = /** @type {Loose} */ (old), now = /** @type {Loose} */ (fresh);
  // Compared with what `h` kept beside the node: to ask the nodes themselves takes longer than to make them.
  const had = was.$of || bare(), has = now.$of || bare();
  for (const name in had) if (!(name in has)) was.removeAttribute(name);
  for (const name in has) if (had[name] !== has[name]) was.setAttribute(name, has[name]);
  for (const name in { __proto__: null, ...was.$on, ...now.$on }) was[name] = now.$on?.[name] || null;
  [was.$of, was.$on] = [now.$of, now.$on];
  // Only a value that was given is set again: what a person types elsewhere is theirs.
  if (now.$value !== undefined && was.value !== now.$value) was.value = now.$value;
  const before = was.$still;
  was.$still = now.$still;
  if (before && now.$still?.every((/** @type {any} */ value, /** @type {number} */ at) => value === before[at])) return;
  make(now);
  patchChildren(was, now);
}

/** @param {Element} was @param {Element} now */
function patchChildren(was, now) {
  /** @type {Map<any, Node>} */
  const keyed = new Map();
  for (let node = /** @type {any} */ (was.firstChild); node; node = node.nextSibling) if (node.$key !== undefined) keyed.set(node.$key, node);
  let at = was.firstChild;
  for (let fresh = now.firstChild, next; fresh; fresh = next) {
    next = fresh.nextSibling;
    const key = /** @type {any} */ (fresh).$key;
    const same = key !== undefined ? keyed.get(key) : at && /** @type {any} */ (at).$key === undefined && at.nodeName === fresh.nodeName ? at : null;
    if (same && same.nodeName === fresh.nodeName) {
      patch(same, fresh);
      // Who has the focus would lose it by being moved: what stands before it goes behind it.
      if (same.contains(/** @type {any} */ (was.getRootNode()).activeElement)) for (const end = same.nextSibling; at && at !== same;) [at] = [at.nextSibling, was.insertBefore(at, end)];
      if (same === at) at = at.nextSibling;
      else was.insertBefore(same, at);
    } else {
      was.insertBefore(ripe(fresh), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = /** @type {ChildNode | null} */ (next);
  }
}

/** @param {ShadowRoot} shadow @param {string} css */
export function adopt(shadow, css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
}
