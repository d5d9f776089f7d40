"""One cell of tests/faults, in every run: ten requests while the mail server refuses, and a kill between two of its letters."""

import pytest
from request_storm import RequestStorm


@pytest.fixture
def storm(app, folder, tmp_path):
    made = RequestStorm(app, folder, tmp_path)
    yield made
    made.close()


def test_ten_requests_while_the_mail_server_refuses_and_the_server_is_killed_are_ten(storm):
    storm.smtp.answers("rcpt", "451 4.7.1 Come later")
    storm.server.live("tickets.actions:open_", hurry=True)
    sent = storm.sending(10, files=True)
    assert storm.server.wait(60) == 9
    storm.server.live("mail.transport:Smtp.send", hurry=True)
    for one in sent:
        one.result(120)
    storm.smtp.answers("rcpt")
    storm.due_now()
    assert storm.server.wait(60) == 9
    storm.server.live(hurry=True)
    storm.due_now()
    storm.calm(60)
    wrong, told = storm.account()
    print(f"\n{told}")
    assert not any(wrong.values()), (wrong, told)
