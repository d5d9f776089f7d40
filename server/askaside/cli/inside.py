"""A set-up as it is here: settings, keys, folders, content, port. Yields Findings, and changes nothing."""

import errno
import http.client
import ipaddress
import json
import os
import socket
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from .. import settings as settings_
from ..core import db_checks, machine, postgres_checks
from ..core.findings import ok, warning, wrong
from ..help import built
from ..help.widget import STATIC
from ..mail.imap import Imap, Trouble
from ..search import standing
from ..sites import embedding
from . import given

SHOWN = 5   # problems of the content; `askaside check` tells all


def findings():
    """What is to be said of this machine and the settings that count here, from the ground up."""
    yield from machine.python()
    yield from machine.packages()
    found, mistakes = settings_.examine()
    yield from (wrong(f"{mistake}.".replace("?.", "?"), "Put it right: the server does not start.") for mistake in mistakes)
    yield from _addresses(found)
    yield from _secret(found)
    yield from machine.folder(found.data_dir)
    database = settings_.database_file(found)
    if database is None:
        yield from postgres_checks.findings(settings_.database_url(found), settings_.shipped("migrations"))
    else:
        if database.parent != found.data_dir.resolve():
            yield from machine.folder(database.parent)
        yield from db_checks.findings(database, settings_.shipped("migrations"))
    yield from _content(found)
    yield from built.findings(STATIC)
    yield from machine.clock([*filter(None, [database]), found.data_dir / "secret_key"])
    yield from machine.open_files()
    yield from _port(found)
    yield from _mailbox(found)


def _addresses(found):
    """Do the settings of addresses and proxies go together?"""
    listens, public, parts = f"{found.host}:{found.port}", found.public_url, urlsplit(found.public_url or "")
    local, seen = _loopback(found.host), public and not _loopback(parts.hostname)
    doubts = []
    if public is None and (found.trusted_proxies or not local):
        doubts.append((f"ASKASIDE_PUBLIC_URL is not set, and other machines may reach the server (it listens on {listens}).", "Set it to the address that browsers see."))
    if seen and parts.scheme == "http":
        doubts.append((f"ASKASIDE_PUBLIC_URL is {public}, without TLS: pages that have it refuse the script.", "Let a proxy do TLS, and set the https address."))
    if parts.path:
        doubts.append((f"ASKASIDE_PUBLIC_URL is {public}, a folder of another host.", "Give Askaside a host name of its own."))
    if seen and parts.scheme == "https" and not found.trusted_proxies:
        doubts.append(("ASKASIDE_TRUSTED_PROXIES is 0, but a proxy in front does the TLS: all visitors share one address and its limits.", "Set it to the number of your proxies in a row."))
    if found.trusted_proxies and not local:
        doubts.append((f"The server listens on {listens}: who comes past the proxy can invent an address.", "Listen on 127.0.0.1, or let the firewall admit only the proxy."))
    yield from (warning(*doubt) for doubt in doubts)
    if not doubts:
        yield ok(f"It listens on {listens}; browsers see {public or f'http://{listens}'}.")


def _loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret(found):
    """Is the key good, and nobody else's to read? The key itself is never told."""
    path, dotenv = found.data_dir / "secret_key", Path(".env")
    if found.secret_key:
        if "ASKASIDE_SECRET_KEY" not in os.environ and dotenv.stat().st_mode & 0o077:
            yield warning("The file .env holds ASKASIDE_SECRET_KEY, and others may read it.", "Run `chmod 600 .env`.")
        else:
            yield ok("The secret key is set.")
        return
    try:
        if len(path.read_text().strip()) < 32:
            yield wrong(f"{path} holds no key of 32 characters or more.", "Delete it: a new one is made at the next start.")
        elif path.stat().st_mode & 0o077:
            yield wrong(f"Others may read {path}.", f"Run `chmod 600 {path}`.")
        else:
            yield ok(f"The secret key is in {path}, for its owner only.")
    except FileNotFoundError:
        yield ok("The secret key is made at the first start.")
    except (OSError, UnicodeDecodeError) as refused:
        yield wrong(f"{path} cannot be read: {getattr(refused, 'strerror', 'it is no text')}.", "Give it to the user who runs the server.")


