"""`GET /search`, as a browser asks it."""

import json
import random

import pytest

GUIDE = "Words at the beginning. " * 40 + "\n\n## Exporting\n\n" + "How it is done. " * 10 + "Choose the archive format.\n\n## Something else\n\nMore."


@pytest.fixture
def searched(app, folder):
    folder.article("invoices/print.en", 'title: How do I print an invoice?\nasks: [paper copy]\nkeywords: [hardcopy]\nerrors: [PRN-7, "The printer is asleep"]\norder: 5', "Choose **Print**.")
    folder.article("invoices/guide.en", "title: All about invoices\nkind: guide", GUIDE)
    folder.article("mail/secret.en", "title: The secret zebra\ndraft: true", "zebra")
    folder.article("mail/paid.en", "title: The golden zebra\naudience: [gold]", "zebra")
    folder.article("mail/tags.en", "title: A <b>bold</b> & sharp title", "Text with &lt;script&gt; giraffe.")
    app.shelf.reread()
    app.answers.tend(app.shelf)
    return app


def ask(client, text, **more):
    answer = client.get("/api/v1/acme/search", query_string={"q": text, "locale": "en", **more})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_shape(searched, client):
    answer = ask(client, "how to print invoices", limit=2)
    assert (answer["query"], answer["cut"], answer["corrected"], answer["locale"], answer["answered"]) == ("how to print invoices", False, None, "en", True)
    first = answer["results"][0]
    assert first["id"] == "invoices/print" and first["module"] == "invoices" and first["score"] == 1 and len(answer["results"]) == 2
    assert [first["title"][start:end] for start, end in first["ranges"]["title"]] == ["print", "invoice"]
    assert [first["summary"][start:end] for start, end in first["ranges"]["summary"]] == ["Print"]
    assert 0.5 <= answer["confidence"] <= 1


@pytest.mark.parametrize("text", ["paper copies", "hardcopy", "PRN-7", "the printer is asleep", "prnit an invocie"])
def test_asks_keywords_errors_and_slips_lead_there(searched, client, text):
    assert ask(client, text)["results"][0]["id"] == "invoices/print"


def test_mended_is_said_and_can_be_undone(searched, client):
    assert ask(client, "prnit invoices")["corrected"] == "print invoices"
    assert ask(client, "prnit invoices", exact=1)["corrected"] is None


def test_a_hit_inside_a_guide_leads_to_its_section(searched, client):
    first = ask(client, "archive format")["results"][0]
    assert (first["id"], first["anchor"]) == ("invoices/guide", "exporting")
    assert "archive format" in first["summary"]
    assert "anchor" not in ask(client, "words at the beginning")["results"][0]


def test_drafts_and_articles_for_others_never_come(searched, client):
    assert ask(client, "zebra")["results"] == []
    assert not ask(client, "the secret zebra")["answered"]


def test_a_draft_is_gone_before_the_index_is(searched, client, folder):
    folder.article("invoices/print.en", "title: How do I print an invoice?\ndraft: true", "Choose **Print**.")
    searched.shelf.reread()
    assert "invoices/print" not in [row["id"] for row in ask(client, "print an invoice")["results"]]


def test_text_is_text(searched, client):
    first = ask(client, "giraffe")["results"][0]
    assert first["title"] == "A <b>bold</b> & sharp title" and "<script>" in first["summary"]
    assert client.get("/api/v1/acme/search?q=giraffe").mimetype == "application/json"


def test_other_locales(searched, client):
    answer = ask(client, "שליחה", locale="he")
    assert (answer["locale"], answer["results"][0]["id"], answer["results"][0]["locale"]) == ("he", "invoices/send", "he")
    assert ask(client, "akhjv", locale="he")["corrected"] == "שליחה", "typed with the other layout"
    assert [row["locale"] for row in ask(client, "write a letter", locale="he")["results"]][:1] == ["en"], "not translated: in the language there is"


def test_nothing_asked(searched, client):
    for text in ("", " ", "\u200f"):
        assert ask(client, text)["results"] == []


@pytest.mark.parametrize(("query", "field"), [("", "q"), ("q=a&limit=0", "limit"), ("q=a&limit=51", "limit"), ("q=a&limit=x", "limit"), ("q=a&site=other", "site"), ("q=a&exact=perhaps", "exact")])
def test_bad_questions_say_what_is_wrong(searched, client, query, field):
    answer = client.get(f"/api/v1/acme/search?{query}")
    assert answer.status_code == 400 and field in answer.json["errors"]


def test_an_unknown_site(searched, client):
    assert client.get("/api/v1/nobody/search?q=a").status_code == 404


HOSTILE = ["*", "?", "a*", "*:*", "title:print", "site:other", "id:invoices/print", "NOT print", "print AND", "(((((", '"', '"print', "~", "print~9",
            "[a TO z]", "/.*/", "(a+)+$" * 20, "a" * 5000,
           "\u202eprint\u202c", "\x00print", "🙂" * 300,
           "\ud800", "%00", "'; DROP TABLE votes; --", "<script>", "{{7*7}}", "../../etc/passwd", "\u0301" * 1000, "ﷺ" * 500, "print\u0000\u0001", "-1", "1e309", "NaN"]


def test_hostile_text_is_only_text(searched):
    library = searched.shelf.library("acme")
    for text in HOSTILE:
        found = searched.answers.find(library, library.view("en"), text)
        json.dumps(found, ensure_ascii=False).encode()   # can be said over the wire
        assert all(row["id"] in library.view("en").articles for row in found["results"]), text
        assert len(found["query"]) <= 200, text


def test_random_text(searched):
    """Quick; the 10,000 of them are in tests/faults."""
    rng, library = random.Random(3), searched.shelf.library("acme")
    for _ in range(300):
        text = "".join(chr(rng.choice([rng.randrange(32, 127), rng.randrange(0x590, 0x5ff), rng.randrange(0xd7ff), rng.randrange(0xe000, 0x10ffff)])) for _ in range(rng.randrange(60)))
        found = searched.answers.find(library, library.view("en"), text)
        for row in found["results"]:
            for kind in ("title", "summary"):
                assert all(0 <= start < end <= len(row[kind]) for start, end in row["ranges"][kind])


def test_not_ready_before_the_first_index(app, client):
    answer = client.get("/readyz")
    assert answer.status_code == 503 and "acme/en" in answer.json["detail"] and answer.headers["Retry-After"]
    app.answers.tend(app.shelf)
    assert client.get("/readyz").status_code == 200
