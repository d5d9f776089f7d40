"""What is for some only, in the panel: whose token says so reads it, and for others no question costs more than before."""

import time
import urllib.error
import urllib.request

import pytest
from pages_server import ADD_TAG
from playwright.sync_api import expect
from test_known import sign_for
from test_script_interface import HOST, TAG

ARTICLE = "---\ntitle: Zebra transfers for gold\npages: [/host]\naudience: [gold]\n---\n\nThe zebra carries stripes.\n"


@pytest.fixture
def gold(editable):
    (editable.content / "demo" / "invoices" / "zebra.en.md").write_text(ARTICLE)
    return editable


def at_host(visit, server, tag=TAG, **given):
    """A Panel on a page of the product's, with every question about content in `panel.read`: (method, address, the token or None)."""
    panel = visit(base=server.base, reduced_motion="reduce", **given)
    panel.read = []
    panel.page.on("request", lambda one: "/api/" in one.url and panel.read.append((one.method, one.url.partition("/api/v1/demo/")[2].partition("?")[0], one.headers.get("authorization"))))
    panel.page.route("**/host", lambda route: route.fulfill(body=HOST.replace("{body}", "").replace("{tag}", tag), content_type="text/html; charset=utf-8"))
    panel.goto("/host")
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    return panel


def test_who_is_signed_in_reads_what_is_for_their_plan_until_they_sign_out(visit, gold):
    until(lambda: '"signed":true' in text(gold, "/askaside/demo/en.js"))
    sign = sign_for(gold)
    panel = at_host(visit, gold, TAG.replace("data-site", f'data-token="{sign("alice", plan="gold")}" data-site'))
    row = panel.rows.filter(has_text="Zebra transfers for gold")
    expect(row).to_be_visible()
    panel.field.fill("zebra transfers")
    expect(panel.sheet.get_by_role("option").first).to_contain_text("Zebra transfers for gold")
    panel.sheet.get_by_role("option").first.click()
    expect(panel.main.locator(".article")).to_contain_text("The zebra carries stripes.")
    panel.button("Yes").click()
    expect(panel.main).to_contain_text("Thank")
    assert all(token and token.startswith("Bearer ") for _, door, token in panel.read if door == "help" or door.startswith(("articles", "search")))
    panel.page.evaluate("Askaside.reset()")
    panel.page.evaluate("Askaside.open()")
    expect(panel.rows.first).to_be_visible()
    expect(row).to_have_count(0)
    panel.page.evaluate("Askaside.article('invoices/zebra')")
    expect(panel.main).not_to_contain_text("stripes")
    panel.page.evaluate("token => Askaside.identify(token)", sign("alice", plan="gold"))
    expect(panel.main).to_contain_text("The zebra carries stripes.")


def test_nobody_else_sees_it_and_their_questions_stay_simple(visit, gold):
    until(lambda: '"signed":true' in text(gold, "/askaside/demo/en.js"))
    panel = at_host(visit, gold)
    expect(panel.rows.filter(has_text="Zebra")).to_have_count(0)
    panel.field.fill("zebra transfers")
    panel.page.wait_for_timeout(1000)
    expect(panel.sheet.get_by_role("option").filter(has_text="Zebra")).to_have_count(0)
    # With a head of its own a question from another origin would be preceded by one about that.
    assert {"help", "search"} <= {door for _, door, _ in panel.read}
    assert {token for _, _, token in panel.read} == {None}


def test_where_nothing_is_for_some_only_no_question_is_signed(visit, server):
    panel = at_host(visit, server, TAG.replace("data-site", f'data-token="{sign_for(server)("alice", plan="gold")}" data-site'))
    assert [token for _, door, token in panel.read if door == "help"] == [None]


def test_a_product_at_another_origin_has_its_token_taken_along(visit, gold):
    elsewhere = gold.base.replace("127.0.0.1", "localhost")
    path = gold.content / "demo" / "site.toml"
    path.write_text(path.read_text().replace("origins = [", f'origins = ["{elsewhere}", '))
    until(lambda: '"signed":true' in text(gold, "/askaside/demo/en.js") and text(gold, "/api/v1/demo/help", elsewhere))
    panel = visit(base=elsewhere, reduced_motion="reduce")
    panel.page.goto(elsewhere + "/healthz")   # a page without a tag; one that is made up here may not ask a server on this machine
    panel.page.evaluate(ADD_TAG.replace("src: '", f"src: '{gold.base}").replace(".dataset.site = 'demo'", ".dataset.site = 'demo'; tag.dataset.token = " + repr(sign_for(gold)("alice", plan="gold"))))
    panel.page.evaluate("Askaside.article('invoices/zebra')")
    expect(panel.main).to_contain_text("The zebra carries stripes.")


def text(server, path, origin=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(server.base + path, headers={"Origin": origin} if origin else {})) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        refused.close()
        return ""


def until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)
