"""What happened to what is counted: cases/happenings.txt, and a case for and against every rule."""

from __future__ import annotations

import inspect
import re
from collections import Counter

import pytest
from case_files import Case, claims_of, hold, read, rule_of

from claimtrack.stages import happening_details, happening_links, happening_rules, happenings
from claimtrack.vocabulary.loader import load

CASES = tuple(read("happenings.txt"))
PEOPLE = {
    "killed", "wounded", "casualties", "lost", "missing", "captured", "detained", "abducted", "released", "displaced",
    "fled", "evacuated", "returned", "rescued", "trapped", "hospitalised", "affected", "in_need", "deployed",
    "surrendered", "protesting",
}  # fmt: skip
THINGS = {
    "lost", "destroyed", "damaged", "affected", "captured", "launched", "intercepted", "delivered", "deployed",
    "occurred", "found",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"line-{case.line}")
def test_case(case: Case) -> None:
    hold(case)


def names_of_rules() -> set[str]:
    """The rules of the tables, and those that happenings.py and its parts name where they answer themselves."""
    tables = (happening_rules.NEAR, happening_rules.LISTED, happening_rules.FAR, happening_rules.WHOLE)
    told = "".join(map(inspect.getsource, (happenings, happening_links, happening_details)))
    itself = re.findall(r"(?:Happening\(\"other\"|\b_?of\w*\(.*), \"([a-z ]+)\"", told)
    return {rule.name for table in tables for rule in table} | set(itself)


def test_every_rule_answers_a_case() -> None:
    told = {fields.get("rule") for case in CASES for _, _, fields in case.figures}
    assert names_of_rules() - told == set()


def said_above_the_rules() -> list[tuple[str, str]]:
    """(rule, example) of the comment above each rule of the tables."""
    return [(name, text) for text, name in
            re.findall(r"# (.+)\n    rule\(\"([^\"]+)\"", inspect.getsource(happening_rules))]  # fmt: skip


def test_every_rule_has_an_example_above_it() -> None:
    tables = (happening_rules.NEAR, happening_rules.LISTED, happening_rules.FAR, happening_rules.WHOLE)
    assert [name for name, _ in said_above_the_rules()] == [one.name for table in tables for one in table]


@pytest.mark.parametrize(("name", "text"), said_above_the_rules())
def test_the_example_above_a_rule_is_read_by_it(name: str, text: str) -> None:
    assert name in {rule_of(claim) for claim in claims_of(Case(0, f"{text}."))}


def test_every_rule_of_a_whole_answers_a_whole() -> None:
    """The table of wholes ("nine of 30") shares names of rules with the others."""
    fired = {
        rule_of(claim)
        for case in CASES
        for claim in claims_of(case)
        if re.search(r"\w of (?:the )?$", case.text[: claim.start])
    }
    assert {rule.name for rule in happening_rules.WHOLE} - fired == set()


def test_every_rule_is_kept_from_a_case() -> None:
    kept = {fields.get("not") for case in CASES for _, _, fields in case.figures}
    assert names_of_rules() - kept == set()


@pytest.mark.parametrize(("kind", "metrics"), [("people", PEOPLE), ("things", THINGS)])
def test_every_metric_is_said_in_three_ways(kind: str, metrics: set[str]) -> None:
    kinds = {word.category: word.kind for word in load().categories.values()}
    said = Counter(
        fields.get("metric", "")
        for case in CASES
        for mark, _, fields in case.figures
        if mark == "=" and kinds.get(fields.get("category", "people"), kind) == kind
    )
    assert {metric for metric in metrics if said[metric] < 3} == set()
