/**
 * The black areas of a picture, in its pixels. No DOM.
 *
 * @typedef {{x: number, y: number, width: number, height: number, name?: string}} Area   `name`: of the field it covers
 * @typedef {{width: number, height: number}} Size
 */

const clamp = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => Math.min(Math.max(value, least), most);

/** The area between two points, as much of it as lies in the picture. @param {{x: number, y: number}} one @param {{x: number, y: number}} other @param {Size} size @returns {Area} */
export function between(one, other, { width, height }) {
  const [left, right] = [one.x, other.x].map((x) => clamp(Math.round(x), 0, width)).sort((a, b) => a - b);
  const [top, bottom] = [one.y, other.y].map((y) => clamp(Math.round(y), 0, height)).sort((a, b) => a - b);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where the frame for the keyboard begins: in the middle. @param {Size} size @returns {Area} */
export const middle = ({ width, height }) => ({ x: Math.round(width * 0.4), y: Math.round(height * 0.45), width: Math.round(width * 0.2), height: Math.round(height * 0.1) });

/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The frame after a key: an arrow moves it, with Shift it makes it larger or smaller; null for any other. @param {Area} area @param {string} key @param {boolean} shift @param {Size} size @returns {Area | null} */
export function after({ x, y, width, height }, key, shift, size) {
  if (!WAYS[key]) return null;
  const step = Math.max(1, Math.round(size.width / 50));
  const [dx, dy] = WAYS[key].map((way) => way * step);
  if (shift) return { x, y, width: clamp(width + dx, step, size.width - x), height: clamp(height + dy, step, size.height - y) };
  return { x: clamp(x + dx, 0, size.width - width), y: clamp(y + dy, 0, size.height - height), width, height };
}

/** Where it is, in hundredths of the picture. @param {Area} area @param {Size} size */
export const told = ({ x, y, width, height }, size) => ({ x: Math.round(100 * x / size.width), y: Math.round(100 * y / size.height), w: Math.round(100 * width / size.width), h: Math.round(100 * height / size.height) });
