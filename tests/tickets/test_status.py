"""What becomes of a status: the table, and that it knows every one."""

import pytest

from askaside.tickets.status import AFTER, DONE, OPEN, STATUSES, after


def test_every_status_stands_in_one_of_two_groups():
    assert {*OPEN, *DONE} == set(STATUSES)
    assert {status for row in AFTER.values() for pair in row.items() for status in pair} <= set(STATUSES)


@pytest.mark.parametrize("status, what, wanted", [
    ("new", "answered", "open"), ("solved", "answered", "solved"), ("solved", "solved", "solved"),
    ("open", "asked_back", "pending"), ("pending", "asked", "open"), ("on_hold", "asked", "on_hold"), ("solved", "asked", "open"),
    ("closed", "asked", None), ("closed", "answered", None), ("solved", "reopened", "open"), ("open", "reopened", None), ("solved", "closed", "closed"), ("open", "closed", None),
    ("pending", "held", "on_hold"), ("solved", "held", None), ("pending", "taken", "pending"), ("on_hold", "taken", "on_hold"), ("new", "taken", "open"), ("on_hold", "released", "open"),
    ("open", "released", None), ("pending", "reopened", None), ("on_hold", "reopened", None), ("closed", "reopened", "open"),
    ("closed", "merged", None), ("solved", "merged", "closed"), ("closed", "solved", None)])
def test_what_follows(status, what, wanted):
    assert after(status, what) == wanted
