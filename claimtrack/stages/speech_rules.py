"""The table of rules that find speech frames, by the role of their cue; the first that gives a frame decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from claimtrack.model import Tokens
from claimtrack.stages.speech import Clauses, Frame
from claimtrack.stages.speech_cues import according, agent, colon, hearsay, noun, quoted, quoting, with_reporting
from claimtrack.stages.speech_roles import Roles
from claimtrack.stages.speech_verbs import apposed, document, inverted, progressive, relative, shared, verb

Maker = Callable[[Clauses, int], Frame | None]

_CUES = re.compile(r"[RgKHEe;]|(?<!^)\.(?=.)")

RULES: dict[str, tuple[tuple[str, Maker], ...]] = {
    "R": (
        ("was quoted", quoted),
        ("quoted as saying", quoting),
        ("by agent", agent),
        ("hearsay", hearsay),
        ("apposed subject", apposed),
        ("relative", relative),
        ("inverted", inverted),
        ("document", document),
        ("verb", verb),
        ("shared subject", shared),
    ),
    "g": (
        ("quoted as saying", quoting),
        ("progressive", progressive),
        ("with", with_reporting),
        ("shared subject", shared),
    ),
    "K": (("quoted as saying", quoting), ("according to", according)),
    ";": (("colon", colon),),
    ".": (("colon", colon),),
    "H": (("hearsay", hearsay),),
    "E": (("noun", noun),),
    "e": (("noun", noun),),
}


def frames(tokens: Tokens, roles: str, words: Roles) -> list[Frame]:
    """The frames of a sentence in the order of their cues."""
    found: list[Frame] = []
    asked: Clauses | None = None
    for cue in _CUES.finditer(roles):
        if asked is None:
            spoken_to = not words.hearing["spoken_to"].isdisjoint(tokens.norms)
            asked = Clauses(roles, roles[::-1], tokens.norms, words, found, "", 0, spoken_to)
        for asked.rule, make in RULES[cue.group()]:
            frame = make(asked, cue.start())
            if frame is not None:
                found.append(frame)
                if frame.place in ("after", "around"):
                    asked.last_after = frame.cue + 1
                break
    return found
