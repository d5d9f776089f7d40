"""`askaside secret` and `askaside token`."""

import re

import pytest
from click.testing import CliRunner
from material import SITE

from askaside.cli import main


@pytest.fixture
def run(folder, tmp_path, database):
    env = {"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp_path / "var"), "ASKASIDE_DATABASE_URL": database}
    return lambda *words: CliRunner().invoke(main, words, env=env)


def test_a_secret_is_made_shown_once_listed_and_retired(run):
    assert "no secret" in run("secret", "acme").output
    made = run("secret", "acme", "--new").output.split()
    kid, secret = made[1], made[3]
    told = run("secret", "acme").output
    assert kid in told and secret not in told
    run("secret", "acme", "--new")
    refused = run("secret", "acme", "--new")
    assert refused.exit_code == 1 and "--retire" in refused.output
    assert kid not in run("secret", "acme", "--retire", kid).output
    assert run("secret", "acme", "--retire", "nobody").exit_code == 1


def test_a_test_token_opens_the_door(client, run):
    assert run("token", "acme").exit_code == 1
    run("secret", "acme", "--new")
    token = run("token", "acme", "--sub", "alice", "--email", "alice@acme.test").output.strip()
    assert client.get("/api/v1/acme/tickets", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_site_that_is_not_there_is_named(run):
    done = run("secret", "acm", "--new")
    assert done.exit_code == 1 and "acme" in done.output


TEAM = """
[[teams]]
key = "first"
"""


def test_an_agent_is_added_with_a_role_invited_and_retired(client, app, folder, run):
    folder.site(SITE + TEAM)
    made = run("agent", "add", "bela@acme.test", "Bela", "--team", "acme/first")
    assert "Bela <bela@acme.test> is agent of acme (first)." in made.output
    link = re.search(r"http://127.0.0.1:8000(/desk/invitation/\S+)", made.output)[1]
    assert client.get(link).status_code == 200
    assert "no password yet" in run("agent", "list").output
    newer = re.search(r"/desk/invitation/\S+", run("agent", "invite", "bela@acme.test").output)[0]
    assert client.get(link).status_code == 404 and client.post(newer, data={"password": "correct horse battery"}).status_code == 303
    changed = run("agent", "add", "bela@acme.test", "Bela", "--role", "acme/observer").output
    assert "is observer of acme." in changed and "invitation" not in changed
    assert run("agent", "retire", "bela@acme.test").exit_code == 0 and "retired" in run("agent", "list").output


@pytest.mark.parametrize("words, told", [(("--role", "acme/king"), "There are: admin, agent, editor, observer."), (("--role", "acm/agent"), "acme"), ((), "--team SITE/TEAM")])
def test_a_role_that_is_not_there_is_told(run, words, told):
    done = run("agent", "add", "bela@acme.test", "Bela", *words)
    assert done.exit_code == 1 and told in done.output
