"""Who or what a figure counts: cases/counted.txt, with every category and every rule."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest
from case_files import Case, hold, read

from claimtrack.stages import counted
from claimtrack.vocabulary.loader import load

CASES = tuple(read("counted.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line-{case.line}")
def test_case(case: Case) -> None:
    hold(case)


def test_every_category_is_counted_twice() -> None:
    said = Counter(fields.get("category") for case in CASES for _, _, fields in case.figures)
    categories = {word.category for word in load().categories.values()}
    assert {category for category in categories if said[category] < 2} == set()


def test_every_rule_has_a_case() -> None:
    told = {fields.get("counted") for case in CASES for _, _, fields in case.figures}
    named = re.findall(r"(?:Counted\(.*|rule = .*)\"([a-z ]+)\"\)?$", inspect.getsource(counted), re.M)
    assert len(named) > 5
    assert set(named) - told == set()
