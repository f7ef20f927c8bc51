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
from claimtrack.query import Query
from claimtrack.record import NAMES, Cell, exact, row_of
from claimtrack.render.cells import disarmed, text_of
from claimtrack.reviews import SETTABLE, Review, cell_of, setting
from claimtrack.series import stance
from claimtrack.vocabulary import loader

_VERDICTS = {"accepted": "accept", "rejected": "reject"}


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
    in the column `reviewed`, and the words in a column `note`. Other columns are not looked at.

    Raises ClaimtrackError, naming line and column, for what cannot be meant.
    """
    rows = csv.reader(io.StringIO(_text(path)), delimiter="\t" if path.lower().endswith((".tsv", ".tab")) else ",")
    header = [name.strip().casefold() for name in next(rows, [])]
    if "id" not in header:
        raise ClaimtrackError(f"{path}:1: there is no column id; export the claims with claimtrack list")
    found: list[Review] = []
    for row in rows:
        if not any(row):
            continue
        line = f"{path}:{rows.line_num}"
        if len(row) != len(header):
            raise ClaimtrackError(f"{line}: {len(row)} cells, but the header has {len(header)}")
        try:
            found += _of_row(ledger, dict(zip(header, row, strict=True)), files)
        except ClaimtrackError as trouble:
            raise ClaimtrackError(f"{line}: {trouble}") from None
    return found


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
        raise ClaimtrackError(f"{name} was reviewed by {filed.reviewer} since this was exported; export it again")
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
    if text.strip() in (text_of(cell).strip(), text_of(disarmed(cell)).strip()):
        return True
    if isinstance(cell, int | float):
        try:
            return exact(cell) == exact(text.replace(",", ""))
        except ArithmeticError:
            return False
    return False
