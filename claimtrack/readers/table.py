"""Comma- or tab-separated values under a line of column names -> a document a row, as rows come."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.columns import matched
from claimtrack.readers.encoding import SAMPLE, encoding_of
from claimtrack.readers.settings import LARGEST, MEGABYTE, PLAIN, Settings
from claimtrack.readers.streams import Replayed, buffered

PIECE = LARGEST + MEGABYTE  # letters of a line that are read at a time
MARKS = ",;\t|"
_BROKEN = re.compile("[\udc80-\udcff]")  # how Python keeps a byte that does not fit the encoding


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """Each row's document or trouble. Raises ClaimtrackError when no column holds the text."""
    sample = file.read(SAMPLE)
    whole = buffered(Replayed(sample, file))
    lines = io.TextIOWrapper(whole, encoding_of(sample), errors="surrogateescape", newline="")
    csv.field_size_limit(LARGEST)
    first = next(_Lines(lines), "") if sample.strip() else ""
    if not first:
        raise ClaimtrackError(f"{name}: the file is empty")
    mark = "\t" if settings.kind == "tsv" else max(MARKS, key=first.count)
    names = next(csv.reader([first], delimiter=mark, skipinitialspace=True))
    places = {field: names.index(column) for field, column in matched(names, settings.columns, f"{name}:1").items()}
    rest = _Lines(lines)
    rows = csv.reader(rest, delimiter=mark)
    while True:
        line = rows.line_num + 2
        try:
            row = next(rows, None)
        except csv.Error as trouble:
            yield ClaimtrackError(f"{name}:{line}: this row cannot be read: {_why(trouble)}")
            continue
        if row is None:
            return
        if rest.ended:  # the row asked for more than there is
            yield ClaimtrackError(f"{name}:{line}: a quotation mark in this row is not closed before the file ends; "
                                  "all from there on left out")  # fmt: skip
        elif row:
            yield from _row(row, places, len(names), f"{name}:{line}", settings)


class _Lines:
    """The lines. Of one that goes on and on the beginning, which the parser refuses as a cell too long."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file = file
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(PIECE)
        if not line:
            self.ended = True
            raise StopIteration
        piece = line
        while len(piece) == PIECE and not piece.endswith(("\n", "\r")):
            piece = self._file.readline(PIECE)
        return line


def _row(
    row: Sequence[str], places: dict[str, int], width: int, where: str, settings: Settings
) -> Iterator[Document | ClaimtrackError]:
    if len(row) != width:
        yield ClaimtrackError(f"{where}: {len(row)} cells in this row, but {width} in the line of names; left out")
        return
    cells = {field: row[place] for field, place in places.items()}
    if any(_BROKEN.search(cell) for cell in cells.values()):
        yield ClaimtrackError(f"{where}: this row has bytes that do not fit the encoding of the file; left out")
        return
    text = cells.pop("text")
    if not text.strip():
        yield ClaimtrackError(f"{where}: this row has no text")
        return
    raw = sha256("\0".join(row).encode(errors="replace")).hexdigest()
    yield from article(cells, text, where, settings, kind="table", raw_digest=raw)


def _why(trouble: csv.Error) -> str:
    said = str(trouble)
    if "field larger" in said:
        return f"a cell of more than {LARGEST // MEGABYTE} MB; perhaps a quotation mark is not closed"
    return said
