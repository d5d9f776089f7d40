"""The rows of tickets: the request, its messages by gapless number, and who changed what."""

import sqlalchemy as sa

from ..core import clock, ids
from ..core.db import UtcDateTime, db

IS_OPEN = sa.text("status IN ('new', 'open', 'pending', 'on_hold')")
AGAIN = sa.text("what IN ('asked', 'breached', 'reopened')")
IS_PUBLIC, IS_TELLING = sa.text("public_title IS NOT NULL"), sa.text("telling_after IS NOT NULL")


class Ticket(db.Model):
    """A tracked request. `last_n`: the number of its newest message, `read_n` of the newest that its requester has read; `facts` and `context` as they were told.

    over_use           {asked, included} when it came after more than is included, and so is answered later; else None
    promised_at        when the first answer was said to come, which may be later than the policy's due time
    due_at             the first of the moments that are owed, None: none is; the queue's order
    paused_at          since when the resolution's clock stands still
    …_breached_at      when the miss of a due time was noticed, once each
    rev                the number of its last change among those of its site: who follows the site asks for what is newer
    alarm_at           when somebody is alarmed next; None: nobody has to be, or somebody confirmed
    merged_into_id     the request that this one was joined to; what comes here goes there
    cause_id           the request whose solution solves this one, too
    public_title       what everybody is shown of it, in the team's words; None: nobody is shown anything
    telling_after      number of the last that was told of its solution, while others wait to be; None: all are told
    """

    __tablename__ = "tickets"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    site = sa.Column(sa.String(64), nullable=False)
    number = sa.Column(sa.Integer, nullable=False)
    requester_id = sa.Column(sa.String(26), sa.ForeignKey("requesters.id"), nullable=False)
    kind = sa.Column(sa.String(16), nullable=False)
    severity = sa.Column(sa.String(16), nullable=False)
    status = sa.Column(sa.String(16), nullable=False)
    subject = sa.Column(sa.String(200), nullable=False)
    module = sa.Column(sa.String(64))
    locale = sa.Column(sa.String(35), nullable=False)
    team = sa.Column(sa.String(64))
    policy = sa.Column(sa.String(64))
    priority = sa.Column(sa.Integer, nullable=False, default=0)
    over_use = sa.Column(sa.JSON(none_as_null=True))
    last_n = sa.Column(sa.Integer, nullable=False, default=0)
    read_n = sa.Column(sa.Integer, nullable=False, default=0)
    rev = sa.Column(sa.Integer, nullable=False, default=0)
    facts = sa.Column(sa.JSON, nullable=False, default=dict)
    context = sa.Column(sa.JSON, nullable=False, default=dict)
    opened_at = sa.Column(UtcDateTime, nullable=False)
    changed_at = sa.Column(UtcDateTime, nullable=False)
    due_at = sa.Column(UtcDateTime)
    first_response_due_at = sa.Column(UtcDateTime)
    promised_at = sa.Column(UtcDateTime)
    first_responded_at = sa.Column(UtcDateTime)
    first_response_breached_at = sa.Column(UtcDateTime)
    next_response_due_at = sa.Column(UtcDateTime)
    next_response_breached_at = sa.Column(UtcDateTime)
    resolution_due_at = sa.Column(UtcDateTime)
    resolution_breached_at = sa.Column(UtcDateTime)
    paused_at = sa.Column(UtcDateTime)
    alarm_at = sa.Column(UtcDateTime)
    alarms = sa.Column(sa.Integer, nullable=False, default=0)
    assignee_id = sa.Column(sa.String(26), sa.ForeignKey("agents.id"))
    merged_into_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), index=True)
    cause_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), index=True)
    public_title = sa.Column(sa.String(120))
    telling_after = sa.Column(sa.Integer)
    solved_at = sa.Column(UtcDateTime)
    stars = sa.Column(sa.Integer)
    rating_text = sa.Column(sa.String(2000))
    requester = db.relationship("Requester")
    assignee = db.relationship("Agent")
    __table_args__ = (sa.UniqueConstraint("site", "number", name="uq_tickets_site_number"),
                      sa.Index("ix_tickets_site_rev", "site", "rev"),
                      sa.Index("ix_tickets_site_requester", "site", "requester_id", "opened_at"),
                      sa.Index("ix_tickets_queue", "site", "due_at", "number", "team", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
                      sa.Index("ix_tickets_public", "site", sqlite_where=IS_PUBLIC, postgresql_where=IS_PUBLIC),
                      sa.Index("ix_tickets_telling", "site", sqlite_where=IS_TELLING, postgresql_where=IS_TELLING),
                      sa.Index("ix_tickets_site_first_responded_at", "site", "first_responded_at", "status"),
                      sa.Index("ix_tickets_site_opened_at", "site", "opened_at", "merged_into_id", "team", "module"), sa.Index("ix_tickets_site_solved_at", "site", "solved_at"),
                      sa.Index("ix_tickets_site_promised_at", "site", "promised_at", "first_responded_at"))


class TicketMessage(db.Model):
    """One line of a ticket. `note`: for agents only; `author_kind`: requester, agent or system; `sent_as`: what it is known by when it is sent again (`again.mark`)."""

    __tablename__ = "ticket_messages"
    id = sa.Column(sa.String(26), primary_key=True, default=ids.new)
    ticket_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), nullable=False)
    n = sa.Column(sa.Integer, nullable=False)
    author_kind = sa.Column(sa.String(16), nullable=False)
    author_name = sa.Column(sa.String(200), nullable=False, default="")
    note = sa.Column(sa.Boolean, nullable=False, default=False)
    body = sa.Column(sa.Text, nullable=False)
    at = sa.Column(UtcDateTime, nullable=False)
    sent_as = sa.Column(sa.String(64), unique=True, index=True)
    __table_args__ = (sa.UniqueConstraint("ticket_id", "n", name="uq_ticket_messages_ticket_n"),)


class TicketChange(db.Model):
    """What changed on a ticket, and by whom: written beside each change, never altered."""

    __tablename__ = "ticket_changes"
    id = sa.Column(sa.Integer, primary_key=True)
    ticket_id = sa.Column(sa.String(26), sa.ForeignKey("tickets.id"), nullable=False, index=True)
    by = sa.Column(sa.String(220), nullable=False)
    what = sa.Column(sa.String(32), nullable=False)
    before = sa.Column(sa.String(200))
    after = sa.Column(sa.String(200))
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    __table_args__ = (sa.Index("ix_ticket_changes_again", "at", "what", "before", "ticket_id", sqlite_where=AGAIN, postgresql_where=AGAIN),)
