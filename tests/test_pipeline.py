"""analyse() keeps its promises for any text at all, and its work grows no faster than the text."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import seconds

from claimtrack.model import Claim, Document
from claimtrack.pipeline import READING, TELLING, analyse, layers_of
from claimtrack.vocabulary.loader import load

WORDS = load()
QUANTIFIERS = {"exact", "about", "nearly", "at_least", "more_than", "at_most", "less_than", "range", "vague"}
MODALITIES = {"stated", "recorded", "estimated", "projected", "superseded"}
VERIFICATIONS = {"verified", "confirmed", "provisional", "unverified", "disputed", "unstated"}
SOURCE_KINDS = {
    "government", "military", "armed_group", "emergency", "igo", "ngo", "media", "expert", "witness", "court",
    "company", "other", None,
}  # fmt: skip

PHRASES = (
    "at least 21|112|dozens|1.2 million|40 of 90|3 May 2022|T-72|zero|hundreds more|between 5 and 9|$4 million|aged 60"
    "|people|soldiers|Russian troops|drones|children|of them|villages|deaths|casualties|members of the army|refugees"
    "|were killed|wounded|and|,|including|from|was shot down|who had fled|killing|lost|missing|rose to|attacked by|up"
    "|said|according to|the ministry|Reuters|the UN|Kyiv|he|the mayor|it added|could not be verified|denied|claimed"
    "|on Monday|overnight|since|in Kharkiv|near Goma|the last 24 hours|that figure|the enemy's|its|with|not|as of"
)
ODD = ["“", "”", "\"", "'s", "’", "(", ")", "[", "—", "-", ".", "...", ";", ":", "!", "|", "•", "\n", "\n\n", "\r\n",
       "\u00ad", "\u200b", "\u00a0", "\u202f", "\u2028", "\x00", "\ufeff", "\u202e", "İ", "ß", "ﬁ", "١٢", "四十",
       "\U0001f4a5", "e\u0301", "½", "²", "-0", "1e9", "9" * 40, "#", "_", "N"]  # fmt: skip
PIECES = st.sampled_from([*PHRASES.split("|"), *ODD])
TEXTS = st.one_of(st.text(max_size=80), *(st.lists(PIECES, max_size=40).map(glue.join) for glue in (" ", "")))
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))


def said(text: str, day: date | None = None) -> tuple[Claim, ...]:
    return analyse(Document("any", text, date=day), WORDS)


# ---- any text


@given(TEXTS, DAYS)
def test_a_claim_is_where_it_says(text: str, day: date | None) -> None:
    end = 0
    for claim in said(text, day):
        assert end <= claim.start < claim.end <= len(text)
        assert claim.figure == text[claim.start : claim.end]
        assert claim.figure == claim.figure.strip()
        assert claim.figure[:1] in claim.sentence and claim.sentence in text
        end = claim.end


@given(TEXTS, DAYS)
def test_source_and_evidence_are_where_they_say(text: str, day: date | None) -> None:
    for claim in said(text, day):
        for start, end in ((claim.source_start, claim.source_end), (claim.evidence_start, claim.evidence_end)):
            assert (start is None) == (end is None)
            assert start is None or end is None or 0 <= start < end <= len(text)
        if claim.evidence_start is not None:
            assert claim.evidence == text[claim.evidence_start : claim.evidence_end]
        assert (claim.evidence is None) == (claim.evidence_start is None)
        assert claim.source is not None or (claim.source_kind is None and claim.source_start is None)


@given(TEXTS, DAYS)
def test_fields_say_only_what_they_may(text: str, day: date | None) -> None:
    categories = {word.category for word in WORDS.categories.values()}
    for claim in said(text, day):
        assert claim.quantifier in QUANTIFIERS
        assert claim.modality in MODALITIES
        assert claim.verification in VERIFICATIONS
        assert claim.source_kind in SOURCE_KINDS
        assert claim.counting in {"new", "cumulative", "current", None}
        assert claim.category in categories
        assert 0 <= claim.confidence <= 1
        numbers = (claim.value, claim.low, claim.high)
        assert all(number is None or type(number) in (int, Decimal) for number in numbers)
        assert (claim.value is None) == (claim.quantifier in ("range", "vague"))
        assert claim.low is None or claim.high is None or claim.low <= claim.high
        empty = [key for key in ("side", "actor", "place", "source", "via", "verified_by") if getattr(claim, key) == ""]
        assert empty == [], "absence is None"
        for name in (claim.side, claim.source_side):
            assert name is None or name == name.strip()
        if claim.period_start is not None and claim.period_end is not None:
            assert claim.period_start <= claim.period_end
        assert claim.verification == "unstated" or claim.evidence is not None


@given(TEXTS)
def test_parts_belong_to_claims_of_the_text(text: str) -> None:
    claims = said(text)
    wholes = {claim.id: claim.part_of for claim in claims}
    for claim in claims:
        seen = {claim.id}
        part_of = claim.part_of
        while part_of is not None:
            assert part_of in wholes, "the whole is a claim"
            assert part_of not in seen, "nothing is a part of itself"
            seen.add(part_of)
            part_of = wholes[part_of]


@given(TEXTS, DAYS)
def test_ids_are_unique_and_stable(text: str, day: date | None) -> None:
    document = Document("any", text, date=day)
    claims = analyse(document, WORDS)
    ids = [claim.id for claim in claims]
    assert len(set(ids)) == len(ids)
    assert analyse(document, WORDS) == claims
    elsewhere = replace(document, title="Forty dead", publisher="Reuters", author="A. B.", url="https://example.org")
    assert [claim.id for claim in analyse(elsewhere, WORDS)] == ids
    other = {claim.id for claim in analyse(replace(document, id="other"), WORDS)}
    assert other.isdisjoint(ids)


@given(TEXTS, DAYS)
def test_without_background_the_other_claims_are_the_same(text: str, day: date | None) -> None:
    document = Document("any", text, date=day)
    told = tuple(claim for claim in analyse(document, WORDS) if claim.metric != "other")
    assert analyse(document, WORDS, background=False) == told


@given(TEXTS)
@settings(max_examples=50)
def test_each_layer_from_counted_on_is_parallel_to_the_figures(text: str) -> None:
    layers = layers_of(Document("any", text), WORDS)
    names = [name for name, _ in (*READING, *TELLING)]
    for name in names[names.index("counted") :]:
        assert len(getattr(layers, name)) == len(layers.figures), name
    assert len(layers.claims) == sum(1 for figure in layers.figures if figure.reason is None)


def test_who_told_is_asked_only_where_something_happened() -> None:
    """Most articles of a day count nobody's dead: most of the work is left out for them."""
    stamps, dead = Document("d", "The album holds 40 stamps."), Document("d", "The album fell. 40 people died.")
    layers = layers_of(stamps, WORDS, background=False)
    assert [len(getattr(layers, name)) for name in ("figures", "happenings")] == [1, 1]
    assert {getattr(layers, name) for name, _ in TELLING} == {()}
    assert layers.claims == ()
    assert {len(getattr(layers_of(stamps, WORDS), name)) for name, _ in TELLING} == {1}
    assert {len(getattr(layers_of(dead, WORDS, background=False), name)) for name, _ in TELLING} == {1}


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_a_paragraph_of_no_figure_far_above_changes_no_figure(text: str) -> None:
    head = "The clerk sang. " * 4 + "\n\n"
    assert [claim.figure for claim in said(head + text)] == [claim.figure for claim in said(text)]


