/** The browser's own capture, where the page's policy bars ours. What is private is covered on the screen itself, so it is black whatever the person chooses to share. */
import { h } from "../../shared/dom.js";
import { WIDEST } from "./draw.js";
import { areasOf, privates } from "./private.js";

/** Milliseconds that a frame is waited for: a page that stands still may give no further one. */
const FRAME = 500;

export const canFrame = () => !!navigator.mediaDevices?.getDisplayMedia;

/** Asks what to share; so only where somebody has just clicked. @param {ShadowRoot} shadow @returns {Promise<HTMLCanvasElement>} throws when it is refused */
export async function frame(shadow) {
  const cover = /** @type {HTMLCanvasElement} */ (h("canvas", { class: "cover", "aria-hidden": "true" }));
  shadow.prepend(cover);
  let stream = null, over = false;
  (function hide() {
    blacken(cover);
    if (!over) requestAnimationFrame(hide);
  })();
  try {
    stream = await navigator.mediaDevices.getDisplayMedia(/** @type {any} */ ({ video: { displaySurface: "browser" }, preferCurrentTab: true, selfBrowserSurface: "include", surfaceSwitching: "exclude" }));
    for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);   // what is covered is covered in the picture, too
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    await Promise.race([new Promise((done) => video.requestVideoFrameCallback?.(done)), new Promise((done) => setTimeout(done, FRAME))]);
    const scale = Math.min(1, WIDEST / video.videoWidth), canvas = document.createElement("canvas");
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(video, 0, 0, canvas.width, canvas.height);
    return canvas;
  } finally {
    over = true;
    stream?.getTracks().forEach((track) => track.stop());
    cover.remove();
  }
}

/** @param {HTMLCanvasElement} cover  over the whole window */
function blacken(cover) {
  cover.width = innerWidth;
  cover.height = innerHeight;
  const pen = /** @type {CanvasRenderingContext2D} */ (cover.getContext("2d"));
  for (const { x, y, width, height } of privates().flatMap(areasOf)) pen.fillRect(x, y, width, height);
}
