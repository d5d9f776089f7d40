/**
 * A chat in one browser: node chat.mjs firefox|webkit SERVER FOLDER. Prints a line of JSON for each step, {step, seen};
 * {ask: "answer"|"stop"|"start"} asks for the agent's answer, or for the server to be stopped or started, and a line on stdin says that it was.
 */
import { createInterface } from "node:readline";
import { createVisitor } from "./visitor.mjs";

const [engine, server, folder] = process.argv.slice(2);
const { start } = await import(`./${engine}.mjs`);
const told = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const on = createVisitor(await start({ folder }));

async function ask(what) {
  console.log(JSON.stringify({ ask: what }));
  await told.next();
}

async function say(text) {
  await on.click(">textarea[name=line]");
  await on.type(text);
  await on.press("Enter");
}

/** What stands in the chat: each line's words, and how far each of ours has come. */
const lines = () => [...document.querySelector("ask-aside").shadowRoot.querySelectorAll(".talk > li")].map((one) => [one.querySelector(".words").innerText.trim(), one.querySelector(".way")?.textContent.split(" · ")[0] || ""]);
async function shows(step, wanted) {
  await on.is(step, wanted, lines);
  console.log(JSON.stringify({ step, seen: wanted.length }));
}

await on.resize(1280, 800);
await on.open(`${server}/demo/app/en/invoices/2051`);
await on.click(">[data-row=chat]");
await say("I get E42");
await shows("received", [["I get E42", "Received"]]);
await ask("answer");
await on.see(">.talk strong", "morning");
await shows("read and answered", [["I get E42", "Read by Bela"], ["Good morning!", "Bela"]]);
on.noise();
await ask("stop");
await say("Found it");
const device = ["Found it", "On this device – sends when you are back online"];
await shows("kept on this device", [["I get E42", "Read by Bela"], ["Good morning!", "Bela"], device]);
await on.screenshot(`${folder}/chat-${engine}.png`);
await on.press("Tab");
await ask("start");
await shows("sent by itself", [["I get E42", "Read by Bela"], ["Good morning!", "Bela"], ["Found it", "Received"]]);
on.noise();   // that the server was gone
await on.reload();
await shows("there after a reload", [["I get E42", "Read by Bela"], ["Good morning!", "Bela"], ["Found it", "Received"]]);
await on.evaluate(() => {
  window.Askaside.close();
  window.Askaside("on", "unread", ({ count }) => { window.unread = count; });
});
await ask("answer");
await on.is("what is unread while it is closed", 1, () => window.unread);
await on.evaluate(() => window.Askaside.reset());
await on.is("what is kept after a log-out", [0, 0, ""], () => [Object.keys(localStorage).filter((key) => /visitor|chat/.test(key)).length, Object.keys(sessionStorage).filter((key) => /chat/.test(key)).length, document.cookie]);
console.log(JSON.stringify({ step: "noise", seen: on.noise() }));
await on.close();
process.exit(0);
