"""What somebody finds who looks a set-up over, place by place: good, worth a thought, or wrong."""

from typing import NamedTuple

OK, WARNING, WRONG = "ok", "warning", "wrong"


class Finding(NamedTuple):
    """`what` was looked at and how it is; `remedy`: what to do. No secret stands in either."""

    level: str
    what: str
    remedy: str = ""

    def __str__(self):
        return f"{self.level}: {self.what}{f' {self.remedy}' if self.remedy else ''}"


def ok(what):
    return Finding(OK, what)


def warning(what, remedy):
    return Finding(WARNING, what, remedy)


def wrong(what, remedy):
    return Finding(WRONG, what, remedy)
