"""Files that people send: kept, served, forgotten. The bytes lie under the data directory by an id that nobody can guess, all else is a row.

The name that a person gave is never part of a path. Who may see a file is said by the room whose message holds it.
"""

import errno
import hashlib
import logging
import os
import shutil
import threading
import time
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

import sqlalchemy as sa
from flask import Response, current_app

from . import aside, clock, files, ids
from .db import UtcDateTime, db, transaction
from .errors import NotFound, TooLarge, Unavailable
from .examining import examined
from .file_kinds import clean_name

log = logging.getLogger(__name__)
WAITS = timedelta(hours=24)   # for the message that it belongs to
ROOM = 200 << 20              # bytes that the disk keeps free: the database comes first
DISK_AT_ONCE = 8              # files that are written or read: a slow disk must not take all the threads that there are
DISK_SECONDS = 20             # until who waits for one of these is told to come again
_turn = threading.Semaphore(DISK_AT_ONCE)


class KeptFile(db.Model):
    """A file that somebody sent. `owner`: the key of who did, as the audit writes it; `message_id`: what it went along with, in
    whichever room, None until then; `position`: its place there, from 0; `size`: bytes."""

    __tablename__ = "files"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    owner = sa.Column(sa.String(220), nullable=False)
    message_id = sa.Column(sa.String(26), index=True)
    position = sa.Column(sa.Integer, nullable=False, default=0)
    name = sa.Column(sa.String(200), nullable=False)
    type = sa.Column(sa.String(100), nullable=False)
    size = sa.Column(sa.Integer, nullable=False)
    sha256 = sa.Column(sa.String(64), nullable=False)
    kept_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    __table_args__ = (sa.Index("ix_files_waiting", "kept_at", sqlite_where=sa.text("message_id IS NULL"), postgresql_where=sa.text("message_id IS NULL")),)


class Written(NamedTuple):
    """A file whose bytes are on the disk, and whose row is not there yet."""

    id: str
    name: str
    type: str
    size: int
    sha256: str


