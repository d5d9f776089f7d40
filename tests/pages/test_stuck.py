"""A form that is refused again and again: where the tag says so, a quiet dot on our `?`, and that form's answers first."""

import pytest
from playwright.sync_api import expect
from test_script_interface import HOST, TAG

FORM = """<form id=one {mark}><label>VAT rate * <input id=vat required value=""></label>
<label>Customer <select required><option value="">secret choice</option></select></label>
<span data-help-private><label>Diagnosis <input required></label></span><button>Save</button></form>
<form id=two><label>Other <input required></label><button>Send</button></form>"""

STUCK = TAG.replace("data-site", "data-stuck data-site")


@pytest.fixture
def host(visit):
    """`host(mark, tag)` → a Panel on a page with two forms."""

    def make(mark="", tag=STUCK):
        panel = visit()
        panel.page.route("**/host", lambda route: route.fulfill(
            body=HOST.replace("{body}", FORM.replace("{mark}", mark)).replace("{tag}", tag), content_type="text/html; charset=utf-8"))
        panel.goto("/host")
        return panel

    return make


def refuse(panel, field="#vat", times=1):
    for _ in range(times):
        panel.page.evaluate("field => document.querySelector(field).checkValidity()", field)


def ours(panel, name):
    return panel.page.get_by_role("button", name=name, exact=True)


def test_the_third_time_a_dot_appears_and_nothing_moves(host):
    panel = host()
    ours(panel, "Help").wait_for()
    box = ours(panel, "Help").bounding_box()
    panel.page.evaluate("window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; })).observe({type: 'layout-shift', buffered: true})")
    panel.page.focus("#vat")
    refuse(panel, times=2)
    refuse(panel, "#two input", times=2)   # each form counts by itself
    panel.page.wait_for_timeout(400)
    expect(ours(panel, "Help")).to_be_visible()
    refuse(panel)
    with_dot = ours(panel, "Help for this form")
    expect(with_dot).to_be_visible()
    assert with_dot.evaluate("node => getComputedStyle(node, '::after').inlineSize") == "14px"
    assert with_dot.bounding_box() == box
    assert panel.page.evaluate("[shift, document.activeElement.id]") == [0, "vat"]
    assert panel.page.evaluate("[...document.querySelectorAll('form *')].some(node => node.className || node.hasAttribute('data-askaside-stuck'))") is False


def test_then_the_forms_own_answers_come_first(host):
    panel = host(mark='data-help="mail/placeholders"')
    refuse(panel, times=3)
    ours(panel, "Help for this form").click()
    expect(panel.rows.first).to_contain_text("About the field you are in")
    expect(ours(panel, "Help")).to_be_attached()   # the dot is gone
    panel.button("Close help").click()
    panel.page.evaluate("document.activeElement.blur()")
    panel.page.evaluate("Askaside.open('home')")
    panel.page.evaluate("Askaside.page({module: 'shop'})")
    expect(panel.rows.first).not_to_contain_text("About the field")


def test_keys_on_its_fields_count(host):
    panel = host(mark='data-help-context="placeholder"')
    refuse(panel, times=3)
    ours(panel, "Help for this form").click()
    expect(panel.rows.first).to_contain_text("About this part of the page")


def test_else_the_names_of_its_refused_fields_are_offered_and_no_value_is_read(host):
    panel = host()
    panel.page.evaluate("Askaside.page({module: 'invoices'})")
    refuse(panel, times=3)
    ours(panel, "Help for this form").click()
    offered = panel.main.locator("section").filter(has_text="About what you are filling in").get_by_role("button")
    expect(offered).to_have_text(["VAT rate", "Customer"])
    offered.first.click()
    expect(panel.field).to_have_value("VAT rate")
    expect(panel.field).to_be_focused()
    expect(panel.main.get_by_role("option").first).to_contain_text("VAT")
    assert not [url for url in panel.asked if "secret" in url or "Diagnosis" in url]


def test_without_the_attribute_nothing_happens(host):
    panel = host(tag=TAG)
    refuse(panel, times=5)
    panel.page.wait_for_timeout(400)
    assert not [url for url in panel.asked if "/askaside/" in url]
    expect(ours(panel, "Help")).to_be_visible()


def test_a_refusal_while_it_is_open_brings_the_forms_answers(host):
    panel = host(mark='data-help="mail/placeholders"')
    ours(panel, "Help").click()
    expect(panel.rows.first).to_be_visible()
    refuse(panel, times=3)
    expect(panel.rows.first).to_contain_text("About the field you are in")
