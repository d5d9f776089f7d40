"""The pages that work without the host product and without JavaScript: write, follow, and how often promises were kept.

Who may see a request is said by the signed `key` in its address; nothing is kept in the browser. Nothing here is cached or indexed.
"""

import secrets

from flask import Blueprint, abort, current_app, redirect, request, url_for

from ..core import clock, http, idempotency, uploads
from ..core.errors import AskasideError, BadRequest, IdempotencyConflict, NotFound
from ..help import centre_page
from ..help.centre import view_of
from ..people import actions as people
from ..people.address import is_address
from ..people.entitlements import entitlement
from ..people.identity import Caller, caller
from ..tickets import access, actions, attachments, keys, queries, schemas, status, wishes, words
from ..tickets.facts import needed
from . import forms
from .ways import promise, ways

MOST_CHANGES = 5   # wishes of others that stand below the form
bp = Blueprint("pages", __name__, url_prefix="/help/<site>/<locale>", template_folder="templates")
bp.register_error_handler(Exception, centre_page.sorry)
bp.before_request(forms.ours)


@bp.get("/contact")
@bp.post("/contact")
def contact(site, locale):
    """Every way to a person; and a form for the one that is always there."""
    library, view, t = view_of(site, locale)
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        told["files"], wrong, answer = _sent(library, view, told)
        if answer:
            return answer
    now, anybody = clock.now(), entitlement(library.site.tables.get("plans", {}), None)
    return centre_page.private(
        "contact.html", library, view, title=t("centre.write"), here="contact", told=told, wrong=wrong, status=400 if wrong else 200,
        facts=[(fact.key, library.site.words(fact.ask, view.locale)) for fact in _asked(library.site)],
        open_to=_open_to(library.site), most=attachments.limits(library.site), secret=told.get("secret") or secrets.token_urlsafe(32), promise=promise(library.site, view.locale, now, anybody),
        changes=queries.changes(site, most=MOST_CHANGES), ways=[row for row in ways(library.site, view.locale, now) if "link" in row])


@bp.get(f"/requests/{forms.TICKET}")
@bp.post(f"/requests/{forms.TICKET}")
def follow(site, locale, ticket):
    """One request as its requester sees it."""
    library, view, t = view_of(site, locale)
    found, who = _opened(library.site, ticket)
    if found is None:
        return _confirm(library, view, t, ticket)
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        try:
            told["files"] = forms.files(library.site, who.key)
            _act(who, found, told)
            return redirect(request.full_path, 303)
        except AskasideError as refused:
            wrong = {told.get("do", "reply"): t.refused(refused)}
    return centre_page.private("request.html", library, view, title=found.subject, here=f"requests/{ticket}?key={request.args['key']}", ticket=found, **forms.thread(found),
                               most=attachments.limits(library.site), told=told, wrong=wrong, status=409 if wrong else 200, due=queries.owed_at(found), awaited=words.awaited(found),
                               done=found.status in status.DONE)


@bp.get(f"/requests/{forms.TICKET}/files/<file>")
def file_of_request(site, locale, ticket, file):
    """An attachment, for who holds the requester's link."""
    found, who = _opened(view_of(site, locale)[0].site, ticket)
    return uploads.serve(attachments.of_ticket(found, file) if who else uploads.missing())


@bp.get("/promise")
def promised(site, locale):
    """How often answers came when they were promised."""
    library, view, t = view_of(site, locale)
    well, count = queries.kept(site, clock.now())
    return centre_page.private("promise.html", library, view, title=t("centre.promise"), here="promise", well=well, count=count)


def _open_to(site):
    """May a stranger write here? Only where visitors may, and the site has the way at all."""
    return site.identity != "enforce" and any(channel.kind == "ticket" for channel in site.channels)


