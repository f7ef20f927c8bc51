"""A claim's figure -> words for a reader: "more than 1,000", "200 to 999"; data formats have plain numbers instead."""

from __future__ import annotations

from claimtrack.model import Claim, Number
from claimtrack.render.cells import clean


def said(claim: Claim) -> str:
    """The figure in the same words for every article; a vague one in its own."""
    if claim.quantifier == "vague":
        return clean(claim.figure).casefold()
    if claim.value is None:
        return _span(claim)
    quantifier = "" if claim.quantifier == "exact" else claim.quantifier.replace("_", " ") + " "
    return quantifier + grouped(claim.value)


def grouped(number: Number) -> str:
    """The number with its thousands apart: 1,200,000."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def signed(number: Number) -> str:
    """A difference with its sign."""
    return f"{'+' if number > 0 else ''}{grouped(number)}"


def _span(claim: Claim) -> str:
    low = grouped(claim.low) if claim.low is not None else "0"
    return f"{low} to {grouped(claim.high)}" if claim.high is not None else f"{low} and more"