# ---- hostile texts

UNITS = [
    "7", ",", "\"", "“", "(", "[", ")", "'", "-", "|", ".", "\n", "\n\n", "\t", "#", "and ", "killed ", "( ", "said ",
    "he said, ", "according to ", "Reuters ", "A ", "A. ", "the ", "of the ", "including ", "that figure ", "at least ",
    "could not be verified ", "x-", "killed and ", "died or ", "\u00ad", "İ", "on Monday ", "3 May ",
    "deaths ", "no ", "The enemy lost 7 tanks. ", "more than ", "million ", "' ", "https://a.b/",
]  # fmt: skip
CROWDED = [  # many figures: in paragraphs of 300 letters
    "killed 7 ", "7 killed, ", "7, ", "7 and ", "7 of ", "7 people ", "7 people, including ", "7 (", "said 7 ", "7-",
    "according to the UN, 7 ", "from 7 ", "7 in Kharkiv and ", "“7” ", "7 soldiers ", "7's ", "denied 7. ",
    "between 7 and ",
]  # fmt: skip


PARAGRAPHS = [(unit * 300)[:300] + ".\n\n" for unit in CROWDED]


@pytest.mark.parametrize("unit", [*UNITS, *PARAGRAPHS], ids=lambda unit: repr(unit[:24]))
def test_work_grows_with_the_text_only(unit: str) -> None:
    """Four times the text may not take sixteen times as long, as it does when work is quadratic."""
    seconds(said, unit, 500)
    small, large = seconds(said, unit, 5_000), seconds(said, unit, 20_000)
    assert large < 8 * small + 0.5


@pytest.mark.parametrize("unit", ["7", ",", "\"", "“", "(", "and ", "killed ", "\n", " ", "A. "], ids=repr)
def test_a_megabyte_is_read(unit: str) -> None:
    text = "7 dead. " + (unit * 1_000_000)[:1_000_000]
    start = time.process_time()
    assert said(text)[0].figure == "7"
    assert time.process_time() - start < 30
