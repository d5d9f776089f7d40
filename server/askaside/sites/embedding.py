"""May the pages of a product embed the help, seen from the addresses alone? Yields Findings."""

from urllib.parse import urlsplit

from ..core.findings import ok, warning, wrong


def findings(site, public_url, where):
    """What is to be said of the `origins` of a Site. `public_url`: the address that browsers see, or None; `where`: its file."""
    others = [origin for origin in site.origins if urlsplit(origin).netloc != urlsplit(public_url or "").netloc]
    if not others:
        yield warning(f"{where}: no page may embed {site.key} but those of the server itself.", 'Name the product\'s: origins = ["https://app.example.com"].')
        return
    secure = urlsplit(public_url or "").scheme == "https"
    plain = [origin for origin in others if origin.startswith("http:") and not on_this_machine(origin)]
    barred = [origin for origin in others if origin.startswith("https:")]
    if public_url and not secure and not on_this_machine(public_url) and barred:
        yield wrong(f"{where}: {barred[0]} is https and ASKASIDE_PUBLIC_URL is http: browsers refuse such a script in such a page.",
                    "Put a proxy with TLS in front, and set ASKASIDE_PUBLIC_URL to its https address.")
    elif secure and plain:
        yield warning(f"{where}: {plain[0]} is http, while the help is https.", "If the product is reached by https, write it so: another scheme is another origin.")
    elif public_url and not on_this_machine(public_url) and all(map(on_this_machine, others)):
        yield warning(f"{where}: only pages of this machine may embed {site.key}.", 'Name the product\'s: origins = ["https://app.example.com"].')
    else:
        yield ok(f"{where}: {', '.join(others[:3])}{' …' if len(others) > 3 else ''} may embed {site.key}.")


def on_this_machine(address):
    """Is the address (`http://127.0.0.1:8000`) one that only this machine reaches?"""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")
