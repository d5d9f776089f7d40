/**
 * What goes along with a request: where the person is, and what they did before they wrote. Read from what the panel knows
 * already; nothing is gathered for it. Each can be left out.
 *
 * @typedef {{id: string, name: string, text: string, put: (context: any) => void}} Along   `name`: the word for it
 */

/** @param {string} text @param {number} [most] */
const cut = (text, most = 400) => Array.from(text).slice(0, most).join("");

/** The browser and the system in a few words, rather than the whole of what it says of itself. @param {string} agent */
export function browserOf(agent) {
  const [, name = "", version = ""] = agent.match(/(Edg|OPR|Firefox)\/(\d+)/) || agent.match(/(Chrome)\/(\d+)/) || agent.match(/(Version)\/(\d+(?:\.\d+)?).*Safari/) || [];
  const system = agent.match(/Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux/)?.[0] || "";
  /** @type {Record<string, string>} */
  const names = { Edg: "Edge", OPR: "Opera", Version: "Safari" };
  return name ? `${names[name] || name} ${version}${system && ", " + system}` : cut(agent, 100);
}

/**
 * @param {import("./state.js").State} state
 * @param {import("./page-context.js").Context} here
 * @param {{agent: string, screen: string}} device
 * @returns {Along[]}
 */
export function along(state, here, { agent, screen }) {
  const { help, recent, articles, ticks, votes } = state;
  const module = here.module || help?.module?.key || "";
  const title = (/** @type {string} */ id) => articles[id]?.article?.title || id;
  const browser = browserOf(agent);
  /** @type {(name: string, told: Record<string, string>) => (context: any) => void} */
  const step = (kind, told) => (context) => (context.trail ||= []).push({ kind, ...told });
  const read = Object.keys(articles).filter((id) => articles[id].article);
  /** @type {[string, string, string, (context: any) => void][]} */
  const all = [
    ["url", "along.page", here.url, (context) => { context.url = here.url; }],
    ["module", "along.module", help?.module?.key === module ? help.module.title : module, (context) => { context.module = module; }],
    ["keys", "along.keys", here.keys.join(", "), (context) => { context.keys = here.keys.slice(0, 20).map((key) => cut(key, 300)); }],
    ["error", "along.error", [here.error, here.message].filter(Boolean).join(": "), (context) => { context.errors = [cut([here.error, here.message].filter(Boolean).join(": "), 1000)]; }],
    ["browser", "along.browser", browser, (context) => { context.browser = browser; }],
    ["screen", "along.screen", screen, step("screen", { text: screen })],
    ...[...recent].reverse().map((text) => /** @type {[string, string, string, any]} */ (["searched:" + text, "along.searched", text, step("searched", { text: cut(text) })])),
    ...read.map((id) => /** @type {[string, string, string, any]} */ (["read:" + id, "along.read", title(id), step("read", { article: id, text: cut(title(id)) })])),
    ...Object.keys(ticks).filter((id) => ticks[id].length).map((id) => {
      const steps = ticks[id].map((one) => one + 1).join(", ");
      return /** @type {[string, string, string, any]} */ (["ticked:" + id, "along.ticked", `${title(id)}: ${steps}`, step("ticked", { article: id, steps: cut(steps) })]);
    }),
    ...Object.keys(votes).map((id) => /** @type {[string, string, string, any]} */ (["voted:" + id, votes[id].choice === "yes" ? "along.helped" : "along.helpedNot", title(id), step("voted", { article: id, helpful: votes[id].choice })])),
  ];
  return all.filter(([, , text]) => text).map(([id, name, text, put]) => ({ id, name, text, put }));
}

/** The `context` of a request: of `all` what is not in `without`. @param {Along[]} all @param {string[]} without */
export function contextOf(all, without) {
  /** @type {any} */
  const context = {};
  for (const { id, put } of all) if (!without.includes(id)) put(context);
  if (context.trail) context.trail = context.trail.slice(-50);
  return Object.keys(context).length ? context : null;
}
