"""The search at 1,000 and 10,000 articles, beside bm25s on the same texts and questions; and what it costs the server.

Only ratios are asserted. Times are the thread's own processor time: others on the machine are not measured.
"""

import os
import re
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote

import bm25s
import pytest
from material import ONE_LANGUAGE, Folder, document, share_dictionaries
from pages_server import Server
from search_material import articles, questions

from askaside.search.engine import Collection, Question
from askaside.search.whoosh_engine import WhooshEngine


def build(count, folder):
    """An index as a server has it: built in a process beside this one, and loaded; and the seconds that took."""
    collection = Collection("acme", "en", tuple(document(f"invoices/a{at}", title, body) for at, (title, body) in enumerate(articles(count))))
    share_dictionaries(folder)
    engine = WhooshEngine(folder / "search")
    begun = time.perf_counter()
    engine.build([collection])
    return engine.index(collection), time.perf_counter() - begun


def spent(act, texts):
    """Milliseconds for each of `texts`, sorted."""
    times = []
    for text in texts:
        begun = time.thread_time()
        act(text)
        times.append((time.thread_time() - begun) * 1000)
    return sorted(times)


def at(times, share):
    return times[int(len(times) * share)]


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    found = {}
    for count in (1000, 10_000):
        folder = tmp_path_factory.mktemp(f"index{count}")
        found[count], took = build(count, folder)
        size = sum(path.stat().st_size for path in (folder / "search" / "acme").rglob("*") if path.is_file())
        print(f"\n{count} articles: built in {took:.1f} s, {size / 1e6:.0f} MB on the disk, {len(found[count].words)} words")
    return found


def test_a_question_costs_little_and_hardly_grows(indexes):
    medians = {}
    for count, index in indexes.items():
        for kind, texts in questions().items():
            times = spent(lambda text, index=index: index.find(Question(text), 10), texts)
            medians[count, kind] = at(times, 0.5)
            print(f"\n{count} articles, {kind}: p50 {at(times, 0.5):.2f} ms, p95 {at(times, 0.95):.2f} ms", end="")
    growth = {kind: medians[10_000, kind] / medians[1000, kind] for kind in questions()}
    print("\ngrowth from 1,000 to 10,000: " + ", ".join(f"{kind} {by:.2f} ×" for kind, by in growth.items()))
    assert max(growth.values()) < 4


def test_it_costs_at_most_ten_times_bm25s(indexes):
    """bm25s only adds up the scores of whole words: no slips, no half words, no marks, no confidence."""
    corpus = [f"{title} {body}" for title, body in articles(10_000)]
    plain = bm25s.BM25()
    plain.index(bm25s.tokenize(corpus, show_progress=False), show_progress=False)
    for kind, texts in questions().items():
        ours = spent(lambda text: indexes[10_000].find(Question(text), 10), texts)
        theirs = spent(lambda text: plain.retrieve(bm25s.tokenize(text, show_progress=False, return_ids=False), k=10, show_progress=False, n_threads=0), texts)
        ratio = at(ours, 0.5) / at(theirs, 0.5)
        print(f"\n{kind}: ours {at(ours, 0.5):.2f} ms, bm25s {at(theirs, 0.5):.2f} ms: {ratio:.1f} ×", end="")
        assert ratio < 10


def test_the_server_goes_on_while_an_index_is_built(tmp_path):
    """The longest wait of a client that asks all the time: before, and while 10,000 articles are indexed anew."""
    folder = Folder(tmp_path / "content")
    folder.site(ONE_LANGUAGE)
    for number, (title, body) in enumerate(articles(10_000)):
        folder.article(f"invoices/a{number}.en", f"title: {title!r}", re.sub(r"^(?=[#>`~-])", r"\\", body, flags=re.M))
    server = Server(tmp_path, folder.path, command="serve")
    begun = time.perf_counter()
    server.start(patience=300)
    print(f"\n10,000 articles: read and indexed {time.perf_counter() - begun:.0f} s after the start")
    try:
        quiet = waits(server, lambda: time.sleep(10))
        folder.article("invoices/new.en", "title: About the zebra crossing", "Zebra.")

        def built():
            until = time.perf_counter() + 120
            while not (found := server.get("/api/v1/acme/search?q=zebra+crossing&locale=en")["results"]) or found[0]["id"] != "invoices/new":
                assert time.perf_counter() < until
                time.sleep(0.5)

        begun = time.perf_counter()
        busy = waits(server, built)
        print(f"a new article is found after {time.perf_counter() - begun:.0f} s; the longest wait meanwhile {max(busy):.0f} ms "
              f"(median {statistics.median(busy):.1f}), before {max(quiet):.0f} ms ({statistics.median(quiet):.1f})")
    finally:
        server.stop()


def waits(server, act):
    """Milliseconds of each of many requests while `act` runs."""
    done, times = threading.Event(), []

    def ask():
        while not done.is_set():
            begun = time.perf_counter()
            server.get("/healthz")
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.002)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        act()
    finally:
        done.set()
        asking.join()
    return times


def test_memory_and_start_with_the_demo(tmp_path):
    server = Server(tmp_path).start()
    server.stop()
    begun = time.perf_counter()
    server.start()
    started = time.perf_counter() - begun
    try:
        for locale, text in (("en", "send invoice"), ("he", "חשבונית"), ("sl", "račun"), ("ru", "счёт"), ("fi", "lasku")):
            server.get(f"/api/v1/demo/search?locale={locale}&q={quote(text)}")
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        now, most = (int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024 for name in ("VmRSS", "VmHWM"))
        print(f"\nthe demo's five languages: {now:.0f} MiB now, {most:.0f} MiB at most; ready {started:.2f} s after a warm start")
        assert most < 200 and os.path.isdir(tmp_path / "var" / "search")
    finally:
        server.stop()
