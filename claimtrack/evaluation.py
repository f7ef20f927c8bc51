"""Gold annotations and claims -> what was found, what of it is right and what wrong; what changed since another run.

A gold claim is found when a claim's figure overlaps it (one to one) and the claim is no background figure. A found
claim is right when all fields of STRICT are. Optional gold is neither rewarded nor punished. A gold field may be a list
of values that are all right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

FIELDS = ("figure", "metric", "category", "side", "source", "verification",
          "source_kind", "via", "actor", "modality", "counting", "place", "as_of")  # fmt: skip
STRICT = frozenset(FIELDS[:6])
AS_NAMES = frozenset({"side", "source", "via", "actor", "place"})
SURE = (0.9, 0.7, 0.5)  # levels of confidence to tell the right share above
BACKGROUND = "other"
_WORD = re.compile(r"[a-z0-9]+")

Record = Mapping[str, Any]  # a claim as JSON has it
Agree = Callable[[Any, Any], bool]  # whether the name that was said is the name of the gold


class Gold(NamedTuple):
    """An annotated document: its id, and its claims as JSON has them."""

    document: str
    claims: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a gold claim (`found` or `missed`), or a claim that no gold asks for (`spurious`).

    `asked` are the fields that the gold tells, `wrong` those in which the claim differs.
    """

    kind: str
    document: str
    gold: Record | None
    said: Record | None
    asked: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether a reader could use the claim as it is."""
        return self.kind == "found" and not STRICT.intersection(self.wrong)


class Score(NamedTuple):
    """`hits` of `of` is the share. `part`: total, field, metric or confidence; `name` says which of them."""

    part: str
    name: str
    measure: str
    hits: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0


class Change(NamedTuple):
    """Something `gained` or `lost` since another run: a claim ("found", "spurious") or fields of it, before and now."""

    name: str
    what: tuple[str, ...]
    before: Verdict | None
    now: Verdict | None


def judge(golds: Iterable[Gold], claims: Iterable[Record], agree: Agree) -> list[Verdict]:
    """A verdict for each gold claim that is not optional and for each spurious claim, document by document.

    Claims of documents that are not in the gold are left aside.
    """
    by_document: dict[str, list[Record]] = {}
    for claim in claims:
        by_document.setdefault(str(claim["document"]), []).append(claim)
    verdicts: list[Verdict] = []
    for gold in golds:
        said = by_document.get(gold.document, [])
        mates = _mates(gold.claims, said)
        verdicts += (
            _verdict(gold.document, wanted, said[mates[place]] if place in mates else None, agree)
            for place, wanted in enumerate(gold.claims)
            if not wanted.get("optional")
        )
        spare = set(range(len(said))) - set(mates.values())
        verdicts += (
            Verdict("spurious", gold.document, None, said[place])
            for place in sorted(spare)
            if said[place]["metric"] != BACKGROUND
        )
    return verdicts


def scores(verdicts: Sequence[Verdict]) -> list[Score]:
    """Precision, recall, f1 and strict; of the found, the share right in each field; by metric; by confidence."""
    found = [one for one in verdicts if one.kind == "found"]
    gold = sum(one.gold is not None for one in verdicts)
    said = len(found) + sum(one.kind == "spurious" for one in verdicts)
    right = sum(one.right for one in found)
    totals = [
        Score("total", "all", "precision", len(found), said),
        Score("total", "all", "recall", len(found), gold),
        Score("total", "all", "f1", 2 * len(found), said + gold),
        Score("total", "all", "strict", 2 * right, said + gold),
    ]
    return [*totals, *_of_fields(found), *_of_metrics(verdicts), *_of_confidence(verdicts)]


def worst(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What is not right: first claims that should not be, the surest first, and the missed; then by fields wrong."""
    wrong = [one for one in verdicts if one.kind != "found" or one.wrong]

    def rank(one: Verdict) -> tuple[int, int, float]:
        strict = len(STRICT) if one.kind != "found" else len(STRICT.intersection(one.wrong))
        return -strict, -len(one.wrong), -float(one.said.get("confidence") or 0) if one.said else 0.0

    return sorted(wrong, key=rank)


def changes(before: Sequence[Verdict], now: Sequence[Verdict]) -> list[Change]:
    """What was gained and lost between two runs on the same gold, in the order of the gold."""
    old = {_key(one): one for one in before}
    new = {_key(one): one for one in now}
    told = []
    for key in dict.fromkeys([*new, *old]):
        was, is_now = old.get(key), new.get(key)
        if key[1] is None:  # spurious
            if (was is None) != (is_now is None):
                told.append(Change("lost" if was is None else "gained", ("spurious",), was, is_now))
        elif was is not None and is_now is not None:
            told += _differing(was, is_now)
    return told


def names_agree(party_words: Mapping[str, str], small: frozenset[str], spellings: Mapping[str, str]) -> Agree:
    """How names are compared: by their telling words, without case and accents.

    A people's name stands for its party (`party_words`: a phrase -> the party). Two names agree when their words are
    the same, when the one that was said has all words of the gold's, or when they share half of all words.
    """
    longest = max((phrase.count(" ") for phrase in party_words), default=0) + 1
    known: dict[str, frozenset[str]] = {}

    def telling(name: str) -> frozenset[str]:
        if name not in known:
            words = [spellings.get(word, word) for word in plain_words(name)]
            known[name] = frozenset(_folded(words, party_words, longest)) - small
        return known[name]

    def agree(said: Any, gold: Any) -> bool:
        if said is None or gold is None:
            return said is None and gold is None
        ours, theirs = telling(str(said)), telling(str(gold))
        if not ours or not theirs:
            return ours == theirs
        return theirs <= ours or 2 * len(ours & theirs) >= len(ours | theirs)

    return agree


