"""What agents may do at the desk of a site, by their role there: a table, and nothing else decides it."""

READ, ANSWER, CONTENT = "read", "answer", "content"   # requests and their text; do something about them; articles, and what was asked in vain
ROLES = {"admin": {READ, ANSWER, CONTENT}, "agent": {READ, ANSWER, CONTENT}, "editor": {CONTENT}, "observer": {READ}}


def may(role, right):
    """Does `role` (None: they have none) hold `right`?"""
    return right in ROLES.get(role, ())
