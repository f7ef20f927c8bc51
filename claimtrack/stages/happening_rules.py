"""The rules that tell what happened to what a figure counts: patterns over the tags of its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from claimtrack.model import Counted, Tokens
from claimtrack.rules import Rule, rule
from claimtrack.vocabulary.loader import Vocabulary


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure in its sentence, as the rules see it."""

    tokens: Tokens
    index: int  # the figure's token
    counted: Counted
    vocabulary: Vocabulary
    sentence: str  # its text in lower case
    kinds: tuple[str, ...]  # what is counted, as metrics.toml groups it, the best first


@dataclass(frozen=True, slots=True)
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


# --- productions

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


def _head_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "136 civilian deaths": the counted noun itself names what happened."""
    last = asked.counted.last - 1
    if last <= asked.index:
        return None
    word = asked.vocabulary.metrics.get(asked.tokens.norms[last])
    if word is None or not word.noun or asked.tokens.tags[last] != "Y":
        return None
    return _found(_of_kind(word.object, asked.kinds), last)


def _passive(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "21 people were killed", "2,000 had died", "47 are missing"."""
    at = match.start("cue")
    passive = any(tag in "BRa" for tag in match["aux"])
    reading = _object(asked, at) if passive else None
    return _found(reading or _subject(asked, at) or _state(asked, at), at)


