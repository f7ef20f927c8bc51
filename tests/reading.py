"""What tests of readers share: bytes under a name -> what was read of them."""

from __future__ import annotations

from pathlib import Path

from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import read
from claimtrack.readers.settings import PLAIN, Settings


def found(path: Path, raw: bytes | str, settings: Settings = PLAIN) -> list[Document | ClaimtrackError]:
    """Everything that reading this file gives, in its order."""
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return list(read([str(path)], settings))


def documents(path: Path, raw: bytes | str, settings: Settings = PLAIN) -> list[Document]:
    """The documents of a file that has no trouble."""
    given = found(path, raw, settings)
    assert not [str(one) for one in given if isinstance(one, ClaimtrackError)]
    return [one for one in given if isinstance(one, Document)]


def one(path: Path, raw: bytes | str, settings: Settings = PLAIN) -> Document:
    """The one document of a file."""
    (document,) = documents(path, raw, settings)
    return document


def troubles(path: Path, raw: bytes | str, settings: Settings = PLAIN) -> list[str]:
    """The troubles with a file, remarks left out, without the folder's name."""
    given = found(path, raw, settings)
    said = [str(one) for one in given if isinstance(one, ClaimtrackError) and one.code != DONE]
    assert all("\n" not in line for line in said)
    return [line.replace(f"{path.parent}/", "") for line in said]


def trouble(path: Path, raw: bytes | str, settings: Settings = PLAIN) -> str:
    """The one trouble with a file that gives nothing else."""
    (given,) = found(path, raw, settings)
    assert isinstance(given, ClaimtrackError), given
    (said,) = troubles(path, raw, settings)
    return said
