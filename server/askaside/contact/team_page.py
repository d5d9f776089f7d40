"""One request as its team sees it, by the signed link of a letter: the whole story, and everything that can be done with it."""

from flask import Blueprint, redirect, request

from ..core import uploads
from ..core.db import db
from ..core.errors import AskasideError, NotFound
from ..help import centre_page
from ..help.centre import view_of
from ..people.models import Agent
from ..tickets import attachments, keys
from . import answering, forms

bp = Blueprint("team_page", __name__, url_prefix="/help/<site>/<locale>", template_folder="templates")
bp.register_error_handler(Exception, centre_page.sorry)
bp.before_request(forms.ours)


@bp.get(f"/answer/{forms.TICKET}")
@bp.post(f"/answer/{forms.TICKET}")
def answer(site, locale, ticket):
    """One request as its team sees it, with a form to answer."""
    library, view, t = view_of(site, locale)
    found, holder = forms.opened(library.site, ticket, keys.TEAM)
    if found is None:
        raise NotFound("This link does not lead to a request, or it is too old.", word="old_link")
    person = _agent(holder)
    told, wrong = {}, {}
    if request.method == "POST":
        told = request.form.to_dict()
        try:
            by = f"agent:{person.email}" if person else f"team:{holder}"
            told["files"] = forms.files(library.site, by)
            answering.act(found, by, person, told)
            return redirect(request.full_path, 303)
        except AskasideError as refused:
            wrong = {told.get("do", "reply"): t.refused(refused)}
    return centre_page.private("answer.html", library, view, title=f"#{found.number} {found.subject}", here=f"answer/{ticket}?key={request.args['key']}", person=person,
                               told=told, wrong=wrong, status=409 if wrong else 200, **answering.story(found, library.site, view.locale))


@bp.get(f"/answer/{forms.TICKET}/files/<file>")
def file_of_answer(site, locale, ticket, file):
    """An attachment, for the team, whose notes have files, too."""
    found, holder = forms.opened(view_of(site, locale)[0].site, ticket, keys.TEAM)
    if found is None:
        uploads.missing()
    _agent(holder)
    return uploads.serve(attachments.of_ticket(found, file, notes=True))


def _agent(holder):
    """The Agent whose own link it is, or None: it is a team's. raises  NotFound when they answer no more"""
    if not holder.startswith("agent_"):
        return None
    found = db.session.get(Agent, holder.removeprefix("agent_"))
    if found is None or found.retired_at:
        raise NotFound("This link does not lead to a request, or it is too old.", word="old_link")
    return found
