"""INPUT (files, folders, addresses, - for standard input) -> documents one by one, each trouble in its place.

A trouble is a ClaimtrackError that is yielded, not raised: the other inputs are read all the same. One whose code
is DONE is a remark on a document that was read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.kinds import ARCHIVES, ENDINGS, MODULES, kind_of
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import peeked

if TYPE_CHECKING:
    from claimtrack.readers.web import Web

Found = Document | ClaimtrackError
STDIN = "-"
PACKED = ("docx", "odt", "warc", *ARCHIVES)  # kinds that may begin like an archive


class Reader(Protocol):
    """What each format's module is."""

    def read(self, file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Found]:
        """The documents of one open file; `name` is how messages call it. A ClaimtrackError ends the file."""


def read(inputs: Iterable[str], settings: Settings = PLAIN) -> Iterator[Found]:
    """The documents of every input, in the order given; a folder's files by name."""
    web = None
    try:
        for name in inputs:
            if web is None and (is_address(name) or settings.web.follow):
                web = _web(settings)
            for found in _named(name, _one(name, settings, web)):
                yield from web.followed(found) if web and settings.web.follow else (found,)
    finally:
        if web:
            web.close()


def is_address(name: str) -> bool:
    """Whether an input is to be fetched: nothing else makes claimtrack use the network."""
    return name[:8].lower().startswith(("http://", "https://"))


def _web(settings: Settings) -> Web:
    from claimtrack.readers.web import Web  # the HTTP library takes a third of a second to load

    return Web(settings)


def _one(name: str, settings: Settings, web: Web | None) -> Iterator[Found]:
    if web and is_address(name):
        yield from web.documents(name)
    elif name == STDIN:
        yield from _standard_input(settings)
    elif _is_folder(name):
        yield from _folder(Path(name), settings)
    else:
        yield from _file(Path(name), settings)


def _named(name: str, all_found: Iterator[Found]) -> Iterator[Found]:
    """Every trouble with the name of its input."""
    for found in all_found:
        if isinstance(found, ClaimtrackError):
            found.input = found.input or name
        yield found


def documents(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Found]:
    """The documents of one open file of whatever kind; also how archives read what is in them."""
    try:
        head, file = peeked(file)
        kind, settings = _chosen(head, name, settings)
        module: Reader = import_module(f"claimtrack.readers.{MODULES[kind]}")
        yield from module.read(file, name, settings)
    except ClaimtrackError as trouble:
        yield trouble
    except (OSError, EOFError, ValueError) as trouble:  # ValueError: a name with a NUL in it
        yield ClaimtrackError(f"{name}: cannot be read: {getattr(trouble, 'strerror', None) or trouble}")


def _chosen(head: bytes, name: str, settings: Settings) -> tuple[str, Settings]:
    """The kind of a file, and the settings with it; an archive keeps --kind for what is in it."""
    wanted = settings.kind
    if wanted is None or wanted not in PACKED:
        try:
            seen = kind_of(head, name)
        except ClaimtrackError:
            if wanted is None:
                raise
            seen = wanted
        if seen in ARCHIVES:
            return seen, settings
        wanted = wanted or seen
    return wanted, replace(settings, kind=None if wanted in ARCHIVES else wanted)


def _is_folder(name: str) -> bool:
    try:
        return os.path.isdir(name)
    except ValueError:  # a NUL in it
        return False


def _folder(folder: Path, settings: Settings) -> Iterator[Found]:
    none = True
    for found in files(str(folder)):
        none = False
        yield from [found] if isinstance(found, ClaimtrackError) else _named(found, _file(Path(found), settings))
    if none:
        yield ClaimtrackError(f"{folder}: no articles in this folder; looked for {', '.join(ENDINGS)}")


def files(folder: str) -> Iterator[str | ClaimtrackError]:
    """A folder's files to read, by name, and folders that cannot be; hidden ones are left, and parts of saved pages."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as trouble:
        told = ClaimtrackError(f"{folder}: cannot be read: {trouble.strerror}")
        told.input = folder
        yield told
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            page = entry.name.removesuffix("_files")
            if page == entry.name or not names & {f"{page}.html", f"{page}.htm"}:
                yield from files(entry.path)
        elif wanted(entry.path) and not entry.is_dir():
            yield entry.path


def wanted(name: str) -> bool:
    """Whether a file found in a folder or an archive is to be read, and not one of something else."""
    return Path(name).suffix.lower() in ENDINGS


def _file(path: Path, settings: Settings) -> Iterator[Found]:
    try:
        if not path.is_file() and path.exists():
            yield ClaimtrackError(f"{path}: neither a file nor a folder")
            return
        with path.open("rb") as file:
            yield from documents(file, str(path), settings)
    except FileNotFoundError:
        broken = "a link to a file that is not there" if path.is_symlink() else "no such file or folder"
        yield ClaimtrackError(f"{path}: {broken}")
    except (OSError, ValueError) as trouble:
        yield ClaimtrackError(f"{path}: cannot be read: {getattr(trouble, 'strerror', None) or trouble}")


def _standard_input(settings: Settings) -> Iterator[Found]:
    if sys.stdin is None:
        yield ClaimtrackError("standard input is closed")
        return
    try:
        head, file = peeked(sys.stdin.buffer)
    except OSError as trouble:
        yield ClaimtrackError(f"standard input: cannot be read: {trouble.strerror}")
        return
    if head:
        yield from documents(file, "standard input", settings)
