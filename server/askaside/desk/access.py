"""The gate of the desk: which agent asks, and what they may do in which site. What they may not see looks like what is not there."""

import hashlib
import hmac

from flask import current_app, g, request

from ..core import http
from ..core.errors import NotFound, OriginRefused, Unsigned
from ..people import roles, sessions
from ..tickets import access
from ..tickets.queue import View

COOKIE = "askaside_desk"
SAFE = ("GET", "HEAD", "OPTIONS")
NOTHING = "There is no such request."   # of a site, too: who is not of it does not learn whether it is there


def enter(noted=True):
    """Before each request: who it is; `noted` as in `sessions.current`. raises  OriginRefused for a write that another site's page sent"""
    g.desk = None
    origin = request.headers.get("Origin")
    if request.method not in SAFE and origin and http.host_of(origin) not in http.own_hosts():
        raise OriginRefused("This was not sent from a page of the desk.", word="form")
    g.desk = sessions.current(request.cookies.get(COOKIE), noted)


def session():
    """The DeskSession of this request. raises  Unsigned"""
    if g.desk is None:
        raise Unsigned("Sign in at /desk/sign-in.", word="ended")
    return g.desk


def person():
    """The Agent who asks. raises  Unsigned"""
    return session().agent


def key(agent):
    """What the audit calls them."""
    return f"agent:{agent.email}"


def role(agent, site):
    """Their role in the site of this key, or None."""
    return next((one.role for one in agent.roles if one.site == site), None)


def mine(agent):
    """[(Library, role)] of the sites that are theirs, by name."""
    found = [(current_app.shelf.libraries.get(one.site), one.role) for one in agent.roles]
    return sorted(((library, role) for library, role in found if library), key=lambda row: row[0].site.name)


def library(site, right):
    """The Library of `site`, for who holds `right` there. raises  Unsigned, NotFound"""
    found = current_app.shelf.libraries.get(site)
    if not holds(site, right) or found is None:
        raise NotFound(NOTHING, word="no_request")
    return found


def ticket(site, id_, right):
    """The Ticket `id_` of `site`, for who holds `right` there. raises  Unsigned, NotFound"""
    return access.signed(library(site, right).site.key, id_)


def holds(site, right):
    """Does the asker hold `right` in `site` (its key)?"""
    return roles.may(role(person(), site), right)


def door(site, role):
    """Where somebody with `role` begins in `site` (its key)."""
    return f"/desk/{site}" if roles.may(role, roles.READ) else f"/desk/{site}/gaps"


def teams(agent, site):
    """[key] of their teams in `site`."""
    return [one.team for one in agent.teams if one.site == site]


def view(site, **filters):
    """The queue's View of the asker in the Site `site`, its day that of the site's first calendar."""
    agent = person()
    zone = next((calendar.zone for calendar in site.tables.get("calendars", {}).values()), "UTC")
    return View(site.key, agent.id, tuple(teams(agent, site.key)), zone, **filters)


def proof(desk):
    """What every write of the DeskSession `desk` has to hold: no other page knows it, and it is of no use in another session."""
    return hmac.new(current_app.secret_key.encode(), f"desk form {desk.hash}".encode(), hashlib.sha256).hexdigest()


def is_proof(desk, given):
    """Is `given` the proof of the DeskSession `desk`?"""
    return isinstance(given, str) and hmac.compare_digest(proof(desk).encode(), given.encode())


def proven(given):
    """raises  OriginRefused for a write without the proof of its session"""
    if request.method not in SAFE and not is_proof(session(), given or ""):
        raise OriginRefused("The page is of another session: load it again.", word="session")


def keep(answer, token):
    """`answer` with the cookie of the session `token`."""
    answer.headers["Cache-Control"] = "no-store"
    answer.set_cookie(COOKIE, token, max_age=sessions.LONGEST, path="/", httponly=True, samesite="Lax", secure=http.base().startswith("https:"))
    return answer


def drop(answer):
    """`answer`, after which the browser has no session."""
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=http.base().startswith("https:"))
    return answer
