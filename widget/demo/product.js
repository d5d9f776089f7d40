// Tamar's shell: the sidebar around every page, and which page an address shows.
// In mode "pages" every link loads; in mode "app" the main area changes in place and the history follows.
"use strict";
(() => {
  const { t, h, icon, link, mode, lang, base, routes } = Tamar;
  const modules = [
    ["members", t("Members"), "M9 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 15.5c0-3 2.6-4.7 6-4.7s6 1.7 6 4.7"],
    ["invoices", t("Invoices"), "M4 2h7l3 3v11H4ZM7 8h4M7 11.5h4"],
    ["payments", t("Payments"), "M2 4.5h14v9.5H2ZM2 8h14M5 11.3h3"],
    ["events", t("Events"), "M3 4h12v11.5H3ZM3 8h12M6.5 2v3M11.5 2v3"],
    ["shop", t("Shop"), "M4 6h10l1 10H3ZM6.5 8.5V5a2.5 2.5 0 0 1 5 0v3.5"],
    ["mail", t("Mail"), "M2 4h14v10.5H2ZM2.5 4.5 9 10l6.5-5.5"],
    ["reports", t("Reports"), "M3 15.5V10M7 15.5V4M11 15.5V8M15 15.5v-4"],
    ["settings", t("Settings"), "M2.5 5.5h7M13.5 5.5h2M11.5 3.5v4M2.5 12.5h2M8.5 12.5h7M6.5 10.5v4"],
    ["support", t("Support"), "M2.5 3h13v9.5H9L5 15.8v-3.3H2.5Z"],
  ];
  const route = () => (location.pathname.startsWith(base) ? location.pathname.slice(base.length).replace(/\/+$/, "") || "/" : "/");

  // --- the shell ---
  const view = h("div", { class: "view" });
  const status = h("p", { class: "status", id: "status", role: "status" });
  const drawer = h("div", { class: "drawer", id: "drawer" });
  const toggle = h("button", { type: "button", class: "button toggle", "aria-expanded": "false", "aria-controls": "drawer", onclick: () => open(toggle.getAttribute("aria-expanded") !== "true") }, t("Menu"));
  const open = (wide) => toggle.setAttribute("aria-expanded", String(wide));
  const brand = link("/", [h("img", { src: "/demo/static/tamar.svg", alt: "", width: 32, height: 32 }), h("span", {}, h("strong", {}, t("Tamar")), h("span", { class: "soft block" }, t("Riverside Yoga & Dance")))], { class: "brand" });
  const places = modules.map(([key, name, path]) => [key, link(`/${key === "settings" ? "settings/organisation" : key}`, [icon(path), name])]);
  const choice = (to, label, current, props) => h("a", { href: to, "aria-current": current && "true", ...props }, label);
  const switches = h("nav", { class: "switches", "aria-label": t("Language and way of loading") });
  drawer.append(h("nav", { class: "modules", "aria-label": t("Modules") }, h("ul", {}, places.map(([, place]) => h("li", {}, place)))), switches);

  function drawSwitches() {
    const rest = route() === "/" ? "" : route();
    switches.replaceChildren(
      h("div", { class: "switch" },
        choice(`/demo/${mode}/en${rest}`, "English", lang === "en", { lang: "en", hreflang: "en" }), choice(`/demo/${mode}/he${rest}`, "עברית", lang === "he", { lang: "he", hreflang: "he" })),
      h("div", { class: "switch" },
        choice(`/demo/pages/${lang}${rest}`, t("As pages"), mode === "pages"), choice(`/demo/app/${lang}${rest}`, t("As an app"), mode === "app")));
  }
  document.body.prepend(
    h("a", { class: "skip", href: "#main" }, t("Skip to the content")),
    h("div", { class: "shell" },
      h("header", { class: "side" }, h("div", { class: "side-in" }, brand, toggle, drawer,
        h("button", { id: "help", type: "button" }, h("span", { class: "mark", "aria-hidden": "true" }, "?"), t("Help")))),
      h("main", { id: "main", tabindex: "-1" }, view, status)));

  // --- the page of the present address ---
  function show() {
    const at = route();
    const [pattern, draw] = routes.find(([one]) => one.test(at)) || [/^/, Tamar.missing];
    const { module, title, nodes } = draw(...at.match(pattern).slice(1));
    view.replaceChildren(...nodes.filter(Boolean));
    view.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    status.textContent = "";
    document.title = `${title} – ${t("Tamar")}`;
    for (const [key, place] of places) mark(place, key === module);
    mark(brand, module === "");
    drawSwitches();
    open(false);
  }
  const mark = (el, current) => (current ? el.setAttribute("aria-current", "page") : el.removeAttribute("aria-current"));
  const heading = (options) => view.querySelector("h1").focus(options);

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || toggle.getAttribute("aria-expanded") !== "true") return;
    open(false);
    toggle.focus();
  });
  if (mode === "app") {
    addEventListener("popstate", () => { show(); heading({ preventScroll: true }); });
    document.addEventListener("click", (event) => {
      const to = event.target.closest?.("a[href]");
      if (!to || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (to.origin !== location.origin || to.hash || !(to.pathname === base || to.pathname.startsWith(`${base}/`))) return;
      if (!to.closest(".shell")) return; // a link of somebody else's, such as the help widget's, loads as usual
      event.preventDefault();
      if (to.pathname !== location.pathname) history.pushState(null, "", to.pathname);
      show();
      scrollTo(0, 0);
      heading();
    });
  }
  show();
})();
