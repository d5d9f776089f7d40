"""Articles for a plan or a role: whom they are for reads them at every door, and nobody else can tell that they are there."""

import json

import pytest
from cast import claims, product, signed, visitor
from material import SITE
from sqlalchemy.exc import OperationalError

from askaside.help.seen import Seen
from askaside.people import queries

GOLD = "title: Golden zebra transfers\npages: [\"/invoices/{id}\"]\nerrors: [ZBR-7]\naudience: [gold, admin]\nrelated: [mail/write]"
DOORS = ["help?url=/invoices/5", "help?url=/invoices/5&error=ZBR-7", "help?url=/nowhere&locale=he", "help?url=/invoices/5&element=invoices/golden", "help?url=/mail",
         "articles", "articles?module=invoices&locale=he", "articles?limit=1",
         "articles/invoices/send", "articles/invoices/send?locale=he", "articles/mail/write", "articles/invoices/golden", "articles/invoices/golden?locale=he", "articles/invoices/golden-draft",
         "search?q=Golden zebra transfers", "search?q=ZBR-7", "search?q=golden zebar", "search?q=zebra&locale=he", "search?q=zbera&exact=1", "search?q=send an invoice",
         "search?q=זברה&locale=he", "files/invoices/zebra.png"]
# Where it is not there for its readers, either.
ELSEWHERE = {"help?url=/mail", "articles?limit=1", "articles/mail/write", "articles/invoices/golden-draft", "search?q=send an invoice", "search?q=zebra&locale=he", "search?q=zbera&exact=1",
             "files/invoices/zebra.png"}
SHOWN = [door for door in DOORS if door not in ELSEWHERE]


def write(folder):
    folder.article("invoices/golden.en", GOLD, "The zebra carries **stripes**.")
    folder.article("invoices/golden.he", "title: זברה מוזהבת", "הזברה נושאת פסים.")
    folder.article("invoices/golden-draft.en", "title: Golden zebra draft\naudience: [gold]\ndraft: true", "zebra zebra")
    folder.article("invoices/about.en", "title: All about golden invoices\nkind: about\naudience: [gold, admin]", "What zebras cost.")


@pytest.fixture
def plain(app, folder):
    """The site with two articles for all, one related to what is not for all, and a picture."""
    folder.article("invoices/send.en", 'title: Send an invoice\npages: ["/invoices/{id}"]\nrelated: [invoices/golden, mail/write]', "Open it and choose **Send**.")
    folder.write("acme/invoices/zebra.png", b"\x89PNG zebra")
    app.shelf.reread()
    app.answers.tend(app.shelf)
    return app


@pytest.fixture
def callers(app):
    """{who: header}; the last three may read what is for gold and admins."""
    sign, kid_of_mail = product(), product("mail")
    with_account = sign(sub="carl", account="acme-ltd")
    asked = app.test_client().post("/api/v1/acme/tickets", json={"body": "Hello", "locale": "en"}, headers=sign(sub="bela", account="acme-ltd", plan="gold"))
    assert asked.status_code == 201
    good = sign(plan="gold")["Authorization"]
    return {"nobody": {}, "visitor": visitor("dana"), "rubbish": {"Authorization": "Bearer a.b.c"}, "other plan": sign(plan="silver", role="reader"), "no plan": sign(),
            "other case": sign(plan="Gold"),
            "other plan, account of gold": sign(plan="silver", account="acme-ltd"), "account of nobody": sign(account="gold"),
            "forged": {"Authorization": good[:-6] + "AAAAAA"}, "expired": sign(plan="gold", iat=1_000_000, exp=1_000_600), "long-lived": sign(plan="gold", minutes=600),
            "unknown secret": signed("0000", "x" * 40, plan="gold"), "for another site": sign(site="mail", plan="gold"), "of another site": kid_of_mail(plan="gold"),
            "another algorithm": {"Authorization": signed("none", "", claims(plan="gold"), "none")["Authorization"]},
            "gold": sign(plan="gold"), "admin": sign(plan="silver", role="admin"), "account": with_account}


RIGHT = ("gold", "admin", "account")


def get(client, door, headers=None):
    return client.get("/api/v1/acme/" + door, headers=headers)


