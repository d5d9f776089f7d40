/** A picture of the page that goes along: taken, looked at, blacked out where somebody wants it, and only then a file as any other. A part that comes when somebody takes one. */
import { after, between, middle, told } from "./picture/areas.js";
import { drawPage } from "./picture/draw.js";
import { fieldsOf } from "./picture/fields.js";
import { canFrame, frame } from "./picture/frame.js";
import css from "./screens/picture.css";
import { h } from "../shared/dom.js";
import { picture } from "./screens/picture.js";

export { css };

/** @typedef {import("./picture/areas.js").Area} Area */
/** @typedef {ReturnType<typeof createCapturing>["verbs"]} Verbs */
/**
 * @typedef {object} Shot
 * @property {string} slot              the form it is for
 * @property {HTMLCanvasElement | null} canvas   null: the page could not be drawn, and the browser is asked
 * @property {boolean} ours             drawn by us, so that what is private was never in it
 * @property {Area[]} areas             black by the person's wish
 * @property {Area[]} fields            that may be black by name
 * @property {Area | null} pen          the frame that is being drawn, or moved by keys
 * @property {boolean} refused          the browser was asked in vain
 */

const ID = "picture", BLACK = "#000", FRAME = "#e0218a";

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
export function begin(given, tools) {
  const { verbs, take, shot } = createCapturing(given, tools);
  const form = tools.screens.write;
  tools.screens.write = (/** @type {import("./state.js").State} */ state, /** @type {import("./panel.js").Means} */ means) => (state.place.id === ID && shot() ? picture(shot(), means, verbs) : form(state, means));
  return { take };
}

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
function createCapturing({ store, act, host, ended }, { files }) {
  const { dispatch, get } = store;
  const shadow = /** @type {ShadowRoot} */ (host.shadowRoot);
  /** @type {Shot | null} */
  let shot = null;
  let barred = false;
  // Back to the form, and no way forward to a picture that is there no more.
  store.learn({
    "picture-left": (state) => ({ ...state, place: state.behind[state.behind.length - 1], behind: state.behind.slice(0, -1), said: "" }),
    "picture-gone": (state) => ({ ...state, ahead: state.ahead.filter(({ id }) => id !== ID) }),
  });
  const here = () => get().place.screen === "write" && get().place.id === ID;
  store.listen(() => {
    if (!shot) return;
    if (here()) return paint();
    shot = null;
    dispatch({ type: "picture-gone" });
  });
  // Escape leaves the picture and not the help, wherever in it the focus is.
  shadow.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== "Escape" || !shot) return;
    event.preventDefault();
    event.stopPropagation();
    verbs.leave();
  }, { capture: true, signal: ended });

  const drawn = () => dispatch({ type: "mine-is", mine: {} });
  const view = () => /** @type {HTMLCanvasElement | null} */ (shadow.querySelector("canvas.shot"));

  /** @param {string} slot */
  async function take(slot) {
    const { screen, id } = get().place;
    /** @type {HTMLCanvasElement | null} */
    let canvas = null;
    const zero = shadow.appendChild(h("x", { class: "zero" }));
    try {
      if (!barred) canvas = await drawPage(zero);
    } catch {
      barred = true;   // its policy will not be another one, and each try is a line in its console
      if (!canFrame()) throw new Error();
    } finally {
      zero.remove();
    }
    if (get().place.screen !== screen || get().place.id !== id || !get().open) return;   // somebody went on meanwhile
    shot = { slot, canvas, ours: true, areas: [], fields: canvas ? fieldsOf(canvas.width / document.documentElement.clientWidth) : [], pen: null, refused: false };
    act.go({ screen: "write", id: ID });
  }

  /** What is seen is what goes: the areas are in the pixels. @param {HTMLCanvasElement} on @param {boolean} framed  with the frame that is being drawn */
  function paint(on = /** @type {HTMLCanvasElement} */ (view()), framed = true) {
    if (!shot?.canvas || !on) return;
    const pen = /** @type {CanvasRenderingContext2D} */ (on.getContext("2d"));
    pen.drawImage(shot.canvas, 0, 0);
    pen.fillStyle = BLACK;
    for (const { x, y, width, height } of shot.areas) pen.fillRect(x, y, width, height);
    if (!framed || !shot.pen) return;
    pen.strokeStyle = FRAME;
    pen.lineWidth = Math.max(2, on.width / 300);
    pen.strokeRect(shot.pen.x, shot.pen.y, shot.pen.width, shot.pen.height);
  }

  /** @param {Area} area */
  function blacken(area) {
    if (shot && area.width > 1 && area.height > 1) shot.areas = [...shot.areas, area];
    drawn();
  }

  /** Where in the picture the pointer is. @param {PointerEvent} event */
  function at({ clientX, clientY }) {
    const on = /** @type {HTMLCanvasElement} */ (view()), box = on.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width * on.width, y: (clientY - box.top) / box.height * on.height };
  }
  /** @type {{x: number, y: number} | null} */
  let from = null;

  const verbs = {
    /** @param {PointerEvent} event */
    down(event) {
      if (event.button) return;
      from = at(event);
      view()?.setPointerCapture(event.pointerId);
    },
    /** @param {PointerEvent} event */
    drag(event) {
      if (!from || !shot?.canvas) return;
      shot.pen = between(from, at(event), shot.canvas);
      paint();
    },
    up() {
      const area = from && shot?.pen;
      from = null;
      if (shot) shot.pen = null;
      if (area) blacken(area);
    },
    /** @param {KeyboardEvent} event @param {import("./panel.js").Means} means */
    key(event, { t: { t } }) {
      if (!shot?.canvas || event.ctrlKey || event.metaKey || event.altKey) return;
      const { canvas, pen } = shot, next = after(pen || middle(canvas), event.key, event.shiftKey, canvas);
      if (next) shot.pen = pen ? next : middle(canvas);
      else if (["Enter", " "].includes(event.key) && pen) {
        shot.pen = null;
        blacken(pen);
        return say(event, t("picture.black", { n: shot.areas.length }));
      } else if (["Backspace", "Delete"].includes(event.key)) {
        verbs.undo();
        return say(event, t("picture.black", { n: shot.areas.length }));
      } else return;
      paint();
      say(event, t("picture.frame", told(/** @type {Area} */ (shot.pen), canvas)));
    },
    undo() {
      if (shot) shot.areas = shot.areas.slice(0, -1);
      drawn();
    },
    /** @param {Area} field  black, or no more */
    field(field) {
      if (!shot) return;
      if (!shot.areas.includes(field)) return blacken(field);
      shot.areas = shot.areas.filter((one) => one !== field);
      drawn();
    },
    leave() {
      shot = null;
      if (here()) dispatch({ type: "picture-left" });
    },
    async use() {
      if (!shot?.canvas) return;
      const { slot, canvas: { width, height } } = shot, canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { width, height }));
      paint(canvas, false);
      verbs.leave();
      const [png, jpeg] = await Promise.all(["png", "jpeg"].map((type) => new Promise((/** @type {(made: Blob | null) => void} */ done) => canvas.toBlob(done, "image/" + type, 0.9))));
      const [small, name] = jpeg && png && jpeg.size < png.size ? [jpeg, "screenshot.jpg"] : [png, "screenshot.png"];
      if (small) files.put(slot, [new File([small], name, { type: small.type })]);
    },
    /** The browser is asked, by this very click. */
    async share() {
      const asked = shot;
      if (!asked) return;
      try {
        const canvas = await frame(shadow);
        Object.assign(asked, { canvas, ours: false, refused: false });
      } catch {
        asked.refused = true;
      }
      drawn();
    },
  };

  /** @param {Event} event @param {string} text */
  function say(event, text) {
    event.preventDefault();
    dispatch({ type: "said", text });
  }

  return { verbs, take, shot: () => /** @type {Shot} */ (shot) };
}
