"""The groups of categories.toml and metrics.toml: categories, and metrics, that the rules treat alike.

A group is a field here, with what it means for the rules; its members say so themselves in the TOML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from claimtrack.errors import ClaimtrackError
from claimtrack.names import nearest
from claimtrack.vocabulary.twice import Where, header


@dataclass(frozen=True, slots=True)
class CategoryGroups:
    """Each field the categories of that group."""

    events: frozenset[str]  # of things, what happens: attacks are counted as having occurred, not as destroyed
    airborne: frozenset[str]  # of things, what is launched and shot down: "intercepted" is said of these
    forces: frozenset[str]  # of people, who fights: they are deployed, and lose troops
    regulars: frozenset[str]  # of people, who fights for a state: a ministry's "25 troops were killed" are its own
    irregulars: frozenset[str]  # of people, who fights for an armed group
    weapons: frozenset[str]  # whose they are is who did it: "Russian missiles killed 12"
    doers: frozenset[str]  # act in their own name: "killed by gunmen", "the regiment took 230 casualties"
    arms: frozenset[str]  # of things, what armies lose: "30 Russian jets, 31 helicopters" are all of one side
    unshared: frozenset[str]  # of "killed 5 children and wounded 40", the forty need not be children


@dataclass(frozen=True, slots=True)
class MetricGroups:
    """Each field the metrics of that group."""

    deeds: frozenset[str]  # somebody does them: the sentence may tell who
    harm: frozenset[str]  # weapons do them: "12 were killed by a Russian missile"
    suffered: frozenset[str]  # whoever has them is whose they are: "Russia has lost 30 tanks"
    fielded: frozenset[str]  # whoever does them is whose they are: "Russia deployed 30 tanks"
    inflicted: frozenset[str]  # done to an enemy: whose troops and arms they are follows from who did it
    casualty: frozenset[str]  # two of them in one figure are casualties: "12 killed and wounded"
    taken: frozenset[str]  # of people in another's hands, who may be killed yet: "abducted and killed"
    befalling: frozenset[str]  # befall the same troops in the next sentence: "It added that 50 had been captured"
    common: frozenset[str]  # befall things as well: of a noun that is not known only persons: "30 pilgrims returned"
    attacking: frozenset[str]  # who does them attacked: "a bus hit by the Turkish army"
    worded: frozenset[str]  # the word itself tells what they count over: "stormed" an event, "is critical" a state
    saving: frozenset[str]  # say that what is counted lives: "saved two lives" counts no dead
    wants: frozenset[str]  # what people face or suffer from: "six million face severe hunger"
    tolls: frozenset[str]  # what ministries, general staffs and the UN count up


class Stray(ClaimtrackError):
    """A word that cannot stand where it does, in a table of a shipped file or of what was laid over it."""

    def __init__(self, file: str, where: Where, word: str, trouble: str) -> None:
        super().__init__(f"{file}: {trouble}")
        self.file, self.where, self.word, self.trouble = file, where, word, trouble


def _unknown(file: str, where: Where, word: str, known: tuple[str, ...]) -> Stray:
    hint = nearest(word, known) or f"; there are {', '.join(known)}"
    return Stray(file, where, word, f"there is no {word!r} among the {where[-1]} of {header(where[:-1])}{hint}")


_OF_THINGS, _OF_PEOPLE = ("arms", "events", "airborne"), ("forces", "regulars", "irregulars")
_ONLY_OF = dict.fromkeys(_OF_THINGS, "things") | dict.fromkeys(_OF_PEOPLE, "people")
_CATEGORY_GROUPS = tuple(field.name for field in fields(CategoryGroups))
_METRIC_GROUPS = tuple(field.name for field in fields(MetricGroups))


def of_categories(table: Mapping[str, Any]) -> CategoryGroups:
    """The groups that the table of categories.toml tells. Raises Stray for a group that its kind cannot have."""
    known = {kind: tuple(name for name in _CATEGORY_GROUPS if _ONLY_OF.get(name, kind) == kind) for kind in table}
    return CategoryGroups(**_members("categories.toml", table, _CATEGORY_GROUPS, known))


def of_metrics(table: Mapping[str, Any]) -> MetricGroups:
    """The groups that the table of metrics.toml tells, of a metric whatever its kind. Raises Stray for no group."""
    return MetricGroups(**_members("metrics.toml", table, _METRIC_GROUPS, dict.fromkeys(table, _METRIC_GROUPS)))


def _members(
    file: str, table: Mapping[str, Any], names: tuple[str, ...], known: Mapping[str, tuple[str, ...]]
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {name: set() for name in names}
    for kind, entries in table.items():
        for name, entry in entries.items():
            for group in entry.get("groups", ()):
                if group not in known[kind]:
                    raise _unknown(file, (kind, name, "groups"), group, known[kind])
                found[group].add(name)
    return {group: frozenset(members) for group, members in found.items()}


def kinds(table: Mapping[str, Any], groups: CategoryGroups) -> dict[str, tuple[str, ...]]:
    """The table of categories.toml: a category -> the kinds of metrics.toml that it may have, the best first."""
    narrower = ((groups.events, ("events",)), (groups.airborne, ("airborne", "things")),
                (groups.forces, ("forces", "people")))  # fmt: skip
    return {
        category: next((found for members, found in narrower if category in members), (kind,))
        for kind, categories in table.items()
        for category in categories
    }


def counting(table: Mapping[str, Any]) -> dict[str, str]:
    """The table of metrics.toml: a metric -> what its figure counts over when the sentence does not tell.

    Raises Stray for a metric that two kinds have count otherwise.
    """
    found: dict[str, str] = {}
    for kind, metrics in table.items():
        for metric, entry in metrics.items():
            told = entry.get("counting")
            if told and (known := found.setdefault(metric, told)) != told:
                trouble = f"{metric!r} has the counting {known!r} already; leave this out"
                raise Stray("metrics.toml", (kind, metric, "counting"), told, trouble)
    return found


def units(table: Mapping[str, Any], known: Iterable[str]) -> dict[str, str]:
    """The table of categories.toml: a unit that counts the thing itself -> its category ("2,000 acres" -> area).

    Raises Stray for a unit that is not known.
    """
    found: dict[str, str] = {}
    for kind, categories in table.items():
        for category, entry in categories.items():
            for unit in entry.get("units", ()):
                if unit not in known:
                    raise _unknown("categories.toml", (kind, category, "units"), unit, tuple(known))
                found[unit] = category
    return found


def models(table: Mapping[str, Any]) -> dict[str, str]:
    """The table of categories.toml: how a name with a number begins -> what it is a name of ("su-" -> aircraft)."""
    return {
        model: category
        for categories in table.values()
        for category, entry in categories.items()
        for model in entry.get("models", ())
    }
