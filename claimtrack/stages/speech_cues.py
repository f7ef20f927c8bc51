"""Rules for other cues of a source: "according to X", "X was quoted as saying", "recorded by X", "X's estimate of 12".

Each is a function of the sentence and the cue's token that gives a frame, or None: "not here".
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.stages.speech import NAME_AHEAD, WORDS, Clauses, Frame, group, placed, subject
from claimtrack.stages.speech_verbs import APPOSED, hearer, speaks

_AS_SAYING = re.compile(rf"(?:b(?P<by>[Dn]?[{WORDS}]++))?[Ps@nd{WORDS}D]{{0,6}}(?<=[Ps])g")
_PASSIVE = re.compile(r"q*B[AMB]*")
_OWNER = re.compile(r"[JYCxFqd]{0,3}(?:p[XLOTCSx]{1,6}|[XLO][XLOTSx]{0,5})")
_LABEL = re.compile(
    r"(?:[nN]/?)?[-.]?(?P<one>D?[XLSTOCxp]{1,7}(?:@D?[XLSTOCx]{1,5})?)(?:[,][P@R][bP@]?D?[XLOTCx]{1,5})?[;.]"
)
_COMMA = re.compile(r",(?!c?[DN])")  # not between the items of a list of figures
_BY_COUNT = re.compile(r"[JYCxFqdXLSOT]{0,5}(?:p[XLOTCSxD]{1,6})?[nND]?b(?:,|\Z)")
_WHO_OPENS = re.compile(rf"(?P<one>[Dn]?[{WORDS}]{{1,6}}?|U)A?[vR]")  # who published what says so
_REVISED = re.compile(r"[JYCxFqd]{0,3}(?P<whose>[DU])(?P<verb>v)")
_AND_COUNTS = re.compile(r",c[Dq]{0,2}N")  # "12 died, according to X, and 30 were hurt"
_STANDS = re.compile(r"[vA]{1,2}q?[@tP]q?N")
_OPENING = re.compile(r"(?:.*[;sh])?(?:[P@]D?[^,NvB]{1,8},)?[qcP]{0,2},?\Z")


def with_reporting(asked: Clauses, i: int) -> Frame | None:
    """A participle with its own subject: "with X reporting 12"."""
    speaking = asked.kind(i) in ("plain", "confirm", "record") or (asked.kind(i) == "weak" and speaks(asked, i))
    found = subject(asked, i) if speaking else None
    if found is None or not found[0] or asked.norms[found[0] - 1] != "with":
        return None
    return Frame(asked.rule, *found, i, i + 1, len(asked.roles), "before")


def quoted(asked: Clauses, i: int) -> Frame | None:
    """The quoted, by whom: "X was quoted by Y as saying"."""
    if asked.norms[i] not in asked.words.hearing["quoted"]:
        return None
    match = _AS_SAYING.match(asked.roles, i + 1)
    found = subject(asked, i, _PASSIVE) if match else None
    if match is None or found is None:
        return None
    frame = placed(asked, *found, match.end() - 1)
    return replace(frame, cue=i, via=match.span("by") if match["by"] else None)


def quoting(asked: Clauses, i: int) -> Frame | None:
    """The quoted, as object: "Y quoted X as saying"."""
    if asked.norms[i] not in asked.words.hearing["quoting"]:
        return None
    found = group(asked, i + 1)
    if found is None or not re.match(r"[Ps]g", asked.roles[found[1] : found[1] + 2]):
        return None
    return Frame(asked.rule, *found, i, found[1] + 2, len(asked.roles), "before", via=_quoter(asked, i))


def _quoter(asked: Clauses, i: int) -> tuple[int, int] | None:
    """The subject of "quoted", an apposition between them left out."""
    found = subject(asked, i)
    size = len(asked.roles)
    apposed = APPOSED.match(asked.back, size - i) if found is None else None
    return subject(asked, size - apposed.end()) if apposed else found


def agent(asked: Clauses, i: int) -> Frame | None:
    """The agent of a passive: "figures released by X", "12 deaths recorded by X"."""
    roles = asked.roles
    if roles[i + 1 : i + 2] != "b" or asked.kind(i) == "deny" or asked.norms[i] in asked.words.hearing["not_agents"]:
        return None
    if re.search(r"h[AB]+q?\Z", roles[max(0, i - 4) : i]):
        return None
    found = group(asked, i + 2)
    if found is None or (asked.kind(i) == "weak" and not re.search(r"[Ee][^,.;]{0,4}\Z", roles[max(0, i - 6) : i])):
        return None
    begin = max(roles.rfind(mark, 0, i) for mark in ",;-") + 1
    if "N" not in roles[begin:i]:
        begin = 0
    comma = roles.find(",", found[1])
    if comma < 0 or ":" in asked.norms[found[1] : found[1] + 4]:  # "Promised by X: 800 drones, 20 tanks"
        comma = len(roles)
    return Frame(asked.rule, *found, i, begin, comma, "around")


def hearsay(asked: Clauses, i: int) -> Frame | None:
    """Nobody is named: "12 people were reported killed", "it was reported that"."""
    if asked.roles[i] == "R":
        if _PASSIVE.match(asked.back, len(asked.roles) - i) is None:
            return None
        rumoured = asked.norms[i] in asked.words.hearing["rumoured"] and asked.roles[i + 1 : i + 2] in ("t", "h")
        if not rumoured and asked.norms[i] not in asked.words.hearing["reported"]:
            return None
    return Frame(asked.rule, i, i + 1, i, 0, len(asked.roles), "hearsay")


def according(asked: Clauses, i: int) -> Frame | None:
    """The noun group after "according to" or "citing"."""
    roles = asked.roles
    if roles[i + 1 : i + 2] == "h" and (opening := _WHO_OPENS.match(roles)):
        # "X published a list according to which"
        return Frame(asked.rule, *opening.span("one"), i, i + 2, len(roles), "before")
    found = group(asked, i + 1)
    if found is None:
        return None
    apposed = NAME_AHEAD.match(roles, found[1])
    name = (apposed.start() + 1, apposed.end()) if apposed else None
    told = hearer(asked, i)
    citing = asked.norms[i] in asked.words.hearing["quoting"]
    if citing and re.search(r"[XLSOTCUEe]", roles[found[0] : found[1]]) is None:
        return None
    last = asked.frames[-1] if asked.frames else None
    if citing and last is not None and last.place in ("after", "around") and "N" not in roles[last.cue : i]:
        asked.frames.pop()  # "..., the radio reported on Monday, citing the ministry"
        return Frame(asked.rule, *found, i, last.begin, last.end, "after", hearer=(last.first, last.last), name=name)
    if citing and roles[i - 1 : i] == ",":
        told = told or subject(asked, i - 1) or next(((f.first, f.last) for f in asked.frames[::-1]), None)
        if asked.norms[found[1] : found[1] + 2] == (",", "that"):
            return Frame(asked.rule, *found, i, found[1], len(roles), "before", hearer=told)
    if _OPENING.match(roles[:i]):
        return Frame(asked.rule, *found, i, found[1], len(roles), "before", hearer=told, name=name)
    after = roles[found[1] : found[1] + 2]
    goes_on = after[1:] not in ("c", "s", "h") or _AND_COUNTS.match(roles, found[1])
    if after[:1] == "," and goes_on and not name:
        return Frame(asked.rule, *found, i, asked.last_after, len(roles), "around", hearer=told)
    return Frame(asked.rule, *found, i, asked.last_after, i, "after", hearer=told, name=name)


def colon(asked: Clauses, i: int) -> Frame | None:
    """What stands before a colon that begins a list or a headline: "UN: 4 million have fled"."""
    match = _LABEL.match(asked.roles)
    if match is None or match.end() != i + 1 or asked.norms[i] not in (":", "|"):
        return None
    return Frame(asked.rule, *match.span("one"), i, i + 1, len(asked.roles), "before")


def noun(asked: Clauses, i: int) -> Frame | None:
    """The owner of a figure or document: "the UN's estimate of 12", "Ukraine's claim that", "a count by X"."""
    roles = asked.roles
    if roles[i] == "e" and (frame := _reckoned(asked, i)):
        return frame
    if roles[i + 1 : i + 2] == "b":
        found = group(asked, i + 2)
        if found is None:
            return None
        return Frame(asked.rule, *found, i, found[1], len(roles), "before")
    stands = asked.norms[i] not in asked.words.hearing["tolls"] and _STANDS.match(roles, i + 1)
    if not stands and asked.norms[i + 1 : i + 2] not in (("of",), ("that",)):
        return None
    owner = _OWNER.match(asked.back, len(roles) - i)
    if owner is None and asked.norms[i : i + 2] == ("reports", "that"):
        return Frame(asked.rule, i, i + 1, i, i + 1, len(roles), "before")
    if owner is None:
        return None
    comma = _COMMA.search(roles, i)
    end = comma.start() if comma else len(roles)
    return Frame(asked.rule, len(roles) - owner.end(), i + 1, i, i + 1, end, "before")


def _reckoned(asked: Clauses, i: int) -> Frame | None:
    """Whose count it is: "By the ministry's count, 12", "by one estimate", "the army raised its toll to 12"."""
    roles, size, words = asked.roles, len(asked.roles), asked.words.hearing
    counted = _BY_COUNT.match(asked.back, size - i)
    if counted is not None:
        first = size - counted.end() + (2 if counted[0].endswith(",") else 1)
        owner = roles.rfind("p", first, i)
        last = owner if owner > first else i + 1
        return Frame(asked.rule, first, last, i, 0, size, "around")
    revised = _REVISED.match(asked.back, size - i)
    if revised is None or not {"t", "@"} & set(roles[i + 1 : i + 6]):
        return None
    verb, whose = size - revised.end(), size - revised.end("whose")
    found = subject(asked, verb) if asked.norms[verb] in words["revising"] else None
    if found is None or re.search("[XLSOTU]", roles[found[0] : found[1]]) is None:
        return None  # "two more deaths raised its toll to 12"
    if asked.norms[whose] not in words["possessives"] and "O" not in roles[slice(*found)].partition("@")[0]:
        return None  # "the raid on Homs raised the toll to 12"
    return Frame(asked.rule, *found, i, i + 1, size, "before")
