"""A mailbox behind TLS, as most are, read by a process that is patched by eventlet as the served one is."""

import os
import subprocess
import sys

import pytest
from imap_server import ImapServer
from served import certificate

# Lines of (file of trusted certificates, address) → a line of what came of it.
PROGRAM = """
import os, sys
from askaside import wsgi
from askaside.mail import imap
imap.is_loopback = lambda host: False
for line in sys.stdin:
    os.environ["SSL_CERT_FILE"], url = line.split()
    try:
        session = imap.Imap.of(url).open()
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


def test_a_letter_comes_by_tls_from_a_server_that_proves_its_name_only(server):
    urls = [server.url.replace("127.0.0.1", "localhost"), server.url.replace("imap:", "imaps:").replace("127.0.0.1", "localhost").replace(str(server.port), str(server.secure_port))]
    asked = [f"{trusted} {url}" for url in urls for trusted, url in ((server.trusted, url), ("/dev/null", url), (server.trusted, url.replace("localhost", "127.0.0.1")))]
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", PROGRAM], env={**os.environ, "SSL_CERT_DIR": "/dev/null"}, input="\n".join(asked), capture_output=True, text=True, timeout=120,
                          check=True)
    told = done.stdout.splitlines()
    for by in (told[:3], told[3:]):
        assert by[0] == "300016"
        assert "CERTIFICATE_VERIFY_FAILED" in by[1] and "mismatch" in by[2]
    assert len(told) == 6
