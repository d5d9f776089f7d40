/** Every language has every word, every plural form, and the same placeholders. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../widget/locales/", import.meta.url);
const all = Object.fromEntries(readdirSync(folder).map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(new URL(name, folder), "utf8"))]));
const texts = (value) => (typeof value === "string" ? [value] : Object.values(value));
const holes = (value) => [...new Set(texts(value).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].filter((name) => name !== "n").sort();

test("the five languages are there", () => assert.deepEqual(Object.keys(all).sort(), ["en", "fi", "he", "ru", "sl"]));

for (const [locale, words] of Object.entries(all)) {
  test(`${locale} has the keys of English, in its order`, () => assert.deepEqual(Object.keys(words), Object.keys(all.en)));
  test(`${locale} has no empty text, and the same placeholders`, () => {
    for (const [key, value] of Object.entries(words)) {
      for (const text of texts(value)) assert.ok(text.trim(), key);
      assert.deepEqual(holes(value), holes(all.en[key]), key);
    }
  });
  test(`${locale} has a form for each of its plural categories`, () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, value] of Object.entries(words)) {
      if (typeof value === "string") continue;
      const used = categories.filter((name) => [0, 1, 2, 3, 5, 11, 21, 100].some((n) => new Intl.PluralRules(locale).select(n) === name));
      for (const name of used) assert.ok(value[name], `${key}: ${name}`);
    }
  });
}

test("every word that the code asks for is there, and none is left over", () => {
  const panel = new URL("../../widget/src/", import.meta.url);
  const code = readdirSync(panel, { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, panel), "utf8")).join("\n");
  const rooms = ["help", "contact", "desk"].map((room) => new URL(`../../server/askaside/${room}/`, import.meta.url));
  const server = rooms.flatMap((room) => readdirSync(room, { recursive: true }).filter((name) => /\.(html|py)$/.test(name)).map((name) => readFileSync(new URL(name, room), "utf8"))).join("\n");
  const asked = [...code.matchAll(/\bt\("([\w.]+)"/g), ...server.matchAll(/\bt\(["']([\w.]+)["']/g)].map(([, key]) => key);
  for (const key of asked) if (key !== "channel.") assert.ok(key in all.en, key);
  // What a refusal says is called by its own word: tests/contact/test_refusals.py reads those from the code.
  for (const key of Object.keys(all.en)) assert.ok(code.includes(`"${key}"`) || asked.includes(key) || key.startsWith("channel.") || key.startsWith("centre.no.") || server.includes(`"${key}"`), `${key} is not used`);
});
