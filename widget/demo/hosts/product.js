// A small product page of over 200 elements of all kinds, for the host pages around it: no style of its own, no HTML from text.
"use strict";
(() => {
  const he = document.documentElement.lang === "he";
  const make = (name, props, ...children) => {
    const node = document.createElement(name);
    for (const prop of Object.keys(props || {})) node.setAttribute(prop, props[prop]);
    node.append(...children);
    return node;
  };
  const rows = ["Noa Levi", "Amir Cohen", "Tal Mizrahi", "Dana Katz", "Yael Ben-David", "Omer Azulay", "Maya Peretz", "Idan Biton", "Shira Gabay", "Ron Dahan", "Lior Malka", "Adi Friedman", "Gal Avraham", "Noy Sasson", "Eden Hadad", "Yuval Amar", "Hila Golan"]
    .map((member, at) => [String(2051 + at), member, String(45 + 35 * at)]);
  const inputs = ["text", "email", "time", "number", "date", "search", "tel", "url", "color", "range", "checkbox", "radio"];
  const name = he ? "חשבוניות" : "Invoices";
  const root = location.pathname.split("/").slice(0, 4).join("/");

  window.drawProduct = (into) => into.append(
    make("header", {}, make("h1", {}, name), make("nav", {}, make("ul", {}, ...["invoices", "members", "payments", "events"].map((to) => make("li", {}, make("a", { href: `${root}/${to}` }, to))))),
      make("button", { id: "help", type: "button" }, he ? "עזרה" : "Help")),
    make("main", {},
      make("section", {}, make("h2", {}, "Open"), make("p", { class: "lead" }, make("strong", {}, "Five"), " invoices are ", make("em", {}, "open"), "; see ", make("a", { href: "#all" }, "all"), ", or ", make("code", {}, "INV-2051"), "."),
        make("table", { id: "all" }, make("caption", {}, name), make("thead", {}, make("tr", {}, ...["Number", "Member", "Sum"].map((text) => make("th", { scope: "col" }, text)))),
          make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text) => make("td", {}, text))))))),
      make("section", {}, make("h3", {}, "New"), make("form", { "data-help-context": "new-invoice" },
        ...inputs.map((type) => make("p", {}, make("label", { for: "in-" + type }, type), make("input", { type, id: "in-" + type, name: type, autocomplete: "off" }))),
        make("p", {}, make("label", { for: "kind" }, "kind"), make("select", { id: "kind" }, ...["one", "two", "three"].map((text) => make("option", {}, text)))),
        make("p", {}, make("label", { for: "note" }, "note"), make("textarea", { id: "note", rows: "2" })),
        make("fieldset", {}, make("legend", {}, "Pay"), make("progress", { value: "3", max: "5" }), make("meter", { value: "0.6" })),
        make("button", { type: "button", class: "btn btn-primary" }, "Save"), make("button", { type: "button", disabled: "" }, "Delete"))),
      make("section", {}, make("h4", {}, "More"), make("ol", {}, ...["a", "b", "c", "d"].map((text) => make("li", {}, text))), make("ul", {}, ...["e", "f", "g"].map((text) => make("li", {}, text))),
        make("dl", {}, make("dt", {}, "Net"), make("dd", {}, "100"), make("dt", {}, "Gross"), make("dd", {}, "117")),
        make("blockquote", {}, make("p", {}, "Paid in time is paid twice.")), make("pre", {}, "2051;Noa;120"), make("hr", {}),
        make("details", {}, make("summary", {}, "Terms"), make("p", {}, "Thirty days.")), make("figure", {}, make("img", { src: "/demo/static/tamar.svg", alt: "", width: "32", height: "32" }), make("figcaption", {}, "Tamar")),
        make("p", {}, make("small", {}, "small"), " ", make("mark", {}, "mark"), " ", make("kbd", {}, "Ctrl"), " ", make("sub", {}, "sub"), " ", make("sup", {}, "sup"), " ", make("abbr", { title: "Value added tax" }, "VAT")),
        ...["alert", "card", "badge", "row"].map((kind) => make("div", { class: kind }, make("span", { class: kind + "-text" }, kind))))),
    make("footer", {}, make("address", {}, "Riverside Yoga & Dance"), make("p", {}, "03-5550101 · ", make("time", { datetime: "2026-11-22" }, "22.11.2026"))));
  if (!document.documentElement.hasAttribute("data-draws")) window.drawProduct(document.body);
})();
