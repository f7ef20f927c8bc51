"""Claims -> what may be compared: whose side a source speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from claimtrack.model import Claim


class Party(Protocol):
    """A state, armed group or organisation, and those it fights."""

    @property
    def kind(self) -> str: ...

    @property
    def adversaries(self) -> frozenset[str]: ...


class Parties(Protocol):
    """What this module needs of the vocabulary: the parties by canonical name."""

    @property
    def parties(self) -> Mapping[str, Party]: ...


def stance(claim: Claim, vocabulary: Parties) -> str:
    """Whom the source speaks of: `own` side, `adversary`, `third_party` (neither), else `unknown`.

    An international organisation speaks of third parties, except of its own people. For every other source
    both sides must be known: the stance of a party that the vocabulary does not know is `unknown`, not neutral.
    """
    speaker, side = claim.source_side, claim.side
    if speaker is not None and speaker == side:
        return "own"
    party = vocabulary.parties.get(speaker) if speaker else None
    other = vocabulary.parties.get(side) if side else None
    if (party and side in party.adversaries) or (other and speaker in other.adversaries):
        return "adversary"
    if claim.source_kind == "igo" or (party and party.kind == "igo"):
        return "third_party"
    return "third_party" if party and other else "unknown"
