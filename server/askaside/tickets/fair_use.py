"""Fair use: who asks far more than others, and asks what the answers say, waits a little longer. Nobody is refused, and nothing urgent waits."""

from dataclasses import dataclass
from datetime import timedelta

SPAN = timedelta(days=30)
URGENT = ("outage", "major")
EACH, EACH_UNREAD = 0.05, 0.25   # of the time until the first answer: for each request too many, for each answer that was shown and not read
MOST = 3                         # times the usual wait, never longer


@dataclass(frozen=True)
class Use:
    """`asked`: requests of the last 30 days, this one included; `included`: how many the plan includes, None: no end;
    `unread`: answers that were shown for these words and not opened, or whose steps were not tried."""

    asked: int
    included: int | None
    unread: int = 0

    @property
    def over(self):
        return self.included is not None and self.asked > self.included

    def factor(self, severity):
        """How many times the usual wait is theirs, from 1 to MOST."""
        if not self.over or severity in URGENT:
            return 1
        return min(MOST, 1 + EACH * (self.asked - self.included) + EACH_UNREAD * self.unread)


def unread(trail, with_steps=()):
    """How many answers of `trail` ([{kind, …}]) were offered and not read, or read and not tried.

    with_steps   ids of those that are made of steps; of any other nobody can tell whether it was tried. One step that was ticked is a
                 try, and who says whether it helped has made one
    """
    offered, read, tried = ({step["article"] for step in trail if step.get("kind") in kinds and step.get("article")} for kinds in (("offered",), ("read", "ticked", "voted"), ("ticked", "voted")))
    return len((offered - read) | ((offered & set(with_steps)) - tried))
