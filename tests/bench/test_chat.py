"""What a chat costs, beside a bare Flask-SocketIO echo and Node's socket.io server on the same machine in the same run: 5,000 who only listen, and 500 who write.

Ratios are printed; nothing is asserted of times, only of memory. The peers are in the research folder beside the checkout; where that is not, this says so.
"""

import json
import resource
from contextlib import contextmanager

import pytest
from chat_office import kept, office
from chat_peers import LOAD, on_ours, on_peer, peer, stolen, sync_ms

LISTENING, WRITING, SECONDS = 5000, 500, 15


@pytest.fixture(scope="module", autouse=True)
def files():
    """Each connection is an open file, and 1,024 is what a shell begins with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert hard > LISTENING + 200, f"only {hard} open files are allowed here"
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture(autouse=True)
def one_proxy(monkeypatch):
    """Each person has an address of their own."""
    monkeypatch.setenv("ASKASIDE_TRUSTED_PROXIES", "1")


@contextmanager
def watched():
    """Prints how much of the machine the host took meanwhile."""
    before = stolen()
    yield
    taken, every = (after - first for after, first in zip(stolen(), before, strict=True))
    print(f"(the host took {100 * taken / every:.1f} % of the machine meanwhile)")


def of_peers(mode, **asked):
    """{name: what sio_load.js measures of the peer}"""
    if not (LOAD / "sio_load.js").exists():
        print(f"{LOAD} is not there, which is no part of the repository: nothing is compared")
        return {}
    found = {}
    for name in ("bare Flask-SocketIO", "Node socket.io"):
        with peer(name) as (port, pid):
            found[name] = on_peer(port, pid, mode, **asked)
    return found


def test_five_thousand_who_listen(tmp_path):
    print()
    with office(tmp_path, LISTENING) as (server, people, _), watched():
        ours = on_ours(server, people, "idle", seconds=5)
        peers = of_peers("idle", conns=LISTENING, ramp=400, hold=5)
    print(f"{LISTENING} who listen: {ours['kib_each']} KiB each; {ours['opened']} opened in {ours['opened_in_s']} s, {ours['dropped']} dropped, {ours['idle_cpu_percent']} % of a processor")
    for name, row in peers.items():
        print(f"{name}: {row['kib_per_conn']} KiB each, ours is {ours['kib_each'] / row['kib_per_conn']:.2f} ×; {row['conns']} opened in {row['connect_s']} s, {row['idle_cpu_pct']} % of a processor")
    assert (ours["opened"], ours["dropped"], ours["failures"]) == (LISTENING, 0, {})
    assert all(ours["kib_each"] <= 1.1 * row["kib_per_conn"] for name, row in peers.items() if name.startswith("bare"))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_five_hundred_who_write(request, tmp_path, monkeypatch, database):
    """Each line is in the database once, without a gap, as it was acknowledged. The PostgreSQL of the tests does not wait for its disk."""
    url = request.getfixturevalue("postgres").make("chat") if database == "postgresql" else None
    if url:
        monkeypatch.setenv("ASKASIDE_DATABASE_URL", url)
    with office(tmp_path, WRITING, url=url) as (server, people, desks), watched():
        print(f"\n{database}; the disk keeps 8 kB in {sync_ms(tmp_path):.2f} ms")
        ours = on_ours(server, people, "talk", desks=str(desks), seconds=SECONDS, told=str(tmp_path / "told"))
        rows, last = kept(server, url)
        peers = of_peers("chat", conns=WRITING, rate=1, secs=SECONDS, bytes=160)
    done = ours["done_ms"]
    print(f"{ours['sent_per_s']} lines a second, each stored, acknowledged, back, and on the desk: p50 {done['p50']} ms, p95 {done['p95']}, p99 {done['p99']}, worst {done['max']} (acknowledged: p50 "
          f"{ours['acked_ms']['p50']}, p95 {ours['acked_ms']['p95']}); {ours['cpu_ms_a_line']} ms of a processor each, {ours['server_cpu_percent']} %")
    for name, row in peers.items():
        print(f"an echo of {name}: p50 {row['p50_ms']} ms, p95 {row['p95_ms']}, {row['server_cpu_pct']} %: ours takes {done['p50'] / row['p50_ms']:.1f} × at p50, "
              f"{done['p95'] / row['p95_ms']:.1f} × at p95, {ours['server_cpu_percent'] / max(1, row['server_cpu_pct']):.1f} × the processor")
    assert (ours["opened"], ours["dropped"], ours["refused"], ours["unanswered"]) == (WRITING, 0, {}, 0)
    told = sorted(tuple(json.loads(line)) for line in (tmp_path / "told").read_text().splitlines())
    assert len(told) >= ours["sent"] and told == rows
    numbers = {}
    for conversation, _, n, _ in rows:
        numbers.setdefault(conversation, []).append(n)
    assert all(sorted(found) == list(range(1, last[conversation] + 1)) for conversation, found in numbers.items())