def as_told(answer):
    """What a caller can tell; `version` covers every file, whoever may read it."""
    told = answer.get_json(silent=True)
    if told:
        told.pop("version", None)
        return answer.status_code, json.dumps(told, ensure_ascii=False)
    return answer.status_code, answer.data


def test_for_everybody_else_every_door_answers_as_if_it_were_not_there(plain, client, folder, callers):
    before = {door: as_told(get(client, door)) for door in DOORS}
    write(folder)
    plain.shelf.reread()
    leaks = []
    for indexed in (False, True):
        if indexed:
            plain.answers.tend(plain.shelf)
        for door in DOORS:
            for who in RIGHT:
                get(client, door, callers[who])   # what was made for them is at hand
            public = get(client, door)
            assert as_told(public) == before[door], door
            for who, headers in callers.items():
                answer = get(client, door, headers)
                if who not in RIGHT and (answer.data, answer.status_code, answer.headers.get("ETag")) != (public.data, public.status_code, public.headers.get("ETag")):
                    leaks.append((who, door))
    assert leaks == []


@pytest.mark.parametrize("who", RIGHT)
def test_whom_it_is_for_reads_it_at_every_door(plain, client, folder, callers, who):
    write(folder)
    plain.shelf.reread()
    plain.answers.tend(plain.shelf)
    for door in SHOWN:
        answer = get(client, door, callers[who])
        assert answer.status_code == 200, door
        assert "invoices/golden" in answer.text, door
        assert "golden-draft" not in answer.text, door
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Authorization" in answer.headers["Vary"]
        assert get(client, door, {**callers[who], "If-None-Match": answer.headers["ETag"]}).status_code == 304
    told = get(client, "help?url=/invoices/5", callers[who]).json
    assert told["counts"] == {"module": 2, "site": 3}
    assert told["module"]["about"] == "invoices/about"
    assert [module["count"] for module in told["modules"]] == [2, 1]
    assert get(client, "help?url=/invoices/5&error=ZBR-7", callers[who]).json["articles"][0]["reason"] == "error"
    assert [row["id"] for row in get(client, "articles/invoices/send", callers[who]).json["related"]] == ["invoices/golden", "mail/write"]
    assert get(client, "articles/invoices/golden-draft", callers[who]).status_code == 404


@pytest.mark.parametrize("text", ["Golden zebra transfers", "ZBR-7", "what does ZBR-7 mean when I send an invoice", "goldne zebar", "stripes"])
def test_its_readers_find_it_first(plain, client, folder, callers, text):
    write(folder)
    plain.shelf.reread()
    plain.answers.tend(plain.shelf)
    answer = get(client, f"search?q={text}", callers["gold"]).json
    first = answer["results"][0]
    assert (first["id"], first["score"]) == ("invoices/golden", 1)
    assert [row["score"] for row in answer["results"]] == sorted((row["score"] for row in answer["results"]), reverse=True)
    assert len({row["id"] for row in answer["results"]}) == len(answer["results"])
    assert all(0 <= start < end <= len(first[field]) for field, ranges in first["ranges"].items() for start, end in ranges)


def test_a_public_answer_stays_first_where_it_is_the_better_one(plain, client, folder, callers):
    write(folder)
    plain.shelf.reread()
    plain.answers.tend(plain.shelf)
    public, theirs = (get(client, "search?q=send an invoice", headers).json for headers in ({}, callers["gold"]))
    assert theirs["results"][0] == public["results"][0]
    assert (theirs["answered"], theirs["confidence"], theirs["corrected"]) == (public["answered"], public["confidence"], public["corrected"])
    assert get(client, "search?q=how do I write a letter", callers["gold"]).json["results"][0]["id"] == "mail/write"


def test_a_translation_for_some_stands_in_the_place_of_the_public_one_for_them(plain, client, folder, callers):
    folder.article("mail/write.he", "title: מכתב לזהובים\naudience: [gold]", "בוחרים נמען.")
    plain.shelf.reread()
    plain.answers.tend(plain.shelf)
    assert get(client, "articles/mail/write?locale=he").json["locale"] == "en"
    assert get(client, "articles/mail/write?locale=he", callers["gold"]).json["locale"] == "he"
    assert get(client, "articles/mail/write?locale=he", callers["admin"]).json["locale"] == "en"
    asked = "search?q=write a letter&locale=he"
    found = {who: [row["id"] for row in get(client, asked, callers[who]).json["results"]] for who in ("nobody", "gold")}
    assert "mail/write" in found["nobody"]
    assert "mail/write" not in found["gold"], "the words of the other language are not in what they read"
    assert [row["id"] for row in get(client, "search?q=מכתב&locale=he", callers["gold"]).json["results"]][:1] == ["mail/write"]