def _sent(library, view, told):
    """([KeptFile] that came along, {field: complaint}, the answer when it was taken)."""
    site, t = library.site, centre_page.Words(view.locale)
    if not _open_to(site):
        abort(404)
    wrong = {}
    if not told.get("body", "").strip() and not told.get("wish"):
        wrong["body"] = t("centre.writeBody")
    if told.get("email") and not is_address(told["email"]):
        wrong["email"] = t("centre.writeEmail")
    who = caller(site, f"Visitor {told.get('secret', '')}")
    files = []
    try:
        files = forms.files(site, who.key)
    except AskasideError as refused:
        wrong["files"] = t.refused(refused)
    if wrong:
        return files, wrong, None
    try:
        address = _kept(library, view, who, told, files)
        uploads.give_up(forms.ids({"files": files}))   # sent twice, they are there already
        return files, {}, redirect(address, 303)
    except IdempotencyConflict as refused:
        uploads.give_up(forms.ids({"files": files}))
        told["secret"] = ""   # it was sent with other words before: sent once more it is another request, with files of its own
        return [], {"body": t.refused(refused)}, None
    except AskasideError as refused:
        return files, {"files" if "files" in (refused.errors or ()) else "body": t.refused(refused)}, None


def _kept(library, view, who, told, files):
    """The address of the request that the form `told` makes, or has made before."""
    site = library.site
    for name in ("ticket", "ticket_address"):
        current_app.limits.spend(name, (site.key, who.key if name == "ticket" else http.client_address()))
    facts = {key: told[key] for key in ("anyone_can_work", "way_round") if told.get(key) in ("yes", "no")}
    facts |= {fact.key: forms.text(told, f"fact.{fact.key}", 1000) for fact in _asked(site) if told.get(f"fact.{fact.key}", "").strip()}
    wish = told.get("wish")
    fields = {"body": forms.text(told, "body", schemas.MOST_TEXT, not wish), "name": forms.text(told, "name", 200), "email": told.get("email") or None}
    same = [*sorted(fields.items()), *sorted(facts.items()), wish, *((row.name, row.sha256) for row in files)]

    def act():
        more = {**fields, "locale": view.locale, "files": [row.id for row in files], "key": "form"}
        ticket = wishes.me_too(who, site, wish, **more) if wish else actions.open_(who, site, context={"browser": request.user_agent.string[:400]}, facts=facts, **more)
        key = keys.sign(ticket, keys.REQUESTER, ticket.requester_id)
        return 303, url_for("pages.follow", site=site.key, locale=view.locale, ticket=ticket.id, key=key)

    # The same form sent twice is one request, however late: each has a secret of its own, by whose hash the requester is known.
    _, address = idempotency.once((site.key, who.key[-64:], "form"), idempotency.fingerprint(repr(same).encode()), act)
    return address


def _asked(site):
    """The facts that are asked of every request: here nobody knows which part of the product it is about."""
    return [fact for fact in needed(site.tables.get("facts", ()), None) if not fact.kinds]


def _opened(site, ticket_id):
    """(Ticket, the Caller of its requester) that the `key` in the address opens; (None, None) for any other."""
    found, holder = forms.opened(site, ticket_id, keys.REQUESTER)
    return (found, Caller(site.key, found.requester.key)) if found and found.requester_id == holder else (None, None)


def _confirm(library, view, t, ticket):
    """The link of a receipt: a button that says the address is theirs. A machine that follows links presses none."""
    found = access.signed(library.site.key, ticket)
    holder = keys.opens(library.site.key, request.args.get("key"), keys.confirming(found.requester.email))
    if holder is None or holder[0] != ticket:
        raise NotFound("This link does not lead to a request, or it is too old.", word="old_link")
    if request.method == "POST":
        people.confirm(found.requester, found.requester.email)
        return redirect(url_for("pages.follow", site=library.site.key, locale=view.locale, ticket=ticket, key=keys.sign(found, keys.REQUESTER, holder[1])), 303)
    return centre_page.private("confirm.html", library, view, title=t("centre.confirm"), here=f"requests/{ticket}?key={request.args['key']}", status=200)


def _act(who, ticket, told):
    what = told.get("do", "reply")
    for name in ("message", "message_address"):
        current_app.limits.spend(name, (ticket.site, who.key if name == "message" else http.client_address()))
    if what == "rate":
        stars = forms.number(told.get("stars"))
        if stars is None or not 1 <= stars <= 5:
            raise BadRequest("Choose one to five stars.", word="stars")
        actions.rate(who, ticket.id, stars, forms.text(told, "text", 2000) or None)
    elif what == "reopen":
        actions.reopen(who, ticket.id)
    else:
        actions.reply(who, ticket.id, forms.text(told, "body", schemas.MOST_TEXT, True), forms.number(told.get("seen")), forms.ids(told))
