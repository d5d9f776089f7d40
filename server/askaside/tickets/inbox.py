"""Letters in: what has come is understood here, and becomes a word in its request, a new request, or waits for a person with its reason.

An address in From is anybody's word. To write into a request takes the signed address of a letter of ours *and* the address of
the very one whom that letter went to; whatever else a letter says, it makes at most a request of its own, as of somebody unproven.
"""

import hashlib
import logging
import re
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy.exc import OperationalError

from ..core import aside, clock, uploads
from ..core import locale as locales_
from ..core.db import db, transaction
from ..core.errors import AskasideError, Conflict, NotFound
from ..mail import incoming, outbox, parsing
from ..mail.authentication import proven
from ..mail.message import AddressRefused
from ..mail.message import address as plain_address
from ..mail.models import IncomingLetter
from ..mail.plain import one_line
from ..people import queries as people
from ..people.identity import Caller
from . import actions, attachments, handling, journal, keys, letters, queries, routing, team_mail, words
from .schemas import MOST_TEXT

log = logging.getLogger(__name__)
MOST_AN_HOUR = 30   # requests of one sender: a machine that does not say that it is one ends here
SCRIPTS = {"he": re.compile("[\u05d0-\u05ea]"), "ru": re.compile("[\u0400-\u04ff]")}   # languages that are known by their letters
_TEAM_LINK = re.compile(r"/answer/[a-z2-7]{26}\?key=[\w.-]+")
_KINDS = {"auto-reply": "An automatic answer.", "bounce": "A letter of ours came back.", "list": "A letter to a list of many.", "loop": "A letter of our own."}


class Outcome(NamedTuple):
    """What became of a letter: done or quarantined, why, and the ticket it is about."""

    state: str
    reason: str | None = None
    ticket_id: str | None = None


def understand():
    """Make of each letter that waits what it is. Returns how many. A letter that fails holds up no other."""
    if not current_app.shelf.libraries:
        return 0   # whose they are is not known yet
    count = 0
    for id_ in incoming.waiting():
        try:
            count += _understood(id_)
        except OperationalError:
            raise   # the database is away, not the letter wrong
        except Exception as fault:
            log.exception("letter %d could not be understood", id_)
            incoming.put_off(id_, repr(fault))
    return count


def _understood(id_):
    """1 when the letter became something, in one transaction with it; 0 when another process was first."""
    row, old = incoming.opened(id_)
    mailbox = current_app.config["MAIL_FROM"] or ""
    letter = aside.run(parsing.read, row.raw, [mailbox.rpartition("@")[2]] if mailbox else [])
    letter, files = _enclosed(id_, letter, letter.attachments if not letter.automatic else ())
    try:
        with transaction():
            if not incoming.claimed(id_):
                return 0
            outcome = quarantined("It had been in the mailbox for a week when that was first read.") if old else _become(letter, files)
            incoming.conclude(id_, *outcome, sender=letter.from_address, message_id=letter.message_id)
    finally:
        uploads.give_up(files.ids)   # what became of it took none, or it is tried again, with files of its own
    if outcome.state == "quarantined":
        log.warning("letter %d is in quarantine: %s", id_, outcome.reason)
    return 1


def accept(id_):
    """A person has looked at a letter in quarantine: it becomes a request of its sender's own. Returns the Ticket's id.

    raises  NotFound, Conflict with the reason
    """
    row = db.session.get(IncomingLetter, id_)
    if row is None:
        raise NotFound(f"There is no letter {id_}.")
    letter = parsing.read(row.raw)
    letter, files = _enclosed(id_, letter, letter.attachments)
    with transaction() as session:
        row = session.get(IncomingLetter, id_)
        if not incoming.claimed(id_, "quarantined"):
            raise Conflict(f"Letter {id_} is not in quarantine: it is {row.state}.")
        site, why = _site(letter)
        if site is None or not _answerable(letter):
            raise Conflict(why or "It names no sender, or several.")
        outcome = _opened(letter, files, *_stranger(letter, site), site=site, reason="A person took it out of quarantine.")
        incoming.conclude(id_, *outcome, sender=letter.from_address, message_id=letter.message_id)
    return outcome.ticket_id


def quarantined(reason, ticket=None):
    return Outcome("quarantined", reason, ticket and ticket.id)


