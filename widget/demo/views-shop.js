// Shop: products, one product with its variants, orders, discount codes.
"use strict";
(() => {
  const { t, money, when, number, h, svg, link, ltr, button, tag, page, card, columns, facts, table, list, field, check, fields, form, route, byId, data } = Tamar;
  const { products, orders, discounts, vat } = data;
  const trail = [["/shop", t("Shop")]];
  const tabs = (at) => [["/shop", t("Products"), at === 0], ["/shop/orders", t("Orders"), at === 1], ["/shop/discounts", t("Discount codes"), at === 2]];
  const stock = (n) => (n === null ? tag(t("Without stock")) : n === 0 ? tag(t("Sold out"), "late") : n < 5 ? tag(t("Nearly gone"), "warn") : tag(t("In stock"), "ok"));
  const states = { open: [t("To hand over"), "warn"], done: [t("Handed over"), "ok"], back: [t("Returned"), "plain"] };
  const total = ({ items }) => items.reduce((sum, [, , many, each]) => sum + many * each, 0);

  route("/shop", () => page({ module: "shop", title: t("Shop"), lead: t("What is sold at the desk and online."), tabs: tabs(0), actions: [button(t("Add product"), { main: true, go: "/shop/new" })] },
    list({
      caption: t("Products"), search: t("Search for a product"), rows: products, text: ({ name }) => name,
      columns: [
        [t("Product"), ({ id, name }) => link(`/shop/${id}/edit`, name), "name"], [t("Variants"), ({ variants }) => (variants ? ltr(variants.join(" · ")) : "–")],
        [t("Price"), ({ price }) => money(price), "num"], [t("Pieces"), ({ stock: n }) => (n === null ? "–" : number(n)), "num"], [t("Stock"), ({ stock: n }) => stock(n), "state"],
      ],
    })));

  const LIMIT = 5 * 1024 * 1024;
  function editor(one) {
    const wrong = h("p", { class: "wrong", role: "alert" });
    const file = field(t("Picture"), { type: "file", accept: ".jpg,.jpeg,.png", wide: true, note: t("JPG or PNG, up to 5 MB.") });
    file.append(wrong);
    file.querySelector("input").addEventListener("change", ({ target }) => {
      const big = target.files[0]?.size > LIMIT;
      wrong.textContent = big ? t("Picture is too large") : "";
      if (big) target.setAttribute("aria-invalid", "true"); else target.removeAttribute("aria-invalid");
    });
    const shirt = svg("svg", { class: "picture", viewBox: "0 0 64 64", "aria-hidden": "true" }, svg("path", { d: "M22 12 8 20l5 12 6-3v25h26V29l6 3 5-12-14-8c-2 5-6 7-10 7s-8-2-10-7Z" }));
    const pieces = (i) => (one?.variants ? [6, 12, 9, 4][i] : 0);
    return form([
      card(t("Product"), fields(field(t("Name"), { value: one?.name, required: true, dir: "auto", wide: true }), field(t("Price"), { type: "number", min: 0, step: "0.01", value: (one?.price || 0) * Tamar.rate }), field(t("VAT rate"), { options: vat }),
        field(t("Description"), { rows: 3, wide: true, value: one && t("Made of organic cotton, printed around the corner.") })), check(t("Sold online as well"), true)),
      columns(
        h("section", { class: "card", "data-help-context": "variants" }, h("h2", {}, t("Variants")), h("p", { class: "soft" }, t("Sizes or colours, each with its own stock.")),
          h("div", { class: "variants" }, (one?.variants || ["S", "M"]).map((size, i) => h("div", { class: "variant", role: "group", "aria-label": t("Variant {n}", { n: i + 1 }) },
            field(t("Size"), { value: size, dir: "auto" }), field(t("Stock"), { type: "number", min: 0, value: pieces(i) })))),
          h("p", {}, button(t("Add a variant"), { quiet: true }))),
        card(t("Picture"), one && h("div", { class: "picture-box" }, shirt), fields(file))),
    ], { send: t("Save product"), others: [button(t("Cancel"), { quiet: true, go: "/shop" })] });
  }
  route("/shop/new", () => page({ module: "shop", trail, title: t("Add product") }, editor()));
  route("/shop/:id/edit", (id) => {
    const one = byId(products, id);
    return page({ module: "shop", trail, title: one.name, beside: stock(one.stock), lead: t("Product {n}", { n: one.id }) }, editor(one));
  });

  route("/shop/orders", () => page({ module: "shop", title: t("Orders"), tabs: tabs(1), actions: [button(t("Export"))] },
    list({
      caption: t("Orders"), search: t("Search for a number or a customer"), filter: t("Status"), states: Object.entries(states).map(([key, [label]]) => [key, label]),
      rows: orders, text: ({ id, name }) => `${id} ${name}`, state: ({ state }) => state,
      columns: [
        [t("Order"), ({ id }) => link(`/shop/orders/${id}`, `${t("Order")} ${id}`), "name"], [t("Customer"), ({ name }) => name], [t("Date"), ({ ago }) => when(ago)],
        [t("Amount"), (one) => money(total(one)), "num"], [t("Status"), ({ state }) => tag(...states[state]), "state"],
      ],
    })));
  route("/shop/orders/:id", (id) => {
    const one = byId(orders, id);
    return page({
      module: "shop", trail: [...trail, ["/shop/orders", t("Orders")]], title: `${t("Order")} ${one.id}`, beside: tag(...states[one.state]), lead: one.name,
      actions: [button(t("Return")), one.state === "open" && button(t("Mark as handed over"), { main: true })],
    },
    columns(
      card(t("Items"), table(t("Items"), [
        [t("Product"), ([name, size]) => (size ? [name, " · ", ltr(size)] : name), "name"], [t("Pieces"), ([, , many]) => many, "num"], [t("Amount"), ([, , many, each]) => money(many * each), "num"],
      ], one.items).node),
      card(t("Details"), facts([[t("Customer"), one.name], [t("Ordered"), when(one.ago)], [t("Paid by"), t("Card")], [t("Pick-up"), t("At the desk")], [t("Together"), money(total(one))]]))));
  });

  route("/shop/discounts", () => page({ module: "shop", title: t("Discount codes"), tabs: tabs(2), actions: [button(t("New code"), { main: true })] },
    card("", table(t("Discount codes"), [
      [t("Code"), ({ code }) => ltr(code), "name"], [t("Less"), ({ what }) => ltr(what), "num"], [t("Used"), ({ used }) => t("{n} times", { n: used }), "num"], [t("Valid until"), ({ until }) => when(until)],
      [t("Status"), ({ on }) => (on ? tag(t("Valid"), "ok") : tag(t("Expired"))), "state"],
      [t("Next step"), ({ code }) => button(t("Edit"), { quiet: true, "aria-label": `${t("Edit")}: ${code}` }), "do"],
    ], discounts).node)));
})();
