// Invoices: the list, one invoice, the draft with its lines and its VAT rate (where E42 appears).
"use strict";
(() => {
  const { t, money, when, h, link, button, tag, note, alarm, page, card, columns, facts, table, list, field, fields, route, byId, data, iso, day } = Tamar;
  const { invoices, members, people, vat } = data;
  const trail = [["/invoices", t("Invoices")]];
  const states = { draft: [t("Draft"), "plain"], sent: [t("Sent"), "info"], paid: [t("Paid"), "ok"], overdue: [t("Overdue"), "late"] };
  Tamar.invoiceTag = (status) => tag(...states[status]);

  route("/invoices", () => page({
    module: "invoices", title: t("Invoices"), lead: t("Drafts first, then by number."),
    actions: [button(t("Export")), button(t("New invoice"), { main: true, go: "/invoices/new" })],
  }, list({
    caption: t("Invoices"), search: t("Search for a number or a customer"), filter: t("Status"), states: Object.entries(states).map(([key, [label]]) => [key, label]),
    rows: invoices, text: ({ id, name }) => `${id} ${name}`, state: ({ status }) => status,
    columns: [
      [t("Number"), ({ id, status }) => link(status === "draft" ? `/invoices/${id}/edit` : `/invoices/${id}`, status === "draft" ? `${t("Draft")} ${id}` : id), "name"],
      [t("Customer"), ({ name }) => name], [t("Issued"), ({ issued }) => (issued === null ? "–" : when(issued))], [t("Due"), ({ due }) => when(due)],
      [t("Amount"), ({ sum }) => money(sum), "num"], [t("Status"), ({ status }) => Tamar.invoiceTag(status), "state"],
    ],
  })));

  // “More”: a list of quiet buttons that closes on Escape and on a click elsewhere.
  function more(items) {
    const menu = h("details", { class: "menu" }, h("summary", { class: "button" }, t("More")), h("ul", {}, items.map((item) => h("li", {}, item))));
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; menu.firstChild.focus(); } });
    menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
    menu.addEventListener("click", (event) => { if (event.target.closest("li")) menu.open = false; });
    return menu;
  }
  document.addEventListener("click", ({ target }) => document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));

  route("/invoices/:id", (id) => {
    const bill = byId(invoices, id);
    const draft = bill.status === "draft";
    const percent = Number(vat[0][0]);
    return page({
      module: "invoices", trail, title: `${draft ? t("Draft") : t("Invoice")} ${bill.id}`, beside: Tamar.invoiceTag(bill.status),
      lead: draft ? t("The number is given when the invoice is issued.") : t("A sent invoice is not edited: a credit note corrects it."),
      actions: [
        more([button(t("Credit note"), { quiet: true }), button(t("Copy to new invoice"), { quiet: true, go: "/invoices/new" }), button(t("Remind"), { quiet: true })]),
        button(t("Download PDF")),
        draft ? button(t("Send"), { act: () => note(t("A draft is issued first, then sent.")) }) : button(t("Send again"), { main: true }),
        draft && button(t("Edit draft"), { main: true, go: `/invoices/${bill.id}/edit` }),
      ],
    },
    h("article", { class: "card paper", "aria-label": t("The invoice") },
      h("div", { class: "paper-head" },
        h("div", {}, h("strong", {}, Tamar.t("Riverside Yoga & Dance")), h("span", { class: "soft block" }, data.p("12 Mill Lane, Riverside", "סמטת הטחנה 12, ריברסייד"))),
        facts([[t("Customer"), bill.name], [t("Issued"), bill.issued === null ? "–" : when(bill.issued)], [t("Due"), when(bill.due)]])),
      table(t("Lines of the invoice"), [
        [t("Description"), ([what]) => what, "name"], [t("Quantity"), ([, many]) => many, "num"], [t("Price"), ([, , each]) => money(each), "num"], [t("Amount"), ([, many, each]) => money(many * each), "num"],
      ], bill.lines).node,
      h("div", { class: "sums" }, facts([[t("Without VAT"), money(bill.sum / (1 + percent / 100))], [`${t("VAT")} ${vat[0][1]}`, money(bill.sum - bill.sum / (1 + percent / 100))], [t("To pay"), money(bill.sum)]]))),
    card(t("What happened"), h("ul", { class: "rows" },
      draft ? h("li", {}, t("Draft begun"), h("span", { class: "soft" }, when(0)))
        : [[t("Issued"), bill.issued], [t("Sent to the customer"), bill.issued], bill.status === "overdue" && [t("Payment was due"), bill.due], bill.status === "paid" && [t("Paid"), bill.issued + 3]]
          .filter(Boolean).map(([what, ago]) => h("li", {}, what, h("span", { class: "soft" }, when(ago)))))));
  });

  // The draft: lines can be added and taken out, the sums follow.
  function editor(bill) {
    const body = h("div", { class: "lines" });
    const sums = h("output", { class: "sums" });
    const rateField = field(t("VAT rate"), {
      options: vat, value: vat[0][0], context: "vat",
      beside: h("button", { type: "button", class: "hint", "data-help": "invoices/change-the-vat-rate", "aria-label": t("About VAT rate") }, "?"),
    });
    const count = () => {
      const rate = Number(rateField.querySelector("select").value) / 100;
      const whole = [...body.children].reduce((sum, line) => sum + Number(line.querySelector(".many").value) * Number(line.querySelector(".each").value), 0) / Tamar.rate;
      const net = whole / (1 + rate);
      sums.replaceChildren(facts([[t("Without VAT"), money(net)], [t("VAT"), money(whole - net)], [t("To pay"), money(whole)]]));
    };
    const line = ([what, many, each]) => {
      const node = h("div", { class: "line", role: "group", "aria-label": t("Line") },
        field(t("Description"), { value: what, dir: "auto" }), field(t("Quantity"), { type: "number", min: 1, value: many, class: "many" }),
        field(t("Price"), { type: "number", min: 0, step: "0.01", value: each * Tamar.rate, class: "each" }),
        button(t("Remove"), { quiet: true, "aria-label": `${t("Remove")}: ${what || t("Line")}`, act: () => { node.remove(); count(); add.focus(); } }));
      return node;
    };
    const add = button(t("Add a line"), { quiet: true, act: () => { const fresh = line(["", 1, 0]); body.append(fresh); count(); fresh.querySelector("input").focus(); } });
    body.append(...bill.lines.map(line));
    const form = h("form", { class: "form", id: "draft", oninput: count, onsubmit: (event) => { event.preventDefault(); alarm("E42", t("The number range of this year is used up.")); } },
      card(t("Customer"), fields(field(t("Customer"), { options: [...new Set([...members.map(({ name }) => name), people.school, people.cafe])], value: bill.name }),
        field(t("Due date"), { type: "date", value: iso(day(bill.due)) }), field(t("Number"), { value: t("Given when issued"), readonly: true }))),
      card(t("Lines"), body, h("p", {}, add)),
      columns(card(t("VAT"), rateField, h("p", { class: "note" }, t("The rate of a draft counts for all its lines."))), card(t("Sums"), sums)),
      card(t("Note on the invoice"), fields(field(t("Text below the lines"), { rows: 3, wide: true, value: t("Thank you for dancing with us.") }))));
    count();
    return form;
  }
  const issue = () => h("button", { type: "submit", form: "draft", class: "button main" }, t("Issue"));
  const save = () => button(t("Save draft"), { act: () => note(t("This is a demo: nothing is saved.")) });

  route("/invoices/:id/edit", (id) => {
    const bill = byId(invoices, id);
    return page({
      module: "invoices", trail: [...trail, [`/invoices/${bill.id}`, bill.id]], title: t("Edit draft {n}", { n: bill.id }), beside: tag(...states.draft),
      lead: t("Issuing gives the number and closes the draft."),
      actions: [button(t("Delete draft"), { danger: true, act: () => note(t("This is a demo: nothing is deleted.")) }), save(), issue()],
    }, editor(bill));
  });
  route("/invoices/new", () => page({
    module: "invoices", trail, title: t("New invoice"), beside: tag(...states.draft), lead: t("Issuing gives the number and closes the draft."),
    actions: [button(t("Cancel"), { quiet: true, go: "/invoices" }), save(), issue()],
  }, editor({ name: people.oliver, due: 14, lines: [[data.plans.two, 1, 52]] })));
})();
