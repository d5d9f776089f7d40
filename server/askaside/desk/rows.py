"""Rows of the database as the doors of the desk tell them."""

from ..core import http
from ..core.db import db
from ..tickets import attachments, explained, queries
from ..tickets.models import Ticket


def queued(row):
    """A row of `tickets.queue.page`."""
    return {**row, **{name: _stamp(row[name]) for name in ("opened_at", "due_at", "last_at")}}


def agent(one):
    return one and {"id": one.id, "name": one.name}


def ticket(one):
    """What every write answers: how it stands now."""
    return {**{name: getattr(one, name) for name in ("id", "number", "subject", "kind", "severity", "status", "module", "team", "locale", "last_n", "public_title")}, "assignee": agent(one.assignee),
            "alarmed": one.alarm_at is not None, **{name: _stamp(getattr(one, name)) for name in ("opened_at", "changed_at", "due_at")}}


def story(one, locale):
    """The whole of it; `locale`: of the explanations."""
    owner = one.requester.account
    return {**ticket(one), "messages": _lines(queries.messages(one, notes=True)), "facts": one.facts, "context": one.context, "stars": one.stars, "rating_text": one.rating_text,
            "requester": requester(one.requester), "account": owner and account(owner),
            "promises": [{**row, **{name: _stamp(row[name]) for name in ("due_at", "met_at", "breached_at")}} for row in explained.due_times(one, locale)],
            "others_wish": queries.others_wish(one), **others(one)}


def requester(person):
    return {"name": person.name, "email": person.email, "email_confirmed": person.email_confirmed_at is not None, "proven": person.key.startswith("sub:"), "plan": person.plan}


def account(one):
    return {"key": one.key, "name": one.name, "plan": one.plan, "manager": one.manager and one.manager.name}


def others(one):
    """The requests that belong to it."""
    return {"earlier": [other(row) for row in queries.earlier(one)], "joined": [other(row) for row, _ in queries.joined(one)], "caused": [other(row) for row in queries.caused(one)],
            "joined_to": other(one.merged_into_id and db.session.get(Ticket, one.merged_into_id)), "cause": other(one.cause_id and db.session.get(Ticket, one.cause_id))}


def _lines(messages):
    files = attachments.of(messages)
    return [{"n": message.n, "author": {"kind": message.author_kind, "name": message.author_name}, "note": message.note, "body": message.body, "at": _stamp(message.at),
             "files": [file(row) for row in files.get(message.id, ())]} for message in messages]


def file(row):
    return {"id": row.id, "name": row.name, "type": row.type, "size": row.size}


def other(one):
    return {"id": one.id, "number": one.number, "subject": one.subject, "status": one.status} if one else None


def _stamp(moment):
    return moment and http.stamp(moment)
