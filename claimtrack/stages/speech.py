"""Tokens of a sentence -> its speech frames: who is said to say what, and over which tokens that reaches.

    "12 people died, officials said" -> Frame(rule="verb", source tokens of "officials", "after", the tokens before)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from claimtrack.model import Tokens
from claimtrack.stages.speech_roles import Roles

# The words of a name or noun group, and how groups join. Roles are read backwards from the verb.
W = r"XLSTOCxpJYFmEe"
_GROUP = rf"(?:[{W}]|\)[{W},]{{1,8}}\(|\"[{W}]{{1,5}}\")+[Dn]?"
_BACK = re.compile(rf"q?(?P<one>(?:{_GROUP}[@t])*{_GROUP}|U)(?P<two>c(?:{_GROUP}[@t])*{_GROUP}(?=[,\";(.|sh-]|\Z))?")
_AUX = re.compile(r"[AqdM]*")
_APPOSED = re.compile(r",[^,;.\"RK]{1,24},")
_AHEAD = re.compile(rf"q?(?P<one>[Dn]?[{W}]+(?:\([{W},]{{1,8}}\)[{W}]*)?(?:[@t][Dn]?[{W}]+)*|U)")
_AND_AHEAD = re.compile(rf"c[Dn]?[{W}]+(?:[@t][Dn]?[{W}]+)*(?=[,;.\"\)-]|\Z)")
_NAME_AHEAD = re.compile(r",X{2,4}(?=[,;.\"]|\Z)")
_FIRST = re.compile(rf"(?:[PK@][^,]{{0,12}},)?q?,?(?P<np>[Dn]?[{W}]+(?:[@t][Dn]?[{W}]+)*|U)")
_QUOTED_AS = re.compile(rf"(?:b(?P<by>[Dn]?[{W}]+))?[P@n{W}D]{{0,6}}(?<=[Ps])g")
_PASSIVE = re.compile(r"q*B[AMB]*")
_WHO = re.compile(r"[Aqd]*h,?")
_CONTENT = re.compile(r"[NhvRBMU\"]")


@dataclass(frozen=True, slots=True)
class Frame:
    """`first` and `last` bound the source's tokens, `cue` is the cue's token, `begin` and `end` its reach.

    `place` tells where what is said stands: "before" the cue's frame comes its source ("X said that ..."), "after" it
    ("..., X said"), or "around" it. `via` are the tokens of whoever relayed it.
    """

    rule: str
    first: int
    last: int
    cue: int
    begin: int
    end: int
    place: str
    via: tuple[int, int] | None = None
    hearer: tuple[int, int] | None = None
    name: tuple[int, int] | None = None  # a name in apposition to the source


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the rules look at: roles forwards and backwards, norms, and the frames found so far."""

    roles: str
    back: str
    norms: tuple[str, ...]
    words: Roles
    frames: list[Frame]


Maker = Callable[[Sentence, int], Frame | None]


def frames(tokens: Tokens, roles: str, words: Roles) -> list[Frame]:
    """The frames of a sentence in the order of their cues."""
    found: list[Frame] = []
    cues = [i for i, role in enumerate(roles) if role in "RgKb"]
    if not cues:
        return found
    asked = Sentence(roles, roles[::-1], tokens.norms, words, found)
    for i in cues:
        for name, make in RULES[roles[i]]:
            frame = make(asked, i)
            if frame is not None:
                found.append(replace(frame, rule=name))
                break
    return found


def _subject(asked: Sentence, verb: int) -> tuple[int, int] | None:
    """The noun group right before token `verb`, as a span of tokens; auxiliaries between are skipped."""
    size = len(asked.roles)
    aux = _AUX.match(asked.back, size - verb)
    at = aux.end() if aux else size - verb
    match = _BACK.match(asked.back, at)
    if match is None:
        return None
    end = match.end("two") if match["two"] else match.end("one")
    return size - end, size - match.start("one")


def _object(asked: Sentence, start: int) -> tuple[int, int] | None:
    """The noun group that begins at token `start`."""
    match = _AHEAD.match(asked.roles, start)
    if match is None:
        return None
    more = _AND_AHEAD.match(asked.roles, match.end())
    return match.start("one"), more.end() if more else match.end()


