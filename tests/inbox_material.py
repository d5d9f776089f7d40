"""Letters that come in, and what becomes of them: put into a real mailbox, fetched, understood."""

import base64
import email
import email.policy

from cast import product
from letters import letter
from material import SITE

from askaside.core import uploads
from askaside.core.db import db
from askaside.mail import incoming
from askaside.mail.imap import Imap
from askaside.mail.models import IncomingLetter, OutgoingLetter
from askaside.tickets import inbox
from askaside.tickets.models import Ticket, TicketMessage

OURS, TEAM = "help@acme.test", "team@acme.test"
TABLES = f"""
[calendars.office]
zone = "Asia/Jerusalem"
week = {{ sun-thu = ["09:00-17:00"] }}
[[teams]]
key = "first"
mail = "{TEAM}"
[sla.default]
hours = "office"
first_response = {{ question = "2h", outage = "1h" }}
"""
TICKETS = "/api/v1/acme/tickets"
BOUNDARY = {"Content_Type": 'multipart/mixed; boundary="e"'}
TEXT = ("log.txt", "text/plain", b"one\ntwo\n")


class PostOffice:
    """The mailbox of the application, and what is found in its database."""

    def __init__(self, app, folder, imap):
        self.app, self.imap, self.client, self.alice = app, imap, app.test_client(), None
        folder.site(SITE + TABLES)
        app.shelf.reread()
        app.config["MAIL_FROM"], app.config["OWN_URL"] = OURS, "https://help.acme.test"
        # What another process needs to be the same server, whatever its database.
        self.environ = {"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(folder.path.parent / "var"),
                        "ASKASIDE_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"].replace("postgresql+psycopg:", "postgresql:")}

    def come(self, *raws):
        """These letters come in and are understood: the rows of what became of them."""
        last = db.session.query(db.func.max(IncomingLetter.id)).scalar() or 0
        self.imap.put(*raws)
        reader = incoming.Reader(Imap.of(self.imap.url))
        try:
            reader.look()
        finally:
            reader.close()
        while inbox.understand():
            pass
        db.session.rollback()
        return db.session.query(IncomingLetter).filter(IncomingLetter.id > last).order_by(IncomingLetter.id).all()

    def one(self, body, **headers):
        """The row of one letter; what it does not say is that of Alice's answer."""
        row, = self.come(written(body, **headers))
        return row

    def opened(self, name="alice", **more):
        """The Ticket of somebody signed in, and the address that the letter about it is answered to."""
        self.alice = self.alice or product()
        told = self.client.post(TICKETS, json={"body": "It does not sing.", "locale": "en", **more}, headers=self.alice(sub=name, email=f"{name}@acme.test", name=name.title()))
        return db.session.get(Ticket, told.get_json()["id"]), self.reply_to(f"{name}@acme.test")

    def reply_to(self, recipient, head="Reply-To"):
        """The Reply-To, or another head, of the newest letter to `recipient`."""
        raw = db.session.query(OutgoingLetter.raw).filter_by(recipient=recipient).order_by(OutgoingLetter.posted_at.desc()).first()[0]
        return email.message_from_bytes(raw, policy=email.policy.default)[head]

    @staticmethod
    def thread(ticket):
        """[(who, text)] of a request."""
        rows = db.session.query(TicketMessage).filter_by(ticket_id=ticket.id).order_by(TicketMessage.n)
        return [(row.author_kind, row.body) for row in rows]

    @staticmethod
    def tickets():
        return db.session.query(Ticket).order_by(Ticket.number).all()

    @staticmethod
    def sent(to=None):
        """[(recipient, the whole as text)] of the outbox."""
        rows = db.session.query(OutgoingLetter).order_by(OutgoingLetter.posted_at)
        found = [(row.recipient, email.message_from_bytes(row.raw, policy=email.policy.default)) for row in rows]
        return [(who, f"{told.get_body(['plain']).get_content()}\nSubject: {told['Subject']}".replace("\r\n", "\n")) for who, told in found if to in (None, who)]


def written(body, **headers):
    """A letter of Alice's to our mailbox, that answers nothing."""
    count = written.count = getattr(written, "count", 0) + 1
    return letter(body, **{"From": "Alice <alice@acme.test>", "To": OURS, "Subject": "A question", "In_Reply_To": None, "Message_ID": f"<{count}@example.org>", **headers})


def body(words, *files):
    """The body of a letter with files, each (name, type, bytes)."""
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{words}\n"]
    for name, type_, data in files:
        parts.append(f'Content-Type: {type_}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}')
    return "".join(f"--e\n{part}\n" for part in parts) + "--e--\n"


def kept(ticket_id):
    """[[(name, type)] of each message of the request, in order."""
    messages = db.session.query(TicketMessage).filter_by(ticket_id=ticket_id).order_by(TicketMessage.n).all()
    found = uploads.of([message.id for message in messages])
    return [[(row.name, row.type) for row in found.get(message.id, ())] for message in messages]
