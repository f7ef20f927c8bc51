"""tests/cases/claims.txt: short texts and the claims that must be found in them, and no others."""

from __future__ import annotations

from datetime import date

import pytest
from case_files import Case, claims_of, read

from claimtrack.model import Claim

BY_WORDS = {"source", "via", "side", "actor", "place", "verified_by", "evidence"}


@pytest.mark.parametrize("case", list(read("claims.txt")), ids=lambda case: f"line-{case.line}")
def test_claims(case: Case) -> None:
    claims = [claim for claim in claims_of(case) if claim.metric != "other"]
    assert [claim.figure for claim in claims] == [figure for _, figure, _ in case.figures]
    for claim, (_, _, fields) in zip(claims, case.figures, strict=True):
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
