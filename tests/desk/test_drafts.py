"""From an answer, and from a question in vain, to the draft of an article: a new file that loads, no person in it, and nothing ever written over."""

import html
import os
import tempfile
import threading
from pathlib import Path

import pytest
from desk_material import Desk, browser, hidden, opened

from askaside.desk import draft as drafts
from askaside.desk.draft import Draft
from askaside.desk.drafts import keep
from askaside.help import article, seen
from askaside.people import agents
from askaside.search.engine import Question
from askaside.sites.patterns import parse
from askaside.tickets import handling

pytestmark = pytest.mark.usefixtures("office")
ANSWER = "Open the invoice and choose **Send**.\n\n1. Open it\n2. Choose Send"


@pytest.fixture
def bela(app, first):
    return Desk(app, first.email)


@pytest.fixture
def answered(client):
    ticket = opened(client, subject="How do I print 0501234567 for tamar@example.com?", context={"url": "/invoices/2051/print"})
    handling.answer(ticket, "agent:carl", "Carl", "canary-note", note=True)
    handling.answer(ticket, "agent:carl", "Carl", ANSWER)
    return ticket


def door(ticket):
    return f"acme/tickets/{ticket.id}/draft"


def test_what_is_proposed_names_nobody(bela, answered):
    assert bela.get(door(answered)).get_json() == {
        "module": "invoices", "slug": "how-do-i-print-for", "locale": "en", "title": "How do I print for", "asks": ["How do I print for"], "pages": ["/invoices/{id}/print"], "body": ANSWER}


def test_one_key_writes_it_and_publishing_is_one_line(bela, answered, app, folder):
    told = bela.post(door(answered), {"title": "Print an invoice", "slug": "print", "asks": ["how do i get it on paper"]}).get_json()
    assert (told["written"], told["name"]) == (True, "acme/invoices/print.en.md")
    path = folder.path / told["name"]
    assert path.read_text("utf-8") == told["text"] == f'---\ntitle: "Print an invoice"\ndraft: true\nasks: ["how do i get it on paper"]\npages: ["/invoices/{{id}}/print"]\n---\n\n{ANSWER}\n'
    app.shelf.reread()
    assert app.shelf.problems == [] and "invoices/print" not in app.shelf.library("acme").articles
    path.write_text(told["text"].replace("draft: true\n", ""), "utf-8")
    app.shelf.reread()
    view = app.shelf.library("acme").view("en")
    assert view.by_page.match("/invoices/7/print")[0][1] == "invoices/print"
    assert app.answers.engine.find(view.collection, Question("how do i get it on paper")).hits[0].id == "invoices/print"


def test_nothing_is_written_over_in_any_language_and_twice_is_once(bela, answered, folder):
    before = {path: path.read_bytes() for path in folder.path.rglob("*.md")}
    first, again = (bela.post(door(answered), {"slug": "send"}).get_json()["name"] for _ in range(2))   # there is send.en.md, and send.he.md
    assert first == again == "acme/invoices/send-2.en.md"
    assert bela.post(door(answered), {"slug": "send", "title": "Another"}).get_json()["name"] == "acme/invoices/send-3.en.md"
    folder.article("invoices/only.he")
    assert bela.post(door(answered), {"slug": "only"}).get_json()["name"] == "acme/invoices/only-2.en.md", "it would be taken for a translation"
    assert {path: path.read_bytes() for path in before} == before
    assert not [path for path in folder.path.rglob(".*")]


def test_an_answer_is_chosen_and_a_note_or_another_line_is_none(bela, answered, client):
    assert bela.get(door(answered), n=3).get_json()["body"] == ANSWER
    for n in (1, 2, 9):
        assert bela.get(door(answered), n=n).get_json()["errors"].keys() == bela.post(door(answered), {"n": n}).get_json()["errors"].keys() == {"n"}
    assert bela.get(door(opened(client, "erik"))).get_json()["body"] == ""


