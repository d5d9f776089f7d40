"""Letters in while everything breaks: the line during FETCH, the server's numbers, another mail program, and our process by kill -9.

Then the account: what was put into the mailbox = what is stored = what stands in requests = what the team was mailed.
"""

import contextlib
import hashlib
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter

from imap_server import Cable
from inbox_material import OURS, TEAM, written
from mail_server import MailServer

from askaside.core import clock
from askaside.core.db import db
from askaside.mail.models import IncomingLetter, OutgoingLetter
from askaside.tickets.models import TicketMessage

# As `serve` does it, eventlet and all, only without a pause: fetch, understand, deliver.
WORKER = """
import os, sys
from askaside import wsgi
from askaside import jobs, settings
from askaside.app import create_app
wsgi.aside.use(wsgi.eventlet.tpool.execute)
app = create_app(settings.read())
with app.app_context():
    app.shelf.reread()
if len(sys.argv) > 1:   # dies right after this function has done its work, within whatever it was called
    owner, name = sys.modules["askaside." + sys.argv[1].partition(":")[0]], sys.argv[1].partition(":")[2]
    whole = getattr(owner, name)
    setattr(owner, name, lambda *given, **named: (whole(*given, **named), os.kill(os.getpid(), 9)))
rows = [*jobs.arriving(app), *jobs.read(app), *jobs.post(app)]
print("ready", flush=True)
while True:
    app.mailbox._not_before = 0
    for job in rows:
        try:
            with app.app_context():
                job.run()
        except Exception as wrong:
            jobs._tell(job, wrong)
    wsgi.time.sleep(0.02)
"""
POINTS = ("tickets.actions:open_", "mail.incoming:claimed", "mail.incoming:_store", "tickets.actions:reply", "mail.incoming:_row", "mail.outbox:post", "mail.incoming:conclude",
          "mail.parsing:read", "mail.outbox:_claimed", "tickets.mail:opened")


class Storm:
    def __init__(self, post, folder, count, seed=5):
        self.post, self.rng, self.letters = post, random.Random(seed), []
        self.cable, self.smtp = Cable(post.imap.port), MailServer(folder / "sent").start()
        self.log = open(folder / "worker.log", "ab")   # noqa: SIM115
        self.kills = self.numberings = self.readings = 0
        self.process = None
        self.environ = {**os.environ, **post.environ, "ASKASIDE_IMAP_URL": post.imap.url.replace(f":{post.imap.port}/", f":{self.cable.port}/"), "ASKASIDE_SMTP_URL": self.smtp.url,
                        "ASKASIDE_MAIL_FROM": OURS, "ASKASIDE_LOG_LEVEL": "WARNING"}
        addresses = [post.opened(f"person{n}")[1] for n in range(3)]
        for n in range(count):
            size = self.rng.choice([10, 10, 10, 3_000, 40_000])
            who, to = (f"person{n % 3}@acme.test", addresses[n % 3]) if n % 2 else (f"stranger{n}@else.test", OURS)
            self.letters.append(written(f"token-{n}-end\n" + "words " * size, From=who, To=to, Subject=f"Letter {n}", Message_ID=f"<storm-{n}@else.test>"))

    def start(self, *point):
        self.process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORKER, *point], env=self.environ, stdout=subprocess.PIPE, stderr=self.log, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
        self.process = None

    def blow(self, *, cuts, kills, numberings, readings):
        """Put the letters in, a few at a time, while so many of each happen."""
        happens = ["cut"] * cuts + ["kill"] * kills + ["numbers"] * numberings + ["seen"] * readings
        self.rng.shuffle(happens)
        self.start()
        batch = -(-len(self.letters) // len(happens))
        for at, what in enumerate(happens):
            cut = self.cable.cuts
            if what == "kill":
                self.kill()
            if what == "cut":
                self.cable.cut_after = self.rng.randrange(200, 20_000)
            self.post.imap.put(*self.letters[at * batch:(at + 1) * batch])
            if what == "cut":
                until = time.monotonic() + 60
                while self.cable.cuts == cut and time.monotonic() < until:
                    time.sleep(0.05)
            elif what == "kill":
                self.start(POINTS[self.kills % len(POINTS)])
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(self.rng.uniform(3, 6))   # or wherever it is by then
                self.kill()
                self.kills += 1
                self.start()
            elif what == "numbers":
                self.post.imap.forget_numbers()
                self.numberings += 1
            else:
                self.post.imap.flags("+FLAGS", r"(\Seen \Answered)")
                self.readings += 1

    def calm(self, patience=300):
        """Wait until nothing is left to do."""
        self.cable.cut_after = None
        until, quiet = time.monotonic() + patience, 0
        while time.monotonic() < until and quiet < 5:
            # Whom a kill left a letter to has it for eight minutes; nobody waits for that here.
            db.session.query(OutgoingLetter).filter(OutgoingLetter.sent_at.is_(None)).update({"due_at": clock.now()})
            db.session.commit()
            open_ = db.session.query(OutgoingLetter).filter(OutgoingLetter.sent_at.is_(None)).count()
            done = db.session.query(IncomingLetter).filter(IncomingLetter.state == "done").count()
            db.session.rollback()
            quiet = quiet + 1 if done >= len(self.letters) and not open_ else 0
            time.sleep(0.3)
        self.kill()

    def account(self):
        """{what: a sentence for each difference} between what was put in and what became of it; and the figures."""
        rows = db.session.query(IncomingLetter.digest, IncomingLetter.state).all()
        sent = {hashlib.sha256(b"0 " + raw).hexdigest() for raw in self.letters}
        stored = Counter(digest for digest, state in rows if state == "done")
        said = Counter(token for (body,) in db.session.query(TicketMessage.body) for token in re.findall(r"token-(\d+)-end", body))
        mailed = {(letter.message["Message-ID"], token) for letter in self.smtp.letters if TEAM in letter.recipients for token in re.findall(r"token-(\d+)-end", letter.text)}
        told = Counter(token for _, token in mailed)
        every = {str(n) for n in range(len(self.letters))}
        wrong = {"not stored": len(sent - set(stored)), "stored twice": sum(n > 1 for n in stored.values()), "left over": sum(state not in ("done", "double") for _, state in rows),
                 "not said": len(every - set(said)), "said twice": sum(n > 1 for n in said.values()), "not mailed": len(every - set(told)), "mailed twice": sum(n > 1 for n in told.values())}
        again = len(self.smtp.letters) - len({letter.message["Message-ID"] for letter in self.smtp.letters})
        return wrong, (f"{len(self.letters)} letters; {self.cable.cuts} cuts, {self.kills} kills, {self.numberings} new UIDVALIDITY, {self.readings} × \\Seen: "
                       f"{len(stored)} stored, {len(said)} in requests, {len(told)} mailed to the team; {again} letters went over SMTP a second time under the same Message-ID")

    def close(self):
        self.kill()
        self.log.close()
        self.cable.close()
        self.smtp.stop()
