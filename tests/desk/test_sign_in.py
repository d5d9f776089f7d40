"""The pages to sign in: one cookie, hard to steal, to fix, to send for somebody else, or to guess into."""

import re

import pytest
from desk_material import PASSWORD, browser, hidden, with_password
from material import SITE

from askaside.core.db import db
from askaside.mail.models import OutgoingLetter
from askaside.people import agents, sessions
from askaside.people.models import DeskSession

SIGN_IN = "/desk/sign-in"
HOME = {"Origin": "http://localhost"}


@pytest.fixture
def bela(app):
    return with_password()


def signed_in(client, email="bela@acme.test", password=PASSWORD, **more):
    return client.post(SIGN_IN, data={"email": email, "password": password, **more}, headers=HOME)


def cookie(answer):
    """(value, {attribute in small letters: value}) of the one cookie that an answer sets."""
    line, = answer.headers.getlist("Set-Cookie")
    first, *rest = line.split("; ")
    name, _, value = first.partition("=")
    assert name == "askaside_desk"
    return value, {key.lower(): text for key, _, text in (part.partition("=") for part in rest)}


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client, bela, app):
    _, flags = cookie(signed_in(client))
    assert (flags["path"], flags["samesite"], "httponly" in flags, "secure" in flags, "domain" in flags) == ("/", "Lax", True, False, False)
    app.config["PUBLIC_URL"] = "https://help.acme.test"
    answer = client.post(SIGN_IN, data={"email": bela.email, "password": PASSWORD})
    assert "secure" in cookie(answer)[1] and answer.headers["Cache-Control"] == "no-store"


def test_a_token_that_was_there_before_opens_nothing_after(client, bela):
    client.set_cookie("askaside_desk", "fixed-by-somebody")
    token, _ = cookie(signed_in(client))
    assert token != "fixed-by-somebody" and sessions.current("fixed-by-somebody") is None
    assert cookie(signed_in(client))[0] != token


def test_every_page_is_kept_nowhere_and_in_no_frame(client, bela):
    link = f"/desk/invitation/{agents.invite(bela.email)}"
    for page in (SIGN_IN, link, "/desk/invitation/x"):
        answer = client.get(page, headers={"Accept": "text/html"})
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "unsafe" not in policy and "default-src 'none'" in policy, page
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Referrer-Policy"] == "same-origin" and "noindex" in answer.text
        assert "style=" not in answer.text and "Set-Cookie" not in answer.headers


def test_a_wrong_password_and_a_name_that_nobody_has_look_the_same(client, bela):
    one, other = (signed_in(client, email, "wrong horse battery") for email in ("bela@acme.test", "nobody@acme.test"))
    assert one.status_code == 400 and "do not go together" in one.text and "Set-Cookie" not in one.headers
    assert other.status_code == 400 and one.text.replace("bela@", "WHO@") == other.text.replace("nobody@", "WHO@")


def test_guessing_is_limited_for_a_name_and_for_an_address(client, bela, monkeypatch):
    from askaside.people import passwords

    checked = []
    monkeypatch.setattr(passwords, "_fits", lambda kept, plain: checked.append(plain) or False)
    answers = [signed_in(client, password=f"wrong horse battery {n}") for n in range(12)]
    assert [answer.status_code for answer in answers] == [400] * 10 + [429] * 2 and len(checked) == 10
    assert re.search(r"send it again in \d+ seconds\.", answers[-1].text)
    statuses = [signed_in(client, f"nobody{n}@acme.test", "x").status_code for n in range(60)]
    assert statuses[0] == 400 and statuses[-1] == 429


def test_somebody_is_led_back_to_the_desk_and_nowhere_else(client, bela, app):
    app.limits.spend = lambda *_: None
    elsewhere = ("", "//evil.test", "https://evil.test/desk", "/\\evil.test", "/desk\\@evil.test", "/desk.evil.test", "javascript:alert(1)", "/desk/\r\nSet-Cookie: a=b", "/deskevil", "/help/acme/en/")
    for path, there in (("/desk/acme?whose=mine", "/desk/acme?whose=mine"), *((path, "/desk") for path in elsewhere)):
        assert hidden(client.get(SIGN_IN, query_string={"next": path}).text)["next"] == there, path
        assert signed_in(client, next=path).headers["Location"] == there, path


