"""Rules of the figure stage: web addresses, names that carry a number, ordinals, numbering, scores, adjectives."""

from __future__ import annotations

import re

from claimtrack.stages.figures_bounds import start_of
from claimtrack.stages.figures_sight import Sight, Verdict, led_by

GLUED_BEFORE = re.compile(r"[^\s\"'“”‘’(\[{$€£₴₽¥₹₪~<>≥≤=|–—*,;]*\Z")
TOKEN_AFTER = re.compile(r"[^\s\"'“”‘’)\]}<>|–—,;]*+")
GLUED_AFTER = re.compile(r"\w++")
OF_MORE = re.compile(r"\s++of\s++[0-9]++")


def link(sight: Sight) -> Verdict | None:
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


def model(sight: Sight) -> Verdict | None:
    """A name that carries a number: T-72, S-400, F-16, 3D."""
    phrase, low = sight.phrase, sight.low
    at = phrase.core_start
    if at > 1 and low[at - 1] in "-./" and (low[at - 2].isalnum() or low[at - 2] == "."):
        begin = re.search(r"[\w./'-]*\Z", low[max(0, at - 40) : at])
        start = at - len(begin.group()) if begin else at
        rest = re.compile(r"[\w-]*+").match(low, phrase.end)
        return Verdict("name", "count", start, rest.end() if rest else phrase.end)
    if not sight.after and phrase.atom.digits and low[phrase.end : phrase.end + 1].isalnum():
        if sight.traps.ordinal.match(low, phrase.end):
            return None
        rest = GLUED_AFTER.match(low, phrase.end)
        return sight.verdict("name", end=rest.end() if rest else None)
    return None


def ordinal(sight: Sight) -> Verdict | None:
    """24th, twenty-first."""
    match = sight.traps.ordinal.match(sight.low, sight.phrase.end)
    return sight.verdict("ordinal", end=match.end()) if match else None


def label(sight: Sight) -> Verdict | None:
    """Article 5, Highway 7, No. 3, Phase Two: the word before makes it a name."""
    taken = led_by(sight, "label")
    if not taken or sight.phrase.quantifier not in ("exact", "range"):
        return None
    start = start_of(sight.low, sight.phrase.start, sight.phrase.before[-taken:])
    is_small = "".join(sight.phrase.before[-taken:]) in sight.traps.words.lists["labels.small"]
    is_name = sight.shown[start].isupper() and not _is_shouted(sight)
    is_digit = sight.phrase.atom.digits
    is_named_number = is_digit or sight.shown[sight.phrase.start].isupper()
    if (is_small and (is_digit or is_name)) or (is_name and is_named_number):
        more = OF_MORE.match(sight.low, sight.phrase.end)  # "page 1 of 5"
        return sight.verdict("name", taken, end=more.end() if more else None)
    return None


def _is_shouted(sight: Sight) -> bool:
    """Whether the words around are all in capitals, so that a capital tells nothing."""
    around = sight.shown[max(0, sight.phrase.start - 20) : sight.phrase.end + 20]
    return around.isupper()


def listing(sight: Sight) -> Verdict | None:
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


def score(sight: Sight) -> Verdict | None:
    """3-1, won 2-0."""
    phrase, low = sight.phrase, sight.low
    at = phrase.core_start
    ahead = low[phrase.end : phrase.end + 2]
    if phrase.atom.digits and ahead[:1] == "-" and ahead[1:].isdigit():
        return sight.verdict("score")
    if at > 1 and low[at - 1] in "-–" and low[at - 2].isdigit():
        return sight.verdict("score")
    taken = led_by(sight, "score") if phrase.rule == "range" else 0
    return sight.verdict("score", taken) if taken else None


def compound(sight: Sight) -> Verdict | None:
    """three-storey, five-man, two-car: an adjective, not a count."""
    match = sight.traps.compound.match(sight.low, sight.phrase.end)
    if not match:
        return None
    rest = GLUED_AFTER.match(sight.low, sight.phrase.end + 1)
    return sight.verdict("adjective", end=rest.end() if rest else None)
