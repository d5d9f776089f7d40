"""The manual names everything there is, its examples work, and the tests it speaks of exist."""

import re
import textwrap

import click
import pytest
from click.testing import CliRunner
from material import ROOT, share_dictionaries

from askaside import settings
from askaside.cli import main
from askaside.core import live
from askaside.core.problems import CODES
from askaside.desk import site_tables as desk_tables
from askaside.help import article, front_matter, votes
from askaside.help.pages import REASONS
from askaside.site_tables import TABLES
from askaside.sites import site, site_file
from askaside.tickets import severity, site_tables, status

MANUAL = ROOT / "content" / "askaside"
EMBED = ROOT / "widget" / "src" / "embed"
PAGES = {path.relative_to(MANUAL).as_posix().removesuffix(".en.md"): path.read_text("utf-8") for path in sorted(MANUAL.rglob("*.md"))}


def page(name):
    return PAGES[name]


def code(name):
    return (ROOT / "widget" / "src" / name).read_text("utf-8")


def unnamed(names, text):
    """Those of `names` that stand nowhere in `text` as code, alone or with something around: `name`, `{name, other}`."""
    spans = " ".join(re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.M | re.S)))
    return sorted(name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", spans))


def fences(language):
    """Every fenced example in `language`, as a parameter named after its page; without the indent it has in a list."""
    return [pytest.param(textwrap.dedent(example), id=name) for name, text in PAGES.items()
            for _, example in re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.M | re.S)]


def commands(group, words="askaside"):
    """`askaside db upgrade` and so on: the leaves of the command line."""
    for name, command in group.commands.items():
        inner = f"{words} {name}"
        yield from commands(command, inner) if isinstance(command, click.Group) else [inner]


# --- the server ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, default", [(row[0], row[2]) for row in settings.listed(settings.Settings())])
def test_every_setting_stands_there_with_its_default(name, default):
    row = re.search(rf"^\| `{name}` \| (.*?) \|", page("reference/settings"), re.M)
    assert row, name
    assert row[1].strip("`") == ("none" if default is None else str(default))


def test_every_endpoint_is_named(client):
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    doors = {f"{method.upper()} `{path}`" for path, item in paths.items() for method in item if method in ("get", "post", "put", "patch", "delete")}
    assert len(doors) >= 6
    assert not {door for door in doors if f"### {door}\n" not in page("reference/http-api")}


def test_every_parameter_and_field_of_a_body_is_named(client):
    spec = client.get("/api/v1/openapi.json").get_json()
    doors = [door for item in spec["paths"].values() for door in item.values() if isinstance(door, dict)]
    asked = {row["name"] for door in doors for row in door.get("parameters", [])}
    told = {field for name in ("VoteBody", "SeenBody", "TicketBody", "ContextBody", "MessageBody", "RatingBody", "DeskMessageBody", "DeskAssignBody",
                                "DeskOtherBody", "DeskSplitBody", "DraftBody", "GapBody", "DeskPublicBody", "MeTooBody") for field in spec["components"]["schemas"][name]["properties"]}
    assert {"url", "limit", "locale", "helpful", "kind"} <= asked | told
    assert not unnamed(asked | told, page("reference/http-api"))


def test_every_field_of_an_answer_is_named(client):
    shapes = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    told = {field for name in ("HelpAnswer", "ListAnswer", "SearchAnswer", "FoundRow", "Ranges", "ArticleAnswer",
                                                 "ShownRow", "ModuleRow", "ChannelRow", "Heading",
                                                 "WayRow", "PromiseRow", "TicketRow", "TicketAnswer", "TicketList", "MessageRow", "FileRow", "Author", "Step",
                                                 "DeskSessionAnswer", "DeskSiteRow", "QueueAnswer", "QueueRow", "AgentsAnswer", "AgentRow", "DeskTicketAnswer",
                                                 "DeskMessageRow", "DueRow", "DeskRequester", "DeskAccount",
                                                 "MacrosAnswer", "MacroRow", "DraftAnswer", "KeptAnswer", "FindAnswer", "FoundTicket", "FoundPerson",
                                                 "FoundArticle", "ProposalsAnswer", "ProposalRow", "ChangeRow", "ChangeList") for field in shapes[name]["properties"]}
    assert not unnamed(told, page("reference/http-api"))


