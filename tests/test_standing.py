"""The standing stage against tests/cases/standing.txt, and its promises for any text."""

from __future__ import annotations

import re

import pytest
from case_files import Case, read
from hypothesis import given
from hypothesis import strategies as st
from making import layers

from claimtrack.model import Attribution, Document, Figure, Happening, Layers, Sentence, Standing
from claimtrack.record import VERIFICATIONS
from claimtrack.stages import standing
from claimtrack.stages.standing_rules import rules_of
from claimtrack.vocabulary.loader import load

SENTENCE = re.compile(r"\S.*?(?:\.\"?(?=\s|\Z)|$)", re.MULTILINE)


def laid_out(case: Case) -> Layers:
    """The layers that the stage reads, made from what the case tells of its figures."""
    figures: list[Figure] = []
    attributions: list[Attribution | None] = []
    for (start, end), (_, phrase, fields) in zip(case.spans(), case.figures, strict=True):
        digits = re.sub(r"\D", "", phrase)
        value = int(digits) if digits else None
        figures.append(Figure(start, end, start, end, "exact", value, None, None, "count", "case"))
        source = fields.get("source")
        attributions.append(Attribution(source, None, None, None, None, None, None, "case") if source else None)
    phrases = [phrase for _, phrase, _ in case.figures]
    happenings = tuple(
        Happening(fields.get("metric", "killed"), "case", part_of=phrases.index(whole) if whole else None)
        for _, _, fields in case.figures
        for whole in (fields.get("part_of"),)
    )
    return layers(sentences_of(case.text), figures, happenings=happenings, attributions=tuple(attributions))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(*match.span(), 0) for match in SENTENCE.finditer(text))


@pytest.mark.parametrize("case", list(read("standing.txt")), ids=lambda case: case.text[:60])
def test_case(case: Case) -> None:
    found = standing.find(Document("case", case.text), laid_out(case), load())
    assert len(found) == len(case.figures)
    for (_, phrase, fields), one in zip(case.figures, found, strict=True):
        status = one.status if one else "unstated"
        assert status == fields.get("verification", "unstated"), (phrase, one)
        if "by" in fields:
            assert holds(one.by if one else None, fields["by"]), (phrase, one)
        if "evidence" in fields:
            assert holds(evidence_of(case.text, one), fields["evidence"]), (phrase, one)


def holds(found: str | None, wanted: str) -> bool:
    return found is None if wanted == "-" else found is not None and wanted.lower() in found.lower()


def evidence_of(text: str, one: Standing | None) -> str | None:
    return None if one is None else text[one.start : one.end]


def test_every_rule_has_a_case() -> None:
    fired = {
        one.rule
        for case in read("standing.txt")
        for one in standing.find(Document("case", case.text), laid_out(case), load())
        if one is not None
    }
    words = load().standing
    families = frozenset(family for stems in words.triggers.values() for _, family in stems)
    assert [rule.name for rule in rules_of(words, families) if rule.status and rule.name not in fired] == []


SAID = "could not be verified|confirmed|denied the figure|claims that|initial reports of|the toll may rise|no evidence"
ODD = ", ; . ( ) - “ ” ’s İ ß \n neither which by Reuters officials alleged 12 40 people died"
PIECES = st.sampled_from([*SAID.split("|"), *ODD.split()])


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_text_is_answered_within_its_bounds(text: str) -> None:
    spans = [match.span() for match in re.finditer(r"\d+", text)]
    figures = tuple(Figure(a, b, a, b, "exact", None, None, None, "count", "any") for a, b in spans)
    killed = tuple(Happening("killed", "any") for _ in figures)
    found = standing.find(Document("any", text), layers(sentences_of(text), figures, happenings=killed), load())
    assert len(found) == len(figures)
    for one in found:
        assert one is None or (one.status in VERIFICATIONS and (evidence_of(text, one) or "").strip())
