"""`/`, and while the demo is on, the demo product and the host pages of all kinds under `/demo/`."""

import secrets

from flask import Blueprint, Response, redirect, request, send_from_directory
from markupsafe import escape

from .core import locale as locales
from .core.errors import NotFound
from .help.widget import STATIC

FOLDER = STATIC / "demo"
LANGUAGES = ("en", "he")
LOOPBACK = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}
# Headers of host pages; `{help}` is this server by its other name, another origin. Most products have hardly any policy.
LAX = {"Content-Security-Policy": "frame-ancestors 'self'"}
HEADERS = {
    "csp": {"Content-Security-Policy": "default-src 'none'; script-src 'nonce-{nonce}' {help}; connect-src {help}; img-src 'self' {help}; style-src {help}; "
                                       "trusted-types askaside; require-trusted-types-for 'script'; base-uri 'none'"},
    # As hardly any policy of a product is: a picture of the page may be drawn.
    "product": {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                                           "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; trusted-types askaside; require-trusted-types-for 'script'"},
    "coep": {**LAX, "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"},
}


def doors(on):
    """The blueprint: with `on` the landing page and the demo product, else a line that says what this server is."""
    bp = Blueprint("demo", __name__)

    @bp.get("/")
    def landing():
        return send_from_directory(FOLDER, "landing.html" if on else "plain.html")

    @bp.get("/demo/static/<path:name>")
    def static(name):
        return send_from_directory(FOLDER, name, max_age=0)

    if not on:
        return bp

    @bp.get("/demo/")
    def start():
        return redirect("/demo/pages/en/invoices")

    @bp.get("/demo/<kind>/<language>/")
    @bp.get("/demo/<kind>/<language>/<path:route>")
    def product(kind, language, route=""):
        """The demo product: every page a load of its own (`pages`), or one page that changes itself (`app`); else a host page."""
        if language not in LANGUAGES:
            raise NotFound(f"The demo speaks {' and '.join(LANGUAGES)}.")
        if kind not in ("pages", "app"):
            return _host(kind, language)
        answer = send_from_directory(FOLDER, "product.html")
        answer.headers.update(HEADERS["product"])
        return answer

    @bp.get("/demo/offline/worker.js")
    def worker():
        """The service worker of a host page: it may look after its own folder only."""
        return send_from_directory(FOLDER / "hosts", "worker.js", max_age=0)

    return bp


def _host(name, language):
    """A page as other products have them, to try what it does to us and we to it."""
    path = FOLDER / "hosts" / f"{name}.html"
    if path.name not in {known.name for known in path.parent.glob("*.html")}:
        raise NotFound(f"There is no demo page {name!r:.80}.")
    host, _, port = request.host.partition(":")
    given = {"lang": language, "dir": locales.direction(language), "nonce": secrets.token_urlsafe(16),
             "help": escape(f"{request.scheme}://{LOOPBACK.get(host, host)}{port and ':' + port}")}

    def filled(text):
        for key, value in given.items():
            text = text.replace("{" + key + "}", value)
        return text

    return Response(filled(path.read_text("utf-8")), mimetype="text/html", headers={key: filled(value) for key, value in HEADERS.get(name, LAX).items()})
