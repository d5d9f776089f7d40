"""What we send to another server of the site's choice."""

import json
import urllib.request

PATIENCE = 10   # seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None   # to where the site said, and nowhere else


def post_json(url, told):
    """POST `told` as JSON to `url`. raises  OSError (URLError, HTTPError, TimeoutError) unless it was taken (2xx)"""
    asked = urllib.request.Request(url, json.dumps(told).encode(), {"Content-Type": "application/json", "User-Agent": "Askaside"}, method="POST")
    with urllib.request.build_opener(_NoRedirect).open(asked, timeout=PATIENCE) as answer:
        answer.read(1000)
