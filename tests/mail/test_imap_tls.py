"""A mailbox behind TLS, as most are, read by a process that is patched by eventlet as the served one is."""

import os
import subprocess
import sys

import pytest
from imap_server import ImapServer
from served import certificate

PROGRAM = """
import sys
from askaside import wsgi
from askaside.mail import imap
imap.is_loopback = lambda host: False
try:
    session = imap.Imap.of(sys.argv[1]).open()
    session.examine("INBOX")
    print(len(session.fetch(1, 1 << 20)[0]))
    session.close()
except imap.Trouble as trouble:
    print("trouble:", trouble)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    certificate(folder, "localhost")
    made = ImapServer((folder / "cert.pem", folder / "key.pem"))
    try:
        made.start().put(b"Subject: x\r\n\r\n" + b"words " * 50_000 + b"\r\n")
        made.trusted = str(folder / "cert.pem")
        yield made
    finally:
        made.remove()


def told(server, url, trusted):
    environ = {"SSL_CERT_FILE": server.trusted if trusted else "/dev/null", "SSL_CERT_DIR": "/dev/null"}
    return subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM, url], env={**os.environ, **environ}, capture_output=True, text=True, timeout=60, check=True).stdout.strip()


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_a_letter_comes_by_tls_from_a_server_that_proves_its_name_only(server, scheme):
    url = server.url.replace("imap:", f"{scheme}:").replace("127.0.0.1", "localhost").replace(str(server.port), str(server.port if scheme == "imap" else server.secure_port))
    assert told(server, url, trusted=True) == "300016"
    assert "CERTIFICATE_VERIFY_FAILED" in told(server, url, trusted=False)
    assert "trouble: SSL" in told(server, url.replace("localhost", "127.0.0.1"), trusted=True)
