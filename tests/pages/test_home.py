"""A click on the product's own `?` brings the answers for this page."""

from playwright.sync_api import expect


def test_the_answers_of_the_invoices_page_in_english(visit):
    panel = visit()
    panel.open("/demo/pages/en/invoices")
    expect(panel.title).to_have_text("Help")
    expect(panel.group("For this page").first).to_contain_text("invoice")
    expect(panel.sheet).to_have_attribute("dir", "ltr")
    assert panel.noise == []


def test_the_answers_of_the_invoices_page_in_hebrew_from_the_other_side(visit):
    panel = visit()
    panel.open("/demo/pages/he/invoices")
    expect(panel.title).to_have_text("עזרה")
    expect(panel.group("לעמוד הזה").first).to_be_visible()
    expect(panel.sheet).to_have_attribute("dir", "rtl")
    assert panel.sheet.bounding_box()["x"] < 20
    assert panel.noise == []


def test_the_message_on_the_screen_comes_first_with_its_reason(visit):
    panel = visit()
    panel.goto("/demo/pages/en/invoices/2051/edit")
    panel.page.get_by_role("button", name="Issue").click()
    panel.page.click("#help")
    expect(panel.rows.first).to_contain_text("E42")
    expect(panel.rows.first).to_contain_text("Shown because of the message on your screen")


def test_everything_else_is_one_step_away(visit):
    panel = visit()
    panel.open()
    expect(panel.button("All of Invoices", exact=False)).to_contain_text("8 answers")
    expect(panel.button("Everything", exact=False)).to_contain_text("in 9 topics")
    expect(panel.main.locator(".topics button")).to_have_count(9)
    expect(panel.main.locator(".notice")).to_contain_text("maintenance")
    links = panel.sheet.locator("footer a")
    expect(links).to_have_count(3)
    assert links.evaluate_all("nodes => nodes.map(n => n.protocol)") == ["mailto:", "https:", "tel:"]
    expect(links.first).to_contain_text("an answer the same working day")


def test_our_own_manual_is_shown_by_our_own_button(visit):
    panel = visit()
    panel.goto("/")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.rows.filter(has_text="install")).to_have_count(1)
    panel.rows.filter(has_text="install").click()
    expect(panel.main.locator(".article img")).to_be_visible()
    assert panel.noise == []


def test_a_first_visit_to_a_module_shows_its_information_page_on_top(visit):
    panel = visit()
    panel.open("/demo/pages/en/members")
    expect(panel.group("New to Members?").first).to_contain_text("About Members")
    panel.button("Close help").click()
    panel.page.click("#help")
    expect(panel.group("New to Members?")).to_have_count(0)
    expect(panel.rows.filter(has_text="About Members")).to_have_count(1)


def test_a_page_that_nobody_wrote_for_is_no_dead_end(visit):
    panel = visit()
    panel.open("/demo/pages/en/no/such/page")
    expect(panel.group("Often read").first).to_be_visible()
    expect(panel.sheet.locator("footer a").first).to_be_visible()


def test_the_part_of_the_page_that_one_is_in_counts(visit):
    panel = visit()
    panel.goto("/demo/pages/en/mail/new")
    panel.page.locator("main textarea").focus()
    panel.page.click("#help")
    expect(panel.rows.first).to_contain_text("About this part of the page")


def test_all_topics_and_the_way_back_keep_place_and_scroll(visit):
    panel = visit(height=600)
    panel.open()
    panel.button("Everything", exact=False).click()
    expect(panel.title).to_have_text("Everything")
    expect(panel.rows.nth(40)).to_be_attached()
    panel.rows.nth(30).scroll_into_view_if_needed()
    scrolled = panel.main.evaluate("node => node.scrollTop")
    name = panel.titles()[30]
    panel.rows.nth(30).click()
    expect(panel.title).to_have_text(name)
    panel.button("Back").click()
    expect(panel.title).to_have_text("Everything")
    assert abs(panel.main.evaluate("node => node.scrollTop") - scrolled) < 3
    assert panel.focused().startswith(name)
    panel.button("Forward").click()
    expect(panel.title).to_have_text(name)


def test_a_list_filters_as_one_types_and_says_how_many(visit):
    panel = visit()
    panel.open()
    panel.button("Everything", exact=False).click()
    expect(panel.rows.nth(40)).to_be_attached()
    panel.field.press_sequentially("waiting LIST")
    expect(panel.main.locator("text=/answers? found/")).to_be_visible()
    assert 0 < panel.rows.count() < 10
    panel.field.fill("zzzz")
    expect(panel.main).to_contain_text("No answer has these words.")
    panel.field.press("Escape")
    expect(panel.rows.nth(40)).to_be_attached()


def test_the_field_on_home_looks_through_everything(visit):
    panel = visit()
    panel.open("/demo/pages/he/invoices")
    panel.field.press_sequentially("רשימת המתנה")
    expect(panel.rows.first).to_contain_text("המתנה")
    assert panel.focused() == "חיפוש תשובה"


def test_a_module_has_all_its_answers(visit, server):
    panel = visit()
    panel.open()
    panel.main.locator(".topics button").filter(has_text="Events").click()
    expect(panel.title).to_have_text("Events")
    expect(panel.rows.nth(5)).to_be_visible()
    wanted = [row["title"] for group in server.get("/api/v1/demo/articles?module=events&limit=100")["groups"] for row in group["articles"] if row["kind"] != "about"]
    assert panel.titles()[1:] == wanted
