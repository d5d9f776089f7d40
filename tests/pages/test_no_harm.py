"""The host page is left alone: what we weigh, ask for, keep, and change."""

import gzip
import re

import pytest
from material import ROOT
from pages_server import ADD_TAG
from playwright.sync_api import expect

STATIC = ROOT / "server" / "askaside" / "static"
LANGUAGES = ["en", "he", "sl", "ru", "fi"]


def packed(server, path):
    """Bytes on the wire, brotli, as a browser gets them."""
    import urllib.request

    with urllib.request.urlopen(urllib.request.Request(server.base + path, headers={"Accept-Encoding": "br"})) as answer:
        return len(answer.read())


def test_the_embed_weighs_at_most_2500_bytes_gzipped(server):
    assert len(gzip.compress((STATIC / "askaside.js").read_bytes(), 9)) <= 2500


def test_embed_panel_styles_and_one_language_fit_into_one_round_trip(visit, server):
    """The text of a language comes gzipped or brotlied by whoever is in front; here counted as the server sends it."""
    panel = visit()
    panel.open()
    parts = [url.removeprefix(server.base) for url in panel.asked if "/askaside" in url and not re.search(r"/(search|reading|standing)-|/later\.js", url)]
    assert len(parts) == 3
    for language in LANGUAGES:
        weight = sum(packed(server, path.replace("/en.js", f"/{language}.js")) for path in parts)
        assert weight <= 14_000, (language, weight)


@pytest.mark.parametrize("part, most", [("asking", 8000), ("capturing", 14_000)])
def test_what_comes_later_has_its_limit_too(server, part, most):
    [file] = STATIC.glob(f"{part}-*.js")
    assert len(gzip.compress(file.read_bytes(), 9)) <= most


def test_before_the_first_click_only_the_embed_is_asked_for(visit, server):
    panel = visit()
    panel.goto("/demo/pages/en/invoices")
    panel.page.wait_for_timeout(1500)
    assert [url for url in panel.asked if "/demo/" not in url] == [server.base + "/askaside.js"]
    assert panel.page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_at_open_one_question_is_asked_about_content_and_one_whether_somebody_chats(visit, server):
    panel = visit()
    panel.open()
    panel.page.wait_for_timeout(1000)
    asked = [url.partition("?")[0].rpartition("/")[2] for url in panel.asked if "/api/" in url and "/seen" not in url]
    assert asked == ["help", "contact"]
    assert not [url for url in panel.asked if not url.startswith(server.base)]


def test_no_cookie_and_only_keys_of_ours(visit):
    panel = visit()
    panel.open()
    panel.button("Larger text").click()
    panel.rows.first.click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("Close help").click()
    assert panel.page.context.cookies() == []
    keys = panel.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert keys
    assert all(key.startswith("askaside:demo:") for key in keys)


def test_one_global_and_no_changed_prototype(visit):
    panel = visit()
    natives = """() => ['Array', 'Object', 'Function', 'Promise', 'Element', 'Node', 'History', 'EventTarget', 'Document', 'Storage', 'XMLHttpRequest']
        .flatMap(name => Object.getOwnPropertyNames(window[name].prototype).map(key => {
            try { return name + key + Function.prototype.toString.call(window[name].prototype[key]); } catch { return name + key; }
        })).join() + fetch + addEventListener"""
    panel.page.route("**/host", lambda route: route.fulfill(body='<!doctype html><html lang=en><title>x</title><body><p>Host</p>', content_type="text/html"))
    panel.page.goto(panel.base + "/host")
    before, names = panel.page.evaluate(natives), panel.page.evaluate("Object.getOwnPropertyNames(window)")
    panel.page.evaluate(ADD_TAG)
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    panel.page.evaluate("Askaside.article('invoices/about')")
    expect(panel.main.locator(".article")).to_be_visible()
    assert set(panel.page.evaluate("Object.getOwnPropertyNames(window)")) - set(names) == {"Askaside"}
    assert panel.page.evaluate(natives) == before


def test_the_hosts_elements_look_the_same_before_after_and_while_it_is_open(visit):
    look = """() => [...document.querySelectorAll('body *:not(ask-aside):not(script)')].slice(0, 300).map(n => { const s = getComputedStyle(n), b = n.getBoundingClientRect();
        return [n.nodeName, b.x, b.y, b.width, b.height, ...['color', 'font', 'display', 'position', 'margin', 'padding', 'background', 'outline'].map(name => s[name])].join('|'); })"""
    panel = visit()
    panel.page.route("**/askaside.js", lambda route: route.abort())
    panel.page.goto(panel.base + "/demo/pages/en/invoices")
    without = panel.page.evaluate(look)
    panel.page.unroute_all()
    panel.goto("/demo/pages/en/invoices")
    assert panel.page.evaluate(look) == without
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    panel.page.evaluate("document.activeElement.blur()")
    assert panel.page.evaluate(look) == without
    assert panel.page.evaluate("document.querySelectorAll('[style]').length + document.querySelector('ask-aside').shadowRoot.querySelectorAll('[style]').length") == 0
