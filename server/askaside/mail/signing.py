"""One way to sign, for addresses and links."""

import hashlib
import hmac


def mac(key, purpose, *fields):
    """32 bytes that only the holder of `key` (bytes) can make for these text fields, for this purpose.

    Every field is counted, so that `ab`, `c` and `a`, `bc` differ.
    raises ValueError for a key under 16 bytes
    """
    if len(key) < 16:
        raise ValueError("A key that signs has 16 bytes or more.")
    said = b"".join(len(one).to_bytes(4, "big") + one for one in (text.encode() for text in ("askaside", purpose, *fields)))
    return hmac.new(key, said, hashlib.sha256).digest()


def same(one, other):
    """Whether two texts are equal, in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
