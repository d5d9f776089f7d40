"""Who is asking: a token of the host product or a visitor's secret, and nothing in between."""

import base64
import json
from datetime import timedelta

import jwt
import pytest
from cast import claims, product, signed, visitor
from material import SITE

from askaside.core import clock
from askaside.core.errors import Unsigned
from askaside.people import identity, secrets

LIST = "/api/v1/acme/tickets"


def site(app):
    return app.shelf.libraries["acme"].site


@pytest.fixture
def key(app):
    return secrets.make("acme")


def test_a_signed_token_says_who_it_is(app, key):
    told = identity.caller(site(app), signed(*key, email="alice@acme.test", plan="gold", account="7", account_name="Studio")["Authorization"])
    assert (told.key, told.proven, told.email) == ("sub:alice", True, "alice@acme.test")
    assert (told.claims["plan"], told.claims["account"], told.claims["account_name"]) == ("gold", "7", "Studio")


def test_a_visitor_is_the_hash_of_their_secret_and_proves_nothing(app):
    told = identity.caller(site(app), visitor("dana")["Authorization"])
    assert told.key.startswith("visitor:")
    assert len(told.key) == len("visitor:") + 64
    secret = visitor("dana")["Authorization"].split()[1]
    assert secret not in told.key and base64.urlsafe_b64decode(secret + "=").hex() not in told.key
    assert not told.proven


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Visitor", "Visitor short", "Visitor " + "a" * 44, "Visitor " + "é" * 43, "Bearer a.b.c",
                                    "Bearer " + "a" * 5000, "Bearer " + "." * 4000])
def test_what_is_neither_is_refused(client, header):
    answer = client.get(LIST, headers={"Authorization": header.encode().decode("latin-1")} if header is not None else {})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unsigned")


def test_a_token_longer_than_any_that_is_needed_is_not_even_read(client, key):
    assert client.get(LIST, headers=signed(*key, role_of_ours="x" * 2000)).status_code == 200
    answer = client.get(LIST, headers=signed(*key, role_of_ours="x" * 4000))
    assert answer.status_code == 401 and "4 kB" in answer.get_json()["detail"]


def unsafe(kid, payload, header):
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"kid": kid, **header}, payload)]
    return {"Authorization": f"Bearer {'.'.join(parts)}."}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_the_token_does_not_choose_its_algorithm(client, key):
    kid, secret = key
    for header in (unsafe(kid, claims(), {"alg": "none"}), unsafe(kid, claims(), {"alg": "HS256"}), signed(kid, secret, algorithm="HS512"), signed(kid, secret, algorithm="HS384")):
        assert client.get(LIST, headers=header).status_code == 401
    assert client.get(LIST, headers=signed(kid, secret)).status_code == 200


@pytest.mark.parametrize("wrong", [
    {"aud": "other"}, {"aud": None}, {"sub": None}, {"sub": ""}, {"sub": "a" * 201}, {"sub": 5}, {"exp": None}, {"iat": None}, {"iat": "now"}, {"exp": 10**30}, {"exp": 1e300},
    {"email": "no address"}, {"email": 5}, {"name": ["a"]}, {"name": "a" * 201}, {"account": {"id": 1}}, {"locale": "x" * 36}])
def test_claims_that_cannot_be_are_refused(client, key, wrong):
    told = {**claims(), **wrong}
    answer = client.get(LIST, headers=signed(*key, {name: value for name, value in told.items() if value is not None}))
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unsigned")


@pytest.mark.parametrize("age, lives, well", [(0, 10, True), (0, 15, True), (0, 15.1, False), (10, 10, True), (11.1, 10, False), (10.9, 10, True), (-0.9, 10, True), (-1.1, 10, False)])
def test_a_token_lives_15_minutes_at_most_with_a_minute_of_skew(client, key, time, age, lives, well):
    time.at("2026-11-22T10:00:00+00:00")
    header = signed(*key, minutes=lives)
    clock.at(clock.now() + timedelta(minutes=age))
    assert (client.get(LIST, headers=header).status_code == 200) is well


def test_another_sites_secret_does_not_open_this_one(client, app, folder):
    folder.site(SITE, key="other")
    app.shelf.reread()
    theirs = product("other")
    assert client.get("/api/v1/other/tickets", headers=theirs()).status_code == 200
    assert client.get(LIST, headers=theirs()).status_code == 401
    assert client.get(LIST, headers=theirs(site="acme")).status_code == 401


def test_two_secrets_live_at_once_and_a_retired_one_is_refused(client, key):
    second = secrets.make("acme")
    for one in (key, second):
        assert client.get(LIST, headers=signed(*one)).status_code == 200
    secrets.retire("acme", key[0])
    assert [client.get(LIST, headers=signed(*one)).status_code for one in (key, second)] == [401, 200]


@pytest.mark.parametrize("mode, token, secret", [("off", 401, 200), ("warn", 200, 200), ("enforce", 200, 401)])
def test_each_site_chooses_who_may_write(client, app, folder, key, mode, token, secret):
    folder.site(f'identity = "{mode}"\n' + SITE)
    app.shelf.reread()
    assert client.get(LIST, headers=signed(*key)).status_code == token
    assert client.get(LIST, headers=visitor("dana")).status_code == secret


def test_a_refusal_holds_no_byte_of_the_token(client, key):
    header = signed(*key, site="elsewhere", name="canary-name")
    told = client.get(LIST, headers=header).get_data(as_text=True)
    assert not any(part in told for part in header["Authorization"].split(" ")[1].split("."))
    assert "canary" not in told


def test_a_signature_of_another_token_does_not_fit(app, key):
    one, two = (signed(*key, sub=name)["Authorization"].split(".") for name in ("alice", "bob"))
    with pytest.raises(Unsigned):
        identity.caller(site(app), ".".join([one[0], two[1], one[2]]))
    assert jwt.decode(one[0].split()[1] + "." + one[1] + "." + one[2], options={"verify_signature": False})["sub"] == "alice"
