"""What somebody who watches the server should know, in the text format of Prometheus: what is late, and what happened since the start.

On text of our own: prometheus-client would bring a registry of its own beside `core/counters.py`, and thread locks around each figure.
Counts only, without any person. Answered to addresses of the own network; to anybody else there is nothing here.
Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (version 0.0.4)
"""

from importlib.metadata import version
from ipaddress import ip_address

from flask import Blueprint, Response, current_app

from .chat import queries as chats
from .chat import seats
from .core import counters, http
from .core.errors import NotFound
from .mail import outbox
from .tickets import queries

COUNTED = {"chat_messages": "Lines of chats that were kept, by who said them.", "chat_repeats": "Lines that came again and got their first answer.",
           "sockets_opened": "Connections that were opened, by namespace.", "sockets_closed": "Connections that ended, by namespace.",
           "refusals": "What was refused, by code.", "limits": "Limits that fired.", "job_failures": "Jobs of the clock that failed.", "broken_packets": "Packets of sockets that were none."}
KIND = "text/plain; version=0.0.4; charset=utf-8"


def doors():
    bp = Blueprint("metrics", __name__)

    @bp.get("/metrics")
    def metrics():
        """All figures as they are now."""
        if not _near(http.client_address()):
            raise NotFound("There is nothing at this address.")
        lines = [line for kind, rows in (("gauge", _figures()), ("counter", _since())) for row in rows for line in _lines(kind, *row)]
        return Response("".join([*lines, *_spans()]), mimetype=None, content_type=KIND, headers={"Cache-Control": "no-store"})

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
    yield "sockets", "Open connections, by namespace.", [({"namespace": namespace}, count) for namespace, count in sorted(current_app.connections.count().items()) if namespace]
    yield "chats", "Chats that are on: queued, while nobody of us is in them, or open.", [({"status": status}, count) for status, count in chats.standing().items()]
    answering = {key: sum(seat.answers for seat in seats.of(library.site)) for key, library in sorted(shelf.libraries.items())}
    yield "agents_answering", "Agents who are there and take chats, by site.", [({"site": key}, count) for key, count in answering.items()]


def _since():
    """The same of what was counted since the start."""
    requests = counters.counts("requests")
    yield "requests_total", "Requests, by route, method and kind of answer.", requests
    caught_up = sum(number for labels, number in requests if labels["route"].endswith("/conversations/<conversation>/messages"))
    yield "catch_ups_total", "Times that a browser asked for the lines it had missed.", [({}, caught_up)]
    for name, told in COUNTED.items():
        yield f"{name}_total", told, counters.counts(name)


def _spans():
    name = "askaside_request_seconds"
    yield f"# HELP {name} How long requests took, by route.\n# TYPE {name} histogram\n"
    for labels, upto, count, seconds in counters.spans():
        yield from (f'{name}_bucket{_inside({**labels, "le": bound})} {number}\n' for bound, number in [*zip(counters.BOUNDS, upto, strict=True), ("+Inf", count)])
        yield f"{name}_sum{_inside(labels)} {seconds:.6f}\n{name}_count{_inside(labels)} {count}\n"


def _lines(kind, name, told, rows):
    yield f"# HELP askaside_{name} {told}\n# TYPE askaside_{name} {kind}\n"
    yield from (f"askaside_{name}{_inside(labels)} {number}\n" for labels, number in rows)


def _inside(labels):
    """Keys of sites, routes, statuses and the like: no character of them needs an escape."""
    inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{{{inside}}}" if labels else ""