def test_what_changes_is_live_for_them_too(plain, client, folder, callers):
    write(folder)
    plain.shelf.reread()
    assert get(client, "articles/invoices/golden", callers["gold"]).json["title"] == "Golden zebra transfers"
    folder.article("invoices/golden.en", GOLD.replace("Golden zebra", "Silver giraffe").replace("gold, admin", "admin"), "No more.")
    plain.shelf.reread()
    assert get(client, "articles/invoices/golden", callers["gold"]).status_code == 404
    assert "invoices/golden" not in get(client, "search?q=zebra", callers["gold"]).text
    assert get(client, "articles/invoices/golden", callers["admin"]).json["title"] == "Silver giraffe transfers"
    assert "invoices/golden" in get(client, "search?q=giraffe", callers["admin"]).text


def test_each_reads_what_is_for_them_only(plain, client, folder, callers):
    folder.article("mail/gold.en", "title: For gold\naudience: [gold]")
    folder.article("mail/admin.en", "title: For admins\naudience: [admin]")
    plain.shelf.reread()
    seen = {who: [row["id"] for group in get(client, "articles", callers[who]).json["groups"] for row in group["articles"]] for who in ("nobody", *RIGHT)}
    assert seen["nobody"] == ["invoices/send", "mail/write"]
    assert set(seen["gold"]) - set(seen["nobody"]) == {"mail/gold"}
    assert set(seen["admin"]) - set(seen["nobody"]) == {"mail/admin"}


def test_votes_and_counts_know_it_from_its_readers_only(plain, client, folder, callers):
    write(folder)
    plain.shelf.reread()
    statuses = {who: client.post("/api/v1/acme/articles/invoices/golden/votes", json={"helpful": True}, headers=headers).status_code for who, headers in callers.items()}
    assert {who for who, status in statuses.items() if status == 204} == set(RIGHT)
    assert {status for who, status in statuses.items() if who not in RIGHT} == {404}
    for who in ("nobody", "gold"):
        client.post("/api/v1/acme/seen", json={"kind": "article", "article": "invoices/golden", "url": "/invoices/5"}, headers=callers[who])
    assert [row.article for row in Seen.query.order_by(Seen.id)] == [None, "invoices/golden"]


def test_the_public_pages_never_hold_it(plain, client, folder, callers):
    write(folder)
    plain.shelf.reread()
    plain.answers.tend(plain.shelf)
    for path in ("", "invoices/", "modules", "invoices/send", "search?q=golden+zebra"):
        page = client.get(f"/help/acme/en/{path}", headers=callers["gold"])
        assert page.status_code == 200, path
        assert "invoices/golden" not in page.text, path
    assert client.get("/help/acme/en/invoices/golden", headers=callers["gold"]).status_code == 404
    assert "golden" not in client.get("/help/acme/sitemap.xml", headers=callers["gold"]).text


def test_without_a_database_what_is_for_all_is_there(plain, client, folder, callers, monkeypatch):
    write(folder)
    plain.shelf.reread()

    def away(*_):
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(queries, "account", away)
    assert get(client, "articles", callers["account"]).data == get(client, "articles").data


def test_the_widget_is_told_to_sign_what_it_reads_only_where_that_shows_more(plain, client, folder):
    assert "signed" not in client.get("/askaside/acme/en.js").text
    write(folder)
    plain.shelf.reread()
    assert '"signed":true' in client.get("/askaside/acme/en.js").text


def test_a_browser_of_another_origin_may_send_the_token(plain, client):
    answer = client.options("/api/v1/acme/help?url=/", headers={"Origin": "https://app.acme.test", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"})
    assert answer.status_code == 200
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_a_site_that_takes_no_tokens_shows_it_to_nobody(plain, client, folder, callers):
    write(folder)
    folder.site('identity = "off"\n' + SITE)
    plain.shelf.reread()
    assert {get(client, "articles", headers).data for headers in callers.values()} == {get(client, "articles").data}
