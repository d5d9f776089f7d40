"""The field on home: titles at the first key, the server's answer a moment later, the best one in place."""

import pytest
from found import FEW, ROW, SEARCH, answers, found, options
from playwright.sync_api import expect


def test_titles_that_are_here_show_at_the_first_key_before_the_server_is_asked(panel):
    panel.page.route(SEARCH, lambda route: None)   # it never answers
    panel.field.press("v")
    panel.field.press("a")
    expect(options(panel).first).to_contain_text("VAT")
    expect(options(panel).first.locator("mark").first).to_have_text("VA")


@pytest.mark.parametrize("language, words, title", [("en", "waiting list", "waiting"), ("he", "רשימת המתנה", "המתנה")])
def test_the_servers_results_come_as_one_types(visit, language, words, title):
    panel = visit()
    panel.open(f"/demo/pages/{language}/invoices")
    panel.field.press_sequentially(words, delay=30)
    expect(options(panel).first).to_contain_text(title)
    expect(panel.main.locator("mark").first).to_be_visible()
    assert panel.page.evaluate("document.querySelector('ask-aside').shadowRoot.activeElement.getAttribute('role')") == "combobox"
    assert panel.noise == []


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("text", ["invoice", "חשבונית"])
def test_words_of_either_direction_leave_room_for_the_button_that_clears(visit, language, text):
    panel = visit()
    panel.open(f"/demo/pages/{language}/invoices")
    panel.field.fill(text)
    expect(panel.sheet.locator(".clear")).to_be_visible()
    room, side = panel.field.evaluate("""field => {
        const [box, button, style] = [field.getBoundingClientRect(), field.nextElementSibling.getBoundingClientRect(), getComputedStyle(field)];
        const side = button.x > box.x + box.width / 2 ? 'Right' : 'Left';
        return [parseFloat(style['padding' + side]), side];
    }""")
    assert room >= 44 and side == {"en": "Right", "he": "Left"}[language]


def test_one_question_for_a_word_typed_quickly_and_no_list_of_everything(panel):
    asked = answers(panel, lambda q: FEW)
    panel.field.evaluate("""field => { for (const letter of 'refund') {
        field.value += letter;
        field.dispatchEvent(new InputEvent('input'));
    } }""")
    expect(options(panel)).to_have_count(3)
    assert [query["q"] for query in asked] == ["refund"]
    assert (asked[0]["locale"], asked[0]["url"]) == ("en", "%2Fdemo%2Fpages%2Fen%2Finvoices")
    assert not [url for url in panel.asked if "/articles?" in url]


def test_the_first_results_come_in_one_picture_and_the_others_in_the_next_where_they_will_stand(panel):
    answers(panel, lambda q: found(*({**ROW, "id": f"invoices/{q}-{n}", "title": f"{q} {n}"} for n in range(8))))
    panel.page.evaluate("""() => {
        window.pictures = [];
        new MutationObserver(() => {
            const rows = [...document.querySelector('ask-aside').shadowRoot.querySelectorAll('.found [role=option]')];
            pictures.push(rows.map(row => row.querySelector('.row-text')?.firstChild.textContent || ''));
        }).observe(document.querySelector('ask-aside').shadowRoot, {childList: true, subtree: true});
    }""")
    panel.field.fill("refund")
    expect(options(panel)).to_contain_text([f"refund {n}" for n in range(8)])
    whole = [rows for rows in panel.page.evaluate("pictures") if len(rows) == 8]
    assert whole[0] == [*(f"refund {n}" for n in range(3)), *[""] * 5] and whole[-1] == [f"refund {n}" for n in range(8)]


def test_an_older_answer_never_replaces_a_newer(panel):
    held = []

    def answer(route):
        if "q=re&" in route.request.url:
            held.append(route)
        else:
            route.fulfill(json=found(("payments/refund-a-payment", "New")))

    panel.page.route(SEARCH, answer)
    panel.field.press_sequentially("re")
    panel.until(lambda: held)
    with panel.page.expect_event("requestfailed", lambda request: "q=re&" in request.url):   # the older request is stopped
        panel.field.press("f")
    expect(options(panel)).to_have_text(["New"])
    held[0].abort()
    panel.page.wait_for_timeout(200)
    expect(options(panel)).to_have_text(["New"])


def test_what_is_marked_is_text_counted_in_code_points(panel):
    answers(panel, lambda q: FEW)
    panel.field.fill("send")
    expect(options(panel).first.locator("mark")).to_have_text(["again", "<b>invoice</b>"])
    assert options(panel).first.locator("b").count() == 0


