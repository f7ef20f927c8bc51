"""Pages that were fetched, kept with what their servers know them by, so that an unchanged one need not come again.

One file a page: a line of JSON about it, then its bytes. A file that is not whole counts as not there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from claimtrack.readers.settings import MEGABYTE

MOST = 500 * MEGABYTE  # beyond, the pages that were longest not asked for go


class Kept(NamedTuple):
    """A page as it came: its bytes, what the server said they are, and the marks by which to ask for changes."""

    body: bytes
    kind: str | None
    etag: str | None
    modified: str | None


class PageCache:
    """Pages by address, in a folder. That one cannot be kept is no trouble: it will be fetched again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._room_made = False

    def get(self, url: str) -> Kept | None:
        """The page as it was last fetched."""
        try:
            with self._file(url).open("rb") as file:
                about = json.loads(file.readline(100_000))
                body = file.read()
            if about["url"] != url or about["digest"] != sha256(body).hexdigest():
                return None
            os.utime(self._file(url))
            return Kept(body, about["kind"], about["etag"], about["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, page: Kept) -> None:
        """Keep a page if its server can tell whether it has changed."""
        if not page.etag and not page.modified:
            return
        about = {"url": url, "digest": sha256(page.body).hexdigest(), "kind": page.kind, "etag": page.etag,
                 "modified": page.modified}  # fmt: skip
        path = self._file(url)
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room()
            draft.write_bytes(json.dumps(about).encode() + b"\n" + page.body)
            os.replace(draft, path)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _file(self, url: str) -> Path:
        return self._folder / sha256(url.encode()).hexdigest()[:32]

    def _make_room(self) -> None:
        """Once a run: remove the oldest pages beyond what may be kept."""
        if self._room_made:
            return
        self._room_made = True
        files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(self._folder))
        beyond = sum(size for _, size, _ in files) - MOST
        for _, size, path in files:
            if beyond <= 0:
                break
            with suppress(OSError):
                os.unlink(path)
            beyond -= size


def user_folder() -> Path:
    """Where this person's pages are kept: $XDG_CACHE_HOME/claimtrack/pages, else ~/.cache/claimtrack/pages."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(given) if os.path.isabs(given) else Path(os.path.expanduser("~")) / ".cache"
    return base / "claimtrack" / "pages"
