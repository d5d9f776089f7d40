"""The JSON doors, as a caller sees them."""

import re

import pytest
from material import SITE

from askaside.core.db import db
from askaside.help import votes
from askaside.help.seen import Seen

HELP = "/api/v1/acme/help?url=/invoices/5"
VOTES = "/api/v1/acme/articles/invoices/send/votes"


def problem(answer, status, code):
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.get_json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["type"].startswith("https://") and answer.headers["Cache-Control"] == "no-store"
    assert told["title"]
    assert told["detail"]
    return told


def test_help_for_a_page(client, folder, app):
    folder.site(SITE + '\n[notice]\ntext = "Closed"\n'
                '[[channels]]\nkind = "chat"\n[[channels]]\nkind = "ticket"\nadvice = { he = "כאן" }\n[[channels]]\nkind = "email"\nlink = "mailto:a@b.test"\nadvice = { he = "קצר" }\n')
    app.shelf.reread()
    told = client.get(HELP + "&locale=he-IL").get_json()
    assert (told["site"], told["locale"], told["dir"], told["notice"]) == ("acme", "he", "rtl", "Closed")
    assert told["module"] == {"key": "invoices", "title": "חשבוניות", "about": None, "count": 1}
    assert told["articles"][0] == {"id": "invoices/send", "title": "שליחת חשבונית", "summary": "פותחים ובוחרים שליחה.", "kind": "faq",
                                   "locale": "he", "reason": "page"}
    assert told["counts"] == {"module": 1, "site": 2}
    assert [m["key"] for m in told["modules"]] == ["invoices", "mail"]
    assert told["channels"] == [{"kind": "chat"}, {"kind": "ticket", "advice": "כאן"}, {"kind": "email", "link": "mailto:a@b.test", "advice": "קצר"}]


def test_one_article_and_its_fallback(client):
    told = client.get("/api/v1/acme/articles/mail/write?locale=he").get_json()
    assert (told["title"], told["locale"], told["fallback"], told["dir"]) == ("Write a letter", "en", True, "ltr")
    assert told["updated_at"].endswith("Z")
    assert len(told["updated_at"]) == 24
    assert client.get("/api/v1/acme/articles/invoices/send?locale=he").get_json()["fallback"] is False


def test_the_edit_link_names_the_file(client, folder, app):
    folder.site('edit_url = "https://git.test/edit/{path}"\n' + SITE)
    app.shelf.reread()
    assert client.get("/api/v1/acme/articles/invoices/send?locale=he").get_json()["edit_url"] == "https://git.test/edit/invoices/send.he.md"


def test_lists_come_in_pages(client, folder, app):
    for n in range(25):
        folder.article(f"mail/m{n:02}.en", f"title: M {n:02}")
    app.shelf.reread()
    seen, after = [], ""
    while after is not None:
        told = client.get(f"/api/v1/acme/articles?limit=10&after={after}").get_json()
        seen += [row["id"] for group in told["groups"] for row in group["articles"]]
        after = told["next"]
    assert len(seen) == len(set(seen)) == 27
    assert len(client.get("/api/v1/acme/articles").get_json()["groups"][1]["articles"]) == 19
    assert [g["module"]["key"] for g in client.get("/api/v1/acme/articles?module=mail").get_json()["groups"]] == ["mail"]


@pytest.mark.parametrize("path, status, code", [
    ("/api/v1/nope/help", 404, "not_found"), ("/api/v1/acme/nothing", 404, "not_found"), ("/api/v1/acme/articles/a/b", 404, "not_found"), ("/nothing", 404, "not_found"),
    ("/api/v1/acme/help?colour=red", 400, "bad_request"), ("/api/v1/acme/articles?limit=1000", 400, "bad_request"), ("/api/v1/acme/articles?limit=x", 400, "bad_request"),
    ("/api/v1/acme/articles?after=%ff", 400, "bad_request"), ("/api/v1/acme/articles?module=../x", 400, "bad_request"), ("/api/v1/acme/articles?module=none", 404, "not_found"),
    ("/api/v1/acme/help?url=" + "a" * 5000, 400, "bad_request"), ("/api/v1/acme/files/invoices/x.png", 404, "not_found"),
    ("/api/v1/acme/files/invoices/..%2f..%2fsite.toml", 404, "not_found"), ("/api/v1/acme/files/invoices/%252e%252e", 404, "not_found"), ("/askaside/nothing.js", 404, "not_found")])
def test_bad_questions_get_a_clear_problem(client, path, status, code):
    problem(client.get(path), status, code)


