"""INPUT -> articles, one by one, and the claims of each; trouble is told as it comes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from claimtrack import pipeline, readers
from claimtrack.commands.completing import Defaults, completed
from claimtrack.commands.lists import listed, write_failed
from claimtrack.commands.options import Reading, day_of, utf8
from claimtrack.errors import DONE, PARTIAL, TROUBLE, ClaimtrackError
from claimtrack.model import Document, Filed
from claimtrack.readers.columns import mapping
from claimtrack.readers.kinds import MODULES
from claimtrack.readers.settings import Settings, Web
from claimtrack.render.notice import Progress, notice
from claimtrack.series import stance
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.loader import Vocabulary

Tell = Callable[[str, str | None], None]  # takes trouble, and the input that has it


class ToRead(NamedTuple):
    """The inputs, and how they are read. `files_from`, `null`, `failed_to`: lists of inputs, as in Reading."""

    inputs: Sequence[str]
    settings: Settings
    defaults: Defaults
    words: Vocabulary
    files_from: str | None
    null: bool
    failed_to: str | None

    def again(self, inputs: Sequence[str], known: frozenset[str]) -> ToRead:
        """Other inputs, read in the same way; `known` links are not followed."""
        settings = replace(self.settings, web=replace(self.settings.web, known=known))
        return self._replace(inputs=inputs, settings=settings)


def to_read(inputs: Sequence[str] | None, how: Reading) -> ToRead:
    """What the options mean. Raises ClaimtrackError for one that cannot be meant, and when there is nothing to read."""
    named = inputs or ()
    if not (named or how.files_from) or "" in named:  # an empty name is more likely an unset variable than .
        raise ClaimtrackError("nothing to read; name files or folders, or - for standard input")
    if how.files_from == readers.STDIN and readers.STDIN in named:
        raise ClaimtrackError("standard input can only be read once: as an article or as a list")
    publisher = utf8(how.publisher) if how.publisher else None
    defaults = Defaults(day_of("--date", how.date or None), publisher, how.date_from_file)
    settings, words = _settings(how), loader.load(how.vocabulary or ())
    return ToRead(named, settings, defaults, words, how.files_from, how.null, how.failed_to)


def tell(trouble: str, name: str | None) -> None:
    """Tell of trouble, whatever input has it."""
    notice(trouble)


class Articles:
    """The articles of all inputs. After the loop, `code` tells whether some or all of them failed."""

    def __init__(self, what: ToRead, quiet: bool, tell: Tell = tell) -> None:
        self._what, self._tell = what, tell
        self._progress = Progress(quiet)
        self._failed: list[str | None] = []
        self.read = 0
        if readers.STDIN in what.inputs and sys.stdin is not None and sys.stdin.isatty() and not quiet:
            notice("reading from the terminal; end with Ctrl-D")

    def __iter__(self) -> Iterator[Document]:
        """Each document, completed."""
        gc.enable()  # off since the start; this may be long work
        what = self._what
        try:
            for found in readers.read(self._names(), what.settings):
                self._progress.clear()
                if isinstance(found, Document):
                    self.read += 1
                    yield completed(found, what.defaults, what.words.dates)
                else:
                    if found.code != DONE:
                        self._failed.append(found.input)
                    self._tell(str(found), found.input)
                self._progress.show(f"{self.read} articles read …")
        finally:
            self._progress.clear()
            if what.failed_to:
                names = (name for name in self._failed if name and name != readers.STDIN)
                write_failed(what.failed_to, names, what.null)

    def _names(self) -> Iterator[str]:
        """The inputs that were named, and those of a list as it comes."""
        yield from self._what.inputs
        if self._what.files_from:
            yield from listed(self._what.files_from, self._what.null)

    @property
    def live(self) -> bool:
        """Whether articles come as they may, and whoever sends them may not do so again: from a pipe or the web."""
        names = (*self._what.inputs, self._what.files_from)
        return readers.STDIN in names or any(name and readers.is_address(name) for name in names)

    @property
    def failed(self) -> frozenset[str]:
        """The inputs that had trouble: addresses, and the files of folders."""
        return frozenset(name for name in self._failed if name)

    @property
    def code(self) -> int:
        """DONE, PARTIAL when some inputs failed, TROUBLE when nothing could be read."""
        return DONE if not self._failed else PARTIAL if self.read else TROUBLE


def claims_in(document: Document, words: Vocabulary, background: bool = True) -> tuple[Filed, ...]:
    """The document's claims with their stance, in the order of its text; `background` as in pipeline.analyse."""
    claims = pipeline.analyse(document, words, background)
    return tuple(Filed(claim, document, stance(claim, words.parties)) for claim in claims)


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
