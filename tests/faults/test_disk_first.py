"""What the system saw, by strace: the disk had a line before a byte of its acknowledgement, or of the line itself, went to anybody."""

import re
import time
from itertools import count

import pytest
from chat_lines import ByPolling, ByWebSocket, ask, connected
from material import ONE_LANGUAGE, Folder
from pages_server import Server
from planted import planted

LINES, A_SOCKET = 200, 50   # a socket may say sixty at once
STRACE = ("strace", "-D", "-f", "--seccomp-bpf", "-y", "-s", "9000", "-e", "trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg", "-o")
CALL = re.compile(r"(?P<thread>\d+) +(?:<\.\.\. \w+ resumed>|(?P<name>\w+)\(\d+<(?P<what>[^>]*)>?)(?P<rest>.*)")
MUTANTS = {
    "none": [],
    "synchronous=NORMAL": [("core/db.py", '"synchronous=FULL"', '"synchronous=NORMAL"')],
    "told before it is committed": [("core/db.py", "        db.session.commit()\n", "        for happened in done:\n            events.react_after(happened)\n        db.session.commit()\n")]}


def talk(server):
    """Say so many lines, one after the other, by both ways: [number of the packet] of those that were acknowledged."""
    numbers, conversation, acked = count(1001), None, []
    for way in [ByWebSocket, ByPolling] * (LINES // A_SOCKET // 2):
        line = connected(way(server))
        for _ in range(A_SOCKET):
            number = next(numbers)
            told = {"client_id": f"c{number}", "body": f"token-{number}-end"}
            if conversation is None:
                conversation = ask(line, number, "chat:start", told)[0]["conversation"]
                acked.append(number)
            else:
                acked += [number] if "n" in ask(line, number, "chat:message", {"conversation": conversation, **told})[0] else []
        line.close()
    return acked


def seen(trace):
    """{number: [what happened to it, in this order]}: written (to the WAL), kept (the disk has what was written), told (the line), acknowledged."""
    found, open_, unsynced = {}, {}, set()
    for text in trace:
        call = CALL.match(text)
        if not call:
            continue
        if call["name"]:
            open_[call["thread"]] = call["name"], call["what"]
        name, what = open_.get(call["thread"], ("", ""))
        if name in ("fsync", "fdatasync"):
            if what.endswith("-wal") and text.rstrip().endswith("= 0"):
                for number in unsynced:
                    found[number].append("kept")
                unsynced = set()
        elif call["name"] == "pwrite64" and what.endswith("-wal"):
            for number in set(re.findall(r"token-(\d+)-end", call["rest"])) - set(found):
                found[number] = ["written"]
                unsynced.add(number)
        elif call["name"] and what.startswith(("TCP:", "socket:")):
            for number in set(re.findall(r"token-(\d+)-end", call["rest"])):
                found.setdefault(number, []).append("told")
            for number in set(re.findall(r"43/chat,(\d+)\[", call["rest"])):
                found.setdefault(number, []).append("acknowledged")
    return found


@pytest.mark.parametrize("name, mode", [("none", "eventlet"), ("none", "threading"), ("synchronous=NORMAL", "eventlet"), ("told before it is committed", "threading")])
def test_the_disk_has_a_line_before_anybody_hears_of_it(tmp_path, name, mode):
    texts = Folder(tmp_path / "content")
    texts.site(ONE_LANGUAGE)
    environ = {"PYTHONPATH": planted(tmp_path / "mutant", MUTANTS[name])} if MUTANTS[name] else None
    server = Server(tmp_path, texts.path, command="serve", mode=mode, within=(*STRACE, str(tmp_path / "trace")), environ=environ).start(ready="/healthz")
    try:
        acked = talk(server)
    finally:
        server.stop()
    trace, until = tmp_path / "trace", time.monotonic() + 20
    while "+++ exited" not in trace.read_text("latin-1")[-200:] and time.monotonic() < until:   # strace is nobody's child
        time.sleep(0.05)
    found = seen(trace.read_text("latin-1").splitlines())
    well = [number for number in acked if found.get(str(number), [])[:2] == ["written", "kept"] and {"told", "acknowledged"} <= set(found[str(number)])]
    print(f"\n{name}, {mode}: the disk came first for {len(well)} of {len(acked)} lines")
    assert len(acked) == LINES
    assert len(well) == LINES if name == "none" else len(well) < LINES, {number: found.get(str(number)) for number in acked if number not in well}
