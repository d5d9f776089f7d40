"""How bad it is for the requester, by facts: nobody chooses it from a list."""

KINDS = ("fault", "question", "change", "dispute")
SEVERITIES = ("outage", "major", "minor", "question")   # the worst first
# What is asked in plain words, and what an answer of "yes" or "no" means.
FACTS = ("worked_before", "anyone_can_work", "way_round")


def kind_of(said, facts):
    """One of KINDS: what was said (`said`, or None), unless the facts know better: what worked before and does not now is a fault."""
    if _no(facts, "anyone_can_work") or (said is None and (_yes(facts, "worked_before") or _no(facts, "way_round"))):
        return "fault"
    return said or "question"


def severity_of(kind, facts):
    """One of SEVERITIES for a request of `kind` with `facts` ({key: answer})."""
    if kind == "fault" and _no(facts, "anyone_can_work"):
        return "outage"
    if kind == "fault" and _no(facts, "way_round"):
        return "major"
    return "question" if kind == "question" else "minor"


def _no(facts, key):
    return facts.get(key, "").strip().lower() == "no"


def _yes(facts, key):
    return facts.get(key, "").strip().lower() == "yes"