def _content(found):
    """Can the content be served, embedded and searched?"""
    folder = found.content_dir
    if not folder.is_dir():
        yield wrong(f"There is no folder {folder}/.", "Start where it lies, or set ASKASIDE_CONTENT_DIR; `askaside demo` brings content of its own.")
        return
    if not os.access(folder, os.R_OK | os.X_OK):
        yield wrong(f"The folder {folder}/ cannot be read.", "Give it to the user who runs the server.")
        return
    shelf = given.shelf(found)
    if not shelf.registry.entries:
        hint = "Make a folder for the site, and move site.toml into it" if (folder / "site.toml").is_file() else "Each site is a folder with a site.toml"
        yield wrong(f"There is no site in {folder}/.", f"{hint}: {folder}/acme/site.toml.")
        return
    for problem in shelf.problems[:SHOWN]:
        yield wrong(f"{folder}/{problem.path}:{problem.line}: {problem.cause}", problem.remedy)
    if len(shelf.problems) > SHOWN:
        yield wrong(f"{len(shelf.problems) - SHOWN} more problems in {folder}/.", "`askaside check` tells them all.")
    for key, library in shelf.libraries.items():
        if not library.articles:
            yield warning(f"{folder}/{key}/ has no article that can be shown.", "Write one: `askaside check` says what it lacks.")
        yield from embedding.findings(library.site, found.public_url, f"{folder}/{key}/site.toml")
    if not shelf.problems:
        yield ok(f"{sum(len(library.articles) for library in shelf.libraries.values())} articles in {len(shelf.libraries)} sites, no errors.")
    collections = [view.collection for library in shelf.libraries.values() for view in library.views.values() if view.articles]
    yield from standing.findings(found.data_dir / "search", collections)


def _port(found):
    """Is the port free; or is it ours that listens there, well and of this version?"""
    shown = f"{found.host}:{found.port}"
    try:
        kind, address = next((family, address) for family, _, _, _, address in socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM))
        with socket.socket(kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        yield ok(f"Port {found.port} is free: no server runs here now.")
    except PermissionError:
        yield wrong(f"Nobody but root may listen on {shown}.", "Take a port from 1024 on, and a proxy in front of it.")
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            yield from _running(found, shown)
        else:
            yield wrong(f"Nothing can listen on {shown}: {refused.strerror}.", "ASKASIDE_HOST must be an address of this machine.")


def _running(found, shown):
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(found.host, found.host)

    def get(path):
        connection = http.client.HTTPConnection(host, found.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    try:
        told, ready = get("/healthz")[1], get("/readyz")
        if told["status"] != "alive":
            raise ValueError
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        yield wrong(f"Port {found.port} is taken, and it is not Askaside that answers there.", f"Find it with `ss -ltnp 'sport = :{found.port}'`, or set ASKASIDE_PORT to another.")
        return
    mine = version("askaside")
    if told.get("version") != mine:
        yield warning(f"The server at {shown} is version {told.get('version')}, this is {mine}.", "Restart it.")
    if ready[0] != 200:
        yield wrong(f"The server at {shown} is not ready: {ready[1].get('detail')}", "If that stays so, its log says why.")
    else:
        yield ok(f"The server at {shown} runs version {told.get('version')} and is ready, with {', '.join(ready[1]['sites'])}.")


def _mailbox(found):
    """Can the mailbox be read that letters are fetched from?"""
    if found.imap_url is None:
        return
    if found.mail_from is None:
        yield warning("ASKASIDE_IMAP_URL is set, ASKASIDE_MAIL_FROM is not: no letter has an address that its answer is known by.", "Set it to the address of this mailbox.")
    imap = Imap.of(found.imap_url)
    try:
        session = imap.open()
        try:
            _, count = session.examine(imap.mailbox)
        finally:
            session.close()
        yield ok(f"The mailbox {imap.name} can be read; {count} letters are in it.")
    except Trouble as refused:
        yield wrong(f"The mailbox {imap.name} cannot be read: {refused}", "Look at ASKASIDE_IMAP_URL: host, port, user, password, and the mailbox behind the slash.")
