"""Claims -> whose word they are, of whose side, and repeats folded into assertions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from claimtrack.model import Claim, Filed
from claimtrack.names import fold
from claimtrack.record import QUANTIFIERS, VERIFICATIONS
from claimtrack.vocabulary.bodies import Words, bodies

if TYPE_CHECKING:
    from claimtrack.vocabulary.word_lists import Party

REPEAT_DAYS = 3  # one source giving one figure again within so many days says nothing new
Voice = tuple[str, ...]


def stance(claim: Claim, parties: Mapping[str, Party]) -> str:
    """Whom the source speaks of: `own` side, `adversary`, `third_party` (neither), else `unknown`.

    `parties` are those of the vocabulary, by their names.

    An international organisation speaks of third parties, except of its own people. For every other source
    both sides must be known: the stance of a party that the vocabulary does not know is `unknown`, not neutral.
    """
    speaker, side = claim.source_side, claim.side
    if speaker is not None and speaker == side:
        return "own"
    party = parties.get(speaker) if speaker else None
    other = parties.get(side) if side else None
    if (party and side in party.adversaries) or (other and speaker in other.adversaries):
        return "adversary"
    if claim.source_kind == "igo" or (party and party.kind == "igo"):
        return "third_party"
    return "third_party" if party and other else "unknown"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One figure of one source on one thing, however often it was reported; `reports` oldest first, never empty."""

    reports: tuple[Filed, ...]

    @property
    def first(self) -> Filed:
        return self.reports[0]

    @property
    def since(self) -> date | None:
        """The day the figure was first given: a late copy of an old figure does not make it new."""
        return day(self.reports[0])

    @property
    def until(self) -> date | None:
        return day(self.reports[-1])

    @property
    def verification(self) -> str:
        """The gravest status that a report gives: an outlet that passes over a doubt does not lift it."""
        return min((filed.claim.verification for filed in self.reports), key=VERIFICATIONS.index)


def day(filed: Filed) -> date | None:
    """The day a figure stands for: its own, else its document's."""
    return filed.claim.as_of or filed.document.date


def voice(filed: Filed) -> Voice:
    """Whose word the figure is, as a key: the source with its side; without one whoever's words the document has: an
    agency, or its publisher; else the document.
    """
    claim = filed.claim
    if claim.source is not None:
        return "source", claim.source_side or "", key(claim.source)
    if filed.origin is not None:
        return "publisher", key(filed.origin)
    if filed.document.publisher is not None:
        return "publisher", key(filed.document.publisher)
    return "document", filed.document.id


def voices(vocabulary: Words) -> Callable[[Filed], Voice]:
    """`voice` for whom all names of one body are one: its aliases ("UN refugee agency", UNHCR) and what tells whose it
    is ("Ukrainian General Staff", "General Staff in Kyiv"); see bodies.
    """
    body = bodies(vocabulary)

    def of(filed: Filed) -> Voice:
        claim = filed.claim
        return voice(filed) if claim.source is None else ("source", *body(claim.source, claim.source_side))

    return of


def speaker(filed: Filed, who: Callable[[Filed], Voice] = voice) -> Voice:
    """The side a figure's source speaks for, as a key; its own voice where that is unknown."""
    side = filed.claim.source_side
    return ("side", side) if side is not None else who(filed)


def stands(claim: Claim) -> bool:
    """Whether the text gives the figure as holding: neither replaced by a later one nor only expected."""
    return claim.modality not in ("superseded", "projected")


def assertions(filed: Iterable[Filed]) -> list[Assertion]:
    """Claims of one voice on one thing -> its assertions, the one that holds last. No claim is lost.

    Of figures first given on one day the better bounded and then the higher holds: a headline's "dozens" gives way
    to the 47 of the text, the morning's toll to the evening's; the whole comes before a part of it.
    """
    said = list(filed)
    if len(said) == 1:  # by far the most
        return [Assertion((said[0],))]
    figures: dict[tuple[object, ...], list[Filed]] = defaultdict(list)
    for item in said:
        claim = item.claim
        figures[claim.quantifier, claim.value, claim.low, claim.high].append(item)
    return sorted((one for same in figures.values() for one in _assertions(same)), key=_standing)


def told(filed: Iterable[Filed], who: Callable[[Filed], Voice] = voice) -> list[Assertion]:
    """Claims of whomever on whatever -> the assertions they are: what was repeated or copied is one."""
    apart: dict[tuple[object, ...], list[Filed]] = defaultdict(list)
    for item in filed:
        claim = item.claim
        thing = (claim.metric, claim.category, claim.side, claim.place, claim.counting, claim.unit, claim.modality)
        apart[who(item), thing].append(item)
    return [one for together in apart.values() for one in assertions(together)]


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """A name as names are compared: the same for each way of writing it; never empty."""
    return fold(name) or name


def runs(days: Sequence[date | None]) -> list[int]:
    """The days on which one figure was given, the undated first and then the oldest -> the places in them at which
    runs without a gap of more than REPEAT_DAYS begin.
    """
    begin = [0] if days else []
    for place, (before, now) in enumerate(pairwise(days), 1):
        if before != now and (before is None or now is None or (now - before).days > REPEAT_DAYS):
            begin.append(place)
    return begin


def _assertions(same: list[Filed]) -> Iterator[Assertion]:
    """The reports of one figure -> the assertions they are."""
    reports = sorted(same, key=_order)
    begin = runs([day(item) for item in reports])
    for first, end in pairwise([*begin, len(reports)]):
        yield Assertion(tuple(reports[first:end]))


def _order(filed: Filed) -> tuple[date, date, str, int, str]:
    """Oldest first; the undated before the dated."""
    when, written = day(filed) or date.min, filed.document.date or date.min
    return when, written, filed.document.id, filed.claim.start, filed.claim.id



def _standing(assertion: Assertion) -> tuple[object, ...]:
    claim, first = assertion.first.claim, assertion.first
    size = claim.value if claim.value is not None else claim.high or claim.low or 0
    written = first.document.date or date.min
    bounded = QUANTIFIERS.index(claim.quantifier)
    return assertion.since or date.min, written, claim.part_of is None, bounded, size, _order(first)