@pytest.mark.parametrize("name", [
    "/healthz", "/readyz", "/api/v1/docs", "/api/v1/openapi.json", "/askaside.js", "/help/{site}/{locale}/", "/help/{site}/sitemap.xml", "/help/{site}/{locale}/opensearch.xml", "/robots.txt"])
def test_every_other_door_is_named(name):
    assert f"`{name}`" in page("reference/http-api")


def test_health_has_its_page():
    assert not unnamed(["/healthz", "/readyz"], page("operate/operations"))


def test_every_word_of_a_socket_is_named(client):
    parts = dict(re.findall(r"^## `(/\w+)`\n(.*?)(?=^## )", page("reference/live-api"), re.M | re.S))
    shapes = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    events = {(namespace, name) for name, _, namespace in live.socketio.handlers if name not in ("connect", "disconnect")}
    assert {namespace for namespace, _ in events} == set(parts) == {"/chat", "/desk"}
    assert not {name for namespace, name in events if not re.search(rf"^\| `{name} ", parts[namespace], re.M)}
    assert not unnamed({field for name in ("ConversationRow", "ChatMessageRow") for field in shapes[name]["properties"]}, parts["/chat"])
    assert not unnamed(shapes["ChatAnswer"]["properties"], page("reference/http-api"))


def test_every_figure_is_named(client):
    told = re.findall(r"^# HELP (\w+) ", client.get("/metrics").text, re.M)
    assert len(told) > 20 and not unnamed(told, page("operate/operations"))


def test_every_problem_code_is_named():
    assert not unnamed(CODES, page("reference/http-api").partition("## Problems")[2])


def test_every_kind_severity_and_status_of_a_request_is_named():
    assert not unnamed([*severity.KINDS, *severity.SEVERITIES, *severity.FACTS, *status.STATUSES], page("reference/http-api"))


def test_every_reason_against_an_answer_is_named():
    assert not unnamed(votes.REASONS, page("reference/http-api"))


def test_every_command_is_named():
    told = set(commands(main))
    assert "askaside db upgrade" in told
    assert not {name for name in told if not any(name in text for text in PAGES.values())}


# --- the content -----------------------------------------------------------------------------------------------------

def test_every_field_of_the_front_matter_has_its_row():
    assert not {name for name in front_matter.FIELDS if f"\n| `{name}` |" not in page("editors/writing-articles")}


def test_every_kind_of_article_and_of_picture_is_named():
    from askaside.help.shelf import PICTURES

    assert not unnamed([*front_matter.KINDS, *(end.removeprefix(".") for end in PICTURES)], page("editors/writing-articles"))


@pytest.mark.parametrize("heading, keys", [("## The site\n", site_file.SITE_KEYS), ("## Modules\n", site_file.MODULE_KEYS), ("## Channels\n", site_file.CHANNEL_KEYS),
                                           ("## Teams\n", site_tables.TEAM_KEYS), ("## The promise\n", site_tables.SLA_KEYS), ("## Attachments\n", site_tables.ATTACHMENT_KEYS),
                                           ("## Macros\n", desk_tables.MACRO_KEYS)])
def test_every_key_of_the_site_file_has_its_row(heading, keys):
    part = page("editors/site-file").partition(heading)[2].partition("\n## ")[0]
    assert not {key for key in keys if f"\n| `{key}` |" not in part}


def test_every_kind_of_channel_and_of_link_is_named():
    assert not unnamed([*site.CHANNELS, *site_file.SAFE_LINKS, *site_file.TAKEN], page("editors/site-file"))


def test_every_reason_has_its_row_in_its_order():
    assert re.findall(r"^\| `(\w+)` \|", page("editors/route-patterns").partition("| reason |")[2], re.M) == list(REASONS)


# --- the widget ------------------------------------------------------------------------------------------------------

