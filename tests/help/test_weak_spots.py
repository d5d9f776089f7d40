"""What `askaside check` finds in articles that work: each with its line, its cause and what to do."""

import os
import re

import pytest
from material import ONE_LANGUAGE, SITE, Folder

from askaside.help import checks, placement, translations
from askaside.help.shelf import Shelf


@pytest.fixture
def texts(tmp_path):
    made = Folder(tmp_path / "content")
    made.site(ONE_LANGUAGE)
    made.article("invoices/send.en", 'title: Send\npages: ["/invoices/{id}", /invoices]', "## To whom {#whom}\n\nTo the customer.")
    made.article("mail/write.en", "title: Write\npages: [/mail]", "Choose.")
    return made


def read(texts):
    """(Library, text of the site file) of the folder as it is; no file may be broken."""
    shelf = Shelf(texts.path)
    shelf.reread(tell=False)
    assert shelf.problems == []
    return shelf.libraries["acme"], shelf.registry.entries["acme"].text


def rows(spots):
    """(`file:line`, what is said there) of each."""
    return [(f"{spot.path.removeprefix('acme/')}:{spot.line}", f"{spot.cause} {spot.remedy}") for spot in spots]


def warned(texts):
    """{`file:line`: what is said there} of all warnings."""
    library, text = read(texts)
    return dict(rows([*checks.weak_spots(library), *placement.weak_spots(library, text)]))


def noted(texts):
    """(`file:line`, what is said there) of all notes."""
    library, text = read(texts)
    return rows([*translations.gaps(library, text), *placement.pages_without_article(library, text)])


def test_nothing_is_said_of_good_content(texts):
    assert (warned(texts), noted(texts)) == ({}, [("site.toml:15", "No article of its own has /mail/*: readers get what belongs to mail. "
                                                                   "Where one helps there most, add the page to its `pages`.")])


# --- links and pictures ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("link, cause, remedy", [
    ("invoices/sent", "leads to invoices/sent, which is not there", "Did you mean `invoices/send`?"), ("invoices/none-such", "which is not there", "Correct the id"),
    ("invoices/send#who", "`#who`, which is no heading of invoices/send.", "Did you mean `whom`?"), ("#here", "`#here`, which is no heading of this article", "{#here}"),
    ("write.en.md", "'write.en.md', which is no address", "Did you mean `mail/write`?"), ("/invoices/5", "no address", "https:"), ("ftp://x.test/y", "no address", "https:"), ("#", "`#`", "Correct")])
def test_a_dead_link_is_told_at_its_own_line(texts, link, cause, remedy):
    texts.article("mail/more.en", "title: More", f"First line,\nsecond line with [good](invoices/send#whom) and\n[this]({link}).")
    found = warned(texts)
    assert list(found) == ["mail/more.en.md:7"]
    assert cause in found["mail/more.en.md:7"]
    assert remedy in found["mail/more.en.md:7"]


def test_links_that_lead_somewhere_are_not_told(texts):
    texts.article("mail/more.en", "title: More", "## Größe\n\n[a](#größe) [b](mail/write) [c](https://x.test) [d](mailto:a@b.c) [e](tel:+1) [f](invoices/send#whom) [g](mail/write#)")
    assert warned(texts) == {}


def test_an_anchor_must_be_there_in_every_language_in_which_the_link_is_read(texts):
    texts.site(SITE)
    texts.article("invoices/send.he", "title: שליחה", "## למי\n\nללקוח.")
    texts.article("mail/more.en", "title: More", "[to whom](invoices/send#whom)")
    assert "no heading of invoices/send in he." in warned(texts)["mail/more.en.md:5"], "where the text is not translated, its link leads to the translated answer"
    texts.article("mail/more.he", "title: עוד", "[למי](invoices/send#למי)")
    assert warned(texts) == {}
    texts.article("mail/more.he", "title: עוד", "[למי](invoices/send#whom)")
    assert list(warned(texts)) == ["mail/more.he.md:5"]


def test_a_missing_picture_is_told_with_one_that_is_like_it(texts):
    texts.write("acme/mail/Button.png", b"x")
    texts.article("mail/more.en", "title: More", "![a](Button.png) ![b](button.png)\n\n![c](https://x.test/far.png)")
    found = warned(texts)
    assert list(found) == ["mail/more.en.md:5", "mail/more.en.md:7"]
    assert "Did you mean `Button.png`?" in found["mail/more.en.md:5"]
    texts.write("acme/mail/button.png", b"x")
    assert "only in upper and lower case" in warned(texts)["mail/button.png:1"]


def test_two_headings_with_one_fixed_anchor(texts):
    texts.article("mail/more.en", "title: More", "## One {#same}\n\n## Two\n\n## Two\n\n## Three {#same}\n\n[a](#two-2) [b](#same-2)")
    assert list(warned(texts)) == ["mail/more.en.md:11"]


def test_what_is_related_stands_at_its_line(texts):
    texts.article("mail/more.en", "title: More\nrelated:\n  - invoices/send\n  - mail/writ")
    assert warned(texts) == {"mail/more.en.md:5": "`related` names mail/writ, which is not there. Did you mean `mail/write`? Correct the id, or take it out."}


