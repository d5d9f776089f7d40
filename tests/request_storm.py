"""Requests sent as the widget does it, while something is broken; then the account: accepted = stored = mailed, each file as it was promised.

Whoever gets no answer, or is told to wait, sends the same again with the same Idempotency-Key.
"""

import hashlib
import http.client
import io
import json
import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from cast import product
from files_material import drawn, form
from forked import Forked
from inbox_material import OURS, TABLES, TEAM
from mail_server import MailServer
from material import SITE
from PIL import Image

from askaside.core import clock
from askaside.core.db import db
from askaside.core.uploads import KeptFile
from askaside.mail import outbox
from askaside.mail.models import OutgoingLetter
from askaside.tickets.models import Ticket, TicketMessage

API = "/api/v1/acme"
LOOKS = ("/healthz", f"{API}/help?url=/invoices", "/help/acme/en/", f"{API}/search?locale=en&q=send+an+invoice")   # what must go on, whatever is broken
PATIENCE = 10         # seconds, as `widget/src/shared/api.js`
UPLOAD_PATIENCE = 300   # the widget shows how far a file is, and waits
AGAIN = 0.5           # seconds before the next try; the widget is more patient


class Wish:
    """What person number `n` wants to send. `file`: (name, bytes) or None; `number` of the request, and the file's `kept` row, once it is taken."""

    def __init__(self, n, files):
        self.n, self.number, self.id, self.kept = n, None, None, None
        self.body, self.key = f"token-{n}-end It does not sing.", f"the key of {n}"
        table, picture = ("table.csv", b"a;b\n" + random.Random(n).randbytes(2000).hex().encode()), ("shot.png", drawn(color=(n % 256, 7, 7)))
        self.file = {True: table if n % 4 == 1 else picture if n % 20 == 3 else None, False: None}.get(files, table)

    @property
    def who(self):
        return {"sub": f"person{self.n}", "email": f"person{self.n}@acme.test", "name": f"Person {self.n}"}


