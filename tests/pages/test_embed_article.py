"""Every example of the manual's article "embed", as it stands there, on a page of another origin."""

import os
import re
import socket

import pytest
import terminal
from click.testing import CliRunner
from material import Folder
from pages_server import Server
from playwright.sync_api import expect
from served import certificate, served

from askaside.cli import main

EXAMPLES = terminal.fences("start/embed")
HELP, PRODUCT = "https://help.example.com", "https://app.example.com"
TAG = EXAMPLES[0].text
MARKUP = [fence.text for fence in EXAMPLES if fence.language == "html" and "askaside.js" not in fence.text]
FORM = '<form><label>Number <input id="number" required></label><button id="send">Send</button></form>'
ORIGINS = f'origins = ["{PRODUCT}"]'


@pytest.fixture(scope="module")
def help_server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("embed")
    content = Folder(folder / "content")
    content.site(f'name = "Acme"\nlocales = ["en"]\n{ORIGINS}\n[[modules]]\nkey = "invoices"\npages = ["/invoices/*"]\n')
    content.article("invoices/send-again.en", 'title: Send again\npages: ["/invoices/{id}"]')
    content.article("invoices/vat-rate.en", "title: The VAT rate\nkeys: [vat]", "It is 17 %.")
    made = Server(folder, content.path, command="serve").start(ready="/healthz")
    yield made
    made.stop()


@pytest.fixture
def product(browser, help_server):
    """`product(body, head, **headers)` → a page of the product that shows it, with the help server at its name."""
    contexts = []

    def make(body, head="", **headers):
        context = browser.new_context(reduced_motion="reduce")
        contexts.append(context)
        context.route(f"{HELP}/**", lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(HELP, help_server.base))))
        context.route(f"{PRODUCT}/**", lambda route: route.fulfill(content_type="text/html; charset=utf-8", headers=headers,
                                                                   body=f'<!doctype html><html lang="en"><head><title>Invoice 5</title>{head}</head><body>{body}{FORM}</body></html>'))
        page = context.new_page()
        page.noise = []
        page.on("console", lambda message: page.noise.append(message.text))
        page.goto(f"{PRODUCT}/invoices/5")
        page.locator("ask-aside").wait_for(state="attached")
        return page

    yield make
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")   # an answer may be on its way
        context.close()


def row(page, title):
    return page.locator("ask-aside .sheet main .row", has_text=title)


def test_every_example_is_tried():
    assert TAG.startswith("<script async src=")
    assert [fence.language for fence in EXAMPLES if fence.language not in ("html",)] == ["sh", "", "css"]
    assert len(MARKUP) == 3 and "data-help=" in MARKUP[0] and "data-help-context=" in MARKUP[1] and "data-help-private" in MARKUP[2]


@pytest.mark.parametrize("example", [fence.text for fence in EXAMPLES if "askaside.js" in fence.text], ids=lambda text: " ".join(re.findall(r"data-(\w+)", text)))
def test_a_tag_brings_the_answer_of_the_page(product, example):
    page = product(example)
    own = "data-button" in example
    page.locator("#help" if own else "ask-aside .q").click()
    expect(row(page, "Send again")).to_be_visible()
    assert page.locator("ask-aside .q").is_visible() != own
    assert page.noise == []


def test_a_form_that_is_refused_gets_its_dot(product):
    page = product(next(fence.text for fence in EXAMPLES if "data-stuck" in fence.text))
    for _ in range(3):
        page.click("#send")
    expect(page.locator("ask-aside").get_by_role("button", name="Help for this form")).to_be_visible()


def test_data_help_opens_its_article(product):
    page = product(MARKUP[0] + TAG)
    page.locator("fieldset input").press("F1")
    heading = page.locator("ask-aside .sheet").get_by_role("heading", name="The VAT rate")
    expect(heading).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("body > button").click()
    expect(heading).to_be_visible()


def test_a_key_of_the_page_brings_its_article(product):
    page = product(MARKUP[1] + TAG)
    page.locator("ask-aside .q").click()
    rows = page.locator("ask-aside .sheet main .row")
    expect(rows.first).to_contain_text("Send again")
    page.locator("[data-help-context]").hover()
    expect(rows.first).to_contain_text("The VAT rate")
    assert page.evaluate("Askaside.debug().keys") == ["vat"]


def test_the_policy_lets_the_help_through(product):
    policy = " ".join(fence.text for fence in EXAMPLES if not fence.language).replace("…", "abc")
    page = product(TAG.replace("<script", '<script nonce="abc"'), **{"Content-Security-Policy": f"default-src 'none'; {' '.join(policy.split())}"})
    page.locator("ask-aside .q").click()
    row(page, "Send again").click()
    expect(page.locator("ask-aside .sheet").get_by_role("heading", name="Send again")).to_be_visible()
    assert page.noise == []
    assert page.evaluate("Askaside.debug().refused") == ""


def test_the_colours_are_taken(product):
    page = product(TAG, f"<style>{next(fence.text for fence in EXAMPLES if fence.language == 'css')}</style>")
    page.locator("ask-aside .q").wait_for()
    assert page.locator("ask-aside .q").evaluate("node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]") == ["rgb(122, 46, 142)", "rgb(255, 255, 255)"]


def test_the_command_says_that_all_is_well(app, folder, tmp_path, monkeypatch):
    """The very line; only the name leads to a server of the test, and its certificate is trusted."""
    folder.site((folder.path / "acme/site.toml").read_text("utf-8").replace('origins = ["https://app.acme.test"]', ORIGINS))
    app.shelf.reread()
    monkeypatch.setattr(app.answers, "waiting", lambda shelf: [])
    context, trusted = certificate(tmp_path, "help.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(trusted))
    connect = socket.create_connection
    with served(app, ssl_context=context) as port:
        monkeypatch.setattr(socket, "create_connection", lambda address, *given: connect(("127.0.0.1", port) if address == ("help.example.com", 443) else address, *given))
        done = CliRunner().invoke(main, next(fence.text for fence in EXAMPLES if fence.language == "sh").split()[1:])
    assert done.output.endswith("4 ok, 0 warnings, 0 wrong\n")
    assert done.exit_code == 0
