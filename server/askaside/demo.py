"""`/`, and while the demo is on, the demo product's host pages under `/demo/`."""

from flask import Blueprint, redirect, send_from_directory

from .core.errors import NotFound
from .help.widget import STATIC

FOLDER = STATIC / "demo"
LANGUAGES = ("en", "he")


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

    @bp.get("/demo/<any(pages, app):kind>/<language>/")
    @bp.get("/demo/<any(pages, app):kind>/<language>/<path:route>")
    def product(kind, language, route=""):
        """The demo product: every page a load of its own (`pages`), or one page that changes itself (`app`)."""
        if language not in LANGUAGES:
            raise NotFound(f"The demo speaks {' and '.join(LANGUAGES)}.")
        return send_from_directory(FOLDER, "product.html")

    return bp
