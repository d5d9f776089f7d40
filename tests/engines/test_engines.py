"""The main journey in Firefox and in WebKit: the same steps as a person would take them, one test each."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp
from threading import Timer

import pytest
from material import ROOT
from pages_server import Server
from ports import free_port
from test_policy import Host, strict

JOURNEY = Path(__file__).with_name("journey.mjs")
STEPS = re.findall(r'^  async "(.+)"\(on\)', JOURNEY.with_name("steps.mjs").read_text(), re.M)
SCREENS = ROOT / "var" / "screens"
LONGEST = 240   # seconds; a browser that hangs ends here

# What the page notes for the journey: the globals there were before us, and whatever was refused or failed.
NOTES = """<script nonce="abc">
window.noise = window.before = [];
before = Object.getOwnPropertyNames(window);
addEventListener('securitypolicyviolation', e => noise.push(e.violatedDirective + ' ' + e.blockedURI), true);
addEventListener('error', e => noise.push('error ' + e.message));
addEventListener('unhandledrejection', e => noise.push('rejected ' + e.reason));
for (const kind of ['warn', 'error']) console[kind] = (...words) => noise.push(kind + ' ' + words.join(' '));
</script>"""


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, host):
    """A server of our own, to be stopped and started; its demo site lets the host in, and itself by both names of this machine."""
    folder, port = tmp_path_factory.mktemp("engines"), free_port()
    shutil.copytree(ROOT / "content", folder / "content")
    site = folder / "content" / "demo" / "site.toml"
    site.write_text(site.read_text().replace("origins = [", f'origins = ["{host.base}", "http://127.0.0.1:{port}", "http://localhost:{port}", '))
    made = Server(folder, folder / "content", port=port)
    host.policy = strict(made.base)
    host.body = f'<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="{made.base}/demo/static/tamar.svg">'
    host.body += f'{NOTES}<h1>Host</h1><script nonce="abc" async src="{made.base}/askaside.js" data-site="demo"></script>'
    return made


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def walked(request, server, host):
    """What the journey in this browser told: {step: {ok, detail}}."""
    folder = Path(mkdtemp(prefix=f"{request.param}-"))
    folder.chmod(0o755)   # the browser is another user; the folder of pytest is shut again by every pytest that starts
    server.start()
    walk = subprocess.Popen(["node", JOURNEY, request.param, server.base, host.base, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    limit = Timer(LONGEST, walk.terminate)
    limit.start()
    told = {}
    try:
        for line in walk.stdout:
            said = json.loads(line)
            if "ask" in said:
                {"stop": server.stop, "start": server.start}[said["ask"]]()
                walk.stdin.write("done\n")
                walk.stdin.flush()
            else:
                told[said["step"]] = said
    finally:
        server.stop()
        limit.cancel()
        walk.terminate()
        walk.wait(20)
        walk.stdin.close()
        walk.stdout.close()
        SCREENS.mkdir(parents=True, exist_ok=True)
        for picture in folder.glob("*.png"):
            shutil.copy(picture, SCREENS)
        shutil.rmtree(folder, ignore_errors=True)
    return told


@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_the_journey(walked, step):
    assert step in walked, f"the journey ended before, at {list(walked)}"
    assert walked[step]["ok"], walked[step]["detail"]


def test_there_is_a_journey():
    assert len(STEPS) >= 15
