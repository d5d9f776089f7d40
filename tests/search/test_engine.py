"""The life of an index on the disk: built beside, swapped whole, followed by all, and never missed when it is gone."""

import json
import shutil
import subprocess
import sys
import time

import pytest
from material import document, share_dictionaries

from askaside.search import builder, languages, making
from askaside.search.engine import Collection, Question
from askaside.search.whoosh_engine import WhooshEngine

ONE = Collection("acme", "en", (document("a/one", "Print an invoice", "Choose Print."), document("a/two", "Send a letter", "Choose Send.")))
MORE = Collection("acme", "en", (*ONE.documents[:1], document("a/three", "Delete a contact", "Choose Delete.")))


@pytest.fixture
def folder(tmp_path):
    share_dictionaries(tmp_path)
    return tmp_path / "search"


@pytest.fixture
def engine(folder):
    made = WhooshEngine(folder)
    made.tend([ONE])
    return made


def ids(engine, collection, text):
    return [hit.id for hit in engine.find(collection, Question(text)).hits]


def place(folder):
    return folder / "acme" / "en"


def test_before_the_first_index_the_articles_are_scanned(folder):
    engine = WhooshEngine(folder)
    assert engine.waiting([ONE]) == [ONE]
    found = engine.find(ONE, Question("printing invoices"))
    assert [hit.id for hit in found.hits] == ["a/one"] and not found.answered
    assert engine.find(ONE, Question("zebra")).hits == ()


def test_it_is_built_and_served(engine, folder):
    assert engine.current([ONE]) == [ONE] and engine.waiting([ONE]) == []
    assert ids(engine, ONE, "invoices") == ["a/one"]
    assert engine.find(ONE, Question("print an invoice")).answered
    assert sorted(entry.name for entry in place(folder).iterdir()) == sorted(["current", "lock", (place(folder) / "current").read_text()])


def test_the_last_good_one_serves_until_the_new_one_is_there(engine):
    assert ids(engine, MORE, "letter") == [], "what is gone is not shown"
    assert ids(engine, MORE, "print") == ["a/one"]
    engine.tend([MORE])
    assert ids(engine, MORE, "contacts") == ["a/three"]


def test_a_changed_text_is_never_shown_with_the_old_marks(engine):
    changed = Collection("acme", "en", (document("a/one", "An invoice is to be printed", "Other words."), ONE.documents[1]))
    found, before = engine.find(changed, Question("print")), engine.find(ONE, Question("print"))
    assert (found.hits[0].id, found.hits[0].title, found.hits[0].body) == ("a/one", (), ())
    assert before.answered and not found.answered and found.confidence < 0.5


def test_another_process_follows(engine, folder):
    other = WhooshEngine(folder)
    other.follow([ONE])
    assert other.current([ONE]) == [ONE]
    engine.tend([MORE])
    assert other.current([MORE]) == [] and other.follow([MORE]) == [] and other.current([MORE]) == [MORE]


def test_only_one_builds(engine, folder, caplog):
    other = WhooshEngine(folder)
    with builder.only_one(place(folder)) as alone:
        assert alone
        engine.tend([MORE])
        assert engine.current([MORE]) == [] and ids(engine, MORE, "print") == ["a/one"]
    assert not caplog.records, "to wait for another one is no failure"
    other.tend([MORE])
    assert engine.follow([MORE]) == []


def test_a_restart_reads_what_is_there(engine, folder, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("nothing is to be built"))
    again = WhooshEngine(folder)
    again.tend([ONE])
    assert again.current([ONE]) == [ONE]


