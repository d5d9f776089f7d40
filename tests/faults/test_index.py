"""The index broken on purpose, under a real server with 5,000 articles: every question is answered, and it is whole again in 30 s."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest
from material import document, share_dictionaries
from search_material import articles

from askaside.search import builder, making
from askaside.search.engine import Collection, Question
from askaside.search.whoosh_engine import WhooshEngine

WHOLE_SECONDS = 30


class Asking:
    """Somebody who asks all the time; `bad` is what did not get an answer."""

    def __init__(self, server):
        self.server, self.bad, self.count, self.slowest = server, [], 0, 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _ask(self):
        while not self._done.is_set():
            begun = time.perf_counter()
            try:
                found = self.server.get("/api/v1/acme/search?locale=en&q=zebra+crossing")
                if not found["results"] or found["results"][0]["id"] != "invoices/zebra":
                    self.bad.append(found)
            except OSError as wrong:
                self.bad.append(repr(wrong))
            self.count += 1
            self.slowest = max(self.slowest, time.perf_counter() - begun)
            time.sleep(0.02)


def place(server):
    return server.folder / "var" / "search" / "acme" / "en"


def current(server):
    try:
        return place(server) / (place(server) / "current").read_text()
    except OSError:
        return None


def whole(server):
    """Is there a whole index on the disk that holds what the server serves?"""
    folder = current(server)
    try:
        intact = folder and json.loads((folder / builder.SUMS).read_text()) == builder.sums(folder)
        return intact and len(making.load(folder / "index.npz").ids) == server.get("/api/v1/acme/help")["counts"]["site"]
    except (making.IndexBroken, OSError, ValueError):
        return False


def heals(server, seconds=WHOLE_SECONDS):
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        if whole(server):
            return time.perf_counter() - begun
        time.sleep(0.25)
    raise AssertionError(f"not whole after {seconds} s")


def cut(server):
    path = current(server) / "index.npz"
    path.write_bytes(path.read_bytes()[:path.stat().st_size // 2])


def other_version(server):
    path = current(server) / "index.npz"
    index, real = making.load(path), making.FORMAT
    making.FORMAT = 999
    try:
        making.save(index, path)
    finally:
        making.FORMAT = real


HARMS = {
    "deleted": lambda server: shutil.rmtree(place(server)),
    "arrays deleted": lambda server: (current(server) / "index.npz").unlink(),
    "cut": cut,
    "record cut": lambda server: [path.write_bytes(b"") for path in (current(server) / "whoosh").iterdir()],
    "another version": other_version,
    "pointer lost": lambda server: (place(server) / "current").unlink(),
}


@pytest.mark.parametrize("harm", HARMS)
def test_the_index_is_harmed_while_it_serves(server, harm):
    with Asking(server) as asking:
        HARMS[harm](server)
        time.sleep(1)
        took = heals(server)
    assert not asking.bad and asking.count > 20
    print(f"\n{harm}: whole after {took:.1f} s; {asking.count} questions, all answered, the slowest {asking.slowest * 1000:.0f} ms")


@pytest.mark.parametrize("harm", ["cut", "deleted"])
def test_the_index_is_harmed_while_nobody_serves(server, harm):
    server.stop()
    HARMS[harm](server)
    server.start(ready="/healthz")
    with Asking(server) as asking:
        took = heals(server)
    assert not asking.bad, asking.bad[:2]
    print(f"\n{harm} before the start: whole after {took:.1f} s; {asking.count} questions, all answered, the slowest {asking.slowest * 1000:.0f} ms")


def test_a_killed_server_and_its_builder_leave_no_lock(server):
    server.texts.article("invoices/late.en", "title: A late letter", "Late.")
    until = time.monotonic() + 20
    while not list(place(server).glob(".new-*")) and time.monotonic() < until:
        time.sleep(0.05)
    server.process.send_signal(signal.SIGKILL)
    subprocess.run(["pkill", "-9", "-f", f"askaside.search.builder {server.folder}"], check=False)
    server.process.wait()
    server.start(ready="/healthz")
    with Asking(server) as asking:
        took = heals(server)
    assert not asking.bad
    print(f"\nkilled while building: whole after {took:.1f} s")


def test_a_thousand_saves_in_thirty_seconds_end_equal_to_the_folder(server):
    rng, begun = random.Random(1), time.monotonic()
    last = {}
    with Asking(server) as asking:
        for number in range(1000):
            name = f"invoices/s{rng.randrange(60)}"
            if rng.random() < 0.15 and name in last:
                (server.texts.path / "acme" / f"{name}.en.md").unlink()
                del last[name]
            else:
                last[name] = f"Saved quokka number {number}"
                server.texts.article(f"{name}.en", f"title: {last[name]}")
            time.sleep(max(0, begun + (number + 1) * 0.03 - time.monotonic()))
        ended = time.perf_counter()
        while (found := served(server)) != last and time.perf_counter() - ended < 60:
            time.sleep(0.5)
        took = time.perf_counter() - ended
    assert found == last and not asking.bad
    print(f"\n1,000 saves in {time.monotonic() - begun - took:.0f} s: index equal to the folder {took:.1f} s after the last; {asking.count} questions, all answered")


def served(server):
    """{id: title} of the quokkas, by the index on the disk and by the door."""
    server.get("/api/v1/acme/help")
    try:
        index = making.load(current(server) / "index.npz")
    except (making.IndexBroken, OSError, TypeError):
        return None
    ids = {id_ for id_ in index.ids if id_.startswith("invoices/s")}
    titles = {group["id"]: group["title"] for one in pages(server) for group in one}
    found = {id_: titles[id_] for id_ in ids if id_ in titles}
    right = all(index.find(Question(title), 3).hits[0].id == id_ for id_, title in found.items()) if found else True
    return found if right and ids == {id_ for id_ in titles if id_.startswith("invoices/s")} else None


def pages(server):
    after = ""
    while after is not None:
        page = server.get(f"/api/v1/acme/articles?limit=100&after={after}")
        yield [row for group in page["groups"] for row in group["articles"]]
        after = page["next"]


def test_cut_at_two_hundred_offsets(tmp_path):
    share_dictionaries(tmp_path)
    collection = Collection("acme", "en", tuple(document(f"a/{at}", title, body) for at, (title, body) in enumerate(articles(200))))
    engine = WhooshEngine(tmp_path / "search")
    engine.tend([collection])
    folder = tmp_path / "search" / "acme" / "en"
    path = folder / (folder / "current").read_text() / "index.npz"
    data = path.read_bytes()
    question = Question(collection.documents[7].title)
    for at in range(200):
        path.write_bytes(data[:len(data) * at // 200])
        fresh = WhooshEngine(tmp_path / "search")
        assert fresh.follow([collection]) == [collection] and fresh.index(collection) is None, at
        assert "a/7" in [hit.id for hit in fresh.find(collection, question).hits]
    rng = random.Random(5)
    flags = data.index(b"PK\x01\x02") + 8   # one bit of them says "encrypted", which zipfile answers in its own way
    for at in [flags, *(rng.randrange(len(data)) for _ in range(200))]:
        spoilt = bytearray(data)
        spoilt[at] ^= 1 << rng.randrange(8) if at != flags else 1
        path.write_bytes(spoilt)
        fresh = WhooshEngine(tmp_path / "search")
        fresh.follow([collection])   # a flipped bit is seen, or stands where nothing reads it
        assert "a/7" in [hit.id for hit in fresh.find(collection, question).hits]


def test_two_builders_at_once(tmp_path):
    share_dictionaries(tmp_path)
    code = f"""
