"""Files of cases ("> text", "= figure | key=value", "x figure"): reading them and holding claims against them.

A text may have its document's date first ("> 2022-03-02 | text", "> - | text" for none); " / " in it is a new line,
" // " a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from claimtrack.model import Claim, Document
from claimtrack.pipeline import analyse
from claimtrack.vocabulary.loader import load

FOLDER = Path(__file__).parent / "cases"
_TEXT = re.compile(r"> (?:(?P<day>\d{4}-\d\d-\d\d|-) \| )?(?P<text>.*)")


@dataclass
class Case:
    """A text, its document's date, and (mark, figure phrase, fields) of each figure that it must give."""

    line: int
    text: str
    day: date | None = None
    figures: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def spans(self) -> list[tuple[int, int]]:
        """Where the figure phrases stand in the text, each after the one before it."""
        found: list[tuple[int, int]] = []
        for _, phrase, _ in self.figures:
            start = self.text.index(phrase, found[-1][1] if found else 0)
            found.append((start, start + len(phrase)))
        return found


def read(name: str) -> Iterator[Case]:
    """The cases of tests/cases/`name`, in order."""
    case: Case | None = None
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if begun := _TEXT.match(line):
            if case is not None:
                yield case
            day = date.fromisoformat(begun["day"]) if begun["day"] not in (None, "-") else None
            case = Case(number, begun["text"].replace(" // ", "\n\n").replace(" / ", "\n"), day)
        elif line[:2] in ("= ", "x "):
            assert case is not None, f"{name}:{number}: a figure before any text"
            phrase, _, fields = line[2:].partition(" | ")
            pairs = (pair.partition("=") for pair in fields.split("; ") if pair)
            case.figures.append((line[0], phrase.strip(), {key.strip(): value.strip() for key, _, value in pairs}))
        else:
            assert not line or line.startswith("#"), f"{name}:{number}: neither text nor figure nor comment"
    if case is not None:
        yield case


def claims_of(case: Case) -> tuple[Claim, ...]:
    return analyse(Document("case", case.text, date=case.day), load())


def rule_of(claim: Claim, answered: str = "metric") -> str:
    """The rule that gave a field, without the rule of the figure that it was taken from."""
    return next((rule.partition(":")[0] for what, rule, _ in claim.trace if what == answered), "")


def hold(case: Case) -> None:
    """Fails unless the text gives these figures, in this order, with these fields."""
    claims = claims_of(case)
    assert [claim.figure for claim in claims] == [phrase for _, phrase, _ in case.figures]
    for claim, (mark, phrase, fields) in zip(claims, case.figures, strict=True):
        wanted = fields if mark == "=" else {"metric": "other", **fields}
        unlike = wanted.get("not")
        assert unlike is None or rule_of(claim) != unlike, f"{phrase}: decided by {unlike}"
        said = {key: told(claim, key, claims) for key in wanted if key != "not"}
        assert said == {key: want for key, want in wanted.items() if key != "not"}, (phrase, claim.trace)
        assert mark == "x" or claim.metric != "other", f"{phrase}: nothing happened"


def told(claim: Claim, key: str, claims: tuple[Claim, ...]) -> str:
    if key == "rule":
        return rule_of(claim)
    if key == "counted":
        return rule_of(claim, "category")
    value = getattr(claim, key)
    if key == "part_of":
        value = next((other.figure for other in claims if other.id == value), None)
    return "-" if value is None else str(value)
