"""What a figure counts over: one event (new), a time since a beginning (cumulative), or one moment (current).

    "Since May, 40 have died" -> cumulative      "40 died in one blast" -> new      "40 are in hospital" -> current

Where the figure's own clause tells nothing, counting_usual.py goes by its whole, who counts, and the metric.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from claimtrack.model import Counting, Happening
from claimtrack.rules import any_of
from claimtrack.stages.happening_readings import Asked
from claimtrack.vocabulary.loader import Vocabulary

# Clause borders over which a phrase tells nothing of a figure: "..., which killed 200", "; 30 died", "while 30 died".
_BORDER = re.compile(r"[;.]|,h|,c[sP]|,?s(?!N)")
_ADVERB = re.compile(r"(?:has|have|had) $")  # "has since fallen to 30"
_PERFECT = "A"


def told(happening: Happening, asked: Asked, cue: int | None, modality: str) -> Counting | None:
    """What the figure's clause tells; None when it tells nothing. `cue` is the token of what happened."""
    tags, index, norms = asked.tokens.tags, asked.index, asked.tokens.norms
    if modality == "recorded" and _PERFECT in tags[max(0, index - 5) : index]:
        return Counting("cumulative", "recorded so far")  # "has recorded 136 civilian deaths"
    phrase = _phrase(happening, asked, cue)
    first = index if cue is None else min(cue, index)
    suffered = happening.metric in asked.vocabulary.of_metrics.suffered and cue is not None
    before = slice(max(0, first - 4), first)
    perfect = _PERFECT in tags[before] and "had" not in norms[before]  # "it said it had lost 12" may be of one day
    if suffered and perfect and (phrase is None or phrase.over != "new"):
        return Counting("cumulative", "lost so far")  # "has suffered losses of 5,800 troops"
    if cue is None:
        return phrase
    vocabulary, metric = asked.vocabulary, happening.metric
    stays = vocabulary.counting_of.get(metric) == "current" and metric not in vocabulary.of_metrics.fielded
    if not stays and (day := _day(asked, cue)):
        return Counting("new", "day", day)
    if phrase is not None:
        return phrase
    if word := _lasting(asked, cue) or _total(asked, cue):
        return Counting("cumulative", "what lasts or sums up", word)
    if not stays and (event := _event(asked, cue)):
        return Counting("new", "event", event)
    if rising := _rising(asked, cue):
        return Counting("cumulative", "toll that moves", rising)
    if happening.metric not in asked.vocabulary.of_metrics.worded:
        return None
    by = asked.vocabulary.counting_by
    told_by = (norms[cue], *norms[max(0, index - 2) : index])  # "forcing 40 people from their homes"
    return next((Counting(by[norm], "word of what happened", norm) for norm in told_by if norm in by), None)


EVENT_NEAR = 10  # tokens before what happened in which the event that did it is named
_EVENT_BORDERS = ".;hsRVvN"
_IN_EVENT = re.compile(r"[Pbw]D?[xXSLC]{1,4}")
DAY_AHEAD = 10  # tokens after what happened in which its day may follow: "killed and 12 hurt in Monday's raids"
_INCLUDING = re.compile(r",i[^,;.N]{1,10},")  # "killed 12 people, including women, on Thursday"
_DAY_BORDERS = ",.;hsRrW"
OVER_COMMA = 10  # tokens that a comma between a phrase and the figure counts for
_LEADING = 6  # tokens in which a phrase begins that speaks for the whole sentence: "Over the past 24 hours, ...; ..."



@lru_cache(maxsize=4)
def _phrases(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, str]]:
    """One expression for all phrases, the longest first, and what each tells."""
    kind_of = {phrase: kind for kind, phrases in vocabulary.counting.items() for phrase in phrases}
    return re.compile(rf"(?<![\w-]){any_of(kind_of)}"), kind_of


def _phrase(happening: Happening, asked: Asked, cue: int | None) -> Counting | None:
    """The reading of the nearest phrase of the figure's clause."""
    pattern, kind_of = _phrases(asked.vocabulary)
    starts, tags, sentence = asked.tokens.starts, asked.tokens.tags, asked.sentence
    best: Counting | None = None
    nearest = len(tags) + OVER_COMMA
    for match in pattern.finditer(sentence):
        at = bisect_left(starts, starts[0] + match.start())
        low, high = min(at, asked.index), max(at, asked.index)
        if match[0].startswith("since") and (_ADVERB.search(sentence, 0, match.start()) or _opens(asked, at, cue)):
            continue
        leads = at < _LEADING and kind_of[match[0]] == "new"
        away = high - low + (OVER_COMMA if "," in tags[low:high] else 0)
        if away < nearest and (leads or _BORDER.search(tags, low, high) is None):
            best, nearest = Counting(kind_of[match[0]], "phrase", match[0].strip()), away
    return best


