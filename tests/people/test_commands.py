"""`askaside secret` and `askaside token`."""

import pytest
from click.testing import CliRunner

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
