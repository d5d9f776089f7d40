// The overview (empty route) and the page for an address that is none of Tamar's.
"use strict";
(() => {
  const { t, money, number, format, day, h, link, tag, page, card, columns, route, data } = Tamar;
  const { invoices, payments, orders, events, people } = data;

  route("/", () => {
    const open = invoices.filter(({ status }) => status === "sent" || status === "overdue");
    const loose = payments.filter(({ state }) => state === "open");
    const figure = (to, value, label, below) => h("li", {}, link(to, [
      h("span", { class: "figure" }, value), h("span", { class: "figure-name" }, label), h("span", { class: "soft" }, below)]));
    const todo = (to, label, state) => h("li", {}, link(to, label), state);
    return page({ module: "", title: t("Overview"), lead: `${format(day(0), { weekday: "long", day: "numeric", month: "long" })} · ${people.noa}, ${t("Office")}` },
      h("ul", { class: "figures" },
        figure("/invoices", number(open.length), t("Open invoices"), money(open.reduce((sum, one) => sum + one.sum, 0))),
        figure("/payments", number(loose.length), t("Payments not allocated"), money(loose.reduce((sum, one) => sum + one.sum, 0))),
        figure("/shop/orders", number(orders.filter(({ state }) => state === "open").length), t("Orders to hand over"), t("Pick-up at the desk")),
        figure("/events", `${number(events.reduce((sum, one) => sum + one.taken, 0))}`, t("Registrations this week"), t("Events: {n}", { n: events.length }))),
      columns(
        card(t("Waiting for you"), h("ul", { class: "rows" },
          todo("/invoices/2051/edit", t("Issue the draft for {name}", { name: people.maya }), tag(t("Draft"))),
          todo("/invoices/2046", t("Remind {name} about invoice {n}", { name: people.cafe, n: 2046 }), tag(t("Overdue"), "late")),
          todo("/payments/88", t("Allocate the transfer from {name}", { name: people.tom }), tag(t("Not allocated"), "warn")),
          todo("/payments", t("Card payment of {name}", { name: people.daniel }), tag(t("Card declined"), "late")),
          todo("/mail/13", t("Finish the letter about open amounts"), tag(t("Draft"))))),
        card(t("Next classes"), h("ul", { class: "rows" }, events.slice(0, 5).map((one) =>
          h("li", {}, h("span", {}, link(`/events/${one.id}`, one.name), h("span", { class: "soft block" }, `${one.time} · ${one.room}`)),
            one.taken === one.places ? tag(t("Full"), "warn") : tag(t("{n} of {all} places", { n: one.taken, all: one.places }), "ok")))))));
  });

  Tamar.missing = () => page({ module: null, title: t("This page does not exist"), lead: t("The address may have a typing mistake, or the entry was removed.") },
    h("p", {}, link("/", t("Back to the overview"), { class: "button main" })));
})();
