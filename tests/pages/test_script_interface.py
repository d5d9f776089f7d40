"""The tag and its one global: commands, events, marks in the host's markup."""

import pytest
from pages_server import ADD_TAG
from playwright.sync_api import expect

HOST = """<!doctype html><html lang="en"><head><title>Host</title>
<script>window.Askaside = window.Askaside || ((...call) => (Askaside.q = Askaside.q || []).push(call));</script></head>
<body><main><h1>Host</h1>{body}</main>{tag}</body></html>"""
TAG = '<script async src="/askaside.js" data-site="demo"></script>'


@pytest.fixture
def host(visit):
    """`host(body, tag)` → a Panel on a page of the test's own."""

    def make(body="", tag=TAG, **options):
        panel = visit(**options)
        panel.page.route("**/host", lambda route: route.fulfill(body=HOST.replace("{body}", body).replace("{tag}", tag), content_type="text/html; charset=utf-8"))
        panel.goto("/host")
        return panel

    return make


def test_without_a_button_of_the_host_ours_floats(host):
    panel = host()
    ours = panel.page.get_by_role("button", name="Help", exact=True)
    box = ours.bounding_box()
    assert (box["width"], box["x"] + box["width"]) == (48, 1260)
    ours.click()
    expect(panel.title).to_have_text("Help")
    expect(ours).to_have_attribute("aria-expanded", "true")
    panel.button("Close help").click()
    expect(ours).to_be_focused()


def test_a_hosts_button_that_comes_later_works_too(host):
    panel = host(tag=TAG.replace("data-site", 'data-button=".ask" data-site'))
    assert panel.page.get_by_role("button", name="Help", exact=True).count() == 0
    panel.page.evaluate("document.querySelector('main').innerHTML = '<button class=ask><b>Ask us</b></button>'")
    panel.page.get_by_text("Ask us").click()
    expect(panel.title).to_have_text("Help")
    panel.page.get_by_text("Ask us").click()
    expect(panel.sheet).to_be_hidden()


def test_calls_before_the_script_are_kept_in_order(host):
    panel = host('<script>told = []; Askaside("on", "ready", () => told.push("ready")); Askaside("on", "open", () => told.push("open")); Askaside("open");</script>')
    expect(panel.title).to_have_text("Help")
    panel.until("told.length === 2")
    assert panel.page.evaluate("told") == ["ready", "open"]


def test_an_unknown_command_is_one_line_in_the_console(host):
    panel = host()
    panel.page.evaluate("Askaside('opne'); Askaside('opne')")
    assert [line[:48] for line in panel.noise] == ["warning: Askaside: opne is none of identify,clos"]


def test_commands_and_events(host):
    panel = host("<script>told = []; for (const name of ['open', 'close', 'page', 'article', 'vote']) Askaside('on', name, (detail) => told.push([name, detail && detail.id]));</script>")
    page = panel.page
    page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    page.evaluate("Askaside.article('payments/refund-a-payment')")
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Yes").click()
    expect(panel.main.locator(".vote")).to_contain_text("Thank you")
    page.evaluate("history.pushState({}, '', '/demo/app/en/mail')")
    panel.until("told.some(([name]) => name === 'page')")
    page.evaluate("Askaside.toggle()")
    expect(panel.sheet).to_be_hidden()
    page.evaluate("Askaside.toggle()")
    expect(panel.sheet).to_be_visible()
    page.evaluate("Askaside.close()")
    assert page.evaluate("told.map(([name]) => name)") == ["open", "article", "vote", "page", "close", "open", "close"]
    assert page.evaluate("told[1][1]") == "payments/refund-a-payment"


def test_off_is_heard_no_more_and_a_hosts_mistake_is_the_hosts(host):
    panel = host("""<script>told = []; deaf = () => told.push('deaf'); Askaside('on', 'open', deaf);
        Askaside('on', 'open', () => { throw new Error('host'); }); Askaside('on', 'open', () => told.push('heard'));</script>""")
    panel.page.evaluate("Askaside.off('open', deaf); Askaside.open()")
    panel.until("told.length")
    assert panel.page.evaluate("told") == ["heard"]
    assert any("host" in line for line in panel.noise)


def test_what_the_host_says_of_its_page_goes_before_the_address(host):
    panel = host()
    panel.page.evaluate("Askaside.page({url: '/demo/x/en/mail/new', keys: ['placeholder']}); Askaside.open()")
    expect(panel.rows.first).to_contain_text("About this part of the page")
    expect(panel.sheet.locator("header")).to_contain_text("Mail")
    panel.page.evaluate("Askaside.page({module: 'shop'})")
    expect(panel.sheet.locator("header")).to_contain_text("Shop")