class RequestStorm:
    """A server process on the data of `app`, a mail server, and those who send. `environ`: more settings of the server."""

    def __init__(self, app, folder, tmp, **environ):
        folder.site(SITE + TABLES + '[[channels]]\nkind = "ticket"\n')
        app.shelf.reread()
        self.app, self.sign, self.smtp, self.wishes = app, product(), MailServer(tmp / "sent").start(), []
        self.answers, self.bad, self.slowest, self.looks = Counter(), [], dict.fromkeys(LOOKS, 0.0), 0
        self.server = Forked(tmp, {"ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp / "var"), "ASKASIDE_SMTP_URL": self.smtp.url, "ASKASIDE_MAIL_FROM": OURS,
                                   "ASKASIDE_TRUSTED_PROXIES": "1", **environ})
        self.wordless = threading.Event()   # set: whose file is not taken sends the words without it
        self.stop = threading.Event()

    # --- one who sends ----------------------------------------------------------------------------------------------

    def ask(self, method, path, body=None, who=None, key=None, kind="application/json", patience=PATIENCE):
        """(status, the bytes that came); (0, why) when no answer came in time. Each person has an address of their own."""
        head = {"X-Forwarded-For": "10.{}.{}.{}".format(*hashlib.sha256(str(who).encode()).digest()), **(self.sign(**who) if who else {}), **({"Idempotency-Key": key} if key else {}),
                **({"Content-Type": kind} if body else {})}
        line = http.client.HTTPConnection(urlsplit(self.server.base).netloc, timeout=patience)
        try:
            line.request(method, path, body, head)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as wrong:
            return 0, repr(wrong)
        finally:
            line.close()

    def write(self, door, what, wish, body, key, kind="application/json", patience=PATIENCE):
        """Send until it is taken: the row that was answered; None when it was given up (`wordless`, `stop`)."""
        while not self.stop.is_set():
            status, told = self.ask("POST", API + door, body, wish.who, key, kind, patience)
            self.answers[what, status] += 1
            if status == 201:
                return json.loads(told)
            if status not in (0, 429, 503):
                self.bad.append((what, status, told))
                return None
            if what == "file" and status and self.wordless.is_set() and wish.n % 8 == 1:
                wish.file = None
                return None
            time.sleep(AGAIN * random.uniform(0.5, 1.5))
        return None

    def send(self, wish):
        if wish.file:
            sent = form(file=(wish.file[1], wish.file[0]))
            wish.kept = self.write("/files", "file", wish, sent["data"], f"{wish.key}, its file", sent["content_type"], UPLOAD_PATIENCE)
        body = {"body": wish.body, "locale": "en", **({"files": [wish.kept["id"]]} if wish.kept else {})}
        found = self.write("/tickets", "ticket", wish, json.dumps(body).encode(), wish.key)
        if found:
            wish.id, wish.number = found["id"], found["number"]

    def sending(self, count, files=False, at_once=12):
        """Begin to send so many requests: futures. `files`: True for some with a file, "each" for each."""
        mine = [Wish(len(self.wishes) + n, files) for n in range(count)]
        self.wishes += mine
        pool = ThreadPoolExecutor(at_once)
        futures = [pool.submit(self.send, wish) for wish in mine]
        pool.shutdown(wait=False)
        return futures

    def look(self, seconds):
        """Ask for what must go on, for so long, and keep the worst wait of each."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.stop.is_set():
            for path in LOOKS:
                begun = time.monotonic()
                status, told = self.ask("GET", path, patience=60)   # how long it takes is measured
                self.slowest[path] = max(self.slowest[path], time.monotonic() - begun)
                self.looks += 1
                if status != 200:
                    self.bad.append((path, status, told))
            time.sleep(0.1)

    # --- the account ------------------------------------------------------------------------------------------------

    def calm(self, patience=300):
        """Wait until no letter is left in the outbox: the seconds that it took."""
        begun = time.monotonic()
        while outbox.standing()["waiting"] and time.monotonic() - begun < patience:
            db.session.rollback()
            time.sleep(0.2)
        db.session.rollback()
        return time.monotonic() - begun

    def told(self, to, pattern, whose=""):
        """Counter of what `pattern` finds in the letters to the address `to`, each letter counted once by its Message-ID. `whose`: what must stand in it, too."""
        found = {(letter.message["Message-ID"], token) for letter in self.smtp.letters if to in letter.recipients and whose in letter.text for token in re.findall(pattern, letter.text)}
        return Counter(token for _, token in found)

    def due_now(self):
        """Whom a kill left a letter to has it for eight minutes: nobody waits for that here."""
        db.session.query(OutgoingLetter).filter(OutgoingLetter.sent_at.is_(None)).update({"due_at": clock.now()})
        db.session.commit()

    def account(self):
        """{what: how often} is wrong; and the figures."""
        db.session.rollback()
        taken = [wish for wish in self.wishes if wish.number]
        rows = db.session.query(Ticket.number, Ticket.id, TicketMessage.body).join(TicketMessage, TicketMessage.ticket_id == Ticket.id).filter(TicketMessage.n == 1).all()
        said = {int(token[1]): (number, id_) for number, id_, body in rows if (token := re.search(r"token-(\d+)-end", body))}
        stored = Counter(int(token) for _, _, body in rows for token in re.findall(r"token-(\d+)-end", body))
        letters = self.smtp.letters
        mailed = {(to, int(token), letter.message["Message-ID"]) for letter in letters for to in letter.recipients for token in re.findall(r"token-(\d+)-end", letter.text)}
        team = Counter({int(token): n for token, n in self.told(TEAM, r"token-(\d+)-end", "A new request.").items()})
        person = Counter(token for to, token, _ in mailed if to == f"person{token}@acme.test")
        every = {wish.n for wish in taken}
        files = [self.fault_of_file(wish) for wish in taken]
        wrong = {"not accepted": len(self.wishes) - len(taken), "not stored": len(every - set(stored)), "stored without being accepted": len(set(stored) - every),
                 "stored twice": sum(n > 1 for n in stored.values()), "another number": sum(said.get(wish.n) != (wish.number, wish.id) for wish in taken),
                 "a number left out": int(sorted(number for number, _, _ in rows) != list(range(1, len(rows) + 1))),
                 "team not mailed": len(every - set(team)), "team mailed twice": sum(n > 1 for n in team.values()),
                 "person not mailed": len(every - set(person)), "person mailed twice": sum(n > 1 for n in person.values()),
                 "mailed to somebody else": len({to for to, token, _ in mailed} - {TEAM} - {f"person{n}@acme.test" for n in every}),
                 "letters given up": outbox.standing()["failed"], "files not as promised": len([one for one in files if one]), "other answers": len(self.bad)}
        db.session.rollback()
        again = len(letters) - len({letter.message["Message-ID"] for letter in letters})
        answers = ", ".join(f"{what} {status or 'without an answer'} × {n}" for (what, status), n in sorted(self.answers.items()))
        waits = ", ".join(f"{path.partition('?')[0]} {took * 1000:.0f} ms" for path, took in self.slowest.items())
        return wrong, (f"{len(taken)} accepted = {len(stored)} stored = {len(team)} mailed to the team = {len(person)} to the person; {sum(bool(wish.kept) for wish in taken)} files byte-equal; "
                       f"{again} letters a second time under the same Message-ID; {answers}; "
                       f"{self.looks} looks meanwhile, the worst {waits}")

    def fault_of_file(self, wish):
        """What is wrong with the file of a request that was taken; None."""
        status, told = self.ask("GET", f"{API}/tickets/{wish.id}", who=wish.who)
        found = json.loads(told)["messages"][0]["files"] if status == 200 else [status]
        if found != ([wish.kept] if wish.kept else []):
            return found
        if not wish.kept:
            return None
        _, data = self.ask("GET", f"{API}/files/{wish.kept['id']}", who=wish.who)
        row = db.session.get(KeptFile, wish.kept["id"])
        if (hashlib.sha256(data).hexdigest(), len(data)) != (row.sha256, wish.kept["size"]):
            return "other bytes than those that were kept"
        name, sent = wish.file
        same = data == sent if name.endswith(".csv") else Image.open(io.BytesIO(data)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()
        return None if same else "other bytes than those that were sent"

    def close(self):
        self.stop.set()
        self.server.close()
        self.smtp.stop()
