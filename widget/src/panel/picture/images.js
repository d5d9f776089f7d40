/**
 * The pictures of a page as data, drawn from what the browser has: nothing of another origin is asked for, and what may not be read stays empty.
 * A picture takes its time, so a mark stands in for it until `filled`.
 */

/** A picture that is none. */
const EMPTY = "data:,";

/** @param {number} scale  pixels of the copy for one of the page */
export function createImages(scale) {
  /** @type {Promise<string>[]} */
  const coming = [];
  /** @type {Map<any, string>} */
  const marks = new Map();

  /** @param {any} key @param {() => Promise<string>} make */
  function mark(key, make) {
    if (!marks.has(key)) {
      marks.set(key, `askaside-picture-${coming.length}-`);
      coming.push(make().catch(() => EMPTY));
    }
    return /** @type {string} */ (marks.get(key));
  }

  /** @param {any} source @param {number} width @param {number} height  its own @param {{width: number, height: number}} [shown] */
  async function data(source, width, height, shown = { width, height }) {
    const less = Math.min(1, Math.max(shown.width / width, shown.height / height) * scale || 1);
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * less);
    canvas.height = Math.ceil(height * less);
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(source, 0, 0, canvas.width, canvas.height);
    /** @type {Blob} */
    const blob = await new Promise((done, fail) => canvas.toBlob((made) => (made ? done(made) : fail())));
    return new Promise((done, fail) => {
      const reader = new FileReader();
      reader.onload = () => done(/** @type {string} */ (reader.result));
      reader.onerror = fail;
      reader.readAsDataURL(blob);
    });
  }

  return {
    /** An image, a canvas or a video as it is now. @param {any} node */
    of: (node) => mark(node, async () => data(node, node.naturalWidth || node.videoWidth || node.width, node.naturalHeight || node.videoHeight || node.height, node.getBoundingClientRect())),
    /** One that a style names, of this origin. @param {string} address */
    at: (address) => mark(address, async () => {
      if (new URL(address, document.baseURI).origin !== location.origin) return EMPTY;
      const image = new Image();
      image.src = address;
      await image.decode();
      return data(image, image.naturalWidth, image.naturalHeight);
    }),
    /** `text` with the pictures in place of their marks. @param {string} text */
    async filled(text) {
      const all = await Promise.all(coming);
      return text.replace(/askaside-picture-(\d+)-/g, (_, n) => all[n]);
    },
  };
}
