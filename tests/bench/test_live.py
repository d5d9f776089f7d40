"""From a saved file to its answer, in seconds: one file, and a thousand at once."""

import statistics
import time

from material import SITE, Folder
from pages_server import Server


def test_a_saved_file_is_live_in_under_two_seconds(tmp_path):
    folder = Folder(tmp_path / "content")
    folder.site(SITE)
    folder.article("invoices/send.en", "title: Version 0")
    server = Server(tmp_path, folder.path, command="serve").start()

    def wait(true):
        begun = time.perf_counter()
        while not true():
            assert time.perf_counter() - begun < 30
            time.sleep(0.01)
        return time.perf_counter() - begun

    try:
        one = []
        for n in range(1, 21):
            folder.article("invoices/send.en", f"title: Version {n}")
            one.append(wait(lambda name=f"Version {n}": server.get("/api/v1/acme/articles/invoices/send")["title"] == name))
            time.sleep(0.07 * (n % 7))
        for n in range(1000):
            folder.article(f"mail/m{n}.en", f"title: Number {n}")
        many = wait(lambda: server.get("/api/v1/acme/help")["counts"]["site"] == 1001)
        print(f"\nsaved → served: median {statistics.median(one):.2f} s, worst of 20 {max(one):.2f} s; the last of a thousand files {many:.2f} s")
        assert max(one) < 10
    finally:
        server.stop()