def write(name, data, most_bytes):
    """Examine `data` and put what is kept of it on the disk: Written. Never within a transaction: it takes seconds.

    raises  TooLarge, UnsupportedType, BadRequest; Unavailable when there is no room
    """
    if len(data) > most_bytes:
        raise TooLarge(f"A file is at most {most_bytes // 1_000_000} MB.", word="large_file", values={"most": most_bytes // 1_000_000})
    db.session.rollback()   # nothing of the database is held while a picture is looked at, and the disk takes its time
    type_, kept = examined(data)
    made = Written(ids.new(), clean_name(name, type_), type_, len(kept), hashlib.sha256(kept).hexdigest())
    try:
        _on_disk(_put, path_of(made.id), kept)
    except TimeoutError:
        raise Unavailable("The disk for files is very slow just now. Send your words without it, or try again in a moment.", word="slow_disk", retry_after_seconds=30) from None
    except OSError as wrong:
        log.error("a file could not be kept: %s", wrong.strerror or wrong)
        raise Unavailable("There is no room for files at the moment. Send your words without it, or try again later.", word="full_disk", retry_after_seconds=600) from None
    return made


def add(site, owner, written):
    """The KeptFile row of `written`, within a transaction."""
    db.session.add(row := KeptFile(site=site, owner=owner, **written._asdict()))
    db.session.flush()
    return row


def keep(site, owner, name, data, most_bytes):
    """The KeptFile of one file, stored. raises  as `write` does"""
    written = write(name, data, most_bytes)
    try:
        with transaction():
            return add(site, owner, written)
    except BaseException:
        drop(written.id)
        raise


def give_up(ids_):
    """Forget those of these files that no message took, bytes and all: what they came for was there already, or failed. Never within a transaction."""
    if not ids_:
        return
    waiting_ = sa.delete(KeptFile).where(KeptFile.id.in_(ids_), KeptFile.message_id.is_(None)).returning(KeptFile.id)
    with transaction() as session:
        gone = list(session.scalars(waiting_))
    for id_ in gone:
        drop(id_)


def drop(id_):
    """Take the bytes off the disk; its row is gone or never was."""
    aside.run(lambda: path_of(id_).unlink(missing_ok=True))


def path_of(id_):
    return current_app.config["FILES_DIR"] / id_[:2] / id_


def serve(row):
    """The answer with the file of `row`: to be saved, never to be opened by a browser as a page of ours."""
    id_, name, type_ = row.id, row.name, row.type
    db.session.rollback()   # as above
    try:
        data = _on_disk(path_of(id_).read_bytes)
    except OSError as wrong:
        log.error("the file %s cannot be read: %s", id_, wrong.strerror or wrong)
        raise Unavailable("This file cannot be read at the moment. Please try again later.", word="unread_file") from None
    answer = Response(data, mimetype=type_)
    answer.headers["Content-Type"] = type_   # without a charset: nobody knows that of a text
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in name)
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"   # RFC 6266
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def waiting(site, owner, id_):
    """The KeptFile that `owner` sent and no message took yet. raises  NotFound"""
    row = db.session.scalar(sa.select(KeptFile).where(KeptFile.id == id_, KeptFile.site == site, KeptFile.owner == owner, KeptFile.message_id.is_(None)))
    return row or missing()


def missing():
    raise NotFound("There is no such file.", word="no_file")


def take(site, owner, message_id, id_, position):
    """Give the file to a message, once; whether it was there to be given. Within a transaction."""
    mine = sa.update(KeptFile).where(KeptFile.id == id_, KeptFile.site == site, KeptFile.owner == owner, KeptFile.message_id.is_(None))
    # Two messages may ask for it at once: the count of changed rows tells which one has it.
    return db.session.execute(mine.values(message_id=message_id, position=position)).rowcount == 1


def copy(row, message_id):
    """The KeptFile `row` once more, as a file of the message `message_id`: each goes without the other. Within a transaction; without it, its bytes are forgotten.

    raises  Unavailable when the disk does not give it
    """
    told = Written(ids.new(), row.name, row.type, row.size, row.sha256)
    try:
        aside.run(_again, path_of(row.id), path_of(told.id))
    except OSError as wrong:
        log.error("the file %s could not be copied: %s", row.id, wrong.strerror or wrong)
        raise Unavailable("A file of this message cannot be read at the moment. Please try again later.", word="unread_file", retry_after_seconds=60) from None
    made = add(row.site, row.owner, told)
    made.message_id, made.position = message_id, row.position
    return made


def hand_over(site, owner, to, files):
    """What `owner` sent and no message took belongs to `to` from now on. Within a transaction."""
    mine = sa.update(KeptFile).where(KeptFile.id.in_(files), KeptFile.site == site, KeptFile.owner == owner, KeptFile.message_id.is_(None))
    db.session.execute(mine.values(owner=to))


def of(message_ids):
    """{message id: [KeptFile]}, in their order."""
    found = {}
    for row in db.session.scalars(sa.select(KeptFile).where(KeptFile.message_id.in_(message_ids)).order_by(KeptFile.position)):
        found.setdefault(row.message_id, []).append(row)
    return found


def forget():
    """Drop what no message took within a day, and bytes whose row never came or is gone."""
    with transaction() as session:
        old = sa.delete(KeptFile).where(KeptFile.message_id.is_(None), KeptFile.kept_at < clock.now() - WAITS)
        session.execute(old)
    folder = current_app.config["FILES_DIR"]
    for id_s in aside.run(_old, folder):
        known = set(db.session.scalars(sa.select(KeptFile.id).where(KeptFile.id.in_(id_s))))
        db.session.rollback()
        for id_ in id_s:
            if id_ not in known:
                aside.run(lambda id_=id_: (folder / id_[:2] / id_).unlink(missing_ok=True))


def _old(folder):
    """[[name]] of the files in each folder that lie there longer than a day, by the clock of the disk."""
    until = time.time() - WAITS.total_seconds()
    return [[path.name for path in place.iterdir() if path.stat().st_mtime < until] for place in folder.iterdir()] if folder.is_dir() else []


def _on_disk(function, *arguments):
    """Work on the files, beside the loop. raises  TimeoutError when the disk has too much to do, as an OSError"""
    if not _turn.acquire(timeout=DISK_SECONDS):
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
    try:
        return aside.run(function, *arguments)
    finally:
        _turn.release()


def _put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(path.parent).free < ROOM + len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    files.write(path, data)


def _again(path, new):
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, new)   # the bytes of a file are never changed: two names for them are two files
    except OSError:
        shutil.copyfile(path, new)
