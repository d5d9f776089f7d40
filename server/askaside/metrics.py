"""What somebody who watches the server should know, in the text format of Prometheus: above all what is late.

Counts only, without any person. Answered to addresses of the own network; to anybody else there is nothing here.
Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4)
"""

from importlib.metadata import version
from ipaddress import ip_address

from flask import Blueprint, Response, current_app

from .core import http
from .core.errors import NotFound
from .mail import outbox
from .tickets import queries

KIND = "text/plain; version=0.0.4; charset=utf-8"


def doors():
    bp = Blueprint("metrics", __name__)

    @bp.get("/metrics")
    def metrics():
        """All figures as they are now."""
        if not _near(http.client_address()):
            raise NotFound("There is nothing at this address.")
        return Response("".join(text for row in _figures() for text in _lines(*row)), mimetype=None, content_type=KIND, headers={"Cache-Control": "no-store"})

    return bp


def _near(address):
    try:
        return ip_address(address).is_private
    except ValueError:   # a proxy may have written anything
        return False


def _figures():
    """Rows (name, help, [({label: value}, number), …])."""
    letters, standing = outbox.standing(), queries.standing()
    shelf = current_app.shelf
    yield "info", "The version that runs.", [({"version": version("askaside")}, 1)]
    yield "content_problems", "Broken files of the content; their last good versions are served.", [({}, len(shelf.problems))]
    yield "articles", "Articles that are served, by site.", [({"site": key}, len(library.articles)) for key, library in sorted(shelf.libraries.items())]
    yield "outbox_waiting", "Letters that wait to go out.", [({}, letters["waiting"])]
    yield "outbox_oldest_seconds", "How long the oldest of them has waited.", [({}, letters["oldest_seconds"])]
    yield "outbox_failed", "Letters that were given up: somebody must look.", [({}, letters["failed"])]
    yield "tickets_open", "Open requests, by site and status.", [({"site": site, "status": status}, count) for (site, status), count in standing["open"].items()]
    yield "tickets_late", "Open requests whose answer or solution is late, by site and target.", [({"site": site, "target": target}, count) for (site, target), count in standing["late"].items()]
    yield "outages_unconfirmed", "Outages that nobody has confirmed yet, by site.", [({"site": site}, count) for site, count in standing["unconfirmed"].items()]


def _lines(name, told, rows):
    yield f"# HELP askaside_{name} {told}\n# TYPE askaside_{name} gauge\n"
    for labels, number in rows:
        inside = ",".join(f'{key}="{value}"' for key, value in labels.items())   # keys of sites, teams and statuses: no character of them needs an escape
        yield f"askaside_{name}{f'{{{inside}}}' if inside else ''} {number}\n"
