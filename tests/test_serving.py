"""The program as it runs: live content, a clean stop, one port, idle connections, content that is not ours."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from material import ROOT, Folder
from pages_server import Server
from ports import free_port

SOON = 10   # seconds to wait at most; how long it takes is measured in bench/test_live.py
REAL = ROOT.parent / "shared" / "content-real"


# What is said of a server is said of both kinds, unless a test has its reason.
BOTH = pytest.mark.parametrize("mode", ["eventlet", "threading"])


@pytest.fixture
def mode():
    return "eventlet"


@pytest.fixture
def server(folder, tmp_path, mode):
    made = Server(tmp_path, folder.path, command="serve", mode=mode).start()
    yield made
    made.stop()


def title(server):
    return server.get("/api/v1/acme/articles/invoices/send")["title"]


def until(true, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


@BOTH
def test_a_saved_file_goes_live_a_replaced_one_and_a_thousand_too(server, folder):
    folder.article("invoices/send.en", "title: Saved")
    assert until(lambda: title(server) == "Saved", SOON)
    (folder.path / "acme/invoices/new").write_text("---\ntitle: Replaced\n---\n")
    os.replace(folder.path / "acme/invoices/new", folder.path / "acme/invoices/send.en.md")
    assert until(lambda: title(server) == "Replaced", SOON)
    for n in range(1000):
        folder.article(f"mail/m{n}.en", f"title: Number {n}")
    assert until(lambda: server.get("/api/v1/acme/help")["counts"]["site"] == 1002, SOON)
    folder.article("invoices/send.en", "titel: Broken")
    assert until(lambda: "Did you mean `title`?" in server.log.read_text(), SOON)
    assert title(server) == "Replaced"


def test_a_changed_picture_is_live_too(server, folder):
    folder.write("acme/mail/p.png", b"one")
    connection = http.client.HTTPConnection("127.0.0.1", server.port)

    def picture():
        connection.request("GET", "/api/v1/acme/files/mail/p.png")
        return connection.getresponse().read()

    assert until(lambda: picture() == b"one", SOON)
    folder.write("acme/mail/p.png", b"another")
    assert until(lambda: picture() == b"another", SOON)
    connection.close()


@BOTH
def test_on_sigterm_an_open_request_is_finished_and_idle_ones_do_not_hold_it(server):
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    body = b'{"helpful": true}'
    head = (f"POST /api/v1/acme/articles/invoices/send/votes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", server.port)) as half:
        half.sendall(head + body[:5])
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", server.port)).close()
        half.sendall(body[5:])
        assert half.recv(200).startswith(b"HTTP/1.1 204")
    assert server.process.wait(5) == 0
    assert "stopped with 0 requests open" in server.log.read_text()
    for connection in idle:
        connection.close()


@BOTH
def test_on_sigterm_open_sockets_are_ended_and_hold_up_nobody(server):
    polls = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SOON)
    polls.request("GET", "/socket.io/?EIO=4&transport=polling")
    sid = re.search(r'"sid":"([^"]+)"', polls.getresponse().read().decode())[1]
    polls.request("GET", f"/socket.io/?EIO=4&transport=polling&sid={sid}")   # waits for something to be told
    with socket.create_connection(("127.0.0.1", server.port), timeout=SOON) as web:
        web.sendall(f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode())
        assert b"101 Switching" in web.recv(4096)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(SOON) == 0
        assert b"stopped with 0 requests open" in server.log.read_bytes()
    polls.close()


@BOTH
def test_a_second_server_on_the_port_says_so_and_ends(server, tmp_path, mode):
    environ = {**os.environ, "ASKASIDE_ASYNC_MODE": mode, "ASKASIDE_PORT": str(server.port), "ASKASIDE_DATA_DIR": str(tmp_path / "second"), "ASKASIDE_CONTENT_DIR": str(server.content)}
    done = subprocess.run([sys.executable, "-m", "askaside.wsgi"], env=environ, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert "choose another ASKASIDE_PORT" in done.stderr
    assert "Deprecat" not in done.stderr


def test_idle_connections_beyond_eventlets_pool_shut_nobody_out(server):
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1100)]
    try:
        for connection in idle[::100]:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert title(server) == "Send an invoice"
    finally:
        for connection in idle:
            connection.close()


def test_the_command_refuses_a_wrong_setting(tmp_path):
    done = subprocess.run([sys.executable, "-m", "askaside.wsgi"], env={**os.environ, "ASKASIDE_PORT": "ten"}, cwd=tmp_path, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 1
    assert "ASKASIDE_PORT is 'ten'" in done.stderr


@BOTH
def test_many_who_ask_at_once_get_what_one_gets(server, folder):
    for n, words in enumerate(("paper jam", "red ink", "green stamp", "blue envelope")):
        folder.article(f"mail/m{n}.en", f"title: The {words}", f"How to treat a {words} " + "and more " * 50)
    paths = [f"/api/v1/acme/search?locale=en&q={words.replace(' ', '+')}" for words in ("paper jam", "red ink", "green stam", "blue", "envelope", "more", "invoice")]
    assert until(lambda: server.get("/api/v1/acme/help")["counts"]["site"] == 6 and server.get(paths[0])["results"], SOON)
    time.sleep(2)   # the index of the new ones takes the place of looking through them
    alone = {path: server.get(path) for path in paths}
    with ThreadPoolExecutor(8) as pool:
        assert all(found == alone[path] for path, found in zip(paths * 20, pool.map(server.get, paths * 20), strict=True))


def test_the_way_of_serving_may_stand_in_the_file_beside_the_start(tmp_path, folder):
    (tmp_path / ".env").write_text("ASKASIDE_ASYNC_MODE=threading\n")
    port, log = free_port(), tmp_path / "log"
    environ = {**os.environ, "ASKASIDE_PORT": str(port), "ASKASIDE_CONTENT_DIR": str(folder.path), "ASKASIDE_DATA_DIR": str(tmp_path / "var")}
    with open(log, "wb") as stream:
        process = subprocess.Popen([sys.executable, "-m", "askaside.wsgi"], env=environ, cwd=tmp_path, stdout=stream, stderr=stream)
    try:
        assert until(lambda: '"mode": "threading"' in log.read_text(), 120)
    finally:
        process.terminate()
        process.wait(30)


@BOTH
def test_rude_requests_get_an_answer_and_harm_nobody(server):
    rude = [b"GET /api/v1/acme/help?url=" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /api/v1/acme/help?url=%ff HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
            b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"POST /api/v1/acme/seen HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n"]
    for request in rude:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(request)
            answer = connection.recv(1000)
            assert answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 4", b"HTTP/1.0 4")) or b"Error code: 400" in answer, (request[:60], answer[:200])
    assert title(server) == "Send an invoice"


@BOTH
def test_a_connection_lasts_whatever_was_asked(server):
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SOON)

    def ask(method, path, body=None):
        line.request(method, path, body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        return answer.status, len(answer.read())

    ask("GET", "/healthz")
    first = line.sock
    assert first and ask("POST", "/api/v1/nowhere/seen", "x" * 5000)[0] == 404 and ask("HEAD", "/healthz") == (200, 0)
    assert ask("POST", "/api/v1/acme/articles/invoices/send/votes", '{"helpful": true}') == (204, 0)
    assert ask("GET", "/api/v1/acme/articles/invoices/send")[0] == 200 and line.sock is first
    line.close()


@BOTH
def test_saves_while_everybody_reads_never_show_half(server, folder):
    """A reader sees the old or the new answer, never an error, while the file is saved again and again."""
    stop, wrong = threading.Event(), []

    def read():
        while not stop.is_set():
            try:
                if not title(server).startswith("Version"):
                    wrong.append(title(server))
            except OSError as error:
                wrong.append(repr(error))

    folder.article("invoices/send.en", "title: Version 0")
    assert until(lambda: title(server) == "Version 0", SOON)
    reader = threading.Thread(target=read)
    reader.start()
    for n in range(60):
        folder.article("invoices/send.en", f"title: Version {n}", "word " * 2000)
        time.sleep(0.03)
    assert until(lambda: title(server) == "Version 59", SOON)
    stop.set()
    reader.join()
    assert wrong == []


def test_real_content_that_is_not_ours_loads_whole(tmp_path):
    """Two products' public help, 1,207 files in five languages. It lies beside the checkout, in ../shared/content-real."""
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is not there")
    server = Server(tmp_path, REAL, command="serve").start()
    try:
        assert "content:" not in server.log.read_text()
        count = 0
        for path in REAL.glob("*/*/*.md"):
            site, module, (slug, locale) = path.parts[-3], path.parts[-2], path.stem.rsplit(".", 1)
            told = server.get(f"/api/v1/{site}/articles/{module}/{slug}?locale={locale}")
            assert (told["locale"], told["fallback"]) == (locale, False)
            assert told["html"]
            count += 1
        assert count == 1207
    finally:
        server.stop()


def test_an_empty_content_folder_is_not_ready_and_says_so(tmp_path):
    server = Server(tmp_path, Folder(tmp_path / "nothing").path, command="serve")
    server.content.mkdir()
    threading.Thread(target=lambda: (time.sleep(3), server.stop()), daemon=True).start()
    with pytest.raises(RuntimeError):
        server.start()