def _progressive(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "thousands were massing", "150 continue to arrive"."""
    return _found(_subject(asked, match.start("cue")), match.start("cue"))


def _state(asked: Asked, at: int) -> Reading | None:
    return _object(asked, at) if asked.tokens.tags[at] == "J" else None


def _participle(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "112 wounded", "5 dead", "with 909 soldiers captured"; "12 died"."""
    at = match.start("cue")
    return _found(_subject(asked, at) or _object(asked, at), at)


def _after_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "losses of 40 tanks", "casualties: 12"; not over a semicolon."""
    crossed = ";" in asked.tokens.norms[match.start() : match.end()]
    return None if crossed else _active(asked, match)


def _verb_after(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "12 died"; but of "the two sides exchanged 50 prisoners" the sides are not what was exchanged."""
    at = match.start("cue")
    has_object = asked.tokens.tags[at + 1 : at + 2] in ("D", "N", "C", "S")
    return _found(_subject(asked, at) or (None if has_object else _object(asked, at)), at)


def _active(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "killing at least two people", "lost 30 airplanes"."""
    return _found(_object(asked, match.start("cue")), match.start("cue"))


def _number_of(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "the number of people who have fled has reached two million"."""
    at, groups = match.start("cue"), asked.vocabulary.of_categories
    for noun in range(match.start(), at):
        word = asked.vocabulary.categories.get(asked.tokens.norms[noun])
        if word is not None and word.category in groups.airborne | groups.events:
            asked = replace(asked, kinds=asked.vocabulary.kinds[word.category])
    return _found(_object(asked, at) or _subject(asked, at), at)


def _agent(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "an attack carried out by 20 gunmen", "hit by three missiles"."""
    return _found(_subject(asked, match.start("cue")), match.start("cue"))


def _held(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "Germany has 850 soldiers at a base"."""
    fights = asked.counted.category in asked.vocabulary.of_categories.forces
    return _found(("deployed", "forces") if fights else None, asked.index)


def _instrument(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "hit two towns with 150 rockets"; of "81 of 112 drones", the whole was launched; "supplied it with 40 tanks"."""
    reading = _object(asked, match.start("cue")) if "cue" in match.re.groupindex else None
    if reading is not None and reading[0] == "delivered":
        return _found(reading, match.start("cue"))
    flies = asked.counted.category in asked.vocabulary.of_categories.airborne
    return _found(("launched", "airborne") if flies else None, asked.index)


def _strength(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "the 22,000-strong African Union force"."""
    return _found(("deployed", "forces"), asked.index) if asked.tokens.norms[asked.index + 2] == "strong" else None


def _earlier_noun(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "Figures on troop losses were not given, although Ukraine put the number in the hundreds"."""
    at = asked.tokens.tags.rfind("Y", 0, match.start())
    return _found(_object(asked, at), at) if at >= 0 else None


def _modifier(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "30 wounded soldiers", "12 displaced families"."""
    for at in range(asked.counted.first, asked.counted.last):
        if asked.tokens.tags[at] in "VJ":
            return _found(_object(asked, at), at)
    return None


def _by_nature(asked: Asked, match: re.Match[str]) -> Found | None:
    """ "870,000 refugees", "40 hostages": the noun tells what happened to them."""
    last = asked.counted.last - 1
    if asked.kinds == ("events",):
        return _found(("occurred", "events"), last)
    word = asked.vocabulary.metrics.get(asked.tokens.norms[last]) if last > asked.index else None
    return None if word is None or not (word.noun or word.role == "persons") else _found(_object(asked, last), last)


# --- patterns

GROUP = '#["~]?(?:oD*N)?_*["~]?'  # the figure with its noun; "81 of 112 drones"
AUX = "(?P<aux>[BAMa](?:[BAMaqzdtRW]|s(?=[AVJ]))*)"
CUE = "(?P<cue>[VJR])"
ITEM = r"(?:(?:,|c|,c|i|,i|,?e)[Dq]*(?:N_*[PoDxXSLCvhwU]{0,6}?|(?:[^.;,c#BAMVGNRKhsm]|V(?=[xXSL]{0,2}C)){1,6}?))"
ASIDE = r"(?:,(?![chs])[^.;#,]{1,16}(?=,)|\([^()#]{0,9}\)|-[^.;#-]{1,16}-){0,2}"
ON = r"(?:[^.;\"#NVGYJRK]|(?<=[Powf])N_*)"  # what may stand between a noun and its verb, or a verb and its object
PAIR = "[VJx](?:[^.;#NVG]{0,8}c)?[BAq]*(?P<cue>[VJ])"  # "shot and killed", "found dead"
NUMBER_OF = r"m(?:o[^.;\"#N]{0,6}?)?"
NOT_OBJECT = "(?![DNCS])"

NEAR: tuple[Rule[Asked, Found], ...] = (
    rule("counted noun", r"#_", _head_noun),
    rule("found dead", rf"{GROUP}{ASIDE},?h?q*{AUX}[VRx]q?(?P<cue>J)", _passive),
    rule("passive or perfect", rf"{GROUP}{ASIDE},?q*{AUX}{CUE}", _passive),
    rule("verb pair", rf"{GROUP}{ASIDE},?q*{AUX}{PAIR}", _passive),
    rule("confirmed dead", rf"{GROUP},?h?q*[Rx]q?(?P<cue>[VJ]){NOT_OBJECT}", _participle),
    rule("progressive", rf"{GROUP}{ASIDE},?q*{AUX}(?P<cue>[Gv])", _progressive),
    rule("participle after", rf"{GROUP},?q*{CUE}{NOT_OBJECT}", _participle),
    rule("causative", rf"a[Dqx]{{0,2}}(?:mo)?{GROUP}(?:to)?[tq]*(?P<cue>[vVJ])", _participle),
    rule("agent", r"(?P<cue>V)q*b[Dqx]{0,2}\"?#", _agent),
    rule("object of verb", r"(?P<cue>[VvGJ])(?:,?e)?[DqxR]{0,3}(?:mo)?\"?#", _active),
    rule("who were", rf"{GROUP}{ASIDE},?hq*{AUX}{CUE}", _passive),
    rule("who were doing", rf"{GROUP}{ASIDE},?hq*{AUX}(?P<cue>[Gv])", _progressive),
    rule("killing them", rf"{GROUP}[^.;#N]{{0,6}}?,?(?P<cue>G)U", _active),
    rule("verb after", rf"{GROUP}h?q*(?P<cue>[VvJG])", _verb_after),
    rule("after noun", r"(?P<cue>Y)[oDqBt;,WPx]{0,4}#", _after_noun),
    rule("noun of", r"(?P<cue>[vGC])oD*#", _active),
    rule("instrument", r"(?P<cue>[VvG])[^.;\"#NVG]{0,8}w[Dq]*#", _instrument),
)
LISTED: tuple[Rule[Asked, Found], ...] = (
    rule("list before verb", rf"{GROUP}{ASIDE},?{ITEM}{{1,10}}{ASIDE},?q*{AUX}{CUE}", _passive),
    rule("list before participle", rf"{GROUP}{ITEM}{{1,6}},?q*{CUE}{NOT_OBJECT}", _participle),
    rule("verb after aside", rf"{GROUP}[PofDqxXSLTOC-]{{0,8}}?{ASIDE},?h?q*{AUX}{CUE}", _passive),
    rule("as lost", rf"{GROUP}{ITEM}{{0,6}}s(?P<cue>[VJ])", _participle),
    rule("modifier", r"#_", _modifier),
    rule("have wounds", rf"{GROUP}A[DqxC]{{0,2}}(?P<cue>Y)", _active),
)
FAR: tuple[Rule[Asked, Found], ...] = (
    rule("among the dead", rf"{GROUP}[^.;#NVG]{{0,6}}?g(?:N_*|[DxC]{{0,3}})(?P<cue>[YVJ])", _active),
    rule("the dead include", r"(?P<cue>[YVJC])[PDXxL]{0,4}[iB][Dq]*#", _active),
    rule("number of", rf"{NUMBER_OF}(?P<cue>[VYJ])[^.;\"#N]{{0,14}}?(?:[WBAtM][^.;\"#NVY]{{0,4}}|P)#", _number_of),
    rule("number of people", r"mo[^.;\"#N]{0,6}?(?P<cue>C)[^.;\"#N]{0,14}?[WBAtM][^.;\"#NVY]{0,4}#", _active),
    rule("toll at a distance", r"(?P<cue>Y)[^.;#]{0,25}?W[tPDq]{0,3}#", _active),
    rule("after noun at a distance", r"(?P<cue>Y)[^.;\"#NVGYJ]{0,10}?#", _active),
    rule("verb at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}{CUE}", _passive),
    rule("verb pair at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}{PAIR}", _passive),
    rule("progressive at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}(?P<cue>[Gv])", _progressive),
    rule("participle at a distance", rf"{GROUP}{ON}{{0,7}}?{ASIDE}{CUE}{NOT_OBJECT}", _participle),
    rule("object at a distance", rf"(?P<cue>[VvG])(?![c,bwt]){ON}{{0,7}}?(?<![Pbwfohst])[Dq]{{0,2}}#", _active),
    rule("those who number", r"h[BAM]*q*(?P<cue>V)[^.;\"#N]{0,5}[mW]t?#", _number_of),
    rule("noun and colon", r"(?P<cue>Y)[^.;\"#NVG]{0,8};#", _after_noun),
    rule("inverted", r"(?P<cue>V)B[^.;#NV]{0,12}#", _active),
    rule("label", r"(?P<cue>[YVJvC])[xCmoDq]{0,3}[;|-]{0,2}#", _active),
    rule("list after object", r"(?P<cue>[VvGY])(?![bw])[^.;\"#NVGYRK]{1,14}(?:c|e|,[ce]?)[Dq]*#", _active),
    rule("along with", r"(?P<cue>V)[^.;\"#NVGY]{1,20},?e[Dq]*#", _active),
    rule("noun of at a distance", r"D(?P<cue>v)[^.;\"#NVGYJ]{0,8}oD*#", _active),
    rule("object group of", r"(?P<cue>[VvG])[DxXSLOC]{1,4}oD*#", _active),
    rule("number of nouns", r"m(?:[^.;#]{0,9}[WBV][tPqD]{0,3}|P?D?)#", _earlier_noun),
    rule("strength", r"#(?:-_|_{2})", _strength),
    rule("held", r"A[Dqw]{0,2}#", _held),
    rule("by nature", r"#_", _by_nature),
)
WHOLE: tuple[Rule[Asked, Found], ...] = (
    rule("counted noun", r"#_", _head_noun),
    rule("modifier", r"#_", _modifier),
    rule("whole killed", rf"#_*{CUE}{NOT_OBJECT}", _participle),
    rule("by nature", r"#_", _by_nature),
    rule("launched whole", r"#_", _instrument),
)
