"""Two hundred saves a second for half a minute, as editors, scripts and git save: in the end the server shows what lies in the folder."""

import os
import random
import subprocess
import threading
import time

import pytest
from material import ONE_LANGUAGE, Folder
from pages_server import Server

from askaside.help.shelf import Shelf

SECONDS, A_SECOND = 30, 200
EQUAL_SECONDS = 20      # to become equal; measured is how long it takes
SLUGS = 120
CHECKOUT_FILES = 300


def text(rng, number):
    return f"---\ntitle: Save {number}\n---\n\nBegin {number}.\n\n{'Some more words. ' * rng.randrange(400)}\n\nEnd {number}.\n"


class Editors:
    """They save in `folder`, each in their own way."""

    def __init__(self, folder, seed=8):
        self.folder, self.rng, self.number = folder, random.Random(seed), 0
        self.ways = [self.in_place, self.by_rename, self.with_a_swap_file, self.in_pieces, self.delete_first, self.broken_first, self.append, self.rename, self.delete, self.picture, self.same_size]

    def path(self):
        return self.folder.path / "acme/invoices" / f"s{self.rng.randrange(SLUGS)}.en.md"

    def save(self):
        self.number += 1
        if self.number % 400 == 0:
            self.site_file()
        self.rng.choice(self.ways)()

    def in_place(self):
        self.path().write_text(text(self.rng, self.number))

    def by_rename(self):
        path = self.path()
        beside = path.with_name(f"{path.name}.tmp{self.number}")
        beside.write_text(text(self.rng, self.number))
        os.replace(beside, path)

    def with_a_swap_file(self):
        """As vim does: the old file is moved away, a new one is written, the old one deleted."""
        path = self.path()
        swap, backup = path.with_name(f".{path.name}.swp"), path.with_name(f"{path.name}~")
        swap.write_bytes(b"b0VIM\0\xff")
        if path.exists():
            os.replace(path, backup)
        path.write_text(text(self.rng, self.number))
        backup.unlink(missing_ok=True)
        swap.unlink()

    def in_pieces(self):
        whole = text(self.rng, self.number).encode()
        with open(self.path(), "wb", buffering=0) as file:
            for at in range(0, len(whole), 500):
                file.write(whole[at:at + 500])
                time.sleep(0)

    def delete_first(self):
        path = self.path()
        path.unlink(missing_ok=True)
        path.write_text(text(self.rng, self.number))

    def broken_first(self):
        path = self.path()
        path.write_bytes(self.rng.choice([b"", b"---\ntitel: x\n---\n", b"---\ntitle: x\n", b"\xff\xfe\0", b"---\ntitle: [\n---\n"]))
        if self.rng.random() < 0.9:
            path.write_text(text(self.rng, self.number))

    def append(self):
        with open(self.path(), "a") as file:
            file.write(f"\n{self.number}\n" if file.tell() else text(self.rng, self.number))

    def rename(self):
        path = self.path()
        if path.exists():
            os.replace(path, self.path())

    def delete(self):
        self.path().unlink(missing_ok=True)

    def picture(self):
        (self.folder.path / "acme/invoices/shot.png").write_bytes(self.rng.randbytes(self.rng.randrange(5000)))

    def same_size(self):
        """Twice in one moment, as long as before: a clock that ticks slowly does not tell them apart."""
        path = self.path()
        path.write_text("---\ntitle: One\n---\n")
        path.write_text("---\ntitle: Two\n---\n")

    def site_file(self):
        site = self.folder.path / "acme/site.toml"
        site.unlink()
        site.write_text(ONE_LANGUAGE.replace("Acme", f"Acme {self.number}"))

    def checkout(self, branch):
        subprocess.run(["git", "-C", self.folder.path, "checkout", "-q", "-f", branch], check=True)


