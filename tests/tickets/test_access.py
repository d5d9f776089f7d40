"""Nobody reaches another's request: every door × everyone who is not its owner, and the refusals look the same."""

import pytest
from cast import product, visitor
from material import SITE

ROOT = "/api/v1/{site}/tickets"
# (method, path, body) of every door with a request in its path.
DOORS = [("get", "/{id}", None), ("post", "/{id}/messages", {"body": "canary"}), ("post", "/{id}/rating", {"stars": 1}), ("post", "/{id}/read", {"n": 1}), ("post", "/{id}/reopen", None)]


@pytest.fixture
def theirs(client, app, folder):
    """Alice's request, and who else there is: {name: header}."""
    folder.site(SITE, key="other")
    app.shelf.reread()
    acme, other = product("acme"), product("other")
    ticket = client.post(ROOT.format(site="acme"), json={"body": "alice-canary", "locale": "en"}, headers=acme()).get_json()["id"]
    client.post(ROOT.format(site="other"), json={"body": "hers elsewhere", "locale": "en"}, headers=other())
    client.post(ROOT.format(site="acme"), json={"body": "dana's own", "locale": "en"}, headers=visitor("dana"))
    return ticket, {"another person": ("acme", acme(sub="bob")), "a visitor with requests": ("acme", visitor("dana")), "a visitor without": ("acme", visitor("eve")),
                    "the same person of another site": ("other", other()), "her visitor twin": ("acme", visitor("alice"))}


def ask(client, door, site, id_, headers):
    method, path, body = door
    return getattr(client, method)(ROOT.format(site=site) + path.format(id=id_), headers=headers, **({"json": body} if body else {}))


@pytest.mark.parametrize("door", DOORS, ids=[path for _, path, _ in DOORS])
def test_another_gets_the_same_as_for_what_is_not_there(client, theirs, door):
    ticket, others = theirs
    for name, (site, header) in others.items():
        answer, nothing = ask(client, door, site, ticket, header), ask(client, door, site, "a" * 26, header)
        assert answer.status_code == 404, name
        assert answer.get_data() == nothing.get_data(), name
        assert b"canary" not in answer.get_data()


@pytest.mark.parametrize("door", [*DOORS, ("get", "", None)], ids=lambda door: door[1] or "list")
def test_nobody_gets_nothing(client, theirs, door):
    answer = ask(client, door, "acme", theirs[0], {})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unsigned")


def test_a_list_holds_ones_own_only(client, theirs):
    for name, (site, header) in theirs[1].items():
        told = client.get(ROOT.format(site=site), headers=header).get_data(as_text=True)
        assert "alice-canary" not in told, name


def test_a_thread_holds_its_own_lines_only(client, theirs):
    for subject in ("dana's own", "dana's second"):
        client.post(ROOT.format(site="acme"), json={"body": subject, "locale": "en"}, headers=visitor("dana"))
    rows = client.get(ROOT.format(site="acme"), headers=visitor("dana")).get_json()["tickets"]
    assert len(rows) == 3
    for row in rows:
        told = client.get(ROOT.format(site="acme") + f"/{row['id']}", headers=visitor("dana")).get_json()
        assert [line["body"] for line in told["messages"]] == [row["subject"]]


def test_a_request_that_its_team_does_not_show_is_no_wish_of_others(client, theirs):
    ticket, others = theirs
    for name, (site, header) in others.items():
        answers = [client.post(f"/api/v1/{site}/changes/{id_}/me-too", json={"locale": "en"}, headers=header) for id_ in (ticket, "a" * 26)]
        assert {(answer.status_code, answer.get_data()) for answer in answers} == {(404, answers[1].get_data())}, name
        assert b"canary" not in answers[0].get_data() + client.get(f"/api/v1/{site}/changes", headers=header).get_data(), name


def test_every_door_with_a_wish_has_its_row(client):
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    assert [path for path in paths if "{change}" in path] == ["/api/v1/{site}/changes/{change}/me-too"]


def test_every_door_with_a_request_has_its_row(client):
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    found = {(method, path.removeprefix("/api/v1/{site}/tickets").replace("{ticket}", "{id}")) for path, item in paths.items()
             if "{ticket}" in path and "/desk/" not in path   # those: desk/test_roles.py
             for method in item if method in ("get", "post", "put", "patch", "delete")}
    assert found == {(method, path) for method, path, _ in DOORS}


def test_an_origin_that_the_site_does_not_know_is_refused(client):
    answer = client.get(ROOT.format(site="acme"), headers={**visitor("alice"), "Origin": "https://evil.test"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "origin_refused")
    answer = client.get("/api/v1/acme/contact", headers={"Origin": "https://evil.test"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "origin_refused")
    answer = client.options(ROOT.format(site="acme"), headers={"Origin": "https://app.acme.test", "Access-Control-Request-Method": "POST"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.acme.test"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
