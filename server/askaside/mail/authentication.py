"""Did the sender's own domain send this letter? As the receiving mail server found it, in `Authentication-Results` (RFC 8601)."""

import re

_TOKEN = re.compile(r'\\.|[\\"()]|[^\\"()]+', re.S)
_DMARC = re.compile(r"dmarc\s*=\s*([a-z]+)(?:\s|$)")
_VOUCHERS = (re.compile(r"dkim\s*=\s*pass\s(?:.*\s)?header\.d\s*=\s*([\w.-]+)(?:\s|$)"), re.compile(r"spf\s*=\s*pass\s(?:.*\s)?smtp\.mailfrom\s*=\s*(?:[^\s@]*@)?([\w.-]+)(?:\s|$)"))


def proven(headers, server, address):
    """Whether the domain of `address`, the one in From, vouches for the letter.

    headers     the values of its Authentication-Results, topmost first
    server      the authserv-id that our own mail server writes: what stands under another name is anybody's word

    DMARC's verdict counts. Where there is none, SPF or DKIM of that very domain does, or of one above it.
    """
    results = [found for header in headers if (found := _results(header, server)) is not None]
    if not results or [] in results:
        return False
    # The topmost verdict: who writes our server's name into a letter stands below what the server itself puts on top.
    verdict = next((found[1] for methods in results for method in methods if (found := _DMARC.match(method))), "none")
    domain = address.rpartition("@")[2].lower()
    return verdict == "pass" or (verdict == "none" and any(_above(found[1], domain) for method in results[0] for one in _VOUCHERS if (found := one.match(method))))


def _results(header, server):
    """[method and its properties] in small letters, of a header of our server; [] of one that cannot be read; None of another's."""
    text = _bare(header.lower())
    name, _, rest = (text or header.lower()).partition(";")
    if name.split()[:1] != [server.lower()]:
        return None
    return [method.strip() for method in rest.split(";")] if text else []


def _bare(text):
    """`text` without its comments, a `"` for each quoted piece: what a sender chose could make one property look like another. None when one is left open."""
    depth, quoted, kept = 0, False, []
    for token in _TOKEN.findall(text):
        if quoted:
            quoted = token != '"'
        elif token in "()":
            depth += 1 if token == "(" else -1
            kept.append(" ")
        elif not depth:
            quoted = token == '"'
            kept.append(token)
        if depth < 0:
            return None
    return None if quoted or depth or any(token.startswith("\\") for token in kept) else "".join(kept)


def _above(one, domain):
    return "." in one and (domain == one or domain.endswith("." + one))
