"""Three hundred who listen, twenty who write and those who search, while one wants the server for themselves: what the honest ones wait for, calm and beside that one."""

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from urllib.parse import quote

from chat_office import memory_mib, office
from chat_peers import BENCH, on_ours, sync_ms
from material import ROOT
from search_material import questions

LISTENING, WRITING, SEARCHES, SECONDS = 300, 20, 10, 20


class Searching(threading.Thread):
    """SEARCHES a second for so many seconds: `times` in milliseconds, `refused` the statuses that were none."""

    def __init__(self, port, seconds):
        super().__init__()
        self.port, self.until, self.times, self.refused = port, time.monotonic() + seconds, [], []
        self.start()

    def run(self):
        line, due = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), time.monotonic()
        texts = [text for several in questions().values() for text in several]
        while time.monotonic() < self.until:
            due += 1 / SEARCHES
            time.sleep(max(0, due - time.monotonic()))
            begun = time.perf_counter()
            line.request("GET", f"/api/v1/acme/search?locale=en&q={quote(random.choice(texts))}", headers={"X-Forwarded-For": "10.1.1.1"})
            answer = line.getresponse()
            answer.read()
            self.times.append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                self.refused.append(answer.status)
        line.close()


def p95(times):
    return sorted(times)[int(len(times) * 0.95)]


def test_one_who_wants_it_all_leaves_enough_for_the_others(tmp_path, monkeypatch):
    monkeypatch.setenv("ASKASIDE_TRUSTED_PROXIES", "1")
    with office(tmp_path, LISTENING + WRITING, texts=1000) as (server, people, desks):
        fair(tmp_path, server, people, desks)


def fair(tmp_path, server, people, desks):
    everybody = json.loads(people.read_text())
    (tmp_path / "writing.json").write_text(json.dumps(everybody[:WRITING]))
    (tmp_path / "listening.json").write_text(json.dumps(everybody[WRITING:]))
    listening = threading.Thread(target=lambda: heard.update(on_ours(server, tmp_path / "listening.json", "idle", seconds=3 * SECONDS + 10)))
    heard = {}
    listening.start()

    def honest(run):
        searching = Searching(server.port, SECONDS)
        row = on_ours(server, tmp_path / "writing.json", "talk", run=run, desks=str(desks), seconds=SECONDS - 4)
        searching.join()
        print(f"lines p50 {row['done_ms']['p50']} ms, p95 {row['done_ms']['p95']}, worst {row['done_ms']['max']}; searches p95 {p95(searching.times):.1f} ms, worst {max(searching.times):.0f}; "
              f"{memory_mib(server):.0f} MiB")
        assert (row["refused"], row["unanswered"], row["dropped"], searching.refused) == ({}, 0, 0, [])
        return max(row["done_ms"]["p95"], p95(searching.times))

    disk = sync_ms(tmp_path)
    print(f"\nthe disk keeps 8 kB in {disk:.2f} ms\ncalm: ", end="")
    calm, before = honest("calm"), memory_mib(server)
    abuser = subprocess.Popen([sys.executable, BENCH / "abuser.py", str(server.port), str(SECONDS + 4)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])})
    time.sleep(2)
    print("beside the abuser: ", end="")
    beside = honest("beside")
    told, wrong = abuser.communicate(timeout=120)
    assert told, wrong
    print(f"what the abuser was answered: {told.strip()}")
    listening.join()
    grown = memory_mib(server) - before
    print(f"{grown:.0f} MiB more than before; of {LISTENING} who listen {heard['dropped']} were dropped")
    assert heard["dropped"] == 0 and grown < 200
    assert beside < 500 * max(1, calm / 50, disk), "where others use the machine or its disk, calm is slow as well"
