"""Open files, looked at without losing a byte, read no further than a limit, or made to go back and forth."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from claimtrack.errors import ClaimtrackError
from claimtrack.readers.kinds import HEAD
from claimtrack.readers.settings import LARGEST, MEGABYTE

CHUNK = 65_536
RATIO = 250  # packed text shrinks to a fifth, a log of one line to a hundredth; a bomb to a thousandth
HARMLESS = 64 * MEGABYTE  # what may be unpacked from however little


def peeked(file: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a file, and the file as if they had not been read."""
    if file.seekable():
        place = file.tell()
        head = file.read(HEAD)
        file.seek(place)
        return head, file
    read = getattr(file, "read1", file.read)  # what has come so far: a pipe may be slow
    head = read(HEAD)
    while head and len(head) < 512 and b"\n" not in head and (more := read(HEAD - len(head))):
        head += more
    return head, cast(BinaryIO, io.BufferedReader(Replayed(head, file), CHUNK))


class Replayed(io.RawIOBase):
    """Bytes that were read, and after them the file they came from."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            piece = getattr(self._file, "read1", self._file.read)(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def whole(file: BinaryIO, name: str, limit: int = LARGEST) -> bytes:
    """All bytes of a file. Raises ClaimtrackError when they are more than an article has."""
    raw = file.read(limit + 1)
    if len(raw) > limit:
        raise ClaimtrackError(
            f"{name}: more than {limit // MEGABYTE} MB in one piece, which is no article; "
            "split it, or give JSON lines of articles"
        )
    return raw


def seekable(file: BinaryIO) -> BinaryIO:
    """The file itself when it can go back, else a copy that can; large ones lie on disk meanwhile."""
    if file.seekable():
        return file
    copy: IO[bytes] = tempfile.SpooledTemporaryFile(8 * MEGABYTE)  # noqa: SIM115  closed with its last user
    while piece := file.read(CHUNK):
        copy.write(piece)
    copy.seek(0)
    return cast(BinaryIO, copy)


class Budget:
    """How much may come out of one archive, given how much of it was read. Raises ClaimtrackError beyond."""

    def __init__(self, name: str, taken: Callable[[], int]) -> None:
        self._name, self._taken, self._out = name, taken, 0

    def spend(self, size: int) -> None:
        """Count so many bytes that came out."""
        self._out += size
        if self._out > HARMLESS and self._out > RATIO * self._taken():
            raise ClaimtrackError(
                f"{self._name}: unpacks to more than {RATIO} times its size, as a zip bomb does; "
                "unpack it yourself if you trust it"
            )


class Counted(io.RawIOBase):
    """A file that tells how much of it was read, and spends that from a budget if there is one."""

    def __init__(self, file: IO[bytes], budget: Budget | None = None) -> None:
        self._file, self._budget, self.count = file, budget, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        self.count += len(piece)
        if self._budget:
            self._budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def buffered(file: io.RawIOBase) -> BinaryIO:
    """A raw file with a buffer, line by line if need be."""
    return cast(BinaryIO, io.BufferedReader(file, CHUNK))
