"""INPUT -> articles, one by one, and the claims of each; trouble is told as it comes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from claimtrack import pipeline, readers
from claimtrack.commands.lists import listed, write_failed
from claimtrack.commands.options import Reading, day_of, utf8
from claimtrack.errors import DONE, PARTIAL, TROUBLE, ClaimtrackError
from claimtrack.model import Document, Filed
from claimtrack.readers.columns import mapping
from claimtrack.readers.kinds import MODULES
from claimtrack.readers.settings import Settings, Web
from claimtrack.render.notice import Progress, notice
from claimtrack.series import stance
from claimtrack.stages.document_date import day_told
from claimtrack.vocabulary import loader

PROPERTIES = "properties"  # of a file that a program wrote; the day may be that of printing


class Articles:
    """The articles of all inputs. After the loop, `code` tells whether some or all of them failed."""

    def __init__(self, inputs: Sequence[str], quiet: bool, how: Reading) -> None:
        if not (inputs or how.files_from) or "" in inputs:  # an empty name is more likely an unset variable than .
            raise ClaimtrackError("nothing to read; name files or folders, or - for standard input")
        if how.files_from == readers.STDIN and readers.STDIN in inputs:
            raise ClaimtrackError("standard input can only be read once: as an article or as a list")
        self._inputs, self._how = inputs, how
        self._date = day_of("--date", how.date or None)
        self._publisher = utf8(how.publisher) if how.publisher else None
        self._settings = _settings(how)
        self._file_dates = how.date_from_file
        self._progress = Progress(quiet)
        self.vocabulary = loader.load(how.vocabulary or ())
        self.read = 0
        self._failed: list[str | None] = []
        self._said: dict[str, str | None] = {}  # trouble -> its input, of this round
        self._said_before: dict[str, str | None] = {}
        if readers.STDIN in inputs and sys.stdin is not None and sys.stdin.isatty() and not quiet:
            notice("reading from the terminal; end with Ctrl-D")

    def __iter__(self) -> Iterator[Document]:
        """Each document, completed."""
        gc.enable()  # off since the start; this may be long work
        try:
            for found in readers.read(self._all(), self._settings):
                self._progress.clear()
                if isinstance(found, Document):
                    self.read += 1
                    yield self._complete(found)
                else:
                    if found.code != DONE:
                        self._failed.append(found.input)
                    self._tell(str(found), found.input)
                self._progress.show(f"{self.read} articles read …")
        finally:
            self._progress.clear()
            if self._how.failed_to:
                names = (name for name in self._failed if name and name != readers.STDIN)
                write_failed(self._how.failed_to, names, self._how.null)

    def again(self, inputs: Sequence[str], known: frozenset[str] = frozenset()) -> Articles:
        """Other inputs read in the same way. What was told of an input is not told again until it was read without.

        `known` links are not followed.
        """
        other = copy(self)
        other._inputs, other.read, other._failed = inputs, 0, []
        waiting = {told: name for told, name in self._said_before.items() if name not in self._inputs}
        other._said, other._said_before = {}, waiting | self._said
        other._settings = replace(self._settings, web=replace(self._settings.web, known=known))
        return other

    @property
    def failed(self) -> frozenset[str]:
        """The inputs that had trouble: addresses, and the files of folders."""
        return frozenset(name for name in self._failed if name)

    def _tell(self, trouble: str, name: str | None) -> None:
        if trouble not in self._said_before:
            notice(trouble)
        self._said[trouble] = name

    def _all(self) -> Iterator[str]:
        """The inputs that were named, and those of a list as it comes."""
        yield from self._inputs
        if self._how.files_from:
            yield from listed(self._how.files_from, self._how.null)

    @property
    def live(self) -> bool:
        """Whether articles come as they may, and whoever sends them may not do so again: from a pipe or the web."""
        names = (*self._inputs, self._how.files_from)
        return readers.STDIN in names or any(name and readers.is_address(name) for name in names)

    def claims(self, document: Document, background: bool = True) -> tuple[Filed, ...]:
        """The document's claims with their stance, in the order of its text; `background` as in pipeline.analyse."""
        claims = pipeline.analyse(document, self.vocabulary, background)
        return tuple(Filed(claim, document, stance(claim, self.vocabulary.parties)) for claim in claims)

    @property
    def code(self) -> int:
        """DONE, PARTIAL when some inputs failed, TROUBLE when nothing could be read."""
        return DONE if not self._failed else PARTIAL if self.read else TROUBLE

    def _complete(self, document: Document) -> Document:
        """What the article does not say of itself: as the options say, the date else as its text tells."""
        told, origin = document.date, document.date_origin
        if told is None or origin == PROPERTIES:
            told, origin = self._day(document)
        own = origin == document.date_origin
        return replace(
            document,
            date=told,
            date_origin=origin,
            date_text=document.date_text if own else None,
            date_precision=document.date_precision if own else "day",
            publisher=document.publisher or self._publisher,
        )

    def _day(self, document: Document) -> tuple[date | None, str | None]:
        """The day of an article that has none, or just one that a program wrote into its file, and what told it."""
        if self._date:
            return self._date, "option"
        if found := day_told(document.text):
            return found
        if document.date:
            return document.date, PROPERTIES
        if self._file_dates and document.path and os.path.isfile(document.path):
            return date.fromtimestamp(os.path.getmtime(document.path)), "file"
        return None, None


def _settings(how: Reading) -> Settings:
    """What the readers are told. Raises ClaimtrackError for an option that cannot be meant."""
    if how.kind and how.kind not in MODULES:
        raise ClaimtrackError(f"--kind: there is no {how.kind}; there are {', '.join(MODULES)}")
    if how.language not in (None, "en"):
        raise ClaimtrackError(f"--language: {how.language!r} cannot be read; claimtrack reads English: en")
    if how.user_agent is not None and not (how.user_agent.isascii() and how.user_agent.isprintable()):
        raise ClaimtrackError("--user-agent: only plain letters, figures and signs can be sent")
    web = Web(how.timeout, how.pace, how.user_agent, how.follow)
    return Settings(how.kind, mapping(how.map) if how.map else {}, how.language, web=web)
