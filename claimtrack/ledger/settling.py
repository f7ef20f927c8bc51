"""Reviews of a document's claims -> further rows that tell what the claims are by now, until the next review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.ledger.columns import STORED, quoted
from claimtrack.ledger.growth import Growth
from claimtrack.reviews import ASIDE, Review, applied

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database

Cells = dict[str, Any]
_ROW = f"id, review, reading, {quoted(STORED)}"


class _Judged(NamedTuple):
    """A review, the text it was made on (the document's version, the sentence), and whether it was taken back."""

    version: int
    sentence: str
    undone: int
    review: Review


class _Target(NamedTuple):
    """A claim at a reviewed place: as parsed, as it stands now (None: not in this reading yet), whether it is the only
    claim there, and whether this reading did not find it itself."""

    base: Cells
    last: Cells | None
    alone: bool
    carried: bool


def settle(db: Database, growth: Growth, document: str) -> int:
    """Make the document's claims say what the reviews that still count say of them; gives how many changed.

    A review is of a figure: it holds for what a later reading finds at its place, under whatever metric, as long as
    the text or at least the sentence is the same. A claim that people accepted or corrected stays although a later
    reading does not find it.
    """
    judged = _judged(db, document)
    if not judged:
        return 0
    counting = db.execute(
        "SELECT reading, document.version, publisher FROM current JOIN document ON document.version = current.version "
        "WHERE current.id = ?", (document,)).fetchone()  # fmt: skip
    if not counting:
        return 0
    growth.flush()
    changed = 0
    for span, reviews in judged.items():
        for target in _targets(db, counting[0], document, span, {one.review.claim for one in reviews}):
            wanted = _wanted(target, reviews, counting[1])
            if wanted is not None and wanted != (target.last or target.base):
                _put(db, growth, counting[0], counting[2], wanted)
                changed += 1
    return changed


def _judged(db: Database, document: str) -> dict[tuple[int, int], list[_Judged]]:
    """The reviews of the document by the place of their figure, oldest first."""
    judged = defaultdict(list)
    found = db.execute(
        'SELECT start, "end", review.version, sentence, run IN (SELECT undoes FROM run WHERE undoes IS NOT NULL), '
        "claim, review.act, field, value, person FROM review JOIN run ON run.number = run WHERE document = ? "
        "ORDER BY review.number", (document,))  # fmt: skip
    for start, end, version, sentence, undone, *review in found:
        judged[start, end].append(_Judged(version, sentence, undone, Review(*review)))
    return judged


def _wanted(target: _Target, judged: Sequence[_Judged], version: int) -> Cells | None:
    """What the claim should say; None for nothing to say of it."""
    base, last, alone, carried = target
    held = [one for one in judged if one.version == version or (one.sentence == base["sentence"] and not carried)]
    live = [one.review for one in held if not one.undone and (alone or one.review.claim == base["id"])]
    wanted = applied(base, live)
    if carried and wanted["reviewed"] in (None, *ASIDE):
        return {**wanted, "reviewed": wanted["reviewed"] or "withdrawn"} if last else None
    return wanted


def _targets(
    db: Database, reading: int, document: str, span: tuple[int, int], claims: set[str]
) -> Iterator[_Target]:
    here: dict[str, list[Cells]] = defaultdict(list)
    parsed: dict[str, Cells] = {}
    earlier: dict[str, Cells] = {}
    query = f'SELECT {_ROW} FROM extracted WHERE document = ? AND start = ? AND "end" = ? ORDER BY number'
    for name, review, read_by, *row in db.execute(query, (document, *span)):
        cells = dict(zip(STORED, row, strict=True))
        if read_by == reading:
            here[name].append(cells)
        if review == 0:
            (parsed if read_by == reading else earlier)[name] = cells
    alone = len(parsed) == 1
    for name, base in parsed.items():
        if alone or name in claims:
            yield _Target(base, here[name][-1], alone, False)
    for name, base in earlier.items():
        if name in claims and not parsed:
            yield _Target(base, here[name][-1] if name in here else None, False, True)


def _put(db: Database, growth: Growth, reading: int, publisher: str | None, cells: Cells) -> None:
    stored = tuple(cells[name] for name in STORED)
    growth.put_claims(reading, publisher, cells["document"], [stored], review=growth.number)
    growth.flush()
    db.execute(
        "INSERT INTO hidden SELECT number FROM extracted WHERE reading = ? AND id = ? AND review < ? "
        "ON CONFLICT DO NOTHING", (reading, cells["id"], growth.number))  # fmt: skip
