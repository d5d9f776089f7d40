"""The help centre as a reader sees it: light, still, and whole without JavaScript, a mouse, colours or a wide screen."""

import gzip
import re
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

import pytest
from material import ROOT
from playwright.sync_api import expect

AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 30_000   # of a page without its pictures, on the wire
PAGES = {"home": "", "modules": "modules", "module": "invoices/", "article": "invoices/send-again", "search": "search?q=e", "nothing": "search?q=zzzz", "missing": "invoices/nope"}
BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip"}
WITH_PICTURE = "/help/askaside/en/start/install"
# What moved without anybody having touched anything.
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value; }).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""


def weight(base, path):
    """(bytes on the wire, text) of what is at `path`, a page of an error too."""
    try:
        with urllib.request.urlopen(urllib.request.Request(base + path, headers=BROWSER)) as answer:
            body, packed = answer.read(), answer.headers["Content-Encoding"] == "gzip"
    except urllib.error.HTTPError as refused:
        with refused:
            body, packed = refused.read(), refused.headers["Content-Encoding"] == "gzip"
    return len(body), (gzip.decompress(body) if packed else body).decode()


@pytest.fixture
def read(visit, server):
    """`read("invoices/", language="he", …)` → the Panel of a visitor of that page; `.page` is the browser's."""

    def go(path, language="en", **options):
        panel = visit(**{"reduced_motion": "reduce", **options})
        panel.page.goto(server.base + (path if path.startswith("/") else f"/help/demo/{language}/{path}"))
        return panel

    return go


def test_every_page_is_light(server):
    files = sum(weight(server.base, path)[0] for path in re.findall(r'(?:href|src)="(/help/centre\.(?:css|js)\?\w+)"', weight(server.base, "/help/demo/en/")[1]))
    assert 2_000 < files < 10_000
    heavy = {}
    for site in ("demo", "askaside"):
        told = xml.fromstring(weight(server.base, f"/help/{site}/sitemap.xml")[1])
        paths = [row.text.removeprefix(server.base) for row in told.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        paths += [f"/help/{site}/{tag}/{path}" for tag in (["en", "he", "ru"] if site == "demo" else ["en"]) for path in PAGES.values()]
        heavy |= {path: size for path in paths if (size := weight(server.base, path)[0] + files) > MOST_BYTES}
        assert len(paths) > 20
    assert not heavy


@pytest.mark.parametrize("path", ["", "invoices/", "invoices/send-again", "search?q=e", "invoices/nope", WITH_PICTURE])
def test_nothing_moves_nothing_is_foreign_and_nothing_is_said_in_the_console(read, server, path):
    panel = read("modules")
    panel.page.evaluate("localStorage['askaside:demo:size'] = '2'")   # a choice that is remembered moves nothing either
    panel.page.route("**/files/**", lambda route: (panel.page.wait_for_timeout(300), route.continue_()))   # a picture that comes late
    panel.noise.clear()
    panel.page.goto(server.base + (path if path.startswith("/") else f"/help/demo/en/{path}"))
    panel.page.mouse.wheel(0, 1500)
    assert panel.page.evaluate(SHIFTS) == 0
    assert [line for line in panel.noise if "404" not in line] == []
    assert all(url.startswith(server.base) for url in panel.asked)
    assert panel.page.evaluate("document.cookie") == "" and panel.page.context.cookies() == []
    assert panel.page.locator("img").evaluate_all("all => all.filter(one => !one.width || !one.height || !one.getAttribute('width')).length") == 0


def test_structured_data_is_no_script_to_the_policy(read):
    panel = read("invoices/send-again")
    told = panel.page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@graph'].map(node => node['@type'])")
    assert told == ["TechArticle", "BreadcrumbList"]
    assert panel.noise == []
    panel.page.evaluate("document.addEventListener('securitypolicyviolation', event => { window.refused = event.violatedDirective; })")
    panel.page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'https://foreign.test/a.png'}))")
    panel.until("window.refused === 'img-src'")   # so the policy is in force


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "he"])
def test_axe_finds_nothing(read, server, language, dark):
    panel = read("", language, dark=dark)
    found = {}
    for path in [*(PAGES[name] for name in ("home", "module", "article", "search", "missing")), *(["modules", "/api/v1/docs"] if language == "en" and dark else [])]:
        panel.page.goto(server.base + (path if path.startswith("/") else f"/help/demo/{language}/{path}"))
        panel.page.locator("details").evaluate_all("all => all.forEach((one, at) => { one.name = at; one.open = true; })")
        panel.page.evaluate(AXE.read_text())
        told = panel.page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS)["violations"]
        found |= {path: [f"{rule['id']}: {rule['nodes'][0]['html'][:150]}" for rule in told]} if told else {}
    assert found == {}


