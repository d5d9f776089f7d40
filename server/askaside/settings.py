"""What can be set from outside: the environment first, then a `.env` file beside the start."""

import difflib
import importlib.util
import os
import re
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from dotenv import dotenv_values

PREFIX = "ASKASIDE_"
SECRET = ("secret_key", "smtp_url", "imap_url")   # their values are never shown


class SettingWrong(ValueError):
    """A setting that stops the start: its name, the value, and what is allowed."""


def _host(value):
    if not value.strip():
        raise ValueError("an address such as 127.0.0.1, ::1 or 0.0.0.0")
    return value.strip()


def _port(value):
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise ValueError("a whole number from 1 to 65535")
    return int(value)


def _folder(value):
    if not value.strip():
        raise ValueError("the path of a folder")
    return Path(value)


def _address(value):
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("an address such as https://help.example.com, without query or fragment")
    return value.rstrip("/")


def _count(value):
    if not value.isdecimal() or int(value) > 10:
        raise ValueError("a whole number from 0 to 10")
    return int(value)


def _secret(value):
    if len(value) < 32:
        raise ValueError("32 characters or more; leave it out, and one is made under the data directory")
    return value


def _database(value):
    if value.startswith("sqlite:///"):
        return value
    try:
        parts = urlsplit(value)
        well = parts.scheme == "postgresql" and parts.hostname and parts.path.strip("/") and not parts.fragment and (parts.port or True)
    except ValueError:
        well = False
    if not well:
        raise ValueError("sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/NAME")
    if importlib.util.find_spec("psycopg") is None:
        raise ValueError('sqlite:///PATH; and PostgreSQL once its driver is there: pip install "askaside[postgres]"')
    return value


def _smtp(value):
    parts = urlsplit(value)
    try:
        well = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.path in ("", "/") and not parts.query and (parts.port or True)
    except ValueError:
        well = False
    if not well:
        raise ValueError("an address such as smtp://USER:PASSWORD@mail.example.com:587, or smtps://…")
    return value


def _imap(value):
    try:
        parts = urlsplit(value)
        name = unquote(parts.path, errors="strict").strip("/")
        well = parts.scheme in ("imap", "imaps") and parts.hostname and parts.username and parts.password and not (parts.query or parts.fragment) and (parts.port or True) \
            and name.isascii() and unquote(parts.netloc).isprintable() and (name + "x").isprintable()
    except ValueError:
        well = False
    if not well:
        raise ValueError("an address such as imaps://USER:PASSWORD@mail.example.com/INBOX, a reserved character in it as %40")
    if parts.scheme == "imap" and parts.port == 993:
        raise ValueError("imaps:// for port 993, which speaks TLS from the first byte")
    return value


def _server_name(value):
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,253}", value):
        raise ValueError("the name that your mail server gives itself in Authentication-Results, such as mx.example.com")
    return value


def _mailbox(value):
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]{1,253}", value):
        raise ValueError("an address such as help@example.com, with at most 30 characters before the @")
    return value


def _one_of(*allowed):
    def parse(value):
        if value not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return value

    return parse


def _setting(default, parse, help, unit=""):
    return field(default=default, metadata={"parse": parse, "help": help, "unit": unit})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. The environment's name is `ASKASIDE_` and the upper-case name."""

    host: str = _setting("127.0.0.1", _host, "Address to listen on.")
    port: int = _setting(8000, _port, "Port to listen on.", "1–65535")
    public_url: str | None = _setting(None, _address, "Address that browsers see; without it, the request's own.")
    trusted_proxies: int = _setting(0, _count, "How many proxies before us add X-Forwarded-For.", "proxies")
    content_dir: Path = _setting(Path("content"), _folder, "Folder with one folder for each site.")
    data_dir: Path = _setting(Path("var"), _folder, "Folder for what the program keeps.")
    secret_key: str | None = _setting(None, _secret, "Signs and hashes; made under the data directory when absent.")
    database_url: str | None = _setting(None, _database, "Database; a SQLite file under the data directory when absent.")
    smtp_url: str | None = _setting(None, _smtp, "Mail server that letters go out by; without it none are sent.")
    mail_from: str | None = _setting(None, _mailbox, "Mailbox that letters come from and answers go to; without it none are written.")
    imap_url: str | None = _setting(None, _imap, "Mailbox that letters are fetched from; without it none are.")
    authserv_id: str | None = _setting(None, _server_name, "Name that our mail server has in Authentication-Results; with it, a word into a request by mail needs the sender's domain to vouch.")
    async_mode: str = _setting("eventlet", _one_of("eventlet", "threading"), "How requests run side by side.")
    log_level: str = _setting("INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "How much is logged.")


def read(environ=None, folder="."):
    """The settings of `environ` (default: the process's), completed from `folder`/.env.

    raises  SettingWrong for an unknown name or a value that is not allowed
    """
    settings, mistakes = examine(environ, folder)
    if mistakes:
        raise mistakes[0]
    return settings


def examine(environ=None, folder="."):
    """(Settings, [SettingWrong]): what is not allowed is told, and stays at its default."""
    values, mistakes = {}, []
    try:
        given = dotenv_values(Path(folder, ".env"))
    except (OSError, UnicodeDecodeError) as wrong:
        mistakes.append(SettingWrong(f"The file .env cannot be read: {getattr(wrong, 'strerror', None) or 'it is not UTF-8'}"))
        given = {}
    known = {PREFIX + f.name.upper(): f for f in fields(Settings)}
    for name, text in {**given, **(os.environ if environ is None else environ)}.items():
        if not name.startswith(PREFIX):
            continue
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "`askaside settings` lists them all"
            mistakes.append(SettingWrong(f"{name} is not a setting: {hint}"))
            continue
        try:
            values[known[name].name] = known[name].metadata["parse"](text or "")
        except ValueError as wrong:
            shown = "(hidden)" if known[name].name in SECRET or (known[name].name == "database_url" and "@" in text) else repr(text)
            mistakes.append(SettingWrong(f"{name} is {shown}; allowed is {wrong}"))
    return Settings(**values), mistakes


def listed(settings):
    """Rows (name, value, default, help) for `askaside settings`; a secret is never shown."""
    for f in fields(Settings):
        value = getattr(settings, f.name)
        if f.name in SECRET and value:
            value = "(set)"
        elif f.name == "database_url" and value:
            value = _without_password(value)
        yield PREFIX + f.name.upper(), value, f.default, f.metadata["help"], f.metadata["unit"]


def database_url(settings):
    """The SQLAlchemy address of the database: the one set, or a SQLite file under the data directory."""
    if settings.database_url and settings.database_url.startswith("postgresql:"):
        return "postgresql+psycopg:" + settings.database_url.removeprefix("postgresql:")
    path = settings.database_url.removeprefix("sqlite:///") if settings.database_url else settings.data_dir / "askaside.db"
    return f"sqlite:///{Path(path).resolve()}"


def database_file(settings):
    """The Path of the SQLite file; None where the database is a server's."""
    address = database_url(settings)
    return Path(address.removeprefix("sqlite:///")) if address.startswith("sqlite:") else None


def _without_password(address):
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:(set){at}{host}")) if ":" in user else address


def secret_key(settings):
    """The secret key: the one set, or one made once under the data directory, readable by its owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with open(handle, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def shipped(name):
    """The folder `name` (content, migrations) inside the installed package, or as it lies in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / name   # first: beside an installed package there may be anybody's folder of that name
    return installed if installed.is_dir() else here.parent.parent / name
