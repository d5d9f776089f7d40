"""Who may import whom, read from the code: the floors of the house, and the shelves of each room."""

import ast
import re

from material import ROOT

PACKAGE = ROOT / "server" / "askaside"
# From the ground up; rooms on one floor do not import each other.
FLOORS = [{"core", "settings"}, {"sites"}, {"people", "hours", "mail", "search"}, {"help"}, {"tickets"}, {"chat"}, {"contact"},
          {"desk"}, {"wiring", "site_tables"}, {"demo", "metrics", "reference"}, {"app"}, {"jobs"}, {"cli"}, {"wsgi"}]
READS_SETTINGS = {"app", "jobs", "cli", "wsgi"}
DOORS = {"routes", "live", "inbox", "watch", "centre", "machines", "widget", "pages_door"}
CONCEPTS = {"search": {"engine", "languages", "question", "ranking", "spelling", "scan", "index"},
            "sites": {"site", "site_file", "patterns", "table"},
            "hours": {"calendar", "calendar_file", "explained", "holiday", "in_words", "stretch", "windows"},
            "tickets": {"severity", "status", "sla", "promise", "routing", "site_tables", "unheard", "facts", "fair_use", "alike"},
            "chat": {"presence", "text"},
            "people": {"entitlements", "site_tables"},
            "desk": {"draft", "site_tables", "template"},
            "mail": {"message", "reply_address", "link", "signing", "plain", "parsing", "mime", "charsets", "flowed", "html_text", "quotes", "quote_headers", "automatic", "authentication"},
            "help": {"article", "front_matter", "markdown", "pages", "library", "excerpt", "head", "own_questions", "pictures", "sitemap", "tags", "why", "printed"}}
PURE = re.compile(r"flask|sqlalchemy|eventlet|askaside\.core\.(?!locale|errors)")


def floor(room):
    return next(at for at, rooms in enumerate(FLOORS) if room in rooms)


def imports():
    """(file, its room, its name, imported absolute module) for every import of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inner = path.relative_to(PACKAGE).with_suffix("")
        parts = inner.parts
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = ["askaside", *parts[:-1]][:len(parts) + 1 - node.level] if node.level else []
                stem = ".".join([*base, *(node.module or "").split(".")]).strip(".")
                found = [f"{stem}.{alias.name}" for alias in node.names]
            else:
                continue
            for name in found:
                yield path.relative_to(ROOT), parts[0], parts[-1], name


def test_a_room_imports_lower_floors_only():
    up = [f"{path} reaches {name}" for path, room, _, name in imports()
          if room != "__init__" and name.startswith("askaside.") and (other := name.split(".")[1]) != room
          and floor(other) >= floor(room)]
    assert not up


def test_settings_are_read_on_the_roof_only():
    low = [f"{path} reads settings" for path, room, _, name in imports()
           if name.startswith("askaside.settings") and room not in READS_SETTINGS]
    assert not low


def test_doors_do_not_import_doors():
    doors = [f"{path} imports {name}" for path, room, file, name in imports()
             if file in {"routes", "live", "inbox", "watch"} and name.split(".")[1:2] == [room]
             and name.split(".")[2:3] and name.split(".")[2] in DOORS]
    assert not doors


def test_concepts_know_no_framework_and_no_clock():
    tied = [f"{path} imports {name}" for path, room, file, name in imports()
            if file in CONCEPTS.get(room, ()) and PURE.match(name)]
    assert not tied


def test_only_two_files_say_eventlet():
    said = {str((ROOT / path).relative_to(PACKAGE)) for path, _, _, name in imports() if "eventlet" in name}
    assert said <= {"wsgi.py", "core/aside.py"}


def test_the_widget_floors_go_down():
    floors = {"shared": 0, "panel": 1, "desk": 1, "embed": 2}
    up = []
    for path in (ROOT / "widget" / "src").rglob("*.js"):
        room = path.relative_to(ROOT / "widget" / "src").parts[0]
        for name in re.findall(r'^import [^\n]*?"(\.[^"]+)"', path.read_text(), re.M):
            other = (path.parent / name).resolve().relative_to(ROOT / "widget" / "src").parts[0]
            if floors[other] > floors[room] or (other != room and floors[other] == floors[room]):
                up.append(f"{path.name} reaches {name}")
    assert not up


def test_no_file_hides_a_concept():
    """Over 300 lines a file is asking which concept it hides."""
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "widget" / "src").rglob("*.js"), *(ROOT / "tests").rglob("*.py")]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > 300}
    assert not long