@pytest.mark.parametrize("width, size", [(320, 0), (320, 4), (3840, 0)])
def test_no_page_is_wider_than_the_screen(read, server, width, size):
    panel = read("", width=width, height=640)
    panel.page.evaluate("size => localStorage['askaside:demo:size'] = localStorage['askaside:askaside:size'] = size", size)
    wide = {}
    for path in [*[f"/help/demo/{language}/{path}" for language in ("en", "he") for path in PAGES.values()], WITH_PICTURE, "/help/askaside/en/editors/search", "/api/v1/docs"]:
        panel.page.goto(server.base + path)
        if (found := panel.page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = found
    assert wide == {}
    lines = panel.page.locator("main").bounding_box()
    assert lines["width"] <= 68 * 11 * 1.8 and (width < 3840 or abs(lines["x"] * 2 + lines["width"] - width) < 40)   # in the middle, 68 characters


def test_everything_is_large_enough_to_be_touched(read):
    panel = read("invoices/send-again", width=360, height=640, has_touch=True)
    panel.page.locator(".tool").evaluate_all("all => all.forEach((one, at) => { one.name = at; one.open = true; })")
    boxes = panel.page.locator("header a, summary, .sizes label, button, input[type=search], .row, .card, .turn a").evaluate_all(
        "all => all.map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().width, one.getBoundingClientRect().height])")
    assert len(boxes) > 20 and [box for box in boxes if box[1] < 24 or box[2] < 43.5] == []


# --- without JavaScript ------------------------------------------------------------------------------------------------

def test_without_javascript_a_reader_searches_reads_and_changes_the_language(read):
    page = read("", java_script_enabled=False).page
    page.get_by_role("searchbox").fill("send an invoice again")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="How do I send an invoice again?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do I send an invoice again?")
    expect(page.get_by_text("It goes out with the same number").or_(page.get_by_text("The same invoice goes out"))).to_be_visible()
    page.locator("summary", has_text="English").click()
    page.get_by_role("link", name="עברית").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("איך שולחים חשבונית שוב?")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("navigation", name="המיקום באתר").get_by_role("link", name="חשבוניות").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("חשבוניות")


def test_without_javascript_the_text_size_holds_for_the_page(read):
    page = read("invoices/send-again", java_script_enabled=False).page
    text = page.locator(".article p").first
    before = text.bounding_box()["height"]
    page.locator("summary", has_text="Text size").click()
    page.get_by_role("radio", name="173 %").check(force=True)
    assert text.bounding_box()["height"] > before * 1.5


# --- choices, keyboard, colours, paper ---------------------------------------------------------------------------------

def test_a_text_size_is_kept_for_the_next_page_and_for_the_widget(read, server):
    panel = read("invoices/send-again")
    assert panel.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    panel.page.locator("summary", has_text="Text size").click()
    panel.page.get_by_role("radio", name="130 %").check(force=True)
    assert panel.page.evaluate("localStorage['askaside:demo:size']") == "2"
    panel.page.goto(server.base + "/help/demo/he/")
    assert panel.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"
    assert panel.page.locator("input[name=size]:checked").get_attribute("value") == "2"
    panel.open()
    expect(panel.sheet).to_have_attribute("data-size", "2")


def test_what_else_stands_in_the_storage_does_no_harm(read, server):
    panel = read("")
    for kept in ("{", '"2"', "99", "null", "[1]", "1e400"):
        panel.page.evaluate("kept => { localStorage['askaside:demo:size'] = kept; }", kept)
        panel.page.reload()
        assert panel.noise == [] and panel.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px", kept


def test_by_keyboard_alone(read):
    panel = read("invoices/send-again")
    press, focused = panel.page.keyboard.press, lambda: panel.page.evaluate("document.activeElement.textContent.trim().slice(0, 40) || document.activeElement.id || document.activeElement.name")
    press("Tab")
    skip = panel.page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] > 30 and skip.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    press("Enter")
    assert panel.page.evaluate("document.activeElement.id") == "askaside.main"
    press("Tab")
    assert focused() == "Tamar help"   # the first step of the way here
    panel.page.reload()
    for _ in range(3):
        press("Tab")
    assert focused() == "Text size"
    press("Enter")
    press("Tab")
    press("ArrowRight")
    assert panel.page.locator("html").get_attribute("data-size") == "1"
    press("Escape")
    assert focused() == "Text size" and panel.page.locator(".tool[open]").count() == 0


def test_print_is_black_on_white_without_navigation_and_with_addresses(read):
    panel = read(WITH_PICTURE, dark=True)
    panel.page.emulate_media(media="print")
    for gone in ("header", ".steps", ".skip", "form", ".turn"):
        assert panel.page.locator(f"body > {gone}, main > {gone}").evaluate_all("all => all.every(one => getComputedStyle(one).display === 'none')"), gone
    assert panel.page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(panel.page.locator(".printed")).to_have_text(panel.base + WITH_PICTURE)
    expect(panel.page.locator(".printed")).to_be_visible()
    link = panel.page.locator(".article a").first
    after = link.evaluate("link => { link.href = 'https://a.test/'; link.target = '_blank'; return getComputedStyle(link, '::after').content; }")
    assert "https://a.test/" in after


def test_forced_colours_and_less_motion_are_respected(read):
    panel = read("invoices/send-again", forced_colors="active")
    assert panel.page.locator(".card").first.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
    assert panel.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert read("", reduced_motion="no-preference").page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"
