"""A network that fails: a TCP proxy before a server, that cuts what is open, swallows it, holds it up, takes it apart, says it twice, or lets nobody in."""

import asyncio
import contextlib
import random
import re
import socket
import struct
import threading
from collections import Counter
from weakref import WeakSet

LATE_SECONDS = 1.5   # each way
HOWS = ("deaf", "deaf up", "deaf down", "late", "split", "repeat")
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


class Line:
    """One connection through the network: its two ends as asyncio streams, and how it is spoilt (one of HOWS, or None)."""

    def __init__(self, browser, server):
        self.ends, self.how, self.lost, self.held = {"up": (*browser, server[1]), "down": (*server, browser[1])}, None, set(), b""

    def end(self, reset):
        for _, _, writer in self.ends.values():
            if reset:   # not a good-bye, but "what are you talking about?"
                with contextlib.suppress(OSError):
                    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class BadNetwork:
    """`with BadNetwork(port) as network:` browsers come in at `network.port`.

    deaf      what is sent is swallowed, both ways, and nothing says so; a line that lost a byte stays so until its end
    away      nobody gets in
    how       new lines are spoilt so: swallowed (deaf; deaf up, from the browser; deaf down, to it), late by 3 s there and back, split
              into single bytes, each POST of a polling socket repeated to the server as a whole while the first is on its way; None
    told      Counter of what was done to how many lines
    """

    def __init__(self, port):
        self._to, self._lines, self._tasks, self._ends, self._loop = port, {}, set(), WeakSet(), asyncio.new_event_loop()
        self.deaf, self.away, self.how, self.told = False, False, None, Counter()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._door.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self):
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._come, sock=self._door))
        return self

    def __exit__(self, *_):
        self._do(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self, most=None, dice=random, reset=False):
        """Lines end, in the middle of whatever is sent: all, or at most so many that `dice` chooses; with RST instead of FIN if `reset`."""
        self._do(self._cut(most, dice, "reset" if reset else "cut"))

    def spoil(self, how, most, dice=random):
        """At most so many of the open lines are from now on spoilt like `how`, one of HOWS."""
        self._do(self._spoil(how, most, dice))

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    # --- in the thread of the loop ----------------------------------------------------------------------------------

    async def _leave(self):
        self._loop.remove_reader(self._door)
        await asyncio.sleep(0.02)   # who was let in just now begins; asyncio would fail to in a server that is closed
        await self._cut(None, random, "cut")
        for task in (own := [*self._tasks]):
            task.cancel()
        await asyncio.gather(*own, return_exceptions=True)
        for end in [*self._ends]:   # a good-bye would wait for who does not read
            end.abort()
        self._server.close()
        await asyncio.sleep(0.02)   # they end

    def _chosen(self, most, dice):
        lines = list(self._lines)
        return lines if most is None else dice.sample(lines, min(most, len(lines)))

    async def _cut(self, most, dice, what):
        for line in (chosen := self._chosen(most, dice)):
            line.end(what == "reset")
        self.told[what] += len(chosen)
        await asyncio.sleep(0)   # the transports tell their streams

    async def _spoil(self, how, most, dice):
        for line in (chosen := self._chosen(most, dice)):
            line.how = how
        self.told[how] += len(chosen)

    async def _come(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        self._ends.add(writer.transport)
        try:
            if self.away:
                return
            line = Line((reader, writer), server := await asyncio.open_connection("127.0.0.1", self._to))
            self._ends.add(server[1].transport)
            self._lines[line], line.how = True, self.how
            self.told[self.how or "whole"] += 1
            try:
                pumps = [asyncio.ensure_future(work) for way in line.ends for work in self._pumps(line, way)]
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
                del self._lines[line]
                line.ends["up"][2].close()
        except (OSError, asyncio.CancelledError):
            pass   # the server is not there, or we leave
        finally:
            self._tasks.discard(task)
            writer.close()

    def _pumps(self, line, way):
        """What reads of one end, and what writes to the other: what is late is not yet there, but was sent."""
        waiting = asyncio.Queue(1000)
        return self._take(line, way, waiting), self._give(line, way, waiting)

    async def _take(self, line, way, waiting):
        reader = line.ends[way][0]
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                if self.deaf or line.how in ("deaf", f"deaf {way}"):
                    line.lost.add(way)
                if way not in line.lost:
                    late = LATE_SECONDS if line.how == "late" else 0
                    await waiting.put((self._loop.time() + late, piece))
        await waiting.put((0, b""))
        await asyncio.sleep(60)   # its end comes behind what is still late

    async def _give(self, line, way, waiting):
        writer, last = line.ends[way][2], 0
        with contextlib.suppress(OSError):
            while True:
                due, piece = await waiting.get()
                last = max(last, due)
                await asyncio.sleep(max(0, last - self._loop.time()))
                if not piece:
                    return
                if way == "up":
                    self._repeat(line, piece)
                for part in _parts(piece) if line.how == "split" else [piece]:
                    writer.write(part)
                    await writer.drain()
                    if len(part) == 1:
                        await asyncio.sleep(0)

    def _repeat(self, line, piece):
        """Say it once more on a line of its own, when it is the end of a POST of a polling socket."""
        if not line.held and not (line.how == "repeat" and piece.startswith(b"POST /socket.io/")):
            return
        line.held += piece
        head, blank, body = line.held.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if blank and (not length or len(body) >= int(length[1])):
            said, line.held = line.held, b""
            self.told["said twice"] += 1
            task = self._loop.create_task(self._again(said))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _again(self, said):
        with contextlib.suppress(OSError, TimeoutError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to)
            try:
                writer.write(said)
                async with asyncio.timeout(5):
                    await reader.read(65536)
            finally:
                writer.close()


def _parts(piece):
    """Its bytes one by one; behind the 300th in pieces of a size that no frame has."""
    return [*(piece[at:at + 1] for at in range(min(300, len(piece)))), *(piece[at:at + 37] for at in range(300, len(piece), 37))]
