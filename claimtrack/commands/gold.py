"""What `evaluate` reads: annotated articles, claims as JSON lines, and the claims that the parser makes now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from typing import Any, NamedTuple

from claimtrack import pipeline
from claimtrack.commands.asking import check_words
from claimtrack.commands.options import Files, Reading
from claimtrack.commands.reading import Articles, to_read
from claimtrack.errors import ClaimtrackError
from claimtrack.evaluation import Agree, Gold, Record, names_agree
from claimtrack.left_out import left_out
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.readers import STDIN
from claimtrack.record import NAMES, row_of
from claimtrack.vocabulary import loader, name_words

_PLACE = ("start", "end")


class Parsed(NamedTuple):
    """Claims, and why other figures are none: by document and each of their characters, "date: calendar"."""

    claims: list[Record]
    left_out: Mapping[tuple[str, int], str]


def golds_of(path: str, vocabulary: Files = None) -> list[Gold]:
    """The annotated articles of a file. Raises ClaimtrackError naming the line that is none, or a claim that is none.
    """
    if path == STDIN:
        raise ClaimtrackError("GOLD must be a file: it is read twice, as articles and as annotations")
    golds = []
    for at, found in _objects(path):
        given = found.get("claims")
        if "id" not in found or not isinstance(given, list):
            raise ClaimtrackError(f'{at}: an annotated article needs "id", "text" and "claims"')
        for number, claim in enumerate(given, 1):
            if not isinstance(claim, dict) or not all(_whole(claim.get(name)) for name in _PLACE):
                raise ClaimtrackError(f'{at}: claim {number} needs "start" and "end", places in the text')
            _check(f"{at}: claim {number}", claim, found.get("text"), vocabulary)
        golds.append(Gold(str(found["id"]), given))
    if not golds:
        raise ClaimtrackError(f"{path}: no annotated articles; see data/README.md for what they are")
    return golds


def _check(at: str, claim: dict[str, Any], text: object, vocabulary: Files) -> None:
    """Raise ClaimtrackError for a claim that no text can hold, and for a metric or category that there is not."""
    start, end = claim["start"], claim["end"]
    if not 0 <= start < end or (isinstance(text, str) and end > len(text)):
        raise ClaimtrackError(f"{at}: the text has no place from {start} to {end}")
    if isinstance(text, str) and claim.get("figure") not in (None, text[start:end]):
        there = text[start:end][:60]
        raise ClaimtrackError(f"{at}: the text has {there!r} from {start} to {end}, not {claim['figure']!r}")
    either = {name: claim[name] for name in ("metric", "category") if claim.get(name) is not None}
    given: dict[str, Any] = {name: tuple(map(str, one if isinstance(one, list) else [one]))
                             for name, one in either.items()}  # fmt: skip
    try:
        check_words(Query(**given), vocabulary)
    except ClaimtrackError as trouble:
        raise ClaimtrackError(f"{at}: {str(trouble).removeprefix('--')}") from None


def claims_of(path: str) -> list[Record]:
    """The claims of a file of JSON lines, or of standard input. Raises ClaimtrackError naming the line that is none."""
    claims: list[Record] = []
    for at, found in _objects(path):
        if not all(_whole(found.get(name)) for name in _PLACE) or not {"document", "metric"} <= found.keys():
            raise ClaimtrackError(f'{at}: a claim needs "document", "start", "end" and "metric"')
        claims.append(found)
    return claims


def parsed(path: str, vocabulary: Files, quiet: bool) -> Parsed:
    """The claims, background too, that the parser finds in the articles of the gold, with their traces."""
    what = to_read([path], Reading(kind="jsonl", language="en", vocabulary=vocabulary))
    claims: list[Record] = []
    reasons: dict[tuple[str, int], str] = {}
    for document in Articles(what, quiet):
        layers = pipeline.layers_of(document, what.words)
        for claim in layers.claims:
            row = row_of(Filed(claim, document, "unknown"))
            claims.append({**dict(zip(NAMES, row, strict=True)), "trace": claim.trace})
        for one in left_out(document, layers):
            places = ((document.id, place) for place in range(one.start, one.end))
            reasons |= dict.fromkeys(places, f"{one.reason}: {one.rule}")
    return Parsed(claims, reasons)


def agreement(vocabulary: Files) -> Agree:
    """When two names are the same, by the words of the vocabulary."""
    return names_agree(*name_words.of(loader.load(vocabulary or ())))


def _objects(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's place and JSON object."""
    with nullcontext(sys.stdin.buffer) if path == STDIN else open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            at = f"{path}:{number}"
            try:
                found = json.loads(line) if line.strip() else None
            except (ValueError, RecursionError) as trouble:
                raise ClaimtrackError(f"{at}: not valid JSON: {str(trouble)[:100]}") from trouble
            if found is not None and not isinstance(found, dict):
                raise ClaimtrackError(f"{at}: not a JSON object")
            if found is not None:
                yield at, found


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
