"""A single-page application is followed without its help, without being touched."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from material import Folder
from pages_server import Server
from playwright.sync_api import expect

ROUTES = ["/invoices", "/invoices/2051", "/invoices/2051/edit", "/members", "/members/1017", "/members/import", "/payments", "/payments/methods", "/events", "/events/7",
          "/events/7/edit", "/shop", "/shop/3/edit", "/shop/orders", "/mail", "/mail/new", "/mail/12", "/reports", "/reports/vat", "/settings/users", "/settings/numbering", "/support"]
NO_NAVIGATION_API = "Object.defineProperty(window, 'navigation', {value: undefined})"


def wanted(server, route, cache):
    """What the server says belongs to the route: the titles by the alphabet, for votes that are counted meanwhile change their order."""
    if route not in cache:
        cache[route] = sorted(row["title"] for row in server.get(f"/api/v1/demo/help?url={route}&locale=en")["articles"] if row["reason"] == "page")
    return cache[route]


# Goes to each [route, titles of its answers] as an application does, and on when the panel shows them; the routes at which it never did.
FOLLOW = """steps => new Promise(async done => {
    const shown = () => {
        const groups = [...document.querySelector('ask-aside').shadowRoot.querySelectorAll('main section')].filter(node => node.querySelector('h2')?.textContent === 'For this page');
        return JSON.stringify(groups.flatMap(node => [...node.querySelectorAll('.row-text')]).map(node => node.firstChild.textContent).sort());
    };
    const missed = [];
    for (const [route, titles] of steps) {
        history.pushState({}, '', '/demo/app/en' + route);
        dispatchEvent(new PopStateEvent('popstate'));
        const until = Date.now() + 20000;
        while (shown() !== JSON.stringify(titles) && Date.now() < until) await new Promise(go => setTimeout(go, 20));
        if (Date.now() >= until) missed.push([route, shown()]);
    }
    done(missed);
})"""


@pytest.mark.parametrize(("script", "changes"), [(None, 200), (NO_NAVIGATION_API, 80)], ids=["navigation-api", "fallback"])
def test_hundreds_of_route_changes_bring_the_right_answers_and_keep_the_draft(visit, server, script, changes):
    panel = visit(script=script)
    panel.open("/demo/app/en/invoices")
    page, known = panel.page, {}
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.evaluate("history.pushed = history.pushState.toString() + Object.keys(history)")
    page.locator("main input, #main input, [type=search]").first.fill("typed in the product")
    counts = []
    steps = [(route, wanted(server, route, known)) for route in (ROUTES[n % len(ROUTES)] for n in range(changes))]
    for some in (steps[:20], steps[20:]):
        assert page.evaluate(FOLLOW, some) == []
        session.send("HeapProfiler.collectGarbage")
        counts.append({m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]})
    before, after = counts
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 20   # rows come and go; listeners on the page do not
    assert after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < 2_000_000
    assert page.evaluate("history.pushState.toString()").endswith("{ [native code] }")
    assert panel.noise == []


def test_what_is_typed_in_the_panel_and_its_focus_survive_a_route_change(visit):
    panel = visit()
    panel.open("/demo/app/en/invoices")
    panel.field.press_sequentially("vat")
    expect(panel.rows.first).to_be_visible()
    panel.page.evaluate("history.pushState({}, '', '/demo/app/en/members')")
    panel.page.wait_for_timeout(400)
    assert panel.field.input_value() == "vat"
    assert panel.focused() == "Find an answer"
    panel.field.press_sequentially(" rate")
    assert panel.field.input_value() == "vat rate"
    panel.field.press("Escape")
    expect(panel.sheet.locator("header")).to_contain_text("Members")


def test_the_focus_stays_in_the_product_when_its_page_changes(visit):
    panel = visit()
    panel.open("/demo/app/en/invoices")
    panel.page.get_by_role("link", name="Members").first.click()
    expect(panel.sheet.locator("header")).to_contain_text("Members")
    assert panel.page.evaluate("document.activeElement !== document.querySelector('ask-aside')")


def test_only_the_route_leaves_the_page(visit):
    panel = visit()
    panel.open("/demo/app/en/invoices?token=canary-query#canary-fragment")
    panel.page.wait_for_timeout(3200)
    ours = [url for url in panel.asked if "/api/" in url]
    assert ours
    assert not [url for url in ours if "canary" in url]


def test_a_message_of_another_page_is_forgotten(visit):
    panel = visit()
    panel.open("/demo/app/en/invoices/2051/edit")
    panel.page.evaluate("Askaside.error('E42', 'The number range of this year is used up.')")
    expect(panel.rows.first).to_contain_text("Shown because of the message")
    panel.page.evaluate("history.pushState({}, '', '/demo/app/en/members')")
    expect(panel.sheet.locator("header")).to_contain_text("Members")
    expect(panel.main).not_to_contain_text("Shown because of the message")


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A server with a site for each kind of route, called like the kind."""
    home = tmp_path_factory.mktemp("three")
    folder = Folder(home / "content")
    for kind in ("path", "hash", "query:page"):
        key = kind.partition(":")[0]
        folder.site(f'name = "X"\nlocales = ["en"]\nroute = "{kind}"\n[[modules]]\nkey = "m"\n', key)
        folder.article("m/a.en", site=key)
    made = Server(home, folder.path).start()
    yield made
    made.stop()


@pytest.mark.parametrize("kind, address, route", [
    ("path", "/a/b?c=d#e", "/a/b"), ("hash", "/x#/invoices/5?tab=1", "/invoices/5"), ("hash", "/x#!/invoices/5", "/invoices/5"), ("hash", "/x", "/"),
    ("query", "/x?page=invoices/5&token=secret#y", "/invoices/5"), ("query", "/x?token=secret", "/")])
def test_what_of_an_address_is_the_route(visit, three, kind, address, route):
    panel = visit(base=three.base)
    panel.page.route(re.compile("/(x|a/b)([?#]|$)"), lambda r: r.fulfill(body=f'<html lang=en><body><script src="/askaside.js" data-site="{kind}"></script>', content_type="text/html"))
    panel.goto(address)
    with panel.page.expect_request("**/help?*") as asked:
        panel.page.evaluate("Askaside.open()")
    assert parse_qs(urlsplit(asked.value.url).query)["url"] == [route]
