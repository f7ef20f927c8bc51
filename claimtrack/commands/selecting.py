"""The A and B of diff -> the claims they stand for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.commands.asking import naming, opened, spelled
from claimtrack.commands.options import Files, Where
from claimtrack.comparison import Tolerance
from claimtrack.days import day
from claimtrack.errors import DONE, TROUBLE, ClaimtrackError
from claimtrack.latest import Heard, moved_by
from claimtrack.model import Filed
from claimtrack.query import Query
from claimtrack.series import Voice

if TYPE_CHECKING:
    from claimtrack.ledger.answers import Answers
    from claimtrack.things import Thing

Who = Callable[[Filed], Voice]
NAMED = ("source", "publisher", "document")
_AT = re.compile(r"@(\d{1,6})$")
# Days before the first in which most voices that go on have spoken. What was said earlier is read only of those that
# have not, or that said the same all the time.
_BEFORE = 30


class Selector(NamedTuple):
    """`kind` is date, file, version or one of NAMED; `value` the ISO day, the path, URL@N, or the name."""

    kind: str
    value: str


class States(NamedTuple):
    """The claims on either side, and the exit code of reading them.

    Where all of a ledger's claims were looked at, those that make the last assertions, and the things all counted.
    """

    old: list[Filed]
    new: list[Filed]
    code: int
    thing_of: Callable[[Filed], Thing] | None = None


def selector(text: str) -> Selector:
    """What A or B means: source:NAME, publisher:NAME, document:ID, URL@N, a date, else a file or an address.

    ./2022-03-02 is a file. URL@2 is the second version that the ledger has of the page, URL the page as it is now.
    """
    kind, colon, name = text.partition(":")
    if colon and kind in NAMED:
        if not name.strip():
            raise ClaimtrackError(f"{text}: say which {kind}, as in {kind}:NAME")
        return Selector(kind, name.strip())
    if "://" in text:
        return Selector("version" if _AT.search(text) else "file", text)
    if os.sep in text and os.path.exists(text):
        return Selector("file", text)
    try:
        return Selector("date", day(text, date.today(), end=True).isoformat())
    except ClaimtrackError as trouble:
        if text == "-" or os.path.exists(text):
            return Selector("file", text)
        ways = ", ".join(f"{one}:{'ID' if one == 'document' else 'NAME'}" for one in NAMED)
        raise ClaimtrackError(f"{trouble}; nor is it a file, {ways}") from None


def states(old: Selector, new: Selector, query: Query, where: Where, quiet: bool, who: Who, moved: bool) -> States:
    """The claims of both that pass the query: files are read, all else is asked of the ledger or of --from, once.

    `who` tells whose series a claim goes on with. `moved`: what is the same in both need not be there.
    """
    if old.kind == new.kind == "date":
        with opened(where, quiet) as (ledger, trouble):
            return _days(ledger, old, new, query, where.vocabulary, who, moved)._replace(code=trouble.code)
    if old == new == Selector("file", "-"):
        raise ClaimtrackError("standard input can only be read once; give a file for A or B")
    found: dict[Selector, list[Filed]] = {}
    codes = [DONE]
    asked = [one for one in dict.fromkeys((old, new)) if one.kind != "file"]
    if asked:
        with opened(where, quiet) as (ledger, trouble):
            found |= _from_ledger(ledger, asked, query, where.vocabulary)
            codes.append(trouble.code)
    for one in {old, new} - found.keys():
        with opened(where._replace(ledger=None, files=[one.value]), quiet) as (ledger, trouble):
            found[one] = ledger.filed(spelled(ledger, query, where.vocabulary), traced=False)
            if trouble.code == TROUBLE:  # what could not be read must not look as if all in it were gone
                raise ClaimtrackError(f"{one.value}: nothing could be read, so there is nothing to compare")
            codes.append(trouble.code)
    return States(found[old], found[new], max(codes))


def tolerance_of(text: str) -> Tolerance:
    """`5%` or `100`."""
    number = text.strip().replace(",", "")
    try:
        size = Decimal(number.removesuffix("%").strip())
    except InvalidOperation:
        size = Decimal("nan")
    if not size.is_finite() or size < 0:
        raise ClaimtrackError(f"--tolerance: {text!r} is neither a number nor a percentage; write 100 or 5%")
    return Tolerance(percent=Fraction(size)) if number.endswith("%") else Tolerance(absolute=Fraction(size))


def _from_ledger(
    ledger: Answers, asked: Sequence[Selector], query: Query, files: Files
) -> dict[Selector, list[Filed]]:
    """Days are cut from one answer, up to the last of them; each name is asked for by itself."""
    found: dict[Selector, list[Filed]] = {}
    days = [one for one in asked if one.kind == "date"]
    if days:
        last = max(one.value for one in days)
        upto = ledger.filed(spelled(ledger, query._replace(until=min(query.until or last, last)), files), traced=False)
        for one in days:
            found[one] = [filed for filed in upto if filed.claim.as_of and filed.claim.as_of.isoformat() <= one.value]
    for one in asked:
        if one.kind == "version":
            found[one] = _version(ledger, one, query, files)
        elif one.kind != "date":
            _check(ledger, one, files)
            found[one] = ledger.filed(spelled(ledger, _narrowed(query, one), files), traced=False)
    return found


def _days(
    ledger: Answers, old: Selector, new: Selector, query: Query, files: Files, who: Who, moved: bool
) -> States:
    """The last that was said up to either day, of all that was said up to the later."""
    first, last = sorted((old.value, new.value))
    exact = spelled(ledger, query._replace(until=min(query.until or last, last)), files)
    since = moved_by(first, -_BEFORE)
    recent = ledger.recent(exact, since) if moved else None
    heard = Heard(recent, (), since, partial(ledger.lines, exact)) if recent else Heard(ledger.lines(exact))
    if moved:
        earlier, later = heard.moved(who, first, last)
    else:
        earlier, later = (list(heard.last(who, day).numbers) for day in (first, last))
    numbers = sorted({*earlier, *later})
    claims = dict(zip(numbers, ledger.numbered(numbers), strict=True))
    upto = {first: [claims[one] for one in earlier], last: [claims[one] for one in later]}
    return States(upto[old.value], upto[new.value], DONE, heard.things)


def _version(ledger: Answers, one: Selector, query: Query, files: Files) -> list[Filed]:
    from claimtrack.commands.passing import passing
    from claimtrack.ledger.versions import at

    url, _, number = one.value.rpartition("@")
    return list(passing(at(ledger, url, int(number)), query, naming(query, files)))


def _check(ledger: Answers, one: Selector, files: Files) -> None:
    """Raises ClaimtrackError when no claim at all is of that name: a slip must not read as a change."""
    asked = _narrowed(Query(other=True, limit=1), one)
    exact, remarks = ledger.spelled(asked, naming(asked, files))
    if remarks:
        raise ClaimtrackError(remarks[0])
    if not ledger.filed(exact):
        raise ClaimtrackError(f"no claim has the {one.kind} {one.value}")


def _narrowed(query: Query, one: Selector) -> Query:
    filters: dict[str, Any] = {one.kind: (one.value,)}
    return query._replace(**filters)
