"""Claims one after another at the terminal: a key for each -> decisions, each stored at once."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from claimtrack import __version__
from claimtrack.commands.judging import cells_of, checked
from claimtrack.commands.options import Files
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger.store import Ledger
from claimtrack.render import prompt
from claimtrack.render.cells import clean
from claimtrack.render.output import colored
from claimtrack.reviews import Review, decisions

_PAUSE = 0.05  # seconds within which the rest of a key arrives
_VERDICTS = {"a": "accept", "r": "reject"}


class Dialogue:
    """One reviewer at the terminal."""

    def __init__(self, ledger: Ledger, who: str, files: Files) -> None:
        self._ledger, self._who, self._files = ledger, who, files
        self._color = colored(None, True)
        self._past: list[tuple[int, int]] = []  # the place of each claim decided so far, and the run that did it

    def run(self, ids: Sequence[str]) -> int:
        """Ask about each claim until all are done or the reviewer leaves; gives the exit code."""
        place = 0
        while place < len(ids):
            prompt.claim(self._ledger.claim(ids[place]), place + 1, len(ids), self._color)
            key = _key()
            prompt.echo(key)
            if key in ("q", "\x03", "\x04", ""):
                break
            place = self._after(key, ids[place], place)
        prompt.line(f"{len(self._past)} of {len(ids)} decided")
        return DONE

    def _after(self, key: str, claim: str, place: int) -> int:
        """Do what the key says; gives the place to go on at."""
        if key in _VERDICTS:
            return self._decide([Review(claim, _VERDICTS[key])], place)
        if key == "e":
            return self._edit(claim, place)
        if key == "s":
            return place + 1
        if key == "u" and self._past:
            place, done = self._past.pop()
            self._ledger.undo(self._who, __version__, done)
            return place
        prompt.line(prompt.KEYS if key != "u" else "nothing was decided yet")
        return place

    def _edit(self, claim: str, place: int) -> int:
        """Ask for fields and values until they can be, or for nothing: that leaves the claim as it is."""
        filed = self._ledger.claim(claim)
        while given := prompt.ask("field=value, several apart by ; : ").strip():
            try:
                found = decisions(claim, cells_of(filed), [part.strip() for part in given.split(";") if part.strip()])
                return self._decide(checked(self._ledger, filed, found, self._files), place) if found else place
            except ClaimtrackError as trouble:
                prompt.line(clean(str(trouble)))
        return place

    def _decide(self, reviews: list[Review], place: int) -> int:
        self._past.append((place, self._ledger.review(reviews, self._who, __version__).run))
        return place + 1


def _key() -> str:
    """The next key; nothing at the end of input."""
    try:
        with _keys_at_once():
            key = os.read(sys.stdin.fileno(), 1).decode(errors="replace").lower()
            return key + _rest() if key == "\x1b" else key
    except KeyboardInterrupt:
        return "q"
    except OSError:  # the terminal is gone
        return ""


def _rest() -> str:
    """What a key like an arrow sends after its escape: `[` and all up to a letter or `~`, or `O` and one more."""
    rest = ""
    while select.select([sys.stdin], [], [], _PAUSE)[0]:
        rest += os.read(sys.stdin.fileno(), 1).decode(errors="replace")
        if not rest or rest[0] not in "[O" or (len(rest) > 1 and "@" <= rest[-1] <= "~"):
            break
    return rest


@contextmanager
def _keys_at_once() -> Iterator[None]:
    """Let the terminal give every key without waiting for the end of the line; where it cannot, lines will do."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield
        return
    before = None
    with suppress(termios.error):
        before = termios.tcgetattr(sys.stdin.fileno())
        tty.setcbreak(sys.stdin.fileno(), termios.TCSADRAIN)  # the usual way would drop what was typed ahead
    try:
        yield
    finally:
        if before is not None:
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
