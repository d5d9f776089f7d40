"""What a doctor says of the machine and the database: every finding, good and bad."""

import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from importlib import metadata

import pytest
from material import faults, told

from askaside import cli, settings
from askaside.core import db_checks, machine
from askaside.settings import Settings

MIGRATIONS = settings.shipped("migrations")


def test_an_old_python_is_told():
    assert not faults(machine.python())
    assert "wrong: Python is 3.10.1." in faults(machine.python((3, 10, 1)))


def test_packages_in_other_versions_are_told(monkeypatch):
    assert not faults(machine.packages())
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "2.7.5" if name == "whoosh" else version(name))
    monkeypatch.setattr(metadata, "distributions", lambda name: ["one"] if name == "whoosh-reloaded" else [])
    found = faults(machine.packages())
    assert "The package whoosh is 2.7.5; needed is ==2.7.4." in found
    assert "whoosh-reloaded is installed over Whoosh" in found


def test_a_missing_package_is_told(monkeypatch):
    version = metadata.version

    def without_nh3(name):
        if name == "nh3":
            raise metadata.PackageNotFoundError
        return version(name)

    monkeypatch.setattr(metadata, "version", without_nh3)
    assert "wrong: The package nh3 is not installed. Run `pip install" in faults(machine.packages())


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    assert not faults(machine.folder(tmp_path))
    assert f"{tmp_path}/new/var/ is made at the first start" in told(machine.folder(tmp_path / "new" / "var"))[0]
    (tmp_path / "file").touch()
    assert "cannot be written" in faults(machine.folder(tmp_path / "file" / "var"))
    monkeypatch.setattr(os, "access", lambda path, mode: path.name != "file")
    assert "these cannot be written: file." in faults(machine.folder(tmp_path))


def test_root_is_told_whose_folder_it_is(tmp_path, monkeypatch):
    if os.geteuid() == 0:
        os.chown(tmp_path, 1234, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "warning: You are root" in faults(machine.folder(tmp_path))


@pytest.mark.parametrize("kind, bad", [("ext4", False), ("overlay", False), ("nfs4", True), ("cifs", True), ("9p", True), ("fuse.sshfs", True)])
def test_a_network_file_system_is_told(tmp_path, kind, bad):
    (tmp_path / "mounts").write_text(f"disk / ext4 rw 0 0\nserver {tmp_path} tmpfs rw 0 0\nserver {tmp_path} {kind} rw 0 0\nother {tmp_path}x nfs rw 0 0\n")
    assert (f"network file system ({kind})" in faults(machine.folder(tmp_path, tmp_path / "mounts"))) == bad


@pytest.mark.parametrize("free, level", [(10 << 20, "wrong"), (100 << 20, "warning"), (10 << 30, "ok")])
def test_a_full_disk_is_told(tmp_path, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: namedtuple("Usage", "free")(free))
    assert f"{level}: {free >> 20} MB and" in "\n".join(told(machine.folder(tmp_path)))


def test_little_memory_is_told(tmp_path):
    (tmp_path / "info").write_text("MemAvailable:  400000 kB\nSwapFree:  800000 kB\n")
    (tmp_path / "limit").write_text("max\n")
    assert not faults(machine.memory(700, "it", tmp_path / "info", tmp_path / "limit"))
    (tmp_path / "limit").write_text(f"{512 << 20}\n")
    assert "512 MB of memory are free; it takes 700" in faults(machine.memory(700, "it", tmp_path / "info", tmp_path / "limit"))


def test_a_clock_that_is_behind_and_missing_zones_are_told():
    assert not faults(machine.clock())
    found = faults(machine.clock(now=lambda: 86400, zone="Nowhere/Land"))
    assert "wrong: The clock says 1970-01-02 00:00 UTC, and machine.py was written after that." in found
    assert "warning: There are no time zones here." in found


def test_few_open_files_are_told():
    assert "warning: 1024 files may be open at a time here, so about 974 connections." in faults(machine.open_files(1024))
    assert not faults(machine.open_files(65536)) and not faults(machine.open_files(-1))


# --- the database -------------------------------------------------------------------------------------------------------

@pytest.fixture
def database(tmp_path):
    kept = Settings(data_dir=tmp_path)
    cli.upgrade_database(kept)
    return tmp_path / "askaside.db"


def change(database, statement):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def test_a_good_database_is_ok_and_stays_as_it_is(database, tmp_path):
    before = database.read_bytes()
    assert "made at the first start" in told(db_checks.findings(tmp_path / "none.db", MIGRATIONS))[0]
    assert not (tmp_path / "none.db").exists()
    assert len(told(db_checks.findings(database, MIGRATIONS))) == 2
    assert not faults(db_checks.findings(database, MIGRATIONS))
    assert database.read_bytes() == before


def test_a_database_of_another_version_is_told(database):
    change(database, "UPDATE alembic_version SET version_num = '2031_far_ahead'")
    assert "wrong: The database" in (found := faults(db_checks.findings(database, MIGRATIONS))) and "newer version than this program (2031_far_ahead)" in found
    change(database, "DELETE FROM alembic_version")
    assert "warning: The database askaside.db is of an older version." in faults(db_checks.findings(database, MIGRATIONS))
    change(database, "DROP TABLE alembic_version")
    assert "of an older version" in faults(db_checks.findings(database, MIGRATIONS))


def test_a_damaged_database_is_told(database):
    change(database, "INSERT INTO votes (site, article, locale, helpful, text, at) SELECT 'a', 'b', 'en', 1, hex(zeroblob(900)), 'now' FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3)")
    whole = database.read_bytes()
    database.write_bytes(whole[:36] + (5).to_bytes(4, "big") + whole[40:])   # says that five of its pages are free
    assert f"wrong: The database {database} is damaged: " in faults(db_checks.findings(database, MIGRATIONS))
    database.write_bytes(whole[:4096] + b"\x07" * 20480 + whole[24576:])
    assert "wrong: The database" in faults(db_checks.findings(database, MIGRATIONS))
    database.write_text("a letter, not a database" * 100)
    assert "cannot be read: file is not a database" in faults(db_checks.findings(database, MIGRATIONS))


def test_a_database_that_cannot_be_written_is_told(database, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda address, **given: connect(address.replace("mode=rw", "mode=ro"), **given))
    assert f"wrong: The database {database} cannot be written: attempt to write a readonly database." in faults(db_checks.findings(database, MIGRATIONS))


def test_a_locked_database_is_told(database, monkeypatch):
    monkeypatch.setattr(db_checks, "PATIENCE_SECONDS", 0.1)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "warning: The database askaside.db has been locked by another process" in faults(db_checks.findings(database, MIGRATIONS))
