// Mail: letters and drafts, a new letter with its placeholders, what became of a letter, templates.
"use strict";
(() => {
  const { t, when, number, h, link, ltr, button, tag, page, card, columns, facts, table, list, field, fields, bar, route, byId, data, note } = Tamar;
  const { letters, bounced } = data;
  const trail = [["/mail", t("Mail")]];
  const tabs = (at) => [["/mail", t("Letters"), at === 0], ["/mail/templates", t("Templates"), at === 1]];
  const states = { draft: [t("Draft"), "plain"], planned: [t("Scheduled"), "info"], sent: [t("Sent|letter"), "ok"] };

  route("/mail", () => page({ module: "mail", title: t("Mail"), lead: t("At most {n} letters an hour; more wait in line.", { n: number(2000) }), tabs: tabs(0), actions: [button(t("New letter"), { main: true, go: "/mail/new" })] },
    list({
      caption: t("Letters"), search: t("Search for a subject"), filter: t("Status"), states: Object.entries(states).map(([key, [label]]) => [key, label]),
      rows: letters, text: ({ name }) => name, state: ({ state }) => state,
      columns: [
        [t("Subject"), ({ id, name }) => link(`/mail/${id}`, name), "name"], [t("Recipients"), ({ to }) => to], [t("Date"), ({ ago }) => when(ago)], [t("Letters"), ({ sent }) => number(sent), "num"],
        [t("Status"), ({ state }) => tag(...states[state]), "state"],
      ],
    })));

  route("/mail/new", () => {
    const body = field(t("Text"), { rows: 9, wide: true, value: data.p("Hello {first name},\n\nan amount of {amount due} is still open. The invoice is attached once more.\n\nWarm wishes\nRiverside Yoga & Dance", "שלום {שם פרטי},\n\nנותר לתשלום סכום של {סכום פתוח}. החשבונית מצורפת שוב.\n\nבברכה\nריברסייד – יוגה ומחול") });
    body.setAttribute("data-help-context", "placeholder");
    const area = body.querySelector("textarea");
    area.setSelectionRange(area.value.length, area.value.length);
    const insert = (word) => button(`{${word}}`, { quiet: true, class: "button chip", act: () => { area.setRangeText(`{${word}}`, area.selectionStart, area.selectionEnd, "end"); area.focus(); } });
    body.append(h("div", { class: "chips", role: "group", "aria-label": t("Insert a placeholder") }, [t("first name"), t("last name"), t("amount due"), t("plan")].map(insert)));
    return page({
      module: "mail", trail, title: t("New letter"), beside: tag(...states.draft),
      actions: [button(t("Send a test to me")), button(t("Schedule"), { main: true })],
    }, h("form", { class: "form", onsubmit: (event) => { event.preventDefault(); Tamar.demo(); } },
      card(t("Recipients"), fields(field(t("Filter"), { options: letters.map(({ to }) => to), note: t("{n} recipients today; counted again when the letter goes out.", { n: 3 }) }),
        field(t("Goes out"), { type: "datetime-local", value: `${Tamar.iso(Tamar.day(1))}T09:00` }))),
      card(t("Letter"), fields(field(t("Template"), { options: [t("Empty letter"), t("Reminder"), t("Invitation")], value: t("Reminder") }),
        field(t("Subject"), { value: letters[0].name, dir: "auto" }), body))));
  });

  route("/mail/templates", () => page({ module: "mail", title: t("Templates"), tabs: tabs(1), actions: [button(t("New template"), { main: true })] },
    card("", table(t("Templates"), [
      [t("Name"), ([name]) => name, "name"], [t("Used for"), ([, use]) => use], [t("Last changed"), ([, , ago]) => when(ago)],
      [t("Next step"), ([name]) => button(t("Edit"), { quiet: true, "aria-label": `${t("Edit")}: ${name}` }), "do"],
    ], [[t("Reminder"), t("Open amounts"), -12], [t("Invitation"), t("Events"), -40], [t("Welcome"), t("New members"), -71]]).node)));

  route("/mail/:id", (id) => {
    const one = byId(letters, id);
    const went = one.state === "sent";
    const got = one.sent - (one.bounced || 0);
    const share = (name, n) => h("li", {}, h("span", {}, name), h("span", { class: "value" }, `${number(n)} · ${Math.round(n / one.sent * 100)}%`), bar(n / one.sent));
    return page({
      module: "mail", trail, title: one.name, beside: tag(...states[one.state]), lead: one.to,
      actions: went ? [button(t("Copy to a new letter"), { main: true, go: "/mail/new" })]
        : [one.state === "planned" ? button(t("Stop sending"), { act: () => note(t("This is a demo: nothing is sent.")) }) : button(t("Send a test to me")), button(t("Edit"), { main: true, go: "/mail/new" })],
    },
    columns(
      card(t("What became of it"), went ? h("ul", { class: "shares" }, share(t("Delivered"), got), share(t("Opened"), one.opened), share(t("Bounced"), one.bounced)) : h("p", { class: "soft" }, t("It has not been sent yet."))),
      card(t("Details"), facts([[t("Recipients"), number(one.sent)], [one.state === "planned" ? t("Goes out") : went ? t("Sent|letter") : t("Last changed"), when(one.ago)], [t("Sender"), ltr("office@riverside.example")], [t("Template"), t("Empty letter")]]))),
    went && one.bounced > 0 && card(t("Bounced letters"), table(t("Bounced letters"), [
      [t("Address"), ([mail]) => ltr(mail), "name"], [t("Reason"), ([, why]) => why],
      [t("Next step"), ([mail]) => button(t("Correct"), { quiet: true, "aria-label": `${t("Correct")}: ${mail}` }), "do"],
    ], bounced).node));
  });
})();
