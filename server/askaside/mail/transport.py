"""One letter over SMTP. What comes back is one of three: sent, to be tried again, or refused for good."""

import smtplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PATIENCE_SECONDS = 30    # for each answer
ACCEPT_SECONDS = 75      # for the one to the whole letter: who goes too early sends it twice (RFC 5321, 4.5.3.2.6); within outbox.CLAIM all the same
QUIT_SECONDS = 5
PORTS = {"smtp": 25, "smtps": 465}


class Later(Exception):
    """Not now: the server is away, slow, or said so (4xx)."""


class Refused(Exception):
    """Never: the server refused this letter for good (5xx)."""


@dataclass(frozen=True)
class Smtp:
    """A mail server: `secure` speaks TLS from the first byte; else STARTTLS where it is offered, and always before a password."""

    host: str
    port: int
    secure: bool = False
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url):
        """From smtp://USER:PASSWORD@HOST:PORT or smtps://…"""
        parts = urlsplit(url)
        return cls(parts.hostname, parts.port or PORTS[parts.scheme], parts.scheme == "smtps", unquote(parts.username or ""), unquote(parts.password or ""))

    def send(self, sender, recipient, raw):
        """Hand over one letter. raises  Later, Refused"""
        try:
            with self._session() as server:
                if not self.secure and server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                    server.ehlo()
                elif self.user and not self.secure:
                    raise Later("The mail server offers no TLS, and a password is not sent in the clear.")
                if self.user:
                    server.login(self.user, self.password)
                server.sendmail(sender, [recipient], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _as_told(*next(iter(refused.recipients.values()))) from None
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused) as refused:
            raise Later(_words(refused.smtp_code, refused.smtp_error)) from None   # what is wrong is the set-up, or how they like us today: not the letter
        except smtplib.SMTPResponseException as refused:
            raise _as_told(refused.smtp_code, refused.smtp_error) from None
        except (OSError, smtplib.SMTPException) as wrong:
            raise Later(f"{type(wrong).__name__}: {wrong}"[:400]) from None

    @contextmanager
    def _session(self):
        made = _SecureSession(self.host, self.port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()) if self.secure else _Session(self.host, self.port, timeout=PATIENCE_SECONDS)
        try:
            made.ehlo_or_helo_if_needed()
            yield made
        finally:
            with suppress(OSError, smtplib.SMTPException):
                if made.sock:
                    made.sock.settimeout(QUIT_SECONDS)
                made.quit()   # what is said to that changes nothing: what they took, they have
            made.close()


class _Patient:
    """An SMTP session that waits longer once the letter is there."""

    def data(self, msg):
        self.sock.settimeout(ACCEPT_SECONDS)
        return super().data(msg)


class _Session(_Patient, smtplib.SMTP):
    pass


class _SecureSession(_Patient, smtplib.SMTP_SSL):
    pass


def _as_told(code, text):
    return (Refused if 500 <= code < 600 else Later)(_words(code, text))


def _words(code, text):
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:400]
