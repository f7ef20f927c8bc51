"""Claims -> sources (publishers, days, documents, sides, stances) side by side for each thing counted.

Nothing is averaged and no winner is picked: every voice keeps its own latest figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from claimtrack.model import Claim, Filed, Number
from claimtrack.series import Assertion, assertions, day, key, stands, voice
from claimtrack.things import Thing, classify, order

ROUGHLY = Fraction(1, 10)  # "about 5,800" stands for 10 % to either side, "nearly" for 10 % below


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may lie apart and count as one: by so many, or by such a percentage of the second."""

    absolute: Fraction = Fraction(0)
    percent: Fraction = Fraction(0)

    def covers(self, number: Number | Fraction, base: Number | Fraction) -> bool:
        apart = abs(Fraction(number) - Fraction(base))
        return apart <= self.absolute or apart * 100 <= self.percent * abs(Fraction(base))


EXACT = Tolerance()
Interval = tuple[Fraction, Fraction | None]  # closed; None: no upper end
_Voice = tuple[str | None, tuple[str, str]]  # the folded name of what is compared, and the voice


@dataclass(frozen=True, slots=True)
class Row:
    """One voice on one thing: the figure it gave last.

    `name` is the value of what is compared (a source, a day, ...). `assertions` counts the different figures this voice
    gave, `reports` the claims that carry this one. `old`: it spoke too long before the newest figure to be judged.
    `disagrees`: the names whose figures cannot be true together with any figure of this name.
    """

    name: str | None
    assertion: Assertion
    assertions: int
    old: bool = False
    disagrees: tuple[str, ...] = ()

    @property
    def filed(self) -> Filed:
        """The report that is shown: the first of the assertion."""
        return self.assertion.first

    @property
    def reports(self) -> int:
        return len(self.assertion.reports)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing and what each voice says of it, lowest first, the old last.

    `lowest` and `highest` span the figures that are judged; `open`: one of them has no upper end. `agree` is None when
    fewer than two names can be judged.
    """

    thing: Thing
    rows: tuple[Row, ...]
    lowest: Number | None
    highest: Number | None
    open: bool
    agree: bool | None

    @property
    def names(self) -> int:
        return len({row.name for row in self.rows})


def compare(
    filed: Iterable[Filed],
    by: str = "source",
    within: int = 7,
    across: Collection[str] = (),
    tolerance: Tolerance = EXACT,
) -> list[Comparison]:
    """Sources side by side for each thing counted; where they disagree first, then where most speak.

    `by` is a key of BY. A voice that has been silent for more than `within` days before the newest figure is shown as
    old and not judged, for a count that goes on; days are never judged against one another (`by` date): figures grow.
    `across` names fields of a thing to leave out (see things.classify). Two figures agree when their intervals meet,
    or miss each other by no more than the tolerance, taken of the larger.
    """
    claims = [item for item in filed if stands(item.claim)]
    thing_of = classify(claims, across)
    things: dict[Thing, dict[_Voice, list[Filed]]] = defaultdict(lambda: defaultdict(list))
    for item in claims:
        name = BY[by](item)
        things[thing_of(item)][key(name) if name else None, voice(item)].append(item)
    compared = []
    for thing, voices in things.items():
        rows = _marked(_rows(voices, by), None if by == "date" or thing.counting == "new" else within)
        compared.append(_comparison(thing, rows, by != "date", tolerance))
    return sorted(compared, key=lambda one: (one.agree is not False, -one.names, order(one.thing)))


def interval(claim: Claim) -> Interval:
    """What a figure leaves possible: "more than 500" is 500 and up, "up to 140" 0 to 140, "about 100" 90 to 110."""
    low = Fraction(claim.low) if claim.low is not None else Fraction(0)
    high = Fraction(claim.high) if claim.high is not None else None
    if claim.quantifier in ("about", "nearly"):
        low -= abs(low) * ROUGHLY
    if claim.quantifier == "about" and high is not None:
        high += abs(high) * ROUGHLY
    return low, high


def meet(one: Interval, other: Interval, tolerance: Tolerance = EXACT) -> bool:
    """Whether two figures can both be true. Ends that touch meet: "more than 5,000" and "5,000" are no quarrel."""
    lower, upper = sorted((one, other), key=lambda ends: ends[0])
    return lower[1] is None or upper[0] <= lower[1] or tolerance.covers(lower[1], upper[0])


def ends(claim: Claim) -> tuple[Number, Number]:
    """The number said, twice; for a range or a vague figure its lower and upper end."""
    low = claim.value if claim.value is not None else claim.low if claim.low is not None else 0
    high = claim.value if claim.value is not None else claim.high if claim.high is not None else low
    return low, high


def _rows(voices: Mapping[_Voice, list[Filed]], by: str) -> list[Row]:
    """Each voice with its last assertion. A name spelled in several ways is shown in one."""
    spelled: dict[str | None, str | None] = {}
    for (name, _), filed in voices.items():
        spellings = {BY[by](item) or "" for item in filed} | {spelled.get(name) or ""}
        spelled[name] = min(spellings - {""}, default=None)
    rows = []
    for (name, _), filed in voices.items():
        made = assertions(filed)
        rows.append(Row(spelled[name], made[-1], len(made)))
    return rows


def _marked(rows: list[Row], within: int | None) -> list[Row]:
    """The rows with the old ones marked: silent for more than `within` days before the newest figure."""
    newest = max((row.assertion.until for row in rows if row.assertion.until), default=None)
    if within is None or newest is None:
        return rows
    limit = timedelta(within)
    return [replace(row, old=True) if newest - (row.assertion.until or newest) > limit else row for row in rows]


def _comparison(thing: Thing, rows: list[Row], judge: bool, tolerance: Tolerance) -> Comparison:
    judged = [row for row in rows if not row.old]
    against = _disagreements(judged, tolerance) if judge else {}
    if against:
        rows = [replace(row, disagrees=() if row.old else against.get(row.name, ())) for row in rows]
    size = (lambda row: ends(row.filed.claim)) if judge else (lambda row: ())  # days stand in their own order
    rows.sort(key=lambda row: (row.old, size(row), label(row.name), row.filed.claim.id))
    spans = [ends(row.filed.claim) for row in judged]
    return Comparison(
        thing,
        tuple(rows),
        min((low for low, _ in spans), default=None),
        max((high for _, high in spans), default=None),
        any(row.filed.claim.high is None for row in judged),
        not against if judge and len({row.name for row in judged}) > 1 else None,
    )


def _disagreements(rows: Sequence[Row], tolerance: Tolerance) -> dict[str | None, tuple[str, ...]]:
    """Name -> names that share no possible figure with it. Pairs of distinct figures are tried, not of names."""
    if len(rows) < 2:
        return {}
    said: dict[str | None, set[Interval]] = defaultdict(set)
    for row in rows:
        said[row.name].add(interval(row.filed.claim))
    camps: dict[frozenset[Interval], list[str | None]] = defaultdict(list)
    for name, intervals in said.items():
        camps[frozenset(intervals)].append(name)
    against: dict[str | None, list[str]] = defaultdict(list)
    for (one, ours), (other, theirs) in combinations(camps.items(), 2):
        if not any(meet(a, b, tolerance) for a in one for b in other):
            for name in ours:
                against[name] += [label(name) for name in theirs]
            for name in theirs:
                against[name] += [label(name) for name in ours]
    return {name: tuple(sorted(others)) for name, others in against.items()}


def label(name: str | None) -> str:
    """A name as it is shown."""
    return name or "unknown"


def _by_source(filed: Filed) -> str | None:
    return filed.claim.source or _by_publisher(filed)


def _by_publisher(filed: Filed) -> str | None:
    return filed.document.publisher


def _by_date(filed: Filed) -> str | None:
    when = day(filed)
    return when.isoformat() if when else None


BY: Mapping[str, Callable[[Filed], str | None]] = {
    "source": _by_source,
    "publisher": _by_publisher,
    "date": _by_date,
    "document": lambda filed: filed.document.id,
    "source-side": lambda filed: filed.claim.source_side,
    "stance": lambda filed: filed.stance,
}