def test_letters_that_are_still_put_together_are_not_searched_for(panel):
    asked = answers(panel, lambda q: FEW)
    panel.field.focus()
    session = panel.page.context.new_cdp_session(panel.page)
    for text in ("ｓ", "そ", "そう"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        panel.page.wait_for_timeout(150)
    expect(panel.field).to_have_value("そう")
    assert asked == []
    session.send("Input.insertText", {"text": "送付"})
    expect(options(panel)).to_have_count(3)
    assert [query["q"] for query in asked] == ["%E9%80%81%E4%BB%98"]


def test_the_best_answer_stands_on_top_where_it_answers_else_the_closest(panel):
    answers(panel, lambda q: {**FEW, "answered": q == "sure"})
    panel.field.fill("sure")
    best = options(panel).first
    expect(panel.main.get_by_role("group", name="This should answer it").get_by_role("option")).to_have_count(1)
    expect(best).to_contain_text("Open the answer")
    expect(best).to_contain_text("& send")
    expect(panel.main.get_by_role("group", name="Close to this").get_by_role("option")).to_have_count(2)
    panel.field.fill("doubt")
    expect(panel.main.get_by_role("group", name="Closest we have").get_by_role("option")).to_have_count(3)
    expect(panel.main).not_to_contain_text("This should answer it")


def test_a_result_opens_at_its_section_and_the_way_back_leads_to_the_words(panel):
    answers(panel, lambda q: found({**ROW, "id": "members/merge-duplicates", "title": "Merge", "anchor": "what-is-kept"}))
    panel.field.fill("merge")
    options(panel).first.click()
    expect(panel.main.locator(".article")).to_be_visible()
    panel.button("Back").click()
    expect(panel.field).to_have_value("merge")
    expect(panel.field).to_be_focused()
    expect(options(panel)).to_have_count(1)


def test_misspelt_words_say_what_was_searched_for_and_can_be_insisted_on(panel):
    asked = answers(panel, lambda q: {**FEW, "corrected": "refund"})
    panel.field.fill("refnud")
    expect(panel.main).to_contain_text("Showing results for “refund”.")
    panel.page.unroute(SEARCH)
    insisted = answers(panel, lambda q: found())
    panel.main.get_by_role("button", name="Search for “refnud” instead").click()
    expect(panel.main).to_contain_text("No answer has these words.")
    assert (asked[-1].get("exact"), [(query["q"], query["exact"]) for query in insisted]) == (None, [("refnud", "1")])


def test_a_question_that_was_cut_says_so(panel):
    asked = answers(panel, lambda q: {**FEW, "cut": True})
    panel.field.fill("refund " * 400)
    expect(panel.main).to_contain_text("The question is long: its beginning was searched for.")
    assert len(asked[0]["q"]) <= 400


def test_nothing_found_is_no_dead_end_and_the_words_go_along(panel):
    answers(panel, lambda q: found())
    panel.field.fill("zzzz & é qqq")
    expect(panel.main).to_contain_text("No answer has these words.")
    expect(panel.main.locator(".tips li")).to_have_count(3)
    links = panel.sheet.locator("footer a")
    mail = links.first.get_attribute("href")
    assert mail.endswith("?subject=zzzz%20%26%20%C3%A9%20qqq&body=zzzz%20%26%20%C3%A9%20qqq%0D%0A%0D%0APage%3A%20%2Fdemo%2Fpages%2Fen%2Finvoices")
    assert not [link for link in links.evaluate_all("nodes => nodes.map(n => n.href)")[1:] if "zzzz" in link]
    expect(panel.sheet.locator("footer")).to_contain_text("Your question is added to the e-mail.")
    panel.main.locator("[data-row='all:module']").click()
    expect(panel.title).to_have_text("Invoices")
    assert "zzzz" in panel.sheet.locator("footer a").first.get_attribute("href")
    panel.button("Back").click()
    panel.button("Clear the field").click()
    expect(panel.field).to_be_focused()
    assert "?" not in panel.sheet.locator("footer a").first.get_attribute("href")


@pytest.mark.parametrize("wrong", [{"status": 502, "body": "<html>"}, None], ids=["502", "no connection"])
def test_a_search_that_fails_says_so_keeps_what_is_here_and_can_be_tried_again(panel, wrong):
    panel.page.route(SEARCH, lambda route: route.fulfill(**wrong) if wrong else route.abort())
    panel.field.fill("vat")
    expect(panel.main).to_contain_text("The search cannot be reached right now. Below is what was already here.")
    expect(options(panel).first).to_contain_text("VAT")
    panel.page.unroute(SEARCH)
    panel.button("Try again").click()
    expect(panel.main).to_contain_text("answer it" if panel.main.get_by_text("This should answer it").count() else "Closest we have")
    expect(panel.button("Try again")).to_have_count(0)
    expect(panel.field).to_have_value("vat")


def test_a_slow_search_says_so(panel):
    panel.page.route(SEARCH, lambda route: None)
    panel.field.fill("qqqq")
    expect(panel.main).to_contain_text("One moment…")
    expect(panel.main).to_contain_text("Still looking.")


def test_words_typed_before_the_search_has_come_count(visit):
    panel = visit()
    held = []
    panel.page.route("**/search-*.js*", lambda route: held.append(route))
    panel.open()
    panel.field.press_sequentially("refund")
    expect(panel.main).to_contain_text("One moment…")
    held[0].continue_()
    expect(options(panel).first).to_contain_text("efund")
    expect(panel.field).to_be_focused()