class Enclosed(NamedTuple):
    """Files of a letter that wait for what it becomes: whose they are until then, and their ids."""

    owner: str
    ids: tuple

    def of(self, site, by):
        """The ids, from now on of who has the key `by`. Within a transaction."""
        uploads.hand_over(site, self.owner, by, self.ids)
        return self.ids


def _enclosed(id_, letter, files):
    """(`letter` with those of its `files` that its site does not take, Enclosed with the others). Never within a transaction.

    What is not taken, or cannot be kept just now, lies in the letter as it came, and is named in the request: the words do not wait for it.
    """
    ticket, _ = keys.addressed([*letter.delivered_to, *letter.to, *letter.cc]) or (None, None)
    site = (queries.site_of(ticket) if ticket else _site(letter)[0]) if files else None
    owner, kept, left = f"letter:{id_}", [], []
    for one in files:
        try:
            if site is None or len(kept) == attachments.limits(site).max_files:
                raise NotFound("No site takes it.")
            kept.append(attachments.keep(site, owner, one.name, one.data).id)
        except AskasideError:
            left.append(one)
    return replace(letter, attachments=tuple(left)), Enclosed(owner, tuple(kept))


def _become(letter, files):
    ticket, holder = keys.addressed([*letter.delivered_to, *letter.to, *letter.cc]) or (None, None)
    if letter.automatic:
        return _automatic(letter, ticket)
    if not _answerable(letter):
        return quarantined(" ".join(letter.problems) or "Its sender has no address that could be answered.", ticket)
    if ticket is None:
        return _new(letter, files)
    site = queries.site_of(ticket)
    if holder != ticket.requester_id:
        return _of_agent(letter, files, ticket, site, holder)
    return _of_requester(letter, files, ticket, site)


def _answerable(letter):
    return 0 < len(letter.from_address) <= 254 and letter.from_address.isprintable()


def _automatic(letter, ticket):
    """No person wrote it: kept, never answered. A letter of ours that came back is told where it was sent from."""
    bounce, reason = letter.bounce, _KINDS[letter.automatic]
    if bounce and bounce.message_id and bounce.action in (None, "failed", "delayed"):
        trouble = " ".join(filter(None, [bounce.action or "failed", bounce.status, bounce.recipient]))
        about = outbox.bounced(bounce.message_id, f"It came back: {trouble}", bounce.action != "delayed")
        return Outcome("quarantined", f"{reason} {trouble}.", about or (ticket and ticket.id))
    return quarantined(reason, ticket)


def _of_agent(letter, files, ticket, site, holder):
    """An agent's answer, when it comes from the very address that the letter went to; else that address is told that it was not sent on."""
    person = next((one for one in people.agents_of(ticket.site) if keys.agent(one) == holder), None)
    if person and person.retired_at:
        return quarantined(f"Of {person.email}, who answers no more.", ticket)
    team = None if person else routing.team(site.tables.get("teams", ()), holder)
    address, by = (person.email, f"agent:{person.email}") if person else (team.mail, f"team:{team.key}")
    if address and _same(address, letter.from_address) and _vouched(letter):
        name, body = person.name if person else letter.from_name, _TEAM_LINK.sub("/answer/…", _body(letter, ticket.locale))
        journal.lock(ticket)
        # Whoever answers an old letter has not seen what came since: to the person it might be the wrong answer.
        newer = queries.newer(ticket, letters.seen(ticket, [letter.in_reply_to, *letter.references]), name)
        try:
            handling.answer(ticket, by, name, body, note=bool(newer), files=files.of(site.key, by))
            if newer:
                team_mail.overtaken(ticket, (address, holder), newer, body)
            return Outcome("done", "An answer of an agent who had not seen the newest message: kept as a note, and they were told." if newer else None, ticket.id)
        except Conflict:
            reason = "An answer of an agent to a request that is closed."
    else:
        reason = f"It came to the address of {by}, from another sender, or one whose domain does not vouch for it."
    if address:
        team_mail.not_sent_on(ticket, (address, holder), letter.from_address, _body(letter, ticket.locale))
    return quarantined(reason, ticket)


