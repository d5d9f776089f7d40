"""A part is off, slow (30 s) or refuses while two hundred requests are sent; then it is whole again: accepted = stored = mailed, and nothing else was held up."""

import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from imap_server import Cable, ImapServer
from inbox_material import OURS, TEAM, written
from request_storm import RequestStorm

from askaside.core.db import db
from askaside.tickets.models import TicketMessage

REQUESTS = 200
SECONDS = {"off": 12, "slow": 40, "refusing": 12}   # at least, before the part is whole again
WORST = 20   # seconds that a look may take on a machine with other work; a loop that waits for a slow part is still for 30


class Smtp:
    environ, files = {}, True

    def __init__(self, tmp):
        pass

    def fail(self, storm, how):
        {"off": storm.smtp.stop, "slow": lambda: storm.smtp.answers("data", "250 slowly 30"), "refusing": lambda: storm.smtp.answers("rcpt", "451 4.7.1 Come later")}[how]()

    def mend(self, storm, how):
        if how == "off":
            storm.smtp.start()
        for what in ("data", "rcpt"):
            storm.smtp.answers(what)

    def check(self, storm):
        return ""

    def close(self):
        pass


class Imap(Smtp):
    """As many letters come in meanwhile, each of somebody else."""

    files = False

    def __init__(self, tmp):
        self.server = ImapServer().start()
        self.cable = Cable(self.server.port)
        self.environ = {"ASKASIDE_IMAP_URL": self.server.url.replace(f":{self.server.port}/", f":{self.cable.port}/")}

    def fail(self, storm, how):
        if how == "off":
            self.cable.close()
        self.cable.delay = 30 if how == "slow" else 0
        self.cable.refusal = b"* BYE [UNAVAILABLE] Come later\r\n" if how == "refusing" else None
        self.server.put(*[written(f"letter-{n}-end", From=f"stranger{n}@else.test", To=OURS, Message_ID=f"<part-{n}@else.test>") for n in range(REQUESTS)])

    def mend(self, storm, how):
        self.cable.delay, self.cable.refusal = 0, None
        if how == "off":
            self.cable.back()

    def check(self, storm):
        def said():
            db.session.rollback()
            return Counter(token for (body,) in db.session.query(TicketMessage.body) for token in re.findall(r"letter-(\d+)-end", body))

        until = time.monotonic() + 360
        while len(said()) < REQUESTS and time.monotonic() < until:
            time.sleep(0.5)
        storm.calm()
        team = storm.told(TEAM, r"letter-(\d+)-end")
        person = Counter(to for letter in storm.smtp.letters for to in letter.recipients if to.startswith("stranger"))
        every = {str(n) for n in range(REQUESTS)}
        assert said() == team == Counter(every)
        assert person == Counter(f"stranger{n}@else.test" for n in every)
        return f"; {len(said())} letters in = in requests = mailed to the team = receipts"

    def close(self):
        self.cable.close()
        self.server.remove()


class Disk(Smtp):
    """The disk for attachments alone: for root only, as `make faults` is. Off: it can only be read; refusing: it has no room for one more file."""

    def __init__(self, tmp):
        self.folder = tmp / "var" / "files"
        self.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g,nr_inodes=100k", "tmpfs", self.folder], check=True)

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", self.folder], check=True)

    def fail(self, storm, how):
        if how == "slow":
            storm.server.slow.touch()
            return
        storm.wordless.set()
        has = os.statvfs(self.folder)
        self.remount("ro" if how == "off" else f"nr_inodes={has.f_files - has.f_ffree}")

    def mend(self, storm, how):
        storm.server.slow.unlink(missing_ok=True)
        if how != "slow":
            storm.wordless.clear()
            self.remount("rw,nr_inodes=100k")

    def check(self, storm):
        lie = [path for path in self.folder.rglob("*") if path.is_file()]
        kept = sum(bool(wish.kept) for wish in storm.wishes)
        assert len(lie) == kept, "nothing is left of those that were not taken"
        return f"; {len(lie)} files on the disk, {sum(wish.n % 8 == 1 and not wish.file for wish in storm.wishes)} sent their words without"

    def close(self):
        subprocess.run(["umount", "-l", self.folder], check=True)


