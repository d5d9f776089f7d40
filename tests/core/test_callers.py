"""Who asks: by what address, and under what name it is remembered; and ids that nobody guesses."""

import base64

import pytest

from askaside.core import http, ids


@pytest.mark.parametrize("proxies, forwarded, address", [
    (0, "198.51.100.1", "203.0.113.9"),                          # nobody of ours wrote it
    (1, "198.51.100.1", "198.51.100.1"), (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),   # what came before our proxy is hearsay
    (2, "10.0.0.1, 198.51.100.1, 192.0.2.5", "198.51.100.1"), (2, "198.51.100.1", "203.0.113.9"), (1, "", "203.0.113.9"), (1, " , ", "203.0.113.9")])
def test_as_many_entries_are_believed_as_there_are_proxies_of_ours(app, proxies, forwarded, address):
    app.config["TRUSTED_PROXIES"] = proxies
    with app.test_request_context(headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        assert http.client_address() == address


def test_the_name_of_a_caller_tells_nobody_who_it_is_or_that_it_was_at_another_site(app):
    with app.test_request_context(headers={"Authorization": "Visitor canary"}, environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        names = {http.caller("acme"), http.caller("other")}
        app.secret_key = "another key of thirty-two letters or more"
        names.add(http.caller("acme"))
    assert len(names) == 3 and all(len(name) == 64 for name in names) and "canary" not in str(names)


def test_an_id_is_128_bits_of_chance():
    made = [base64.b32decode(ids.new().upper() + "======") for _ in range(200)]
    assert len(set(made)) == len({one[:8] for one in made}) == len({one[8:] for one in made}) == 200
    assert {len(one) for one in made} == {16} and all(one[:8] != one[8:] for one in made)