def test_another_site_signs_nobody_in_and_nobody_out(client, bela, app):
    for origin in ("https://evil.test", "null", "http://localhost.evil.test"):
        assert client.post(SIGN_IN, data={"email": bela.email, "password": PASSWORD}, headers={"Origin": origin}).status_code == 403
    mine, other = browser(app, bela.email), browser(app, bela.email)
    proof = hidden(mine.get("/desk/password").text)["csrf"]
    for data, headers in (({}, HOME), ({"csrf": ""}, HOME), ({"csrf": proof[:-1] + "x"}, HOME), ({"csrf": hidden(other.get("/desk/password").text)["csrf"]}, HOME), ({"csrf": "é"}, HOME),
                          ({"csrf": proof}, {"Origin": "https://evil.test"})):
        assert mine.post("/desk/sign-out", data=data, headers=headers).status_code == 403
        assert mine.post("/desk/password", data={"old": PASSWORD, "password": "another good password", **data}, headers=headers).status_code == 403
    assert mine.get("/desk/password").status_code == 200 and sessions.sign_in(bela.email, PASSWORD)
    answer = mine.post("/desk/sign-out", data={"csrf": proof}, headers=HOME)
    assert answer.status_code == 303 and cookie(answer)[1]["max-age"] == "0"
    assert mine.get("/desk/password").status_code == 302


def test_a_password_is_changed_with_the_old_one_and_ends_the_other_sessions(app, bela):
    mine, other = browser(app, bela.email), browser(app, bela.email)
    proof = hidden(mine.get("/desk/password").text)["csrf"]

    def change(**told):
        return mine.post("/desk/password", data={"csrf": proof, "old": PASSWORD, **told}, headers=HOME)

    assert "This is not your password." in change(old="wrong", password="another good password").text
    assert "at least 12 characters" in change(password="short").text and "Anybody would guess" in change(password="bela@acme.test").text
    answer = change(password="another good password")
    assert answer.status_code == 303 and other.get("/desk/password").status_code == 302 and mine.get("/desk/password").status_code == 200
    assert sessions.current(cookie(answer)[0])


def test_an_invitation_is_taken_by_a_press_and_goes_by_letter(client, app):
    app.config["MAIL_FROM"], app.config["OWN_URL"] = "help@acme.test", "https://help.acme.test"
    agents.add("bela@acme.test", "<script>alert(1)</script>", (), [("acme", "agent")])
    token = agents.invite("bela@acme.test")
    raw = db.session.query(OutgoingLetter).filter_by(recipient="bela@acme.test").one().raw.decode().replace("=\r\n", "").replace("=3D", "=")
    assert f"https://help.acme.test/desk/invitation/{token}" in raw
    page = client.get(f"/desk/invitation/{token}")
    assert page.status_code == 200 and "&lt;script&gt;" in page.text and "<script>alert" not in page.text
    assert client.post(f"/desk/invitation/{token}", data={"password": "short"}, headers=HOME).status_code == 400
    assert client.post(f"/desk/invitation/{token}", data={"password": PASSWORD}, headers={"Origin": "https://evil.test"}).status_code == 403
    answer = client.post(f"/desk/invitation/{token}", data={"password": PASSWORD}, headers=HOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk") and sessions.current(cookie(answer)[0])
    assert client.get(f"/desk/invitation/{token}", headers={"Accept": "text/html"}).status_code == 404


def test_who_is_retired_is_out_with_the_next_request(app, bela):
    mine = browser(app, bela.email)
    assert mine.get("/desk/password").status_code == 200
    agents.retire(bela.email)
    assert mine.get("/desk/password").status_code == 302 and db.session.query(DeskSession).count() == 0


def test_it_speaks_the_language_of_the_browser(client):
    for asked, tag, way, words in (("he-IL,en;q=0.5", "he", "rtl", "כניסה"), ("sl", "sl", "ltr", "Prijava"), ("ru", "ru", "ltr", "Войти"), ("fi", "fi", "ltr", "Kirjaudu"),
                                    ("ja", "en", "ltr", "Sign in")):
        page = client.get(SIGN_IN, headers={"Accept-Language": asked}).text
        assert f'lang="{tag}" dir="{way}"' in page and f"<h1>{words}</h1>" in page, asked


def test_the_manual_is_there_when_the_server_has_it(client, app, folder):
    assert "askaside.js" not in client.get(SIGN_IN).text
    folder.site(SITE, key="askaside")
    app.shelf.reread()
    assert 'src="/askaside.js" data-site="askaside"' in client.get(SIGN_IN).text
