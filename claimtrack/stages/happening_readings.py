"""What the rules of happening_rules.py read: a figure in its sentence and a match -> the metric, or None.

Each of these is the production of one rule or several; it gives the metric of the word at "cue", in the reading (as the
word's object, its subject, a state) that fits the kind of what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from claimtrack.model import Counted, Tokens, frozen
from claimtrack.vocabulary.loader import Vocabulary


@frozen
class Asked:
    """One figure in its sentence, as the rules see it."""

    tokens: Tokens
    index: int  # the figure's token
    counted: Counted
    vocabulary: Vocabulary
    sentence: str  # its text in lower case
    kinds: tuple[str, ...]  # what is counted, as metrics.toml groups it, the best first


@frozen
class Found:
    """A metric and the tokens that gave it."""

    metric: str
    kind: str  # of what it happened to
    first: int
    last: int


def kinds_of(counted: Counted, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The kinds of metrics.toml in which to look for what happened, the best first."""
    kinds = vocabulary.kinds[counted.category]
    if counted.category == "other" or (counted.head is None and kinds == ("people",)):
        return ("people", "forces", "things")
    return kinds


Reading = tuple[str, str]  # metric and the kind of what it happened to


def _object(asked: Asked, at: int) -> Reading | None:
    """The metric when what is counted is the object of the word at `at`, or the noun's own."""
    word = asked.vocabulary.metrics.get(asked.tokens.norms[at])
    return None if word is None else _of_kind(word.object, asked.kinds)


def _subject(asked: Asked, at: int) -> Reading | None:
    word = asked.vocabulary.metrics.get(asked.tokens.norms[at])
    return None if word is None else _of_kind(word.subject, asked.kinds)


def _of_kind(table: Mapping[str, str], kinds: tuple[str, ...]) -> Reading | None:
    return next(((table[kind], kind) for kind in kinds if kind in table), None)


def _found(reading: Reading | None, at: int) -> Found | None:
    return None if reading is None else Found(*reading, at, at)


def head_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "136 civilian deaths": the counted noun itself names what happened."""
    last = asked.counted.last - 1
    if last <= asked.index:
        return None
    word = asked.vocabulary.metrics.get(asked.tokens.norms[last])
    if word is None or not word.noun or asked.tokens.tags[last] != "Y" or _saved(asked, last):
        return None
    return _found(_of_kind(word.object, asked.kinds), last)


_VERB_BEFORE = re.compile(r"[VvG][DqF]{0,3}$")


def _saved(asked: Asked, noun: int) -> bool:
    """Whether the verb before the figure says that they live: "rescuers saved two lives", but pulled out two bodies."""
    if not asked.tokens.norms[noun].endswith("lives"):
        return False
    verb = _VERB_BEFORE.search(asked.tokens.tags, max(0, asked.index - 4), asked.index)
    reading = None if verb is None else _object(asked, verb.start())
    return reading is not None and reading[0] in asked.vocabulary.of_metrics.saving


def passive(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "21 people were killed", "2,000 had died", "47 are missing"."""
    at = match.start("cue")
    passive = any(tag in "BRa" for tag in match["aux"])
    reading = (_object(asked, at) if passive else None) or _subject(asked, at) or _state(asked, at)
    return None if "B" in match["aux"] and _done_to(asked, at) else _found(reading, at)


def _done_to(asked: Asked, at: int) -> bool:
    """Whether a passive verb tells only who does it: two officers who "were attacked" took part in nothing."""
    told = _subject(asked, at)
    active = told is not None and told[0] in asked.vocabulary.of_metrics.fielded
    return active and asked.tokens.tags[at] == "V" and _object(asked, at) is None


