import pytest
from mail_server import MailServer


@pytest.fixture
def mailbox(tmp_path):
    """A real mail server."""
    made = MailServer(tmp_path / "letters").start()
    yield made
    made.stop()
