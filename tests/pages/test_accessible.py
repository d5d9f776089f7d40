"""axe finds nothing on any screen, in both directions, light and dark; and each screen has its picture in var/screens."""

import itertools
import json

import pytest
from material import ROOT
from playwright.sync_api import expect
from writing import SHOWN as WRITING

AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ROOT / "var" / "screens"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"light": TAGS, "dark": {"type": "rule", "values": ["color-contrast"]}}   # the rest does not ask for colours


def home(panel):
    panel.page.click("#help")


def error(panel):
    panel.page.evaluate("Askaside.error('E42', '')")
    panel.page.click("#help")
    expect(panel.rows.first).to_contain_text("E42")


def everything(panel):
    home(panel)
    panel.main.locator(".card[data-row='all:site']").click()
    expect(panel.rows.nth(40)).to_be_attached()


def module(panel):
    home(panel)
    panel.main.locator(".topics button").nth(3).click()
    expect(panel.rows.nth(3)).to_be_visible()


def ask(panel, **told):
    """The field's answer, with what the server would say of it."""
    panel.page.route("**/search?*", lambda route: route.fulfill(json={**route.fetch().json(), **told}))
    home(panel)
    panel.field.fill("חשבונית" if panel.sheet.get_attribute("dir") == "rtl" else "invoice")
    expect(panel.main.locator("[role=option] mark").first).to_be_visible()
    panel.field.press("ArrowDown")
    expect(panel.main.locator("[aria-selected=true]")).to_be_visible()


def best(panel):
    ask(panel, answered=True)
    expect(panel.main.locator(".best")).to_be_visible()


def closest(panel):
    ask(panel, answered=False, corrected="invoice", cut=True)
    expect(panel.main.locator(".link")).to_be_visible()


def offline(panel):
    home(panel)
    panel.page.wait_for_timeout(800)   # its part has come
    panel.page.route("**/search?*", lambda route: route.abort())
    panel.field.fill("חשבונית" if panel.sheet.get_attribute("dir") == "rtl" else "invoice")
    expect(panel.main.locator(".problem")).to_be_visible()


def recent(panel):
    panel.page.evaluate("""sessionStorage['askaside:demo:recent'] = '["waiting list", "רשימת המתנה"]'""")
    home(panel)
    panel.field.focus()
    expect(panel.main.locator(".recent")).to_be_visible()


def nothing(panel):
    home(panel)
    panel.field.fill("zzzz")
    expect(panel.main.locator(".tips")).to_be_visible()


def answer(panel):
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.sheet.get_by_role("checkbox").first.check()


def about(panel):
    panel.page.evaluate("Askaside.article('invoices/about')")
    expect(panel.main.locator(".article")).to_be_visible()


def doubt(panel):
    answer(panel)
    panel.main.locator(".pair button").nth(1).click()


def thanks(panel):
    answer(panel)
    panel.main.locator(".pair button").nth(0).click()
    expect(panel.main.locator(".vote[role=status]")).to_be_visible()


def trouble(panel):
    panel.page.route("**/help?*", lambda route: route.abort())
    home(panel)
    expect(panel.main.locator(".problem")).to_be_visible()


SHOWN = [home, error, everything, module, best, closest, offline, recent, nothing, answer, about, doubt, thanks, trouble, *WRITING]


# Each screen in both themes, wide in one language and narrow in the other: colours do not ask for the language, nor directions for the theme.
WIDE = [pytest.param(show, language, id=f"{show.__name__}-{language}") for show, language in zip(SHOWN, itertools.cycle(["en", "he"]))]
NARROW = [pytest.param(show, language, id=f"{show.__name__}-{language}") for show, language in zip(SHOWN, itertools.cycle(["he", "en"]))]


@pytest.mark.parametrize("show, language", WIDE)
def test_axe_finds_nothing(visit, show, language):
    panel = visit(reduced_motion="reduce")
    panel.goto(f"/demo/app/{language}/invoices/2051")
    show(panel)
    expect(panel.title).to_be_visible()
    panel.page.wait_for_timeout(150)
    panel.page.evaluate(AXE.read_text())
    for theme in ("light", "dark"):
        panel.page.emulate_media(color_scheme=theme)
        # Landmarks and headings are those of a whole document; colours are ours.
        what = {"light": "document", "dark": "document.querySelector('ask-aside')"}[theme]
        told = panel.page.evaluate(f"rules => axe.run({what}, {{runOnly: rules, resultTypes: ['violations', 'incomplete']}})", RULES[theme])

        def rows(kind, told=told):
            return [f"{rule['id']}: {node['html'][:150]} {node['failureSummary'][:200]}" for rule in told[kind] for node in rule["nodes"]
                    if "ask-aside" in json.dumps(node["target"]) and not (rule["id"] == "target-size" and "obscured" in node["failureSummary"])]   # what the foot cuts comes out by scrolling

        assert rows("violations") == [], theme
        assert [row for row in rows("incomplete") if "color-contrast" not in row] == [], theme
        shoot(panel, show, language, theme, "wide")


@pytest.mark.parametrize("show, language", NARROW)
def test_each_screen_fits_a_telephone(visit, show, language):
    panel = visit(360, 640, reduced_motion="reduce", has_touch=True)
    panel.goto(f"/demo/app/{language}/invoices/2051")
    show(panel)
    panel.page.wait_for_timeout(150)
    assert panel.main.evaluate("node => node.scrollWidth <= node.clientWidth")
    small = panel.sheet.locator("button:visible, a:visible, select:visible, input:visible").evaluate_all("""nodes => nodes
        .filter(n => !n.closest('p, .article'))
        .filter(n => { const b = (n.closest('label') || n).getBoundingClientRect(); return b.height < 35.5 || b.width < 24; })
        .map(n => n.outerHTML.slice(0, 120))""")
    assert small == []
    shoot(panel, show, language, "light", "narrow")


def shoot(panel, show, *words):
    SCREENS.mkdir(parents=True, exist_ok=True)
    panel.page.screenshot(path=SCREENS / f"{'-'.join([show.__name__, *words])}.png")
