import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../../widget/src/panel/patience.js";

test("a pause is 1 to 60 seconds, and grows", () => {
  for (let tries = 1; tries < 40; tries += 1) {
    assert.equal(pause(tries, 0), 1000);
    assert.ok(pause(tries, 1) <= 60_000 && pause(tries, 1) >= pause(tries - 1, 1));
  }
  assert.equal(pause(6, 1), 60_000);
});

test("a thousand who wait do not come back at once", () => {
  // The server is gone for five minutes; everybody had asked within its last second.
  const back = 300_000, seconds = new Map();
  let last = 0;
  for (let client = 0; client < 1000; client += 1) {
    let at = Math.random() * 1000;
    for (let tries = 1; at < back; tries += 1) at += pause(tries);
    const second = Math.floor((at - back) / 1000);
    seconds.set(second, (seconds.get(second) || 0) + 1);
    last = Math.max(last, second);
  }
  assert.ok(Math.max(...seconds.values()) < 100, "in one second at most a tenth");
  assert.ok(last >= 30 && last <= 60, "spread over half a minute and more, and all within one");
});
