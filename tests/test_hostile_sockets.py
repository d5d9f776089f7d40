"""What comes over a real socket and is no decent request: an answer or a closed line, no fault, no byte from outside, and the next one is served."""

import json
import re
import socket
import struct
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import hostile
import pytest
from cast import visitor
from material import ONE_LANGUAGE, Folder
from pages_server import Server

SECRET = b"canary 7f3c9a"
HOST = b"Host: x\r\n"
UPGRADE = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
HANDSHAKE = UPGRADE + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def server(tmp_path_factory, request):
    tmp = tmp_path_factory.mktemp("sockets")
    texts = Folder(tmp / "content")
    texts.site(f"# {SECRET.decode()}\n{ONE_LANGUAGE}")
    texts.article("mail/write.en", f"title: Write   # {SECRET.decode()}")
    texts.write("acme/mail/good.png", b"a picture")
    for name in ("canary.txt", "../canary.txt", "../var/canary.txt"):
        texts.write(name, SECRET)
    made = Server(tmp, texts.path, mode=request.param).start(ready="/healthz")
    yield made
    made.stop()


def say(server, data, patience=5):
    """All that comes back for `data`, until the line is closed or nothing comes for a while."""
    found = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as line:
        try:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            while piece := line.recv(65536):
                found += piece
        except OSError:
            pass   # refused before it was all sent
    return found


def statuses(answer):
    return [int(status) for status in re.findall(rb"^HTTP/1\.[01] (\d\d\d)", answer, re.M)]


