"""A server process in whose database many people have a chat each, all with one agent whose desk follows them."""

import json
import re
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from cast import product, visitor
from desk_material import TABLES, Desk
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from search_material import articles

from askaside import cli
from askaside.app import create_app
from askaside.chat.models import ChatMessage, Conversation
from askaside.core import clock
from askaside.core.db import db, transaction
from askaside.people import actions, agents, identity
from askaside.settings import Settings


@contextmanager
def office(tmp, people, texts=1, url=None):
    """(server, file of the people, file of the desks) in the folder `tmp`, with so many people and articles, as `bench/chat_load.mjs` takes them. `url`: of the database."""
    folder = Folder(tmp / "content")
    folder.site(ONE_LANGUAGE + TABLES)
    for number, (title, body) in enumerate(articles(texts)):
        folder.article(f"invoices/a{number}.en", f"title: {title!r}", re.sub(r"^(?=[#>`~-])", r"\\", body, flags=re.M))
    settings = Settings(content_dir=folder.path, data_dir=tmp / "var", database_url=url)
    app = create_app(settings)
    cli.upgrade_database(settings)
    with app.app_context():
        app.shelf.reread()
        (tmp / "people.json").write_text(json.dumps(_people(app.shelf.library("acme").site, people)))
        desk = Desk(app, "bela@acme.test")
        (tmp / "desks.json").write_text(json.dumps([{"cookie": desk.client.get_cookie("askaside_desk").value, "csrf": desk.csrf}]))
        db.session.remove()
        db.engine.dispose()
    server = Server(tmp, folder.path, command="serve").start(ready="/readyz" if texts > 1 else "/healthz")
    try:
        yield server, tmp / "people.json", tmp / "desks.json"
    finally:
        server.stop()
    assert "Traceback" not in server.log.read_text(), server.log.read_text()[-3000:]


def _people(site, count):
    """[{auth, conversation, address}]: every other one signed in by the product; 250 behind each address."""
    sign, found, now = product(), [], clock.now()
    with transaction() as session:
        bela = agents.add("bela@acme.test", "Bela", [("acme", "first")], [("acme", "agent")])
        for number in range(count):
            header = sign(sub=f"p{number}", name=f"Person {number}", minutes=14) if number % 2 else visitor(f"p{number}")
            kind, secret = header["Authorization"].split()
            requester = actions.keep(identity.caller(site, header["Authorization"]), locale="en")
            chat = Conversation(site=site.key, requester=requester, locale="en", module="invoices", status="open", agent_id=bela.id, context={}, tried=[], last_n=0,
                                opened_at=now, last_at=now, assigned_at=now, touched_at=now)
            session.add(chat)
            session.flush()
            found.append({"auth": {"site": site.key, {"Bearer": "token", "Visitor": "visitor"}[kind]: secret}, "conversation": chat.id, "address": f"10.0.{number // 250}.{number % 250 + 1}"})
    return found


def kept(server, url=None):
    """[(conversation, client_id, n, body)] of all lines, and {conversation: number of its newest line}, as they stand in the database."""
    engine = sa.create_engine((url or f"sqlite:///{server.folder / 'var' / 'askaside.db'}").replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        rows = sorted(tuple(row) for row in connection.execute(sa.select(ChatMessage.conversation_id, ChatMessage.client_id, ChatMessage.n, ChatMessage.body)))
        last = dict(tuple(row) for row in connection.execute(sa.select(Conversation.id, Conversation.last_n)))
    engine.dispose()
    return rows, last


def memory_mib(server):
    """MiB of the server's process now."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{server.process.pid}/status").read_text()).group(1)) / 1024
