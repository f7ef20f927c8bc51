"""Happening -> the same with its actor, modality and counting, read from the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from claimtrack.model import Happening, Told
from claimtrack.stages import actors, counting_told
from claimtrack.stages.actors import party_at
from claimtrack.stages.happening_readings import Asked

_REPLACED = re.compile(r"W[^.;#]{0,4}f[Dq]*#|N_*[^.;#N]{0,3}f[Dq]*#|Pf[Dq]*(?:N_*c)?#")
_RAISED = re.compile(r"W[^.;#]{0,40}f[Dq]*#_*[^.;#N]{0,6}?t[Dq]*N")  # "raised the toll from 12 to 31"
_OWNER_WHO = re.compile(r"D?(?P<party>[SL])[CO]A?[VRx]")  # "the casualties Russian forces suffered"
_SPEAKER = re.compile(r"Uq*[AM]*q*$")
_SAID_TO_HAVE = re.compile(r"R(?:tA?q?V|q?G)$")  # "claimed to have shot down", "reported shooting down"
# "On the Israeli side, 18 soldiers have been killed", "On the side of Hamas, 18"
_ON_SIDE = re.compile(r"\"?PD(?:(?P<party>[SL])x|xoD?(?P<of>[SL])),")
_OWNER = re.compile(r"(?P<party>[SL])[^.;SLR#N]{0,10}$")
_LOST_BY = re.compile(r"[^.;#N]{0,4}?VbD?x?(?P<party>[SL])")  # "181 tanks lost by Baku"
# "put Norwegian losses at 40 dead and 60 hurt", "the number of Norwegian soldiers killed at 40"
_LOSSES_AT = re.compile(r"(?P<party>[SL])p?[xC]{0,2}Y[Pt][Dq]*(?:N_*[VJ](?:c|,c?)[Dq]*)*#$")
_NUMBER_OF = re.compile(r"mo[Dxq]{0,2}(?P<party>S)[xC]{1,2}[^.;#Nm]*#$")
_OWNER_BESIDE = re.compile(r"(?P<party>S)[xC]{0,2}$")  # "Norwegian military casualties in Chad"
_OWNER_AFTER = re.compile(r"(?:o|P)D?x?(?P<party>[SL])[^.;]*#$")


def add(happening: Happening, asked: Asked, marked: str, figure: str) -> Happening:
    """The happening with what the sentence tells of who did it, how it is put and over what it counts."""
    if happening.metric == "other":
        return happening
    tags = marked[: asked.index] + "#" + marked[asked.index + 1 :]
    cue = _cue_index(happening, asked)
    actor = happening.actor or actors.actor(happening, asked, tags, cue)
    modality = _modality(happening, asked, tags)
    if modality.what == "stated" and "estimate" in figure.lower():
        start = asked.tokens.starts[asked.index]
        modality = Told("estimated", start, start + len(figure))  # but "an estimated 10,000 could die" is projected
    return replace(
        happening,
        actor=actor,
        whose=happening.whose or _whose(happening, asked),
        by_speaker=_by_speaker(happening, asked, tags, cue, actor),
        side=happening.side or _side(happening, asked, tags, actor),
        modality=modality,
        counting=counting_told.told(happening, asked, cue, modality.what) or happening.counting,
    )


def _whose(happening: Happening, asked: Asked) -> str | None:
    """ "The enemy lost 40 tanks", "one radar of the enemy was destroyed": told by who speaks."""
    cue = _cue_index(happening, asked)
    if happening.metric not in asked.vocabulary.of_metrics.deeds or cue is None:
        return None
    first = cue - 4 if cue < asked.index else asked.index
    norms = asked.tokens.norms[max(0, first) : max(cue, asked.index) + 1]
    return next((whose for norm in norms if (whose := asked.vocabulary.whose.get(norm)) == "enemy"), None)


def _by_speaker(happening: Happening, asked: Asked, tags: str, cue: int | None, actor: Told | None) -> bool:
    """ "it had killed 200 members of the special units", "its forces had", "claimed to have": who says so did it."""
    if cue is None or cue >= asked.index or happening.metric == "lost":
        return False
    if actor is not None and actor.what in asked.vocabulary.parties:
        return False
    if happening.metric not in asked.vocabulary.of_metrics.deeds:
        return False
    spoken = _SPEAKER.search(tags, max(0, cue - 4), cue) or _SAID_TO_HAVE.search(tags, max(0, cue - 4), cue + 1)
    it = actor is None and (spoken is not None or actors.by_pronoun(asked, tags, cue))
    return it or actors.own_forces(asked, tags, cue)


def _side(happening: Happening, asked: Asked, tags: str, actor: Told | None) -> Told | None:
    """Whose they are: "Russia has lost 30 tanks", "the losses of Russian forces exceeded 1,000"."""
    if (match := _ON_SIDE.match(tags)) and "side" in asked.tokens.norms[: match.end()]:
        return party_at(asked, match.start(match.lastgroup or "party"))
    suffered = borne(happening, asked)
    fielded = happening.metric in asked.vocabulary.of_metrics.fielded
    if asked.counted.side is not None:
        return None
    if match := _LOSSES_AT.search(tags[: asked.index + 1]) or _NUMBER_OF.search(tags[: asked.index + 1]):
        return party_at(asked, match.start("party"))
    if not (suffered or fielded):
        return actors.launcher(asked)
    if fielded and actor is not None and actor.what in asked.vocabulary.parties:
        return actor
    cue = _cue_index(happening, asked)
    if cue is None:
        cue = asked.index
    cue = min(cue, asked.index)
    if suffered and (match := _LOST_BY.match(asked.tokens.tags, asked.counted.last)):
        return party_at(asked, match.start("party"), seat=True)
    if suffered and (match := _OWNER_BESIDE.search(tags, max(0, cue - 3), cue)):
        return party_at(asked, match.start("party"))
    if suffered and (match := _OWNER_AFTER.search(tags, cue, asked.index + 1)):
        return party_at(asked, match.start("party"))
    if match := _OWNER_WHO.match(asked.tokens.tags, asked.counted.last):
        return party_at(asked, match.start("party"))
    match = _OWNER.search(tags, max(0, cue - 14), cue)
    if match is None:
        return None
    after = match.end("party")  # "Kyiv lost 12", "Kyiv's troops have lost 12"
    return party_at(asked, match.start("party"), seat=cue - after < 2 or tags[after] == "p")


def borne(happening: Happening, asked: Asked) -> bool:
    """Whether the subject is whom it befell: "the regiment took 230 casualties", "the regiment suffered 30 dead"."""
    groups, norms = asked.vocabulary.of_metrics, asked.tokens.norms
    if happening.metric in groups.suffered:
        return True
    verbs = asked.vocabulary.links["bearing"]
    return happening.metric in groups.befalling and not verbs.isdisjoint(norms[max(0, asked.index - 3) : asked.index])


def owner_category(happening: Happening, asked: Asked) -> str | None:
    """ "The regiment took 230 casualties": they are troops."""
    cue = _cue_index(happening, asked)
    first = min(asked.index, asked.index if cue is None else cue)
    for at in range(first - 1, max(-1, first - 7), -1):
        if asked.tokens.tags[at] in ".;#NR":
            break
        norm = asked.tokens.norms[at]
        word = asked.vocabulary.categories.get(norm)
        if norm in asked.vocabulary.members:
            return asked.vocabulary.members[norm]
        if word is not None and word.category in asked.vocabulary.of_categories.doers:
            return word.category
    return None


def _cue_index(happening: Happening, asked: Asked) -> int | None:
    if happening.cue_start is None:
        return None
    try:
        return asked.tokens.starts.index(happening.cue_start)
    except ValueError:
        return None


def _modality(happening: Happening, asked: Asked, tags: str) -> Told:
    if happening.modality.what != "stated":
        return happening.modality
    if (match := _REPLACED.search(tags)) and match.end() == asked.index + 1:
        return Told("superseded")
    if "f" in tags[max(0, asked.index - 3) : asked.index] and _RAISED.search(tags):
        return Told("superseded")
    tokens = asked.tokens
    said = " ".join(tokens.norms[: asked.index])
    for phrase in asked.vocabulary.superseding:
        if (found := said.find(phrase)) >= 0:
            after = list(accumulate(len(norm) + 1 for norm in tokens.norms[: asked.index]))
            first, last = (bisect_right(after, at) for at in (found, found + len(phrase) - 1))
            return Told("superseded", tokens.starts[first], tokens.ends[last])
    cue = _cue_index(happening, asked)
    first = asked.index if cue is None else min(asked.index, cue)
    last = max(asked.counted.last, asked.index + 1, 0 if cue is None else cue + 1)
    if tags[last : last + 1] in ("B", "A"):
        last += 3  # "8,000 refugees were recorded", "12 deaths have been registered"
    for at in range(max(0, first - 4), min(last, len(tags))):
        reading = asked.vocabulary.modality.get(asked.tokens.norms[at]) if tags[at] != "X" else None
        if reading is not None and not any(stop in tags[min(at, first) : max(at, first)] for stop in ";."):
            return Told(reading, tokens.starts[at], tokens.ends[at])
    return Told("stated")
