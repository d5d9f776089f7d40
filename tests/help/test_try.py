"""`askaside try SITE LOCALE "question"`: the ranking, and why."""

import re

import pytest
from click.testing import CliRunner
from material import share_dictionaries

from askaside.cli import main
from askaside.help.shelf import Shelf
from askaside.search import making
from askaside.search.whoosh_engine import WhooshEngine


@pytest.fixture
def shop(folder):
    folder.article("invoices/print.en", 'title: How do I print an invoice?\npages: ["/invoices/{id}"]\nerrors: [PRN-7]', "Choose **Print**.")
    folder.article("mail/print.en", "title: How do I print a letter?", "Choose **Print** on the page of the letter.")
    folder.article("mail/refund.en", "title: How do I get my money back?", "Ask for it: a refund takes five days.")
    share_dictionaries(folder.path.parent)
    return folder


def ask(folder, *words):
    done = CliRunner().invoke(main, ["try", *words], env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(folder.path.parent)})
    assert "Traceback" not in done.output and (done.exception is None or isinstance(done.exception, SystemExit)), done.exception
    return done


def ranking(done):
    return re.findall(r"^ *\d+  (\S+/\S+)  ", done.output, re.M)


def block(done, id_):
    """The lines of one hit."""
    return re.search(rf"^ *\d+  {id_}  .*\n((?:    .*\n)*)", done.output, re.M)[1]


def test_the_ranking_with_titles_scores_and_matched_words(shop):
    done = ask(shop, "acme", "en", "print invoices")
    assert done.exit_code == 0 and ranking(done)[:2] == ["invoices/print", "mail/print"]
    assert " 1  invoices/print  How do I print an invoice?\n" in done.output
    assert re.search(r"score 1\.000 \(words [1-9]\.\d\d \+ pieces \d\.\d\d \+ pairs \d\.\d\d\)\n", block(done, "invoices/print"))
    assert "    title: print, invoice\n    text: print\n" in block(done, "invoices/print")
    assert re.search(r"^confidence  0\.[1-4]\d: not answered; from 0\.50 ", done.output, re.M) and re.search(r"^threshold   \d+\.\d\d: ", done.output, re.M)
    assert re.search(r"^confidence  0\.[5-9]\d: answered; ", ask(shop, "acme", "en", "how do I print an invoice").output, re.M)


def test_how_the_question_was_read(shop):
    done = ask(shop, "acme", "en", "how to pritn the bill ")
    assert "read as     how to print the bill\n" in done.output
    assert re.search(r"^how +0\.3  how$", done.output, re.M)
    assert re.search(r"^pritn +1\.0  pritn +mended to print, print × 0\.7$", done.output, re.M)
    assert re.search(r"^bill +1\.0  bill +stands in no article$", done.output, re.M)
    assert "same meaning: invoic × 0.5" in done.output


def test_exact_mends_nothing(shop):
    done = ask(shop, "acme", "en", "pritn ", "--exact")
    assert "read as" not in done.output and "mended" not in done.output


def test_what_lifts_an_article_is_said(shop):
    assert "+8%" not in ask(shop, "acme", "en", "print a list").output
    here = ask(shop, "acme", "en", "print a list", "--page", "/invoices/5")
    assert ranking(here)[0] == "invoices/print"
    assert "; module invoices +8%; page +8%\n" in block(here, "invoices/print") and "+8%" not in block(here, "mail/print")
    there = ask(shop, "acme", "en", "print a list", "--module", "mail")
    assert "; module mail +8%\n" in block(there, "mail/print") and "+8%" not in block(there, "invoices/print")


def test_a_code_and_a_whole_title_are_said(shop):
    done = ask(shop, "acme", "en", "prn 7, how do I get my money back?")
    assert ranking(done)[0] == "invoices/print" and "; holds “PRN-7”: before all others" in block(done, "invoices/print")
    assert "is its title, word for word" in block(ask(shop, "acme", "en", "how do i get my money back"), "mail/refund")


def test_no_more_than_asked_for(shop):
    assert len(ranking(ask(shop, "acme", "en", "print", "--limit", "1"))) == 1


def test_nothing_found_says_so(shop):
    done = ask(shop, "acme", "en", "???")
    assert done.exit_code == 0 and "Nothing is found." in done.output and "confidence  0.00: not answered" in done.output


def test_text_from_right_to_left_is_held_together(shop):
    done = ask(shop, "acme", "he", "שליחת חשבונית")
    assert " 1  invoices/send  \u2068שליחת חשבונית\u2069\n" in done.output


@pytest.mark.parametrize(("words", "told"), [
    (("acne", "en", "x"), "did you mean acme?"), (("acme", "hee", "x"), "did you mean he?"), (("acme", "sl", "x"), "(en, he)"), (("acme", "..", "x"), "(en, he)"),
    (("acme", "en", "x", "--module", "invoice"), "did you mean invoices?")])
def test_a_mistake_says_what_there_is(shop, words, told):
    done = ask(shop, *words)
    assert done.exit_code == 1 and told in done.output


def test_a_broken_site_is_for_check(shop):
    shop.site("name = ")
    assert "`askaside check acme` says where" in ask(shop, "acme", "en", "x").output


def test_the_servers_index_is_used_as_long_as_it_is_of_todays_articles(shop, monkeypatch):
    shelf, made = Shelf(shop.path), []
    shelf.reread()
    WhooshEngine(shop.path.parent / "search").tend([shelf.libraries["acme"].view("en").collection])
    in_memory = making.in_memory
    monkeypatch.setattr(making, "in_memory", lambda collection: made.append(collection) or in_memory(collection))
    assert ranking(ask(shop, "acme", "en", "refund"))[0] == "mail/refund" and not made
    shop.article("mail/zebra.en", "title: The zebra", "Stripes.")
    assert ranking(ask(shop, "acme", "en", "zebra"))[0] == "mail/zebra" and len(made) == 1
