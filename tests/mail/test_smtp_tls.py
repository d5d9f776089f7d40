"""Letters leave by TLS, to a server that proves its name; a password goes to nobody else, and a wrong one loses no letter."""

import pytest
from mail_server import MailServer
from served import certificate

from askaside.mail.transport import Later, Smtp

RAW = b"Subject: x\r\n\r\ncanary-words\r\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    certificate(folder, "localhost")
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_letter_and_its_password_go_by_tls_to_a_server_that_proves_its_name_only(files, tmp_path, monkeypatch, scheme):
    server = MailServer(tmp_path / "letters", scheme, files).start()
    try:
        def send(host, password="canary"):
            Smtp.of(server.url.replace("//127.0.0.1", f"//user:{password}@{host}")).send("help@acme.test", "alice@acme.test", RAW)

        for trusted, host in (("/dev/null", "localhost"), (str(files[0]), "127.0.0.1")):
            monkeypatch.setenv("SSL_CERT_FILE", trusted)
            with pytest.raises(Later, match="CERTIFICATE_VERIFY_FAILED"):
                send(host)
        with pytest.raises(Later, match="535"):
            send("localhost", "wrong")   # the set-up is wrong, not the letter: it waits
        assert list(server.folder.iterdir()) == []
        send("localhost")
        kept, = server.folder.glob("*.eml")
        assert b"canary-words" in kept.read_bytes()
    finally:
        server.stop()
