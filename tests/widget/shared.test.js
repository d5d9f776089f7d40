/** Words in one language; what of an address is the route. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createI18n } from "../../widget/src/shared/i18n.js";
import { createStore } from "../../widget/src/shared/store.js";

test("a number chooses its form, and big ones are written as people write them", () => {
  const { t } = createI18n({ n: { one: "{n} odgovor", two: "{n} odgovora", few: "{n} odgovori", other: "{n} odgovorov" } }, "sl");
  assert.deepEqual([1, 2, 3, 5, 101].map((n) => t("n", { n })), ["1 odgovor", "2 odgovora", "3 odgovori", "5 odgovorov", "101 odgovor"]);
  assert.equal(createI18n({ n: { other: "{n}" } }, "en").t("n", { n: 12345 }), "12,345");
});

test("a hole that nobody fills, and a word that nobody wrote, show themselves", () => {
  const { t } = createI18n({ a: "{x} and {y}" }, "en");
  assert.equal(t("a", { x: "X" }), "X and {y}");
  assert.equal(t("nothing"), "nothing");
});

test("a text of a person is never taken for a hole", () => {
  assert.equal(createI18n({ a: "{module}!" }, "en").t("a", { module: "{n} $&" }), "{n} $&!");
});

test("a language is called by its own name", () => {
  const { language } = createI18n({}, "en");
  assert.deepEqual(["he", "fi", "??"].map(language), ["עברית", "Suomi", "??"]);
});

test("hearers hear changes only", () => {
  const store = createStore({ n: (state, { n }) => (n === state ? state : n) }, 0);
  const heard = [];
  store.listen((state) => heard.push(state));
  for (const n of [0, 1, 1, 2]) store.dispatch({ type: "n", n });
  assert.deepEqual(heard, [1, 2]);
});

test("a part that comes later brings what can happen in it", () => {
  const store = createStore({ add: (state, { n }) => state + n }, 1);
  assert.throws(() => store.dispatch({ type: "double" }));
  store.learn({ double: (state) => state * 2 });
  for (const event of [{ type: "add", n: 2 }, { type: "double" }]) store.dispatch(event);
  assert.equal(store.get(), 6);
});
