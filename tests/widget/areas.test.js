/** The black areas of a picture: drawn from point to point, or with a frame that keys move. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { after, between, middle, told } from "../../widget/src/panel/picture/areas.js";

const size = { width: 1000, height: 500 };

test("an area lies between two points, in any order, and within the picture", () => {
  const area = { x: 10, y: 20, width: 30, height: 5 };
  assert.deepEqual(between({ x: 10, y: 20 }, { x: 40, y: 25 }, size), area);
  assert.deepEqual(between({ x: 40.2, y: 25 }, { x: 10, y: 19.6 }, size), area);
  assert.deepEqual(between({ x: -50, y: -1 }, { x: 2000, y: 900 }, size), { x: 0, y: 0, ...size });
});

test("arrows move the frame, with Shift they size it, and it never leaves the picture", () => {
  const begun = middle(size);
  assert.deepEqual(begun, { x: 400, y: 225, width: 200, height: 50 });
  assert.deepEqual(after(begun, "ArrowLeft", false, size), { ...begun, x: 380 });
  assert.deepEqual(after(begun, "ArrowDown", true, size), { ...begun, height: 70 });
  assert.equal(after(begun, "a", false, size), null);
  for (const shift of [false, true]) for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
    let area = begun;
    for (let n = 0; n < 200; n += 1) area = after(area, key, shift, size);
    assert.ok(area.x >= 0 && area.y >= 0 && area.width > 0 && area.height > 0 && area.x + area.width <= size.width && area.y + area.height <= size.height, key + shift);
  }
});

test("where it is, is told in hundredths of the picture", () => assert.deepEqual(told(middle(size), size), { x: 40, y: 45, w: 20, h: 10 }));
