"""Two sets of claims -> what is new, gone, raised, lowered, re-qualified or of another status in the second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from claimtrack.comparison import EXACT, Tolerance, ends
from claimtrack.model import Claim, Filed, Number
from claimtrack.series import Assertion, Voice, assertions, speaker, stands, voice
from claimtrack.things import Thing, classify, order

KINDS = ("raised", "lowered", "requalified", "status", "new", "gone", "same")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one series. `kinds` holds the change of the figure first, then `status` when that changed too.

    `old` is None for a new series, `new` for one that is gone.
    """

    kinds: tuple[str, ...]
    thing: Thing
    old: Assertion | None
    new: Assertion | None

    @property
    def difference(self) -> Number | None:
        """New number less old; None unless both sides say one number."""
        if self.old is None or self.new is None:
            return None
        old, new = self.old.first.claim.value, self.new.first.claim.value
        return None if old is None or new is None else new - old

    @property
    def percent(self) -> Decimal | None:
        """The difference as a part of the old number, to a tenth; None where there is none or the old is 0."""
        difference = self.difference
        old = self.old.first.claim.value if self.old else None
        if difference is None or not old:
            return None
        return (Decimal(difference) * 100 / Decimal(old)).quantize(Decimal("0.1"))


def changes(
    old: Iterable[Filed],
    new: Iterable[Filed],
    match: str = "side",
    tolerance: Tolerance = EXACT,
    thing_of: Callable[[Filed], Thing] | None = None,
    who: Callable[[Filed], Voice] = voice,
) -> list[Change]:
    """Each series of either set with what became of it: first the changed, then the new, the gone, the same.

    A series is a thing and who counts it; its state is the last assertion (series.assertions). `match` says who goes
    on with whose series: `side` every voice that speaks for the same side, `source` only the same source, `any` first
    the same side, and what is then left alone on both sides of a thing; `who` tells one voice from another. With
    `thing_of`, which was told by all claims, these need only be those that make the last assertions.
    """
    olds, news = _standing(old), _standing(new)
    thing_of = thing_of or classify([*olds, *news])
    before, after = (_states(claims, thing_of, followed(match, who)) for claims in (olds, news))
    found = []
    for thing in {**before, **after}:
        for one, other in _pairs(before.get(thing, {}), after.get(thing, {}), match == "any"):
            found.append(Change(_kinds(one, other, tolerance), thing, one, other))
    return sorted(found, key=_in_list)


def _standing(filed: Iterable[Filed]) -> list[Filed]:
    return [item for item in filed if stands(item.claim)]


_Voices = dict[Voice, Assertion]


def _states(
    filed: list[Filed], thing_of: Callable[[Filed], Thing], who: Callable[[Filed], Voice]
) -> dict[Thing, _Voices]:
    """What each voice says last of each thing."""
    made: dict[tuple[Thing, Voice], list[Filed]] = defaultdict(list)
    for item in filed:
        made[thing_of(item), who(item)].append(item)
    states: dict[Thing, _Voices] = defaultdict(dict)
    for (thing, name), claims in made.items():
        states[thing][name] = assertions(claims)[-1]
    return states


def _pairs(before: _Voices, after: _Voices, any_voice: bool) -> Iterator[tuple[Assertion | None, Assertion | None]]:
    left = [name for name in before if name not in after]
    right = [name for name in after if name not in before]
    if any_voice and len(left) == len(right) == 1:
        yield before[left[0]], after[right[0]]
        left, right = [], []
    yield from ((before[name], after[name]) for name in before if name in after)
    yield from ((before[name], None) for name in left)
    yield from ((None, after[name]) for name in right)


def followed(match: str, who: Callable[[Filed], Voice] = voice) -> Callable[[Filed], Voice]:
    """Whose series a claim goes on with, as a key, for a `match` of changes; `who` tells one voice from another."""

    def anyone(filed: Filed) -> Voice:
        """Every publisher's own voice is one."""
        claim = filed.claim
        return ("own voice",) if claim.source is None and claim.source_side is None else speaker(filed, who)

    return {"side": lambda filed: speaker(filed, who), "source": who, "any": anyone}[match]


MATCHES = ("side", "source", "any")


def _kinds(old: Assertion | None, new: Assertion | None, tolerance: Tolerance) -> tuple[str, ...]:
    if old is None or new is None:
        return ("new",) if old is None else ("gone",)
    kind = _movement(old.first.claim, new.first.claim, tolerance)
    if old.verification == new.verification:
        return (kind,)
    return ("status",) if kind == "same" else (kind, "status")


def _movement(old: Claim, new: Claim, tolerance: Tolerance) -> str:
    """Single numbers are compared as such: from "more than 1,000" to "about 5,800" is raised. A number inside the
    range that was said before, or the range around it, says the same more or less closely: re-qualified, as are two
    ranges of which one lies inside the other. Else the ends of ranges tell.
    """
    (old_low, old_high), (new_low, new_high) = ends(old), ends(new)
    low, high = (_sign(a, b, tolerance) for a, b in ((old_low, new_low), (old_high, new_high)))
    if low == high == 0:
        return "same" if old.quantifier == new.quantifier else "requalified"
    one_number = (old_low == old_high) != (new_low == new_high)
    nested = low * high < 0 or (one_number and low * high == 0)
    return "requalified" if nested else "raised" if low + high > 0 else "lowered"


def _sign(old: Number, new: Number, tolerance: Tolerance) -> int:
    return 0 if tolerance.covers(new, old) else 1 if new > old else -1


def _in_list(change: Change) -> tuple[object, ...]:
    shown = change.new or change.old
    kind = max(KINDS.index(change.kinds[0]), KINDS.index("status"))  # the changed stand together, by thing
    return kind, order(change.thing), shown.first.claim.id if shown else ""
