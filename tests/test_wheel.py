"""What others install: one wheel, the same from the checkout and from the sdist, that runs where there is no Node."""

import gzip
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import urllib.request
import zipfile
from importlib.metadata import version

import pytest
import wheel
from material import ROOT, Folder, share_dictionaries
from ports import free_port

from askaside.help import built

FOLDERS = {"server/askaside": "askaside", "migrations": "askaside/migrations", "content": "askaside/content"}
HOST_PAGE = f"{wheel.STATIC}/demo/hosts/vendor/jquery.js"


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """(the tree, its sdist, its wheel)"""
    folder = tmp_path_factory.mktemp("packed")
    tree = wheel.copy(folder / "tree")
    (tree / HOST_PAGE).parent.mkdir(parents=True, exist_ok=True)
    (tree / HOST_PAGE).write_text("//")
    wheel.pack(tree, folder / "dist", "sdist", "wheel")
    return tree, next((folder / "dist").glob("*.tar.gz")), next((folder / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def bin_(packed, tmp_path_factory):
    return wheel.install(packed[2], tmp_path_factory.mktemp("installed") / "env")


def test_the_sdist_gives_the_same_bytes_again(packed, tmp_path):
    _, sdist, made = packed
    tree = wheel.unpack(sdist, tmp_path / "unpacked")
    for path in tree.rglob("*.md"):
        os.utime(path, (1, 1))   # when a file was written is no part of it
    wheel.pack(tree, tmp_path / "dist", "sdist", "wheel")
    again = tmp_path / "dist" / made.name
    with zipfile.ZipFile(made) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        assert not [name for name in one.namelist() if one.read(name) != other.read(name)]
        assert {info.date_time[0] for info in one.infolist()} == {2023}   # SOURCE_DATE_EPOCH
    assert again.read_bytes() == made.read_bytes()
    assert (tmp_path / "dist" / sdist.name).read_bytes() == sdist.read_bytes()


def test_the_wheel_holds_all_that_runs_and_nothing_else(packed):
    tree, _, made = packed
    wanted = {f"{inside}/{path.relative_to(tree / folder)}" for folder, inside in FOLDERS.items() for path in (tree / folder).rglob("*")
              if path.is_file() and "static/demo/hosts" not in str(path)}
    with zipfile.ZipFile(made) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
        assert names == wanted
        assert file.read(f"askaside-{version('askaside')}.dist-info/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert {"askaside/static/askaside.js.br", "askaside/static/locales/he.json", "askaside/static/demo/product.js", "askaside/migrations/env.py",
            "askaside/content/demo/site.toml", "askaside/content/askaside/start/install.en.md", "askaside/search/speech/fi.toml", "askaside/help/templates/base.html"} <= names


def test_host_pages_that_test_the_widget_are_not_packed(packed, tmp_path):
    tree, sdist, made = packed
    with zipfile.ZipFile(made) as file:
        assert not [name for name in file.namelist() if "hosts" in name or "test" in name.split("/")[0]]
    unpacked = wheel.unpack(sdist, tmp_path / "unpacked")
    assert (unpacked / "tests" / "test_wheel.py").is_file()
    assert (tree / HOST_PAGE).is_file()
    assert not (unpacked / HOST_PAGE).exists()


# --- the widget is built where it must be -------------------------------------------------------------------------------

def test_neither_a_built_widget_nor_node_is_refused_with_a_word(tmp_path):
    done = wheel.pack(wheel.copy(tmp_path / "tree", built=False), tmp_path / "dist", "wheel", check=False)
    assert done.returncode == 1
    assert "The widget is not built, and there is no Node 20 or newer" in done.stdout + done.stderr
    assert "make setup" in done.stdout + done.stderr
    assert not list((tmp_path / "dist").iterdir())


class App:
    """hatchling's, as a hook sees it."""

    def __init__(self):
        self.warned = []

    def display_warning(self, text):
        self.warned.append(text)

    def abort(self, text):
        raise SystemExit(text)


@pytest.fixture
def hook(tmp_path, monkeypatch):
    """The hook on a small checkout whose widget was built at 1000 seconds; `node` there writes a new one."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "widget" / "hatch_build.py")
    spec.loader.exec_module(module := importlib.util.module_from_spec(spec))
    made = module.WidgetHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel", App())
    made.folder, made.built, made.node = tmp_path, tmp_path / wheel.STATIC / "askaside.js", tmp_path / ".node" / "bin" / "node"
    for file in (made.built, tmp_path / "widget" / "src" / "panel" / "panel.js", tmp_path / "widget" / "node_modules" / "esbuild" / "package.json"):
        file.parent.mkdir(parents=True)
        file.write_text("old")
        os.utime(file, (1000, 1000))
    made.node.parent.mkdir(parents=True)
    for tool in ("node", "npm"):
        (made.node.parent / tool).write_text(f'#!/bin/sh\n[ "$1" = -p ] && echo 24 || echo "{tool} $*" > "{made.built}"\n')
        (made.node.parent / tool).chmod(0o755)
    monkeypatch.setenv("PATH", "")
    return made


def newer(hook):
    os.utime(hook.folder / "widget" / "src" / "panel" / "panel.js", (2000, 2000))


def test_what_is_newer_than_the_widget_has_it_built(hook):
    hook.initialize("standard", {})
    assert hook.built.read_text() == "old"
    newer(hook)
    hook.initialize("standard", {})
    assert hook.built.read_text() == "node build.mjs\n"


def test_a_missing_widget_is_built_with_what_building_needs(hook):
    hook.built.unlink()
    shutil.rmtree(hook.folder / "widget" / "node_modules")
    (hook.node.parent / "npm").write_text(f'#!/bin/sh\necho "$@" > "{hook.folder}/fetched"\n')
    hook.initialize("standard", {})
    assert (hook.folder / "fetched").read_text().startswith("ci --omit=dev")
    assert hook.built.read_text() == "node build.mjs\n"


def test_an_old_widget_without_node_is_packed_with_a_warning(hook):
    newer(hook)
    hook.node.write_text("#!/bin/sh\necho 18\n")
    hook.initialize("standard", {})
    assert hook.built.read_text() == "old"
    assert "older than its sources" in hook.app.warned[0]


def test_a_build_that_fails_says_which_command(hook):
    newer(hook)
    hook.node.write_text('#!/bin/sh\n[ "$1" = -p ] && echo 24 || exit 3\n')
    with pytest.raises(SystemExit, match=r"`node build.mjs` in widget/ ended with 3"):
        hook.initialize("standard", {})


def test_an_sdist_is_packed_as_it_is_and_an_editable_install_builds_nothing(hook):
    newer(hook)
    hook.initialize("editable", {})
    (hook.folder / "PKG-INFO").write_text("")
    hook.initialize("standard", {})
    assert hook.built.read_text() == "old"


# --- installed ----------------------------------------------------------------------------------------------------------

def test_the_command_tells_its_version(bin_, tmp_path):
    done = subprocess.run([bin_ / "askaside", "--version"], cwd=tmp_path, env=wheel.environ(bin_), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"askaside, version {version('askaside')}"


def test_the_demo_runs_in_any_folder_without_node(bin_, tmp_path):
    folder, port = tmp_path / "anywhere", free_port()
    Folder(folder / "content").site()   # of one's own: the demo brings its
    for name in ("calendar", "random", "content"):
        (folder / f"{name}.py").write_text("raise SystemExit('taken for a module of Python')")
    share_dictionaries(folder / "var")
    base = f"http://127.0.0.1:{port}"
    environ = wheel.environ(bin_, ASKASIDE_PORT=str(port))
    assert shutil.which("node", path=environ["PATH"]) is None

    def get(path, **headers):
        with urllib.request.urlopen(urllib.request.Request(base + path, headers=headers), timeout=10) as answer:
            return answer.read().decode() if answer.headers["Content-Encoding"] is None else answer.read()

    with wheel.started([bin_ / "askaside", "demo"], folder, environ, f"{base}/readyz") as process:
        assert json.loads(get("/readyz")) == {"status": "ready", "sites": ["askaside", "demo"]}
        embed = get("/askaside.js")
        assert gzip.decompress(get("/askaside.js", **{"Accept-Encoding": "gzip"})).decode() == embed
        assert "export" in get("/askaside/" + built.first(embed)[0])
        assert "product.js" in get("/demo/pages/en/invoices")
        assert "Askaside" in get("/")
        assert json.loads(get("/api/v1/demo/help?url=/demo/pages/en/invoices/2051/edit"))["articles"][0]["id"].startswith("invoices/")
        assert json.loads(get("/api/v1/demo/search?q=refund"))["results"]
        assert '<html lang="he" dir="rtl"' in get("/help/demo/he/")
        assert "install" in get("/help/askaside/en/start/install")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert "stopped with 0 requests open" in process.log.read_text()
    assert sorted(path.name for path in folder.iterdir()) == ["calendar.py", "content", "content.py", "random.py", "var"]


def test_every_folder_that_is_shipped_is_read_from_the_package(bin_, tmp_path):
    """Not from beside it: there may be a `content` or `migrations` of somebody else, where packages lie in a project."""
    told = subprocess.run([bin_ / "python", "-c", "import askaside.settings as s; print(s.shipped('content'), s.shipped('migrations'))"],
                          cwd=tmp_path, env=wheel.environ(bin_), capture_output=True, text=True, check=True).stdout.split()
    assert [path.rsplit("/site-packages/")[-1] for path in told] == ["askaside/content", "askaside/migrations"]
    assert not [path for path in told if path.startswith(str(ROOT))]
