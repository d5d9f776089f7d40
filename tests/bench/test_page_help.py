"""Page help at 1,000 articles beside a plain Flask view on the same eventlet that returns the same bytes from memory.

One run, rounds in turn, medians; only the ratio is asserted, never a time.
"""

import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from material import ROOT, SITE, Folder
from pages_server import Server
from ports import free_port

ROUNDS, SECONDS, CONNECTIONS = 5, 3, 32


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """(our server, address of the plain one, path of the question)."""
    tmp = tmp_path_factory.mktemp("bench")
    folder = Folder(tmp / "content")
    folder.site(SITE)
    for n in range(1000):
        folder.article(f"invoices/a{n:04}.en", f'title: How do I do thing number {n}?\npages: ["/invoices/{{id}}/tab{n % 97}"]\norder: {n % 7}', "Open it and choose this. " * 12)
    ours = Server(tmp, folder.path, command="serve").start()
    question = "/api/v1/acme/help?url=/invoices/2051/tab5&locale=en"
    with urllib.request.urlopen(ours.base + question) as answer:
        body = answer.read()
    (tmp / "body.json").write_bytes(body)
    port = free_port()
    plain = subprocess.Popen([sys.executable, ROOT / "tests/bench/plain_flask.py", str(port), tmp / "body.json"])
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.05)
    print(f"\nthe answer: {len(body)} bytes, {len(re.findall(b'.id.:', body))} rows")
    yield ours, f"http://127.0.0.1:{port}/raw", question
    ours.stop()
    plain.terminate()
    plain.wait()


def load(url, *words):
    """(requests a second, p50 ms, p99 ms) as wrk sees them."""
    told = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *words, url], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told or words
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))

    def at(percent):
        number, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", told).groups()
        return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]

    return rate, at(50), at(99)


def rounds(ours, plain, *words):
    seen = {"ours": [], "plain": []}
    for _ in range(ROUNDS):
        seen["ours"].append(load(ours, *words))
        seen["plain"].append(load(plain))
    for name, rows in seen.items():
        rate, p50, p99 = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name:6} {rate:8.0f} requests/s   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms")
    return statistics.median(a[0] / b[0] for a, b in zip(seen["ours"], seen["plain"], strict=True))


def test_page_help_is_as_fast_as_bytes_from_memory(both):
    ours, plain, question = both
    ratio = rounds(ours.base + question, plain)
    print(f"page help: {ratio:.2f} × a plain Flask view of the same bytes")
    assert ratio >= 1.0


def test_so_is_an_answer_that_the_asker_has(both):
    ours, plain, question = both
    with urllib.request.urlopen(ours.base + question) as answer:
        etag = answer.headers["ETag"]
    ratio = rounds(ours.base + question, plain, "-H", f"If-None-Match: {etag}")
    print(f"304: {ratio:.2f} × a plain Flask view of the whole bytes")
    assert ratio >= 1.0


def test_an_answer_that_is_not_in_front_is_told_too(both):
    """Each question another one: what the view itself costs. Printed, for nobody promised it."""
    ours, _, _ = both
    script = 'request = function() n = (n or 0) + 1; return wrk.format("GET", "/api/v1/acme/help?url=/invoices/" .. n .. "/tab5&locale=en") end'
    path = ours.folder / "each.lua"
    path.write_text(script)
    rate, p50, p99 = load(ours.base, "-s", str(path))
    print(f"each question another one: {rate:.0f} requests/s, p50 {p50:.2f} ms, p99 {p99:.2f} ms")
    assert rate > 0


def test_the_whole_server_with_the_demo_stays_under_200_megabytes(tmp_path):
    server = Server(tmp_path).start()
    try:
        for path in ("/demo/pages/en/invoices", "/askaside.js", "/help/demo/en/", "/api/v1/openapi.json", "/api/v1/demo/help", "/api/v1/demo/articles?limit=100"):
            urllib.request.urlopen(server.base + path).read()
        time.sleep(1)
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        now, most = (int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024 for name in ("VmRSS", "VmHWM"))
        before = os.times()
        ticks = sum(map(int, Path(f"/proc/{server.process.pid}/stat").read_text().split()[13:15]))
        time.sleep(5)
        idle = (sum(map(int, Path(f"/proc/{server.process.pid}/stat").read_text().split()[13:15])) - ticks) / os.sysconf("SC_CLK_TCK") / (os.times().elapsed - before.elapsed)
        print(f"\nmemory with the demo: {now:.0f} MiB now, {most:.0f} MiB at most; idle {idle:.1%} of a core")
        assert most < 200
    finally:
        server.stop()


def test_1100_idle_connections_and_one_honest_client(tmp_path):
    server = Server(tmp_path).start()
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1100)]
    try:
        for connection in idle:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert all(connection.recv(64).startswith(b"HTTP/1.1 200") for connection in idle)
        times = []
        for _ in range(50):
            begun = time.perf_counter()
            server.get("/api/v1/demo/help?url=/demo/pages/en/invoices")
            times.append((time.perf_counter() - begun) * 1000)
        print(f"\nbeside 1,100 idle connections: p50 {statistics.median(times):.1f} ms, at most {max(times):.1f} ms")
    finally:
        for connection in idle:
            connection.close()
        server.stop()