# --- where articles show ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("pattern, cause, remedy", [
    ("/invoice/{id}", "outside the `pages` of every module", "Did you mean `/invoices"), ("/Mail", "outside", "site.toml"), ("/mail/../mail", "holds `..`", "without it"),
    ("/mail/{nr}", "there already, as `/mail/{id}`", "Keep one"), ("/app/{x}/mail", "begins with the site's `base` /app/{lang}", "Write `/mail`."), ("/app/en/mail/5", "`base`", "Write `/mail/5`.")])
def test_a_pattern_that_matches_no_page(texts, pattern, cause, remedy):
    texts.site('base = "/app/{lang}"\n' + ONE_LANGUAGE)
    texts.article("mail/more.en", f'title: More\npages:\n  - "/mail/{{id}}"\n  - "{pattern}"\n  - /invoices/new\n  - /')
    found = warned(texts)
    assert list(found) == ["mail/more.en.md:5"]
    assert cause in found["mail/more.en.md:5"]
    assert remedy in found["mail/more.en.md:5"]


def test_where_a_module_names_no_pages_nothing_can_be_said(texts):
    texts.site(ONE_LANGUAGE.replace('pages = ["/mail", "/mail/*"]', ""))
    texts.article("mail/more.en", "title: More\npages: [/somewhere/else]")
    assert warned(texts) == {}


def test_keys_that_no_page_sets_once_the_site_says_which_there_are(texts):
    texts.article("mail/more.en", "title: More\nkeys: [vat, first-steps,\n  vat-rat]")
    assert warned(texts) == {}
    texts.site('keys = ["vat", "vat-rate"]\n' + ONE_LANGUAGE)
    assert list(warned(texts)) == ["mail/more.en.md:4"]
    assert "`vat-rat`" in warned(texts)["mail/more.en.md:4"] and "Did you mean `vat-rate`?" in warned(texts)["mail/more.en.md:4"]


def test_patterns_of_the_site_file_that_never_count(texts):
    more = '\n[[modules]]\nkey = "extra"\npages = [\n  "/extra",\n  "/mail/*",   # the same again\n  "/app/en/extra",\n]\n'
    texts.site('base = "/app/{lang}"\n' + ONE_LANGUAGE + more)
    texts.article("extra/more.en", "title: More\npages: [/extra]")
    found = warned(texts)
    assert list(found) == ["site.toml:22", "site.toml:23"]
    assert "belongs to the module mail already" in found["site.toml:22"]
    assert "Write `/extra`." in found["site.toml:23"]


def test_a_module_with_pages_and_no_article_at_all(texts):
    texts.site(ONE_LANGUAGE + '\n[[modules]]\nkey = "empty"\npages = ["/empty"]\n\n[[modules]]\nkey = "shown-elsewhere"\npages = ["/other"]\n')
    texts.article("mail/more.en", "title: More\npages: [/other, /*]")
    assert list(warned(texts)) == ["site.toml:19"]
    assert "No article belongs to /empty" in warned(texts)["site.toml:19"]


# --- translations ----------------------------------------------------------------------------------------------------

def test_what_a_language_lacks_is_one_line(texts):
    texts.site(SITE.replace('"en", "he"', '"en", "he", "pt", "pt-BR"'))
    for n in range(10):
        texts.article(f"mail/m{n}.en", f"title: M {n}")
    texts.article("mail/m1.pt", "title: M")
    texts.article("mail/own.he", "title: שלי")
    told = [(place, text) for place, text in noted(texts) if "No article of its own" not in text]
    assert [text.partition(": ")[0] for _, text in told] == ["he has 1 articles that en has not", "he lacks 12 of 12 articles", "pt lacks 11 of 12 articles", "pt-BR lacks 11 of 12 articles"]
    assert {place for place, _ in told} == {"site.toml:3"}
    assert "and 9 more" in told[1][1]


def test_a_translation_that_is_older_than_its_original(texts):
    texts.site(SITE)
    texts.article("mail/write.en", "title: Write\nupdated: 2026-03-02T01:00:00+02:00")
    texts.article("mail/write.he", "title: כתיבה")
    os.utime(texts.path / "acme/mail/write.he.md", (1_700_000_000, 1_700_000_000))
    texts.article("invoices/send.he", "title: שליחה\nupdated: 2026-03-01")
    texts.article("invoices/send.en", "title: Send\nupdated: 2026-03-02T00:00:00+02:00", "An hour of difference is none.")
    told = [row for row in noted(texts) if "Its original" in row[1]]
    assert told == [("mail/write.he.md:2", "Its original was changed on 2026-03-01, this on 2023-11-14. Bring it up to date; if there is nothing to do, write `updated: 2026-03-01`.")]


def test_every_remedy_is_a_whole_sentence(texts):
    texts.site(SITE + '\n[[modules]]\nkey = "empty"\npages = ["/empty"]\n')
    texts.article("mail/more.en", "title: More\npages: [/a/../b,\n /nowhere]\nrelated: [mail/none]", "[x](mail/none)\n[y](#z)\n![p](q.png)\n\n## A {#x}\n\n## B {#x}")
    said = [*warned(texts).values(), *(text for _, text in noted(texts))]
    assert len(said) == 10
    assert not [text for text in said if not re.search(r"[.!?] [A-Z].*\.$", text)]
