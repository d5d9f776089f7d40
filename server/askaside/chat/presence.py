"""Who is there to chat."""


def anybody(site, module):
    """Will an agent of the Site `site` answer a chat about `module` (a key, or None) now? The desk takes no chats yet, so nobody ever does."""
    return False
