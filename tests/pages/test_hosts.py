"""Host pages of all kinds: on each the whole journey works, and the page is as it was."""

import base64
import shutil

import pytest
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect
from ports import free_port

# name of the page: how its help is opened
OWN, HOSTS = "ask-aside button.q", "#help"
PAGES = {"plain": OWN, "csp": OWN, "styles": OWN, "layers": OWN, "bootstrap": HOSTS, "tailwind": HOSTS, "jquery": OWN, "react": HOSTS, "vue": HOSTS, "turbo": HOSTS,
         "patched": HOSTS, "clobbered": HOSTS, "storage": HOSTS, "coep": HOSTS, "offline": HOSTS, "bidi": HOSTS, "dialog": HOSTS, "quirks": OWN, "twice": OWN, "versions": OWN, "sites": OWN}
LISTEN = """
addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI), true);
addEventListener('unhandledrejection', e => console.error('rejected ' + e.reason));
"""
# Of every element that is not ours: what it looks like, as one text each.
LOOKS = """() => [...document.querySelectorAll('*')].filter(node => node.localName !== 'ask-aside').map(node => {
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    return node.localName + ' ' + [...style].map(name => style.getPropertyValue(name)).join('|') + [box.x, box.y, box.width, box.height];
})"""
GLOBALS = "() => Object.getOwnPropertyNames(window).filter(name => !name.startsWith('__zone_symbol__')).sort()"   # zone.js keeps a note of each listener


@pytest.fixture(scope="module")
def server(server, tmp_path_factory):
    """The demo, let in from the other name of this machine too: another origin."""
    folder, port = tmp_path_factory.mktemp("hosts"), free_port()
    shutil.copytree(ROOT / "content", folder / "content")
    for site in ("demo", "askaside"):
        path = folder / "content" / site / "site.toml"
        path.write_text(path.read_text().replace("origins = [", f'origins = ["http://127.0.0.1:{port}", "http://localhost:{port}", '))
    made = Server(folder, folder / "content", port=port).after(server).start()
    yield made
    made.stop()


def held(panel, page, language="en"):
    """The host page as it is without us; `go()` lets the script come."""
    waiting = []
    panel.page.route("**/askaside.js*", lambda route: waiting.append(route))
    panel.page.goto(f"{panel.base}/demo/{page}/{language}/invoices", wait_until="domcontentloaded")   # an async script holds `load` up
    expect(panel.page.locator("main").first).to_be_attached()
    panel.page.wait_for_timeout(400)

    def go():
        panel.until(lambda: waiting)
        for route in waiting:
            route.continue_()
        expect(panel.page.locator("ask-aside").first).to_be_attached()
        panel.page.wait_for_timeout(100)
    return go


def press(panel, page):
    """Open the help as a person does."""
    button = panel.page.locator(PAGES[page]).first
    button.click()
    expect(panel.rows.first).to_be_visible()


@pytest.mark.parametrize("page", PAGES)
def test_the_journey_on_every_kind_of_page(visit, page):
    panel = visit(script=LISTEN, reduced_motion="reduce")
    panel.sheet = panel.page.locator("ask-aside").first.locator(".sheet")
    panel.main, panel.rows, panel.field = panel.sheet.locator("main"), panel.sheet.locator("main .row"), panel.sheet.locator(".field input")
    held(panel, page)()
    press(panel, page)
    expect(panel.rows.first).to_contain_text("invoice", ignore_case=True)
    panel.field.click()
    panel.page.keyboard.type("refund a payment")
    expect(panel.rows.first).to_contain_text("refund", ignore_case=True)
    panel.rows.first.click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("button", name="Back", exact=True).click()
    expect(panel.field).to_have_value("refund a payment")
    panel.field.click()
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("Escape")
    expect(panel.sheet).to_be_hidden()
    assert [line for line in panel.noise if not line.startswith("verbose")] == []


@pytest.mark.parametrize("page, language", [("plain", "en"), ("plain", "he"), ("styles", "en"), ("layers", "en"), ("bootstrap", "en"), ("tailwind", "en"), ("patched", "en"),
                                            ("clobbered", "en"), ("bidi", "he"), ("quirks", "en")])
def test_no_element_of_the_host_looks_other_before_after_and_while_it_is_open(visit, page, language):
    panel = visit(reduced_motion="reduce")
    go = held(panel, page, language)
    looks, names = panel.page.evaluate(LOOKS), panel.page.evaluate(GLOBALS)
    assert len(looks) > 200
    go()
    assert panel.page.evaluate(LOOKS) == looks
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    assert panel.page.evaluate(LOOKS) == looks
    assert [name for name in panel.page.evaluate(GLOBALS) if name not in names] == ["Askaside"]
    panel.page.evaluate("Askaside.destroy()")
    assert panel.page.evaluate(LOOKS) == looks
    assert panel.page.evaluate(GLOBALS) == names


PIXELS = """async ([one, other]) => {
    const data = await Promise.all([one, other].map(async text => {
        const picture = new Image();
        picture.src = 'data:image/png;base64,' + text;
        await picture.decode();
        const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext('2d');
        pen.drawImage(picture, 0, 0);
        return pen.getImageData(0, 0, picture.width, picture.height).data;
    }));
    if (data[0].length !== data[1].length) return 1;
    let unlike = 0;
    for (let at = 0; at < data[0].length; at += 4) if ([0, 1, 2].some(n => Math.abs(data[0][at + n] - data[1][at + n]) > 16)) unlike += 1;
    return unlike / (data[0].length / 4);
}"""


@pytest.mark.parametrize("page", ["styles", "layers", "bootstrap", "quirks"])
def test_the_help_looks_the_same_whatever_the_page_does(visit, page):
    pictures = []
    for name in ("plain", page):
        panel = visit(reduced_motion="reduce")
        held(panel, name)()
        panel.page.evaluate("Askaside.open()")
        expect(panel.rows.first).to_be_visible()
        expect(panel.sheet.locator("footer a").first).to_be_visible()
        panel.page.wait_for_timeout(600)
        pictures.append(base64.b64encode(panel.sheet.screenshot()).decode())
    blank = visit()
    blank.page.goto(blank.base + "/demo/plain/en/invoices")
    share = blank.page.evaluate(PIXELS, pictures)
    assert share <= 0.005, f"{share:.2%} of its pixels differ"
