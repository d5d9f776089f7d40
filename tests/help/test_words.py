"""The UI's words on pages that the server makes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from askaside.core import locale
from askaside.help.words import Words, for_widget, spoken


@pytest.mark.parametrize("tag, forms", [
    ("en", {0: "other", 1: "one", 2: "other", 21: "other"}), ("fi", {0: "other", 1: "one", 2: "other"}), ("de", {1: "one", 2: "other"}),
    ("he", {0: "other", 1: "one", 2: "two", 3: "other", 12: "other", 102: "other"}),
    ("sl", {0: "other", 1: "one", 2: "two", 3: "few", 4: "few", 5: "other", 101: "one", 102: "two", 104: "few", 111: "other"}),
    ("ru", {0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 14: "many", 21: "one", 22: "few", 111: "many", 112: "many"})])
def test_a_number_has_the_form_of_its_language(tag, forms):
    assert {n: locale.plural(tag, n) for n in forms} == forms


@pytest.mark.parametrize("tag, name", [("he", "עברית"), ("pt-BR", "Português (BR)"), ("xx", None), ("zh-Hant", "中文 (Hant)")])
def test_a_language_is_named_in_itself(tag, name):
    assert locale.autonym(tag) == name


def test_every_language_of_the_ui_has_a_name():
    assert spoken() and all(locale.autonym(tag) for tag in spoken())


@pytest.mark.parametrize("tag, text", [
    ("en", "22 November 2026"), ("he", "22 בנובמבר 2026"), ("sl", "22. november 2026"), ("ru", "22 ноября 2026 г."), ("fi", "22. marraskuuta 2026"), ("fr", "22 November 2026")])
def test_a_date_is_written_as_in_the_language(tag, text):
    assert Words(tag).day(datetime(2026, 11, 22, 23, 59, tzinfo=UTC)) == text
    assert Words(tag).day(datetime(2026, 11, 23, 1, 0, tzinfo=timezone(timedelta(hours=2)))) == text


def test_every_language_has_twelve_months():
    assert {tag: len(set(Words(tag)("centre.months").split())) for tag in spoken()} == dict.fromkeys(spoken(), 12)


def test_a_text_is_filled_and_counted():
    assert Words("en")("answers", n=1) == "1 answer" and Words("ru")("answers", n=22) == "22 ответа"
    assert Words("en")("searchTitle", text="{text} {n}") == "Search: {text} {n}"


def test_the_widget_does_not_carry_the_words_of_the_centre():
    told = for_widget("he-IL")
    assert told["first"] and told["later"]
    assert not [key for part in told.values() for key in part if key.startswith("centre.")]
