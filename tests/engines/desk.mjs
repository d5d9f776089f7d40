/**
 * The live desk in one browser: node desk.mjs firefox|webkit INVITATION FOLDER. Prints a line of JSON for each step, {step, seen}.
 */
const [engine, invitation, folder] = process.argv.slice(2);
const { start } = await import(`./${engine}.mjs`);
const on = await start({ folder });

/** What `fn` says in the page, once it says something. */
async function seen(step, fn) {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const found = await on.evaluate(fn);
    if (found) return console.log(JSON.stringify({ step, seen: found }));
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`never: ${step}`);
}

const key = (letter) => on.type(letter);

await on.goto(invitation);
await on.evaluate(() => { document.querySelector("#password").focus(); });
await on.type("correct horse battery");
await on.evaluate(() => { document.querySelector("form.fields button").click(); });
await seen("queue", () => document.querySelector(".live a[data-row] strong")?.textContent);
await key("j");
await on.press("Enter");
await seen("thread", () => document.querySelector(".live .thread .words")?.textContent);
await seen("connected", () => !!document.querySelector(".live .link:not(.off)"));
await key("r");
await on.type("Let it out");
await seen("focus", () => document.activeElement.id === "desk.answer" && document.activeElement.value);
await on.reload();
await seen("draft", () => document.querySelector(".live textarea")?.value);
await on.evaluate(() => { document.querySelector("[data-as=reply]").click(); });
await seen("sent", () => document.querySelector(".live textarea").value === "" && [...document.querySelectorAll(".thread > li .words")].map((one) => one.textContent).join(" / "));
await on.screenshot(`${folder}/desk-${engine}.png`);
console.log(JSON.stringify({ step: "noise", seen: on.noise() }));
await on.close();
