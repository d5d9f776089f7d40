"""The search of the help centre: a page that can be shared, whatever is asked."""

import re

import pytest

from askaside.help.centre_page import marked


def test_the_search_is_a_page_that_can_be_shared(client):
    page = client.get("/help/acme/en/search?q=send+invoice")
    assert page.status_code == 200
    assert '<a href="/help/acme/en/invoices/send"><mark>Send</mark> an <mark>invoice</mark></a>' in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "<title>Search: send invoice – Acme</title>" in page.text
    assert 'value="send invoice"' in page.text


def test_every_page_has_the_field_in_its_language(client):
    for path, label in [("/help/acme/en/", "Find an answer"), ("/help/acme/he/invoices/send", "חיפוש תשובה"), ("/help/acme/he/search", "חיפוש תשובה")]:
        page = client.get(path).text
        assert f'aria-label="{label}"' in page
        assert f'action="/help/acme/{path.split("/")[3]}/search"' in page


def test_a_search_in_another_language_goes_to_the_nearest_with_its_words(client):
    answer = client.get("/help/acme/he-IL/search?q=" + "שליחה")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/help/acme/he/search?q=%D7%A9%D7%9C%D7%99%D7%97%D7%94")


def test_nothing_found_says_what_to_try(client):
    page = client.get("/help/acme/en/search?q=zzzz").text
    assert "No answer has these words." in page
    assert "Check the spelling." in page
    assert '<a class="more" href="/help/acme/en/modules">Everything</a>' in page


@pytest.mark.parametrize("asked", [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "%00%FF", "a" * 5000, "&lt;b&gt; send <b>", "\u202e send", "𝕊end 😀 invoice", "</title><script>alert(1)</script>"])
def test_a_hostile_question_is_only_words(client, asked):
    page = client.get("/help/acme/en/search", query_string={"q": asked})
    assert page.status_code == 200
    assert re.findall(r"<script[^>]*>", page.text) == re.findall(r"<script[^>]*>", client.get("/help/acme/en/search?q=a").text)
    assert "<img src=x" not in page.text
    assert "<b>" not in page.text
    assert "49" not in re.search(r"<h1.*?</h1>", page.text, re.S)[0]


def test_what_is_marked_is_escaped_and_counted_in_code_points():
    assert marked("😀 <b> & so", [[2, 5], [8, 10]]) == "😀 <mark>&lt;b&gt;</mark> &amp; <mark>so</mark>"
    assert marked("<i>", []) == "&lt;i&gt;"


def test_a_question_that_was_mended_or_cut_says_so(client, app, monkeypatch):
    row = {"id": "invoices/send", "title": "Send an invoice", "summary": "Open it", "kind": "faq", "module": "invoices", "locale": "en", "score": 1.0, "ranges": {"title": [], "summary": []}}
    other = {**row, "id": "mail/write", "title": "Write a letter", "anchor": "to-whom"}
    asked = []

    def find(library, view, text, **how):
        asked.append((text, how["exact"]))
        return {"query": text, "cut": True, "corrected": None if how["exact"] else "send", "locale": "en", "answered": True, "confidence": 0.9, "results": [row, other]}

    monkeypatch.setattr(app.answers, "find", find)
    page = client.get("/help/acme/en/search?q=sned").text
    assert "Showing results for “send”." in page
    assert '<a href="?q=sned&amp;exact=1">Search for “sned” instead</a>' in page
    assert "its beginning was searched" in page
    assert page.index("This should answer it") < page.index("Send an invoice") < page.index("Close to this") < page.index('href="/help/acme/en/mail/write#to-whom"')
    assert "Showing results" not in client.get("/help/acme/en/search?q=sned&exact=1").text
    assert asked == [("sned", False), ("sned", True)]


def test_what_one_asked_is_packed_but_not_kept_for_all(client, app):
    kept = len(app.front._kept)
    answer = client.get("/help/acme/en/search?q=send", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(app.front._kept) == kept
    assert client.get("/help/acme/en/search?q=send", headers={"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}).status_code == 304
