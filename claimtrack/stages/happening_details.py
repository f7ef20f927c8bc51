"""What the words around a happening add to it: its metric made exact, and the category of a figure without a noun."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from claimtrack.model import Counted, Happening, Layers, Told
from claimtrack.stages import circumstances
from claimtrack.stages.actors import party_at
from claimtrack.stages.happening_links import NOTHING
from claimtrack.stages.happening_readings import Asked

_ABROAD = re.compile(r"q?(?:[tPf]{1,2}D?x?)?L")
_NUMBER_AFTER = re.compile(r"ND?mo[xXSLq]{0,2}(?P<counted>C)")  # "raised to 1,383 the number of civilians killed"
_NUMBER_OF = re.compile(r"mo(?:(?P<people>S)V[^.;,N]{0,12}|[^.;,N]{0,4}?(?P<counted>C)[^.;,NC]{0,12})N$")
_TOGETHER = re.compile(r"N[^.;#NBA]{0,6}?[BA]{1,2}q?[VJ],?cNq?[VJ]")  # "5 children were killed and 40 wounded"
_VERBS_BEFORE = re.compile(r"(?:q?[VvGJY],?c?q?){1,3}$")  # "killed, wounded or captured 300"
_AND_VERB = re.compile(r"(?:,|c|[PfDxXSLC]{1,8}c)(?:c|x|q)?V(?!D{0,2}[xXq]{0,2}[NCSL])")
# "kidnapped two men, later killing both of them"
_AND_THEM = re.compile(r"[^.;#N]{0,14}?[,c]q*(?P<cue>[VG])(?:D?o)?D?(?P<them>U)")


_REFINED = frozenset({"displaced", "deployed"})


def refined(happening: Happening, asked: Asked) -> Happening:
    """ "fled Ukraine" is leaving the country; "killed and wounded" is casualties."""
    groups = asked.vocabulary.of_metrics
    if happening.cue_start is None or happening.metric not in _REFINED | groups.casualty | groups.taken:
        return happening
    tokens = asked.tokens
    cue = bisect_left(tokens.starts, happening.cue_start)
    if cue >= len(tokens.starts) or tokens.starts[cue] != happening.cue_start:
        return happening
    if happening.metric == "deployed":
        return replace(happening, metric="protesting") if _protests(asked, cue) else happening
    if happening.metric == "displaced":
        abroad = _ABROAD.match(tokens.tags, cue + 1) if happening.cue in asked.vocabulary.leaving else None
        country = None if abroad is None else asked.vocabulary.party_words.get(tokens.norms[abroad.end() - 1])
        if abroad is None or country is None or country[1] != "name":
            return NOTHING if asked.vocabulary.leaving.get(happening.cue or "") == "countries" else happening
        left = abroad.end() - abroad.start() == 1  # "fled Ukraine", not "fled to Poland"
        at = abroad.end() - 1
        side = Told(country[0], tokens.starts[at], tokens.ends[at]) if left else None
        return replace(happening, metric="fled", side=side)
    if cue < asked.index and (listed := _VERBS_BEFORE.search(tokens.tags, max(0, cue - 6), cue)):
        done = {_done_to_people(asked, at) for at in range(listed.start(), cue)} - {None}
        all_done = done | {happening.metric}
        if len(all_done) > 1 and all_done <= groups.casualty | groups.taken and done & groups.casualty:
            return replace(happening, metric="casualties")
    second = _AND_VERB.match(tokens.tags, cue + 1)
    other = None if second is None else _done_to_people(asked, second.end() - 1)
    if happening.metric in groups.taken:
        them = _AND_THEM.match(tokens.tags, asked.counted.last)
        if them is not None and tokens.norms[them.start("them")] == "them":
            other = _done_to_people(asked, them.start("cue"))
        return replace(happening, metric="killed") if other == "killed" else happening
    both = {other, happening.metric}
    if second is not None and len(both) == 2 and both <= groups.casualty and "N" not in second[0]:
        return replace(happening, metric="casualties")
    return happening


def _protests(asked: Asked, cue: int) -> bool:
    """ "100,000 people took part in the protest": of people who are no forces."""
    if asked.counted.category in asked.vocabulary.of_categories.forces:
        return False
    words = (asked.vocabulary.metrics.get(norm) for norm in asked.tokens.norms[cue + 1 : cue + 6])
    return any(word is not None and word.subject.get("people") == "protesting" for word in words)


def _done_to_people(asked: Asked, at: int) -> str | None:
    word = asked.vocabulary.metrics.get(asked.tokens.norms[at])
    return None if word is None else word.object.get("people")


def with_category(
    happening: Happening,
    asked: Asked,
    before: list[tuple[int, int]],
    found: list[Happening | None],
    layers: Layers,
    last: int | None,
) -> Happening:
    """ "12 soldiers were killed and 40 wounded": a figure without a noun counts what the one before it counts."""
    counted = asked.counted
    if happening.metric == "other":
        return happening
    if counted.category == "people" and circumstances.borne(happening, asked):
        owners = circumstances.owner_category(happening, asked)
        if owners is not None or not before:
            return replace(happening, category=owners)
    if counted.rule == "of them" and counted.category == "people":
        whole = before[-1][1] if before else last
        return happening if whole is None else _with_whole(happening, asked, found[whole], layers.counted[whole])
    own_noun = asked.tokens.tags[counted.first : counted.last].strip("F") != ""  # "12 others" have none
    if counted.head is not None or own_noun or counted.category != "people":
        return happening
    if category := _of_noun(happening, asked):
        return replace(happening, category=category, side=happening.side or _whose_noun(happening, asked))
    if before:
        return _with_earlier(happening, asked, before, found, layers)
    if _toll_of(happening, asked):
        return happening  # "the death toll in Turkey rose to 300": not of the soldiers told of before
    return _with_last(happening, asked, None if last is None else layers.counted[last])


def as_whole(happening: Happening, asked: Asked, found: list[Happening | None], layers: Layers) -> Happening:
    """ "20 civilian casualties, 5 deaths and 15 injured": whom a part counts when its own noun does not tell."""
    part_of, counted = happening.part_of, asked.counted
    if part_of is None or happening.category is not None or counted.category != "people":
        return happening
    head = asked.vocabulary.metrics.get(counted.head or "")
    whole, of = found[part_of], layers.counted[part_of]
    if (counted.head is not None and (head is None or not head.noun)) or whole is None or of is None:
        return happening
    category = whole.category or of.category
    people = category != "other" and "people" in asked.vocabulary.kinds[category]
    return replace(happening, category=category) if people else happening


def with_side(
    happening: Happening, asked: Asked, before: list[tuple[int, int]], found: list[Happening | None], layers: Layers
) -> Happening:
    """ "lost 30 Russian jets, 31 helicopters and 211 tanks": a list of arms that goes on is of the same side."""
    if not before or happening.side or asked.counted.side or not happening.rule.startswith("list after"):
        return happening
    number = before[-1][1]
    earlier, counted = found[number], layers.counted[number]
    groups = asked.vocabulary.of_categories
    fight = groups.arms | groups.forces
    if earlier is None or counted is None or not {asked.counted.category, counted.category} <= fight:
        return happening
    return replace(happening, side=counted.side or earlier.side)


def _with_whole(happening: Happening, asked: Asked, whole: Happening | None, counted: Counted | None) -> Happening:
    """ "Twenty gunmen, four of whom died": what is counted is of the whole's category."""
    category = (whole.category if whole else None) or (counted.category if counted else None)
    if category is None or _befalls_others(happening, category, asked):
        return happening
    return replace(happening, category=category)


