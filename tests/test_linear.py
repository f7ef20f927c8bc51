"""Any text costs time in proportion to its length: what is four times as long takes about four times as long."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from claimtrack.model import Document, Layers
from claimtrack.pipeline import READING, TELLING, analyse
from claimtrack.stages import claims, sentences
from claimtrack.vocabulary.loader import load

WORDS = load()
LONGEST = 300  # within one sentence the work may grow faster: a bound that lets the test be quick
SHORT, TIMES = 8 * LONGEST, 6
SLACK = 2.5  # a quadratic stage takes TIMES times as long as it may; clocks are rough
TRIES = 3
TOO_SHORT = 0.1  # seconds in which nothing is told

UNITS = (
    "7", ",", '"', "“", "'", "(", "[", ")", ".", "-", "|", "\n", "a\n", "a ", "Abc ", "Abc's ", "\u00ad", "5\u200b",
    "12, ", "killed 1 and ", "12 of the ", "since ", "on March 2 ", "two hundred and ", "from 5 to 10 ", "$5 ",
    "according to ", "he said ", "in the ", "which could not be verified ", "the figures ", "including 5 ",
    "the ministry in Kyiv said it had lost ten tanks and ", "\"12 died,\" he said. ", "Twelve died, Anna Berg said. ",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "LONGEST", LONGEST)
    slow = _slow(unit)
    for _ in range(TRIES - 1):  # on a busy machine a clock jumps; what grows too fast does so every time
        slow = slow and slow & _slow(unit)
    assert not slow, f"{unit!r}: the time grows faster than the text in {sorted(slow)}"


def test_a_sentence_without_an_end_is_cut() -> None:
    text = "The army said it had lost ten tanks and " * 200
    claims = analyse(Document("endless", text), WORDS)
    assert {claim.figure for claim in claims} == {"ten"}
    assert len(claims) == 200
    assert max(len(claim.sentence) for claim in claims) <= sentences.LONGEST
    assert all(text[claim.start : claim.end] == "ten" for claim in claims)


def _slow(unit: str) -> set[str]:
    """The stages that take far longer than in proportion."""
    short, long = (_cost(unit * (size // len(unit))) for size in (SHORT, TIMES * SHORT))
    return {name for name, cost in long.items() if cost > TOO_SHORT and cost > SLACK * TIMES * short[name]}


def _cost(text: str) -> dict[str, float]:
    """Seconds of processor time by stage."""
    document, layers = Document("x", text), Layers()
    found: dict[str, Any] = {}
    costs: dict[str, float] = {}
    for name, find in (*READING, *TELLING, ("claims", claims.find)):
        start = process_time()
        found[name] = find(document, layers, WORDS)
        layers = Layers(**found)
        costs[name] = process_time() - start
    return costs