RUDE = {
    "a query of a megabyte": b"GET /api/v1/acme/search?q=" + b"x" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path of a megabyte": b"GET /" + b"a/" * 500_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a header of a megabyte": b"GET / HTTP/1.1\r\nX: " + b"y" * 1_000_000 + b"\r\n" + HOST + b"\r\n",
    "ten thousand headers": b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
    "a header without colon": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", "a header that is folded": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\r\n\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n", "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "a host that is a tag": b'GET /help/acme/en/ HTTP/1.1\r\nHost: "><script>alert(1)</script>\r\n\r\n', "HTTP/0.9": b"GET /\r\n", "HTTP/9": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "no method": b" / HTTP/1.1\r\n" + HOST + b"\r\n", "no path": b"GET  HTTP/1.1\r\n" + HOST + b"\r\n",
    "a whole address": b"GET http://evil.test/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", "an address of others": b"CONNECT evil.test:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", "two slashes": b"GET //etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "raw bytes": b"GET /\xff\xfe\xc3( HTTP/1.1\r\n" + HOST + b"\r\n", "NUL in the path": b"GET /a\0b HTTP/1.1\r\n" + HOST + b"\r\n",
    "a newline in the path": b"GET /a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n" + HOST + b"\r\n", "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "nothing": b"",
    "newlines": b"\r\n" * 1000, "binary": bytes(range(256)) * 100,
    "a length that is none": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n{}",
    "two lengths": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}",
    "a length and chunks": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
    "chunks of no size": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk without end": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}",
    "chunks beyond the limit": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    + (b"8000\r\n" + b"x" * 0x8000 + b"\r\n") * 40 + b"0\r\n\r\n",
    "less than was promised": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{",
    "a WebSocket without a key": UPGRADE + b"Sec-WebSocket-Version: 13\r\n\r\n", "a WebSocket of version 1": UPGRADE + b"Sec-WebSocket-Version: 1\r\nSec-WebSocket-Key: eA==\r\n\r\n",
    "frames that are none": HANDSHAKE + bytes(range(256)) * 10, "a frame of a gigabyte": HANDSHAKE + b"\x81\xff" + (1 << 30).to_bytes(8) + b"mask" + b"x" * 300_000,
    "a packet that is none": HANDSHAKE + b"\x81\x83\0\0\0\0" + b"9x\0",
    "a deep body": b"POST /api/v1/acme/seen HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n" + b"[" * 60_000}


@pytest.mark.parametrize("what", RUDE)
def test_rude(server, what):
    begun = time.monotonic()
    answer = say(server, RUDE[what])
    assert not [status for status in statuses(answer) if status >= 500 and status not in (501, 505)], answer[:300]
    assert SECRET not in answer and b"root:x:0" not in answer and b"Set-Cookie" not in answer and b"><script>alert" not in answer
    assert time.monotonic() - begun < 15
    assert server.get("/healthz")["status"] == "alive"


def test_no_request_line_leads_out_of_a_folder(server):
    names = hostile.traversals(["canary.txt", "etc/passwd", "var/canary.txt", "site.toml", "mail/write.en.md", "app.py"], 500)
    asked = [f"{before}{name}" for name in names for before in ("/api/v1/acme/files/mail/", "/demo/static/")] + [f"/{name}" for name in names[::5]]
    found = []
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        reader = line.makefile("rb")
        for target in asked:
            line.sendall(b"GET " + target.replace(" ", "%20").encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n")
            status, length = int(reader.readline().split()[1]), 0
            while (header := reader.readline().strip().lower()):
                length = int(header.split(b":")[1]) if header.startswith(b"content-length") else length
            body = reader.read(length)
            found.append(status)
            assert status < 500, (target, status)
            assert SECRET not in body and b"root:x:0" not in body, target
            assert status < 400 or json.loads(body)["status"] == status, target
        reader.close()
    print(f"\n{len(asked)} request lines, {len(set(names))} names: {({status: found.count(status) for status in sorted(set(found))})}")
    assert server.get("/healthz")["status"] == "alive"


def test_nothing_of_it_was_a_fault(server):
    log = server.log.read_text(errors="replace")
    assert "unforeseen" not in log and "Traceback" not in log, log[-3000:]


def test_a_handshake_that_the_network_says_twice_is_taken_once(server):
    auth = json.dumps({"site": "acme", "visitor": visitor("twice")["Authorization"].split()[1]})
    for packets in [[f"40/chat,{auth}"] * 2] * 30 + [[f"40/chat,{auth}\x1e40/chat,{auth}"]] * 3:
        with urllib.request.urlopen(f"{server.base}/socket.io/?EIO=4&transport=polling", timeout=10) as answer:
            address = f"{server.base}/socket.io/?EIO=4&transport=polling&sid={json.loads(answer.read().removeprefix(b'0'))['sid']}"
        with ThreadPoolExecutor(2) as network:
            for said in [network.submit(urllib.request.urlopen, urllib.request.Request(address, packet.encode(), {"Content-Type": "text/plain"}), timeout=10) for packet in packets]:
                said.result().close()
        urllib.request.urlopen(urllib.request.Request(address, b'42/chat,7["chat:end",{}]', {"Content-Type": "text/plain"}), timeout=10).close()
        heard = []
        while not any(packet.startswith("43/chat,7") for packet in heard):   # the answer to what came last
            with urllib.request.urlopen(address, timeout=10) as answer:
                heard += answer.read().decode().split("\x1e")
        assert [packet[:9] for packet in heard] == ['40/chat,{', "43/chat,7"], heard
        urllib.request.urlopen(urllib.request.Request(address, b"1", {"Content-Type": "text/plain"}), timeout=10).close()
    assert "Traceback" not in server.log.read_text()


def test_a_packet_that_is_cut_within_is_no_fault_in_the_log(server):
    with urllib.request.urlopen(f"{server.base}/socket.io/?EIO=4&transport=polling", timeout=10) as answer:
        session = json.loads(answer.read().removeprefix(b"0"))["sid"]
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
            line.sendall(b"POST /socket.io/?EIO=4&transport=polling&sid=" + session.encode() + b" HTTP/1.1\r\n" + HOST + b"Content-Type: text/plain\r\nContent-Length: 500\r\n\r\n40/cha")
            time.sleep(0.2)   # so that it is being read
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))   # a reset
    time.sleep(0.5)
    assert "Traceback" not in server.log.read_text()
