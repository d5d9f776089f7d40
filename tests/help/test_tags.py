"""The HTML of an article, changed tag by tag."""

import pytest

from askaside.help import markdown, tags

MOVED = ("/help/acme/en/", "/help/acme/he/")


def shown(body, title="A title"):
    html = markdown.render(body, site="acme", module="mail", locale="en").html
    return tags.for_page(html, title, MOVED, "opens in a new tab")


def test_what_may_be_wide_scrolls_by_itself():
    page = shown("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```", 'A "quoted" <title>')
    frame = '<div class="wide" tabindex="0" role="group" aria-label="A &quot;quoted&quot; &lt;title&gt;">'
    assert page.count(frame) == 2
    assert f"{frame}<table>" in page and "</table></div>" in page and f"{frame}<pre>" in page and "</pre></div>" in page


def test_a_table_in_a_table_is_in_one_frame():
    page = shown("<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>")
    assert page.count('class="wide"') == 1 and page.rstrip().endswith("</table></div>")


def test_a_link_that_leaves_says_so_and_one_within_does_not():
    page = shown("[out](https://a.test/) and [in](mail/other) and [out](https://b.test/)")
    assert page.count('<span class="hidden"> (opens in a new tab)</span></a>') == 2
    assert '<a href="/help/acme/he/mail/other" rel="noopener noreferrer">in</a>' in page


@pytest.mark.parametrize("value", ["<table>", "</pre>", "<img>", "<a target=", " target=&quot;_blank&quot;", " src=", "><script>alert(1)</script>"])
def test_what_looks_like_a_tag_within_an_attribute_is_never_touched(value):
    body = f"<p><abbr title=\"{value}\">a</abbr></p>"
    html = markdown.render(body, site="acme", module="mail", locale="en").html
    assert 'title="' in html
    assert tags.for_page(html, "t", MOVED, "new") == html
    assert tags.sized(html, {"": (1, 2)}) == html


def test_even_attributes_with_bare_signs_are_taken_whole():
    html = '<abbr title="<table> <img src=\'x\'>">a</abbr><img src="x" alt="> <img src=">'
    assert tags.sized(html, {"x": (3, 4)}) == '<abbr title="<table> <img src=\'x\'>">a</abbr><img src="x" alt="> <img src=" width="3" height="4">'
    assert 'class="wide"' not in tags.for_page(html, "t", MOVED, "new")


def test_nothing_else_changes():
    html = markdown.render("## H\n\n1. a\n2. **b**\n\n> q & r < s", site="acme", module="mail", locale="en").html
    assert tags.for_page(html, "t", MOVED, "new") == html == tags.sized(html, {})
