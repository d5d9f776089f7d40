// How a page of Tamar is put together. Nothing here parses markup: the page runs under Trusted Types.
"use strict";
Object.assign(Tamar, (() => {
  const { lang, base, words } = Tamar;
  const locale = lang === "he" ? "he-IL" : "en-IE";
  let ids = 0;

  // --- words (what stands after | only tells two meanings apart), money, dates ---
  const t = (text, slots = {}) => Object.entries(slots).reduce(
    (said, [name, value]) => said.replaceAll(`{${name}}`, value), (lang === "he" && words[text]) || text.split("|")[0]);
  const currency = lang === "he" ? "ILS" : "EUR";
  const shown = new Intl.NumberFormat(locale, { style: "currency", currency });
  const rate = lang === "he" ? 4 : 1; // the Hebrew demo counts in shekels
  const money = (euro) => shown.format(euro * rate);
  const number = (n) => new Intl.NumberFormat(locale).format(n);
  const day = (offset) => { const d = new Date(); d.setHours(12, 0, 0, 0); d.setDate(d.getDate() + offset); return d; };
  const format = (date, parts) => new Intl.DateTimeFormat(lang === "he" ? "he-IL" : "en-GB", parts).format(date);
  const iso = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  const when = (offset, parts = { day: "numeric", month: "short", year: "numeric" }) =>
    h("time", { datetime: iso(day(offset)) }, format(day(offset), parts));

  // --- elements ---
  function fill(el, props, kids) {
    for (const [name, value] of Object.entries(props || {})) {
      if (value == null || value === false) continue;
      if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
      else el.setAttribute(name, value === true ? "" : value);
    }
    el.append(...kids.flat(Infinity).filter((kid) => kid != null && kid !== false && kid !== ""));
    return el;
  }
  function h(tag, props, ...kids) { return fill(document.createElement(tag), props, kids); }
  const svg = (tag, props, ...kids) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, kids);
  const icon = (path) => svg("svg", { class: "icon", viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, svg("path", { d: path }));
  const ltr = (text) => h("bdi", { dir: "ltr" }, text);

  const link = (route, label, props) => h("a", { href: base + route, ...props }, label);
  const demo = () => note(t("This is a demo: nothing is sent."));
  function note(text) {
    const line = document.getElementById("status");
    line.textContent = text;
    clearTimeout(note.timer);
    note.timer = setTimeout(() => { line.textContent = ""; }, 8000);
  }
  // A button: { main } is the page's one main button, { go } makes it a link, { act } does something here.
  const button = (label, { main, quiet, danger, go, act = demo, ...props } = {}) => {
    const look = `button${main ? " main" : ""}${quiet ? " quiet" : ""}${danger ? " danger" : ""}`;
    return go ? link(go, label, { class: look, ...props }) : h("button", { type: "button", class: look, onclick: act, ...props }, label);
  };
  const tag = (label, kind = "plain") => h("span", { class: `tag ${kind}` }, label);

  // The red line under the page's heading, told to the help widget as well.
  function alarm(code, text) {
    document.querySelector(".banner.late")?.remove();
    const banner = h("div", { class: "banner late", role: "alert" }, h("strong", {}, ltr(code)), h("span", {}, text));
    document.querySelector(".page-head").after(banner);
    banner.scrollIntoView({ block: "nearest" });
    window.Askaside?.("error", code, text);
  }

  // --- a page: trail, heading, actions, tabs, then its parts ---
  const page = ({ module, trail = [], title, beside, lead, actions = [], tabs }, ...parts) => ({
    module, title,
    nodes: [
      h("div", { class: "page-head" },
        h("div", { class: "page-name" },
          trail.length > 0 && h("nav", { class: "trail", "aria-label": t("Where this page is") },
            h("ol", {}, trail.map(([route, label]) => h("li", {}, link(route, label))))),
          h("div", { class: "title-line" }, h("h1", { tabindex: "-1" }, title), beside),
          lead && h("p", { class: "lead" }, lead)),
        actions.length > 0 && h("div", { class: "actions" }, actions)),
      tabs && h("nav", { class: "tabs", "aria-label": t("Parts of this module") },
        h("ul", {}, tabs.map(([route, label, current]) => h("li", {}, link(route, label, { "aria-current": current && "page" }))))),
      ...parts,
    ],
  });
  const card = (title, ...kids) => h("section", { class: "card" }, title && h("h2", {}, title), kids);
  const columns = (...kids) => h("div", { class: "columns" }, kids);
  const facts = (pairs) => h("dl", { class: "facts" }, pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));

  // A table whose rows become cards in a narrow place; the roles keep it a table there too.
  // columns: [heading, cell(row), kind] with kind "name" (the row's heading), "num", "state" or "do".
  function table(caption, cols, rows, { visible } = {}) {
    const body = h("tbody", { role: "rowgroup" });
    const draw = (some) => body.replaceChildren(...some.map((row, i) => h("tr", { role: "row" }, cols.map(([heading, cell, kind]) =>
      h(kind === "name" ? "th" : "td", {
        class: kind, role: kind === "name" ? "rowheader" : "cell", scope: kind === "name" && "row",
        "data-label": kind !== "name" && kind !== "do" && heading,
      }, cell(row, i))))));
    draw(rows);
    const node = h("div", { class: "table-box" }, h("table", { role: "table" },
      h("caption", { class: visible ? "" : "unseen" }, caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, cols.map(([heading, , kind]) =>
        h("th", { scope: "col", role: "columnheader", class: kind }, kind === "do" ? h("span", { class: "unseen" }, heading) : heading)))),
      body));
    return { node, draw };
  }
  // A table with a search field and a filter above it. text(row) is what the search looks through, state(row) what the filter compares.
  function list({ caption, search, filter, states, rows, text, state, columns: cols }) {
    const { node, draw } = table(caption, cols, rows);
    const count = h("p", { class: "count", role: "status" });
    const find = h("input", { type: "search", id: "find", autocomplete: "off" });
    const pick = states && h("select", { id: "filter" }, h("option", { value: "" }, t("All")), states.map(([value, label]) => h("option", { value }, label)));
    const show = () => {
      const wanted = find.value.trim().toLowerCase();
      const some = rows.filter((row) => text(row).toLowerCase().includes(wanted) && (!pick || !pick.value || state(row) === pick.value));
      draw(some);
      count.textContent = t("Shown: {n} of {all}", { n: some.length, all: rows.length });
    };
    find.addEventListener("input", show);
    pick?.addEventListener("change", show);
    show();
    return h("section", { class: "card list", "aria-label": caption },
      h("div", { class: "toolbar" },
        h("div", { class: "field grow" }, h("label", { for: "find" }, search), find),
        pick && h("div", { class: "field" }, h("label", { for: "filter" }, filter), pick)),
      node, count);
  }

  // --- forms ---
  // A field: options make it a select ([value, label] or text), rows a textarea; note is the line below it, beside stands next to the label.
  function field(label, { type = "text", value, options, rows, note: below, beside, context, wide, ...props } = {}) {
    const id = `f${++ids}`;
    const shared = { id, "aria-describedby": below && `${id}-note`, ...props };
    const control = options
      ? h("select", shared, options.map((option) => { const [v, l] = Array.isArray(option) ? option : [option, option]; return h("option", { value: v, selected: v === value }, l); }))
      : rows ? h("textarea", { rows, dir: "auto", ...shared }, value) : h("input", { type, value, ...shared });
    return h("div", { class: `field${wide ? " wide" : ""}`, "data-help-context": context },
      h("div", { class: "label-line" }, h("label", { for: id }, label), beside), control,
      below && h("p", { class: "note", id: `${id}-note` }, below));
  }
  const check = (label, checked, props) => h("label", { class: "check" }, h("input", { type: "checkbox", checked, ...props }), h("span", {}, label));
  const radio = (name, label, checked) => h("label", { class: "check" }, h("input", { type: "radio", name, checked }), h("span", {}, label));
  const fields = (...kids) => h("div", { class: "fields" }, kids);
  const group = (title, ...kids) => h("fieldset", {}, h("legend", {}, title), kids);
  const form = (kids, { send, others = [], act = demo }) => h("form", { class: "form", onsubmit: (event) => { event.preventDefault(); act(); } },
    kids, h("div", { class: "form-foot" }, h("button", { type: "submit", class: "button main" }, send), others));

  // A bar for a share of a whole: drawn as SVG, since the page may carry no style attributes.
  const bar = (share) => svg("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "rest", width: 100, height: 8 }), svg("rect", { class: "part", width: Math.round(share * 100), height: 8 }));

  const route = (pattern, view) => Tamar.routes.push([new RegExp(`^${pattern.replace(/:\w+/g, "(\\d+)")}$`), view]);
  const byId = (rows, id) => rows.find((row) => String(row.id) === id) || { ...rows[1], id: Number(id) };

  return { t, money, rate, number, day, format, iso, when, h, svg, icon, ltr, link, demo, note, button, tag, alarm, page, card, columns, facts,
    table, list, field, check, radio, fields, group, form, bar, route, byId };
})());