@pytest.fixture
def server(tmp_path):
    folder = Folder(tmp_path / "content")
    folder.site(ONE_LANGUAGE)
    folder.article("mail/rock.en", "title: The rock", "It stays.")
    folder.write(".gitignore", "/acme/invoices/\n/acme/site.toml\n")

    def git(*words):
        subprocess.run(["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c", *words], check=True, capture_output=True)

    git("init", "-q", "-b", "one")
    for branch in ("one", "two"):
        if branch == "two":
            git("checkout", "-q", "-b", "two")
        for n in range(CHECKOUT_FILES):
            folder.article(f"mail/{branch if n % 3 == 0 else 'both'}-{n}.en", f"title: Of {branch} {n}")
        if branch == "two":
            for n in range(0, CHECKOUT_FILES, 3):
                (folder.path / f"acme/mail/one-{n}.en.md").unlink()
        git("add", ".")
        git("commit", "-qm", branch)
    made = Server(tmp_path, folder.path, command="serve").start(ready="/healthz")
    made.texts = folder
    yield made
    made.stop()


def served(server):
    """{id: (title, text)} of all that the server shows."""
    ids, after = [], ""
    while after is not None:
        page = server.get(f"/api/v1/acme/articles?limit=100&after={after}")
        ids += [row["id"] for group in page["groups"] for row in group["articles"]]
        after = page["next"]
    answers = [server.get(f"/api/v1/acme/articles/{id_}") for id_ in ids]
    return {answer["id"]: (answer["title"], answer["text"]) for answer in answers}


def lying(folder):
    """The same of what lies in the folder, and the ids of files that are broken."""
    shelf = Shelf(folder.path)
    shelf.reread(tell=False)
    return ({article.id: (article.title, article.text) for article in shelf.library("acme").view("en").articles.values()},
            {problem.path.removeprefix("acme/").removesuffix(".en.md") for problem in shelf.problems})


class Reader(threading.Thread):
    """Asks all the time for what nobody touches; `bad` is what was no answer."""

    def __init__(self, server):
        super().__init__()
        self.server, self.bad, self.count, self.slowest, self.stop = server, [], 0, 0.0, threading.Event()

    def run(self):
        while not self.stop.is_set():
            begun = time.perf_counter()
            try:
                if self.server.get("/api/v1/acme/articles/mail/rock")["title"] != "The rock":
                    self.bad.append("another title")
            except OSError as wrong:
                self.bad.append(repr(wrong))
            self.slowest = max(self.slowest, time.perf_counter() - begun)
            self.count += 1
            time.sleep(0.02)


def test_all_kinds_of_saves_end_equal_to_the_folder(server):
    editors, reader = Editors(server.texts), Reader(server)
    (server.texts.path / "acme/invoices").mkdir(exist_ok=True)
    reader.start()
    begun = time.monotonic()
    for number in range(SECONDS * A_SECOND):
        editors.save()
        if number % (5 * A_SECOND) == 0:
            editors.checkout(["two", "one"][number // (5 * A_SECOND) % 2])
        time.sleep(max(0, begun + (number + 1) / A_SECOND - time.monotonic()))
    took = time.monotonic() - begun
    expected, broken = lying(server.texts)
    ended = time.perf_counter()
    found = {}
    while time.perf_counter() - ended < EQUAL_SECONDS:
        try:
            found = {id_: what for id_, what in served(server).items() if id_ not in broken}   # of those it may show the last good version
        except OSError:
            continue   # one of the list was taken back before it was asked for
        if found == expected:
            break
    equal = time.perf_counter() - ended
    reader.stop.set()
    reader.join()
    assert found == expected
    assert not reader.bad and reader.count > 100
    log = server.log.read_text()
    assert "a job failed" not in log and "Traceback" not in log and "fault of Askaside" not in log
    print(f"\n{editors.number} saves and {SECONDS // 5} checkouts of {CHECKOUT_FILES} files in {took:.0f} s ({editors.number / took:.0f} a second): {len(expected)} articles and "
          f"{len(broken)} broken files equal to the folder {equal:.1f} s after the last; {reader.count} readers' questions meanwhile, all answered, the slowest {reader.slowest * 1000:.0f} ms")