import sys; sys.path.insert(0, {os.path.dirname(os.path.dirname(__file__))!r})
from material import document
from search_material import articles
from askaside.search.engine import Collection, Question
from askaside.search.whoosh_engine import WhooshEngine
import time
collection = Collection("acme", "en", tuple(document(f"a/{{at}}", title, body) for at, (title, body) in enumerate(articles(1000))))
engine = WhooshEngine({str(tmp_path / 'search')!r})
until = time.monotonic() + 60
while engine.current([collection]) != [collection] and time.monotonic() < until:
    engine.tend([collection])
    assert engine.find(collection, Question(collection.documents[3].title)).hits
    time.sleep(0.05)
print(engine.index(collection).find(Question(collection.documents[3].title)).hits[0].id)
"""
    both = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=120) for process in both]
    assert [out.strip() for out, _ in told] == ["a/3"] * 3, told
    folder = tmp_path / "search" / "acme" / "en"
    assert sorted(entry.name for entry in folder.iterdir()) == sorted(["current", "lock", (folder / "current").read_text()])


@pytest.fixture
def disk(tmp_path):
    """A disk of 8 MB with the dictionaries, mounted: for root only, as `make faults` is."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=True)
    share_dictionaries(folder)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def remount(disk, how):
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


def collection_of(count):
    return Collection("acme", "en", tuple(document(f"a/{at}", title, body) for at, (title, body) in enumerate(articles(count))))


def test_the_disk_is_full_while_building(disk):
    small, large = collection_of(100), collection_of(4000)
    engine = WhooshEngine(disk / "search")
    engine.tend([small])
    assert engine.current([small]) == [small]
    engine.tend([large])
    assert engine.current([large]) == [], "there is no room for it"
    assert engine.find(large, Question(small.documents[5].title)).hits[0].id == "a/5", "the last good one serves"
    remount(disk, "size=200m")
    engine._failed.clear()
    engine.tend([large])
    assert engine.current([large]) == [large]
    assert not list((disk / "search" / "acme" / "en").glob(".new-*"))


def test_the_disk_becomes_read_only(disk, caplog):
    before, after = collection_of(100), collection_of(120)
    engine = WhooshEngine(disk / "search")
    engine.tend([before])
    remount(disk, "ro")
    engine.tend([after])
    assert engine.current([after]) == [] and "Read-only file system" in caplog.text
    assert engine.find(after, Question(before.documents[5].title)).hits[0].id == "a/5", "the last good one serves"
    remount(disk, "rw")
    engine._failed.clear()
    engine.tend([after])
    assert engine.current([after]) == [after]


def test_a_server_that_starts_on_a_read_only_disk_keeps_its_index_elsewhere(disk, caplog):
    remount(disk, "ro")
    collection, engine = collection_of(100), WhooshEngine(disk / "search")
    assert "cannot be written" in caplog.text
    assert engine.find(collection, Question(collection.documents[5].title)).hits[0].id == "a/5"
    engine.tend([collection])
    assert engine.current([collection]) == [collection]
    shutil.rmtree(engine.folder)
