"""The engine of rules: which rule answers, and how often a rule is asked."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rules import Rule, any_of, first, rule


def begins(asked: object, match: re.Match[str]) -> int:
    return match.start()


def declines(asked: object, match: re.Match[str]) -> int | None:
    return None


def at(wanted: int, match: re.Match[str]) -> int | None:
    """Answers at one place only."""
    return wanted if match.start() == wanted else None


def test_the_first_listed_rule_answers_not_the_leftmost_match() -> None:
    rules = (rule("late", "Y#", begins), rule("early", "V", begins))
    assert first(rules, None, "VNY#") == ("late", 2)


def test_a_rule_that_does_not_match_leaves_it_to_the_next() -> None:
    assert first((rule("none", "Q", begins), rule("some", "#", begins)), None, "N#") == ("some", 1)


def test_a_rule_that_declines_leaves_it_to_the_next() -> None:
    assert first((rule("shy", "#", declines), rule("sure", "#", begins)), None, "N#") == ("sure", 1)


def test_a_rule_that_declines_a_match_is_asked_about_those_further_right() -> None:
    assert first((rule("third", "N", at),), 4, "NxNxN") == ("third", 4)
    assert first((rule("inside", "NN", at),), 1, "NNN") == ("inside", 1), "matches may overlap"


def test_an_answer_that_counts_as_false_is_an_answer() -> None:
    assert first((rule("zero", "#", begins), rule("next", "N", begins)), None, "#N") == ("zero", 0)


def test_nothing_answers() -> None:
    assert first((), None, "N#") is None
    assert first((rule("shy", "N", declines),), None, "NNN#") is None
    assert first((rule("some", "#", begins),), None, "") is None


def test_production_gets_what_was_asked() -> None:
    said: Rule[str, str] = rule("echo", "(?P<cue>V)#", lambda asked, match: asked + match["cue"])
    assert first((said,), "asked ", "NV#") == ("echo", "asked V")


@given(st.text("N#Vx", max_size=20), st.integers(0, 20))
def test_every_match_is_asked_about_in_order(tags: str, wanted: int) -> None:
    seen: list[int] = []

    def note(asked: object, match: re.Match[str]) -> int | None:
        seen.append(match.start())
        return wanted if match.start() == wanted else None

    found = first((rule("note", "N", note),), None, tags)
    places = [place for place, tag in enumerate(tags) if tag == "N"]
    assert seen == [place for place in places if place <= wanted or wanted not in places]
    assert found == (("note", wanted) if wanted in places else None)


def test_any_of_words_is_the_longest_and_each_as_it_is_written() -> None:
    pattern = re.compile(any_of(["so", "so far", "a.m", "so"]))
    assert pattern.findall("so far, so good at 9 a.m but not aXm") == ["so far", "so", "a.m"]
    assert re.fullmatch(rf"x{any_of(['b', 'c'])}d", "xcd")  # one group: what stands beside it is not cut off
