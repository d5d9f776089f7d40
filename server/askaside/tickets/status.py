"""What becomes of a ticket's status by what happens: a table, and nothing else changes it."""

STATUSES = ("new", "open", "pending", "on_hold", "solved", "closed")
OPEN = ("new", "open", "pending", "on_hold")
WAITING = ("pending", "on_hold")   # for the requester; for somebody else
DONE = ("solved", "closed")

# What happens → {status before: status after}; a status that is not named refuses it.
AFTER = {
    "asked": {"new": "new", "open": "open", "pending": "open", "on_hold": "on_hold", "solved": "open"},
    "answered": {**{status: "open" for status in OPEN}, "solved": "solved"},   # a word after the solution asks nobody to begin anew
    "asked_back": {status: "pending" for status in (*OPEN, "solved")},
    "held": {"new": "on_hold", "open": "on_hold", "pending": "on_hold"},
    "taken": {"new": "open", "open": "open", "pending": "pending", "on_hold": "on_hold"},
    "released": {status: "open" for status in WAITING},
    "solved": {status: "solved" for status in (*OPEN, "solved")},
    "reopened": {"solved": "open", "closed": "open"},
    "closed": {"solved": "closed"},
    "merged": {status: "closed" for status in (*OPEN, "solved")},
}


# What happens → (word, sentence) for who asks for it where it cannot happen; for all others the request is closed.
REFUSED = {
    "asked": ("closed_asked", "The request is closed. Reopen it, or write a new one."),
    "held": ("hold_open", "Only an open request can be put on hold."),
    "released": ("waits_not", "The request waits for nobody."),
    "reopened": ("still_open", "The request is still open."),
}
CLOSED = ("closed", "The request is closed.")


def after(status, what):
    """The status after `what` happened to a ticket of `status`; None where it cannot happen."""
    return AFTER[what].get(status)
