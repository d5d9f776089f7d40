"""Markdown → HTML that can be shown anywhere."""

import re

import pytest

from askaside.help.markdown import render


def html(body):
    return render(body, site="acme", module="invoices", locale="en").html


@pytest.mark.parametrize("body", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<a href='java\tscript:alert(1)'>x</a>", "<svg onload=alert(1)>",
    "<iframe src=//x>", "<style>*{}</style>", "<p style='x' class='y' id='z' name='n' onclick='a()'>t</p>", "<a href=data:text/html,x>x</a>", "<form action=x><input name=q></form>",
    "<math><mtext></p><style><img src onerror=alert(1)>", "<base href=//x>", "<meta http-equiv=refresh content=0>", "![x](javascript:alert(1))",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<a href=\"vbscript:x\">x</a>", "<details open ontoggle=alert(1)>", "[x]: javascript:alert(1)\n[x]"])
def test_nothing_that_acts_comes_through(body):
    # A tag with an acting attribute, a script or an address that acts; text that only looks like one is escaped.
    tags = " ".join(re.findall(r"<[^>]*>", html(body)))
    assert not re.search(r"\bon\w+\s*=|script|style|class|\bname=|\bid=|<(iframe|svg|form|input|base|meta|math)|data:", tags, re.I)


def test_an_authors_id_is_not_an_anchor():
    assert 'id="' not in html('<h2 id="fix">x</h2>')


def test_headings_have_anchors_that_can_be_fixed():
    found = render("# Über *uns*\n\n## How {#fixed}\n\n## How\n\n## How\n", site="a", module="b", locale="en")
    assert [h["anchor"] for h in found.headings] == ["über-uns", "fixed", "how", "how-2"]
    assert [h["level"] for h in found.headings] == [2, 2, 2, 2]
    assert '<h2 id="fixed">How</h2>' in found.html


def test_links_to_other_answers_and_out():
    found = render("[a](mail/write#to) [b](https://example.com) [c](mailto:a@b.c) [d](../../etc/passwd)", site="acme", module="m", locale="he")
    assert '<a href="/help/acme/he/mail/write#to" rel="noopener noreferrer">a</a>' in found.html
    assert '<a href="https://example.com" target="_blank" rel="noopener noreferrer">b</a>' in found.html
    assert 'href="mailto:a@b.c"' in found.html
    assert "etc/passwd" not in found.html
    assert found.links == (("mail/write#to", 0), ("../../etc/passwd", 0))


def test_pictures_come_from_the_folder_only():
    body = ("![one](a%20b.png)\n\n![two](https://x.test/y.png)\n\n![three](../../x.png)\n\n<img src='/api/v1/other/files/m/z.png'>"
            "\n\n<img src='/api/v1/acme/files/invoices/ok.png'>")
    found = render(body, site="acme", module="invoices", locale="en")
    assert re.findall(r'src="([^"]*)"', found.html) == ["/api/v1/acme/files/invoices/a%20b.png", "/api/v1/acme/files/invoices/ok.png"]
    assert 'alt="two"' in found.html
    assert found.images[0] == ("a b.png", 0)
    assert found.images[1][1] == 2


def test_text_and_summary():
    found = render("## Head\n\nFirst *words* and `code`.\n\n1. One\n2. Two\n\n```\nblock\n```\n\n|a|b|\n|-|-|\n|1|2|\n", site="a", module="b", locale="en")
    assert found.text == "Head\nFirst words and code.\nOne\nTwo\nblock\na\nb\n1\n2"
    assert found.summary == "First words and code."
    assert len(render("word " * 100, site="a", module="b", locale="en").summary) <= 181


def test_what_is_made_to_be_slow_is_not():
    for body in ("[" * 5000, "*a " * 5000, "> " * 3000, "a" + "**b" * 3000, "![" * 3000, "<" * 5000, "`" * 5000 + "a"):
        assert isinstance(html(body), str)