def test_those_who_write_at_once_take_nothing_from_each_other(app, folder):
    library, start, told = app.shelf.library("acme"), threading.Barrier(8), []

    def write(n):
        with app.app_context():
            start.wait()
            told.append(keep(library, Draft("mail", "sheep", "en", "Sheep", body=f"Of {n}")))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for _ in range(5):
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len({one["name"] for one in told}) == len(told) and {(folder.path / one["name"]).read_text("utf-8") for one in told} == {one["text"] for one in told}
        threads = [threading.Thread(target=write, args=(n + len(told),)) for n in range(8)]
    assert all(one["written"] for one in told) and len(told) == 40


HOSTILE = ("../../x", "a/b", "about", "A", "", ".", "a" * 70, "x.he")


def test_no_path_is_built_of_what_somebody_says(bela, answered, folder):
    before = sorted(folder.path.parent.rglob("*.md"))
    for slug in HOSTILE:
        assert bela.post(door(answered), {"slug": slug}).get_json()["errors"].keys() == {"slug"}, slug
    for module in ("..", "../acme", "", "zoo", "acme/invoices"):
        assert bela.post(door(answered), {"module": module}).get_json()["errors"].keys() == {"module"}, module
    assert bela.post("acme/gaps/draft", {"text": "x", "page": "/mail", "locale": "../../x"}).get_json()["name"] == "acme/mail/x.en.md"
    assert set(folder.path.parent.rglob("*.md")) - set(before) == {folder.path / "acme/mail/x.en.md"}


NASTY = '"\']}--- \u2028\n---\ntitle: x\ndraft: false\n{{7*7}} & * ! | > % @ ` : #\t\x07\ufeff\u202e'


def test_whatever_people_write_stays_one_value(bela, client, app):
    ticket = opened(client, subject=NASTY, context={"url": '/a b"/{x}/*/%22?y=[1]#z'})
    handling.answer(ticket, "agent:carl", "Carl", f"---\ndraft: false\n---\n{NASTY}\n<script>alert(1)</script>")
    told = bela.post(door(ticket), {"slug": "nasty"}).get_json()
    made = article.read("acme", "invoices", "nasty", "en", told["text"].encode(), "x")
    assert made.draft is True and len(made.asks) == 1 and "{{7*7}}" in made.asks[0] and "<script>" not in made.html
    app.shelf.reread()
    assert app.shelf.problems == []


def test_a_question_in_vain_becomes_one_too(bela, folder):
    told = bela.post("acme/gaps/draft", {"text": "how do i shear a sheep", "page": "/mail/{}/wool", "locale": "en"}).get_json()
    assert told["name"] == "acme/mail/how-do-i-shear-a-sheep.en.md"
    assert told["text"] == '---\ntitle: "how do i shear a sheep"\ndraft: true\nasks: ["how do i shear a sheep"]\npages: ["/mail/{id}/wool"]\n---\n\n\n'
    assert bela.post("acme/gaps/draft", {"text": "איך גוזזים כבשה", "page": "/mail", "locale": "he"}).get_json()["name"] == "acme/mail/question.he.md"
    assert bela.post("acme/gaps/draft", {"text": "x", "page": "mail", "locale": "he"}).status_code == 400


def test_a_folder_that_cannot_be_written_to_gives_the_text(app):
    """As nobody: root may write everywhere."""
    library = app.shelf.library("acme")
    draft = Draft("mail", "sheep", "en", "Sheep", body="Shear it.")
    with tempfile.TemporaryDirectory(prefix="askaside-") as place:
        os.chmod(place, 0o755)
        (Path(place) / "acme" / "mail").mkdir(parents=True)
        for shut in (Path(place) / "acme", Path(place) / "acme" / "mail"):
            shut.chmod(0o555)
        app.shelf.registry.content_dir = Path(place)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            told, other = keep(library, draft), keep(library, Draft("invoices", "sheep", "en", "Sheep"))
        finally:
            if root:
                os.seteuid(0)
        assert told == {"written": False, "name": "acme/mail/sheep.en.md", "text": '---\ntitle: "Sheep"\ndraft: true\n---\n\nShear it.\n'}
        assert other["written"] is False
        assert keep(library, draft)["written"] is root, "the test has shut the folder, and not something else"
        for shut in (Path(place) / "acme", Path(place) / "acme" / "mail"):
            shut.chmod(0o755)


