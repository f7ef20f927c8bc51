"""A path -> whether a whole SQLite file can be there, and what is near it; a file under its name, at one stroke."""

from __future__ import annotations

import os
from contextlib import suppress

HEAD = 100  # bytes with which every SQLite file begins


def cut_short(path: str) -> bool:
    """Whether the file is smaller than it says. What is not read would not be missed otherwise."""
    beside = f"{path}-wal"  # pages that are not in the file yet
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return False
    if len(head) < HEAD or not head.startswith(b"SQLite format 3\0") or os.path.exists(beside):
        return False
    page = int.from_bytes(head[16:18], "big")
    current = head[24:28] == head[92:96]  # else something else than SQLite wrote the number of pages
    return current and size < int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)


def writable(path: str) -> bool:
    """Whether SQLite may make the files beside a ledger that let it be read while another process adds to it."""
    return os.access(path, os.W_OK) and os.access(os.path.dirname(path) or ".", os.W_OK)


def put_in_place(draft: str, path: str) -> None:
    """Give a file its name unless there is one of that name. Raises FileExistsError when there is."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without a second name for a file
        if os.path.exists(path):
            raise FileExistsError from None
        os.rename(draft, path)


def nearby(path: str) -> str:
    """Ledgers one may have meant, or how to make one."""
    folder = os.path.dirname(path) or "."
    try:
        found = sorted(name for name in os.listdir(folder) if name.endswith(".db") and name != os.path.basename(path))
    except OSError:
        found = []
    if found:
        return f"; in the same folder there is {', '.join(found[:3])}"
    return "; make one with claimtrack add, or ask files alone with --from"


def remove(path: str) -> None:
    """Remove an SQLite file, if there is one, with what is kept beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{end}")
