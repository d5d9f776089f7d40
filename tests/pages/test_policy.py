"""On a page of another origin, under the strict policy of the contract: everything works, nothing is refused."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from files_material import PDF
from material import ROOT
from pages_server import Server
from playwright.sync_api import expect
from ports import free_port
from writing import form, last_step, written

LISTEN = "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI), true)"


class Host:
    """A host product at an origin of its own: one page, with the policy it is given."""

    def __init__(self):
        self.body = self.policy = ""
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", host.policy)
                self.end_headers()
                self.wfile.write(host.body.encode())

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture(scope="module")
def own(tmp_path_factory, host):
    """A server whose demo site lets the host in."""
    folder = tmp_path_factory.mktemp("policy")
    shutil.copytree(ROOT / "content" / "demo", folder / "content" / "demo")
    site = folder / "content" / "demo" / "site.toml"
    site.write_text(site.read_text().replace("origins = [", f'origins = ["{host.base}", '))
    (folder / "content" / "demo" / "members" / "dot.png").write_bytes(
        bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"))
    with open(folder / "content" / "demo" / "members" / "merge-duplicates.en.md", "a") as file:
        file.write("\n![A dot](dot.png)\n")
    made = Server(folder, folder / "content", port=free_port()).start()
    yield made
    made.stop()


def strict(help_, nonce="abc"):
    return (f"default-src 'none'; script-src 'nonce-{nonce}' {help_}; connect-src {help_}; img-src {help_}; style-src {help_}; "
            "trusted-types askaside; require-trusted-types-for 'script'; base-uri 'none'")


def page_of(help_, site="demo"):
    return f'<!doctype html><html lang="en"><title>Host</title><h1>Host</h1><script nonce="abc" async src="{help_}/askaside.js" data-site="{site}"></script>'


def test_everything_works_and_nothing_is_refused(visit, host, own):
    host.policy, host.body = strict(own.base), page_of(own.base)
    panel = visit(script=LISTEN)
    panel.page.goto(host.base + "/members/1017")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.rows.first).to_be_visible()
    panel.field.fill("duplicates")
    panel.rows.first.click()
    expect(panel.main.locator(".article")).to_be_visible()
    image = panel.main.locator("img")
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 1)
    panel.sheet.get_by_role("checkbox").first.check()
    panel.button("Yes").click()
    expect(panel.main.locator(".vote")).to_contain_text("Thank you")
    assert panel.noise == []


def test_a_file_goes_along_and_is_fetched_again(visit, host, own):
    host.policy, host.body = strict(own.base), page_of(own.base)
    panel = visit(script=LISTEN)
    panel.page.goto(host.base + "/members/1017")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    form(panel, path=None)
    panel.main.locator("input[type=file]").set_input_files([{"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    last_step(panel, "With a scan")
    panel.button("Send").click()
    written(panel)
    panel.main.locator("button.main").click()
    with panel.page.expect_download() as saved:
        panel.button("Fetch scan.pdf").click()
    assert saved.value.path().read_bytes() == PDF
    assert panel.noise == []


def test_where_the_policy_refuses_us_the_host_hears_which_rule(visit, host, own):
    host.policy, host.body = f"script-src {own.base}/askaside.js", page_of(own.base)
    panel = visit()
    panel.page.goto(host.base + "/")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.page.get_by_text("Help is unavailable.")).to_be_visible()
    ours = [line for line in panel.noise if line.startswith("warning: Askaside")]
    assert len(ours) == 1
    assert "script-src" in ours[0]


def test_an_origin_that_was_not_let_in_hears_so(visit, host, own, server):
    host.policy, host.body = "", page_of(server.base)
    panel = visit()
    panel.page.goto(host.base + "/")
    panel.page.get_by_role("button", name="Help", exact=True).click()
    expect(panel.page.get_by_text("Help is unavailable.")).to_be_visible()
    assert len([line for line in panel.noise if "See origins" in line]) == 1
    assert panel.page.evaluate("Askaside.debug().site") == "demo"
