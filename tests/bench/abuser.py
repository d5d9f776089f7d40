"""One who wants the server for themselves, from one address: `abuser.py PORT SECONDS`. Answers with one line of JSON: what was answered how often.

A hundred requests a second, uploads of 10 MB without a pause, a hundred lines a second of what is slow to show, and sockets that are never read.
"""

import http.client
import io
import json
import os
import random
import socket
import sys
import threading
import time
from collections import Counter

from cast import visitor
from PIL import Image
from sockets import deaf, opened

PORT, SECONDS, ADDRESS = int(sys.argv[1]), float(sys.argv[2]), "10.66.6.6"
UNTIL = time.monotonic() + SECONDS
SLOW = ["*a" * 2048, "[" * 4096, "**a*b" * 819, "[a](" * 1024, "<" * 4096, "- *\n" * 1024, "_" * 4096, "```\n" * 1024, "https://" * 512, "&" * 4096]
answers = Counter()


def ask(line, what, method, path, body=None, **head):
    try:
        line.request(method, path, body, {"X-Forwarded-For": ADDRESS, **head})
        answer = line.getresponse()
        answer.read()
        answers[what, answer.status] += 1
    except (OSError, http.client.HTTPException) as wrong:
        answers[what, type(wrong).__name__] += 1
        line.close()


def requests():
    """A quarter of a hundred a second."""
    line, due = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30), time.monotonic()
    while time.monotonic() < UNTIL:
        due = max(due + 0.04, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))
        kind = random.randrange(4)
        if kind == 0:
            ask(line, "request", "GET", f"/api/v1/acme/search?locale=en&q={random.randbytes(30).hex()}+the+of+and")
        elif kind == 1:
            ask(line, "request", "GET", f"/api/v1/acme/help?url=/invoices/{random.random()}")
        elif kind == 2:
            ask(line, "request", "POST", "/api/v1/acme/articles/invoices/a1/votes", b'{"helpful": false}', **{"Content-Type": "application/json"})
        else:
            ask(line, "request", "POST", "/api/v1/acme/tickets", json.dumps({"body": "x" * 5000, "locale": "en"}), **{"Content-Type": "application/json"}, **visitor(f"abuser {random.random()}"))


def uploads(what, name):
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name.encode() + b"\"\r\n\r\n" + what + b"\r\n--x--\r\n"
    while time.monotonic() < UNTIL:
        ask(line, "upload", "POST", "/api/v1/acme/files", body, **{"Content-Type": "multipart/form-data; boundary=x"}, **visitor(f"abuser {random.random()}"))


def lines(who):
    """Half a hundred lines a second by one socket, whose answers are read in heaps."""
    line = opened(PORT, who, ADDRESS)
    line.send(f'42/chat,0{json.dumps(["chat:start", {"client_id": f"{who}-start", "body": "Hello."}])}')
    conversation, number = None, 0
    while time.monotonic() < UNTIL:
        for packet in line.read(0.02):
            if packet == "2":
                line.send("3")
            elif packet.startswith("43/chat,"):
                answer = json.loads(packet[packet.index("["):])[0]
                conversation = conversation or answer.get("conversation")
                answers["line", answer.get("error", {}).get("code", "kept")] += 1
        if conversation:
            number += 1
            line.send(f'42/chat,{number}{json.dumps(["chat:message", {"conversation": conversation, "client_id": f"{who}-{number}", "body": random.choice(SLOW)}])}')


def guarded(act, *told):
    def run():
        while time.monotonic() < UNTIL:
            try:
                return act(*told)
            except (OSError, ValueError) as wrong:
                answers[act.__name__, type(wrong).__name__] += 1
                time.sleep(0.5)
    return threading.Thread(target=run)


if __name__ == "__main__":
    noise = io.BytesIO()
    Image.frombytes("RGB", (1800, 1800), os.urandom(1800 * 1800 * 3)).save(noise, "PNG", compress_level=0)
    unread = [deaf(PORT, f"loud {at % 2}", ADDRESS) for at in range(6)]
    threads = [*(guarded(requests) for _ in range(4)), guarded(uploads, noise.getvalue(), "noise.png"), guarded(uploads, b"a;b\n" * 2_500_000, "table.csv"),
               *(guarded(lines, f"loud {at}") for at in range(2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for line in unread:
        line.shutdown(socket.SHUT_RDWR)
        line.close()
    print(json.dumps({f"{what} {how}": count for (what, how), count in sorted(answers.items(), key=str)}))
