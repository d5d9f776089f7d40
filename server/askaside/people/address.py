"""An e-mail address, as somebody types it."""


def is_address(text):
    """Can `text` be one: something on each side of one @, nothing blank or unseen, 254 characters at most (RFC 5321, 4.5.3.1.3)?"""
    return len(text) <= 254 and text.count("@") == 1 and all(text.split("@")) and not any(c.isspace() or not c.isprintable() for c in text)
