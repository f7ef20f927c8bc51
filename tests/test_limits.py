"""What takes too long or too much memory is broken off, and everything is as before afterwards."""

from __future__ import annotations

import resource
import signal
import sys
import threading
import time
from contextlib import suppress

import pytest

from claimtrack.errors import ClaimtrackError
from claimtrack.readers import limits
from claimtrack.readers.limits import Limits


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def stubborn(seconds: float) -> None:
    """As libraries do that go on whatever happens."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        with suppress(Exception):
            busy(0.01)


@pytest.mark.parametrize("work", [busy, stubborn])
def test_what_takes_too_long_is_broken_off(work: object) -> None:
    assert callable(work)
    before = signal.getsignal(signal.SIGPROF)
    begun = time.process_time()
    told = r"^page 3 cannot be read: it takes more than 0\.1 seconds$"
    with pytest.raises(ClaimtrackError, match=told), Limits().piece("page 3 cannot be read", 0.1):
        work(20)
    assert time.process_time() - begun < 5
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_an_alarm_in_a_destructor_is_no_trouble_and_rings_again() -> None:
    class Slow:
        def __del__(self) -> None:
            busy(0.3)

    class Broken:
        def __del__(self) -> None:
            raise KeyError("of the library")

    told: list[type[BaseException]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda dropped: told.append(dropped.exc_type))
        before = sys.unraisablehook
        with pytest.raises(ClaimtrackError, match=r"^x: it takes more than 0\.1 seconds$"), Limits().piece("x", 0.1):
            Broken()
            Slow()
            busy(20)
        assert sys.unraisablehook is before
    assert told == [KeyError]


def test_the_time_of_all_pieces_is_told() -> None:
    whole = Limits()
    for _ in range(2):
        with pytest.raises(ClaimtrackError, match=r"^x: it takes more than 0\.2 seconds$"), whole.piece("x", 0.2):
            busy(20)
    assert 0.3 < whole.taken < 2


def test_what_is_done_in_time_is_as_without() -> None:
    with Limits().piece("x", 60):
        found = sum(range(1000))
    assert found == 499_500
    with pytest.raises(KeyError), Limits().piece("x", 60):
        raise KeyError


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_what_takes_too_much_memory_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMORY", 50_000_000)
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(ClaimtrackError, match=r"^x: it takes too much memory$"), Limits().piece("x", 60):
        bytearray(200_000_000)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    assert len(bytearray(200_000_000)) == 200_000_000


def test_outside_of_the_main_thread_nothing_is_limited() -> None:
    done = []

    def work() -> None:
        with Limits().piece("x", 0.05):
            busy(0.3)
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
