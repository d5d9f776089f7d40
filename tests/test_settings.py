import pytest
from click.testing import CliRunner

from askaside import settings
from askaside.cli import main


def read(tmp_path, **given):
    return settings.read({f"ASKASIDE_{name}": value for name, value in given.items()}, tmp_path)


def test_everything_has_a_default(tmp_path):
    assert read(tmp_path) == settings.Settings()


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / ".env").write_text("ASKASIDE_PORT=9000\nASKASIDE_HOST=::1\n")
    found = read(tmp_path, PORT="9001")
    assert (found.port, found.host) == (9001, "::1")


@pytest.mark.parametrize("name, value, allowed", [
    ("PORT", "80a", "1 to 65535"), ("PORT", "70000", "1 to 65535"), ("PUBLIC_URL", "help.example.com", "https://"),
    ("LOG_LEVEL", "loud", "DEBUG, INFO"), ("TRUSTED_PROXIES", "-1", "0 to 10"), ("SECRET_KEY", "short", "32 characters"),
    ("DATABASE_URL", "mysql://x", "sqlite:///"), ("ASYNC_MODE", "asyncio", "eventlet"), ("CONTENT_DIR", " ", "folder"),
    ("AUTHSERV_ID", "mx acme", "Authentication-Results"), ("MAIL_FROM", "x", "help@example.com")])
def test_a_wrong_value_says_name_value_and_what_is_allowed(tmp_path, name, value, allowed):
    with pytest.raises(settings.SettingWrong) as wrong:
        read(tmp_path, **{name: value})
    assert f"ASKASIDE_{name}" in str(wrong.value)
    assert allowed in str(wrong.value)
    assert (value in str(wrong.value)) == (name != "SECRET_KEY")


@pytest.mark.parametrize("value", ["imaps://mail.test/INBOX", "imaps://canary@mail.test", "imaps://canary:@mail.test", "https://canary:b@mail.test", "imaps://canary:b@", "imaps://canary:b@mail.test:x/INBOX",
                                   "imaps://canary:b@mail.test/INBOX?x=1", "imaps://canary:b%0d%0aX@mail.test/", "imaps://canary:b@mail.test/Po%C5%A1ta", "imap://canary:b@mail.test:993", "canary"])
def test_a_mailbox_that_is_none_is_refused_without_showing_it(tmp_path, value):
    with pytest.raises(settings.SettingWrong, match=r"ASKASIDE_IMAP_URL is \(hidden\); allowed is .*imaps://") as wrong:
        read(tmp_path, IMAP_URL=value)
    assert "canary" not in str(wrong.value)


def test_a_mailbox_may_have_any_user_and_password(tmp_path):
    url = "imaps://help%40acme.test:p%40ss%20%C3%B6@mail.test:1993/Help/Desk"
    found = read(tmp_path, IMAP_URL=url, AUTHSERV_ID="mx.acme.test")
    assert found.imap_url == url
    assert "p%40ss" not in str(list(settings.listed(found)))


def test_an_unknown_name_gets_a_hint(tmp_path):
    with pytest.raises(settings.SettingWrong, match="did you mean ASKASIDE_PORT"):
        read(tmp_path, PROT="1")


def test_the_secret_key_is_made_once_and_is_private(tmp_path):
    given = settings.Settings(data_dir=tmp_path / "var")
    first = settings.secret_key(given)
    assert len(first) >= 32
    assert settings.secret_key(given) == first
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_the_command_lists_all_and_hides_the_secret():
    told = CliRunner().invoke(main, ["settings"], env={"ASKASIDE_SECRET_KEY": "x" * 40, "ASKASIDE_PORT": "8123"}).output
    assert "ASKASIDE_CONTENT_DIR" in told
    assert "8123" in told
    assert "x" * 40 not in told


def test_a_wrong_setting_stops_a_command():
    done = CliRunner().invoke(main, ["settings"], env={"ASKASIDE_PORT": "no"})
    assert done.exit_code == 1
    assert "ASKASIDE_PORT is 'no'" in done.output
