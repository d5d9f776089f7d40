/** What is written on the page, field by field, as areas that can be blacked out by name: for whoever does not see the picture, or cannot drag. */
import { privates } from "./private.js";

const WRITTEN = "input:not([type=hidden],[type=button],[type=submit],[type=reset],[type=checkbox],[type=radio],[type=range],[type=color],[type=image]),textarea,select";
const LONGEST = 60;

/** @param {number} scale  pixels of the picture for one of the window @returns {import("./areas.js").Area[]} */
export function fieldsOf(scale) {
  const hidden = privates();
  return [.../** @type {NodeListOf<any>} */ (document.querySelectorAll(WRITTEN))].flatMap((node) => {
    const { x, y, width, height, right, bottom } = node.getBoundingClientRect();
    const shown = node.value && width && right > 0 && bottom > 0 && x < innerWidth && y < innerHeight && !hidden.some((one) => one.contains(node));
    return shown ? [{ x: x * scale, y: y * scale, width: width * scale, height: height * scale, name: nameOf(node) }] : [];
  });
}

/** @param {any} node */
function nameOf(node) {
  const name = node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.placeholder || node.name || node.localName;
  return name.replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim().slice(0, LONGEST);
}
