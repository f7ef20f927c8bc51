"""A figure phrase in its place -> what it is: a count, a background unit, or no claim and why.

RULES is the table: a name and a test. The first test that answers decides.
"""

from __future__ import annotations

from collections.abc import Callable

from claimtrack.stages.figures_bounds import Phrase
from claimtrack.stages.figures_dates import age, calendar, clock, year
from claimtrack.stages.figures_names import compound, label, link, listing, model, ordinal, score
from claimtrack.stages.figures_sight import Sight, Traps, Verdict, last_word
from claimtrack.vocabulary.figure_words import FigureWords

PLAIN_BEFORE, PLAIN_AFTER = " \n", (" ", "\n", ",", "")


def judge(shown: str, low: str, phrase: Phrase, traps: Traps) -> tuple[str, Verdict] | None:
    """The rule that decides and its verdict; None for a count."""
    after = _after(low, phrase.end, traps)
    if after is None and _is_plain(low, phrase, traps):
        return None
    sight = Sight(shown, low, phrase, after, traps)
    for name, test in RULES:
        verdict = test(sight)
        if verdict:
            return name, verdict
    return None


def _is_plain(low: str, phrase: Phrase, traps: Traps) -> bool:
    """Whether nothing around the phrase can make a rule answer: spares most figures the rules."""
    at, end = phrase.core_start, phrase.end
    if phrase.kind not in ("number", "vague") or phrase.unit or phrase.rule == "range":
        return False
    if low[end : end + 1] not in PLAIN_AFTER:
        return False
    if (at and low[at - 1] not in PLAIN_BEFORE) or _leads(last_word(phrase.before), traps.words):
        return False
    if phrase.atom.digits:
        size = phrase.core_end - at
        return size > 9 or (size > 2 and size != 4 and low[at - 2 : at] != ", ")
    core = low[at:end]
    return core != "one" and core.rpartition(" ")[2] not in traps.words.lists["pairs.words"]


def _leads(word: str, words: FigureWords) -> bool:
    return word in words.before or word in words.units_before


def _after(low: str, at: int, traps: Traps) -> tuple[str, str, int] | None:
    """What is known of the words after a number."""
    match = traps.after.match(low, at)
    if not match:
        return None
    kind, name = traps.words.after[_normal(match[1], traps.words)]
    return kind, name, match.end()


def _normal(found: str, words: FigureWords) -> str:
    if found in words.after:
        return found
    plain = " ".join(found.replace("-", " ").split())
    return plain if plain in words.after else plain.replace(" ", "-")


def _kind(sight: Sight) -> Verdict | None:
    """Digits that are no number: 10:30, 9/11, 2022-03-02; and fractions and multiples."""
    kind = sight.phrase.kind
    if kind in ("number", "vague", "zero"):
        return None
    if kind == "fraction":
        return _fraction(sight)
    if kind == "multiple":
        return sight.verdict(None, unit="times")
    end = sight.after[2] if sight.after and sight.after[1] == "time" else None
    return sight.verdict(kind, end=end)


def _fraction(sight: Sight) -> Verdict | None:
    """Half of, a third of, two-thirds; but "the third attack" and picture "[1/5]" are none."""
    phrase = sight.phrase
    if phrase.atom.digits:
        is_picture = sight.low[phrase.end : phrase.end + 1] == "]"
        return sight.verdict("numbering" if is_picture else None, unit="count" if is_picture else "fraction")
    words = sight.low[phrase.core_start : phrase.core_end].replace("-", " ").split()
    is_plural = len(words) > 1 and words[-1].endswith("s")
    is_part = is_plural or sight.traps.part.match(sight.low, phrase.end)
    return sight.verdict(None, unit="fraction") if is_part else sight.verdict("word")


def _after_word(sight: Sight) -> Verdict | None:
    """Durations, times of day: the word after the number tells."""
    if sight.after and sight.after[0] == "reason":
        return sight.verdict(sight.after[1], end=sight.after[2])
    return None


def _measure(sight: Sight) -> Verdict | None:
    """A background figure with its unit; a length that only locates is no claim."""
    words = sight.traps.words
    if sight.after and sight.after[0] == "unit":
        unit, end = sight.after[1], sight.after[2]
        is_length = unit in words.lists["distances.units"]
        if is_length and (sight.last in words.lists["distances.before"] or sight.traps.locating.match(sight.low, end)):
            return sight.verdict("distance", end=end)
        # "three times", "thousands of acres": what is counted stands beside the figure
        is_beside = unit == "times" or sight.low[sight.phrase.end : end].startswith(" of ")
        return sight.verdict(None, end=None if is_beside else end, unit=unit)
    if sight.phrase.unit:
        return sight.verdict(None, unit=sight.phrase.unit)
    if sight.last in words.units_before and sight.phrase.atom.digits:
        return sight.verdict(None, taken=1, unit=words.units_before[sight.last])
    return None


def _one(sight: Sight) -> Verdict | None:
    """ "one" as a pronoun: one of the, no one, this one, a new one."""
    phrase = sight.phrase
    if phrase.quantifier != "exact" or sight.low[phrase.core_start : phrase.core_end] != "one":
        return None
    lists = sight.traps.words.lists
    match = sight.traps.one_after.match(sight.low, phrase.end)
    if match:
        return sight.verdict("pronoun", end=match.end())
    if sight.last in lists["one.before"]:
        return sight.verdict("pronoun", 1)
    if sight.low[phrase.end : phrase.end + 1].isspace() and sight.low[phrase.end + 1 : phrase.end + 2].isalpha():
        return None
    is_article = phrase.before[-2:-1] and phrase.before[-2] in lists["one.articles"] and sight.last.isalpha()
    return sight.verdict("pronoun", 1) if is_article or sight.last in lists["one.pointing"] else None


def _pair(sight: Sight) -> Verdict | None:
    """ "a couple of buses" is two, "a couple from Lviv" is a man and a wife."""
    phrase, words = sight.phrase, sight.traps.words
    core = sight.low[phrase.core_start : phrase.core_end].split()
    if core[-1] not in words.lists["pairs.words"]:
        return None
    is_two = len(core) > 1 and sight.traps.pair_after.match(sight.low, phrase.end)
    return None if is_two else sight.verdict("word")


def _zero(sight: Sight) -> Verdict | None:
    """ "no" that counts nobody: "no doubt", "no longer"."""
    phrase = sight.phrase
    if phrase.kind != "zero":
        return None
    return None if sight.traps.zero.match(sight.low, phrase.core_start) else sight.verdict("word")


RULES: tuple[tuple[str, Callable[[Sight], Verdict | None]], ...] = (
    ("link", link),
    ("calendar", calendar),
    ("clock", clock),
    ("year", year),
    ("no number", _kind),
    ("score", score),
    ("model name", model),
    ("ordinal", ordinal),
    ("listing", listing),
    ("age", age),
    ("word after", _after_word),
    ("measure", _measure),
    ("one", _one),
    ("pair", _pair),
    ("zero", _zero),
    ("label", label),
    ("adjective", compound),
)
