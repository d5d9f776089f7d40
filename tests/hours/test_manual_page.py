"""The manual's page on opening hours: its examples are calendars, and it names every key."""

import re
import tomllib
from datetime import timedelta

import pytest
from hours_material import LOCALES, at
from material import ROOT

from askaside.hours import calendar_file
from askaside.hours.explained import explain
from askaside.hours.in_words import in_words

PAGE = (ROOT / "content" / "askaside" / "editors" / "hours.en.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml calendars\n(.*?)^```", PAGE, re.M | re.S)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_a_set_of_calendars(example):
    given = tomllib.loads(example)["calendars"]
    assert calendar_file.read(given, LOCALES).keys() == given.keys()


@pytest.mark.parametrize("key", sorted(calendar_file.KEYS | calendar_file.DAY_KEYS | calendar_file.ABSENCE_KEYS))
def test_every_key_is_named_and_has_an_example(key):
    assert f"`{key}`" in PAGE
    assert re.search(rf"^({key} = |\[\[calendars\.\w+\.{key}\]\])", "".join(EXAMPLES), re.M)


def test_the_explanation_is_the_one_that_is_given():
    office = calendar_file.read(tomllib.loads(EXAMPLES[0])["calendars"], LOCALES)["office"]
    told = in_words(explain(office, at("2026-11-26 16:30", office.zone), timedelta(hours=10)), "en", office)
    assert "\n".join(told) in PAGE