def _placed(asked: Sentence, first: int, last: int, verb: int) -> Frame:
    """The frame of a source at first..last and a verb, with its reach."""
    roles, size = asked.roles, len(asked.roles)
    start, stop = min(first, verb), max(last, verb + 1)
    before = roles[start - 1] if start else ""
    ends = size
    semicolon = roles.find(";", stop)
    if semicolon > stop:  # not the colon of 'said: "..."'
        ends = semicolon
    comma = roles.find(",", stop, ends)
    near = ends if comma < 0 or before not in ',"-' else comma
    content = _CONTENT.search(roles, stop, near)
    if content is not None or not start:
        if before in ("h", "s") and comma >= 0:
            ends = comma
        return Frame("", first, last, verb, stop, ends, "before")
    begin = 0
    for earlier in asked.frames:
        if earlier.place == "after":
            begin = max(begin, earlier.cue + 1)
    if comma == stop and comma < ends - 1 and roles[comma + 1] not in "g":
        return Frame("", first, last, verb, begin, ends, "around")
    return Frame("", first, last, verb, begin, start, "after")


def _strong_enough(asked: Sentence, verb: int) -> bool:
    """Whether the verb makes a source here: a weak one needs "that", a quotation or a document."""
    kind = asked.words.verbs.get(asked.norms[verb], ("", ""))[0]
    if kind == "deny":
        return False
    near = asked.roles[verb + 1 : verb + 8]
    if kind == "weak":
        return re.match(r"[^,.;NRK]{0,3}h|;?\"|[DxqSJYLp]{0,4}[Ee]", near) is not None
    return not ("life" in asked.norms[verb : verb + 6] or "lives" in asked.norms[verb : verb + 6])


def _verb(asked: Sentence, i: int) -> Frame | None:
    roles = asked.roles
    if not _strong_enough(asked, i) or _passive(roles, i):
        return None
    found = _subject(asked, i)
    if found is None:
        return None
    if roles[found[0] - 1 : found[0]] == "K":
        return None
    frame = _placed(asked, *found, i)
    return replace(frame, hearer=_hearer(asked, i))


def _passive(roles: str, i: int) -> bool:
    return re.search(r"(?:B|Bq|z|zB|tB?|Bqq)\Z", roles[max(0, i - 4) : i]) is not None


def _hearer(asked: Sentence, verb: int) -> tuple[int, int] | None:
    if not asked.norms[verb].startswith(("tell", "told")):
        return None
    return _object(asked, verb + 1)


def _apposed(asked: Sentence, i: int) -> Frame | None:
    """ "X, the mayor of Y, said" """
    size = len(asked.roles)
    aux = _AUX.match(asked.back, size - i)
    at = aux.end() if aux else size - i
    match = _APPOSED.match(asked.back, at)
    if match is None or not _strong_enough(asked, i):
        return None
    comma = size - match.end()
    found = _subject(asked, comma)
    if found is None or roles_before(asked.roles, found[0]) in ("K", "P", "@"):
        return None
    frame = _placed(asked, *found, i)
    return replace(frame, name=(comma + 1, size - match.start() - 1), hearer=_hearer(asked, i))


def roles_before(roles: str, i: int) -> str:
    return roles[i - 1] if i else ""


def _relative(asked: Sentence, i: int) -> Frame | None:
    """ "the mayor, who said", "a statement that said" """
    size = len(asked.roles)
    match = _WHO.match(asked.back, size - i)
    if match is None or asked.norms[size - match.end() + (asked.back[match.end() - 1] == ",")] == "whom":
        return None
    if not _strong_enough(asked, i):
        return None
    found = _subject(asked, size - match.end())
    return replace(_placed(asked, found[0], found[1], i), hearer=_hearer(asked, i)) if found else None


def _inverted(asked: Sentence, i: int) -> Frame | None:
    """ "..., said X" """
    if i and asked.roles[i - 1] not in ',"-':
        return None
    found = _object(asked, i + 1)
    if found is None or not (i or asked.roles[0] == "R"):
        return None
    after = asked.roles[found[1] : found[1] + 1]
    if after and after not in ",;.\"n@Ph-(q":
        return None
    begin = max((f.cue + 1 for f in asked.frames if f.place == "after"), default=0)
    apposed = _NAME_AHEAD.match(asked.roles, found[1])
    name = (apposed.start() + 1, apposed.end()) if apposed else None
    place = "around" if after == "," and not name else "after"
    return Frame("", *found, i, begin, len(asked.roles) if place == "around" else i, place, name=name)


