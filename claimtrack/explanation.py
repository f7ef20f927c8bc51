"""A claim -> why each field has its value: the rule, the words of the text, and the entry of the vocabulary.

Rules and words are those of the claim's trace: each stage tells the words that it went by, and only those are looked
up, so that the entries are those of today's vocabulary; it may no longer have words that an older one had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from claimtrack.model import Claim
from claimtrack.vocabulary.entries import Entries, Entry

# Fields that the rule of another one gave.
_TOLD_WITH = {"via": "source", "verified_by": "verification", "part_of": "metric"}
_FIELDS = (
    "figure", "metric", "category", "side", "actor", "place", "source", "source_kind", "source_side", "via", "modality",
    "counting", "verification", "verified_by", "as_of", "period_start", "period_end", "part_of",
)  # fmt: skip
_VALUES = ("figure", "via", "verified_by")  # the words that tell these are the value
_IN_THE_TEXT = ("noun", "clause")  # rules of a side or actor that a word of the text names; by the others it follows
# Where the words stand that tell what a figure counts over; a metric's own setting is asked for by itself.
_COUNTING = (
    ("grammar", "counting"), ("grammar", "counting_by"), ("grammar", "lasting"), ("dates", "weekdays"),
    ("place_words", "around"), ("metrics", "people"),
)  # fmt: skip
_DAYS = ("relative", "anaphoric", "weekdays", "short_weekdays", "months")  # tables of dates.toml
# Tables of standing.toml with what judges; the others have the words between.
_JUDGING = (("verbs",), ("labels",), ("words", "false"), ("words", "unready"), ("words", "checking_nouns"))
_PLAIN = {"modality": "stated", "verification": "unstated"}  # what holds when nothing tells


class Reason(NamedTuple):
    """Why a field has its value; what there is not is ""."""

    field: str
    rule: str
    words: str
    entry: str


def explain(claim: Claim, entries: Entries, weights: Mapping[str, Mapping[str, float]]) -> Iterator[Reason]:
    """The reason for each field that has a value, in the order of the fields. `weights` are the vocabulary's."""
    trace = {field: (rule, words) for field, rule, words in claim.trace}
    for field in _FIELDS:
        if getattr(claim, field) in (None, _PLAIN.get(field)) and field not in trace:
            continue
        rule, words = trace.get(field, ("", ""))
        if field in _TOLD_WITH:
            rule, words = trace.get(_TOLD_WITH[field], ("", ""))[0], ""
        if field in _VALUES:
            words = str(getattr(claim, field))
        found = _entry(field, claim, rule, words, entries)
        yield Reason(field, rule, _shown(field, words, found), found.place if found else "")
    yield from _confidence({field: rule.partition(":")[0] for field, (rule, _) in trace.items()}, weights)


def _shown(field: str, words: str, found: Entry | None) -> str:
    """The words that are shown: of a noun group or a source's description those that the vocabulary knows."""
    narrowed = field in ("category", "source_kind", "source_side")
    return found.words if narrowed and found is not None else words


def _entry(field: str, claim: Claim, rule: str, words: str, entries: Entries) -> Entry | None:
    """The entry that decided a field's value, where one did: it has the words, or some of them."""
    match field:
        case "figure":
            bound = entries.find(words, "figures", "bounds") or entries.find(words, "figures", "suffixes")
            return bound or entries.find(words, "figures")
        case "metric":
            return entries.find(words, "metrics", last=claim.metric) or entries.find(words, "metrics")
        case "category":
            return entries.find(words, "categories", last=claim.category)
        case "side" | "actor":
            return entries.find(words, "parties", str(getattr(claim, field))) if rule in _IN_THE_TEXT else None
        case "place":
            return entries.find(words, "places") or entries.find(words, "parties")
        case "source":
            return entries.find(words, "reporting")
        case "source_kind":
            named = entries.find(words, "sources", "named")
            return named or entries.find(words, "sources", last=claim.source_kind)
        case "source_side":
            return entries.find(words, "parties", str(claim.source_side)) or entries.find(words, "sources", "named")
        case "modality":
            return entries.find(words, "grammar", "modality", claim.modality)
        case "counting":
            return _of_counting(claim, rule, words, entries)
        case "verification":
            return next((found for table in _JUDGING if (found := entries.find(words, "standing", *table))), None)
        case "as_of" | "period_start" | "period_end":
            return next((found for table in _DAYS if (found := entries.find(words, "dates", table))), None)
    return None


def _of_counting(claim: Claim, rule: str, words: str, entries: Entries) -> Entry | None:
    """The entry that has exactly these words: those of a phrase tell nothing each by itself."""
    if rule == "metric":
        return entries.find(str(claim.counting), "metrics", last=claim.metric)
    found = (entries.find(words, *table) for table in _COUNTING)
    return next((one for one in found if one is not None and one.words == words), None)


def _confidence(rules: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]) -> Iterator[Reason]:
    """How the confidence comes about: how sure each rule is that is less than sure."""
    sure = {field: table.get(rules.get(field, "none"), table["default"]) for field, table in weights.items()}
    parts = [f"{field} {share:g}" for field, share in sure.items() if share != 1]
    yield Reason("confidence", "product", " × ".join(parts), "confidence.toml" if parts else "")
