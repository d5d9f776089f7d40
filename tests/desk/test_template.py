"""What stands in double braces in prepared words: filled in once, and said when it cannot be."""


import pytest
from effort import effort

from askaside.desk.template import NAMES, fill, wrong

NOBODY = dict.fromkeys(NAMES, "")
TAMAR = {**NOBODY, "requester.name": "Tamar", "ticket.number": "41", "ticket.subject": "It  does\nnot print", "agent.name": "Bela", "site.name": "Acme"}


def test_each_name_is_filled_in():
    assert fill("Hello {{requester.name}}, #{{ ticket.number }} “{{ticket.subject}}”.\n\n{{agent.name}}, {{site.name}}", TAMAR) == "Hello Tamar, #41 “It does not print”.\n\nBela, Acme"
    assert fill("Nothing {here} }} at all", TAMAR) == "Nothing {here} }} at all"


@pytest.mark.parametrize("text, told", [
    ("Hello {{requester.name}}, thanks", "Hello, thanks"), ("Hi {{requester.name}} and all", "Hi and all"), ("{{requester.name}}, thanks", "thanks"),
    ("Hi.\n{{requester.name}}: thanks", "Hi.\nthanks"), ("{{requester.name}} {{agent.name}}, thanks", "thanks"), ("{{requester.name}}", ""), ("a\n\n  {{agent.name}}", "a\n\n  "),
    ("for {{requester.name}} {{agent.name}}.", "for.")])
def test_where_there_is_nothing_no_hole_is_left(text, told):
    assert fill(text, NOBODY) == told


def test_what_is_filled_in_is_never_looked_at_again():
    assert fill("{{requester.name}} {{site.name}}", {**TAMAR, "requester.name": "{{agent.name}}"}) == "{{agent.name}} Acme"


@pytest.mark.parametrize("text, piece, remedy", [
    ("Hello {{requester.nmae}}", "{{requester.nmae}}", "Did you mean `{{requester.name}}`?"), ("{{zzz}}", "{{zzz}}", "There are: requester.name, "), ("{{}}", "{{}}", "There are"),
    ("Hello {{requester.name", "{{requester.name", "Write {{requester.name}}."), ("{{agent.name}} {{{site.name}}", "{{{site.name}}", None)])
def test_what_cannot_be_filled_in_is_told_with_what_was_meant(text, piece, remedy):
    if remedy is None:
        assert wrong(text) is None and fill(text, TAMAR) == "Bela {Acme"   # a brace before it is a brace
    else:
        found = wrong(text)
        assert found[0] == piece and found[2].startswith(remedy)
    assert wrong("Hello {{requester.name}} {not} }} meant") is None


def test_the_time_grows_with_the_text_only():
    hard = ("{{" * 10_000, "{{a" * 7_000, "{" * 20_000, "{{requester.name" * 1_200)
    assert effort(lambda: ([wrong(text) for text in hard], fill("{{requester.name}}" * 1_100, TAMAR)), 1)[1] < 1
