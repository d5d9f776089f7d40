"""A chat at the desk while the network fails: what is written waits visibly, and arrives once and in its order."""

import pytest
from at_chat import Talker
from bad_network import BadNetwork
from chatter import Chatter
from pages_server import Server
from playwright.sync_api import expect

LATER = "Sends when you are connected again."


@pytest.mark.parametrize("way", ["cut", "deaf"])
def test_what_is_written_while_cut_off_waits_visibly_survives_a_reload_and_arrives_once_and_in_order(server, talkers, asks, way):
    with BadNetwork(server.port) as network:
        vera = talkers("Vera", network.base)
        alice = asks("Are you there?")
        vera.talk(alice.id)
        vera.say("Yes.")
        alice.hears("Yes.")
        expect(vera.page.locator("#desk\\.log .mark")).to_have_text("received")
        network.deaf = way == "deaf"
        network.away = way == "cut"
        if network.away:
            network.cut()
        else:
            vera.say("first")
        expect(vera.page.locator(".link.off")).to_contain_text("Disconnected since")
        if network.away:
            vera.say("first")
        vera.say("second")
        expect(vera.page.locator("#desk\\.log .pending .mark")).to_have_text([LATER, LATER])
        alice.write("Still there?")
        alice.write("Hm.")
        network.deaf = network.away = False
        if way == "deaf":
            network.cut()
        else:
            vera.page.reload()
        alice.until(lambda: len(alice.lines) == 6, 60)
        assert [body for _, body in alice.kept()] == ["Are you there?", "Yes.", "Still there?", "Hm.", "first", "second"]
        expect(vera.said).to_have_text(["Are you there?", "Yes.", "Still there?", "Hm.", "first", "second"])
        expect(vera.page.locator("#desk\\.log .pending")).to_have_count(0)
        vera.page.reload()
        expect(vera.said).to_have_count(6)
        assert len(alice.kept()) == 6


def test_two_tabs_of_one_agent_send_what_waits_once(server, talkers, asks):
    with BadNetwork(server.port) as network:
        vera = talkers("Vera", network.base)
        alice = asks("One or two?")
        vera.talk(alice.id)
        other = vera.context.new_page()
        other.goto(vera.page.url)
        expect(other.locator(".live .link:not(.off)")).to_be_attached()
        network.away = True
        network.cut()
        expect(vera.page.locator(".link.off")).to_be_visible()
        for text in ("one", "two", "three"):
            vera.say(text)
        expect(other.locator("#desk\\.log .pending")).to_have_count(3)
        network.away = False
        alice.hears("one", "two", "three")
        for page in (vera.page, other):
            expect(page.locator("#desk\\.log .pending")).to_have_count(0, timeout=40_000)
            expect(page.locator("#desk\\.log .words")).to_have_text(["One or two?", "one", "two", "three"])
        assert len(alice.kept()) == 4


def test_a_storm_of_cuts_loses_and_doubles_nothing(server, talkers, asks):
    with BadNetwork(server.port) as network:
        vera = talkers("Vera", network.base)
        alice = asks("Begin.")
        vera.talk(alice.id)
        mine, theirs = [f"a{n}" for n in range(12)], [f"v{n}" for n in range(12)]
        for a, v in zip(mine, theirs, strict=True):
            vera.say(a)
            network.cut()
            alice.write(v)
        alice.until(lambda: len(alice.lines) == 25, 60)
        kept = alice.kept()
        assert [body for kind, body in kept if kind == "agent"] == mine and [body for kind, body in kept if kind == "requester"] == ["Begin.", *theirs]
        expect(vera.said).to_have_text([body for _, body in kept], timeout=30_000)


def test_a_server_that_is_put_in_the_place_of_another_is_noticed_by_nobody_who_chats(browser, server, tmp_path):
    made = Server(tmp_path).after(server).start()
    vera = Talker(browser, made, "Vera")
    try:
        vera.open().sit(status="available")
        with Chatter(made, "alice") as alice:
            alice.start("Before.")
            vera.talk(alice.id).say("one")
            alice.hears("one")
            made.stop()
            vera.say("two")
            vera.say("three")
            expect(vera.page.locator("#desk\\.log .pending .mark").last).to_have_text(LATER)
            made.start()
            alice.leave()
            alice.connect()
            expect(vera.page.locator("#desk\\.log .pending")).to_have_count(0)
            assert [body for _, body in alice.kept()] == ["Before.", "one", "two", "three"]
            alice.write("After.")
            expect(vera.said).to_have_text(["Before.", "one", "two", "three", "After."])
        assert vera.noise == []
    finally:
        vera.context.close()
        made.stop()
