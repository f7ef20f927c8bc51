"""How much processor time and memory a library may take to read one hostile file.

Where the system has no such limits, as outside of Unix, and outside of the main thread, nothing is limited.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from claimtrack.errors import ClaimtrackError
from claimtrack.readers.settings import MEGABYTE

MEMORY = 1000 * MEGABYTE  # beyond what the process has already
AGAIN = 1.0  # seconds after which the alarm comes again, should a library have swallowed the first


class _TooLong(BaseException):
    """Not an Exception, for libraries catch those and go on."""


class Limits:
    """What reading one file may take. `taken` is the processor time of all pieces so far, in seconds."""

    def __init__(self) -> None:
        self.taken = 0.0
        self._top = (_used() or 0) + MEMORY

    @contextmanager
    def piece(self, what: str, seconds: float) -> Iterator[None]:
        """A piece of the work. Raises ClaimtrackError beginning with `what` when it takes longer, or too much memory.
        """
        begun = time.process_time()
        try:
            with _memory(self._top), _alarm(seconds):
                yield
        except _TooLong:
            raise ClaimtrackError(f"{what}: it takes more than {seconds:g} seconds") from None
        except MemoryError:
            raise ClaimtrackError(f"{what}: it takes too much memory") from None
        finally:
            self.taken += time.process_time() - begun


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raises _TooLong in the block after so much processor time."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    over = False

    def ring(number: int, frame: FrameType | None) -> None:
        if not over:
            raise _TooLong

    before = signal.signal(signal.SIGPROF, ring)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        try:
            with _dropped_in_silence():
                yield
        finally:
            over = True  # what follows is not to be broken off
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _dropped_in_silence() -> Iterator[None]:
    """Where the alarm rings in a destructor, Python drops _TooLong and prints so: no trouble, for it rings again."""
    before = sys.unraisablehook

    def told(dropped: sys.UnraisableHookArgs) -> None:
        if dropped.exc_type is not _TooLong:
            before(dropped)

    sys.unraisablehook = told
    try:
        yield
    finally:
        sys.unraisablehook = before


@contextmanager
def _memory(top: int) -> Iterator[None]:
    """Raises MemoryError in the block where the process would get larger than `top` bytes."""
    if _used() is None:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    least = min(limit for limit in (top, soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (least, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _used() -> int | None:
    """Bytes of data that this process has, as RLIMIT_DATA counts them; None where only the system knows (not Linux)."""
    try:
        import resource

        return int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return None