def _toll_of(happening: Happening, asked: Asked) -> bool:
    """Whether a noun's figure is told to be of some place or event."""
    between = asked.tokens.tags[bisect_left(asked.tokens.starts, happening.cue_start or 0) : asked.index]
    return between.startswith("Y") and not {"P", "f", "o"}.isdisjoint(between.rstrip("DPq"))


def _with_last(happening: Happening, asked: Asked, last: Counted | None) -> Happening:
    """What the sentence before counts, of forces and of what flies: "It launched 40 drones. 38 were stopped"."""
    groups = asked.vocabulary.of_categories
    befell = happening.metric in asked.vocabulary.of_metrics.befalling
    if last is not None and last.category in groups.forces and befell and last.category not in groups.unshared:
        return replace(happening, category=last.category, side=happening.side or last.side)
    if last is not None and last.category in groups.airborne and happening.metric == "intercepted":
        return replace(happening, category=last.category)
    return happening


def _with_earlier(
    happening: Happening, asked: Asked, before: list[tuple[int, int]], found: list[Happening | None], layers: Layers
) -> Happening:
    """What the figure before it in the sentence counts, or its whole there."""
    at, number = before[-1]
    part = found[number]
    number = next((figure for _, figure in before if part is not None and figure == part.part_of), number)
    counted, happened = layers.counted[number], found[number]
    if counted is None or happened is None:
        return happening
    category = happened.category or counted.category
    if _befalls_others(happening, category, asked):
        return replace(happening, category="people")  # "two car bombs went off, killing 32"
    together = _TOGETHER.match(asked.tokens.tags, at, asked.index + 2) is not None
    alone = category in asked.vocabulary.of_categories.unshared and not together
    if category == "other" or alone or layers.figures[number].unit != "count":
        return happening
    whose = happening.whose or counted.whose or happened.whose
    return replace(happening, category=category, side=happening.side or counted.side or happened.side, whose=whose)


