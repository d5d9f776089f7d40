"""One request as a page for who answers: what it shows, and what its forms do. By the link of a letter, and at the desk."""

from ..core.errors import BadRequest
from ..tickets import access, attachments, handling, joining, queries, routing, schemas, words
from . import forms


def story(ticket, site, locale):
    """What `story.html` shows of the Ticket `ticket`: its messages, notes and files, what came before, what was joined, and who is next."""
    messages, joined = queries.messages(ticket, notes=True), queries.joined(ticket)
    return {"ticket": ticket, "severity": words.of(locale)[f"severity_{ticket.severity}"], "messages": messages, "joined": joined,
            "files": attachments.of([*messages, *(line for _, lines in joined for line in lines)]),
            "most": attachments.limits(site), "earlier": queries.earlier(ticket), "due": queries.owed_at(ticket), "others_wish": queries.others_wish(ticket),
            "asks": {fact.key: site.words(fact.ask, locale) for fact in site.tables.get("facts", ())},
            "higher": routing.next_tier(site.tables.get("teams", ()), ticket.team, ticket.module)}


def act(ticket, by, person, told):
    """Do what the form `told` says, for whom the audit calls `by`; `person`: the Agent, or None where only a team is known.

    raises  what the verbs do; BadRequest for what nobody can do
    """
    what, seen = told.get("do", "reply"), forms.number(told.get("seen"))
    name = person.name if person else forms.text(told, "name", 200)
    if what == "take":
        handling.take(ticket, by, person, seen)
    elif what == "release":
        handling.release(ticket, by, seen)
    elif what in ("merge", "link"):
        other = access.numbered(ticket.site, forms.number(told.get("other")))
        if what == "merge":
            joining.merge(ticket, other, by, seen)
        else:
            joining.link(ticket, other, by, seen)
    elif what == "hold":
        handling.hold(ticket, by, _words(told), seen)
    elif what == "escalate":
        handling.escalate(ticket, by, name, _words(told), seen)
    elif what in ("reply", "solve", "wait", "note"):
        handling.answer(ticket, by, name, _words(told), seen, solve=what == "solve", wait=what == "wait", note=what == "note", files=forms.ids(told))
    else:
        raise BadRequest("There is nothing of this name to do.", word="form")


def _words(told):
    return forms.text(told, "body", schemas.MOST_TEXT, needed=True)
