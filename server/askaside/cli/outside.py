"""A running server as a browser sees it: address and TLS, the tag's file, caches, origins. Yields Findings."""

import gzip
import http.client
import json
import re
import socket
import ssl
import time
import zlib
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from ..core import machine
from ..core.findings import ok, warning, wrong
from ..help import built
from ..sites.embedding import on_this_machine

PATIENCE_SECONDS = 10
MOST_BYTES = 4 << 20
DAYS_LEFT = 14          # of a certificate; who renews by himself does it before
STRANGER = "https://stranger.invalid"


class Unreachable(Exception):
    """No answer: what happened, and what to do."""


class Answer:
    """What came back: `status`, `all(name)` of a head's values, `body` unpacked, `packed` how it came."""

    def __init__(self, response):
        self.status, self._heads = response.status, response.getheaders()
        body, self.packed = response.read(MOST_BYTES), response.getheader("Content-Encoding", "")
        self.body = gzip.decompress(body) if self.packed == "gzip" else body

    def all(self, name):
        return [value for key, value in self._heads if key.lower() == name.lower()]

    def head(self, name):
        return ", ".join(self.all(name))

    def json(self):
        """The object that came; an empty one where it was something else."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Server:
    """The server at `url`, asked without following redirects."""

    def __init__(self, url):
        self.url, self._parts = url.rstrip("/"), urlsplit(url)
        self.days_left, self.cookies = None, []

    def ask(self, path, method="GET", **heads):
        """The Answer.

        raises  Unreachable
        """
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._parts.hostname, self._parts.port, timeout=PATIENCE_SECONDS)
        try:
            connection.connect()
            if isinstance(connection.sock, ssl.SSLSocket):
                self.days_left = (ssl.cert_time_to_seconds(connection.sock.getpeercert()["notAfter"]) - time.time()) / 86400
            named = {"User-Agent": "askaside-doctor", "Accept-Encoding": "gzip", **{name.replace("_", "-"): value for name, value in heads.items()}}
            connection.request(method, self._parts.path.rstrip("/") + path, headers=named)
            answer = Answer(connection.getresponse())
        except ssl.SSLCertVerificationError as refused:
            raise Unreachable(f"Browsers do not trust the certificate of {self._parts.hostname}: {refused.verify_message}.",
                              "Renew it, name this host in it, and let the proxy send the whole chain.") from None
        except ssl.SSLError as refused:
            raise Unreachable(f"TLS with {self._parts.netloc} fails: {refused.reason}.", "Is it a port for https?") from None
        except socket.gaierror:
            raise Unreachable(f"The name {self._parts.hostname} is not known.", "Check its spelling and its DNS record.") from None
        except TimeoutError:
            raise Unreachable(f"{self.url}{path} gave no answer within {PATIENCE_SECONDS} seconds.", "Check the firewall, and that the proxy reaches the server.") from None
        except (OSError, EOFError, ValueError, zlib.error, http.client.HTTPException) as refused:   # a ValueError: a name or head that cannot be sent
            raise Unreachable(f"{self.url}{path} cannot be asked: {getattr(refused, 'strerror', None) or refused or type(refused).__name__}.",
                              "Check the port, and that server and proxy run.") from None
        finally:
            connection.close()
        self.cookies += answer.all("Set-Cookie")
        return answer


def findings(url, origin=None, site=None):
    """What is to be said of the server at `url`, for pages of `origin` (default: its own) that show `site` (default: its only one)."""
    if not _is_address(url):
        yield wrong(f"{url} is no address.", "Write it as https://help.example.com.")
        return
    server, parts = Server(url), urlsplit(url)
    try:
        if not (yield from _alive(server)):
            return
        yield from _transport(server)
        yield from _files(server)
        sites = server.ask("/readyz").json().get("sites", [])
        if site or len(sites) == 1:
            yield from _origins(server, site or sites[0], origin or f"{parts.scheme}://{parts.netloc}", given=origin)
        elif sites:
            yield warning(f"Which site is meant? There are {', '.join(sites)}.", "Name it with --site; then its origins are tried, too.")
    except Unreachable as told:
        yield wrong(*told.args)
        return
    if server.cookies:
        names = ", ".join(sorted({cookie.partition("=")[0] for cookie in server.cookies}))
        yield warning(f"Something between sets cookies: {names}.", "Askaside sets none: switch it off in the proxy or load balancer.")


def _is_address(url):
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:   # of the port, or of brackets
        return False


def _alive(server):
    """Yields; returns whether it makes sense to go on."""
    answer = server.ask("/healthz")
    told = answer.json()
    if 300 <= answer.status < 400:
        yield wrong(f"{server.url} redirects to {answer.head('Location')}.", "Take that address for the tag: a redirected script is slower, and its further parts are asked from the wrong place.")
        return False
    if answer.status != 200 or told.get("status") != "alive":
        yield wrong(f"{server.url}/healthz answers {answer.status}, and not as Askaside does.", "Let the proxy pass every path of this host name on, and see that the server runs.")
        return False
    yield ok(f"{server.url} answers, with version {told.get('version')}.")
    if told.get("version") != version("askaside"):
        yield warning(f"It is version {told.get('version')}, this command is {version('askaside')}.", "If you have just upgraded, restart the server.")
    ahead = _ahead(answer.head("Date"))
    if abs(ahead) > machine.AHEAD_SECONDS:
        yield warning(f"Its clock is {abs(ahead):.0f} seconds {'before' if ahead > 0 else 'behind'} this machine's.", "Switch on time synchronisation on both.")
    ready = server.ask("/readyz")
    if ready.status != 200:
        yield wrong(f"{server.url}/readyz answers {ready.status}: {ready.json().get('detail', 'no reason given')}", "If that stays so, the server's log says why.")
    return True


def _ahead(date):
    """How far the clock of a Date head is before ours, in seconds; 0 where it cannot be read."""
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (TypeError, ValueError):
        return 0


def _transport(server):
    if server.days_left is None:
        if not on_this_machine(server.url):
            yield warning(f"{server.url} has no TLS: pages that have it refuse the script.", "Let a proxy do TLS.")
    elif server.days_left < DAYS_LEFT:
        yield warning(f"The certificate ends in {server.days_left:.0f} days.", "Renew it; see why that does not happen by itself.")
    else:
        yield ok(f"The certificate is good for {server.days_left:.0f} days.")


def _files(server):
    """The tag's file and the panel that it names: type, size on the way, how long caches keep them."""
    embed = server.ask("/askaside.js")
    faults = list(_script("/askaside.js", embed))
    yield from faults
    if faults:
        return
    age = _age(embed)
    if age is None or age > 86400:
        yield wrong(f"/askaside.js comes with `Cache-Control: {embed.head('Cache-Control')}`: browsers would keep an old one.", "Let the proxy leave Cache-Control alone: it is five minutes.")
    if embed.packed != "gzip":
        yield warning("/askaside.js comes uncompressed, though gzip was asked for.", "Let the proxy pass Accept-Encoding on; compression is done by Askaside.")
    named = built.first(embed.body.decode("utf-8", "replace"))
    panel = server.ask(f"/askaside/{named[0]}") if named else None
    if panel is None:
        yield wrong("/askaside.js names no panel: it is not ours, or was changed on the way.", "Let the proxy leave scripts as they are.")
        return
    faults = list(_script(f"/askaside/{named[0]}", panel))
    yield from faults
    if not faults and panel.head("Access-Control-Allow-Origin") != "*":
        yield wrong(f"The panel comes with `Access-Control-Allow-Origin: {panel.head('Access-Control-Allow-Origin')}`, not `*`.", "Let the proxy leave this head alone: twice is refused, too.")
    elif not faults and "immutable" not in panel.head("Cache-Control"):
        yield warning("The panel is not kept for a year: each page asks for it again.", "Let the proxy leave Cache-Control alone.")
    elif not faults:
        yield ok("The script and the panel come as they were sent: type, compression, caching.")


