"""The helpers of the manual make tokens that open the door: each is run as it stands there."""

import json
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from material import ROOT, SITE

from askaside.people import secrets

PAGE = (ROOT / "content" / "askaside" / "start" / "identity.en.md").read_text("utf-8")
USER = {"id": 17, "name": "תמר O'Neil", "email": "tamar@acme.test"}


def helper(name):
    """The code under the heading `name`."""
    return re.search(rf"^### {name}\n\n```\w+\n(.*?)^```", PAGE, re.M | re.S)[1]


def python(code, user, kid, secret):
    names = {}
    exec(compile(code, "identity.en.md", "exec"), names)
    return names["help_token"](user, kid, secret)


def flask(folder, kid, secret):
    return python(helper("Flask"), USER, kid, secret)


def django(folder, kid, secret):
    return python(helper("Django"), SimpleNamespace(pk=USER["id"], email=USER["email"], get_full_name=lambda: USER["name"]), kid, secret)


def express(folder, kid, secret):
    (folder / "token.mjs").write_text(helper("Express") + f"console.log(helpToken({json.dumps(USER)}, {json.dumps(kid)}, {json.dumps(secret)}));")
    return subprocess.run(["node", folder / "token.mjs"], capture_output=True, text=True, check=True).stdout.strip()


def php(folder, kid, secret):
    (folder / "token.php").write_text(helper("PHP") + f"echo help_token(json_decode({json.dumps(json.dumps(USER))}, true), {json.dumps(kid)}, {json.dumps(secret)});")
    return subprocess.run(["php", folder / "token.php"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("make", [flask, django, express, php])
def test_a_helper_makes_a_token_that_opens_the_door(client, app, folder, tmp_path, make):
    assert shutil.which("php"), f"{sys.platform}: `make setup-tests` brings php-cli"
    folder.site(SITE, key="demo")
    app.shelf.reread()
    token = make(tmp_path, *secrets.make("demo"))
    answer = client.post("/api/v1/demo/tickets", json={"body": "Hello", "locale": "he"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 201, answer.get_json()
    told = client.get(f"/api/v1/demo/tickets/{answer.get_json()['id']}", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert told["messages"][0]["author"]["name"] == USER["name"]