@pytest.mark.parametrize("harm", ["all", "arrays", "cut", "empty", "other format", "other tables", "other fingerprint", "nonsense name", "whoosh"])
def test_whatever_happens_to_the_files(engine, folder, harm, monkeypatch):
    name = (place(folder) / "current").read_text()
    arrays = place(folder) / name / "index.npz"
    if harm == "all":
        shutil.rmtree(folder / "acme")
    elif harm == "arrays":
        arrays.unlink()
    elif harm == "cut":
        arrays.write_bytes(arrays.read_bytes()[:-100])
    elif harm == "empty":
        arrays.write_bytes(b"")
    elif harm == "other format":
        monkeypatch.setattr(making, "FORMAT", 999)
        making.save(engine.index(ONE), arrays)
        monkeypatch.undo()
    elif harm == "other tables":
        index = engine.index(ONE)
        index.language = type("Language", (), {"version": "old"})
        making.save(index, arrays)
        index.language = languages.of("en")
    elif harm == "other fingerprint":
        engine.tend([MORE])
        shutil.copy(place(folder) / (place(folder) / "current").read_text() / "index.npz", elsewhere := folder / "other.npz")
        engine.tend([ONE])
        shutil.copy(elsewhere, place(folder) / (place(folder) / "current").read_text() / "index.npz")
    elif harm == "nonsense name":
        (place(folder) / "current").write_text("../../etc")
    else:
        for path in (place(folder) / name / "whoosh").iterdir():
            path.write_bytes(b"x")
    if harm.startswith("other"):   # a whole index, but not this one
        where = place(folder) / (place(folder) / "current").read_text()
        (where / builder.SUMS).write_text(json.dumps(builder.sums(where)))
    fresh = WhooshEngine(folder)
    for one in (engine, fresh):
        assert one.follow([ONE]) == [ONE], "noticed, at a start too"
        assert "a/one" in ids(one, ONE, "print invoices"), "an answer all the while"
    engine.tend([ONE])
    fresh.follow([ONE])
    assert fresh.current([ONE]) == engine.current([ONE]) == [ONE]
    assert fresh.find(ONE, Question("print an invoice")).answered


def test_a_builder_that_is_killed_leaves_nothing_that_hinders(engine, folder):
    left = place(folder) / ".new-dead"
    left.mkdir()
    (left / "half").write_text("x")
    builder.write_documents(MORE, left)
    killed = subprocess.Popen([sys.executable, "-m", "askaside.search.builder", str(folder / "dictionaries"), str(left)])
    killed.kill()
    killed.wait()
    engine.tend([MORE])
    assert engine.current([MORE]) == [MORE]


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_next_start(tmp_path, caplog):
    blocked = tmp_path / "search"
    blocked.write_text("a file where a folder should be")
    engine = WhooshEngine(blocked)
    assert "cannot be written" in caplog.text
    (engine.folder / "dictionaries").symlink_to(share_and_name(tmp_path / "other"))
    engine.tend([ONE])
    assert ids(engine, ONE, "invoices") == ["a/one"] and engine.current([ONE]) == [ONE]
    shutil.rmtree(engine.folder)


def share_and_name(data_dir):
    share_dictionaries(data_dir)
    return (data_dir / "search" / "dictionaries").resolve()


def test_a_build_that_fails_is_told_once_and_tried_again_later(folder, caplog, monkeypatch):
    engine = WhooshEngine(folder)
    (folder / "acme").mkdir()
    place(folder).write_text("in the way")
    for _ in range(3):
        engine.tend([ONE])
    assert len(caplog.records) == 1 and "acme/en" in caplog.text
    assert engine.waiting([ONE]) == [], "a server that cannot build is ready all the same"
    assert ids(engine, ONE, "print") == ["a/one"]
    place(folder).unlink()
    engine.tend([ONE])
    assert engine.current([ONE]) == [], "not at once"
    later = time.monotonic() + 6
    monkeypatch.setattr("askaside.search.whoosh_engine.time.monotonic", lambda: later)
    engine.tend([ONE])
    assert engine.current([ONE]) == [ONE]


def test_a_site_that_is_gone_is_forgotten(engine):
    engine.tend([])
    assert engine.index(ONE) is None
