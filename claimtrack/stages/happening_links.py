"""What a figure takes from another: a list that goes on, a part of a whole, an older figure, "that number".

    "30 airplanes, 31 helicopters" -> the 31 were lost too       "rose to 47 from 31" -> the 31 is superseded
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.model import Happening, Layers, Told
from claimtrack.stages.happening_readings import Asked

NOTHING = Happening("other", "nothing happened")
_COORDINATED = re.compile(
    r"N_*\"?(?:[BAM]+q*)?[VJ]?(?:[PofDxXSLTOCqn]|c(?=D?[xXSL]{0,2}C)|,[XL]{1,2}(?=,)|,Dx{0,2}[xC](?=[c,])|\)[,;]?c?(?=[XL])){0,8}"
    r"(?:,|c|,c|\(|,i|i|-|,?s|,?e)[Dqxw]{0,3}#"
)
_PART = re.compile(
    r"N_*[^.;#N]{0,14}?"
    r"(?:,?iq?(?:[^.;#VvGBAMRKN]{1,10}c)?(?:D?o)?[Dq]*#|,#_*o[DUh]|,o[hUD][Dq]*#|\([Dqi]*#)"
)
# "13 bodies lay on the street: eight rebels, four soldiers and a nun": a list of all and no verb
_SPELLED_OUT = re.compile(r"N_*[^.;#N]{0,14}?[;-][Dq]*#_*V?(?:(?:,|c|,c)[^.;,#cVvGBAMRK]{1,8}V?){1,8}(?:[.;]|$)")
_OF_WHOLE = re.compile(r"(?:^|[.;\"])oD*N_*[^.;#N]*,$")  # "Of the 80 people detained, 12 were students"
_OF_THOSE = re.compile(r"o[hU]")  # "ten drones, eight of which were downed"
# "That number includes 12", "Of these, 12", "Of that total, 12"
_SUM = re.compile(r'"?(?:(?:[Dh][mYJ]|[YDU])q?i|iB?|o(?:[DUh]|[Dh]?[mYJ]),)[Dq]*')
_BARE = re.compile(r"q?,?NB")  # "Six were wounded"
_ANAPHORA = re.compile(r"m[^.;\"#N]{0,6}[WBAV][tPqDB]{0,3}#|[WRVr]DmP?#|RUP#(?!_)|WD?mt[Dq]*#(?!_)")
_THEY_WERE = re.compile(r"#Bq?D?[xS]{0,2}[CS](?:[.,;]|cN|$)")
_REPLACED = re.compile(r"W[^.;#]{0,4}f#|N_*[^.;#N]{0,3}f[Dq]*#|Pf[Dq]*#")
_FIGURE_OF = re.compile(r"moD*#(?!_)")
_FROM = re.compile(r"f[Dq]*$")
_SHARED_MODALITY = ("estimated", "projected", "recorded")  # said once for a whole list
# "30 were boys and nine were girls"
_ALSO_WERE = re.compile(r"N_*[VJ]?[PDxXL]{0,3}q?Bq?D?[xS]{0,2}C[^.;#N]{0,6}?,?c#_*q?BD?[xS]{0,2}C")
_RISEN_TO = re.compile(r"N_*[^.;#NWVv]{0,6}?t[Dq]*#")  # after "from": "rose from 12 on Monday to 31"
_PAIR_REPLACED = re.compile(r"f[Dq]*(?:#_*cN|N_*c#)")  # "549 dead and 957 hurt, up from 516 and 908"


def inherited(
    asked: Asked, before: list[tuple[int, int]], found: list[Happening | None], tags: str
) -> Happening | None:
    """ "30 airplanes, 31 helicopters and 211 tanks": a list goes on with what happened to its first."""
    if not before:
        return None
    if len(before) > 1 and _PAIR_REPLACED.search(tags):
        return replace(_of(found[before[-2][1]], "replaced by") or NOTHING, modality=Told("superseded"))
    at, number = before[-1]
    earlier, between = found[number], tags[at:]
    if earlier is None or earlier.metric == "other":
        return None
    if _is_part(asked, between, tags):
        return replace(_of_kind_of(asked, earlier, "part of"), part_of=number)
    if _COORDINATED.match(between) and not _has_own_verb(asked, tags):
        return replace(_of_kind_of(asked, earlier, "list after"), part_of=earlier.part_of)
    if _led_by("in_return", asked) and asked.kinds[0] != "events":
        return _of(earlier, "list after")
    if _led_by("compared", asked) and asked.counted.head is None:
        return _of(earlier, "compared with")
    if _ALSO_WERE.match(between):
        return replace(_of(earlier, "list after") or NOTHING, part_of=earlier.part_of)
    if _RISEN_TO.match(between) and _FROM.search(tags, max(0, at - 4), at):
        return _of(earlier, "risen to")
    if _REPLACED.search(between):
        return replace(_of(earlier, "replaced by") or NOTHING, modality=Told("superseded"))
    return None


def _led_by(kind: str, asked: Asked) -> bool:
    """Whether one of these links of grammar.toml stands right before the figure."""
    before = " ".join(asked.tokens.norms[max(0, asked.index - 3) : asked.index])
    return before.endswith(tuple(asked.vocabulary.links[kind]))


def _has_own_verb(asked: Asked, tags: str) -> bool:
    """ "killed 14 people, and 22 lawyers sued": a clause of its own, with a verb that is not known."""
    after = asked.counted.last
    if tags[asked.index - 1] == "c" and tags[after : after + 1] == "B":
        return True  # "12 people were killed and 94 were cooks"
    if tags[asked.index - 1] == "s":  # "40 were hurt when thousands of radios exploded"
        return any(norm.endswith("ed") for norm in asked.tokens.norms[after : after + 8])
    own = tags[max(0, asked.index - 2) : asked.index] == ",c" and tags[after : after + 1] == "x"
    return own and asked.tokens.norms[after].endswith("ed")


def listed(before: list[tuple[int, int]], tags: str) -> bool:
    """Whether the figure goes on with the one before it: "shot down six missiles and 31 of 36 drones fired at it"."""
    return _COORDINATED.match(tags, before[-1][0]) is not None


def _as_put(happening: Happening, before: list[tuple[int, int]], found: list[Happening | None], tags: str) -> Happening:
    """ "An estimated 20 people died and 40 were hurt": how the first is put holds for what goes on with it."""
    earlier = found[before[-1][1]] if before and happening.modality.what == "stated" else None
    if earlier is None or earlier.modality.what not in _SHARED_MODALITY:
        return happening
    if "s" in tags[before[-1][0] :] or not listed(before, tags):
        return happening
    return replace(happening, modality=earlier.modality)


def figure_of(last: Happening | None, asked: Asked, tags: str) -> Happening | None:
    """ "Officials gave a figure of 12": what was counted before."""
    if asked.counted.head is not None or _FIGURE_OF.search(tags, 0, asked.index + 1) is None:
        return None
    giving = asked.vocabulary.speech.words["giving"]
    given = not giving.isdisjoint(asked.tokens.norms[max(0, asked.index - 6) : asked.index])
    return _of(last, "figure of") if given else None


def of_last(asked: Asked, last: Happening | None, number: int, tags: str) -> Happening | None:
    """ "That figure later rose to seven"; "half a million of them are children"; "Four were women"."""
    if _ANAPHORA.search(tags):
        return _of(last, "figure of")
    if asked.counted.rule == "of them" or _THEY_WERE.match(tags, asked.index):
        return replace(_of(last, "part of") or NOTHING, part_of=number)
    return None


def said_again(
    asked: Asked, number: int, found: list[Happening | None], layers: Layers
) -> Happening | None:
    """ "rescued 367 migrants ... The 367 reached Palermo": a figure that is said again is of the same people."""
    if asked.counted.head is not None or asked.tokens.norms[max(0, asked.index - 1)] != "the":
        return None
    value = layers.figures[number].value
    for earlier in range(number - 1, max(-1, number - 1 - SAID_BACK), -1):
        before, counted = found[earlier], layers.counted[earlier]
        if layers.figures[earlier].value != value or before is None or counted is None:
            continue
        if (again := _of(before, "figure of")) is not None:
            return replace(again, category=before.category or counted.category)
    return None


SAID_BACK = 12  # figures back in which the same may have been said


def _of_sum(happening: Happening, found: list[Happening | None], last: int | None, before: str) -> Happening:
    """ "That number includes 12 children": they are of the figure that the sentence before gave."""
    whole = None if last is None else found[last]
    if whole is None or whole.metric == "other" or _SUM.fullmatch(before) is None:
        return happening
    if happening.metric not in ("other", whole.metric):
        last = last if whole.part_of is None else whole.part_of  # "20 casualties, 5 of them killed. Of the 20, ..."
    same = happening
    if happening.metric == "other":
        same = replace(_of(whole, "part of") or happening, category=whole.category)
    return replace(same, part_of=last)


def _of_kind_of(asked: Asked, earlier: Happening, how: str) -> Happening:
    """What happened to another figure, as it is called for what this one counts ("81 drones and two helicopters")."""
    same = _of(earlier, how) or NOTHING
    word = None if earlier.cue is None else asked.vocabulary.metrics.get(earlier.cue)
    if word is None or earlier.metric not in word.object.values():
        return same
    return replace(same, metric=next((word.object[kind] for kind in asked.kinds if kind in word.object), same.metric))


def linked(
    happening: Happening,
    asked: Asked,
    before: list[tuple[int, int]],
    found: list[Happening | None],
    marked: str,
    last: int | None,
    fewer: bool,
) -> Happening:
    """What another figure adds to one that has its happening: how it is put, and the whole of which it is a part.

    `fewer`: whether it is less than the last figure before its sentence.
    """
    opening = marked[: asked.index]
    happening = _as_put(happening, before, found, opening + "#")
    happening = _with_whole(happening, asked, before, found, marked)
    happening = _of_sum(happening, found, last, opening)
    return _of_those_before(happening, asked, found, last, marked) if fewer and not before else happening


def _of_those_before(
    happening: Happening, asked: Asked, found: list[Happening | None], last: int | None, marked: str
) -> Happening:
    """ "They fired 40 drones. Thirty were shot down": of these, if no noun tells what else."""
    whole = None if last is None else found[last]
    bare = asked.counted.head is None and _BARE.fullmatch(marked[: asked.index + 2])
    if happening.metric == "other" or happening.part_of is not None or not bare or whole is None:
        return happening
    return happening if whole.metric == "other" else replace(happening, part_of=last)


def _with_whole(
    happening: Happening, asked: Asked, before: list[tuple[int, int]], found: list[Happening | None], marked: str
) -> Happening:
    """ "Twenty people, including five children, were killed": the five are of the twenty."""
    if not before or happening.part_of is not None or happening.metric == "other":
        return happening
    (at, number), index = before[-1], asked.index
    whole = found[number]
    between = marked[at:index] + "#" + marked[index + 1 :]
    if whole is not None and whole.part_of is not None and _COORDINATED.match(between):
        return replace(happening, part_of=whole.part_of)  # "of which 15 were destroyed and 25 captured"
    if whole is None or whole.metric == "other" or not _is_part(asked, between, marked):
        return happening
    return replace(happening, part_of=number)


def _is_part(asked: Asked, between: str, tags: str) -> bool:
    """Whether the figure is a part of the one before it; `between` are the tags from that one on."""
    if asked.counted.rule == "of them" and _OF_THOSE.match(asked.tokens.tags, asked.index + 1):
        return True
    if _SPELLED_OUT.match(between):
        return True
    part = _PART.match(between)
    beside = part is not None and ")" in part[0] and "(" in part[0]  # "Perm (3,768) and Ufa (5,945)"
    return (part is not None and not beside) or _OF_WHOLE.search(tags[: asked.index]) is not None


def part_of_next(
    part: Happening | None, whole: Happening, number: int, layers: Layers
) -> Happening | None:
    """ "10 of the 12 victims": what happened to the whole happened to the part, unless the text says otherwise."""
    if part is not None and part.metric == "other":
        part = _of(whole, "part of")
    counted = layers.counted[number]
    if part is None or counted is None:
        return part
    side = part.side or whole.side or counted.side
    return replace(part, part_of=number, category=whole.category or counted.category, side=side)


def _of(earlier: Happening | None, how: str) -> Happening | None:
    """What happened to another figure, taken over."""
    if earlier is None or earlier.metric == "other":
        return None
    if not how.startswith("figure"):
        how = f"{how}: {earlier.rule}" if ":" not in earlier.rule else f"{how}{earlier.rule[earlier.rule.index(':'):]}"
    return Happening(
        earlier.metric,
        how,
        earlier.cue,
        earlier.cue_start,
        actor=earlier.actor,
        side=earlier.side,
        whose=earlier.whose,
        counting=earlier.counting,
    )