def _opens(asked: Asked, since: int, cue: int | None) -> bool:
    """Whether what happened is itself what "since" names: "since one gunman killed 58 people"."""
    return cue is not None and since < cue < asked.index and "," not in asked.tokens.tags[since:cue]


def _day(asked: Asked, cue: int) -> str:
    """ "killed on Thursday", "the victims of Sunday's crash", "Monday's fighting killed 30", "wounded overnight".

    The day's word, "" when there is none.
    """
    dates, norms = asked.vocabulary.dates, asked.tokens.norms
    if norms[cue + 1 : cue + 2] != () and (norms[cue + 1] in dates.relative or norms[cue + 1] in dates.weekdays):
        return norms[cue + 1]
    tags = _INCLUDING.sub(lambda aside: "x" * len(aside[0]), asked.tokens.tags)
    for at in range(cue + 2, min(cue + DAY_AHEAD, len(norms))):
        if tags[at - 1] in _DAY_BORDERS or norms[at - 1] == "since":
            break
        if norms[at] in dates.weekdays and norms[at - 1] in ("on", "in", "of"):
            return norms[at]
    whose = range(max(0, cue - 4), cue if cue < asked.index else 0)
    return next((norms[at] for at in whose if norms[at] in dates.weekdays and norms[at + 1] == "'s"), "")


def _event(asked: Asked, cue: int) -> str:
    """ "A raid in Idlib killed 12", "12 were killed in the blast": the event's word. What "has killed" goes on."""
    tags, norms, vocabulary = asked.tokens.tags, asked.tokens.norms, asked.vocabulary
    if _PERFECT in tags[max(0, cue - 3) : cue]:
        return ""
    low = max(tags.rfind(border, 0, min(cue, asked.index)) for border in _EVENT_BORDERS)
    near = range(max(low + 1, cue - EVENT_NEAR), min(cue, asked.index))
    if after := _IN_EVENT.match(tags, cue + 1):
        near = range(after.start(), after.end())
    events = vocabulary.places.events
    return next((norms[at] for at in near if norms[at] in events and norms[at] not in vocabulary.lasting), "")


_TOLL_MOVES = re.compile(r"[^.;N\"V]{0,25}?W[tPDq]{0,3}N")
_NUMBER_MOVED = re.compile(r"W[Dq]{0,2}(?:mo|Y)[^.;N\"]{0,10}?t[Dq]*N")  # "bringing the number of dead to 61"


def _rising(asked: Asked, cue: int) -> str:
    """ "The death toll rose to 31": a toll that moves is counted up; the noun's word."""
    toll, tags = asked.tokens.norms[cue], asked.tokens.tags
    moved = _NUMBER_MOVED.search(tags, max(0, cue - 6), asked.index + 1) if cue < asked.index else None
    if moved is None and toll.endswith(("toll", "tolls")):
        moved = _TOLL_MOVES.match(tags, cue + 1)
    return toll if moved is not None and moved.end() == asked.index + 1 else ""


def _lasting(asked: Asked, cue: int) -> str:
    """ "The war has killed 13,000", "a campaign that has driven 2,000 from their homes": what lasts counts up."""
    tags, norms = asked.tokens.tags, asked.tokens.norms
    if cue >= asked.index or _PERFECT not in tags[max(0, cue - 3) : cue]:
        return ""
    return next((norm for norm in norms[max(0, cue - 14) : cue] if asked.vocabulary.lasting.get(norm) == "nouns"), "")


def _total(asked: Asked, cue: int) -> str:
    """ "total Russian casualties", "overall losses"; not "a total of 30 casualties"."""
    norms, lasting = asked.tokens.norms, asked.vocabulary.lasting
    before = range(max(0, cue - 3), cue if asked.tokens.tags[cue] == "Y" else 0)
    return next((norms[at] for at in before if lasting.get(norms[at]) == "sums" and norms[at + 1] != "of"), "")
