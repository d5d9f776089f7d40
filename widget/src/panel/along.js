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
  const [, name = "", version = ""] = agent.match(/(Edg|OPR|Firefox)\/(\d+)/) || agent.match(/(Chrome)\/(\d+)/) || agent.match(/(Version)\/([\d.]+).*Safari/) || [];
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
  const error = [here.error, here.message].filter(Boolean).join(": ");
  /** Where one is. @param {string} id @param {string} name @param {string} text @param {object} told @returns {Along} */
  const is = (id, name, text, told) => ({ id, name, text, put: (context) => Object.assign(context, told) });
  /** What one did. @param {string} kind @param {string} name @param {string} of @param {string} text @param {object} [told] @returns {Along} */
  const did = (kind, name, of, text, told = { text: cut(text) }) => ({ id: kind + of, name, text, put: (context) => { (context.trail ||= []).push({ kind, ...told }); } });
  return [
    is("url", "along.page", here.url, { url: cut(here.url, 4096) }),
    is("module", "along.module", help?.module?.key === module ? help.module.title : module, { module }),
    is("keys", "along.keys", here.keys.join(", "), { keys: here.keys.slice(0, 20).map((key) => cut(key, 300)) }),
    is("error", "along.error", error, { errors: [cut(error, 1000)] }),
    is("browser", "along.browser", browser, { browser }),
    did("screen", "along.screen", "", screen),
    ...[...recent].reverse().map((text) => did("searched", "along.searched", text, text)),
    ...Object.keys(articles).filter((id) => articles[id].article).map((id) => did("read", "along.read", id, title(id), { article: id, text: cut(title(id)) })),
    ...Object.entries(state.asking?.offered || {}).map(([id, name]) => did("offered", "along.offered", id, name, { article: id })),
    ...Object.keys(ticks).filter((id) => ticks[id].length).map((id) => {
      const steps = ticks[id].map((one) => one + 1).join(", ");
      return did("ticked", "along.ticked", id, `${title(id)}: ${steps}`, { article: id, steps: cut(steps) });
    }),
    ...Object.keys(votes).map((id) => did("voted", votes[id].choice === "yes" ? "along.helped" : "along.helpedNot", id, title(id), { article: id, helpful: votes[id].choice })),
  ].filter(({ text }) => text);
}

/** The `context` of a request: of `all` what is not in `without`. @param {Along[]} all @param {string[]} without */
export function contextOf(all, without) {
  /** @type {any} */
  const context = {};
  for (const { id, put } of all) if (!without.includes(id)) put(context);
  if (context.trail) context.trail = context.trail.slice(-50);
  return Object.keys(context).length ? context : null;
}
