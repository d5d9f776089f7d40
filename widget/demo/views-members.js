// Members: the list, a new one, the import in three steps, the card of one member.
"use strict";
(() => {
  const { t, when, h, ltr, link, button, tag, note, page, card, columns, facts, table, list, field, check, fields, form, route, byId, data, number } = Tamar;
  const { members, plans, invoices } = data;
  const trail = [["/members", t("Members")]];
  const state = { active: () => tag(t("Active"), "ok"), paused: () => tag(t("Paused"), "warn"), left: () => tag(t("Left")) };
  const planNames = Object.values(plans);

  route("/members", () => page({
    module: "members", title: t("Members"), lead: t("Everybody who takes part, with plan and status."),
    actions: [button(t("Import"), { go: "/members/import" }), button(t("Export")), button(t("Add member"), { main: true, go: "/members/new" })],
  }, list({
    caption: t("Members"), search: t("Search for a name or an e-mail"), filter: t("Status"),
    states: [["active", t("Active|many")], ["paused", t("Paused|many")], ["left", t("Left|many")]],
    rows: members, text: ({ id, name, mail }) => `${id} ${name} ${mail}`, state: ({ status }) => status,
    columns: [
      [t("Name"), ({ id, name }) => link(`/members/${id}`, name), "name"], [t("Number"), ({ id }) => id],
      [t("E-mail"), ({ mail }) => ltr(mail)], [t("Plan"), ({ plan }) => plan], [t("Since"), ({ since }) => when(since, { month: "short", year: "numeric" })],
      [t("Status"), ({ status }) => state[status](), "state"],
    ],
  })));

  route("/members/new", () => page({ module: "members", trail, title: t("Add member") },
    form([
      card(t("Person"), fields(field(t("First name"), { required: true, autocomplete: "off" }), field(t("Last name"), { required: true, autocomplete: "off" }),
        field(t("E-mail"), { type: "email", dir: "ltr", autocomplete: "off", note: t("Invoices and letters go to this address.") }),
        field(t("Phone"), { type: "tel", dir: "ltr", autocomplete: "off" }), field(t("Date of birth"), { type: "date" }),
        field(t("Address"), { autocomplete: "off" }))),
      card(t("Membership"), fields(field(t("Plan"), { options: planNames }), field(t("Begins on"), { type: "date", value: Tamar.iso(Tamar.day(0)) }),
        field(t("Paid by"), { options: [t("Direct debit"), t("Card"), t("Bank transfer"), t("Cash")] })),
      check(t("Send a welcome letter"), true), check(t("Agreed to photos at events"))),
    ], { send: t("Save member"), others: [button(t("Cancel"), { go: "/members", quiet: true })] })));

  route("/members/import", () => {
    const steps = [t("Choose file"), t("Match columns"), t("Check and import")];
    const marks = h("ol", { class: "steps" });
    const place = h("section", { class: "card" });
    const columnsOfFile = [[t("Name"), t("Full name")], [t("E-mail"), t("E-mail")], [t("Phone"), t("Phone")], [t("Plan"), t("Plan")], [t("Remarks"), ""]];
    const tamarFields = [["", t("Do not import")], t("Full name"), t("E-mail"), t("Phone"), t("Plan"), t("Date of birth")];
    const bodies = [
      () => [h("p", {}, t("A CSV or Excel file with one member in each row, at most {n} rows.", { n: number(5000) })),
        fields(field(t("File"), { type: "file", accept: ".csv,.xlsx", wide: true, note: t("The first row holds the names of the columns.") })),
        check(t("Skip rows whose e-mail is already known"), true)],
      () => [h("p", {}, t("Which column of the file goes into which field of Tamar?")),
        fields(columnsOfFile.map(([name, value]) => field(t("Column “{name}”", { name }), { options: tamarFields, value })))],
      () => [facts([[t("Rows in the file"), number(128)], [t("New members"), number(121)], [t("Already known, skipped"), number(5)], [t("Rows with a mistake"), number(2)]]),
        table(t("Rows with a mistake"), [[t("Row"), ([row]) => row, "name"], [t("What is wrong"), ([, what]) => what]],
          [[17, t("The e-mail has no @ sign.")], [93, t("The plan is unknown.")]], { visible: true }).node],
    ];
    const show = (at, focus) => {
      marks.replaceChildren(...steps.map((name, i) => h("li", { class: i < at ? "past" : "", "aria-current": i === at && "step" }, h("span", { class: "nr", "aria-hidden": "true" }, i < at ? "✓" : i + 1), name)));
      const heading = h("h2", { tabindex: "-1" }, t("Step {n} of 3: {name}", { n: at + 1, name: steps[at] }));
      place.replaceChildren(heading, ...bodies[at](), h("div", { class: "form-foot" },
        at < 2 ? button(t("Continue"), { main: true, act: () => show(at + 1, true) }) : button(t("Import {n} members", { n: 121 }), { main: true }),
        at > 0 && button(t("Back"), { quiet: true, act: () => show(at - 1, true) })));
      if (focus) heading.focus();
    };
    show(0);
    return page({ module: "members", trail, title: t("Import members") }, marks, place);
  });

  route("/members/:id", (id) => {
    const one = byId(members, id);
    const household = members.filter(({ id: other }) => [1017, 1018, 1019].includes(other));
    const theirs = invoices.filter(({ name }) => name === one.name);
    return page({
      module: "members", trail, title: one.name, beside: state[one.status](), lead: `${t("Member")} ${one.id} · ${one.plan}`,
      actions: [button(t("Pause membership")), button(t("Merge duplicates")), button(t("Edit"), { main: true })],
    },
    columns(
      card(t("Details"), facts([[t("E-mail"), ltr(one.mail)], [t("Phone"), ltr(`555-${String(one.id).padStart(4, "0")}`)], [t("Address"), data.p("4 Mill Lane, Riverside", "סמטת הטחנה 4, ריברסייד")],
        [t("Member since"), when(one.since)], [t("Visits this month"), number(7)]])),
      card(t("Plan"), facts([[t("Plan"), one.plan], [t("Paid by"), t("Direct debit")], [t("Next amount"), h("span", {}, Tamar.money(78), " · ", when(9))], [t("Paused until"), "–"]]),
        h("p", {}, button(t("Change plan"), { quiet: true })))),
    columns(
      h("section", { class: "card", "data-help-context": "household" }, h("h2", {}, t("Household")),
        h("ul", { class: "rows" }, household.map((each) => h("li", {}, h("span", {}, link(`/members/${each.id}`, each.name), h("span", { class: "soft block" }, each.plan)),
          each.id === 1017 ? tag(t("Pays for all"), "accent") : tag(t("10 % less"), "ok")))),
        h("p", {}, button(t("Add to the household"), { quiet: true }))),
      card(t("Documents"), h("ul", { class: "rows" },
        [[t("Membership agreement"), "PDF · 84 KB"], [t("Consent to photos"), "PDF · 41 KB"]].map(([name, size]) =>
          h("li", {}, h("span", {}, name, h("span", { class: "soft block" }, ltr(size))), button(t("Open"), { quiet: true, "aria-label": `${t("Open")}: ${name}` })))),
      h("p", {}, button(t("Add a document"), { quiet: true })))),
    theirs.length > 0 && card(t("Invoices"), h("ul", { class: "rows" }, theirs.map((bill) =>
      h("li", {}, h("span", {}, link(`/invoices/${bill.id}`, `${t("Invoice")} ${bill.id}`), h("span", { class: "soft block" }, Tamar.money(bill.sum))), Tamar.invoiceTag(bill.status))))),
    h("p", { class: "page-foot" }, button(t("Remove this member"), { danger: true, act: () => note(t("This is a demo: nobody is removed.")) })));
  });
})();
