"""The help centre: readable without JavaScript, each answer at its lasting address."""

import pytest


def test_an_answer_has_a_page(client):
    page = client.get("/help/acme/he/invoices/send")
    assert "<h1>שליחת חשבונית</h1>" in page.text
    assert '<html lang="he" dir="rtl">' in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_all_answers_are_reached_from_the_first_page(client):
    assert client.get("/help/acme/", headers={"Accept-Language": "he"}).headers["Location"] == "/help/acme/he/"
    home = client.get("/help/acme/en/").text
    assert 'href="invoices/send"' in home
    assert 'href="send"' in client.get("/help/acme/en/invoices/").text


def test_what_is_not_translated_says_so(client):
    page = client.get("/help/acme/he/mail/write").text
    assert "Write a letter" in page
    assert "עוד לא תורגמה" in page


@pytest.mark.parametrize("path, status", [("/help/nope/en/", 404), ("/help/acme/en/nope/", 404), ("/help/acme/en/mail/nope", 404), ("/help/acme/fr/", 302), ("/help/acme/he-IL/mail/write", 302)])
def test_what_is_not_there(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    if status == 302:
        assert client.get(answer.headers["Location"]).status_code == 200
        assert answer.headers["Location"].endswith(path.partition("acme/")[2].partition("/")[2])