def _of_requester(letter, files, ticket, site):
    """The requester's further word; a new request of theirs when that one is closed, and of the sender when it is somebody else."""
    person = ticket.requester
    if not (person.email_confirmed_at and _same(person.email, letter.from_address)):
        return _new(letter, files, site, f"It came to the address of request #{ticket.number}, whose requester is somebody else.")
    if not _vouched(letter):
        return quarantined("The sender's domain does not vouch for it, and it would go into a request.", ticket)
    caller = Caller(ticket.site, person.key)
    try:
        actions.reply(caller, ticket.id, _body(letter, ticket.locale), files=files.of(site.key, caller.key))
        return Outcome("done", None, ticket.id)
    except Conflict:
        t = words.of(ticket.locale)
        return _opened(letter, files, caller, ticket.locale, site, f"Request #{ticket.number} is closed.", t["goes_on"].format(number=ticket.number))


def _new(letter, files, site=None, reason=None):
    """A request of its own, of whoever the sender says to be."""
    site, why = (site, None) if site else _site(letter)
    if site is None:
        return quarantined(why)
    if site.identity == "enforce":
        return quarantined("This site answers signed-in people only.")
    ours = [current_app.config["MAIL_FROM"], site.tables.get("mail"), *(team.mail for team in site.tables.get("teams", ()))]
    if any(_same(one, letter.from_address) for one in ours if one):
        return quarantined("It comes from an address of ours, and to no request.")
    caller, locale = _stranger(letter, site)
    if queries.asked(people.requester(caller), clock.now() - timedelta(hours=1)) >= MOST_AN_HOUR:
        return quarantined(f"This sender has made {MOST_AN_HOUR} requests within an hour.")
    return _opened(letter, files, caller, locale, site, reason)


def _stranger(letter, site):
    """(the Caller that an address in From is, their locale)."""
    # A hash: an address may be longer than a key.
    caller = Caller(site.key, f"mail:{hashlib.sha256(letter.from_address.encode()).hexdigest()}")
    known = people.requester(caller)
    return caller, _locale(letter.words, site, known and known.locale)


def _opened(letter, files, caller, locale, site, reason, head=""):
    body = f"{head}\n\n{_body(letter, locale)}" if head else _body(letter, locale)
    ticket = actions.open_(caller, site, body=body, subject=one_line(letter.subject, 200) or None, locale=locale, email=letter.from_address, name=letter.from_name,
                           files=files.of(site.key, caller.key))
    return Outcome("done", reason, ticket.id)


def _body(letter, locale):
    """What stands in the request: the words, as many as there may be, and the names of the files that lie only in the letter as it was kept."""
    t = words.of(locale)
    text = letter.words.strip() or one_line(letter.subject, 200) or t["wordless"]
    if len(text) > MOST_TEXT:
        text = f"{text[:MOST_TEXT].rstrip()} …\n\n{t['longer']}"
    if letter.attachments:
        names = ", ".join(one.name for one in letter.attachments[:50])
        text += "\n\n" + t["files"].format(names=names)
    return text


def _site(letter):
    """(the Site that a letter is for, None), or (None, why none)."""
    sites = [library.site for library in current_app.shelf.libraries.values()]
    if len(sites) == 1:
        return sites[0], None
    to = {re.sub(r"\+.*@", "@", one) for one in (*letter.delivered_to, *letter.to, *letter.cc)}
    found = [site for site in sites if site.tables.get("mail") in to]
    if len(found) == 1:
        return found[0], None
    return None, "Several sites have the `mail` that it was sent to." if found else "No site has a `mail` that it was sent to."


def _vouched(letter):
    """Whether the sender's domain vouches for the letter; where our mail server does not look at that, the signed address must do."""
    server = current_app.config["AUTHSERV_ID"]
    return not server or proven(letter.authentication, server, letter.from_address)


def _same(one, other):
    try:
        return plain_address(one.lower()) == plain_address(other.lower())
    except AddressRefused:
        return one.lower() == other.lower()


def _locale(text, site, known):
    """The site's locale that a new letter is in, as far as its letters tell; else that of the sender's last one, or the site's first."""
    count = sum(map(str.isalpha, text))
    for tag, script in SCRIPTS.items():
        if count and len(script.findall(text)) * 2 > count and (found := locales_.pick(tag, site.locales, "und")):
            return found
    return known if known in site.locales else site.default_locale
