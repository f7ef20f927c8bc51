"""A figure phrase in its place -> what it is: a count, a background unit, or no claim and why.

RULES is the table: a name and a test. The first test that answers decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from claimtrack.stages.figures_bounds import Phrase, start_of
from claimtrack.stages.figures_numbers import factored
from claimtrack.vocabulary.figure_words import FigureWords


class Verdict(NamedTuple):
    """`reason` is None for a background figure of `unit`; `start` and `end` are the phrase with what decided."""

    reason: str | None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Traps:
    """The patterns of the rules, compiled for one vocabulary."""

    after: re.Pattern[str]
    date: re.Pattern[str]
    ordinal: re.Pattern[str]
    part: re.Pattern[str]
    one_after: re.Pattern[str]
    locating: re.Pattern[str]
    compound: re.Pattern[str]
    zero: re.Pattern[str]
    words: FigureWords


class Sight(NamedTuple):
    """A phrase with the text around it. `shown` is the text with its capitals, `low` without, of one length."""

    shown: str
    low: str
    phrase: Phrase
    after: tuple[str, str, int] | None  # kind, unit or reason, end
    traps: Traps

    @property
    def last(self) -> str:
        """The word or mark before the phrase."""
        return self.phrase.before[-1] if self.phrase.before else ""

    def verdict(self, reason: str | None, taken: int = 0, end: int | None = None, unit: str = "count") -> Verdict:
        """A verdict on the phrase with `taken` tokens before it, up to `end`."""
        start = start_of(self.low, self.phrase.start, self.phrase.before[-taken:]) if taken else self.phrase.start
        return Verdict(reason, unit, start, self.phrase.end if end is None else end)


PLAIN_BEFORE, PLAIN_AFTER = " \n", (" ", "\n", ",", "")
GLUED_BEFORE = re.compile(r"[^\s\"'“”‘’(\[{$€£₴₽¥₹₪~<>≥≤=|–—*,;]*\Z")
TOKEN_AFTER = re.compile(r"[^\s\"'“”‘’)\]}<>|–—,;]*+")
GLUED_AFTER = re.compile(r"\w++")
CAPITAL_NAME = re.compile(r"[^\W\d_a-z]['’\w.-]*+,\s\Z")
YEARS = re.compile(r"(?:1[5-9]|20)[0-9]{2}\s?[-–/]\s?(?:(?:1[5-9]|20)[0-9]{2}|[0-9]{2})(?![0-9,.])(?! per| %|%)")
OF_MORE = re.compile(r"\s++of\s++[0-9]++")
WORDS = re.compile(r"\W{1,3}+([^\W\d_]++(?:-\w++)?)")


def traps(words: FigureWords) -> Traps:
    """Compile the patterns."""
    lists = words.lists
    after = {word.replace("-", " ") for word in words.after}
    month = factored(phrase.replace(" .", ".") for phrase in _before(words, "date"))
    zero = lists["zero.nouns"]
    pronouns = factored(lists["zero.pronouns"])
    day = rf"[0-9]{{1,2}}+(?![0-9])(?:{factored(lists['ordinals.glued'])})?"
    year = r"(?:(?:,?\s++of\s++|,\s*+|\s++|-)(?:1[5-9]|20)[0-9]{2}(?![0-9]))?"
    link = r"\s++(?:to|and|or|through|until)\s++"
    part_of = rf"(?:{factored(lists['one.of'])})(?!\s++(?:{factored(lists['one.parts'])})(?!\w))"
    linked = rf"(?:\s++(?:{factored([*lists['zero.helpers']])})(?!\w)){{0,6}}"
    return Traps(
        after=re.compile(rf"([\s-]{{0,3}}+)({factored(after)})(?!\w)"),
        date=re.compile(
            rf"(?:{month})\.?[\s-]{{1,3}}+{day}(?:\s?[-–]\s?{day}|{link}{day}(?={year}\s*(?:[.,;:)]|\Z)))?{year}"
            rf"|{day}(?:(?:\s?[-–/]\s?|,\s|{link}){day}){{0,6}}+(?:\s++of\s++|[\s-]{{1,3}}+)(?:{month})(?!\w)"
            rf"(?:\.?\s++[0-9]{{2}}(?=\)?\s*+[(—–-])|{year})"
        ),
        ordinal=re.compile(rf"(?:{factored(lists['ordinals.glued'])}|-(?:{factored(lists['ordinals.spoken'])}))(?!\w)"),
        part=re.compile(rf"\s++(?:{factored(lists['wholes.after'])})(?!\w)"),
        one_after=re.compile(rf"(?:\s++|(?='))(?:{factored(lists['one.after'])}|{part_of})(?!\w)"),
        locating=re.compile(rf"\s++(?:(?:to|in) the\s++)?(?:{factored(lists['distances.locating'])})(?!\w)"),
        compound=re.compile(rf"-(?!(?:{factored(lists['adjectives.counting'])})(?!\w))[^\W\d_]"),
        zero=re.compile(
            rf"(?:(?:{pronouns}){linked}\s++(?:{factored(lists['zero.verbs'])})"
            rf"|(?:no|zero)(?:\s++(?:{factored(lists['zero.between'])})(?!\w)){{0,4}}\s++(?:{factored(zero)}))(?!\w)"
        ),
        words=words,
    )


def _before(words: FigureWords, reason: str) -> list[str]:
    return [" ".join(phrase) for entries in words.before.values() for phrase, name in entries if name == reason]


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
    if phrase.kind not in ("number", "vague") or phrase.unit or low[end : end + 1] not in PLAIN_AFTER:
        return False
    if (at and low[at - 1] not in PLAIN_BEFORE) or (phrase.before and phrase.before[-1] in traps.words.before):
        return False
    if phrase.atom.digits:
        size = phrase.core_end - at
        return size > 9 or (size > 2 and size != 4 and phrase.quantifier != "range" and low[at - 2 : at] != ", ")
    return low[at:end] != "one"


def _after(low: str, at: int, traps: Traps) -> tuple[str, str, int] | None:
    """What is known of the words after a number."""
    match = traps.after.match(low, at)
    if not match:
        return None
    kind, name = traps.words.after[_normal(match[2], traps.words)]
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
    is_plural = sight.low[phrase.atom.start : phrase.core_end].endswith("s")
    is_part = is_plural or sight.traps.part.match(sight.low, phrase.end)
    return sight.verdict(None, unit="fraction") if is_part else sight.verdict("word")


def _link(sight: Sight) -> Verdict | None:
    """Inside a web address, e-mail address, hashtag or file name."""
    phrase, low = sight.phrase, sight.low
    ahead, behind = low[phrase.end : phrase.end + 1], low[phrase.core_start - 1 : phrase.core_start]
    if (not behind or behind in " \n(\"“") and ahead not in "./_@&=?#%:-":
        return None
    begin = GLUED_BEFORE.search(low, max(0, phrase.core_start - 100), phrase.core_start)
    start = begin.start() if begin else phrase.core_start
    rest = TOKEN_AFTER.match(low, phrase.end, phrase.end + 200)
    end = rest.end() if rest else phrase.end
    token = low[start:end]
    if any(mark in token for mark in sight.traps.words.lists["links.marks"]) or "_" in token:
        return Verdict("link", "count", start, end)
    return None


def _model(sight: Sight) -> Verdict | None:
    """A name that carries a number: T-72, S-400, F-16, 3D."""
    phrase, low = sight.phrase, sight.low
    at = phrase.core_start
    if at > 1 and low[at - 1] in "-./" and (low[at - 2].isalnum() or low[at - 2] == "."):
        begin = re.search(r"[\w.'-]*\Z", low[max(0, at - 40) : at])
        start = at - len(begin.group()) if begin else at
        rest = re.compile(r"[\w-]*+").match(low, phrase.end)
        return Verdict("name", "count", start, rest.end() if rest else phrase.end)
    if not sight.after and phrase.atom.digits and low[phrase.end : phrase.end + 1].isalnum():
        if sight.traps.ordinal.match(low, phrase.end):
            return None
        rest = GLUED_AFTER.match(low, phrase.end)
        return sight.verdict("name", end=rest.end() if rest else None)
    return None


def _ordinal(sight: Sight) -> Verdict | None:
    """24th, twenty-first."""
    match = sight.traps.ordinal.match(sight.low, sight.phrase.end)
    return sight.verdict("ordinal", end=match.end()) if match else None


def _calendar(sight: Sight) -> Verdict | None:
    """March 2, 2 March 2022, 2-5 March."""
    phrase = sight.phrase
    if not phrase.atom.digits or (phrase.value is not None and phrase.value > 31):
        return None
    taken = _led_by(sight, "date")
    start = start_of(sight.low, phrase.core_start, phrase.before[-taken:]) if taken else phrase.core_start
    match = sight.traps.date.match(sight.low, start)
    if not match:
        return None
    return Verdict("date", "count", min(start, phrase.start), max(match.end(), phrase.end))


def _led_by(sight: Sight, reason: str) -> int:
    """How many tokens before the phrase make it what `reason` says, by the vocabulary; 0 for none."""
    before = sight.phrase.before
    for phrase, name in sight.traps.words.before.get(sight.last, ()):
        if name == reason and tuple(before[-len(phrase) :]) == phrase:
            return len(phrase)
    return 0


def _age(sight: Sight) -> Verdict | None:
    """aged 12, 12-year-old, "Smith, 42,"."""
    phrase = sight.phrase
    if sight.after and sight.after[1] == "age":
        return sight.verdict("age", end=sight.after[2])
    taken = _led_by(sight, "age")
    if taken:
        return sight.verdict("age", taken)
    at = phrase.core_start
    ends = sight.low[phrase.end : phrase.end + 1] in ".,;)"
    taken = _led_by(sight, "age_end") if ends else 0
    if taken:
        return sight.verdict("age")
    if phrase.start != at or not phrase.atom.digits or not isinstance(phrase.value, int) or not 0 < phrase.value < 111:
        return None
    if not ends and not sight.low.startswith(" and ", phrase.end):
        return None
    return sight.verdict("age") if CAPITAL_NAME.search(sight.shown, max(0, at - 30), at) else None


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
        is_beside = unit == "times"  # "three times": what is counted are the times
        return sight.verdict(None, end=None if is_beside else end, unit=unit)
    if sight.phrase.unit:
        return sight.verdict(None, unit=sight.phrase.unit)
    if sight.last in words.units_before and sight.phrase.atom.digits:
        return sight.verdict(None, taken=1, unit=words.units_before[sight.last])
    return None


def _label(sight: Sight) -> Verdict | None:
    """Article 5, Highway 7, No. 3, Phase Two: the word before makes it a name."""
    taken = _led_by(sight, "label")
    if not taken or sight.phrase.quantifier != "exact":
        return None
    start = start_of(sight.low, sight.phrase.start, sight.phrase.before[-taken:])
    is_small = "".join(sight.phrase.before[-taken:]) in sight.traps.words.lists["labels.small"]
    is_name = sight.shown[start].isupper()
    is_digit = sight.phrase.atom.digits
    is_named_number = is_digit or sight.shown[sight.phrase.start].isupper()
    if (is_small and (is_digit or is_name)) or (is_name and is_named_number):
        more = OF_MORE.match(sight.low, sight.phrase.end)  # "page 1 of 5"
        return sight.verdict("name", taken, end=more.end() if more else None)
    return None


def _year(sight: Sight) -> Verdict | None:
    """1998, 2013-14, the 1990s."""
    phrase = sight.phrase
    low = phrase.low
    digits = sight.low[phrase.core_start : phrase.core_start + 4]
    if not (digits.isdigit() and isinstance(low, int) and 1000 <= low < 2200 and phrase.atom.digits):
        return None
    if phrase.quantifier not in ("exact", "range") or phrase.atom.scale != 1:
        return None
    if sight.low[phrase.end : phrase.end + 1] == "s":
        return sight.verdict("date", end=phrase.end + 1)
    span = YEARS.match(sight.low, phrase.core_start)
    if span:
        return sight.verdict("date", end=span.end())
    last, lists = sight.last, sight.traps.words.lists
    if last in lists["years.strong"] or _led_by(sight, "date"):
        return None if _counted(sight) and low % 100 == 0 else sight.verdict("date")
    if (_counted(sight) and last not in lists["years.weak"]) or low % 100 == 0 or not 1900 <= low < 2100:
        return None
    return sight.verdict("date")


def _counted(sight: Sight) -> bool:
    """Whether one of the next two words names people or things counted."""
    at = sight.phrase.end
    for _ in range(2):
        match = WORDS.match(sight.low, at)
        if not match:
            return False
        if match[1] in sight.traps.words.lists["years.counted"]:
            return True
        at = match.end()
    return False


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


def _zero(sight: Sight) -> Verdict | None:
    """ "no" that counts nobody: "no doubt", "no longer"."""
    phrase = sight.phrase
    if phrase.kind != "zero":
        return None
    return None if sight.traps.zero.match(sight.low, phrase.core_start) else sight.verdict("word")


def _compound(sight: Sight) -> Verdict | None:
    """three-storey, five-man, two-car: an adjective, not a count."""
    match = sight.traps.compound.match(sight.low, sight.phrase.end)
    if not match:
        return None
    rest = GLUED_AFTER.match(sight.low, sight.phrase.end + 1)
    return sight.verdict("adjective", end=rest.end() if rest else None)


def _listing(sight: Sight) -> Verdict | None:
    """Numbering at the start of a line, and footnotes: "1. ", "2) ", "[12]"."""
    phrase, low = sight.phrase, sight.low
    if not phrase.atom.digits or phrase.quantifier != "exact" or phrase.value is None or phrase.value > 999:
        return None
    ahead, behind = low[phrase.end : phrase.end + 1], low[phrase.start - 1 : phrase.start]
    if ahead == "]" and behind == "[":
        return Verdict("footnote", "count", phrase.start - 1, phrase.end + 1)
    if ahead and ahead in ".)" and low[phrase.end + 1 : phrase.end + 2] in (" ", "\t"):
        line = max(low.rfind("\n", max(0, phrase.start - 8), phrase.start) + 1, phrase.start - 8, 0)
        if not low[line : phrase.start].strip("( \t") and (line == 0 or low[line - 1] == "\n"):
            return sight.verdict("numbering", end=phrase.end + 1)
    return None


def _score(sight: Sight) -> Verdict | None:
    """3-1, won 2-0."""
    phrase, low = sight.phrase, sight.low
    at = phrase.core_start
    ahead = low[phrase.end : phrase.end + 2]
    if phrase.atom.digits and ahead[:1] == "-" and ahead[1:].isdigit():
        return sight.verdict("score")
    if at > 1 and low[at - 1] in "-–" and low[at - 2].isdigit():
        return sight.verdict("score")
    taken = _led_by(sight, "score") if phrase.rule == "range" else 0
    return sight.verdict("score", taken) if taken else None


RULES: tuple[tuple[str, Callable[[Sight], Verdict | None]], ...] = (
    ("link", _link),
    ("calendar", _calendar),
    ("year", _year),
    ("no number", _kind),
    ("score", _score),
    ("model name", _model),
    ("ordinal", _ordinal),
    ("listing", _listing),
    ("age", _age),
    ("word after", _after_word),
    ("measure", _measure),
    ("label", _label),
    ("one", _one),
    ("zero", _zero),
    ("adjective", _compound),
)