def test_an_element_with_data_help_opens_its_answer(host):
    panel = host('<button data-help="mail/placeholders">What is this?</button>')
    panel.page.get_by_text("What is this?").click()
    expect(panel.title).to_contain_text("by name")
    panel.page.keyboard.press("Escape")
    expect(panel.page.get_by_text("What is this?")).to_be_focused()


def test_f1_inside_it_does_too_and_a_click_into_its_field_does_not(host):
    panel = host('<div data-help="mail/placeholders"><label>Text <input id=field></label> <em>note</em></div>')
    panel.page.click("#field")
    panel.page.keyboard.type("abc")
    panel.page.wait_for_timeout(200)
    expect(panel.sheet).to_have_count(0)
    panel.page.keyboard.press("F1")
    expect(panel.title).to_contain_text("by name")
    panel.page.evaluate("Askaside.close()")
    panel.page.get_by_text("note").click()
    expect(panel.title).to_contain_text("by name")


def test_the_element_in_focus_is_a_reason(host):
    panel = host('<div data-help="mail/placeholders"><input id=field></div>')
    panel.page.focus("#field")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.rows.first).to_contain_text("About the field you are in")


def test_keys_under_the_pointer_count_while_it_is_open(host):
    panel = host('<div data-help-context="placeholder"><p>Inside</p></div>')
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.rows.first).to_be_visible()
    panel.page.get_by_text("Inside").hover()
    expect(panel.rows.first).to_contain_text("About this part of the page")


def test_debug_says_what_we_see_here(host):
    panel = host()
    panel.page.evaluate("Askaside.page({module: 'mail', keys: ['placeholder']}); Askaside.error('E1', 'Oops')")
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    told = panel.page.evaluate("Askaside.debug()")
    assert (told["site"], told["module"], told["keys"], told["error"], told["route"]) == ("demo", "mail", ["placeholder"], "E1", "path")
    assert {"id": "mail/placeholders", "reason": "key"} in told["matching"]


def test_reset_forgets_everything_of_this_person(host):
    panel = host()
    panel.page.evaluate("Askaside.page({module: 'mail'}); Askaside.article('members/merge-duplicates')")
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("Larger text").click()
    panel.page.evaluate("localStorage.hosts = 1; sessionStorage.hosts = 1")
    panel.page.evaluate("Askaside.reset()")
    expect(panel.sheet).to_be_hidden()
    assert panel.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["hosts", "hosts"]
    panel.page.evaluate("Askaside.article('members/merge-duplicates')")
    expect(panel.sheet.get_by_role("checkbox").first).not_to_be_checked()
    expect(panel.sheet).to_have_attribute("data-size", "0")
    expect(panel.sheet.locator("header .tool").first).to_have_attribute("aria-label", "Back")


def test_destroy_leaves_nothing_and_the_tag_can_come_again(host):
    panel = host()
    page = panel.page
    before = page.evaluate("Object.getOwnPropertyNames(window).length")
    for _ in range(20):
        page.evaluate("Askaside.open()")
        expect(panel.rows.first).to_be_visible()
        page.evaluate("Askaside.destroy()")
        assert page.evaluate("[typeof Askaside, document.querySelectorAll('ask-aside').length]") == ["undefined", 0]
        page.evaluate(ADD_TAG)
    assert page.evaluate("Object.getOwnPropertyNames(window).length") == before
    assert panel.noise == []


def test_the_same_tag_twice_is_one_widget(host):
    panel = host(tag=TAG + TAG)
    panel.page.wait_for_timeout(300)
    assert panel.page.locator("ask-aside").count() == 1


@pytest.mark.parametrize("attribute, side", [("", "end"), ('data-side="start"', "start")])
def test_the_side_can_be_chosen(host, attribute, side):
    panel = host(tag=TAG.replace("data-site", f"{attribute} data-site"))
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.rows.first).to_be_visible()
    assert (panel.sheet.bounding_box()["x"] < 100) == (side == "start")


def test_the_language_of_the_tag_wins_over_the_page(host):
    panel = host(tag=TAG.replace("data-site", 'data-locale="he-IL" data-site'))
    panel.page.get_by_role("button", name="עזרה").click()
    expect(panel.title).to_have_text("עזרה")


def test_an_unknown_site_is_one_line_and_an_honest_word(host):
    panel = host(tag=TAG.replace("demo", "nowhere"))
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.page.get_by_text("Help is unavailable.")).to_be_visible()
    ours = [line for line in panel.noise if "Failed to load resource" not in line]
    assert len(ours) == 1
    assert "nowhere has no help" in ours[0]
