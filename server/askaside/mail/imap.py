"""One mailbox over IMAP (RFC 9051 and 3501), read and never changed: EXAMINE, not SELECT; BODY.PEEK[], not BODY[].

Python's own imaplib speaks the five commands that this takes. A library on top of it would read the letters, too, and the
readers of Python's `email` raise on some of them: what a letter says is the matter of `parsing.py`, once its bytes are kept.
"""

import imaplib
import ipaddress
import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from ..core.errors import legible

PATIENCE_SECONDS = 30   # for each answer, and each piece of a long one
PORTS = {"imap": 143, "imaps": 993}


class Trouble(Exception):
    """The mailbox cannot be read now: the server is away, slow, cut the line, or said no. Never with a byte of the password."""


class Refused(Trouble):
    """The server does not hand out this one letter; the connection is well."""


@dataclass(frozen=True)
class Imap:
    """Where a mailbox is. `secure` speaks TLS from the first byte; else STARTTLS, without which no password goes to another machine."""

    host: str
    port: int
    secure: bool
    user: str
    password: str = field(repr=False)
    mailbox: str = "INBOX"

    @classmethod
    def of(cls, url):
        """From imaps://USER:PASSWORD@HOST:PORT/MAILBOX or imap://…"""
        parts = urlsplit(url)
        return cls(parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "imaps", unquote(parts.username), unquote(parts.password),
                   unquote(parts.path).strip("/") or "INBOX")

    @property
    def name(self):
        """What it is known by, in the database and to people."""
        return f"{self.user}@{self.host}/{self.mailbox}"

    def open(self):
        """A Session, logged in. raises  Trouble"""
        with _as_trouble():
            server = self._connected()
            try:
                if not self.secure and not is_loopback(self.host):
                    if "STARTTLS" not in server.capabilities:
                        raise Trouble("The mail server offers no TLS, and a password is not sent in the clear.")
                    server.starttls(ssl.create_default_context())
                self._log_in(server)
            except BaseException:
                _drop(server)
                raise
        return Session(server)

    def _connected(self):
        if self.secure:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=ssl.create_default_context(), timeout=PATIENCE_SECONDS)
        return imaplib.IMAP4(self.host, self.port, timeout=PATIENCE_SECONDS)

    def _log_in(self, server):
        if "AUTH=PLAIN" in server.capabilities:
            server.authenticate("PLAIN", lambda _: f"\0{self.user}\0{self.password}".encode())
        else:
            server.login(_quoted(self.user), self.password)   # imaplib quotes the password, and only that


class Session:
    """A connection that is logged in."""

    def __init__(self, server):
        self._server = server

    def examine(self, mailbox):
        """Look at `mailbox` as it is now: (UIDVALIDITY, how many letters). raises  Trouble"""
        with _as_trouble():
            ok, told = self._server.select(_quoted(mailbox), readonly=True)
            if ok != "OK":
                raise Trouble(_words(told))
            return int(self._server.response("UIDVALIDITY")[1][0]), int(told[0])

    def sizes(self, first):
        """{UID: bytes as the server counts them} of the letters from the UID `first` on. raises  Trouble"""
        with _as_trouble():
            ok, told = self._server.uid("FETCH", f"{first}:*", "(RFC822.SIZE)")
            if ok != "OK":
                raise Trouble(_words(told))
            found = {}
            for line in filter(None, told):
                uid, size = (re.search(rb"\b%s (\d+)" % name, line) for name in (b"UID", rb"RFC822\.SIZE"))
                if uid and size and int(uid[1]) >= first:   # of `n:*` the last letter is always told, also when it is older
                    found[int(uid[1])] = int(size[1])
            return found

    def fetch(self, uid, most, part=""):
        """(the first `most` bytes of a letter, the moment when it came or None); None when it is not there any more.

        part    "" for the whole, "HEADER" for that alone
        raises  Refused for this letter; Trouble
        """
        with _as_trouble():
            ok, told = self._server.uid("FETCH", str(uid), f"(UID INTERNALDATE BODY.PEEK[{part}]<0.{most}>)")
            if ok != "OK":
                raise Refused(_words(told))
            raw = next((one[1] for one in told if isinstance(one, tuple) and b"BODY[" in one[0]), None)
            said = b" ".join(one[0] if isinstance(one, tuple) else one for one in filter(None, told))
            if raw is None and (short := re.search(rb'BODY\[\w*\](?:<0>)? "((?:[^"\\]|\\.)*)"', said)):   # a few bytes need no literal
                raw = re.sub(rb"\\(.)", rb"\1", short[1])
            return None if raw is None else (raw, _moment(said))

    def close(self):
        """Say good-bye, if anybody listens."""
        try:
            self._server.logout()
        except (imaplib.IMAP4.error, OSError):
            _drop(self._server)


def is_loopback(host):
    """Whether `host` is this very machine, as it is written: nothing is looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _drop(server):
    with suppress(OSError):   # what broke may have closed it
        server.shutdown()


@contextmanager
def _as_trouble():
    try:
        yield
    except imaplib.IMAP4.error as wrong:
        raise Trouble(_words(wrong.args)) from None
    except (OSError, EOFError, ValueError, TypeError, IndexError) as wrong:   # the last three: an answer that is none
        raise Trouble(f"{type(wrong).__name__}: {wrong}"[:400]) from None


def _words(told):
    return legible(" ".join(one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in told), 400)


def _quoted(text):
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _moment(said):
    found = re.search(rb'INTERNALDATE "([^"]+)"', said)
    try:
        return found and datetime.strptime(found[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
