"""What a reviewer gives, on the command line or in a CSV file -> decisions that a ledger can store."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimtrack.commands.asking import check_words
from claimtrack.commands.options import Files
from claimtrack.errors import ClaimtrackError
from claimtrack.ledger.answers import Answers
from claimtrack.model import Filed
from claimtrack.names import nearest
from claimtrack.query import Query
from claimtrack.record import NAMES, Cell, exact, row_of
from claimtrack.render.cells import disarmed, text_of
from claimtrack.reviews import SETTABLE, Review, cell_of, setting
from claimtrack.series import stance
from claimtrack.vocabulary import loader

_VERDICTS = {"accepted": "accept", "rejected": "reject"}
_READ = ("id", "reviewed", "reviewer")


def cells_of(filed: Filed) -> dict[str, Cell]:
    """A claim's cells by column."""
    return dict(zip(NAMES, row_of(filed), strict=True))


def checked(ledger: Answers, filed: Filed, reviews: Sequence[Review], files: Files) -> list[Review]:
    """The reviews, with the stance that follows from them. Raises ClaimtrackError for a word nobody knows."""
    new = {one.field: json.loads(one.value or "null") for one in reviews if one.act == "set" and one.field}
    given: dict[str, Any] = {name: (new[name],) for name in ("metric", "category") if name in new}
    check_words(Query(**given), files, ledger.has_word)
    if not new.keys() & {"side", "source_side", "source_kind"}:
        return list(reviews)
    fields: dict[str, Any] = {name: new[name] for name in ("side", "source_side", "source_kind") if name in new}
    now = stance(replace(filed.claim, **fields), loader.load(files or ()).parties)
    return [*reviews, *setting(filed.claim.id, {"stance": filed.stance}, {"stance": now})]


def from_csv(ledger: Answers, path: str, files: Files) -> list[Review]:
    """The decisions of an edited `list` in CSV: what differs from the ledger in a column that can be set, the verdict
    in the column `reviewed`, and the words in a column `note`. Columns may be apart by semicolons or tabs too.

    Raises ClaimtrackError, naming line and column, for what cannot be meant, and for what was changed in vain.
    """
    text = _text(path)
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text.partition("\n")[0]))
    header = [name.strip().casefold() for name in next(rows, [])]
    if "id" not in header:
        raise ClaimtrackError(f"{path}:1: there is no column id; export the claims with claimtrack list")
    for name in header:
        if name not in (*NAMES, "note"):
            raise ClaimtrackError(f"{path}:1: there is no column {name}{nearest(name, (*NAMES, 'note'))}")
    found: list[Review] = []
    decided: dict[str, str] = {}
    for row in rows:
        if not any(row):
            continue
        line = f"{path}:{rows.line_num}"
        if len(row) != len(header):
            raise ClaimtrackError(f"{line}: {len(row)} cells, but the header has {len(header)}")
        try:
            reviews = _of_row(ledger, dict(zip(header, row, strict=True)), files)
        except ClaimtrackError as trouble:
            raise ClaimtrackError(f"{line}: {trouble}") from None
        for name in {one.claim for one in reviews}:
            if name in decided:
                raise ClaimtrackError(f"{line}: {name} was decided on in {decided[name]} already; leave one of them")
            decided[name] = line
        found += reviews
    return found


def _delimiter(header: str) -> str:
    """What the names of the columns are apart by."""
    names = {one: [name.strip(' "').casefold() for name in header.strip("\r").split(one)] for one in ",;\t"}
    return next((one for one in names if "id" in names[one]), ",")


def _text(path: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise ClaimtrackError(f"{path}: not UTF-8 at byte {trouble.start}; export it as UTF-8") from trouble


def _of_row(ledger: Answers, row: Mapping[str, str], files: Files) -> list[Review]:
    filed = ledger.claim(row["id"].strip())
    name, cells = filed.claim.id, cells_of(filed)
    if row.get("reviewer", text_of(filed.reviewer)) != text_of(filed.reviewer):
        if filed.reviewer is None:
            raise ClaimtrackError("reviewer cannot be set: --by says who reviews; nobody has reviewed this claim")
        raise ClaimtrackError(f"{name} was reviewed by {filed.reviewer} since this was exported; export it again")
    for fixed in cells:
        if fixed in row and fixed not in (*SETTABLE, *_READ) and not _says(cells[fixed], row[fixed]):
            raise ClaimtrackError(f"{fixed} cannot be set; of a claim there can be {', '.join(SETTABLE)}")
    new = {}
    for column in SETTABLE.values():
        if column.name in row and not _says(cells[column.name], row[column.name]):
            new[column.name] = cell_of(column, row[column.name])
    reviews = setting(name, cells, new)
    verdict = row.get("reviewed", "").strip().casefold()
    if verdict and verdict != filed.reviewed:
        if verdict not in _VERDICTS:
            raise ClaimtrackError(f"reviewed: {verdict} cannot be set; write accepted or rejected")
        reviews.append(Review(name, _VERDICTS[verdict]))
    if note := row.get("note", "").strip():
        reviews.append(Review(name, "note", None, note))
    return checked(ledger, filed, reviews, files)


def _says(cell: Cell, text: str) -> bool:
    """Whether a text in a table is this cell, as it was written or made harmless, or as a spreadsheet gives it back."""
    if " ".join(text.split()) in (" ".join(text_of(one).split()) for one in (cell, disarmed(cell))):
        return True
    if isinstance(cell, int | float):
        try:
            return exact(cell) == exact(text.replace(",", ""))
        except ArithmeticError:
            return False
    return False
