"""What a person's system asks for: forced colours, more contrast, no motion; and paper, where there is no help."""

import pytest
from material import ROOT
from playwright.sync_api import expect

SCREENS = ROOT / "var" / "screens"

# Functions of the page: `ratio(a, b)` of two CSS colours, and `behind(node)`, the colour that a node stands on.
COLOURS = """
const parts = colour => (colour.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
const shine = colour => {
    const [r, g, b] = parts(colour).map(value => value / 255).map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
};
const ratio = (a, b) => { const [low, high] = [shine(a), shine(b)].sort((x, y) => x - y); return (high + .05) / (low + .05); };
const behind = node => {   // what shines through counts with its share
    let seen = [0, 0, 0], open = 1;
    for (let at = node; at && open > .001; at = at.parentElement) {
        const [r, g, b, share = 1] = parts(getComputedStyle(at).backgroundColor);
        seen = [r, g, b].map((value, n) => seen[n] + open * share * value);
        open *= 1 - share;
    }
    return `rgb(${seen})`;
};
const sheet = document.querySelector('ask-aside').shadowRoot.querySelector('.sheet');
const shown = selector => [...sheet.querySelectorAll(selector)].filter(node => node.checkVisibility({visibilityProperty: true}) && !node.closest('.hidden'));
"""
# Texts that are too faint for what they stand on; what is switched off may be.
FAINT = f"""least => {{ {COLOURS}
    const own = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
    return shown('*').filter(node => own(node) && !node.closest(':disabled, option')).map(node => [node, ratio(getComputedStyle(node).color, behind(node))])
        .filter(([, seen]) => seen < least).map(([node, seen]) => `${{seen.toFixed(1)}} ${{node.outerHTML.slice(0, 80)}}`);
}}"""
# Fields, buttons and cards whose edge cannot be told from what is around them.
EDGELESS = f"""() => {{ {COLOURS}
    return shown('.card, .chip, .plain, .main, input, textarea, select').filter(node => {{
        const {{ borderTopStyle, borderTopWidth, borderTopColor, appearance }} = getComputedStyle(node);
        if (node.type === 'radio') return appearance === 'none';   // the system draws it
        return borderTopStyle !== 'solid' || parseFloat(borderTopWidth) < 1 || ratio(borderTopColor, behind(node.parentElement)) < 3;
    }}).map(node => node.outerHTML.slice(0, 80));
}}"""
# Controls that have the focus and do not show it.
RINGLESS = f"""() => {{ {COLOURS}
    return shown('button, a, input, textarea, select, [tabindex="0"]').filter(node => {{
        if (node.disabled) return false;
        node.focus();
        const {{ outlineStyle, outlineWidth, outlineColor }} = getComputedStyle(node);
        return outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2 || ratio(outlineColor, behind(node.parentElement)) < 3;
    }}).map(node => node.outerHTML.slice(0, 80));
}}"""


def home(panel):
    panel.page.click("#help")
    expect(panel.sheet.locator("footer a").first).to_be_visible()


def search(panel):
    panel.field.fill("invoice")
    expect(panel.main.locator("[role=option] mark").first).to_be_visible()
    panel.field.press("ArrowDown")
    expect(panel.main.locator("[aria-selected=true]")).to_be_visible()


def answer(panel):
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("No").click()
    expect(panel.main.locator("textarea")).to_be_visible()


def trouble(panel):
    panel.page.route("**/help?*", lambda route: route.abort())
    panel.page.evaluate("Askaside.open('home')")
    panel.page.evaluate("history.pushState({}, '', '/demo/app/en/members')")
    expect(panel.main.locator(".problem")).to_be_visible()


SHOWN = [home, search, answer, trouble]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wish", [{}, {"contrast": "more"}, {"forced_colors": "active"}], ids=["usual", "contrast", "forced"])
def test_every_text_edge_and_ring_can_be_seen(visit, dark, wish):
    panel = visit(dark=dark, reduced_motion="reduce", **wish)
    panel.goto("/demo/app/en/invoices")
    for show in SHOWN:
        show(panel)
        if wish.get("forced_colors"):   # they are the system's, whatever theme the tag asks for
            panel.sheet.evaluate("node => { node.dataset.theme = 'light'; }")
        assert panel.page.evaluate(FAINT, 4.5) == [], show.__name__
        if wish.get("forced_colors"):
            assert panel.page.evaluate(EDGELESS) == [], show.__name__
        panel.page.keyboard.press("Tab")   # who works by keyboard is shown where
        assert panel.page.evaluate(RINGLESS) == [], show.__name__
        SCREENS.mkdir(parents=True, exist_ok=True)
        panel.page.screenshot(path=SCREENS / f"wish-{show.__name__}-{'-'.join(wish) or 'usual'}-{'dark' if dark else 'light'}.png")


def test_forced_colours_show_which_result_is_chosen_and_what_is_ticked(visit):
    panel = visit(forced_colors="active", reduced_motion="reduce")
    panel.goto("/demo/app/en/invoices")
    home(panel)
    search(panel)
    outlines = panel.main.locator("[role=option]").evaluate_all("nodes => nodes.map(node => getComputedStyle(node).outlineStyle)")
    assert outlines.count("solid") == 1
    answer(panel)
    marks = panel.main.locator(".tick input").evaluate_all("nodes => nodes.map(node => getComputedStyle(node, '::after').content)")
    assert [mark != "none" for mark in marks] == [True, *[False] * (len(marks) - 1)]


def test_who_wants_no_motion_sees_none_on_the_whole_way(visit):
    panel = visit(reduced_motion="reduce")
    panel.goto("/demo/app/en/invoices")
    panel.page.hover("#help")   # it comes from here
    panel.until("!!document.querySelector('ask-aside').shadowRoot")
    panel.page.evaluate("""() => {
        window.moved = [];
        const { shadowRoot } = document.querySelector('ask-aside');
        for (const name of ['animationstart', 'transitionrun']) shadowRoot.addEventListener(name, event => moved.push(name + ' ' + event.target.className));
    }""")
    for show in SHOWN:
        show(panel)
        assert panel.sheet.evaluate("node => node.getAnimations({subtree: true}).length") == 0
    panel.button("Close help").click()
    assert panel.page.evaluate("moved") == []
    assert panel.main.evaluate("node => getComputedStyle(node).scrollBehavior") == "auto"


def test_our_own_button_is_not_on_paper_either(visit):
    panel = visit()
    panel.goto("/")
    own = panel.page.get_by_role("button", name="Help", exact=True)
    expect(own).to_be_visible()
    panel.page.emulate_media(media="print")
    expect(own).to_be_hidden()
