"""`askaside check`: errors as file:line: message, exit 1; weak spots are warnings."""

from click.testing import CliRunner

from askaside.cli import main


def check(folder, *words):
    return CliRunner().invoke(main, ["check", *words], env={"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(folder.path.parent)})


def test_good_content_passes(folder):
    done = check(folder)
    assert (done.exit_code, done.output) == (0, "2 articles, 0 errors, 0 warnings\n")


def test_errors_name_place_cause_and_remedy(folder):
    folder.article("mail/bad.en", "titel: x")
    done = check(folder, "acme")
    assert done.exit_code == 1
    assert "acme/mail/bad.en.md:2:1: error: `titel` is not a key of the front matter. Did you mean `title`?" in done.output


def test_weak_spots_are_warnings_and_strict_makes_them_count(folder):
    folder.article("mail/weak.en", "title: x\nrelated: [mail/gone]", "One\n\n[two](mail/none) ![p](no.png)")
    done = check(folder)
    assert done.exit_code == 0
    assert "acme/mail/weak.en.md:8: warning: The link leads to mail/none" in done.output
    assert "acme/mail/weak.en.md:8: warning: The picture 'no.png'" in done.output
    assert "mail/gone" in done.output
    assert check(folder, "--strict").exit_code == 1


def test_an_unknown_site_says_which_there_are(folder):
    done = check(folder, "nope")
    assert done.exit_code == 1
    assert "acme" in done.output
