/** Files that go along: sent as soon as they are picked, dropped or pasted, and kept by their ids until their message takes them. */
import { h } from "../shared/dom.js";
import css from "./screens/attaching.css";

export { css };

/** @typedef {{key: string, name: string, size: number, at: number, id?: string, part: number, wrong?: string, begin?: () => void, stop?: () => void, send?: () => void}} Item
 *   `id`: the server has it; `part`: what is there of it, 0 to 1; `wrong`: the name of the sentence that says why it is not taken; `begin`: it is not on its way yet */
/** @typedef {ReturnType<typeof begin>} Attaching */

/** Milliseconds: how long the server keeps what no message took, an hour less; until a try that failed is made again. */
const WAITS = 23 * 3600_000, AGAIN = 5000;
const REFUSED = ["files.unsupported_type", "files.too_large", "files.bad_request"];
const LARGE = "attach.large", MANY = "attach.many";

/** @param {import("./panel.js").Given} given @param {import("./asking.js").Tools} tools */
export function begin({ store, api, memory, emit, ended }, { random, verbs, authorization, part }) {
  /** By the form they belong to: "" is that of a new request, else the id of one. @type {Record<string, Item[]>} */
  let lists = {};
  /** What waits for them. @type {Record<string, () => void>} */
  let waiting = {};
  let said = "";
  /** What the site takes; null until that is known. @type {{max_bytes: number, max_files: number} | null} */
  let limits = null;
  const now = Date.now();
  for (const [slot, kept] of Object.entries(memory.get("files") || {})) {
    lists[slot] = kept.filter((/** @type {any} */ one) => one?.id && one.name && now - one.at < WAITS).map((/** @type {any} */ one) => ({ ...one, key: one.id, part: 1 }));
  }
  ended.addEventListener("abort", stop);
  // Who cannot be told sends as many as they like, and the server says what is too much.
  api.get("/contact").catch(() => null).then((told) => {
    limits = told?.attachments || { max_bytes: Infinity, max_files: Infinity };
    for (const slot of Object.keys(lists)) admit(slot);
    if (!ended.aborted) changed();
  });

  const of = (/** @type {string} */ slot) => lists[slot] || [];
  const there = (/** @type {string} */ slot) => of(slot).filter(({ id, wrong }) => id && !wrong).map(({ id, name, size, at }) => ({ id, name, size, at }));

  /** Keep what is there, and draw. */
  function changed() {
    const kept = Object.fromEntries(Object.keys(lists).map((slot) => [slot, there(slot)]).filter(([, list]) => list.length));
    if (Object.keys(kept).length) memory.set("files", kept);
    else memory.forget("files");
    store.dispatch({ type: "mine-is", mine: {} });
    for (const [slot, again] of Object.entries(waiting)) {
      if (of(slot).some(({ id, wrong }) => wrong || !id)) continue;
      delete waiting[slot];
      again();
    }
  }
  function stop() { for (const item of Object.values(lists).flat()) item.stop?.(); }

  /** Of what was chosen, let go what the site takes; the others say why they stay. @param {string} slot */
  function admit(slot) {
    if (!limits) return;
    let room = limits.max_files;
    for (const item of of(slot)) {
      if (item.begin && item.size > limits.max_bytes) item.wrong = LARGE;
      if (item.wrong && item.wrong !== MANY) continue;
      item.wrong = room-- > 0 ? undefined : MANY;
      if (!item.wrong) item.begin?.();
    }
  }

  /** One file, on its way until it is there or refused; tried again while the network or the server is away. @param {File} file @returns {Item} */
  function sending(file) {
    const key = random(16);
    /** @type {Item} */
    const item = { key, name: file.name, size: file.size, at: Date.now(), part: 0 };
    let anew = false;   // the token was refused: another one is wanted
    item.begin = item.send = async () => {
      item.begin = undefined;
      item.stop = () => { item.send = undefined; };
      const signature = await authorization(anew).catch(() => "");
      if (!item.send) return;   // taken out meanwhile
      const request = new XMLHttpRequest(), body = new FormData();   // fetch does not tell how far it is
      body.append("file", file);
      request.open("POST", api.root + "/files");
      request.setRequestHeader("Authorization", signature);
      request.setRequestHeader("Idempotency-Key", key);
      request.upload.onprogress = ({ loaded, total }) => { item.part = loaded / total; changed(); };
      request.onloadend = () => {
        /** @type {any} */
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { /* no answer, or another one's */ }
        anew = request.status === 401;
        if (request.status === 201) Object.assign(item, told, { at: Date.now(), part: 1 });
        else {
          emit("error", { code: "unavailable", detail: request.statusText, ...told, status: request.status });
          if (request.status >= 400 && request.status < 500 && ![401, 408, 429].includes(request.status)) item.wrong = REFUSED.find((word) => word === "files." + told.code) || "attach.refused";
          else {
            const timer = setTimeout(() => item.send?.(), Math.max(AGAIN, 1000 * (told.retry_after_seconds || 0)));
            item.stop = () => clearTimeout(timer);
          }
        }
        said = item.id ? item.name : "";
        changed();
      };
      item.stop = () => { request.onloadend = null; request.abort(); };
      request.send(body);
    };
    return item;
  }

  /** @type {any} */
  let capturing = null;
  let taking = false, untaken = false;
  /** A picture of the page is a further part, with the screen on which it is looked at. @param {string} slot */
  async function take(slot) {
    if (taking) return;
    taking = true;
    untaken = false;
    changed();
    try {
      capturing ||= await part(process.env.CAPTURING);
      await capturing.take(slot);
    } catch {
      untaken = true;
    }
    taking = false;
    changed();
  }

  const button = (/** @type {string} */ text, /** @type {string} */ name, /** @type {() => void} */ onclick) => h("button", { type: "button", class: "link", onclick }, text, h("span", { class: "hidden" }, " " + name));

  /** @param {string} slot @param {Item} item @param {import("./panel.js").Means} means */
  function row(slot, item, { t: { t, locale } }) {
    const { key, name, size, id, part, wrong } = item;
    const large = size >= 1e6;
    const told = new Intl.NumberFormat(locale, { style: "unit", unit: large ? "megabyte" : "kilobyte", maximumFractionDigits: large ? 1 : 0 }).format(large ? size / 1e6 : Math.max(1, size / 1e3));
    return h("li", { key, class: wrong ? "out" : null },
      h("span", { class: "row-text" }, h("bdi", null, name), h("small", null, h("bdi", null, told))),
      !id && !wrong && h("progress", { key: "part", "aria-label": name, max: 1, value: part }),
      button(t("attach.remove"), name, () => {
        item.stop?.();
        lists[slot] = of(slot).filter((one) => one !== item);
        admit(slot);
        changed();
      }),
      wrong && h("p", { key: "wrong", class: "wrong", role: "alert" }, t(wrong, { most: wrong === LARGE ? (limits?.max_bytes || 0) / 1e6 : limits?.max_files || 0 })));
  }

  /** What was picked, dropped or pasted. @param {string} slot */
  const given = (slot) => (/** @type {any} */ event) => {
    const list = [...(event.clipboardData || event.dataTransfer || event.target).files];
    if (!list[0] || limits?.max_files === 0) return;
    event.preventDefault();
    self.add(slot, list);
  };

  const self = {
    /** What a form listens to. @param {string} slot */
    taking: (slot) => ({ onpaste: given(slot), ondrop: given(slot), ondragover: (/** @type {any} */ event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); } }),
    /** Newly picked ones (File), those of something that was refused (as `of` told them), or none any more. @param {string} slot @param {any[]} [list] @param {boolean} [refused] */
    add(slot, list, refused) {
      if (list?.[0] instanceof File) verbs.known();
      lists[slot] = list ? [...of(slot), ...list.map((one) => (one instanceof File ? sending(one) : { ...one, key: one.id, part: 1, wrong: refused ? "attach.refused" : undefined }))] : [];
      said = "";
      admit(slot);
      changed();
    },
    /** @param {import("./panel.js").Means} means @param {string} slot */
    draw: (means, slot) => (limits?.max_files || of(slot)[0]) && h("div", { key: "files", class: "files" },
      of(slot).length > 0 && h("ul", { key: "list", class: "rows along", "aria-label": means.t.t("attach.list") }, of(slot).map((item) => row(slot, item, means))),
      h("p", { key: "said", role: "status", class: slot in waiting ? "soft" : "hidden" }, slot in waiting ? means.t.t("attach.wait") : said && means.t.t("attach.done", { name: said })),
      limits?.max_files ? h("div", { key: "more", class: "pair" },
        h("label", { class: "plain pick" }, means.t.t("attach"), h("input", { type: "file", multiple: true, class: "hidden", "data-row": "files", onchange: given(slot) })),
        h("button", { type: "button", class: "plain", "data-row": "picture", onclick: () => take(slot) }, means.t.t(taking ? "picture.taking" : "picture.take"))) : null,
      untaken && h("p", { key: "untaken", class: "wrong", role: "alert" }, means.t.t("picture.none"))),
    of: there,
    /** @param {string} slot @param {() => void} again */
    held(slot, again) {
      delete waiting[slot];
      if (!of(slot).some(({ id, wrong }) => wrong || !id)) return false;
      waiting[slot] = again;
      changed();
      return true;
    },
    forget() {
      stop();
      lists = waiting = {};
    },
  };
  return self;
}
