// Payments (money in, one payment, the methods with P12 and P30) and Reports.
"use strict";
(() => {
  const { t, money, when, format, number, h, link, ltr, button, tag, alarm, page, card, columns, facts, table, list, field, check, fields, bar, route, byId, data, svg, lang, rate } = Tamar;
  const { payments, people, months, vat } = data;
  const ways = { card: t("Card"), transfer: t("Bank transfer"), debit: t("Direct debit"), cash: t("Cash") };
  const errors = { P12: t("The card was declined by its bank."), P30: t("Direct debit mandate is missing.") };
  const names = { allocated: [t("Allocated"), "ok"], open: [t("Not allocated"), "warn"], P12: [t("Card declined"), "late"], P30: [t("Mandate missing"), "late"] };
  const tabs = (at) => [["/payments", t("Money in"), at === 0], ["/payments/methods", t("Ways to pay"), at === 1]];
  const retry = (code, name) => button(t("Retry"), { "aria-label": `${t("Retry")}: ${name}`, act: () => alarm(code, errors[code]) });
  const step = ({ id, name, state }) => (errors[state] ? retry(state, name)
    : state === "open" ? button(t("Allocate"), { "aria-label": `${t("Allocate")}: ${name}` }) : link(`/payments/${id}`, t("Receipt"), { class: "button quiet", "aria-label": `${t("Receipt")}: ${name}` }));

  route("/payments", () => page({
    module: "payments", title: t("Payments"), lead: t("Money that came in, and which invoice it belongs to."), tabs: tabs(0),
    actions: [button(t("Read bank file")), button(t("Record cash"), { main: true })],
  }, list({
    caption: t("Money in"), search: t("Search for a payer"), filter: t("Status"), states: Object.entries(names).map(([key, [label]]) => [key, label]),
    rows: payments, text: ({ id, name }) => `${id} ${name}`, state: ({ state }) => state,
    columns: [
      [t("Payer"), ({ id, name }) => link(`/payments/${id}`, name), "name"], [t("Date"), ({ ago }) => when(ago)], [t("Method"), ({ way }) => ways[way]],
      [t("Amount"), ({ sum }) => money(sum), "num"], [t("Status"), ({ state }) => tag(...names[state]), "state"], [t("Next step"), step, "do"],
    ],
  })));

  route("/payments/methods", () => page({
    module: "payments", title: t("Ways to pay"), tabs: tabs(1), actions: [button(t("Save"), { main: true })],
  },
  columns(
    card(t("Offered to members"), check(t("Card"), true), check(t("Bank transfer"), true), check(t("Direct debit"), true), check(t("Cash"), true)),
    card(t("Bank account"), fields(field(t("Account holder"), { value: t("Riverside Yoga & Dance"), wide: true }), field(t("Account number"), { value: "XX00 1234 5678 9012", dir: "ltr", wide: true })))),
  card(t("Direct debit mandates"), table(t("Direct debit mandates"), [
    [t("Member"), ([name]) => name, "name"], [t("Signed"), ([, ago]) => (ago === null ? "–" : when(ago))],
    [t("Status"), ([, ago]) => (ago === null ? tag(...names.P30) : tag(t("Valid"), "ok")), "state"],
    [t("Next step"), ([name, ago]) => (ago === null ? retry("P30", name) : button(t("Open"), { quiet: true, "aria-label": `${t("Open")}: ${name}` })), "do"],
  ], [[people.oliver, -600], [people.maya, -790], [people.elena, null], [people.leila, -140]]).node)));

  route("/payments/:id", (id) => {
    const one = byId(payments, id);
    const code = errors[one.state] && one.state;
    const lines = one.state === "open" && one.bill ? [[one.bill, 90, true], [null, one.sum - 90, false]] : [[one.bill, one.sum, one.state === "allocated"]];
    return page({
      module: "payments", trail: [["/payments", t("Payments")]], title: t("Payment {n}", { n: one.id }), beside: tag(...names[one.state]), lead: `${one.name} · ${money(one.sum)}`,
      actions: [button(t("Refund")), button(t("Receipt")), code ? retry(code, one.name) : button(t("Allocate"), { main: one.state === "open" })],
    },
    columns(
      card(t("Details"), facts([[t("Payer"), one.name], [t("Date"), when(one.ago)], [t("Method"), ways[one.way]], [t("Amount"), money(one.sum)], [t("Reference"), ltr(`RF${one.id}-2047`)]])),
      card(t("What it pays for"), table(t("What it pays for"), [
        [t("Line"), ([bill]) => (bill ? link(`/invoices/${bill}`, `${t("Invoice")} ${bill}`) : t("The rest")), "name"], [t("Amount"), ([, sum]) => money(sum), "num"],
        [t("Status"), ([, , done]) => tag(...names[done ? "allocated" : code || "open"]), "state"],
      ], lines).node)));
  });

  // --- reports ---
  const reportTabs = (at) => [["/reports", t("At a glance"), at === 0], ["/reports/vat", t("VAT"), at === 1]];
  const exports = () => [button(t("Export to PDF")), button(t("Export to Excel"), { main: true })];
  const month = (date) => format(date, { month: "short" });

  route("/reports", () => {
    const most = Math.max(...months.map(({ sum }) => sum));
    const attendance = [[data.events[0].name, 0.97], [data.events[3].name, 0.9], [data.events[2].name, 0.74], [data.events[1].name, 0.68], [data.events[5].name, 0.55]];
    const debts = [[people.cafe, 240, 4], [people.daniel, 78, 17], [people.elena, 78, 0]];
    return page({ module: "reports", title: t("Reports"), lead: t("Income counts invoices by their date of issue, not by the day the money came."), tabs: reportTabs(0), actions: exports() },
      card(`${t("Income by month")} (${lang === "he" ? "₪" : "€"})`, h("ol", { class: "pillars" }, months.map(({ date, sum }) => h("li", {},
        h("span", { class: "value" }, number(sum * rate)),
        svg("svg", { viewBox: "0 0 10 100", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { y: 100 - Math.round(sum / most * 100), width: 10, height: Math.round(sum / most * 100) })),
        h("span", { class: "soft" }, month(date)))))),
      columns(
        card(t("Attendance"), h("ul", { class: "shares" }, attendance.map(([name, share]) => h("li", {}, h("span", {}, name), h("span", { class: "value" }, `${Math.round(share * 100)}%`), bar(share))))),
        card(t("Open debts"), table(t("Open debts"), [
          [t("Customer"), ([name]) => name, "name"], [t("Amount"), ([, sum]) => money(sum), "num"],
          [t("Days late"), ([, , days]) => (days ? number(days) : t("Not due yet")), "num"],
        ], debts).node)));
  });

  route("/reports/vat", () => {
    const rate = Number(vat[0][0]) / 100;
    const rows = months.map(({ date, sum }) => [date, sum, sum - sum / (1 + rate)]);
    const total = (at) => rows.reduce((all, row) => all + row[at], 0);
    return page({ module: "reports", title: t("VAT report"), lead: t("By the date of issue; credit notes are taken off."), tabs: reportTabs(1), actions: exports() },
      h("section", { class: "card" }, fields(field(t("From"), { type: "month", value: Tamar.iso(months[0].date).slice(0, 7) }), field(t("To"), { type: "month", value: Tamar.iso(months[5].date).slice(0, 7) }),
        field(t("Rate"), { options: [["", t("All rates")], ...vat] }))),
      card(t("VAT by month"), table(t("VAT by month"), [
        [t("Month"), ([date]) => (typeof date === "string" ? date : format(date, { month: "long", year: "numeric" })), "name"],
        [t("With VAT"), ([, sum]) => money(sum), "num"], [t("Without VAT"), ([, sum, tax]) => money(sum - tax), "num"], [t("VAT"), ([, , tax]) => money(tax), "num"],
      ], [...rows, [t("Together"), total(1), total(2)]]).node));
  });
})();
