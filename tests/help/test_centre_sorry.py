"""What stands in the help centre where a page cannot be shown: a page in the reader's language, a problem for programs."""

import re

import pytest
from material import SITE

from askaside.core.errors import BadRequest, TooLarge, TooMany, Unavailable

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PERSON = '[[channels]]\nkind = "phone"\nlink = "tel:+15550101"\n'


@pytest.mark.parametrize("path", ["/help/acme/he/nope/", "/help/acme/he/mail/nope", "/help/acme/he/a/b/c/d", "/help/acme/he/mail/?page=9", "/help/acme/sitemap-9.xml"])
def test_what_is_not_there_is_told_in_the_readers_language_with_a_search_and_a_person(folder, app, client, path):
    folder.site(SITE + PERSON)
    app.shelf.reread()
    page = client.get(path, headers={**BROWSER, "Accept-Language": "he"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert '<html lang="he" dir="rtl"' in page.text and "<h1>אין דבר בכתובת הזאת.</h1>" in page.text
    assert 'action="/help/acme/he/search"' in page.text and 'href="tel:+15550101"' in page.text and 'href="/help/acme/he/modules"' in page.text
    assert '<meta name="robots" content="noindex">' in page.text and "canonical" not in page.text and "ld+json" not in page.text
    assert page.headers["Cache-Control"] == "no-store" and "Accept" in page.headers["Vary"] and "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/help/nope/", "/help/nope/xx/mail/write", "/help/", "/help/%00/-/", "/help/<script>/"])
def test_where_no_site_is_known_the_browsers_language_counts(client, path):
    page = client.get(path, headers={**BROWSER, "Accept-Language": "fi-FI,fi;q=0.9"})
    assert page.status_code == 404
    assert '<html lang="fi" dir="ltr">' in page.text and "Tässä osoitteessa ei ole mitään." in page.text
    assert not re.search(r"<form|<script>|href=\"/help/nope", page.text)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/problem+json", None])
def test_a_program_gets_a_problem(client, accept):
    answer = client.get("/help/acme/en/mail/nope", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.mimetype, answer.get_json()["code"]) == (404, "application/problem+json", "not_found")


@pytest.mark.parametrize("error, status, title", [
    (BadRequest("So not."), 400, "This address cannot be read."), (TooLarge("Too long."), 413, "This address cannot be read."),
    (TooMany("Enough.", retry_after_seconds=7), 429, "That was a lot at once."),
    (Unavailable("Later."), 503, "Something went wrong on our side."), (RuntimeError("a mistake of ours"), 500, "Something went wrong on our side.")])
def test_whatever_goes_wrong_is_told_and_nothing_of_the_inside(client, app, monkeypatch, caplog, error, status, title):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(app.answers, "find", fail)
    page = client.get("/help/acme/en/search?q=send", headers=BROWSER)
    assert page.status_code == status and f"<h1>{title}</h1>" in page.text
    assert "Traceback" not in page.text and "a mistake of ours" not in page.text
    assert page.headers.get("Retry-After") == ("7" if status == 429 else None)
    assert ("a mistake of ours" in caplog.text) == (status == 500)


def test_another_method_is_refused_as_everywhere(client):
    answer = client.post("/help/acme/en/mail/write", headers=BROWSER)
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