def _shared(asked: Sentence, i: int) -> Frame | None:
    """ "X denied it and said", "..., adding that": the subject of the frame or clause before."""
    roles = asked.roles
    if asked.words.verbs.get(asked.norms[i], ("", ""))[0] in ("weak", "deny", "record"):
        return None
    if i and roles[i] == "R" and re.search(r"[c,]q*A?q?\Z", roles[max(0, i - 4) : i]) is None:
        return None
    if roles[i] == "g" and (not i or roles[i - 1] in "PB@t"):
        return None
    for earlier in reversed(asked.frames):
        if earlier.cue < i:
            return replace(earlier, cue=i, begin=i + 1, end=len(roles), place="before")
    match = _FIRST.match(roles)
    if match is None or match.end("np") > i:
        return None
    return Frame("", match.start("np"), match.end("np"), i, i + 1, len(roles), "before")


def _quoted(asked: Sentence, i: int) -> Frame | None:
    """ "X was quoted by Y as saying" """
    if asked.norms[i] not in ("quoted", "cited", "reported"):
        return None
    match = _QUOTED_AS.match(asked.roles, i + 1)
    aux = _PASSIVE.match(asked.back, len(asked.roles) - i)
    if match is None or aux is None:
        return None
    found = _subject(asked, len(asked.roles) - aux.end())
    if found is None:
        return None
    frame = _placed(asked, found[0], found[1], match.end() - 1)
    via = match.span("by") if match["by"] else None
    return replace(frame, cue=i, via=via)


def _quoting(asked: Sentence, i: int) -> Frame | None:
    """ "Y quoted X as saying" """
    if not asked.norms[i].startswith(("quot", "cit")):
        return None
    found = _object(asked, i + 1)
    if found is None or not re.match(r"[Ps]g", asked.roles[found[1] : found[1] + 2]):
        return None
    by = _subject(asked, i)
    return Frame("", *found, i, found[1] + 2, len(asked.roles), "before", via=by)


def _agent(asked: Sentence, i: int) -> Frame | None:
    """ "figures released by X", "12 deaths recorded by X" """
    if i + 1 >= len(asked.roles) or asked.roles[i + 1] != "b":
        return None
    found = _object(asked, i + 2)
    if found is None:
        return None
    kind = asked.words.verbs.get(asked.norms[i], ("", ""))[0]
    if kind == "deny" or (kind == "weak" and not re.search(r"[Ee][^,.;]{0,4}\Z", asked.roles[max(0, i - 6) : i])):
        return None
    that = asked.roles[found[1] : found[1] + 1] == "h"
    if that:
        return Frame("", *found, i, found[1], len(asked.roles), "before")
    return Frame("", *found, i, 0, len(asked.roles), "around")


def _hearsay(asked: Sentence, i: int) -> Frame | None:
    """ "12 people were reported killed", "it was reported that": nobody is named."""
    if asked.norms[i] != "reported" or re.search(r"Bq*\Z", asked.roles[max(0, i - 3) : i]) is None:
        return None
    return Frame("", i, i + 1, i, 0, len(asked.roles), "hearsay")


def _according(asked: Sentence, i: int) -> Frame | None:
    roles = asked.roles
    found = _object(asked, i + 1)
    if found is None:
        return None
    apposed = _NAME_AHEAD.match(roles, found[1])
    name = (apposed.start() + 1, apposed.end()) if apposed else None
    before = roles[:i].rstrip("q")
    if not before or before[-1] in "sh" or (before[-1] in ',c;"' and not re.search(r"[NvB]", before)):
        return Frame("", *found, i, found[1], len(roles), "before", name=name)
    after = roles[found[1] : found[1] + 2]
    place = "around" if after[:1] == "," and after[1:] not in ("c", "s") and not name else "after"
    begin = max((f.cue + 1 for f in asked.frames if f.place == "after"), default=0)
    return Frame("", *found, i, begin, len(roles) if place == "around" else i, place, name=name)


RULES: dict[str, tuple[tuple[str, Maker], ...]] = {
    "R": (
        ("was quoted", _quoted),
        ("quoted as saying", _quoting),
        ("by agent", _agent),
        ("hearsay", _hearsay),
        ("apposed subject", _apposed),
        ("relative", _relative),
        ("inverted", _inverted),
        ("verb", _verb),
        ("shared subject", _shared),
    ),
    "g": (("quoted as saying", _quoting), ("shared subject", _shared)),
    "K": (("quoted as saying", _quoting), ("according to", _according)),
    "b": (),
}
