"""The shelf is equal to the folder, and a bad file costs nothing else."""

import os

import pytest

from askaside.core.errors import NotFound


def ids(app, locale="en", site="acme"):
    return list(app.shelf.library(site).view(locale).articles)


def title(app, id_="invoices/send", locale="en"):
    return app.shelf.library("acme").view(locale).articles[id_].title


def test_a_saved_file_is_served_and_the_version_changes(folder, app):
    before = app.shelf.library("acme").version
    folder.article("invoices/send.en", "title: Changed")
    assert app.shelf.reread() == ["acme"]
    assert title(app) == "Changed"
    assert app.shelf.library("acme").version != before


def test_nothing_changed_is_nothing_new(app):
    library = app.shelf.library("acme")
    assert app.shelf.reread() == []
    assert app.shelf.library("acme") is library


def test_a_broken_file_keeps_its_last_good_version_and_is_told_once(folder, app, caplog):
    folder.article("invoices/send.en", "titel: Oops")
    folder.article("mail/new.en", "title: New")
    app.shelf.reread()
    app.shelf.reread()
    assert title(app) == "Send an invoice"
    assert "mail/new" in ids(app)
    told = [r.message for r in caplog.records if "titel" in r.message]
    assert len(told) == 1
    assert "acme/invoices/send.en.md:2:1" in told[0]
    assert "Did you mean `title`?" in told[0]
    folder.article("invoices/send.en", "title: Put right")
    app.shelf.reread()
    assert (title(app), app.shelf.problems) == ("Put right", [])


def test_a_broken_site_file_keeps_the_last_good_site(folder, app):
    folder.site("name = ")
    app.shelf.reread()
    assert app.shelf.library("acme").site.name == "Acme"
    assert app.shelf.problems[0].path == "acme/site.toml"


def test_an_editor_may_replace_a_file_by_deleting_it_first(folder, app):
    path = folder.path / "acme/mail/write.en.md"
    text = path.read_text()
    path.unlink()
    app.shelf.reread()
    assert "mail/write" in ids(app)
    path.write_text(text.replace("Write a letter", "Rewritten"))
    app.shelf.reread()
    assert title(app, "mail/write") == "Rewritten"
    path.unlink()
    app.shelf.reread()
    app.shelf.reread()
    assert "mail/write" not in ids(app)


def test_drafts_and_what_is_for_some_only_are_not_shown_in_any_locale(folder, app):
    folder.article("mail/draft.en", "title: Draft\ndraft: true")
    folder.article("mail/gold.en", "title: Gold\naudience: [gold]")
    folder.article("mail/gold.he", "title: זהב")
    app.shelf.reread()
    assert {"mail/draft", "mail/gold"}.isdisjoint(ids(app) + ids(app, "he"))


def test_what_is_missing_in_a_language_stands_in_the_next(app):
    assert title(app, locale="he-IL") == "שליחת חשבונית"
    assert app.shelf.library("acme").view("he").articles["mail/write"].locale == "en"
    assert title(app, locale="fr") == "Send an invoice"


@pytest.mark.parametrize("name, text, cause", [
    ("invoices/no-locale.md", "x", "no locale"), ("invoices/x.fr.md", "x", "no locale of this site"), ("invoices/Big.en.md", "x", "no id"),
    ("ghosts/x.en.md", "x", "no module"), ("invoices/big.en.md", b"x" * (2 << 20), "2 MB"), ("invoices/u.en.md", "---\ntitle: x\n---\n".encode("utf-16"), "UTF-8")])
def test_files_that_cannot_be_used_say_why(folder, app, name, text, cause):
    folder.write(f"acme/{name}", text)
    app.shelf.reread()
    assert [p.path for p in app.shelf.problems] == [f"acme/{name}"]
    assert cause in str(app.shelf.problems[0])
    assert len(ids(app)) == 2


def test_folders_loops_and_links_out_do_no_harm(folder, app, tmp_path):
    (folder.path / "acme/invoices/folder.en.md").mkdir()
    os.symlink(folder.path / "acme", folder.path / "acme/loop")
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\n")
    os.symlink(tmp_path / "secret.md", folder.path / "acme/mail/secret.en.md")
    os.symlink(tmp_path, folder.path / "acme/mail2")
    app.shelf.reread()
    assert len(ids(app)) == 2
    assert any("folder" in str(problem) for problem in app.shelf.problems)


def test_a_site_comes_and_goes(folder, app):
    folder.site(key="other")
    folder.article("mail/hello.en", site="other")
    app.shelf.reread()
    assert ids(app, site="other") == ["mail/hello"]
    (folder.path / "other/site.toml").unlink()
    app.shelf.reread()
    assert ids(app, site="other") == ["mail/hello"], "an editor may replace this file, too, by deleting it first"
    app.shelf.reread()
    with pytest.raises(NotFound):
        app.shelf.library("other")


def test_a_thousand_files_at_once(folder, app):
    for n in range(1000):
        folder.article(f"invoices/a{n}.en", f"title: Number {n}")
    app.shelf.reread()
    assert len(ids(app)) == 1002


def test_when_it_was_changed_comes_from_git_then_from_the_file(folder, app):
    import subprocess

    def git(*words):
        subprocess.run(["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c", *words], check=True, capture_output=True,
                       env={**os.environ, "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z"})

    def updated(id_):
        return app.shelf.library("acme").view("en").articles[id_].updated.isoformat()

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    folder.article("mail/write.en", "title: Not committed")
    os.utime(folder.path / "acme/mail/write.en.md", (1780000000, 1780000000))
    app.shelf.reread()
    assert updated("invoices/send") == "2026-01-02T03:04:05+00:00"
    assert updated("mail/write") == "2026-05-28T20:26:40+00:00"