def _script(path, answer):
    kind = answer.head("Content-Type").partition(";")[0]
    if answer.status != 200:
        where = f" to {answer.head('Location')}" if answer.head("Location") else ""
        yield wrong(f"{path} answers {answer.status}{where}.", "Let the proxy pass every path of this host name on as it is.")
    elif kind != "text/javascript":
        yield wrong(f"{path} comes as `{kind}`: browsers do not run it.", "Something else answers at this path; let the proxy pass it on as it is.")


def _age(answer):
    """How long a cache may keep it, in seconds; None where that is not told."""
    found = re.search(r"max-age=(\d+)", answer.head("Cache-Control"))
    return int(found[1]) if found else None


def _origins(server, site, origin, given):
    """May pages of `origin` ask, write, and is a stranger refused?"""
    path = f"/api/v1/{site}/help?url=/"
    answer = server.ask(path, Origin=origin)
    allowed = answer.all("Access-Control-Allow-Origin")
    if answer.status == 404:
        yield wrong(f"There is no site {site}.", "The key is the name of its folder; `askaside check` on the server names them.")
        return
    if answer.status == 403:
        remedy = f'Write it into `origins` of {site}/site.toml, just so: "{origin}".' if given else "Let the proxy pass the Host head on, or set ASKASIDE_PUBLIC_URL."
        yield wrong(f"{origin} may not embed {site}.", remedy)
        return
    if answer.status != 200 or "articles" not in answer.json():
        yield wrong(f"{path} answers {answer.status}, and not as Askaside does.", "Let the proxy pass every path of this host name on.")
        return
    faults = []
    if allowed != [origin]:
        faults.append(wrong(f"The answers come with `Access-Control-Allow-Origin: {', '.join(allowed) or 'nothing'}`, not just `{origin}`.", "Let the proxy leave this head alone: Askaside sets it."))
    if "origin" not in answer.head("Vary").lower():
        faults.append(wrong("The answers come without `Vary: Origin`: a cache gives one page's answer to another's.", "Let the proxy leave Vary alone."))
    stranger = server.ask(path, Origin=STRANGER)
    if stranger.status != 403 or stranger.all("Access-Control-Allow-Origin"):
        faults.append(wrong("A page of anybody may ask.", "Let the proxy leave Origin and Access-Control-Allow-Origin alone, and caches keep to Vary."))
    etag = answer.head("ETag")
    if not etag or server.ask(path, Origin=origin, If_None_Match=etag).status != 304:
        faults.append(warning("What did not change is sent again: the ETag is lost on the way.", "Let the proxy leave ETag and If-None-Match alone."))
    if (_age(answer) or 0) > 60:
        faults.append(warning(f"Answers are kept for {_age(answer)} seconds: a saved article shows that late.", "Let the proxy leave Cache-Control alone."))
    asked = server.ask(f"/api/v1/{site}/seen", "OPTIONS", Origin=origin, Access_Control_Request_Method="POST", Access_Control_Request_Headers="content-type,idempotency-key")
    if asked.status >= 300 or asked.all("Access-Control-Allow-Origin") != [origin] or "idempotency-key" not in asked.head("Access-Control-Allow-Headers").lower():
        faults.append(wrong("Votes will not come through: the browser's question before (OPTIONS) is not answered as Askaside does.", "Let the proxy pass OPTIONS on."))
    yield from faults or [ok(f"Pages of {origin} may embed {site}, ask and vote; a stranger may not.")]
