"""Whatever stands in a request, at every address there is: a clear problem or an answer, never a fault, and no byte from outside."""

import json
import logging
import re

import hostile
import pytest
from cast import visitor
from chat_material import takes_chats
from hostile import ask
from material import SITE, Folder, share_dictionaries

from askaside import cli
from askaside.app import create_app
from askaside.chat import actions as chat
from askaside.core import ids, uploads
from askaside.core.db import db
from askaside.demo import FOLDER
from askaside.help.widget import STATIC
from askaside.people import identity
from askaside.settings import Settings
from askaside.tickets import actions, wishes
from askaside.tickets.models import Ticket

SECRET = b"canary 7f3c9a"   # stands in every file that must not be read
TICKET = "a" * 26
# Forms of pages: their own tests send them, with what belongs into them.
FORMS = ("POST /help/<site>/<locale>/contact", "POST /help/<site>/<locale>/requests/<ticket_id:ticket>", "POST /help/<site>/<locale>/answer/<ticket_id:ticket>",
         "POST /desk/sign-in", "/desk/sign-out", "POST /desk/invitation/<token>", "POST /desk/password", "POST /desk/<site>/gaps", "POST /desk/<site>/tickets/<ticket_id:ticket>",
         *(f"/api/v1/desk/<site>/tickets/<ticket_id:ticket>/{what}" for what in ("messages", "take", "assign", "hold", "release", "escalate", "merge", "link", "split", "public")),
         "POST /api/v1/desk/<site>/tickets/<ticket_id:ticket>/draft", "/api/v1/desk/<site>/files", "/api/v1/desk/<site>/gaps/draft",
         "/api/v1/desk/<site>/seat", "POST /api/v1/desk/<site>/chats/<ticket_id:chat>/draft",
         *(f"/api/v1/desk/<site>/chats/<ticket_id:chat>/{what}" for what in ("take", "hand-over", "note", "end", "ticket")))
