"""tests/cases/claims.txt: short texts and the claims that must be found in them, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from claimtrack.model import Claim, Document
from claimtrack.pipeline import analyse
from claimtrack.vocabulary.loader import load

CASES = Path(__file__).parent / "cases" / "claims.txt"
BY_WORDS = {"source", "via", "side", "actor", "place", "verified_by", "evidence"}


@dataclass
class Case:
    line: int
    text: str
    date: date | None
    expected: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def cases() -> Iterator[Case]:
    case: Case | None = None
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("> "):
            if case is not None:
                yield case
            when, bar, text = line[2:].partition(" | ")
            dated = bool(bar) and len(when) == 10 and when[:4].isdigit()
            case = Case(number, text if dated else line[2:], date.fromisoformat(when) if dated else None)
        elif line.startswith("= "):
            assert case is not None, f"{CASES.name}:{number}: a claim before any text"
            figure, _, fields = line[2:].partition(" | ")
            pairs = (pair.partition("=") for pair in fields.split("; ") if pair)
            case.expected.append((figure, {key.strip(): value for key, _, value in pairs}))
    if case is not None:
        yield case


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"line-{case.line}")
def test_claims(case: Case) -> None:
    document = Document("case", case.text, date=case.date)
    claims = [claim for claim in analyse(document, load()) if claim.metric != "other"]
    assert [claim.figure for claim in claims] == [figure for figure, _ in case.expected]
    for claim, (_, fields) in zip(claims, case.expected, strict=True):
        wrong = {key: said for key, want in fields.items() if not right(key, said := told(claim, key, claims), want)}
        assert not wrong, f"{claim.figure}: found {wrong}, expected {({key: fields[key] for key in wrong})}"


def told(claim: Claim, key: str, claims: list[Claim]) -> str:
    value = getattr(claim, key)
    if value is None:
        return "-"
    if key == "part_of":
        return next((other.figure for other in claims if other.id == value), "?")
    return value.isoformat() if isinstance(value, date) else str(value)


def right(key: str, said: str, want: str) -> bool:
    if key in BY_WORDS and want != "-":
        return said != "-" and want.casefold() in said.casefold()
    return said == want
