"""Inputs that are watched -> which of them are to be read now, and when to look again."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from claimtrack import readers
from claimtrack.errors import ClaimtrackError
from claimtrack.render.notice import notice

SETTLED = 1.0  # seconds since the last change of a file, so that one half written is left for the next round
SLOWEST = 4  # an address that fails is asked ever more seldom, up to 2 to the power of this times
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_TIME = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])")
Mark = tuple[int, int]  # of a file's state: time of its last change in nanoseconds, and size


@dataclass(slots=True)
class _Watched:
    name: str
    due: float = float("-inf")
    failures: int = 0


class Rounds:
    """What is due, round by round. After `due` and the reading tell `done` which inputs failed."""

    def __init__(self, inputs: Sequence[str], every: float) -> None:
        self._every = every
        self._watched = [_Watched(name) for name in dict.fromkeys(inputs)]
        self._seen: dict[str, Mark] = {}  # files as they were when they were read
        self._handed: dict[str, Mark] = {}
        self._asked: list[_Watched] = []
        self._names: list[str] = []  # what is to be read in this round
        self._told: dict[str, str | None] = {}  # trouble -> its input, of the rounds before
        self._telling: dict[str, str | None] = {}  # of this round

    def due(self, now: float, last: bool = False) -> list[str]:
        """Addresses whose time has come, and files that are new or changed. In the last round no file can wait."""
        self._asked = [one for one in self._watched if one.due <= now]
        self._handed = {}
        names: list[str] = []
        for one in self._asked:
            if readers.is_address(one.name):
                names.append(one.name)
            else:
                names += self._changed(one.name, last)
        self._names, self._telling = names, {}
        return names

    def tell(self, trouble: str, name: str | None) -> None:
        """Tell of an input's trouble, but not again until the input was read without."""
        if trouble not in self._told:
            notice(trouble)
        self._telling[trouble] = name

    def done(self, failed: Collection[str], now: float) -> None:
        """The round is over: what was read is not read again before its time, or before it changes."""
        self._seen |= self._handed
        over = set(self._names)
        self._told = {told: name for told, name in self._told.items() if name not in over} | self._telling
        for one in self._asked:
            one.failures = one.failures + 1 if one.name in failed and readers.is_address(one.name) else 0
            one.due = now + self._every * 2 ** min(max(one.failures - 1, 0), SLOWEST)

    def failed(self, now: float) -> None:
        """The round could not be ended: all of it is due again after the usual time."""
        for one in self._asked:
            one.due = now + self._every

    def wait(self, now: float) -> float:
        """Seconds until something is due."""
        return max(0.0, min(one.due for one in self._watched) - now)

    def _changed(self, name: str, last: bool) -> list[str]:
        names: list[str] = []
        for path in readers.files(name) if os.path.isdir(name) else [name]:
            mark = None if isinstance(path, ClaimtrackError) else _mark(path)
            if isinstance(path, ClaimtrackError):
                names.append(path.input or name)
            elif mark is None:
                names.append(path)  # reading it will tell what is wrong
            elif self._seen.get(path) != mark and (last or time.time() - mark[0] / 1e9 >= SETTLED):
                names.append(path)
                self._handed[path] = mark
        return names


def seconds(text: str) -> float:
    """`90s`, `15m`, `2h`, `1d`. Raises ClaimtrackError for what is no time."""
    found = _TIME.fullmatch(text.strip().lower())
    length = float(found[1]) * _SECONDS[found[2]] if found else 0.0
    if not length:
        raise ClaimtrackError(f"--every: {text!r} is no time; write 90s, 15m, 2h or 1d")
    return length


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
