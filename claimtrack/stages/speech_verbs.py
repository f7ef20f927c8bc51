"""Rules for a verb of speech with its subject: "X said", "X, the mayor of Y, said", "..., said X", "..., adding that".

Each is a function of the sentence and the verb's token that gives a frame, or None: "not here".
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.stages.speech import BETWEEN, NAME_AHEAD, WORDS, Clauses, Frame, group, placed, subject

_NOT_SPEAKING = re.compile(r"(?:B[qD]*|z|t|M)\Z")  # before a verb: passive, denied, infinitive, future
_CONTENT_OF_WEAK = re.compile(r"(?:[qdn]|[P@][dn]){0,3}h|;?\"|U[P@]N|[DxqSJLpF]{0,4}(?:[Ee]|Y?@N|Y@)|[DxSLpCO]{1,4}J@N")
_DONE_TO = re.compile(r"[Jv](?![DnNXSLOTC\"])")
_ABOUT = re.compile(r"(?<=[XLOTCx])h(?=[vRxC])[^,;.h\"]*\Z")
_IN_RELATIVE = re.compile(r"(?<=[XLOTC]),h[vx][^,;.\"]*\Z")
APPOSED = re.compile(r"[,-](?:[^,;.\"RKvABMN-]{1,24}|[^;.\"]{1,40}?h)[,-]")
_INSERTED = re.compile(r"[,-][^,;.\"N]{1,60}[,-]")
_INSERTED_VERB = re.compile(r"[,\"XLUT]R(?:,(?![gvc])|[.\"XT]|\Z)")
_WHO = re.compile(r"(?:q|A)*+h,?")
_JOINED = re.compile(r"[c,](?:[P@]d)?q*A?q*\Z")
_NAMED_BEFORE = re.compile(r",[XL]{2,4}(?=[,;.\"(-]|\Z)")
_FIRST = re.compile(
    rf"-*(?:[PK@][^,]{{0,12}},)?q?,?(?P<one>[Dn]?[{WORDS}]++(?:[@t][Dn]?[{WORDS}]++)*(?:c[{WORDS}]++(?=,))?|U)"
)
_DOCUMENT = re.compile(r"A?(?P<far>[^,;.shRKNBb\"]{0,10}[P@d][^,;.shKNBb\"]{0,4}[vR](?=(?:[XLSOTCxpJYF]{1,4}@)?[Ee]))")
_BEING = re.compile(r"[qD]*B[qA]*")


def speaks(asked: Clauses, i: int) -> bool:
    """Whether the verb makes a source here: a weak one needs "that", a quotation or a document."""
    kind = asked.kind(i)
    if kind == "deny" or asked.roles[i + 1 : i + 2] == "b" or _NOT_SPEAKING.search(asked.roles, max(0, i - 4), i):
        return False
    done_to = _DONE_TO.match(asked.roles, i + 1)
    if done_to and asked.roles[i] == "R" and (done_to[0] == "J" or asked.norms[i + 1].endswith("ed")):
        return False  # "15 people reported dead": it was said of them
    if asked.norms[i] in asked.words.hearing["inserted"]:
        return _INSERTED_VERB.match(asked.roles, i - 1) is not None
    adding = asked.norms[i] in asked.words.hearing["not_before_to"]
    if adding and re.match(r"[^,.;vBR]{0,4}t", asked.roles[i + 1 : i + 7]):
        return False
    if kind == "weak" and asked.norms[i] in asked.words.hearing["quoting"] and asked.roles[i + 1 : i + 2] == "N":
        return True
    if asked.norms[i] in asked.words.hearing["finding"] and asked.before(i) == "E":
        return asked.roles[i + 1 : i + 2] not in ("P", "@", "b", ".", ",", "")  # "the study found rebels had killed 12"
    if kind == "weak":
        return _CONTENT_OF_WEAK.match(asked.roles, i + 1) is not None
    if kind == "expect":
        return re.match(r"[^,.;NRK]{0,5}[hN]", asked.roles[i + 1 : i + 8]) is not None
    if kind == "charge":
        return re.search(r"\A[^,.;v]{1,8}[@t]", asked.roles[i + 1 : i + 10]) is not None
    return asked.words.hearing["not_said"].isdisjoint(asked.norms[i + 1 : i + 6])


def hearer(asked: Clauses, i: int) -> tuple[int, int] | None:
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


def verb(asked: Clauses, i: int) -> Frame | None:
    """The subject right before the verb: "X said"."""
    found = subject(asked, i) if speaks(asked, i) else None
    if found is None and asked.before(i) == "," and asked.roles[i + 1 : i + 2] == "h" and speaks(asked, i):
        found = subject(asked, i - 1)  # "The governor of Homs, said that"
        found = found if found is not None and found[0] < 8 and asked.roles[found[0]] in "DTXO" else None
    if found is None or asked.before(found[0]) == "K" or not may_speak(asked, *found, i):
        return None
    if asked.frames and asked.norms[found[0]] in asked.words.hearing["possessives"]:
        return None  # "X said her office had counted": X is meant
    size = len(asked.roles)
    if inside := _IN_RELATIVE.search(asked.roles, max(0, found[0] - 24), found[0]):
        return _with_relative(asked, inside.start(), i)  # "X, who visited the scene of the fire said"
    if asked.before(found[0]) in "t@Pb" and (about := _ABOUT.search(asked.roles, max(0, found[0] - 24), found[0])):
        return _with_relative(asked, about.start(), i)
    titled = asked.roles[found[0]] == "T"
    named = _NAMED_BEFORE.match(asked.back, size - found[0]) if titled else None  # "X, mayor of Y said"
    name = (size - named.end(), size - named.start() - 1) if named else None
    return placed(asked, *found, i, hearer(asked, i), name)


def _with_relative(asked: Clauses, that: int, verb: int) -> Frame | None:
    """The noun that a relative clause is about: "the agency that gives aid to refugees said"."""
    found = subject(asked, that)
    return placed(asked, *found, verb, hearer(asked, verb)) if found else None


def may_speak(asked: Clauses, first: int, last: int, verb: int) -> bool:
    """Whether a noun group may be a source: a body, a title, a name, people; other nouns only with "said"."""
    known = re.search(r"[XLSOTCUEe]", asked.roles[first:last])
    if known is not None or "h" in asked.roles[verb + 1 : verb + 3]:
        return True
    return asked.norms[verb] in asked.words.hearing["plainest"]


def document(asked: Clauses, i: int) -> Frame | None:
    """A document told apart from its verb by a participle: "a study of hospitals released on Friday shows"."""
    match = _DOCUMENT.match(asked.back, len(asked.roles) - i)
    if match is None or not speaks(asked, i) or asked.before(i) in ("O", "T"):
        return None  # "the report came after a medical source said": the source says it
    last = len(asked.roles) - match.end("far")
    found = subject(asked, last)
    return placed(asked, *found, i) if found else None


def progressive(asked: Clauses, i: int) -> Frame | None:
    """The verb in -ing after "is" or "are": "X is reporting"."""
    being = _BEING.match(asked.back, len(asked.roles) - i)
    found = subject(asked, i, _BEING) if being and asked.kind(i) in ("plain", "confirm") else None
    return placed(asked, *found, i) if found else None


def apposed(asked: Clauses, i: int) -> Frame | None:
    """The subject before an apposition or a clause between commas: "X, the mayor of Y, said"."""
    size = len(asked.roles)
    between = BETWEEN.match(asked.back, size - i)
    at = between.end() if between else size - i
    match = APPOSED.match(asked.back, at)
    opening = match is None
    match = match or _INSERTED.match(asked.back, at)
    if match is None or not speaks(asked, i):
        return None
    comma = size - match.end()
    found = subject(asked, comma)
    if opening and found is not None and asked.roles[: found[0]].strip("-."):
        return None  # anything may be inserted only after the words that begin the sentence
    if found is None or asked.roles[found[0]] == "J" or asked.before(found[0]) in ("K", "P", "@"):
        return None  # "in hospital, the minister said": a state does not speak
    if asked.roles[comma - 1] == "q":
        return None
    name = (comma + 1, size - match.start() - 1)
    first = _FIRST.match(asked.roles)  # "X, or Y, a body based in Z, said": several insertions
    if first and first.end() < found[0] and re.match(r",[^RKMBAN]*\Z", asked.roles[first.end() : found[0]]):
        return placed(asked, *first.span("one"), i, hearer(asked, i))
    return placed(asked, *found, i, hearer(asked, i), name)


def relative(asked: Clauses, i: int) -> Frame | None:
    """The noun that a relative clause is about: "the mayor, who said"."""
    size = len(asked.roles)
    match = _WHO.match(asked.back, size - i)
    if match is None or not speaks(asked, i):
        return None
    found = subject(asked, size - match.end())
    if found is None or not may_speak(asked, *found, i):
        return None
    frame = placed(asked, *found, i, hearer(asked, i))
    return frame if frame.place == "before" else None


def inverted(asked: Clauses, i: int) -> Frame | None:
    """The subject after the verb: "..., said X"."""
    if not i or asked.before(i) not in ',"-' or asked.kind(i) not in ("plain", "confirm"):
        return None
    if asked.norms[i] in asked.words.hearing["telling"] or not speaks(asked, i):
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
        return Frame(asked.rule, *found, i, asked.last_after, len(asked.roles), "around", name=name)
    return Frame(asked.rule, *found, i, asked.last_after, i, "after", hearer=hearer(asked, i), name=name)


def shared(asked: Clauses, i: int) -> Frame | None:
    """The subject of the frame or clause before: "X denied it and said", "..., adding that"."""
    roles = asked.roles
    if not i or (roles[i] == "g" and asked.kind(i) not in ("plain", "confirm")):
        return None
    if not speaks(asked, i) or (roles[i] == "R" and _JOINED.search(roles, max(0, i - 5), i) is None):
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
