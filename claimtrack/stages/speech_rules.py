"""The rules that find speech frames, as ordered tables by the role of their cue.

Each rule is a function of the sentence and the cue's token that gives a frame, or None: "not here". The first that
gives one decides; its name goes into the frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from claimtrack.model import Tokens
from claimtrack.stages.speech import BETWEEN, NAME_AHEAD, WORDS, Clauses, Frame, after_last, group, placed, subject
from claimtrack.stages.speech_roles import Roles

Maker = Callable[[Clauses, int], Frame | None]

_CUES = re.compile(r"[RgKHEe]")
_NOT_SPEAKING = re.compile(r"(?:B[qD]*|z|t|M)\Z")  # before a verb: passive, denied, infinitive, future
_CONTENT_OF_WEAK = re.compile(r"[^,.;NRK]{0,4}h|;?\"|[DxqSJLpF]{0,4}(?:[Ee]|Y?@N|Y@)")
_APPOSED = re.compile(r"[,-](?:[^,;.\"RKvABMN-]{1,24}|[^;.\"]{1,40}?h)[,-]")
_WHO = re.compile(r"(?:q|A)*+h,?")
_JOINED = re.compile(r"[c,](?:[P@]d)?q*A?q*\Z")
_NAMED_BEFORE = re.compile(r",[XL]{2,4}(?=[,;.\"(-]|\Z)")
_FIRST = re.compile(rf"(?:[PK@][^,]{{0,12}},)?q?,?(?P<one>[Dn]?[{WORDS}]++(?:[@t][Dn]?[{WORDS}]++)*|U)")
_AS_SAYING = re.compile(rf"(?:b(?P<by>[Dn]?[{WORDS}]++))?[Ps@nd{WORDS}D]{{0,6}}(?<=[Ps])g")
_PASSIVE = re.compile(r"q*B[AMB]*")
_DOCUMENT = re.compile(r"A?(?P<far>[^,;.shRKNBb\"]{0,10}[P@d][^,;.shKNBb\"]{0,4}[vR](?=(?:[XLSOTCxpJYF]{1,4}@)?[Ee]))")
_OWNER = re.compile(r"(?:p[XLOTCSx]{1,6}|[JYCxFq]{0,3}[XLO][XLOTSx]{0,5})")
_BEING = re.compile(r"[qD]*B[qA]*")
_OPENING = re.compile(r"(?:.*[;sh])?(?:[P@]D?[^,NvB]{1,8},)?[qcP]{0,2},?\Z")


def frames(tokens: Tokens, roles: str, words: Roles) -> list[Frame]:
    """The frames of a sentence in the order of their cues."""
    found: list[Frame] = []
    asked: Clauses | None = None
    for cue in _CUES.finditer(roles):
        if asked is None:
            spoken_to = not words.hearing["spoken_to"].isdisjoint(tokens.norms)
            asked = Clauses(roles, roles[::-1], tokens.norms, words, found, "", spoken_to)
        for asked.rule, make in RULES[cue.group()]:
            frame = make(asked, cue.start())
            if frame is not None:
                found.append(frame)
                break
    return found


def _speaks(asked: Clauses, i: int) -> bool:
    """Whether the verb makes a source here: a weak one needs "that", a quotation or a document."""
    kind = asked.kind(i)
    if kind == "deny" or _NOT_SPEAKING.search(asked.roles, max(0, i - 4), i):
        return False
    adding = asked.norms[i] in asked.words.hearing["not_before_to"]
    if adding and re.match(r"[^,.;vBR]{0,4}t", asked.roles[i + 1 : i + 7]):
        return False
    if kind == "weak" and asked.norms[i] in asked.words.hearing["quoting"] and asked.roles[i + 1 : i + 2] == "N":
        return True
    if kind == "weak":
        return _CONTENT_OF_WEAK.match(asked.roles, i + 1) is not None
    if kind == "expect":
        return re.match(r"[^,.;NRK]{0,5}[hN]", asked.roles[i + 1 : i + 8]) is not None
    if kind == "charge":
        return re.search(r"\A[^,.;v]{1,8}@", asked.roles[i + 1 : i + 10]) is not None
    taken = asked.norms[i + 1 : i + 6]
    return not ("lives" in taken or "life" in taken or "responsibility" in taken)


def _hearer(asked: Clauses, i: int) -> tuple[int, int] | None:
    """Whom a statement was made to: "told Reuters", "speaking to Reuters", "in an interview with Reuters"."""
    words = asked.words.hearing
    if asked.norms[i] in words["telling"]:
        return group(asked, i + 1)
    if not asked.spoken_to:
        return None
    for at in range(max(0, i - 12), min(len(asked.norms) - 2, i + 12)):
        if asked.norms[at] in words["spoken_to"] and asked.roles[at + 1] in "t@":
            return group(asked, at + 2)
    return None


def _verb(asked: Clauses, i: int) -> Frame | None:
    """ "X said" """
    found = subject(asked, i) if _speaks(asked, i) else None
    if found is None or asked.before(found[0]) == "K" or not _may_speak(asked, *found, i):
        return None
    size = len(asked.roles)
    titled = asked.roles[found[0]] == "T"
    named = _NAMED_BEFORE.match(asked.back, size - found[0]) if titled else None  # "X, mayor of Y said"
    name = (size - named.end(), size - named.start() - 1) if named else None
    return placed(asked, *found, i, _hearer(asked, i), name)


def _may_speak(asked: Clauses, first: int, last: int, verb: int) -> bool:
    """Whether a noun group may be a source: a body, a title, a name, people; other nouns only with "said"."""
    known = re.search(r"[XLSOTCUEe]", asked.roles[first:last])
    if known is not None or "h" in asked.roles[verb + 1 : verb + 3]:
        return True
    return asked.norms[verb] in asked.words.hearing["plainest"]


def _document(asked: Clauses, i: int) -> Frame | None:
    """ "a study of hospitals released on Friday shows" """
    match = _DOCUMENT.match(asked.back, len(asked.roles) - i)
    if match is None or not _speaks(asked, i):
        return None
    last = len(asked.roles) - match.end("far")
    found = subject(asked, last)
    return placed(asked, *found, i) if found else None


def _progressive(asked: Clauses, i: int) -> Frame | None:
    """ "X is reporting" """
    being = _BEING.match(asked.back, len(asked.roles) - i)
    found = subject(asked, i, _BEING) if being and asked.kind(i) in ("plain", "confirm") else None
    return placed(asked, *found, i) if found else None


def _apposed(asked: Clauses, i: int) -> Frame | None:
    """ "X, the mayor of Y, said" """
    size = len(asked.roles)
    between = BETWEEN.match(asked.back, size - i)
    match = _APPOSED.match(asked.back, between.end() if between else size - i)
    if match is None or not _speaks(asked, i):
        return None
    comma = size - match.end()
    found = subject(asked, comma)
    if found is None or asked.before(found[0]) in ("K", "P", "@") or asked.roles[comma - 1] == "q":
        return None
    return placed(asked, *found, i, _hearer(asked, i), (comma + 1, size - match.start() - 1))


def _relative(asked: Clauses, i: int) -> Frame | None:
    """ "the mayor, who said" """
    size = len(asked.roles)
    match = _WHO.match(asked.back, size - i)
    if match is None or not _speaks(asked, i):
        return None
    found = subject(asked, size - match.end())
    if found is None or not _may_speak(asked, *found, i):
        return None
    return placed(asked, *found, i, _hearer(asked, i))


def _inverted(asked: Clauses, i: int) -> Frame | None:
    """ "..., said X" """
    if not i or asked.before(i) not in ',"-' or asked.kind(i) not in ("plain", "confirm"):
        return None
    if asked.norms[i] in asked.words.hearing["telling"]:
        return None
    found = group(asked, i + 1)
    if found is None or asked.roles[found[0]] in "N":
        return None
    after = asked.roles[found[1] : found[1] + 2]
    if after and after[0] not in ",;.\"nd@Ph-(q":
        return None
    apposed = NAME_AHEAD.match(asked.roles, found[1])
    name = (apposed.start() + 1, apposed.end()) if apposed else None
    if after == ',"':
        return Frame(asked.rule, *found, i, after_last(asked), len(asked.roles), "around", name=name)
    return Frame(asked.rule, *found, i, after_last(asked), i, "after", hearer=_hearer(asked, i), name=name)


def _shared(asked: Clauses, i: int) -> Frame | None:
    """ "X denied it and said", "..., adding that": the subject of the frame or clause before."""
    roles = asked.roles
    if not i or (roles[i] == "g" and asked.kind(i) not in ("plain", "confirm")):
        return None
    if not _speaks(asked, i) or (roles[i] == "R" and _JOINED.search(roles, max(0, i - 5), i) is None):
        return None
    if roles[i] == "g" and (roles[i - 1] in "PB@ts" or asked.norms[i] in asked.words.hearing["showing"]):
        return None
    for earlier in reversed(asked.frames):
        if earlier.cue < i and earlier.place != "hearsay":
            return replace(earlier, rule=asked.rule, cue=i, begin=i + 1, end=len(roles), place="before")
    match = _FIRST.match(roles)
    if match is None or match.end() > i:
        return None
    first, last = match.span("one")
    known = re.match(r".*[XLOTCU]", roles[first:last])
    last = first + known.end() if known else last  # without a verb that is not known: "the governor condemned"
    return Frame(asked.rule, first, last, i, i + 1, len(roles), "before")


def _quoted(asked: Clauses, i: int) -> Frame | None:
    """ "X was quoted by Y as saying" """
    if asked.norms[i] not in asked.words.hearing["quoted"]:
        return None
    match = _AS_SAYING.match(asked.roles, i + 1)
    found = subject(asked, i, _PASSIVE) if match else None
    if match is None or found is None:
        return None
    frame = placed(asked, *found, match.end() - 1)
    return replace(frame, cue=i, via=match.span("by") if match["by"] else None)


def _quoting(asked: Clauses, i: int) -> Frame | None:
    """ "Y quoted X as saying" """
    if asked.norms[i] not in asked.words.hearing["quoting"]:
        return None
    found = group(asked, i + 1)
    if found is None or not re.match(r"[Ps]g", asked.roles[found[1] : found[1] + 2]):
        return None
    return Frame(asked.rule, *found, i, found[1] + 2, len(asked.roles), "before", via=subject(asked, i))


def _agent(asked: Clauses, i: int) -> Frame | None:
    """ "figures released by X", "12 deaths recorded by X" """
    roles = asked.roles
    if roles[i + 1 : i + 2] != "b" or asked.kind(i) == "deny" or asked.norms[i] == "claimed":
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
    return Frame(asked.rule, *found, i, begin, comma if comma >= 0 else len(roles), "around")


def _hearsay(asked: Clauses, i: int) -> Frame | None:
    """ "12 people were reported killed", "it was reported that": nobody is named."""
    passive = _PASSIVE.match(asked.back, len(asked.roles) - i)
    if asked.roles[i] == "R" and (passive is None or asked.norms[i] not in asked.words.hearing["reported"]):
        return None
    return Frame(asked.rule, i, i + 1, i, 0, len(asked.roles), "hearsay")


def _according(asked: Clauses, i: int) -> Frame | None:
    """ "according to X" """
    roles = asked.roles
    found = group(asked, i + 1)
    if found is None:
        return None
    apposed = NAME_AHEAD.match(roles, found[1])
    name = (apposed.start() + 1, apposed.end()) if apposed else None
    hearer = _hearer(asked, i)
    if asked.norms[i] in asked.words.hearing["quoting"] and roles[i - 1 : i] == ",":
        hearer = hearer or subject(asked, i - 1) or next(((f.first, f.last) for f in asked.frames[::-1]), None)
        if asked.norms[found[1] : found[1] + 2] == (",", "that"):
            return Frame(asked.rule, *found, i, found[1], len(roles), "before", hearer=hearer)
    if _OPENING.match(roles[:i]):
        return Frame(asked.rule, *found, i, found[1], len(roles), "before", hearer=hearer, name=name)
    after = roles[found[1] : found[1] + 2]
    if after[:1] == "," and after[1:] not in ("c", "s", "h") and not name:
        return Frame(asked.rule, *found, i, after_last(asked), len(roles), "around", hearer=hearer)
    return Frame(asked.rule, *found, i, after_last(asked), i, "after", hearer=hearer, name=name)


def _noun(asked: Clauses, i: int) -> Frame | None:
    """ "the UN's estimate of 12", "Ukraine's claim that", "a count by X" """
    roles = asked.roles
    if roles[i + 1 : i + 2] == "b":
        found = group(asked, i + 2)
        if found is None:
            return None
        return Frame(asked.rule, *found, i, found[1], len(roles), "before")
    if asked.norms[i + 1 : i + 2] not in (("of",), ("that",)):
        return None
    owner = _OWNER.match(asked.back, len(roles) - i)
    if owner is None:
        return None
    comma = roles.find(",", i)
    return Frame(asked.rule, len(roles) - owner.end(), i, i, i + 1, comma if comma >= 0 else len(roles), "before")


RULES: dict[str, tuple[tuple[str, Maker], ...]] = {
    "R": (
        ("was quoted", _quoted),
        ("quoted as saying", _quoting),
        ("by agent", _agent),
        ("hearsay", _hearsay),
        ("apposed subject", _apposed),
        ("relative", _relative),
        ("inverted", _inverted),
        ("document", _document),
        ("verb", _verb),
        ("shared subject", _shared),
    ),
    "g": (("quoted as saying", _quoting), ("progressive", _progressive), ("shared subject", _shared)),
    "K": (("quoted as saying", _quoting), ("according to", _according)),
    "H": (("hearsay", _hearsay),),
    "E": (("noun", _noun),),
    "e": (("noun", _noun),),
}
