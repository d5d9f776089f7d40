"""An application behind a proxy that may spoil what it passes on, for whoever asks from outside."""

import ssl
import subprocess
import threading
from contextlib import contextmanager

from werkzeug.serving import make_server


@contextmanager
def served(app, spoil=None, ssl_context=None):
    """The port on which `app` (WSGI) is served while it lasts.

    spoil  called with (environ, status, headers as a list of pairs, body); gives back the three that go on, or None for as they are
    """
    def passed_on(environ, start_response):
        head = []
        answer = app(environ, lambda status, headers, exc_info=None: head.append((status, list(headers))))
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        status, headers = head[-1]
        status, headers, body = (spoil and spoil(environ, status, headers, body)) or (status, headers, body)
        start_response(status, headers)
        return [body]

    server = make_server("127.0.0.1", 0, passed_on, threaded=True, ssl_context=ssl_context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder, host, days=90):
    """(a context for a server called `host`, the file of its certificate, which nobody trusts yet)"""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, folder / "cert.pem"
