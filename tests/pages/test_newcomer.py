"""From nothing to the first answer, as the manual's articles "install" and "embed" have it: their very commands and files."""

import os
import re
import shlex
import socket
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path

import pytest
import terminal
import wheel
from playwright.sync_api import expect
from ports import free_port

INSTALL, EMBED = "start/install", "start/embed"
READS, TYPES = 200, 40          # words a minute; a word typed is five characters
OURS, THEIRS = 8000, 8021       # the ports that the article speaks of
UNTIL_SAVED = """async () => {
    const text = async () => (await fetch('http://127.0.0.1:8000/api/v1/acme/articles/invoices/send-again?locale=en')).text();
    while (!(await text()).includes('Saved meanwhile')) await new Promise(done => setTimeout(done, 200));
}"""


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    wheel.pack(wheel.copy(folder / "tree"), folder / "dist", "wheel")
    return next((folder / "dist").glob("*.whl"))


@pytest.fixture
def port():
    """Ours, where nobody has it; else the browser finds another behind it."""
    return OURS if free(OURS) else free_port()


@pytest.fixture
def open_terminal(tmp_path, port):
    """`open_terminal()` → a Terminal in the newcomer's folder, of a machine that has Python."""
    environ = {"PATH": f"{tmp_path / 'path'}:{os.defpath}", "HOME": str(tmp_path), "LANG": "C.UTF-8"} | ({} if port == OURS else {"ASKASIDE_PORT": str(port)})
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "python3").symlink_to(os.path.realpath(sys.executable))
    made = []

    def make():
        made.append(terminal.Terminal(tmp_path / "new", environ))
        return made[-1]

    (tmp_path / "new").mkdir()
    yield make
    for one in made:
        one.close()


@pytest.fixture
def person(browser, port):
    behind = browser.browser_type.launch(executable_path=str(Path(__file__).with_name("chromium.sh")), args=[f"--host-resolver-rules=MAP 127.0.0.1:{OURS} 127.0.0.1:{port}"])
    yield behind.new_page(reduced_motion="reduce")
    behind.close()


def free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_install_article_leads_to_an_answer_word_by_word(packed, open_terminal, tmp_path, person, port):
    assert free(THEIRS), f"Port {THEIRS}, which the article speaks of, is taken on this machine: stop what listens there, a `make demo` perhaps."
    replaced = []

    def typed(line):
        """The line itself; only the wheel is not downloaded, nor what it needs."""
        if not line.startswith("pip install "):
            return line
        replaced.append(line)
        borrowed = f"echo {shlex.quote(sysconfig.get_path('purelib'))} > .venv/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/borrowed.pth"
        return f"pip install --quiet --disable-pip-version-check --no-deps --no-index {shlex.quote(str(packed))} && {borrowed}"

    here = first = open_terminal()
    for fence in terminal.fences(INSTALL):
        if fence.language == "sh":
            here = open_terminal() if "second terminal" in fence.above else here
            for line in fence.text.splitlines():
                here.type(typed(line))
            if fence.text == "askaside demo\n":
                see_the_demo(person)
                here.interrupt()
        else:
            (tmp_path / "new" / fence.names[-1]).write_text(fence.text, "utf-8")   # its folder is there already
    assert replaced == [f"pip install askaside-{version('askaside')}-py3-none-any.whl"]
    for said in ("1 articles, 0 errors", "Askaside is at http://127.0.0.1:8000"):
        assert f"`{said}`" in terminal.page(INSTALL)
        assert said.replace(str(OURS), str(port)) in first.shown

    see_the_answer(person)
    article = tmp_path / "new" / "content/acme/invoices/send-again.en.md"
    article.write_text(article.read_text().replace("How do I send an invoice again?", "Saved meanwhile"))
    person.evaluate(UNTIL_SAVED)
    person.reload()
    person.locator("ask-aside").wait_for(state="attached")
    person.evaluate("Askaside.open()")
    expect(person.locator("ask-aside .sheet").get_by_text("Saved meanwhile").first).to_be_visible()


def see_the_demo(person):
    person.goto("http://127.0.0.1:8000/")
    person.get_by_role("link", name="English, as pages").click()
    person.click("#help")
    expect(person.locator("ask-aside .sheet main .row").first).to_be_visible()


def see_the_answer(person):
    address = re.search(r"Open `(http://127\.0\.0\.1:8021/\S+)` and press the `\?`", terminal.page(INSTALL))[1]
    person.goto(address)
    person.locator("ask-aside .q").click()
    group = person.locator("ask-aside .sheet main section").filter(has=person.get_by_role("heading", name="For this page", exact=True))
    group.get_by_text("How do I send an invoice again?").click()
    expect(person.locator("ask-aside .sheet").get_by_text("More › Send again")).to_be_visible()


def test_it_takes_less_than_five_minutes_to_read_and_type():
    """All is typed, nothing pasted. The tag is typed once: the page of the install article has it."""
    read = terminal.prose(terminal.page(INSTALL).partition("## If that does not help")[0]) + terminal.prose(terminal.page(EMBED).partition("## Attributes")[0])
    typed = sum(len(fence.text) for fence in terminal.fences(INSTALL))
    reading, typing = 60 * len(read) / READS, 60 * typed / 5 / TYPES
    print(f"\n{len(read)} words read in {reading:.0f} s, {typed} characters typed in {typing:.0f} s")
    assert len(read) > 200 and typed > 400
    assert reading + typing <= 300
