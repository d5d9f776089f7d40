"""`askaside check`: errors as file:line: message, exit 1; what readers will miss are warnings; what only its own line finds is a weak spot."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from material import share_dictionaries

from askaside.cli import main
from askaside.search import dictionaries


def check(folder, *words):
    share_dictionaries(folder.path.parent)
    return CliRunner().invoke(main, ["check", *words], env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(folder.path.parent)})


def lines(done, kind):
    """`file:line` of all that is told as `kind`."""
    return re.findall(rf"^acme/(\S+): {kind}: ", done.output, re.M)


@pytest.fixture
def shop(folder):
    """Some articles that share words, so that a question has to choose."""
    for slug, title in [("refund", "How do I get my money back?"), ("late", "Why is my parcel late?"), ("lost", "The parcel is lost"), ("address", "Change the address of a parcel")]:
        folder.article(f"mail/{slug}.en", f"title: {title}", f"About {slug}: ask for it on the page of the parcel.")
    return folder


def test_good_content_passes(folder):
    done = check(folder)
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "2 articles, 0 errors, 0 warnings, 3 notes, 0 weak spots")
    assert lines(done, "note") == ["site.toml:3", "site.toml:10", "site.toml:15"]
    assert check(folder, "--strict").exit_code == 0, "what is left to do fails nobody"


def test_errors_name_place_cause_and_remedy(folder):
    folder.article("mail/bad.en", "titel: x")
    done = check(folder, "acme")
    assert done.exit_code == 1
    assert "acme/mail/bad.en.md:2:1: error: `titel` is not a key of the front matter. Did you mean `title`?" in done.output


def test_weak_spots_are_warnings_and_strict_makes_them_count(folder):
    folder.article("mail/weak.en", "title: x\nrelated: [mail/gone]", "One\n\n[two](mail/none) ![p](no.png)")
    done = check(folder)
    assert done.exit_code == 0
    assert "acme/mail/weak.en.md:8: warning: The link leads to mail/none" in done.output
    assert "acme/mail/weak.en.md:8: warning: The picture 'no.png'" in done.output
    assert "mail/gone" in done.output
    assert check(folder, "--strict").exit_code == 1


def test_an_unknown_site_says_which_there_are(folder):
    done = check(folder, "acne")
    assert done.exit_code == 1
    assert "did you mean acme?" in done.output


# --- its own questions ---------------------------------------------------------------------------------------------------

def test_a_title_that_does_not_bring_its_own_article(shop):
    for slug in ("one", "two", "three"):
        shop.article(f"invoices/{slug}.en", f"title: Printing, part {slug}\nasks: [print a list {slug}]\nkeywords: [print, list]", "Print a list. Print the list.")
    shop.article("invoices/lost.en", "kind: faq\ntitle: Print a list", "It is done on the page of the matter, with many words of no use. " * 5)
    done = check(shop)
    assert lines(done, "warning") == ["invoices/lost.en.md:3"]
    told = next(line for line in done.output.splitlines() if "warning" in line)
    assert "“Print a list”" in told and all(f"invoices/{slug}" in told for slug in ("one", "two", "three")) and done.exit_code == 0
    assert check(shop, "--strict").exit_code == 1


@pytest.mark.parametrize("head", ["title: Other words\nasks:\n  - the dog came\n  - Why is MY parcel late", "order: 1\nkind: faq\nkeywords: [x]\ntitle: why is my “parcel” late"])
def test_a_question_that_two_articles_claim(shop, head):
    shop.article("mail/other.en", head, "Something else.")
    done = check(shop)
    assert lines(done, "warning") == ["mail/other.en.md:5"]
    assert "is claimed by acme/mail/late.en.md:2, too." in done.output
    assert (done.exit_code, check(shop, "--strict").exit_code) == (0, 1)


def test_what_one_article_says_twice_or_another_language_says_is_no_such_claim(shop):
    shop.article("mail/late.en", "title: Why is my parcel late?\nasks: [why is my parcel late]", "About late: the parcel.")
    shop.article("mail/lost.he", "title: אבד\nasks: [The parcel is late]", "טקסט.")
    shop.article("mail/late.he", "title: מאחר\nasks: [The parcel is lost]", "טקסט.")
    shop.article("mail/draft.en", "title: The parcel is lost\ndraft: true", "Not yet.")
    assert lines(check(shop), "warning") == []


def test_an_ask_is_tried_as_if_it_had_not_been_written_down(shop):
    shop.article("mail/refund.en", "title: How do I get my money back?\nasks:\n  - zebra crossing\n  - is there money for me\n  - the zebra crosses", "About refund: ask for it.")
    shop.article("mail/late.en", "title: Why is my parcel late?\nasks: [giraffe, the parcel takes long,\n  hippopotamus]", "The parcel may take long.")
    done = check(shop, "--strict")
    # The second zebra brings the first, though in other words; nothing brings giraffe and hippopotamus but their own lines.
    assert lines(done, "weak spot") == ["mail/late.en.md:3", "mail/late.en.md:4"]
    assert "“giraffe”" in done.output and "“hippopotamus”" in done.output
    assert done.exit_code == 0, "nobody is punished for writing down what people say"
    assert done.output.endswith("6 articles, 0 errors, 0 warnings, 3 notes, 2 weak spots\n")


def test_a_weak_spot_says_what_comes_instead(shop):
    shop.article("mail/refund.en", "title: How do I get my money back?\nasks: [parcel page]", "Ask.")
    told = next(line for line in check(shop).output.splitlines() if "weak spot" in line)
    assert all(f"mail/{slug}" in told for slug in ("late", "lost", "address")) and "first comes" in told


def test_the_other_articles_keep_their_asks_meanwhile(shop):
    for slug in ("one", "two", "three"):
        shop.article(f"invoices/{slug}.en", f"title: Part {slug}\nasks: [zebra {slug}]", "Short.")
    shop.article("invoices/four.en", "title: Part four\nasks: [the zebra]", "Many words of no use, and a zebra among them. " + "Many words of no use. " * 20)
    told = next(line for line in check(shop).output.splitlines() if line.startswith("acme/invoices/four.en.md:3: weak spot"))
    assert all(f"invoices/{slug}" in told for slug in ("one", "two", "three"))


def test_each_language_is_asked_in_its_own_index_once(shop):
    shop.article("mail/refund.he", "title: איך מקבלים כסף בחזרה?\nasks: [זברה]", "פונים אלינו.")
    shop.article("mail/late.en", "title: Why is my parcel late?\nasks: [giraffe]", "The parcel may take long.")
    done = check(shop)
    assert lines(done, "weak spot") == ["mail/late.en.md:3", "mail/refund.he.md:3"]
    assert "“\u2068זברה\u2069”" in done.output


def test_the_worst_stands_last(shop):
    shop.article("mail/late.en", "title: Why is my parcel late?\nasks: [giraffe]", "[x](mail/none)")
    shop.article("mail/bad.en", "titel: x")
    assert list(dict.fromkeys(re.findall(r": (weak spot|note|warning|error): ", check(shop).output))) == ["weak spot", "note", "warning", "error"]


def test_it_leaves_nothing_behind(shop):
    shop.article("mail/late.en", "title: Why is my parcel late?\nasks: [giraffe]", "The parcel.")
    share_dictionaries(shop.path.parent)
    before = sorted(shop.path.parent.rglob("*"))
    check(shop)
    assert sorted(shop.path.parent.rglob("*")) == before


def test_where_nothing_can_be_kept_the_dictionaries_go_again(folder, monkeypatch, tmp_path):
    share_dictionaries(tmp_path)
    dictionaries.use(tmp_path / "search" / "dictionaries")
    dictionaries.prepare("en")
    used = []

    def full(code):
        raise OSError("no space left")

    monkeypatch.setattr(dictionaries, "use", used.append)
    monkeypatch.setattr(dictionaries, "ready", lambda code: len(used) > 1)
    monkeypatch.setattr(dictionaries, "prepare", full)
    assert check(folder).exit_code == 0
    first, second = map(Path, used)
    assert first == tmp_path / "search" / "dictionaries"
    assert tmp_path not in second.parents and not second.exists()
