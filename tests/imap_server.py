"""A real Dovecot of the test's own, as an unprivileged user, in a folder that is gone afterwards; and a cable to it that can be cut."""

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from ports import free_port

USER, PASSWORD = "help@acme.test", "p@ss/word ö"
URL = "imap://help%40acme.test:p%40ss%2Fword%20%C3%B6@127.0.0.1:{port}/INBOX"
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_fsync = never
passdb {{
  driver = passwd-file
  args = {folder}/passwords
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
    ssl = yes
  }}
}}
auth_failure_delay = 0
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class ImapServer:
    """One user's mailbox. `certificate`: the files (certificate, key) of a server that speaks TLS, too."""

    def __init__(self, certificate=None):
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        assert os.path.exists(program), "Dovecot is not there: make setup-tests"
        self.folder = Path(tempfile.mkdtemp(prefix="imap-"))
        person = pwd.getpwnam("nobody" if os.getuid() == 0 else getpass.getuser())
        self.port, self.process = free_port(), None
        self.secure_port = free_port() if certificate else 0
        self.url = URL.format(port=self.port)
        config = CONFIG.format(folder=self.folder, user=person.pw_name, group=grp.getgrgid(person.pw_gid).gr_name, uid=person.pw_uid, gid=person.pw_gid, port=self.port,
                               secure_port=self.secure_port, ssl="no" if certificate is None else f"yes\nssl_cert = <{self.folder}/cert.pem\nssl_key = <{self.folder}/key.pem")
        (self.folder / "dovecot.conf").write_text(config)
        (self.folder / "passwords").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", "utf-8")
        for source, name in zip(certificate or (), ("cert.pem", "key.pem"), strict=False):
            shutil.copy(source, self.folder / name)   # where an unprivileged user may read it
        (self.folder / "home").mkdir()
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, person.pw_uid, person.pw_gid)
        self.command = [program, "-F", "-c", str(self.folder / "dovecot.conf")]
        self.person = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}

    def start(self):
        with open(self.folder / "dovecot.out", "ab") as out:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=out, cwd=self.folder, start_new_session=True, **self.person)
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with self.client():
                    return self
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
        raise RuntimeError("".join(path.read_text() for path in self.folder.glob("dovecot.[lo]*")))

    def stop(self):
        """The server is away; its letters stay."""
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)   # those of its own that linger over a connection
        self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)

    def client(self):
        """Another mail program, logged in."""
        made = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        try:
            made.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        except BaseException:
            made.shutdown()
            raise
        return made

    def put(self, *letters, moment=None):
        """Letters (bytes) that come into the mailbox."""
        with self.client() as client:
            for raw in letters:
                assert client.append("INBOX", None, moment, raw)[0] == "OK"

    def empty(self):
        with self.client() as client:
            if int(client.select("INBOX")[1][0]):
                client.store("1:*", "+FLAGS", "(\\Deleted)")
                client.expunge()

    def flags(self, *change):
        """What another mail program does to every letter: `+FLAGS`, `(\\Seen)`; then the flags of each."""
        with self.client() as client:
            client.select("INBOX")
            if change:
                assert client.store("1:*", *change)[0] == "OK"
            return client.fetch("1:*", "(FLAGS)")[1]

    def forget_numbers(self):
        """The server numbers its letters anew: another UIDVALIDITY, other UIDs."""
        def validity():
            with self.client() as client:
                client.select("INBOX", readonly=True)
                return client.response("UIDVALIDITY")[1][0]

        before = validity()
        self.stop()
        for path in (self.folder / "mail").glob("dovecot*"):
            path.unlink()
        numbers = self.folder / "mail" / "dovecot-uidlist"
        numbers.write_text(f"3 V{int(before) + 1} N1 G{os.urandom(16).hex()}\n")
        shutil.chown(numbers, *((self.folder / "mail").stat()[4:6]))
        self.start()
        assert validity() != before


class Cable:
    """A way to a server on this machine that breaks when it is told to: after so many bytes from the server, or now.

    delay    seconds before each piece of what the server says
    refusal  what is said (bytes) instead of the server, which is not asked
    """

    def __init__(self, port):
        self.target, self.cut_after, self.cuts, self.delay, self.refusal = port, None, 0, 0, None
        self.port = 0
        self.back()

    def back(self):
        """It is there, again at its port."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def _serve(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            if self.refusal:
                with near:
                    near.sendall(self.refusal)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source, sink, counted):
        with source, sink:
            while True:
                try:
                    data = source.recv(4096)
                    if counted and data and self.cut_after is not None:
                        self.cut_after -= len(data)
                        if self.cut_after < 0:
                            sink.sendall(data[:self.cut_after])
                            self.cut_after, self.cuts, data = None, self.cuts + 1, b""
                    if data:
                        time.sleep(self.delay if counted else 0)
                        sink.sendall(data)
                        continue
                except OSError:
                    pass
                for one in (source, sink):
                    with contextlib.suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)
                return

    def close(self):
        """Nobody listens any more."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)   # else who waits to accept holds it open
        self._listener.close()
