"""Every command that the manual, the read-me or the systemd unit in it writes down is one that there is."""

import contextlib
import re
import shlex
from pathlib import Path

import click
import pytest
import terminal
from click.testing import CliRunner
from material import ROOT

from askaside import settings
from askaside.cli import main

MANUAL = ROOT / "content" / "askaside"
ARTICLES = sorted(path.relative_to(MANUAL).as_posix().removesuffix(".en.md") for path in MANUAL.rglob("*.md"))
OTHERS = {".", "cd", "createdb", "createuser", "curl", "git", "hatchling", "mkdir", "pg_dump", "pip", "python3", "sqlite3"}   # not ours; the articles that a newcomer follows are run
ASSIGNMENT = re.compile(r"[A-Z_]+=")


def lines():
    """(article, words of a command) of every shell example, and of what a service starts."""
    for article in ARTICLES:
        for fence in terminal.fences(article):
            rows = fence.text.splitlines() if fence.language == "sh" else re.findall(r"^ExecStart=(.*)", fence.text, re.M) if fence.language == "ini" else []
            yield from ((article, words) for row in rows if (words := shlex.split(row, comments=True)))
    for fence in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S):
        yield from (("README", shlex.split(row, comments=True)) for row in fence.splitlines())


def spans():
    """(article, words) of every `askaside …` within a sentence."""
    return [(article, shlex.split(text)) for article in ARTICLES for text in re.findall(r"(?<!`)`(askaside [^`\n]+)`", terminal.page(article))]


def parse(words):
    """Let click read a command of ours without running it.

    raises  click.UsageError, KeyError
    """
    command, words = main, words[1:]
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    command.make_context("askaside", words)


@pytest.mark.parametrize("article, words", list(lines()), ids=str)
def test_a_command_of_an_example_is_there(article, words):
    given = dict(word.split("=", 1) for word in words if ASSIGNMENT.match(word))
    settings.read({name: value for name, value in given.items() if name.startswith(settings.PREFIX)})
    command = words[len(given):]
    if not command:
        return
    name = Path(command[0]).name
    if name == "askaside":
        parse(command)
    elif name == "make":
        assert set(command[1:]) <= set(re.search(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.M)[1].split())
    else:
        assert (name or command[0]) in OTHERS


@pytest.mark.parametrize("article, words", spans(), ids=str)
def test_a_command_within_a_sentence_is_there(article, words):
    with contextlib.suppress(click.MissingParameter):   # a sentence may name the command alone
        parse(words)


def test_a_command_that_is_not_there_would_be_noticed():
    for wrong in (["askaside", "sevre"], ["askaside", "db", "down"], ["askaside", "check", "--strickt"], ["askaside", "doctor", "--url"]):
        with pytest.raises((click.UsageError, KeyError)):
            parse(wrong)
    assert len(list(lines())) > 15 and len(spans()) > 10


def test_the_command_lists_all_that_there_are():
    told = CliRunner().invoke(main, ["--help"]).output
    assert all(re.search(rf"^  {name} ", told, re.M) for name in ("serve", "demo", "check", "doctor", "settings"))
