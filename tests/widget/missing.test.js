/** What is told by a text already, and what is asked next. */
import assert from "node:assert/strict";
import test from "node:test";

import { asked, told } from "../../widget/src/panel/missing.js";

const fact = (more) => ({ key: "a", ask: "A?", words: [], looks_like: [], page: [], ...more });

const LOOKS = {
  date: [["since 3.12.", "on 2026-11-22", "at 14:05", "(3/4)"], ["a.b", "12", "3 cats", "version 1.2.3.4.5"]],
  number: [["invoice 2051", "#77"], ["invoice 5", "none"]],
  email: [["it is tamar@example.com."], ["tamar@", "@example.com", "a b @ c.d"]],
  url: [["see https://example.com/a", "www.example.com", "on /invoices/5"], ["and/or", "http is slow"]],
  version: [["in v2.1", "Firefox 140.0"], ["v2", "10"]],
  quoted: [["it says \"Not allowed\"", "es steht „Nicht erlaubt“ da", "כתוב ״אין הרשאה״ \"שם כאן\""], ["it says nothing", "5\" wide"]],
};
for (const [look, [yes, no]] of Object.entries(LOOKS)) {
  test(`what looks like ${look}`, () => {
    for (const text of yes) assert.ok(told(fact({ looks_like: [look] }), text, {}), text);
    for (const text of no) assert.ok(!told(fact({ looks_like: [look] }), text, {}), text);
  });
}

test("a word tells it in any case, with and without its marks", () => {
  const since = fact({ words: ["Yesterday", "včeraj"] });
  assert.ok(told(since, "It broke YESTERDAY.", {}) && told(since, "Vceraj je delalo", {}));
  assert.ok(!told(since, "It broke.", {}));
});

test("the page tells what it knows", () => {
  assert.ok(told(fact({ page: ["errors", "keys"] }), "", { keys: ["vat"] }));
  assert.ok(!told(fact({ page: ["errors", "keys"] }), "", { keys: [], errors: "", url: "/a" }));
});

test("the first that is missing is asked, what was filled in stays", () => {
  const facts = [fact({ key: "since", words: ["today"] }), fact({ key: "number", looks_like: ["number"] }), fact({ key: "who" })];
  const keys = (body, given = {}) => asked(facts, { body, facts: given }, {}).map(({ key }) => key);
  assert.deepEqual(keys("It broke."), ["since"]);
  assert.deepEqual(keys("It broke today."), ["number"]);
  assert.deepEqual(keys("It broke.", { since: "Monday" }), ["since", "number"]);
  assert.deepEqual(keys("2051 broke today.", { who: "me", since: "" }), ["who"]);
});

test("no text hangs", () => {
  const all = fact({ looks_like: Object.keys(LOOKS), words: ["zzz"] });
  for (const piece of ["@", "\"", "1.", "/", "a@a.", "„ ", "11:", " "]) {
    const from = performance.now();
    told(all, piece.repeat(20_000 / piece.length), {});
    assert.ok(performance.now() - from < 5000, piece);   // a rule that backtracks takes hours
  }
});
