"""A claim -> why each field has its value: the rule, the words of the text, and the entry of the vocabulary.

The rules are those of the claim's trace. Its words are looked up again, so that the entries are those of today's
vocabulary; a claim of an older one may have words that it no longer has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from claimtrack.model import Claim
from claimtrack.vocabulary.entries import Entries, Entry

# Fields that a trace does not name: the one whose rule gave them too.
_TOLD_WITH = {
    "side": "category", "actor": "metric", "modality": "metric", "part_of": "metric",
    "source_kind": "source", "source_side": "source", "via": "source", "verified_by": "verification",
    "period_start": "as_of", "period_end": "as_of",
}  # fmt: skip
_FIELDS = (
    "figure", "metric", "category", "side", "actor", "place", "source", "source_kind", "source_side", "via", "modality",
    "counting", "verification", "verified_by", "as_of", "period_start", "period_end", "part_of",
)  # fmt: skip
# Rules of counting -> the table of the vocabulary that has their words.
_COUNTING = {
    "phrase": ("grammar", "counting"), "word of what happened": ("grammar", "counting_by"),
    "what lasts or sums up": ("grammar", "lasting"), "day": ("dates", "weekdays"),
    "event": ("place_words", "around"), "toll that moves": ("metrics", "people"),
}  # fmt: skip
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
        rule, words = trace.get(field, (trace.get(_TOLD_WITH.get(field, ""), ("", ""))[0], ""))
        found = _entry(field, claim, words, entries)
        told = words if field in ("metric", "category", "source", "counting") else _words(field, claim)
        yield Reason(field, rule, told or (found.words if found else ""), found.place if found else "")
    yield from _confidence({field: rule.partition(":")[0] for field, (rule, _) in trace.items()}, weights)


def _entry(field: str, claim: Claim, words: str, entries: Entries) -> Entry | None:
    """The entry that decided a field's value, where one did."""
    match field:
        case "figure":
            bound = entries.find(claim.figure, "figures", "bounds") or entries.find(claim.figure, "figures", "suffixes")
            return bound or entries.find(claim.figure, "figures")
        case "metric":
            return entries.find(words, "metrics", last=claim.metric) or entries.find(words, "metrics")
        case "category":
            return entries.find(words, "categories", last=claim.category) or entries.find(words, "categories")
        case "side" | "actor":
            return entries.find(claim.sentence, "parties", str(getattr(claim, field)))
        case "place":
            return entries.find(claim.place or "", "places") or entries.find(claim.place or "", "parties")
        case "source":
            return entries.find(words, "reporting")
        case "source_kind":
            named = entries.find(claim.source or "", "sources", "named")
            return named or entries.find(claim.source or "", "sources", last=claim.source_kind)
        case "source_side":
            named = entries.find(claim.source or "", "sources", "named")
            return entries.find(claim.source or "", "parties", str(claim.source_side)) or named
        case "modality":
            return entries.find(claim.sentence, "grammar", "modality", claim.modality)
        case "counting":
            rule = _rule(claim, "counting")
            if rule == "metric":
                return entries.find(str(claim.counting), "metrics", last=claim.metric)
            table = _COUNTING.get(rule)
            return entries.find(words, *table) if table else None
        case "verification":
            said = claim.evidence or ""
            return entries.find(said, "standing", "verbs") or entries.find(said, "standing", "labels")
        case "as_of":
            return _day(claim, entries)
    return None


def _day(claim: Claim, entries: Entries) -> Entry | None:
    if not _rule(claim, "as_of").startswith(("clause", "sentence")):
        return None
    tables = ("relative", "anaphoric", "weekdays", "short_weekdays", "months")
    return next((found for table in tables if (found := entries.find(claim.sentence, "dates", table))), None)


def _rule(claim: Claim, field: str) -> str:
    return next((rule for name, rule, _ in claim.trace if name == field), "")


def _words(field: str, claim: Claim) -> str:
    """The words of the text that are the value themselves."""
    if field == "verification":
        return claim.evidence or ""
    return str(getattr(claim, field)) if field in ("figure", "place", "via", "verified_by") else ""


def _confidence(rules: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]) -> Iterator[Reason]:
    """How the confidence comes about: how sure each rule is that is less than sure."""
    sure = {field: table.get(rules.get(field, "none"), table["default"]) for field, table in weights.items()}
    parts = [f"{field} {share:g}" for field, share in sure.items() if share != 1]
    yield Reason("confidence", "product", " × ".join(parts), "confidence.toml" if parts else "")