def progressive(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "thousands were massing", "150 continue to arrive"."""
    return _found(_subject(asked, match.start("cue")), match.start("cue"))


def _state(asked: Asked, at: int) -> Reading | None:
    return _object(asked, at) if asked.tokens.tags[at] == "J" else None


def participle(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "112 wounded", "5 dead", "with 909 soldiers captured"; "12 died"."""
    at, index, tags = match.start("cue"), asked.index, asked.tokens.tags
    if "B" in tags[max(0, at - 2) : at] and _done_to(asked, at):
        return None
    verb = _VERB_BEFORE.search(tags, max(0, index - 4), index)
    done = None if verb is None or tags[at] != "V" else _object(asked, verb.start())
    if done is not None and done[0] in asked.vocabulary.of_metrics.inflicted:
        return None  # "shot down 18 of 24 missiles fired at it", "captured 12 men wanted in Chile"
    return _found(_subject(asked, at) or _object(asked, at), at)


def after_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "losses of 40 tanks", "casualties: 12"; not over a semicolon."""
    crossed = ";" in asked.tokens.norms[match.start() : match.end()]
    return None if crossed else active(asked, match)


def verb_after(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "12 died"; but of "the two sides exchanged 50 prisoners" the sides are not what was exchanged."""
    at = match.start("cue")
    has_object = asked.tokens.tags[at + 1 : at + 2] in ("D", "N", "C", "S")
    return _found(_subject(asked, at) or (None if has_object else _object(asked, at)), at)


def active(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "killing at least two people", "lost 30 airplanes"."""
    return _found(_object(asked, match.start("cue")), match.start("cue"))


def facing(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "six million face severe hunger"; of no other noun does it say that it befell them."""
    found = active(asked, match)
    return found if found is not None and found.metric in asked.vocabulary.of_metrics.wants else None


def noun_of_figure(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "the death of 14 students who had been abducted"; but of "a toll of 14 wounded" the wounding is told."""
    follows = asked.tokens.tags[asked.counted.last : asked.counted.last + 1]
    toll = asked.tokens.norms[match.start("cue")].endswith(("toll", "tolls"))
    return None if toll and follows in ("V", "J") else active(asked, match)


def number_of(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "the number of people who have fled has reached two million"."""
    at, groups = match.start("cue"), asked.vocabulary.of_categories
    for noun in range(match.start(), at):
        word = asked.vocabulary.categories.get(asked.tokens.norms[noun])
        if word is not None and word.category in groups.airborne | groups.events:
            asked = replace(asked, kinds=asked.vocabulary.kinds[word.category])
    return _found(_object(asked, at) or _subject(asked, at), at)


def agent(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "an attack carried out by 20 gunmen", "hit by three missiles"."""
    return _found(_subject(asked, match.start("cue")), match.start("cue"))


def held(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "Germany has 850 soldiers at a base"."""
    fights = asked.counted.category in asked.vocabulary.of_categories.forces
    return _found(("deployed", "forces") if fights else None, asked.index)


def existing(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "there are still 7,000 rebels in the hills"."""
    return held(asked, match) if asked.tokens.norms[match.start("cue")] == "there" else None


def instrument(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "hit two towns with 150 rockets"; of "81 of 112 drones", the whole was launched; "supplied it with 40 tanks"."""
    reading = _object(asked, match.start("cue")) if "cue" in match.re.groupindex else None
    if reading is not None and reading[0] == "delivered":
        return _found(reading, match.start("cue"))
    flies = asked.counted.category in asked.vocabulary.of_categories.airborne
    return _found(("launched", "airborne") if flies else None, asked.index)


def strength(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "the 22,000-strong African Union force"."""
    return _found(("deployed", "forces"), asked.index) if asked.tokens.norms[asked.index + 2] == "strong" else None


def earlier_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "Figures on troop losses were not given, although Ukraine put the number in the hundreds"."""
    at = asked.tokens.tags.rfind("Y", 0, match.start())
    return _found(_object(asked, at), at) if at >= 0 else None


def modifier(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "30 wounded soldiers", "12 displaced families"."""
    for at in range(asked.counted.first, asked.counted.last):
        if asked.tokens.tags[at] in "VJ":
            return _found(_object(asked, at), at)
    return None


def by_nature(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "870,000 refugees", "40 hostages": the noun tells what happened to them."""
    last = asked.counted.last - 1
    if asked.kinds == ("events",):
        return _found(("occurred", "events"), last)
    word = asked.vocabulary.metrics.get(asked.tokens.norms[last]) if last > asked.index else None
    return None if word is None or not (word.noun or word.role == "persons") else _found(_object(asked, last), last)