def _befalls_others(happening: Happening, category: str, asked: Asked) -> bool:
    """Whether what happened happens to people only, while things were counted before."""
    things = category != "other" and "people" not in asked.vocabulary.kinds[category]
    return things and happening.metric in asked.vocabulary.of_people


def _whose_noun(happening: Happening, asked: Asked) -> Told | None:
    """ "the number of U.S. military deaths to 2,859": the words before the noun tell the side."""
    cue = bisect_left(asked.tokens.starts, happening.cue_start or 0)
    if asked.tokens.tags[cue : cue + 1] not in ("Y", "J"):
        return None
    return next((side for at in range(max(0, cue - 3), cue) if (side := party_at(asked, at))), None)


def _of_noun(happening: Happening, asked: Asked) -> str | None:
    """ "military casualties at around 600,000": the words before the noun tell the category."""
    tokens = asked.tokens
    if happening.cue_start is None:
        return None
    cue = bisect_left(tokens.starts, happening.cue_start)
    for at in range(max(0, cue - 2), min(cue, len(tokens.starts))):
        word = asked.vocabulary.categories.get(tokens.norms[at])
        whose = word is not None and tokens.tags[at] == "C" and tokens.tags[cue] in "YJ"
        if word is not None and whose and (word.kind == "people" or happening.metric not in asked.vocabulary.of_people):
            return word.category
    number = _NUMBER_OF.search(tokens.tags, 0, asked.index + 1) or _NUMBER_AFTER.match(tokens.tags, asked.index)
    if number is not None and number["counted"] is None:
        return "people"  # "the number of Palestinians arrested in the raid at 100"
    if number is not None:
        word = asked.vocabulary.categories.get(tokens.norms[number.start("counted")])
        return None if word is None else word.category  # "the number of collapsed buildings at 6,444"
    if happening.rule == "label":
        labels = (asked.vocabulary.categories.get(norm) for norm in tokens.norms[max(0, cue - 2) : asked.index])
        return next((word.category for word in labels if word is not None), None)
    return None

