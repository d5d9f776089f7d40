"""Where the visitor stands → which answers, in which order, and why."""

import pytest

from askaside.help.article import PageContext
from askaside.help.pages import articles_for


@pytest.fixture
def ask(folder, app):
    """`ask(route, **context)` → [(id, reason)]"""

    def shown(route="/", locale="en", **context):
        app.shelf.reread()
        library = app.shelf.library("acme")
        return [(article.id, reason) for article, reason in articles_for(library, library.view(locale), PageContext(route, **context)).shown]

    return shown


def test_reasons_come_in_their_order(folder, ask):
    folder.article("invoices/broken.en", "title: Broken\nerrors: [E42]")
    folder.article("invoices/vat.en", "title: VAT")
    folder.article("mail/keyed.en", "title: Keyed\nkeys: [vat]")
    folder.article("invoices/more.en", "title: More")
    found = ask("/invoices/7", errors=("E42",), element="invoices/vat", keys=("vat",))
    assert found == [("invoices/broken", "error"), ("invoices/vat", "element"), ("mail/keyed", "key"), ("invoices/send", "page"), ("invoices/more", "module")]


def test_exact_before_pattern_then_order_then_votes(folder, ask, app):
    for name, head in {"star": 'pages: ["/invoices/*"]', "exact": "pages: [/invoices/7]", "late": 'pages: ["/invoices/{id}"]\norder: 2',
                       "early": 'pages: ["/invoices/{id}"]\norder: 1', "loved": 'pages: ["/invoices/{id}"]'}.items():
        folder.article(f"invoices/{name}.en", f"title: {name}\n{head}")
    app.shelf.scores = {"acme": {"invoices/loved": 0.9, "invoices/send": 0.2}}
    assert [id_.partition("/")[2] for id_, _ in ask("/invoices/7")] == ["exact", "early", "late", "loved", "send", "star"]


@pytest.mark.parametrize("said, found", [
    ("E42", True), ("Error e42: stop", True), ("E421", False), ("the RANGE is used up!", True), ("range is used", False), ("", False)])
def test_a_message_is_compared_word_by_word(folder, ask, said, found):
    folder.article("mail/broken.en", 'title: Broken\nerrors: [E42, "The range is used up."]')
    assert (("mail/broken", "error") in ask("/invoices/7", errors=(said,))) == found


def test_a_page_without_answers_gets_the_modules_and_then_the_sites(folder, ask):
    assert ask("/invoices") == [("invoices/send", "module")]
    assert ask("/nowhere") == [("invoices/send", "site"), ("mail/write", "site")]


def test_the_module_can_be_told(ask):
    assert ask("/nowhere", module="mail") == [("mail/write", "module")]
    assert ask("/nowhere", module="unknown")[0][1] == "site"


def test_only_about_pages_are_better_than_nothing(folder, app, ask):
    for path in folder.path.rglob("*.md"):
        path.unlink()
    folder.article("mail/about.en", "title: About mail")
    app.shelf.reread()
    assert ask("/") == [("mail/about", "site")]


def test_an_unknown_element_is_no_reason(ask):
    assert ask("/invoices", element="../../etc/passwd") == [("invoices/send", "module")]


def test_a_translations_own_rule_wins_and_a_missing_one_is_shared(folder, ask):
    folder.article("invoices/msg.en", "title: Message\nerrors: [E1, Stop]")
    folder.article("invoices/msg.he", "title: הודעה\nerrors: [E1, עצירה]")
    assert ("invoices/msg", "error") in ask("/", "he", errors=("עצירה",))
    assert ("invoices/msg", "error") in ask("/", "he", errors=("Stop",))
    assert ("invoices/msg", "error") not in ask("/", "en", errors=("עצירה",))
    assert ("invoices/send", "page") in ask("/invoices/5", "he")


def test_first_steps_and_about_are_given_apart(folder, app):
    folder.article("invoices/about.en", "title: About")
    folder.article("invoices/begin.en", "title: Begin\nkeys: [first-steps]")
    app.shelf.reread()
    library = app.shelf.library("acme")
    found = articles_for(library, library.view("en"), PageContext("/invoices"))
    assert [a.id for a in found.first] == ["invoices/about", "invoices/begin"]
    assert articles_for(library, library.view("en"), PageContext("/nowhere")).first == []