def plain_words(name: str) -> list[str]:
    """The words of a name in lower case, without accents; an abbreviation with stops ("U.N.") is one word."""
    flat = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", flat))


def _folded(words: Sequence[str], party_words: Mapping[str, str], longest: int) -> Iterator[str]:
    """The words with each phrase for a party as that party, the longest phrase first."""
    place = 0
    while place < len(words):
        for size in range(min(longest, len(words) - place), 0, -1):
            party = party_words.get(" ".join(words[place : place + size]))
            if party is not None:
                yield party
                break
        else:
            size = 1
            yield words[place]
        place += size


def _mates(golds: Sequence[Record], said: Sequence[Record]) -> dict[int, int]:
    """Which claim stands for which gold: those that share most characters first, and optional gold last."""
    edges = []
    for wanted, gold in enumerate(golds):
        for offered, claim in enumerate(said):
            shared = min(gold["end"], claim["end"]) - max(gold["start"], claim["start"])
            if shared > 0:
                edges.append((bool(gold.get("optional")), -shared, wanted, offered))
    mates: dict[int, int] = {}
    taken = set()
    for _, _, wanted, offered in sorted(edges):
        if wanted not in mates and offered not in taken:
            mates[wanted] = offered
            taken.add(offered)
    return mates


def _verdict(document: str, gold: Record, said: Record | None, agree: Agree) -> Verdict:
    if said is None or said["metric"] == BACKGROUND:
        return Verdict("missed", document, gold, said)
    asked = tuple(field for field in FIELDS if field in gold)
    wrong = tuple(field for field in asked if not _is_right(field, said, gold, agree))
    return Verdict("found", document, gold, said, asked, wrong)


def _is_right(field: str, said: Record, gold: Record, agree: Agree) -> bool:
    if field == "figure":
        ends = (any(_same_number(said.get(end), one) for one in _choices(gold.get(end))) for end in ("low", "high"))
        return all(ends) and said.get("quantifier") in _choices(gold.get("quantifier"))
    if field in AS_NAMES:
        return any(agree(said.get(field), one) for one in _choices(gold[field]))
    return said.get(field) in _choices(gold[field])


def _choices(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _same_number(one: Any, other: Any) -> bool:
    return one == other if one is None or other is None else float(one) == float(other)


def _of_fields(found: Sequence[Verdict]) -> Iterator[Score]:
    for field in FIELDS:
        asked = [one for one in found if field in one.asked]
        if asked:
            yield Score("field", field, "right", sum(field not in one.wrong for one in asked), len(asked))


def _of_metrics(verdicts: Sequence[Verdict]) -> Iterator[Score]:
    """Of the claims said to be of a metric, how many are; of those that are, how many were said to be."""
    precise: dict[str, list[bool]] = {}
    recalled: dict[str, list[bool]] = {}
    for one in verdicts:
        agrees = one.kind == "found" and "metric" not in one.wrong
        if one.gold is not None:
            metric = one.said["metric"] if agrees and one.said else _choices(one.gold.get("metric"))[0]
            recalled.setdefault(str(metric), []).append(agrees)
        if one.said is not None and one.kind != "missed":
            precise.setdefault(one.said["metric"], []).append(agrees)
    sizes = {name: len(recalled.get(name, ())) for name in {*precise, *recalled}}
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        for measure, table in (("precision", precise), ("recall", recalled)):
            yield Score("metric", name, measure, sum(table.get(name, ())), len(table.get(name, ())))


def _of_confidence(verdicts: Sequence[Verdict]) -> Iterator[Score]:
    said = [one for one in verdicts if one.kind != "missed" and one.said and one.said.get("confidence") is not None]
    for level in (*SURE, 0.0) if said else ():
        sure = [one for one in said if one.said and float(one.said["confidence"]) > level]
        name = f"above {level:g}" if level else "all"
        yield Score("confidence", name, "found", sum(one.kind == "found" for one in sure), len(sure))
        yield Score("confidence", name, "right", sum(one.right for one in sure), len(sure))


def _key(one: Verdict) -> tuple[str, int | None, int]:
    if one.gold is not None:
        return one.document, one.gold["start"], one.gold["end"]
    assert one.said is not None
    return f"{one.document}\0{one.said['start']}", None, one.said["end"]


def _differing(was: Verdict, is_now: Verdict) -> Iterator[Change]:
    """How one gold claim fares now and fared before."""
    if was.kind != is_now.kind:
        yield Change("lost" if is_now.kind == "missed" else "gained", ("found",), was, is_now)
        return
    mended = tuple(field for field in was.wrong if field not in is_now.wrong)
    broken = tuple(field for field in is_now.wrong if field not in was.wrong)
    if mended:
        yield Change("gained", mended, was, is_now)
    if broken:
        yield Change("lost", broken, was, is_now)
