"""Front matter → Article, or what is wrong with it and where."""

import pytest

from askaside.help.article import read
from askaside.help.front_matter import ArticleBroken

GOOD = """---
title: "Send: again"
pages:
  - /invoices
  - "/invoices/{id}"
keys: [vat]
errors: [E42, "The range is used up"]
order: -2
keywords: letter
related: [mail/write]
video: https://example.com/v
asks: [how]
updated: 2026-11-01
draft: false
---
The answer.
"""


def article(text, slug="send"):
    return read("acme", "invoices", slug, "en", text if isinstance(text, bytes) else text.encode(), "acme/invoices/send.en.md")


def broken(text, slug="send"):
    with pytest.raises(ArticleBroken) as wrong:
        article(text, slug)
    return wrong.value


def test_everything_that_can_be_said():
    found = article(GOOD)
    assert (found.id, found.title, found.kind, found.order, found.draft) == ("invoices/send", "Send: again", "faq", -2, False)
    assert [p.text for p in found.pages] == ["/invoices", "/invoices/{id}"]
    assert (found.keys, found.errors, found.keywords, found.related) == (("vat",), ("E42", "The range is used up"), ("letter",), ("mail/write",))
    assert found.updated.isoformat() == "2026-11-01T00:00:00+00:00"
    assert found.summary == "The answer."


@pytest.mark.parametrize("title, said", [("2024", "2024"), ("no", "no"), ("1.10", "1.10"), ("'~'", "~"), (">\n  long\n  title", "long title")])
def test_a_scalar_is_text_as_written(title, said):
    assert article(f"---\ntitle: {title}\n---\n").title == said


@pytest.mark.parametrize("text", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\r"), GOOD + "\n---\nmore"])
def test_byte_order_marks_and_line_ends_do_not_matter(text):
    assert article(text).title == "Send: again"


@pytest.mark.parametrize("line, column, old, new, cause", [
    (2, 1, "title:", "titel:", "`titel` is not a key"), (3, 1, "pages:", "title:", "twice"), (6, 8, "[vat]", '["V A"]', "not allowed"),
    (8, 8, "-2", "first", "`order`"), (10, 11, "mail/write", "write", "not the id"), (11, 8, "https:", "http:", "`video`"), (13, 10, "2026-11-01", "soon", "`updated`"),
    (14, 8, "false", "maybe", "`draft`"), (5, 5, '"/invoices/{id}"', '"/invoices/{id"', "`pages`"), (2, 8, '"Send: again"', "Send: again", "not YAML"),
    (2, 8, '"Send: again"', "&x Send", "Anchors"), (2, 8, '"Send: again"', "!!python/object:os.system x", "Tags"), (2, 8, '"Send: again"', "{a: b}", "holds `name: value`"),
    (6, 8, "[vat]", "[[vat]]", "list within a list"), (2, 8, '"Send: again"', "[a, b]", "one text belongs"), (14, 1, "draft: false", "draft: \x07", "not YAML")])
def test_what_is_wrong_has_its_place_and_a_remedy(line, column, old, new, cause):
    told = broken(GOOD.replace(old, new, 1))
    assert cause in told.cause
    assert told.remedy
    assert abs(told.line - line) <= 1
    if "YAML" not in cause and "Tags" not in cause:
        assert (told.line, told.column) == (line, column)


def test_a_near_miss_gets_a_hint():
    assert "`title`" in broken(GOOD.replace("title:", "titel:")).remedy
    assert "`guide`" in broken(GOOD.replace("order: -2", "kind: giude")).remedy


@pytest.mark.parametrize("text, cause", [
    ("", "front matter is missing"), ("No head", "front matter is missing"), ("---\ntitle: x\n", "no end"), ("---\norder: 1\n---\n", "title is missing"),
    ("---\ntitle:\n---\n", "title is missing"), ("---\njust text\n---\n", "no list of"), (b"---\ntitle: \xff\n---\n", "not UTF-8"),
    ("---\ntitle: a\0b\n---\n", "NUL"), (GOOD.encode("utf-16"), "not UTF-8"), (b"---\ntitle: x\n---\n" + b"x" * (1 << 20), "MB")])
def test_files_that_are_no_articles(text, cause):
    assert cause in broken(text).cause


def test_about_is_the_kind_of_its_file():
    assert article("---\ntitle: About\n---\n", "about").kind == "about"
    assert "about" in broken("---\ntitle: x\nkind: about\n---\n").remedy
    assert broken("---\ntitle: x\nkind: faq\n---\n", "about").line == 3
