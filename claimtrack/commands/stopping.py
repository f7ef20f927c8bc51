"""SIGTERM and SIGINT -> an end at a good place: waiting is broken off at once, storing and printing never."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from claimtrack.errors import DONE, INTERRUPTED

T = TypeVar("T")


class Stopped(BaseException):
    """The end was asked for. `code` is the exit code: DONE for SIGTERM, INTERRUPTED for Ctrl-C."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Stop:
    """Whether an end was asked for."""

    def __init__(self) -> None:
        self._code: int | None = None
        self._idle = False

    def asked(self, number: int, frame: FrameType | None) -> None:
        """The signal handler."""
        self._code = DONE if number == signal.SIGTERM else INTERRUPTED
        if self._idle:
            self.here()

    def here(self) -> None:
        """End here if an end was asked for. Raises Stopped."""
        if self._code is not None:
            self._idle = False
            raise Stopped(self._code)

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """The items as they come. The end may come while one is waited for, and not while it is used."""
        waiting = iter(items)
        while True:
            with self._at_rest():
                try:
                    item = next(waiting)
                except StopIteration:
                    return
            yield item

    def sleep(self, seconds: float) -> None:
        with self._at_rest():
            time.sleep(seconds)

    @contextmanager
    def _at_rest(self) -> Iterator[None]:
        self._idle = True
        try:
            self.here()
            yield
        finally:
            self._idle = False
        self.here()


@contextmanager
def signals() -> Iterator[Stop]:
    """Both signals ask for an end as long as the block lasts."""
    stop = Stop()
    before = {number: signal.signal(number, stop.asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
