import pytest
from inbox_material import PostOffice


@pytest.fixture
def post(app, folder, imap):
    """An application whose mailbox lies on a real IMAP server."""
    return PostOffice(app, folder, imap)
