"""Files that go along with messages: how many and how large by the site, who may see one by the message that holds it."""

from contextlib import contextmanager

import sqlalchemy as sa

from ..core import uploads
from ..core.db import db
from ..core.errors import BadRequest, NotFound
from . import access
from .models import TicketMessage
from .site_tables import Attachments

ENVELOPE = 64 << 10   # bytes of a form beside its files


def limits(site):
    """The Attachments of the Site `site`."""
    return site.tables.get("attachments", Attachments())


def most_bytes(site, files=1):
    """How large a body with so many files may be."""
    return limits(site).max_bytes * files + ENVELOPE


@contextmanager
def written(site, upload):
    """The uploads.Written of `upload` (as Flask gives it) while its row is made; without a row at the end, its bytes go again."""
    _taken(site)
    made = uploads.write(upload.filename, content(site, upload), limits(site).max_bytes)
    try:
        yield made
    finally:
        if db.session.get(uploads.KeptFile, made.id) is None:
            uploads.drop(made.id)


def content(site, upload):
    """The bytes of `upload`, as many as may be kept and one more, by which it is known to be larger."""
    with upload.stream as stream:
        return stream.read(limits(site).max_bytes + 1)


def keep(site, owner, name, data):
    """The KeptFile of `data`, from whoever has the key `owner`: of a form, or of a letter. It waits a day for its message.

    Never within a transaction. raises  UnsupportedType, TooLarge, BadRequest for what is damaged; Unavailable when there is no room
    """
    _taken(site)
    return uploads.keep(site.key, owner, name, data, limits(site).max_bytes)


@contextmanager
def brought(site, owner, uploads_):
    """[KeptFile] of these uploads, for a message that is made meanwhile; what it does not take goes again. raises  as `keep` does"""
    kept, ids = [], []
    try:
        for upload in uploads_:
            kept.append(keep(site, owner, upload.filename, content(site, upload)))
            ids.append(kept[-1].id)
        yield kept
    finally:
        uploads.give_up(ids)


def attach(message, site, owner, files):
    """Give the files (ids, in order) to the TicketMessage `message`, within its transaction. raises  BadRequest naming what is wrong"""
    files = list(dict.fromkeys(files))
    if len(files) > limits(site).max_files:
        why = f"At most {limits(site).max_files} files go with a message."
        raise BadRequest(why, word="many_files", values={"most": limits(site).max_files}, errors={"files": [why]})
    for position, id_ in enumerate(files):
        if not uploads.take(site.key, owner, message.id, id_, position):
            why = f"The file {id_} is not there: it waits a day for its message, and belongs to one only. Send it again."
            raise BadRequest(why, word="no_file", errors={"files": [why]})


def of(messages):
    """{message id: [KeptFile]} of these TicketMessages."""
    return uploads.of([message.id for message in messages])


def seen_by(caller, id_):
    """The KeptFile for the Caller `caller`: their own that waits, or one of a message of their requests. raises  NotFound"""
    mine = access.of_caller(caller).subquery()
    told = sa.select(TicketMessage.id).where(TicketMessage.ticket_id.in_(sa.select(mine.c.id)), TicketMessage.note.is_(False))
    row = db.session.scalar(sa.select(uploads.KeptFile).where(uploads.KeptFile.id == id_, uploads.KeptFile.site == caller.site, uploads.KeptFile.message_id.in_(told)))
    return row or uploads.waiting(caller.site, caller.key, id_)


def of_ticket(ticket, id_, notes=False):
    """The KeptFile of a message of the Ticket `ticket`; of notes only with `notes`. raises  NotFound"""
    told = sa.select(TicketMessage.id).where(TicketMessage.ticket_id == ticket.id)
    told = told if notes else told.where(TicketMessage.note.is_(False))
    row = db.session.scalar(sa.select(uploads.KeptFile).where(uploads.KeptFile.id == id_, uploads.KeptFile.site == ticket.site, uploads.KeptFile.message_id.in_(told)))
    return row or uploads.missing()


def waiting(site, owner, files):
    """[KeptFile] of these ids that still wait for a message of `owner`; what is not there is left out."""
    found = []
    for id_ in files:
        try:
            found.append(uploads.waiting(site.key, owner, id_))
        except NotFound:
            continue
    return found


def _taken(site):
    if not limits(site).max_files:
        raise BadRequest("This site takes no files.", word="no_files")
