"""Claims -> sources (publishers, days, documents, sides, stances) side by side for each thing counted.

Nothing is averaged and no winner is picked: every voice keeps its own latest figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, product
from typing import Protocol

from claimtrack.model import Claim, Filed, Number
from claimtrack.series import Assertion, Voice, assertions, day, key, stands, voice
from claimtrack.things import Thing, classify, order

ROUGHLY = Fraction(1, 10)  # "about 5,800" stands for 10 % to either side, "nearly" for 10 % below


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two numbers may lie apart and count as one: by so many, or by such a percentage of the second."""

    absolute: Fraction = Fraction(0)
    percent: Fraction = Fraction(0)

    def covers(self, number: Number | Fraction, base: Number | Fraction) -> bool:
        if number == base or not (self.absolute or self.percent):
            return number == base
        apart = abs(Fraction(number) - Fraction(base))
        return apart <= self.absolute or apart * 100 <= self.percent * abs(Fraction(base))


class Told(Protocol):
    """What only all claims tell, for those that are left of them: their things, and how many assertions each name's
    voice made on one."""

    @property
    def thing_of(self) -> Callable[[Filed], Thing]: ...

    @property
    def gave(self) -> Mapping[tuple[Thing, Hashable], int]: ...


EXACT = Tolerance()
Rational = int | Fraction  # for exact arithmetic: nearly all numbers are whole, and int is far faster than Fraction
Interval = tuple[Rational, Rational | None]  # closed; None: no upper end


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

    `lowest` and `highest` span the figures that are judged; `open`: one of them has no upper end. `verdict` is
    `disagree` when any two names do, `updated` when some figures differ but as a later one may from an earlier, `agree`
    when all can be true together, None when there are not two names to judge.
    """

    thing: Thing
    rows: tuple[Row, ...]
    lowest: Number | None
    highest: Number | None
    open: bool
    verdict: str | None

    @property
    def names(self) -> int:
        return len({row.name for row in self.rows})


def compare(
    filed: Iterable[Filed],
    by: str = "source",
    within: int = 7,
    across: Collection[str] = (),
    tolerance: Tolerance = EXACT,
    who: Callable[[Filed], Voice] = voice,
    heard: Told | None = None,
) -> list[Comparison]:
    """Sources side by side for each thing counted; where they disagree first, then where most speak.

    `by` is a key of BY; `who` tells one voice from another. A voice that has been silent for more than `within` days
    before the newest figure is shown as old and not judged, for a count that goes on; days are never judged against
    one another (`by` date): figures grow. `across` names fields of a thing to leave out (see things.classify).
    Two figures agree when their intervals meet, or miss each other by no more than the tolerance, taken of the larger,
    or when the later may be an update of the earlier (see quarrel). With `heard` the claims need only be those that
    make the last assertions; `across` and all else that takes every claim is then told by it.
    """
    claims = [item for item in filed if stands(item.claim)]
    thing_of = heard.thing_of if heard else classify(claims, across)
    both = pair(by, who)
    things: dict[Thing, dict[tuple[Voice, Voice], list[Filed]]] = defaultdict(lambda: defaultdict(list))
    for item in claims:
        things[thing_of(item)][both(item)].append(item)
    compared = []
    for thing, voices in things.items():
        gave = {names: heard.gave[thing, names] for names in voices} if heard else {}
        rows = _marked(_rows(voices, by, gave), None if by == "date" or thing.counting == "new" else within)
        compared.append(_comparison(thing, rows, by != "date", tolerance))
    return sorted(compared, key=lambda one: (one.verdict != "disagree", -one.names, order(one.thing)))


def pair(by: str, who: Callable[[Filed], Voice]) -> Callable[[Filed], tuple[Voice, Voice]]:
    """Under which name a claim stands, by what is compared, and whose voice it is."""
    if by == "source":
        return lambda item: (who(item),) * 2
    name_of = _folded(BY[by])
    return lambda item: (name_of(item), who(item))


def interval(claim: Claim) -> Interval:
    """What a figure leaves possible: "more than 500" is 500 and up, "up to 140" 0 to 140, "about 100" 90 to 110."""
    low = _exact(claim.low or 0)
    high = None if claim.high is None else _exact(claim.high)
    if claim.quantifier in ("about", "nearly"):
        low -= _roughly(low)
    if claim.quantifier == "about" and high is not None:
        high += _roughly(high)
    return low, high


def _exact(number: Number) -> Rational:
    return number if isinstance(number, int) else Fraction(number)


def _roughly(number: Rational) -> Fraction:
    """How far a number said loosely may be from the truth."""
    return abs(Fraction(number)) * ROUGHLY


def meet(one: Interval, other: Interval, tolerance: Tolerance = EXACT) -> bool:
    """Whether two figures can both be true. Ends that touch meet: "more than 5,000" and "5,000" are no quarrel."""
    lower, upper = sorted((one, other), key=lambda ends: ends[0])
    return lower[1] is None or upper[0] <= lower[1] or tolerance.covers(lower[1], upper[0])


def ends(claim: Claim) -> tuple[Number, Number]:
    """The number said, twice; for a range or a vague figure its lower and upper end."""
    low = claim.value if claim.value is not None else claim.low if claim.low is not None else 0
    high = claim.value if claim.value is not None else claim.high if claim.high is not None else low
    return low, high


def quarrel(one: Filed, other: Filed, tolerance: Tolerance = EXACT) -> bool:
    """Whether two figures for one thing contradict each other: they do not meet, and neither may be an update.

    A later figure may update an earlier one unless the two sources are known to speak for different sides: a toll
    that has grown, a state that has changed. A total that falls is no update.
    """
    if meet(interval(one.claim), interval(other.claim), tolerance):
        return False
    first, second = day(one), day(other)
    sides = {one.claim.source_side, other.claim.source_side}
    if first is None or second is None or first == second or (len(sides) == 2 and None not in sides):
        return True
    earlier, later = (one, other) if first < second else (other, one)
    grown = ends(later.claim) >= ends(earlier.claim)
    return not grown and later.claim.counting != "current"


def _folded(name_of: Callable[[Filed], str | None]) -> Callable[[Filed], Voice]:
    def folded(filed: Filed) -> Voice:
        name = name_of(filed)
        return (key(name),) if name else ()

    return folded


def _spelling(assertion: Assertion, by: str) -> str | None:
    """The name of the first report, or a fuller one that ends so: "Russian Defence Ministry" for "Defence Ministry"."""
    spelling = BY[by](assertion.first)
    for report in assertion.reports:
        name = BY[by](report)
        if name and spelling and name.endswith(f" {spelling}"):
            spelling = name
    return spelling


def _rows(
    voices: Mapping[tuple[Voice, Voice], list[Filed]], by: str, gave: Mapping[tuple[Voice, Voice], int]
) -> list[Row]:
    """Each voice with its last assertion. A name written in several ways is shown in one; two alike get their side.

    `gave`: how many assertions a voice made, where not all its claims are here.
    """
    made = {both: assertions(filed) for both, filed in voices.items()}
    spelled: dict[Voice, str | None] = {}
    for (name, _), said in made.items():
        spelling = _spelling(said[-1], by)
        spelled[name] = min(spelled.get(name) or spelling or "", spelling or "") or None
    twice = Counter(spelled.values())
    for (name, _), said in made.items():
        side = said[-1].first.claim.source_side
        if twice[spelled[name]] > 1 and side and by == "source":
            spelled[name] = f"{spelled[name]} ({side})"
    return [Row(spelled[both[0]], said[-1], gave.get(both, len(said))) for both, said in made.items()]


def _marked(rows: list[Row], within: int | None) -> list[Row]:
    """The rows with the old ones marked: silent for more than `within` days before the newest figure."""
    newest = max((row.assertion.until for row in rows if row.assertion.until), default=None)
    if within is None or newest is None:
        return rows
    limit = timedelta(within)
    return [replace(row, old=True) if newest - (row.assertion.until or newest) > limit else row for row in rows]


def _comparison(thing: Thing, rows: list[Row], judge: bool, tolerance: Tolerance) -> Comparison:
    judged = [row for row in rows if not row.old]
    verdict, against = _judged(judged, tolerance) if judge else (None, {})
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
        verdict,
    )


def _judged(rows: Sequence[Row], tolerance: Tolerance) -> tuple[str | None, dict[str | None, tuple[str, ...]]]:
    """The verdict, and each name with those none of whose figures can stand beside any of its own.

    Names that say the very same are one camp, and pairs of camps are tried, so that many sources cost little.
    """
    if len({row.name for row in rows}) < 2:
        return None, {}
    camps = _camps(rows)
    against: dict[str | None, list[str]] = defaultdict(list)
    updated = False
    spans = [[interval(one.claim) for one in said] for _, said in camps]
    for ((ours, our), our_spans), ((theirs, their), their_spans) in combinations(zip(camps, spans, strict=True), 2):
        if any(meet(one, other, tolerance) for one, other in product(our_spans, their_spans)):
            continue
        if not all(quarrel(one, other, tolerance) for one, other in product(our, their)):
            updated = True
            continue
        for name in ours:
            against[name] += map(label, theirs)
        for name in theirs:
            against[name] += map(label, ours)
    verdict = "disagree" if against else "updated" if updated else "agree"
    return verdict, {name: tuple(sorted(others)) for name, others in against.items()}


def _camps(rows: Sequence[Row]) -> list[tuple[list[str | None], list[Filed]]]:
    """Names with the figures they give."""
    said: dict[str | None, dict[tuple[object, ...], Filed]] = defaultdict(dict)
    for row in rows:
        claim = row.filed.claim
        stand = (claim.quantifier, claim.low, claim.high, claim.counting, day(row.filed), claim.source_side)
        said[row.name][stand] = row.filed
    camps: dict[frozenset[tuple[object, ...]], list[str | None]] = defaultdict(list)
    for name, stands_of in said.items():
        camps[frozenset(stands_of)].append(name)
    return [(names, list(said[names[0]].values())) for names in camps.values()]


def label(name: str | None) -> str:
    """A name as it is shown."""
    return name or "unknown"


def _by_source(filed: Filed) -> str | None:
    return filed.claim.source or filed.origin or _by_publisher(filed)


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
OF_SERIES = ("source", "publisher", "source-side", "stance")  # of these, what all claims of a series share
