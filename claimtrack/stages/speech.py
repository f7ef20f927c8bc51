"""Roles of a sentence -> its speech frames: who is said to say what, and over which tokens that reaches.

    "12 people died, officials said" -> Frame(rule "verb", source tokens of "officials", place "after")

This module holds the shapes of noun groups and the reach of a frame; the rules are in speech_rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.model import frozen
from claimtrack.stages.speech_roles import Roles

# The roles of the words of a noun group. Groups are read backwards from a verb, and forwards from a cue.
WORDS = "XLSTOCxpJYFEe"
_GROUP = rf"(?:[{WORDS}]|\)[{WORDS},]{{1,8}}\(|\"[{WORDS}]{{1,5}}\"|t(?=[TOC])|v(?=[@Dp]))++[Dn]?"
_GROUPS = rf"(?:{_GROUP}@)*{_GROUP}"
_BACK = re.compile(rf"(?P<one>{_GROUPS}|U)(?P<two>c{_GROUPS}(?=[,\";(.|shPK-]|\Z))?")
BETWEEN = re.compile(r"(?:q|A|F|d[@P]?|n[@P])*+")  # between a subject and its verb, backwards
_AHEAD = re.compile(
    rf"q?(?P<one>[DnN]?[Rv]?[{WORDS}]++(?:\([{WORDS},]{{1,8}}\)[{WORDS}]*+)?(?:[@t][Dn]?[{WORDS}]++)*|U)"
)
_AND_AHEAD = re.compile(rf"c[Dn]?[{WORDS}]++(?:[@t][Dn]?[{WORDS}]++)*(?=[,;.\"\)-]|\Z)")
_MAKER_AHEAD = re.compile(r"(?<=[Ee])[Rv]?b")
NAME_AHEAD = re.compile(r",(?:X?T)?[XL]{2,4}(?=[,;.\"(h]|\Z)")
# Words after a verb of speech that are not what is said: "said on Monday in a statement posted on its website".
_TRAIL = re.compile(
    rf"(?:[{WORDS}qdnDP@tbU]|(?<=[Ee])[vRg](?=[bP@nd])|(?<=[P@])R(?=[xCYXS])|(?<=P)[gv])*+(?=[,.;-]|\Z)"
)


@frozen
class Frame:
    """`first` and `last` bound the source's tokens, `cue` is the cue's token, `begin` and `end` its reach.

    `place` tells where the source stands: "before" what is said ("X said that ..."), "after" it ("..., X said"),
    "around" it ("12, X said, were hurt"), or nobody is named ("hearsay"). `hearer` are the tokens of whom it was told
    to, `via` those of whoever relayed it, `name` those of a name in apposition.
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
    name: tuple[int, int] | None = None


@dataclass(slots=True)
class Clauses:
    """What the rules look at: roles forwards and backwards, norms, the frames found so far, the rule at work."""

    roles: str
    back: str
    norms: tuple[str, ...]
    words: Roles
    frames: list[Frame]
    rule: str
    last_after: int  # where the reach of a frame that follows what is said begins: after the last such frame
    spoken_to: bool  # whether somebody speaks "to" somebody in the sentence

    def kind(self, i: int) -> str:
        """The class of the reporting verb at token i: plain, weak, ..."""
        return self.words.verbs.get(self.norms[i], ("", ""))[0]

    def before(self, i: int) -> str:
        """The role before token i, "" at the start."""
        return self.roles[i - 1] if i else ""


def subject(asked: Clauses, verb: int, between: re.Pattern[str] = BETWEEN) -> tuple[int, int] | None:
    """The noun group right before token `verb`, as a span of tokens; what may stand between is skipped."""
    size = len(asked.roles)
    skipped = between.match(asked.back, size - verb)
    if skipped is None:
        return None
    match = _BACK.match(asked.back, skipped.end())
    if match is None:
        return None
    return size - match.end(), size - match.start()


def group(asked: Clauses, start: int) -> tuple[int, int] | None:
    """The noun group that begins at token `start`; of "figures released by X", it is X."""
    match = _AHEAD.match(asked.roles, start)
    if match is None:
        return None
    maker = _MAKER_AHEAD.match(asked.roles, match.end())
    if maker is not None:
        made = _AHEAD.match(asked.roles, maker.end())
        if made is not None:
            return made.span("one")
    more = _AND_AHEAD.match(asked.roles, match.end())
    return match.start("one"), more.end() if more else match.end()


def placed(
    asked: Clauses,
    first: int,
    last: int,
    verb: int,
    hearer: tuple[int, int] | None = None,
    name: tuple[int, int] | None = None,
) -> Frame:
    """The frame of a source at first..last and a verb, with its reach."""
    roles, size = asked.roles, len(asked.roles)
    start, stop = min(first, verb), max(last, verb + 1)
    before = asked.before(start)
    comma = roles.find(",", stop)
    if before == "s" and asked.norms[start - 1] == "as" and (comma == stop or stop >= size - 1):
        if start == 1:  # "As X reported, ..."
            return Frame(asked.rule, first, last, verb, stop, size, "before", hearer=hearer, name=name)
        return Frame(asked.rule, first, last, verb, asked.last_after, start, "after", hearer=hearer, name=name)
    colon = asked.norms[stop : stop + 1] == (":",)
    trail = None if colon or before in ("c", "h") else _TRAIL.match(roles, stop)
    subordinate = start == 1 and asked.norms[0] in asked.words.hearing["subordinate"]
    if trail is None or not start or subordinate:
        end = comma if comma >= 0 and (before == "h" or subordinate) else size
        return Frame(asked.rule, first, last, verb, stop, end, "before", hearer=hearer, name=name)
    ended = trail.end()
    if roles[ended : ended + 1] in (",", "-") and roles[ended + 1 : ended + 2] not in ("g", "h", ""):
        return Frame(asked.rule, first, last, verb, asked.last_after, size, "around", hearer=hearer, name=name)
    return Frame(asked.rule, first, last, verb, asked.last_after, start, "after", hearer=hearer, name=name)