class Search(Smtp):
    """From the start there is no index. Off: each builder is killed; slow: it stands still; refusing: there is no place to build in."""

    files = False

    def __init__(self, tmp):
        self.place, self.harming, self.met = tmp / "var" / "search" / "acme", threading.Event(), set()

    def builders(self, storm):
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                if path.read_text().rpartition(")")[2].split()[1] == str(storm.server.pid) and b"search.builder" in (path.parent / "cmdline").read_bytes():
                    yield int(path.parent.name)
            except OSError:
                continue

    def harm(self, storm, what):
        while self.harming.is_set():
            for pid in self.builders(storm):
                self.met.add(pid)
                os.kill(pid, what)
            time.sleep(0.02)
        if what == signal.SIGSTOP:
            for pid in self.builders(storm):
                os.kill(pid, signal.SIGCONT)

    def fail(self, storm, how):
        shutil.rmtree(self.place, ignore_errors=True)
        if how == "refusing":
            self.place.write_bytes(b"")
        else:
            self.harming.set()
            self.thread = threading.Thread(target=self.harm, args=(storm, signal.SIGKILL if how == "off" else signal.SIGSTOP))
            self.thread.start()

    def mend(self, storm, how):
        assert not (self.place / "en" / "current").exists(), "it was searched without an index"
        assert self.met or how == "refusing"
        self.place.unlink() if how == "refusing" else self.harming.clear()

    def check(self, storm):
        begun = time.monotonic()
        while not (self.place / "en" / "current").exists() and time.monotonic() - begun < 120:
            time.sleep(0.2)
        assert (self.place / "en" / "current").exists()
        return f"; {len(self.met)} builders harmed, the index whole {time.monotonic() - begun:.0f} s after the account"

    def close(self):
        self.harming.clear()


@pytest.mark.parametrize("how", SECONDS)
@pytest.mark.parametrize("part", [Smtp, Imap, Disk, Search])
def test_a_part_is_away_while_two_hundred_write(app, folder, tmp_path, part, how):
    begun = time.monotonic()
    part = part(tmp_path)
    storm = RequestStorm(app, folder, tmp_path, **part.environ)
    try:
        if isinstance(part, Search):
            part.fail(storm, how)
            storm.server.live()
        else:
            storm.server.live(ready="/readyz")
            part.fail(storm, how)
        failing = time.monotonic()
        with ThreadPoolExecutor(1) as looker:
            looks = looker.submit(storm.look, SECONDS[how])
            sent = storm.sending(REQUESTS, files=part.files, at_once=60 if isinstance(part, Disk) else 12)   # who waits for the disk must not keep others from sending
            looks.result()
            while sum(bool(wish.number) for wish in storm.wishes) < REQUESTS * (0.7 if isinstance(part, Disk) else 1) and time.monotonic() - failing < 120:
                time.sleep(0.2)
            meanwhile = sum(bool(wish.number) for wish in storm.wishes)
        part.mend(storm, how)
        whole = time.monotonic()
        for one in sent:
            one.result(300)
        storm.calm()
        more = part.check(storm)
        wrong, told = storm.account()
        print(f"\n{type(part).__name__} {how} for {whole - failing:.0f} s, {meanwhile} accepted meanwhile, all done {time.monotonic() - whole:.0f} s later, "
              f"{time.monotonic() - begun:.0f} s in all: {told}{more}")
        assert not any(wrong.values()), ({what: n for what, n in wrong.items() if n}, storm.bad[:3])
        assert max(storm.slowest.values()) < WORST and storm.looks >= 8
        log = storm.server.log.read_text()
        assert "Traceback" not in log and "unforeseen" not in log
    finally:
        part.close()
        storm.close()
