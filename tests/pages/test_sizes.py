"""From 320 pixels to 4K, zoomed to 400 %, with larger letters and wider spacing: nothing is cut, nothing scrolls sideways."""

import pytest
from material import ROOT
from playwright.sync_api import expect
from writing import address, attached, fact, followed, mine, solved, unsent, writing

SCREENS = ROOT / "var" / "screens"
SCREEN_SIZES = [(320, 568), (360, 640), (479, 800), (480, 800), (768, 1024), (1280, 800), (1920, 1080), (2560, 1440), (3840, 2160)]

# What of the text in the panel leaves the panel or the box that clips it, or is broken within a word; and what can be scrolled sideways.
CUT = """() => {
    const root = document.querySelector('ask-aside').shadowRoot, sheet = root.querySelector('.sheet'), main = root.querySelector('main');
    const walk = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT), cut = [];
    for (const node of [document.documentElement, main, root.querySelector('footer')]) {
        if (node && node.scrollWidth > node.clientWidth) cut.push(node.nodeName + ' scrolls ' + (node.scrollWidth - node.clientWidth));
    }
    while (walk.nextNode()) {
        const text = walk.currentNode, at = text.parentElement;
        if (!text.data.trim() || !at.checkVisibility() || at.closest('.hidden, .wide, option')) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        let box = at;
        while (box !== sheet && !(box.matches('button, a, .card') || getComputedStyle(box).overflowX !== 'visible')) box = box.parentElement;
        const { left, right } = box.getBoundingClientRect(), seen = sheet.getBoundingClientRect();
        for (const line of range.getClientRects()) {
            if (line.left < Math.max(left, seen.left) - 1 || line.right > Math.min(right, seen.right) + 1) cut.push(text.data.slice(0, 40));
        }
        for (const { 0: word, index } of text.data.matchAll(/[^\\s־-]+/g)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (!at.closest('header') && !/[/@]./.test(word) && new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) cut.push('broken: ' + word);
        }
        const height = getComputedStyle(at).overflowY !== 'visible' && !at.matches('main, footer, small') && at.scrollHeight - at.clientHeight;
        if (height > 1) cut.push('low: ' + text.data.slice(0, 40));
    }
    return cut;
}"""
# WCAG 1.4.12, as a person's own style sheet would have it.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }"
STYLE = """css => {
    const { shadowRoot } = document.querySelector('ask-aside'), sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}"""


def home(panel):
    expect(panel.sheet.locator("footer a").first).to_be_visible()
    expect(panel.sheet.locator("select")).to_be_attached()


def search(panel):
    panel.field.fill("חשבונית" if panel.sheet.get_attribute("dir") == "rtl" else "invoice")
    expect(panel.main.locator("[role=option] mark").first).to_be_visible()


def everything(panel):
    panel.field.press("Escape")
    panel.page.evaluate("Askaside.open('everything')")
    expect(panel.rows.nth(30)).to_be_attached()


def answer(panel):
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("No" if panel.sheet.get_attribute("dir") == "ltr" else "לא").click()
    expect(panel.main.locator("textarea")).to_be_attached()


SHOWN = [home, search, everything, answer, writing, fact, unsent, address, attached, mine, followed, solved]


def shoot(panel, *words):
    SCREENS.mkdir(parents=True, exist_ok=True)
    panel.page.screenshot(path=SCREENS / f"{'-'.join(words)}.png")


@pytest.mark.parametrize("language", ["en", "he"])
def test_nothing_is_cut_from_320_pixels_to_4k(visit, language):
    panel = visit(reduced_motion="reduce")
    panel.open(f"/demo/pages/{language}/invoices")
    cut = {}
    for show in SHOWN:
        show(panel)
        for width, height in SCREEN_SIZES:
            panel.page.set_viewport_size({"width": width, "height": height})
            cut[show.__name__, width] = panel.page.evaluate(CUT)
            box = panel.sheet.bounding_box()
            wanted = (width, height) if width < 480 else (400, height - 24)
            assert (round(box["width"]), round(box["height"])) == wanted, (show.__name__, width)
            if (show, width) in ((home, 320), (answer, 3840)):
                shoot(panel, "size", show.__name__, language, str(width))
    assert {at: found for at, found in cut.items() if found} == {}


@pytest.mark.parametrize("percent", [200, 300, 400])
def test_zoomed_in_all_of_it_can_be_read_and_reached(visit, percent):
    """A screen of 1280 × 1024 that is zoomed has so many CSS pixels left."""
    width, height = 1280 * 100 // percent, 1024 * 100 // percent
    panel = visit(width, height, device_scale_factor=percent / 100, reduced_motion="reduce")
    panel.goto("/demo/pages/en/invoices")
    own = panel.page.locator("#help").bounding_box()
    assert own["width"] * own["height"] < width * height / 4
    panel.page.click("#help")
    expect(panel.rows.first).to_be_visible()
    for show in SHOWN:
        show(panel)
        assert panel.page.evaluate(CUT) == [], show.__name__
        shoot(panel, "zoom", show.__name__, str(percent))
        # What has the focus is not under the head or the foot.
        assert panel.sheet.locator("button:visible, a:visible, input:visible, select:visible, textarea:visible").evaluate_all("""nodes => nodes.filter(node => {
            node.focus();
            const [box] = (node.closest('label') || node).getClientRects(), hit = node.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
            return !node.disabled && hit !== node && !node.contains(hit) && !node.closest('label')?.contains(hit);
        }).map(node => node.outerHTML.slice(0, 90))""") == [], show.__name__


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("css", [SPACED, ".sheet.sheet { font-size: 30px; }"], ids=["spaced", "double"])
def test_wider_spacing_and_letters_twice_as_large_cut_nothing(visit, language, css):
    panel = visit(reduced_motion="reduce")
    panel.open(f"/demo/pages/{language}/invoices")
    panel.page.evaluate(STYLE, css)
    cut = {}
    for show in SHOWN:
        show(panel)
        for width in (320, 1280):
            panel.page.set_viewport_size({"width": width, "height": 800})
            cut[show.__name__, width] = panel.page.evaluate(CUT)
        shoot(panel, "spaced" if css == SPACED else "double", show.__name__, language)
    assert {at: found for at, found in cut.items() if found} == {}