# Every route: a request that is answered well (None: it never is). A new route needs its row, and is then asked like all others.
ROWS = {
    "/": "/", "/healthz": "/healthz", "/readyz": "/readyz", "/metrics": "/metrics", "/robots.txt": "/robots.txt", "/api/v1/openapi.json": "/api/v1/openapi.json", "/api/v1/docs": "/api/v1/docs",
    "/api/v1/<site>/help": "/api/v1/acme/help?url=/invoices/5&module=mail&keys=a,b&locale=en&error=E1&message=x&element=mail/write",
    "/api/v1/<site>/articles": "/api/v1/acme/articles?limit=5&module=mail&locale=he",
    "/api/v1/<site>/articles/<module>/<slug>": "/api/v1/acme/articles/mail/write?locale=he",
    "/api/v1/<site>/search": "/api/v1/acme/search?q=send&limit=5&exact=1&url=/mail&module=mail&locale=en",
    "/api/v1/<site>/files/<module>/<name>": "/api/v1/acme/files/mail/good.png", "/api/v1/<site>/articles/<module>/<slug>/votes": "/api/v1/acme/articles/mail/write/votes?locale=en",
    "/api/v1/<site>/seen": "/api/v1/acme/seen",
    "/api/v1/<site>/tickets": "/api/v1/acme/tickets?limit=5", "POST /api/v1/<site>/tickets": "/api/v1/acme/tickets",
    "/api/v1/<site>/tickets/<ticket>": f"/api/v1/acme/tickets/{TICKET}", "/api/v1/<site>/tickets/<ticket>/messages": f"/api/v1/acme/tickets/{TICKET}/messages",
    "/api/v1/<site>/tickets/<ticket>/read": f"/api/v1/acme/tickets/{TICKET}/read", "/api/v1/<site>/unread": "/api/v1/acme/unread",
    "/api/v1/<site>/tickets/<ticket>/rating": f"/api/v1/acme/tickets/{TICKET}/rating", "/api/v1/<site>/tickets/<ticket>/reopen": f"/api/v1/acme/tickets/{TICKET}/reopen",
    "/api/v1/<site>/changes": "/api/v1/acme/changes?q=a+dark+mode&module=mail&locale=en&limit=5", "/api/v1/<site>/changes/<change>/me-too": f"/api/v1/acme/changes/{TICKET}/me-too",
    "/api/v1/<site>/conversations/<conversation>/messages": f"/api/v1/acme/conversations/{TICKET}/messages?after=0&limit=5",
    "/api/v1/<site>/conversations": "/api/v1/acme/conversations?limit=5", "/api/v1/<site>/conversations/<conversation>/files/<file>": f"/api/v1/acme/conversations/{TICKET}/files/{TICKET}",
    "/askaside.js": "/askaside.js", "/askaside/<name>": "/askaside/panel-x.js", "/askaside/<site>/<locale>.js": "/askaside/acme/en.js",
    "/askaside/<site>/<locale>/later.js": "/askaside/acme/en/later.js",
    "/help/centre.css": "/help/centre.css", "/help/centre.js": "/help/centre.js", "/help/icon.svg": "/help/icon.svg", "/help/icon.png": "/help/icon.png",
    "/help/<site>/sitemap.xml": "/help/acme/sitemap.xml", "/help/<site>/sitemap-<int:number>.xml": "/help/acme/sitemap-1.xml",
    "/help/<site>/<locale>/opensearch.xml": "/help/acme/en/opensearch.xml",
    "/help/": None, "/help/<site>/": "/help/acme/", "/help/<site>/<locale>/": "/help/acme/en/", "/help/<site>/<locale>/modules": "/help/acme/en/modules",
    "/help/<site>/<locale>/search": "/help/acme/en/search?q=send",
    "/help/<site>/<locale>/<module>/": "/help/acme/en/mail/", "/help/<site>/<locale>/<module>/<slug>": "/help/acme/en/mail/write", "/help/<path:rest>": None,
    "/api/v1/<site>/contact": "/api/v1/acme/contact?locale=en&kind=fault&module=mail",
    "/help/<site>/<locale>/contact": "/help/acme/en/contact", "/help/<site>/<locale>/promise": "/help/acme/en/promise",
    "/help/<site>/<locale>/requests/<ticket_id:ticket>": None, "/help/<site>/<locale>/answer/<ticket_id:ticket>": None,
    "/help/<site>/<locale>/requests/<ticket_id:ticket>/files/<file>": None, "/help/<site>/<locale>/answer/<ticket_id:ticket>/files/<file>": None,
    "/api/v1/<site>/files": "/api/v1/acme/files", "/api/v1/<site>/files/<file>": f"/api/v1/acme/files/{TICKET}", **dict.fromkeys(FORMS),
    "/desk/sign-in": "/desk/sign-in?next=/desk", "/desk/style.css": "/desk/style.css", "/desk/invitation/<token>": None, "/desk/password": None, "/desk": "/desk",
    "/desk/<site>": "/desk/acme?whose=mine", "/desk/<site>/chats/<ticket_id:chat>": None,
    **dict.fromkeys(f"/desk/<site>/tickets/<ticket_id:ticket>{rest}" for rest in ("", "/files/<file>")), "/desk/<site>/gaps": None, "/desk/<site>/reports": None, "/desk/<site>/reports.csv": None,
    # Of who signed in: tests/desk asks these.
    **dict.fromkeys(("/api/v1/desk/session", *(
        f"/api/v1/desk/<site>/{rest}" for rest in (
            "queue", "changes", "agents", "find", "chats", "chats/<ticket_id:chat>", *(f"chats/<ticket_id:chat>/{rest}" for rest in ("messages", "files/<file>", "macros", "draft", "proposals")),
            "tickets/<ticket_id:ticket>", *(f"tickets/<ticket_id:ticket>/{rest}" for rest in ("files/<file>", "macros", "draft", "proposals")))))),
    "/demo/": "/demo/", "/demo/static/<path:name>": "/demo/static/product.css", "/demo/<kind>/<language>/": "/demo/pages/en/",
    "/demo/<kind>/<language>/<path:route>": "/demo/app/he/invoices/5", "/demo/offline/worker.js": "/demo/offline/worker.js",
}
BODIES = {"/api/v1/<site>/articles/<module>/<slug>/votes": {"helpful": True, "reason": "unclear", "text": "x"},
          "/api/v1/<site>/seen": {"kind": "open", "url": "/mail", "module": "mail", "locale": "en", "article": "mail/write", "text": "x", "found": True},
          "POST /api/v1/<site>/tickets": {"body": "x", "subject": "x", "kind": "fault", "facts": {"way_round": "no"}, "email": "a@b.test", "name": "x", "locale": "en", "outage": False, "files": [],
                                          "context": {"url": "/mail", "module": "mail", "keys": ["a"], "browser": "x", "trail": [{"kind": "search"}], "errors": ["x"]}},
          "/api/v1/<site>/tickets/<ticket>/messages": {"body": "x", "seen": 10_000, "files": []}, "/api/v1/<site>/tickets/<ticket>/rating": {"stars": 5, "text": "x"},
          "/api/v1/<site>/changes/<change>/me-too": {"body": "x", "email": "a@b.test", "name": "x", "locale": "en", "files": []}, "/api/v1/<site>/tickets/<ticket>/read": {"n": 5}}
UPLOAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n'
UPLOADS = {"/api/v1/<site>/files"}
BODILESS = {"/api/v1/<site>/tickets/<ticket>/reopen"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("hostile")
    texts = Folder(tmp / "content")
    texts.site(f"# {SECRET.decode()}\n{SITE}")
    texts.article("mail/write.en", f"title: Write\npages: [/mail]   # {SECRET.decode()}", "Choose.")
    texts.article("mail/write.he", "title: כתיבה")
    texts.article("invoices/send.en", "title: Send an invoice")
    texts.write("acme/mail/good.png", b"a picture")
    texts.site(f"# {SECRET.decode()}\n{SITE}", key="other")
    for name in ("other/mail/good.png", "canary.txt", "canary.png", "../canary.txt", "../canary.png", "../var/canary.txt"):
        texts.write(name, SECRET)
    settings = Settings(content_dir=texts.path, data_dir=tmp / "var", secret_key=SECRET.decode() * 3)
    share_dictionaries(settings.data_dir)
    made = create_app(settings, with_demo=True)
    made.limits.spend = lambda *_: None
    cli.upgrade_database(settings)
    with made.app_context():
        made.shelf.reread()
        made.answers.tend(made.shelf)
        alice = identity.caller(made.shelf.libraries["acme"].site, visitor("alice")["Authorization"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ids, "new", lambda: TICKET)
            wishes.publish(actions.open_(alice, made.shelf.libraries["acme"].site, body="x", locale="en"), "agent:bela", "A dark mode")
            takes_chats(made, teams=())
            file = uploads.keep("acme", alice.key, "a.txt", b"x", 1)   # of the line of a chat, and of a request, for both are called TICKET here
            chat.start(alice, made.shelf.libraries["acme"].site, client_id="x", body="", locale="en", files=[file.id])
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def unforeseen(caplog):
    """No request ends in an error that nobody foresaw."""
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR and record.name != "asyncio"]   # a browser of another test


def rules(app):
    """{name: rule}: the rule's address; with its method before it where another method has the same address."""
    found = {}
    for rule in sorted(app.url_map.iter_rules(), key=method_of):   # GET first
        found[rule.rule if rule.rule not in found else f"{method_of(rule)} {rule.rule}"] = rule
    return found


def method_of(rule):
    return "POST" if "POST" in rule.methods else "GET"


def clear(answer, request, allowed=range(200, 500)):
    """An answer is what was asked for, or says clearly why not; and it holds nothing secret."""
    status, headers, body = answer
    assert status in allowed, (request, status, body[:300])
    assert SECRET not in body and b"root:x:0" not in body, (request, body[:300])
    if status < 400:
        return
    kind = headers.get("content-type", "")
    if kind == "text/html; charset=utf-8":
        assert b"<h1" in body and request.partition(" ")[2].startswith(("/help/", "/desk/")), request
    else:
        assert kind == "application/problem+json", (request, kind)
        told = json.loads(body)
        assert (told["status"], bool(told["title"]), bool(told["detail"])) == (status, True, True), request
        assert len(body) < 5000, (request, len(body))


def everywhere(app):
    """(rule, a good request of it, its method) of every route but the one that answers all the rest."""
    return [(rule, ROWS[name], method_of(rule)) for name, rule in rules(app).items() if ROWS.get(name)]


def good_body(rule):
    if rule.rule in UPLOADS:
        return UPLOAD
    told = BODIES.get(f"{method_of(rule)} {rule.rule}") or BODIES.get(rule.rule)
    return json.dumps(told).encode() if told else b""


def test_every_route_has_its_row_and_is_answered(app):
    assert set(rules(app)) == set(ROWS)
    assert {*BODIES, *BODILESS, *UPLOADS, *FORMS} == {name for name, rule in rules(app).items() if method_of(rule) == "POST"}
    for rule, good, method in everywhere(app):
        found, _ = app.url_map.bind("localhost").match(good.partition("?")[0], method, return_rule=True)
        assert found is rule, good
        state = "closed" if rule.rule in BODILESS or "rating" in rule.rule else "open"
        db.session.get(Ticket, TICKET).status = state   # reopened is what is closed
        db.session.commit()
        assert ask(app, good, method, body=good_body(rule))[0] in (200, 201, 204, 302), good


def test_anything_where_a_name_belongs(app):
    count = 0
    for rule, good, method in everywhere(app):
        for argument in rule.arguments:
            place = re.compile(rf"<(?:\w+:)?{argument}>")
            for value in hostile.NAMES:
                target = place.sub(lambda _, value=value: value, rule.rule)
                for name, was in re.findall(r"(<(?:\w+:)?(\w+)>)", target):
                    target = target.replace(name, {"site": "acme", "module": "mail", "slug": "write", "locale": "en", "language": "en", "kind": "pages", "number": "1"}.get(was, "good.png"))
                for asked in (target, target + "?" + good.partition("?")[2]):
                    clear(ask(app, asked, method, body=good_body(rule)), f"{method} {asked[:200]}")
                    count += 1
    print(f"\n{count} requests with something else where a name belongs")
    assert count > 3000


def test_any_query_at_every_address(app):
    for rule, good, method in everywhere(app):
        for query in hostile.QUERIES:
            clear(ask(app, f"{good.partition('?')[0]}?{query}", method, body=good_body(rule)), f"{method} {good}?{query[:80]}")


def test_any_header_at_every_address(app):
    for rule, good, method in everywhere(app):
        for name, value in hostile.HEADERS:
            status, headers, body = ask(app, good, method, [(name, value)], good_body(rule))
            clear((status, headers, body), f"{method} {good} {name}: {value[:60]!r}", range(200, 501) if status == 501 else range(200, 500))
            assert b"><script>alert" not in body and not [told for told in headers.values() if "<script" in told or "\n" in told], (good, name)
            assert headers.get("access-control-allow-origin", "*") in ("*", "https://app.acme.test"), (good, name, value)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X" * 1000, "GE T"])
def test_any_method_at_every_address(app, method):
    for rule, good, _ in everywhere(app):
        taken = {name for other in rules(app).values() if other.rule == rule.rule for name in other.methods}
        if method in taken and method in ("POST", "HEAD", "OPTIONS"):
            continue
        status, headers, body = ask(app, good, method)
        clear((status, headers, body or b'{"status": 405, "title": "x", "detail": "x"}'), f"{method[:20]} {good}", range(400, 500))   # HEAD has no body
        assert status != 405 or headers["allow"]


def test_any_body(app):
    count = 0
    for name, fields in [*BODIES.items(), *((name, {}) for name in UPLOADS)]:
        for body in [*hostile.bodies(fields), *(UPLOAD[:n] for n in range(0, 60, 7)), UPLOAD.replace(b'"file"', b'"\xff"'), UPLOAD.replace(b"form-data", b"x")]:
            for headers in ((), [("Idempotency-Key", f"key-{count:08}")]):
                clear(ask(app, ROWS[name], "POST", headers, body), f"POST {ROWS[name]} {body[:80]}")
                count += 1
    assert count > 400


def test_no_name_leads_out_of_a_folder(app):
    """Each is asked for at every address that takes a name; what comes is one of the files that are meant to be had there."""
    names = hostile.traversals(["canary.txt", "canary.png", "etc/passwd", "var/canary.txt", "site.toml", "mail/write.en.md", "other/mail/good.png", "askaside.js", "secret_key",
        "app.py"], 500)
    ours = {path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    widget = {path.read_bytes() for path in STATIC.glob("*.js*")}
    meant = {"/api/v1/acme/files/mail/": {b"a picture"}, "/api/v1/acme/files/": {b"a picture"}, "/demo/static/": ours, "/askaside/": widget,
        "/demo/pages/en/": {(FOLDER / "product.html").read_bytes()}}
    others = ("/", "/help/", "/help/acme/en/", "/help/acme/en/mail/", "/api/v1/acme/articles/mail/", "/api/v1/acme/", "/askaside/acme/", "/demo/")
    count = 0
    for before in (*meant, *others):
        for name in names[::1 if before in meant else 5]:
            status, headers, body = ask(app, before + name)
            clear((status, headers, body), f"GET {before}{name}")
            if status == 200 and before in meant:
                assert body in meant[before] or headers["content-type"].startswith("application/json") or b"<html" in body or body.startswith(b"export default "), before + name
            count += 1
    print(f"\n{count} requests with {len(set(names))} names that would lead out")


def test_a_page_that_is_not_there_is_a_page_for_readers(app):
    for path in ("/help/nope/", "/help/acme/en/nope/", "/help/acme/en/mail/nope", "/help/%ff/", "/help/acme/en/mail/a/b/c", "/help/acme/" + "x" * 5000 + "/y/z/"):
        status, headers, body = ask(app, path, headers=[("Accept", "text/html,*/*;q=0.8")])
        assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert b"<h1" in body
