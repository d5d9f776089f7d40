// Settings, and how the Tamar team helps.
"use strict";
(() => {
  const { t, money, number, when, h, ltr, button, tag, note, page, card, columns, facts, table, field, check, radio, fields, group, form, bar, route, data } = Tamar;
  const { colleagues, vat } = data;
  const parts = [["organisation", t("Organisation")], ["numbering", t("Numbering")], ["users", t("Colleagues")], ["mail", t("Sender")], ["vat", t("VAT")], ["billing", t("Our plan")]];
  const tabs = (at) => parts.map(([key, label]) => [`/settings/${key}`, label, key === at]);
  const settings = (key, title, lead, actions, ...kids) => page({ module: "settings", trail: [["/settings/organisation", t("Settings")]], title, lead, tabs: tabs(key), actions }, ...kids);
  const roles = [["owner", t("Owner")], ["office", t("Office")], ["teacher", t("Teacher")], ["reader", t("Read only")]];

  const organisation = () => settings("organisation", t("Organisation"), t("Name, logo and address stand on every invoice and letter."), [],
    form([
      card(t("Name and address"), fields(field(t("Name"), { value: t("Riverside Yoga & Dance"), dir: "auto", wide: true }), field(t("Street"), { value: data.p("12 Mill Lane", "סמטת הטחנה 12"), dir: "auto" }), field(t("Town"), { value: data.p("Riverside", "ריברסייד"), dir: "auto" }),
        field(t("Tax number"), { value: "00 123 456", dir: "ltr" }), field(t("Phone"), { type: "tel", value: "555-0100", dir: "ltr" }))),
      card(t("Logo"), h("div", { class: "picture-box" }, h("img", { src: "/demo/static/tamar.svg", alt: t("Present logo"), width: 64, height: 64 })), fields(field(t("New logo"), { type: "file", accept: ".jpg,.jpeg,.png", wide: true, note: t("JPG or PNG, up to 5 MB.") }))),
    ], { send: t("Save") }));
  route("/settings", organisation);
  route("/settings/organisation", organisation);

  route("/settings/numbering", () => settings("numbering", t("Numbering"), t("Every issued invoice takes the next number of the open range."),
    [button(t("Open next range"), { main: true, act: () => note(t("This is a demo: no range is opened.")) })],
    card(t("Number ranges of invoices"), table(t("Number ranges of invoices"), [
      [t("Year"), ([year]) => year, "name"], [t("Range"), ([, from, to]) => ltr(`${from}–${to}`), "num"], [t("Last number"), ([, , , last]) => last, "num"],
      [t("Status"), ([, , to, last, past]) => (past ? tag(t("Closed")) : last >= to ? tag(t("Used up"), "late") : tag(t("Open|range"), "ok")), "state"],
    ], [[Tamar.day(0).getFullYear(), 1, 2050, 2050], [Tamar.day(0).getFullYear() - 1, 1, 2000, 1874, true]]).node),
    card(t("Format"), fields(field(t("Before the number"), { value: "INV-", dir: "ltr" }), field(t("Digits"), { type: "number", min: 3, max: 8, value: 4 })))));

  route("/settings/users", () => settings("users", t("Colleagues"), t("Who works here, and who may do what."), [button(t("Invite a colleague"), { main: true })],
    card(t("Colleagues and roles"), table(t("Colleagues and roles"), [
      [t("Name"), ({ name, mail }) => [name, h("span", { class: "soft block" }, ltr(mail))], "name"],
      [t("Role"), ({ name, role }) => h("select", { "aria-label": `${t("Role")}: ${name}` }, roles.map(([value, label]) => h("option", { value, selected: value === role }, label)))],
      [t("Two-step sign-in"), ({ twice }) => (twice ? tag(t("On"), "ok") : tag(t("Off"), "warn")), "state"],
      [t("Next step"), ({ name, twice }) => button(twice ? t("Reset") : t("Remind"), { quiet: true, "aria-label": `${twice ? t("Reset") : t("Remind")}: ${name}` }), "do"],
    ], colleagues).node),
    columns(
      card(t("Open invitations"), h("ul", { class: "rows" }, h("li", {}, h("span", {}, ltr("sofia@example.org"), h("span", { class: "soft block" }, t("Teacher"), " · ", when(-2))), button(t("Send again"), { quiet: true })))),
      card(t("Two-step sign-in"), check(t("Required for everybody")), h("p", { class: "note" }, t("A code from the phone is asked for after the password.")), h("p", {}, button(t("Set up for me")))))));

  route("/settings/mail", () => settings("mail", t("Sender"), t("The address letters and invoices come from."), [],
    form([card(t("Sender address"), fields(field(t("Name"), { value: t("Riverside Yoga & Dance"), dir: "auto" }), field(t("E-mail"), { type: "email", value: "office@riverside.example", dir: "ltr" }))),
      card(t("What the domain says"), table(t("What the domain says"), [
        [t("Record"), ([name]) => ltr(name), "name"], [t("What it does"), ([, what]) => what], [t("Status"), ([, , fine]) => (fine ? tag(t("Found"), "ok") : tag(t("Missing"), "warn")), "state"],
      ], [["SPF", t("Allows Tamar to send"), true], ["DKIM", t("Signs the letters"), true], ["DMARC", t("Says what happens to forgeries"), false]]).node)],
    { send: t("Save"), others: [button(t("Check again"))] })));

  route("/settings/vat", () => settings("vat", t("VAT"), t("The rates offered on drafts and products."), [button(t("Add a rate"), { main: true })],
    card(t("Rates"), table(t("Rates"), [
      [t("Rate"), ([, label]) => ltr(label), "name"], [t("Used for"), (row, i) => [t("Memberships, shop"), vat.length > 2 ? t("Courses, books") : t("Abroad, exempt"), t("Abroad, exempt")][i]],
      [t("Status"), (row, i) => (i === 0 ? tag(t("Standard"), "accent") : tag(t("Offered"), "ok")), "state"],
    ], vat).node),
    form([card(t("Accounting"), group(t("VAT counts by"), radio("by", t("Date of issue"), true), radio("by", t("Date of payment"))))], { send: t("Save") })));

  route("/settings/billing", () => {
    const plan = (name, price, points, ours) => h("section", { class: `card plan${ours ? " ours" : ""}` }, h("div", { class: "title-line" }, h("h2", {}, name), ours && tag(t("Our plan now"), "accent")),
      h("p", { class: "figure-line" }, h("span", { class: "figure" }, money(price).replace(/[.,]00/, "")), h("span", { class: "soft" }, t("a month"))),
      h("ul", { class: "points" }, points.map((point) => h("li", {}, point))), !ours && h("p", {}, button(t("Change to {name}", { name }))));
    return settings("billing", t("Our plan with Tamar"), t("Changes count from the first of next month."), [],
      h("div", { class: "plans" },
        plan(t("Free"), 0, [t("Up to {n} members", { n: 50 }), t("All modules"), t("Help pages"), t("Questions when the queue allows")]),
        plan(t("Basic"), 29, [t("Up to {n} members", { n: 500 }), t("Tickets and chat")], true),
        plan(t("Gold"), 79, [t("Members without limit"), t("Goes first"), t("Phone for outages"), t("A named contact")])),
      columns(card(t("In use"), h("ul", { class: "shares" }, h("li", {}, h("span", {}, t("Members")), h("span", { class: "value" }, t("{n} of {all}", { n: 241, all: 500 })), bar(0.482)), h("li", {}, h("span", {}, t("Letters this month")), h("span", { class: "value" }, number(548)), bar(0.11)))),
        card(t("Paid by"), facts([[t("Card"), ltr("•••• 4242")], [t("Next amount"), h("span", {}, money(29), " · ", when(9))]]), h("p", {}, button(t("Change card"), { quiet: true })))));
  });

  // --- support ---
  route("/support", () => page({ module: "support", title: t("Support"), lead: t("How the Tamar team helps. Asking is never a failing.") },
    h("div", { class: "plans" },
      card(t("In writing, first"), h("p", {}, t("A written request can be followed, passed to the right expert and answered with pictures. Written before 16:00, it gets a first answer the same working day; after that, the next working morning by 10:00."))),
      card(t("Chat"), h("p", {}, t("On working days, on the Basic and Gold plans."))),
      card(t("Phone"), h("p", {}, t("For outages, on the Gold plan: when nobody can work.")))),
    h("p", { class: "banner" }, h("span", {}, t("All of this begins with the button “? Help”: it shows the answers for the page you are on, and the ways to a person."))),
    columns(
      card(t("When we are there"), table(t("Opening hours, Israel time"), [[t("Day"), ([name]) => name, "name"], [t("Hours"), ([, hours]) => hours]], [
        [t("Sunday to Thursday"), ltr("08:00–18:00")], [t("Friday"), ltr("08:00–12:00")], [t("Holiday eves"), t("till 12:00")], [t("Israeli public holidays"), t("closed")],
      ], { visible: true }).node),
      card(t("How severe is it?"), table(t("Severity comes from facts: can anyone still sell or sign in?"), [[t("Severity"), ([name]) => name, "name"], [t("Handled"), ([, until]) => until]], [
        [t("Outage: nobody can work"), t("within 4 hours, round the clock")], [t("Major: works only with a detour"), t("within 8 working hours")], [t("Minor"), t("within 2 working days")], [t("Question"), t("within 1 working day")],
      ], { visible: true }).node)),
    columns(
      card(t("What helps us answer the first time"), h("ul", { class: "points" }, [t("What you did"), t("What you expected"), t("What the screen said"), t("Since when")].map((point) => h("li", {}, point))),
        h("p", { class: "note" }, t("One problem, one request: what is new goes into the open one."))),
      card(t("Fair use"), h("p", {}, t("Everybody may ask. Whoever asks many times a day what the help already answers waits a little longer, so that others are not left waiting; nobody is refused, and it is always said kindly.")),
        h("p", {}, button(t("See our plan"), { quiet: true, go: "/settings/billing" }))))));
})();