def test_a_refused_field_is_named(client):
    told = problem(client.get("/api/v1/acme/help?colour=red&url=/"), 400, "bad_request")
    assert "colour" in told["errors"]
    assert "colour" in told["detail"]


@pytest.mark.parametrize("body, kind", [
    (b"{", None), (b"[]", None), (b'{"helpful": "yes"}', None), (b'{"helpful": true, "x": 1}', None), (b'{"helpful": null}', None), (b"{}", None),
    (b'{"helpful": true, "reason": "ugly"}', None), (b'{"helpful": {"$gt": ""}}', None), (b"\xff\xfe", None), (b'{"helpful": true, "text": 5}', None)])
def test_bad_bodies_get_a_clear_problem(client, body, kind):
    problem(client.post(VOTES, data=body, content_type="application/json"), 400, "bad_request")


def test_other_types_too_much_and_other_methods(client):
    problem(client.post(VOTES, data="helpful=1"), 415, "unsupported_type")
    problem(client.post(VOTES, data=b'{"text": "' + b"x" * 70_000 + b'"}', content_type="application/json"), 413, "too_large")
    answer = client.delete(VOTES)
    problem(answer, 405, "bad_request")
    assert "POST" in answer.headers["Allow"]


def test_origins_are_let_in_exactly(client):
    answer = client.get(HELP, headers={"Origin": "https://app.acme.test"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.acme.test"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert {"Origin", "Authorization"} <= set(answer.headers["Vary"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer.headers
    refused = client.get(HELP, headers={"Origin": "https://evil.test"})
    assert "https://evil.test" in problem(refused, 403, "origin_refused")["detail"]
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert client.get(HELP, headers={"Origin": "http://localhost"}).status_code == 200
    assert client.get(HELP, headers={"Origin": "https://localhost"}).status_code == 200   # https may end at a proxy
    assert client.get(HELP, headers={"Origin": "null"}).status_code == 403
    assert client.get(HELP, headers={"Origin": "https://localhost.evil.test"}).status_code == 403
    before = client.options(VOTES, headers={"Origin": "https://app.acme.test", "Access-Control-Request-Method": "POST"})
    assert "Idempotency-Key" in before.headers["Access-Control-Allow-Headers"]
    assert client.post(VOTES, json={"helpful": True}, headers={"Origin": "https://evil.test"}).status_code == 403


def test_content_is_public_tagged_and_without_a_cookie(client):
    answer = client.get(HELP)
    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["ETag"].startswith('"')
    assert "Set-Cookie" not in answer.headers
    again = client.get(HELP, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_with_authorization_it_is_private(client):
    answer = client.get(HELP, headers={"Authorization": "Bearer x"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.get(HELP, headers={"Authorization": "Bearer x", "If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_changed_file_is_another_answer(client, folder, app):
    first = client.get(HELP)
    folder.article("invoices/send.en", 'title: Changed\npages: ["/invoices/{id}"]')
    app.shelf.reread()
    second = client.get(HELP, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.get_json()["articles"][0]["title"] == "Changed"


def test_pictures(client, folder, app):
    folder.write("acme/invoices/a b.png", b"\x89PNG")
    folder.write("acme/invoices/x.svg", b"<svg onload='alert(1)'/>")
    app.shelf.reread()
    answer = client.get("/api/v1/acme/files/invoices/a%20b.png")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"\x89PNG", "image/png")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "sandbox" in client.get("/api/v1/acme/files/invoices/x.svg").headers["Content-Security-Policy"]


def test_votes_are_kept_and_fold_into_the_order(client, folder, app):
    folder.article("invoices/zz.en", 'title: ZZ\npages: ["/invoices/{id}"]')
    app.shelf.reread()
    for _ in range(3):
        assert client.post("/api/v1/acme/articles/invoices/zz/votes", json={"helpful": True}).status_code == 204
    assert client.post(VOTES + "?locale=he", json={"helpful": False, "reason": "unclear", "text": "למה?"}).status_code == 204
    assert client.get(HELP).get_json()["articles"][0]["id"] == "invoices/send"
    votes.fold(app.shelf)
    assert app.shelf.reread() == ["acme"]
    assert client.get(HELP).get_json()["articles"][0]["id"] == "invoices/zz"
    kept = db.session.query(votes.Vote).filter_by(helpful=False).one()
    assert (kept.article, kept.locale, kept.reason, kept.text) == ("invoices/send", "he", "unclear", "למה?")


def test_a_vote_sent_twice_with_its_key_counts_once(client):
    key = {"Idempotency-Key": "abcd-1234"}
    assert [client.post(VOTES, json={"helpful": True}, headers=key).status_code for _ in range(2)] == [204, 204]
    assert db.session.query(votes.Vote).count() == 1
    problem(client.post(VOTES, json={"helpful": False}, headers=key), 409, "idempotency_conflict")
    for wrong in ("ä" * 8, "x" * 7, "x" * 129, "tab\there"):
        problem(client.post(VOTES, json={"helpful": False}, headers={"Idempotency-Key": wrong}), 400, "bad_request")


def test_too_many_votes_are_told_when_to_come_again(client, monkeypatch):
    monkeypatch.setattr(client.application.limits, "_monotonic", lambda: 0)   # nobody gets a new one meanwhile, however slow the machine is
    for _ in range(60):
        client.post(VOTES, json={"helpful": True})
    answer = client.post(VOTES, json={"helpful": True})
    assert int(answer.headers["Retry-After"]) == problem(answer, 429, "too_many")["retry_after_seconds"]


def test_however_much_is_wrong_the_answer_is_short(client):
    answer = client.post(VOTES, json={"helpful": True, **{f"field{n}": n for n in range(100)}})
    assert len(problem(answer, 400, "bad_request")["errors"]) == 20


def test_what_nobody_foresaw_is_in_the_log_and_not_in_the_answer(client, app, monkeypatch, caplog):
    def broken(site):
        raise RuntimeError("canary-fault")

    monkeypatch.setattr(app.shelf, "library", broken)
    answer = client.get("/api/v1/acme/help?url=/mail")
    problem(answer, 500, "unavailable")
    assert "canary" not in answer.text and "canary-fault" in caplog.text


def test_what_was_seen_is_kept_without_a_person(client):
    for body in ({"kind": "open", "url": "/invoices/2051"}, {"kind": "open", "url": "/orders/2051/ab12cd34ef/x"}, {"kind": "article", "article": "mail/write"},
                 {"kind": "search", "text": "  Wo  IST? "}, {"kind": "search", "text": "ask bob@acme.test"}, {"kind": "search", "text": "card 4111 1111 1111"}):
        assert client.post("/api/v1/acme/seen", json=body).status_code == 204
    rows = db.session.query(Seen).order_by(Seen.id).all()
    assert [row.page for row in rows[:2]] == ["/invoices/{id}", "/orders/{}/{}/x"]
    assert (rows[0].module, rows[2].article) == ("invoices", "mail/write")
    assert [row.text for row in rows[3:]] == ["wo ist?", None, None]
    assert "127.0.0.1" not in str([vars(row) for row in rows])


def test_nothing_is_kept_where_the_site_does_not_measure(client, folder, app):
    folder.site(SITE.replace("measure = true", "measure = false"))
    app.shelf.reread()
    assert client.post("/api/v1/acme/seen", json={"kind": "open"}).status_code == 204
    assert db.session.query(Seen).count() == 0


def test_alive_and_ready(client, app):
    assert client.get("/healthz").status_code == 200
    app.answers.tend(app.shelf)
    assert client.get("/readyz").get_json()["sites"] == ["acme"]
    app.shelf.libraries = {}
    problem(client.get("/readyz"), 503, "unavailable")


def test_an_unforeseen_error_is_a_problem_without_its_inside(client, app, monkeypatch):
    monkeypatch.setattr("askaside.help.routes.articles_for", lambda *_: 1 / 0)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    told = problem(client.get(HELP), 500, "unavailable")
    assert "division" not in str(told)


def test_the_description_holds_every_door(client, app):
    spec = client.get("/api/v1/openapi.json").get_json()
    assert spec["openapi"] == "3.1.0"
    told = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(("help.", "tickets.", "contact.", "chat.")) or rule.rule.startswith("/api/v1/desk/")]
    doors = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule) for rule in told}
    assert set(spec["paths"]) == doors
    assert spec["components"]["schemas"]["ShownRow"]["properties"]["reason"]["enum"] == ["error", "element", "key", "page", "module", "site"]
    assert client.get("/api/v1/docs").status_code == 200


def test_the_address_behind_a_proxy_is_believed_only_so_far(client, app):
    from askaside.core import http

    with app.test_request_context(headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, environ_base={"REMOTE_ADDR": "9.9.9.9"}):
        assert http.client_address() == "9.9.9.9"
        app.config["TRUSTED_PROXIES"] = 1
        assert http.client_address() == "2.2.2.2"
        app.config["TRUSTED_PROXIES"] = 3
        assert http.client_address() == "9.9.9.9"
