"""The pages to sign in, take an invitation, change a password and sign out. No JavaScript; the only cookie there is."""

import re

from flask import Blueprint, current_app, redirect, request

from ..core import http
from ..core.errors import BadRequest, TooMany, Unsigned
from ..people import passwords, sessions
from . import access, shell

bp = Blueprint("sign_in", __name__, url_prefix="/desk", template_folder="templates")
bp.register_error_handler(Exception, shell.sorry)
bp.before_request(access.enter)
bp.add_url_rule("/style.css", view_func=shell.style)
_OURS = re.compile(r"/desk(?:[/?][A-Za-z0-9/?=&%._~+-]*)?")
WEAK = {"short": "desk.tooShort", "long": "desk.tooLong", "guessed": "desk.tooEasy"}


@bp.get("/sign-in")
@bp.post("/sign-in")
def sign_in():
    """E-mail and password; then back to where somebody wanted to go."""
    t, email, after = shell.words(), _field("email", 254), _own(request.values.get("next", ""))
    if request.method == "GET":
        return shell.page("sign-in.html", title=t("desk.signIn"), after=after, email="", wrong=None)
    try:
        for name, key in (("sign_in_address", http.client_address()), ("sign_in", email.strip().lower())):
            current_app.limits.spend(name, key)
        token = sessions.sign_in(email, _field("password"))
    except (Unsigned, TooMany) as refused:
        page = shell.page("sign-in.html", title=t("desk.signIn"), after=after, email=email, wrong=t.refused(refused), status=400 if isinstance(refused, Unsigned) else 429)
        if refused.retry_after_seconds:
            page.headers["Retry-After"] = str(refused.retry_after_seconds)
        return page
    return access.keep(redirect(after, 303), token)


@bp.post("/sign-out")
def sign_out():
    access.proven(_field("csrf"))
    sessions.end(access.session())
    return access.drop(redirect("/desk/sign-in", 303))


@bp.get("/invitation/<token>")
@bp.post("/invitation/<token>")
def invitation(token):
    """Set the first password, or another one when it was forgotten: by a link that is good once."""
    person = sessions.invited(token)
    return _chosen("invitation.html", person, lambda new: sessions.accept(token, new))


@bp.get("/password")
@bp.post("/password")
def password():
    """Another password; every other browser is signed out by it."""
    person = access.person()
    access.proven(_field("csrf"))
    if request.method == "POST":
        current_app.limits.spend("sign_in", person.email)
    return _chosen("password.html", person, lambda new: sessions.change(person, _field("old"), new))


def _chosen(template, person, act):
    """The page to choose a password, and what comes of it. `act(password)` → the token of a new session."""
    t, wrong, old = shell.words(), None, None
    if request.method == "POST":
        new = _field("password")
        weak = passwords.weakness(new, _known(person))
        try:
            if not weak:
                return access.keep(redirect("/desk", 303), act(new))
            wrong = t(WEAK[weak], n=passwords.LEAST)
        except BadRequest as refused:
            old = t.refused(refused)
    return shell.page(template, title=t("desk.choose"), whose=person, wrong=wrong, old=old, least=passwords.LEAST, status=400 if wrong or old else 200)


def _known(person):
    """What anybody would try first."""
    sites = [text for library, _ in access.mine(person) for text in (library.site.key, library.site.name)]
    return [person.name, person.email, person.email.partition("@")[0], request.host, "askaside", *sites]


def _own(path):
    """`path` when it is one of the desk, else its first page: nobody is led elsewhere by a link to us."""
    return path if _OURS.fullmatch(path) else "/desk"


def _field(name, most=1000):
    """A text of the form, "" without it. raises  BadRequest when it is longer than any real one"""
    found = request.form.get(name, "").replace("\0", "")
    if len(found) > most:
        raise BadRequest(f"`{name}` is longer than {most} characters.", word="long_text", values={"most": most})
    return found
