/** The page as it is in the window, as a canvas that anything may be done with. */
import { createCopy } from "./copy.js";

/** Milliseconds: at one go, so that the page goes on beside it; and in all. */
const SLICE = 12, LIMIT = 5000;
/** Pixels that a picture is wide at most. */
export const WIDEST = 1600;

/** The least picture of the kind that the page would be drawn as. */
const PROBE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

const rest = () => new Promise((done) => setTimeout(done));

/** @param {string} address */
async function loaded(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/** @param {Element} zero  an element of ours without any style @returns {Promise<HTMLCanvasElement>} throws where the page's policy, or the page, is against it */
export async function drawPage(zero) {
  const from = performance.now();
  await loaded(PROBE);   // where it is barred the page's console has a line, and not the whole page in it
  const width = document.documentElement.clientWidth || innerWidth, height = innerHeight;
  const scale = Math.min(devicePixelRatio, WIDEST / width);
  const copy = createCopy({ zero, width, height, scale });
  let since = performance.now();
  for (const _ of copy.page()) {
    const now = performance.now();
    if (now - from > LIMIT) throw new Error("The page is too large to be drawn.");
    if (now - since < SLICE) continue;
    await rest();
    since = performance.now();
  }
  const text = await copy.text();
  await rest();
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("The page takes too long to be drawn.")), LIMIT - (performance.now() - from)));
  const image = await Promise.race([loaded("data:image/svg+xml;charset=utf-8," + encodeURIComponent(text)), late]);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  pen.getImageData(0, 0, 1, 1);   // throws where the browser holds the picture for foreign
  return canvas;
}
