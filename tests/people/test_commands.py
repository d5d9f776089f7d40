"""`askaside secret` and `askaside token`."""

from click.testing import CliRunner

from askaside.cli import main


def run(folder, tmp_path, *words):
    return CliRunner().invoke(main, words, env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp_path / "var")})


def test_a_secret_is_made_shown_once_listed_and_retired(folder, tmp_path):
    assert "no secret" in run(folder, tmp_path, "secret", "acme").output
    made = run(folder, tmp_path, "secret", "acme", "--new").output.split()
    kid, secret = made[1], made[3]
    told = run(folder, tmp_path, "secret", "acme").output
    assert kid in told and secret not in told
    run(folder, tmp_path, "secret", "acme", "--new")
    refused = run(folder, tmp_path, "secret", "acme", "--new")
    assert refused.exit_code == 1 and "--retire" in refused.output
    assert kid not in run(folder, tmp_path, "secret", "acme", "--retire", kid).output
    assert run(folder, tmp_path, "secret", "acme", "--retire", "nobody").exit_code == 1


def test_a_test_token_opens_the_door(client, folder, tmp_path):
    assert run(folder, tmp_path, "token", "acme").exit_code == 1
    run(folder, tmp_path, "secret", "acme", "--new")
    token = run(folder, tmp_path, "token", "acme", "--sub", "alice", "--email", "alice@acme.test").output.strip()
    assert client.get("/api/v1/acme/tickets", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_site_that_is_not_there_is_named(folder, tmp_path):
    done = run(folder, tmp_path, "secret", "acm", "--new")
    assert done.exit_code == 1 and "acme" in done.output
