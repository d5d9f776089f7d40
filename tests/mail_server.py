"""A real SMTP server in a process of its own (asyncio and our threads do not mix); what it took lies in a folder, what it answers is set by a file."""

import email
import email.policy
import socket
import subprocess
import sys
import time
from pathlib import Path

HANDLER = '''
import asyncio, ssl, sys, time
from pathlib import Path
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

folder = Path(sys.argv[1])

class Keep:
    def told(self, what):
        path = folder / ("answer-" + what)
        return path.read_text() if path.exists() else None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if told := self.told("mail"):
            return told
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.told("quit") or "221 Bye"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if told := self.told("rcpt"):
            return told
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns()}.eml"
        (folder / (name + ".part")).write_bytes("\\n".join([envelope.mail_from, *envelope.rcpt_tos]).encode() + b"\\0" + envelope.content)
        told = self.told("data")
        if told == "hang":
            await asyncio.sleep(60)
        if told and told.startswith("250 slowly"):   # who does not wait for the answer has sent it all the same
            await asyncio.shield(asyncio.ensure_future(self.kept_after(float(told.split()[2]), name)))
            return "250 kept"
        if told and not told.startswith("250"):
            return told
        (folder / (name + ".part")).rename(folder / name)
        return "250 kept"

    async def kept_after(self, seconds, name):
        await asyncio.sleep(seconds)
        (folder / (name + ".part")).rename(folder / name)

how = {}
if len(sys.argv) > 3:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*sys.argv[4:6])
    how = {"ssl_context" if sys.argv[3] == "smtps" else "tls_context": context, "auth_require_tls": False, "auth_required": True,
           "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(success=(data.login, data.password) == (b"user", b"canary"), handled=False)}
server = Controller(Keep(), hostname="127.0.0.1", port=int(sys.argv[2]), **how)
server.start()
print("ready", flush=True)
time.sleep(3600)
'''


class Letter:
    """A letter as the server took it: sender, recipients, and its parts read."""

    def __init__(self, kept):
        head, _, self.raw = kept.partition(b"\0")
        self.sender, *self.recipients = head.decode().split("\n")
        self.message = email.message_from_bytes(self.raw, policy=email.policy.default)
        self.subject = self.message["Subject"]
        self.text = self.message.get_body(["plain"]).get_content()
        self.html = self.message.get_body(["html"]).get_content()


class MailServer:
    def __init__(self, folder, scheme="smtp", certificate=()):
        """`certificate`: files of it and of its key, for TLS: by STARTTLS, or from the first byte (`scheme` smtps); the user is `user`, the password `canary`."""
        self.tls = [scheme, *map(str, certificate)] if certificate else []
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        self.process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", HANDLER, str(self.folder), str(self.port), *self.tls], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready"
        return self

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
        self.process = None

    def answers(self, what, text=None):
        """From now on a command (`what`: mail, rcpt, data, quit) is answered with `text`; None: as usual."""
        path = self.folder / f"answer-{what}"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text)

    @property
    def letters(self):
        """[Letter] taken so far, in order."""
        return [Letter(path.read_bytes()) for path in sorted(self.folder.glob("*.eml"))]

    def wait(self, count, seconds=20):
        """The letters, once there are `count`."""
        until = time.monotonic() + seconds
        while len(self.letters) < count and time.monotonic() < until:
            time.sleep(0.1)
        return self.letters