def test_a_folder_that_a_link_brings_from_elsewhere_is_left_alone(app, folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (folder.path / "other").mkdir()
    (folder.path / "acme" / "mail").rename(tmp_path / "moved")
    (folder.path / "acme" / "mail").symlink_to(tmp_path / "elsewhere")
    assert keep(app.shelf.library("acme"), Draft("mail", "sheep", "en", "Sheep"))["written"] is False
    assert not list((tmp_path / "elsewhere").iterdir())


def test_what_may_name_a_person_is_taken_out():
    assert seen.impersonal("Write to Noa <noa@example.com> or +972 50-123-4567,\n order 12345") == "Write to Noa or , order 12345"


def asked(client, text="how do i shear a sheep"):
    client.post("/api/v1/acme/seen", json={"kind": "search", "url": "/mail", "locale": "en", "text": text, "found": False})


def test_the_page_of_gaps_writes_one_by_a_button(client, app, folder):
    asked(client)
    agents.add("edith@acme.test", "Edith", (), [("acme", "editor")])
    edith = browser(app, "edith@acme.test")
    fields = hidden(edith.get("/desk/acme/gaps").text)
    assert fields["text"] == "how do i shear a sheep"
    assert edith.post("/desk/acme/gaps", data={**fields, "csrf": "x"}).status_code == 403
    assert not (folder.path / "acme/mail/how-do-i-shear-a-sheep.en.md").exists()
    for _ in range(2):   # loaded again, it is sent again
        page = edith.post("/desk/acme/gaps", data=fields).text
        assert "The draft is there: \u2068acme/mail/how-do-i-shear-a-sheep.en.md\u2069" in page
    assert len(list(folder.path.glob("acme/mail/how*"))) == 1


def test_where_it_cannot_be_written_the_page_gives_the_file(client, app, folder):
    asked(client, '"><script>alert(1)</script>')
    (folder.path / "acme" / "mail").rename(folder.path / "moved")
    (folder.path / "acme" / "mail").write_text("no folder")
    bela = browser(app, agents.add("bela@acme.test", "Bela", [("acme", "first")]).email)
    page = bela.post("/desk/acme/gaps", data=unescaped(hidden(bela.get("/desk/acme/gaps").text))).text
    assert "cannot be written to" in page and "<script>alert" not in page
    answer = bela.post("/desk/acme/gaps", data={**unescaped(hidden(page)), "do": "save"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="script-alert-1-script.en.md"' and answer.mimetype == "text/markdown"
    assert article.read("acme", "mail", "x", "en", answer.data, "x").asks == ('"><script>alert(1)</script>',)


def unescaped(fields):
    return {name: html.unescape(value) for name, value in fields.items()}


@pytest.mark.parametrize("title, slug", [("Print an invoice!", "print-an-invoice"), ("Račun še enkrat", "racun-se-enkrat"), ("Как напечатать счёт", "other"), ("שליחה", "other"), ("", "other"),
                                         ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word")])
def test_a_file_is_called_after_its_title_where_that_can_be_spelled(title, slug):
    assert drafts.slug(title, "other") == slug


def test_the_page_is_a_pattern_without_anybodys_number():
    for route, pattern in (("/invoices/{}/edit", "/invoices/{id}/edit"), ("/", "/"), ("/a b", "/a%20b")):
        assert drafts.pattern(route, []) == [pattern] and parse(pattern)
    hits = [(parse("/mail/*"), "a"), (parse("/{any}"), "b")]
    assert drafts.pattern("/mail", hits) == ["/{any}"] and drafts.pattern("/mail", hits[:1]) == ["/mail"]
