// Events: the week and the list, one event with its waiting list, the form of an event.
"use strict";
(() => {
  const { t, money, when, format, day, h, link, button, tag, note, page, card, columns, facts, table, field, check, fields, form, bar, route, byId, data, lang } = Tamar;
  const { events, guests, queue, plans, people } = data;
  const trail = [["/events", t("Events")]];
  const first = lang === "he" ? 0 : 1; // the week begins on Sunday or on Monday
  const monday = () => { const back = (day(0).getDay() - first + 7) % 7; return -back; };
  const full = (one) => (one.taken >= one.places ? tag(t("Full"), "warn") : tag(t("Places free"), "ok"));
  const weekday = (one, style = "long") => format(day(monday() + ((one.weekday + 1 - first + 7) % 7)), { weekday: style });

  route("/events", () => {
    const days = [...Array(7).keys()].map((i) => monday() + i);
    return page({ module: "events", title: t("Events"), lead: t("Classes, courses and everything else that takes place."), actions: [button(t("New event"), { main: true, go: "/events/new" })] },
      card(t("This week"), h("ol", { class: "week" }, days.map((offset) => {
        const date = day(offset);
        const here = events.filter((one) => (one.weekday + 1) % 7 === date.getDay());
        return h("li", { class: offset === 0 ? "today" : "" }, h("h3", {}, `${format(date, { weekday: "short" })} ${date.getDate()}`, offset === 0 && h("span", { class: "unseen" }, ` (${t("today")})`)),
          here.length > 0 ? h("ul", {}, here.map((one) => h("li", {}, link(`/events/${one.id}`, [h("span", { class: "soft block" }, one.time), one.name], { class: `slot ${one.kind}` })))) : h("p", { class: "soft none" }, t("Nothing")));
      }))),
      card(t("All events"), table(t("All events"), [
        [t("Name"), ({ id, name }) => link(`/events/${id}`, name), "name"], [t("When"), (one) => `${weekday(one)}, ${one.time}`], [t("Where"), ({ room }) => room], [t("Led by"), ({ lead }) => lead],
        [t("Places"), ({ taken, places }) => t("{n} of {all}", { n: taken, all: places }), "num"], [t("Status"), full, "state"],
      ], events).node));
  });

  const editor = (one) => form([
    card(t("What and when"), fields(field(t("Name"), { value: one?.name, required: true, dir: "auto" }), field(t("Led by"), { options: [people.elena, people.marko, people.ruth, people.sofia, people.noa], value: one?.lead }),
      field(t("First date"), { type: "date", value: Tamar.iso(day(7)) }), field(t("Begins"), { type: "time", value: one?.time || "18:00" }),
      field(t("Room"), { options: [...new Set(events.map(({ room }) => room))], value: one?.room }), field(t("Places"), { type: "number", min: 1, value: one?.places || 12 })),
    check(t("Repeat weekly"), true), check(t("Keep a waiting list"), true)),
    card(t("Price by plan"), fields(Object.entries(plans).map(([key, plan]) => field(plan, { type: "number", min: 0, step: "0.5", value: { all: 0, two: 0, ten: 1, child: 6 }[key] * (key === "ten" ? 1 : Tamar.rate), note: key === "ten" ? t("Visits taken off the card") : t("0 means: included in the plan") })),
      field(t("Without a plan"), { type: "number", min: 0, step: "0.5", value: 14 * Tamar.rate, note: t("Price in {sign}", { sign: lang === "he" ? "₪" : "€" }) }))),
    card(t("Registration"), fields(field(t("Opens"), { type: "datetime-local", value: `${Tamar.iso(day(0))}T08:00` }), field(t("Closes"), { type: "datetime-local", value: `${Tamar.iso(day(7))}T16:00` }))),
  ], { send: t("Save event"), others: [button(t("Cancel"), { quiet: true, go: one ? `/events/${one.id}` : "/events" })] });

  route("/events/new", () => page({ module: "events", trail, title: t("New event") }, editor()));
  route("/events/:id/edit", (id) => {
    const one = byId(events, id);
    return page({ module: "events", trail: [...trail, [`/events/${one.id}`, one.name]], title: t("Edit event"), lead: one.name }, editor(one));
  });

  route("/events/:id", (id) => {
    const one = byId(events, id);
    return page({
      module: "events", trail, title: one.name, beside: full(one), lead: `${weekday(one)}, ${one.time} · ${one.room} · ${one.lead}`,
      actions: [button(t("Cancel event"), { danger: true, act: () => note(t("This is a demo: nobody is told, nothing is cancelled.")) }), button(t("Edit"), { go: `/events/${one.id}/edit` }), button(t("Check in")), button(t("Register someone"), { main: true })],
    },
    columns(
      card(t("Places"), h("p", { class: "figure-line" }, h("span", { class: "figure" }, t("{n} of {all}", { n: one.taken, all: one.places })), h("span", { class: "soft" }, t("places taken"))), bar(one.taken / one.places),
        facts([[t("Waiting"), one.waiting], [t("Repeats"), t("Every week")], [t("Registration closes"), when(1)], [t("Without a plan"), money(14)]])),
      card(t("Waiting list"), one.waiting ? h("ol", { class: "rows" }, queue.slice(0, one.waiting).map((name, i) =>
        h("li", {}, h("span", {}, `${i + 1}. ${name}`, h("span", { class: "soft block" }, when(-3 + i))), button(t("Give a place"), { quiet: true, "aria-label": `${t("Give a place")}: ${name}` }))))
        : h("p", { class: "soft" }, t("Nobody is waiting.")),
      h("p", { class: "note" }, t("A freed place is offered to the first in line for 12 hours.")))),
    card(t("Registered"), table(t("Registered"), [
      [t("Name"), ([name]) => name, "name"], [t("Registered on"), (row, i) => when(-9 + i)], [t("Presence"), ([, here]) => (here ? tag(t("Checked in"), "ok") : tag(t("Expected"))), "state"],
      [t("Next step"), ([name, here]) => button(here ? t("Undo") : t("Check in|one"), { quiet: here, "aria-label": `${here ? t("Undo") : t("Check in|one")}: ${name}` }), "do"],
    ], guests).node));
  });
})();
