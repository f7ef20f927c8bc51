"""The scores on data/gold do not fall below data/gold/floor.toml. To see what changed: claimtrack evaluate --errors."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from claimtrack.commands.gold import agreement, golds_of, parsed
from claimtrack.evaluation import FIELDS, Score, judge, scores

FOLDER = Path(__file__).parent.parent / "data" / "gold"
FLOORS = tomllib.loads((FOLDER / "floor.toml").read_text(encoding="utf-8"))

TOTALS = {"precision", "recall", "f1", "strict"}


@cache
def scored(name: str) -> list[Score]:
    path = str(FOLDER / f"{name}.jsonl")
    return scores(judge(golds_of(path), parsed(path, None, quiet=True).claims, agreement(None)))


def test_every_file_of_gold_has_floors_and_the_reverse() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == FLOORS.keys()
    for floors in FLOORS.values():
        assert TOTALS <= floors.keys() <= {*TOTALS, *FIELDS}


@pytest.mark.parametrize(("name", "measure"), [(name, measure) for name in FLOORS for measure in FLOORS[name]])
def test_the_score_holds(name: str, measure: str) -> None:
    place = ("total", "all", measure) if measure in TOTALS else ("field", measure, "right")
    (score,) = (one for one in scored(name) if (one.part, one.name, one.measure) == place)
    assert score.share >= FLOORS[name][measure], "if this is meant, see what changed: claimtrack evaluate --against"


@pytest.mark.parametrize("name", FLOORS)
def test_the_sure_are_more_often_right(name: str) -> None:
    right = [one for one in scored(name) if (one.part, one.measure) == ("confidence", "right")]
    assert right[0].name == "above 0.9"
    assert right[0].share > right[-1].share
