"""What is asked at the same moment is done in one go: one commit, one wait for the disk, for all of it.

Who comes first does it, for everybody who came until it begins; who comes later is in the next one, which begins when this one has ended.
The slower the disk, the more each one carries.
"""

import time
from threading import Lock

MOST = 100
BUSY_SECONDS, GATHER_SECONDS = 0.02, 0.003   # where one go follows the other so soon, the next one waits so long for more: fewer goes, and a shorter wait for everybody


class Together:
    """`act([thing]) → [answer]`, in their order; what it raises, it raises at everyone who was in it."""

    def __init__(self, act):
        self._act, self._lock, self._waiting, self._busy, self._ended = act, Lock(), [], False, 0.0

    def ask(self, thing):
        """The answer to `thing`. Whoever asks holds nothing that `act` needs: no transaction, no connection."""
        mine = _Asked(thing)
        with self._lock:
            self._waiting.append(mine)
            first, self._busy = not self._busy, True
        if not first:
            mine.turn.acquire()
        if not mine.done:
            self._lead(mine)
        if mine.wrong:
            raise mine.wrong
        return mine.answer

    def _lead(self, mine):
        asked = []
        try:
            time.sleep(GATHER_SECONDS if time.monotonic() - self._ended < BUSY_SECONDS else 0)   # at least, whoever is ready to ask, too, does it now
            with self._lock:
                asked, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            for one, answer in zip(asked, self._act([one.thing for one in asked]), strict=True):
                one.answer = answer
        except Exception as wrong:
            for one in asked:
                one.wrong = wrong
        finally:
            with self._lock:
                self._waiting = [one for one in self._waiting if one is not mine]   # it was ended while it slept
                after = self._waiting[0] if self._waiting else None
                self._busy, self._ended = after is not None, time.monotonic()
            for one in asked:
                one.done = True
                one.turn.release()
            if after:
                after.turn.release()   # the next one begins


class _Asked:
    def __init__(self, thing):
        self.thing, self.turn, self.done, self.answer, self.wrong = thing, Lock(), False, None, None
        self.turn.acquire()
