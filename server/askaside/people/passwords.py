"""Passwords: kept as argon2id, and chosen by the rules of NIST SP 800-63B: long, and not what anybody would guess first."""

import unicodedata

import argon2

from ..core import aside

LEAST, MOST = 12, 200   # characters
_hasher = argon2.PasswordHasher(time_cost=2, memory_cost=19 << 10, parallelism=1)   # OWASP's: 19 MB each, for several come at once
# What is checked for a name that nobody has, so that it takes as long. Nothing is known to fit it.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$DuwRX1V42btFY8C56utYEg$5JafQBURUJ1PX1H8EwgOIPJWJYs0VL7C5T/qxiE8UM4"


def weakness(password, known=()):
    """What is wrong with a new password: "short", "long", "guessed"; None when nothing is. `known`: names that stand for the person and the site."""
    plain = _plain(password)
    if not LEAST <= len(plain) <= MOST:
        return "short" if len(plain) < LEAST else "long"
    easy = {_plain(name).casefold() for name in known if name}
    return "guessed" if plain.casefold() in easy or len(set(plain)) < 4 else None


def hashed(password):
    """What is kept of `password`. It takes some hundredths of a second, beside the loop: never within a transaction."""
    return aside.run(_hasher.hash, _plain(password))


def fits(kept, password):
    """Is `password` the one that `kept` was made of? As `hashed` in what it takes."""
    plain = _plain(password)
    return len(plain) <= MOST and aside.run(_fits, kept, plain)


def outdated(kept):
    """Was `kept` made with other costs than today's?"""
    return _hasher.check_needs_rehash(kept)


def _fits(kept, plain):
    try:
        return _hasher.verify(kept, plain)
    except argon2.exceptions.VerificationError:
        return False


def _plain(password):
    """Two keyboards write the same letter in different ways: NFKC, as NIST has it."""
    return unicodedata.normalize("NFKC", password)
