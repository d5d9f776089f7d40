"""create_app(settings): builds the ground, opens each room's doors, installs the wiring."""

from importlib.metadata import version

from flask import Flask, current_app
from sqlalchemy import text

from . import demo, metrics, reference, site_tables, wiring
from . import settings as settings_
from .chat import routes as chat
from .chat import usual
from .contact import pages as contact_pages
from .contact import routes as contact
from .contact import team_page
from .core import http
from .core import live as live_
from .core.connections import Connections
from .core.db import db, engine_options
from .core.errors import Unavailable
from .core.front import Front
from .core.limits import Limits
from .core.polite import politely
from .core.together import Together
from .core.watched import Watched, note_route
from .desk import chat_doors, draft_routes, finding, macros, proposals, report_pages, sign_in
from .desk import pages as desk_pages
from .desk import routes as desk
from .desk.present import Present
from .help import centre, machines, routes, widget
from .help.answers import Answers
from .help.shelf import Shelf
from .mail.imap import Imap
from .mail.incoming import Reader
from .mail.transport import Smtp
from .search.whoosh_engine import WhooshEngine
from .tickets import routes as tickets

VERSION = version("askaside")
# (burst, per second) for one address within one site: an office of hundreds behind one address stays below.
RULES = {"vote": (60, 1), "seen": (600, 20), "ticket": (10, 1 / 60), "ticket_address": (100, 1 / 6), "message": (30, 1 / 6), "message_address": (300, 2),
         "file": (30, 1 / 20), "file_address": (150, 1 / 4), "chat": (60, 5), "desk": (120, 2), "desk_socket": (60, 5), "sign_in": (10, 1 / 60), "sign_in_address": (60, 1 / 6)}
HTML_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
               "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
               "trusted-types askaside; require-trusted-types-for 'script'")


def create_app(settings, with_demo=False, async_mode="threading"):
    """The WSGI application. `async_mode`: of the socket server, eventlet where that has patched everything. The content is not read yet: `app.shelf.reread()` does."""
    app = Flask("askaside", static_folder=None, template_folder=None)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=(address := settings_.database_url(settings)), SQLALCHEMY_ENGINE_OPTIONS=engine_options(address), SECRET_KEY=settings_.secret_key(settings),
        PUBLIC_URL=settings.public_url, TRUSTED_PROXIES=settings.trusted_proxies, MAX_CONTENT_LENGTH=64 << 10,
        OWN_URL=settings.public_url or f"http://{settings.host}:{settings.port}", MAIL_FROM=settings.mail_from, AUTHSERV_ID=settings.authserv_id,
        FILES_DIR=settings.data_dir.resolve() / "files",
        API_TITLE="Askaside", API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json", API_SPEC_OPTIONS={"info": {"description": "The doors of Askaside, version "
                                                                                    f"{VERSION}."}})
    db.init_app(app)
    app.url_map.converters["ticket_id"] = http.IdConverter
    app.session_interface = http.NoSessions()
    app.shelf, app.answers, app.limits = Shelf(settings.content_dir, site_tables.TABLES), Answers(WhooshEngine(settings.data_dir / "search")), Limits(RULES)
    app.smtp = Smtp.of(settings.smtp_url) if settings.smtp_url else None
    app.present, app.connections, app.lines = Present(), Connections(), Together(usual.keep)
    app.mailbox = Reader(Imap.of(settings.imap_url)) if settings.imap_url else None
    api = http.Api(app)
    api.register_blueprint(routes.bp)
    api.register_blueprint(tickets.bp)
    api.register_blueprint(chat.bp)
    api.register_blueprint(contact.bp)
    for bp in (desk.bp, chat_doors.bp, macros.bp, draft_routes.bp, finding.bp, proposals.bp):
        api.register_blueprint(bp)
    for bp in (widget.bp, machines.bp, contact_pages.bp, team_page.bp, sign_in.bp, desk_pages.bp, report_pages.bp, centre.bp, demo.doors(with_demo), metrics.doors(), reference.doors(api)):
        app.register_blueprint(bp)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.before_request(note_route)
    app.after_request(http.say_origin)
    app.after_request(_guard)
    app.front = app.wsgi_app = Front(politely(app.wsgi_app))
    live_.open_(app, async_mode, lambda origin: any(library.site.allows(origin) for library in app.shelf.libraries.values()))
    app.wsgi_app = Watched(app.wsgi_app, live_.PATH)
    wiring.install(app)
    return app


def _guard(response):
    """Pages of ours run nothing but our own files; what is not cached anywhere says so."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if response.status_code == 204 or (not response.content_length and response.mimetype == "text/html" and not response.is_streamed):
        response.headers.pop("Content-Type", None)
    elif response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", HTML_POLICY)
    return response


def healthz():
    """Alive, and which version; `askaside doctor` compares it with its own."""
    return {"status": "alive", "version": VERSION}


def readyz():
    """Can serve: database and content are there, and every index has been built once (or cannot be: then texts are scanned)."""
    db.session.execute(text("SELECT 1 FROM votes LIMIT 1"))
    db.session.rollback()
    if not current_app.shelf.libraries:
        raise Unavailable("No site is loaded. `askaside check` says what is wrong with the content folder.")
    if waiting := current_app.answers.waiting(current_app.shelf):
        raise Unavailable(f"The search is being prepared: {', '.join(waiting[:20])}. Help is served meanwhile.", retry_after_seconds=2)
    return {"status": "ready", "sites": sorted(current_app.shelf.libraries)}