def test_every_command_of_the_page_is_named():
    table = re.search(r"const api = \{(.*?)\n  \};", code("embed/embed.js"), re.S)[1]
    told = set(re.findall(r"^ {4}(\w+)[:(]", table, re.M)) - {"__proto__"}
    told |= set(re.findall(r'"(\w+)"', re.search(r"for \(const name of \[(.*?)\]\) api", code("embed/embed.js"))[1]))
    assert {"open", "toggle", "page", "on", "destroy", "debug"} <= told
    assert not {name for name in told if f"\n| `{name}(" not in page("reference/js-api")}


def test_every_event_is_named_and_no_other():
    told = {name for path in (ROOT / "widget" / "src").rglob("*.js") for name in re.findall(r'\bemit\("(\w+)"', path.read_text("utf-8"))}
    assert {"ready", "open", "error"} <= told
    assert set(re.findall(r"^\| `(\w+)` \|", page("reference/js-api").partition("## Events")[2].partition("\n## ")[0], re.M)) == told


def test_every_attribute_is_named():
    told = {f"data-{name}" for name in re.findall(r"@property \{\w+\} \[?(\w+)", code("embed/tag.js"))} - {"data-base"}   # ours, from its address
    told |= {name for path in EMBED.glob("*.js") for name in re.findall(r"data-[a-z]+(?:-[a-z]+)*", path.read_text("utf-8"))}
    told |= set(re.findall(r"data-help[a-z-]*", code("panel/page-context.js")))
    assert {"data-site", "data-side", "data-help", "data-help-context"} <= told
    assert not unnamed(told, page("start/embed"))


def test_every_colour_that_can_be_set_is_named():
    told = {name for path in (ROOT / "widget" / "src").rglob("*") if path.suffix in (".css", ".js") for name in re.findall(r"var\((--askaside-[\w-]+)", path.read_text("utf-8"))}
    assert told
    assert not {name for name in told if f"  {name}: #" not in page("start/embed")}


def test_everything_that_the_browser_remembers_is_named():
    told = {name for path in (ROOT / "widget" / "src" / "panel").rglob("*.js") for name in re.findall(r'memory\.set\("(\w+)"', path.read_text("utf-8"))}
    assert {"size", "place"} <= told
    assert not {name for name in told if f"\n| `askaside:SITE:{name}` |" not in page("start/embed")}


# --- the manual itself -----------------------------------------------------------------------------------------------

def test_it_has_no_error_and_no_warning(tmp_path):
    share_dictionaries(tmp_path)
    done = CliRunner().invoke(main, ["check", "askaside", "--strict"], env={"ASKASIDE_CONTENT_DIR": str(ROOT / "content"), "ASKASIDE_DATA_DIR": str(tmp_path)})
    assert done.exit_code == 0 and f"\n{len(PAGES)} articles, 0 errors, 0 warnings, " in done.output


@pytest.mark.parametrize("example", fences("toml"))
def test_an_example_of_a_site_file_is_a_site(example):
    assert site_file.read("acme", example, tables=TABLES).modules


def test_the_complete_example_has_every_key():
    given = re.search(r"```toml\n(.*?)```", page("editors/site-file"), re.S)[1]
    assert not {key for key in site_file.SITE_KEYS if not re.search(rf"^(\[\[?)?{key}\b", given, re.M)}


@pytest.mark.parametrize("example", fences("md"))
def test_an_example_of_an_article_is_an_article(example):
    assert article.read("acme", "invoices", "send-again", "en", example.encode(), "example").pages


def test_the_tests_that_the_promises_speak_of_exist():
    told = re.findall(r"`([\w/]+\.(?:py|js))`(?:: ((?:`test_\w+`(?:, )?)+))?", page("project/promises"))
    assert len(told) > 20
    files = {name: (ROOT / "tests" / name) for name, _ in told}
    assert not [name for name, path in files.items() if not path.is_file()]
    assert not [(name, test) for name, tests in told for test in re.findall(r"test_\w+", tests) if f"def {test}(" not in files[name].read_text("utf-8")]
