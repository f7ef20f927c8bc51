"""Figure -> what happened to what it counts, who did it, and how the text puts it.

    "Russian shelling killed 12 people" -> killed, by Russia        "81 of 112 drones were shot down" -> intercepted

The rules (happening_rules.py) look at one figure in its sentence; what a figure takes from another (a list that goes
on, a part of a whole, "that figure rose to") is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from claimtrack.model import Counted, Document, Happening, Layers, Tokens
from claimtrack.rules import Rule, first
from claimtrack.stages import circumstances
from claimtrack.stages.happening_rules import FAR, FORCES, LISTED, NEAR, WHOLE, Asked, Found, kinds_of
from claimtrack.vocabulary.loader import Vocabulary

_COORDINATED = re.compile(
    r"N_*\"?(?:[BAM]+q*)?[VJ]?(?:[PoDxXSLTOCqn]|c(?=[xXSL]{0,2}C)){0,8}(?:,|c|,c|\(|,i|i|-|,?s|,?e)[Dqxw]{0,3}#"
)
_SCARE_QUOTES = re.compile(r'"([^".;]{1,7})"')  # the "battle of El Nisperal"
_PART = re.compile(r"N_*[^.;#N]{0,14}?(?:,?iq?[Dq]*#|,#_*(?:o[DUh]|___)|,o[hUD][Dq]*#|\([Dqi]*#)")
_OF_WHOLE = re.compile(r"(?:^|[.;\"])oD*N_*[^.;#N]*,$")  # "Of the 80 people detained, 12 were students"
_AGE = re.compile(r"[XCTO],#,|[XS]\(#\)")  # "the governor, 52, said"
_ANAPHORA = re.compile(r"m[^.;\"#N]{0,6}[WBAV][tPqDB]{0,3}#|[WRVr]Dm#")
_ABROAD = re.compile(r"q?(?:[tPf]{1,2}D?x?)?L")
_AND_VERB = re.compile(r"(?:,|c|[PDxXSLC]{1,6}c)(?:c|x|q)?V(?![DNCSq])")
_WHOLE = re.compile(r"NoD*$")
_REPLACED = re.compile(r"W[^.;#]{0,4}f#|N_*[^.;#N]{0,3}f[Dq]*#|Pf[Dq]*#")
_PAIR_REPLACED = re.compile(r"f[Dq]*(?:#_*cN|N_*c#)")  # "549 dead and 957 hurt, up from 516 and 908"


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Happening | None, ...]:
    """One answer a figure; None for a figure that is no claim; metric "other" for one that nothing happened to."""
    found: list[Happening | None] = [None] * len(layers.figures)
    last: int | None = None  # the figure before, for "that number later rose to seven"
    for tokens in layers.tokens.with_figures():
        whole = _marked(tokens, layers)
        answered: list[tuple[int, int]] = []  # (token, figure) of the sentence's figures already answered
        for index, number in tokens.figures.items():
            if layers.counted[number] is None:
                continue
            asked, marked, before = _near(document.text, tokens, index, number, whole, answered, layers, vocabulary)
            figure = layers.figures[number]
            earlier = last if last is not None and figure.start - layers.figures[last].end < NEARBY else None
            happening = _NONE_OF if figure.value == 0 else _answer(asked, marked, before, found, earlier)
            phrase = document.text[figure.start : figure.end]
            happening = circumstances.add(_refined(happening, asked), asked, marked, phrase)
            happening = _with_category(happening, asked, before, found, layers, earlier)
            found[number] = happening = _with_whole(happening, asked.index, before, found, marked)
            if before and _WHOLE.search(marked, before[-1][0], asked.index):
                part = before[-1][1]
                found[part] = _part_of_next(found[part], happening, number, layers) or _NOTHING
            answered.append((index, number))
            if happening.metric != "other":
                last = number
    return tuple(found)


def _near(
    text: str,
    tokens: Tokens,
    index: int,
    number: int,
    marked: str,
    answered: list[tuple[int, int]],
    layers: Layers,
    vocabulary: Vocabulary,
) -> tuple[Asked, str, list[tuple[int, int]]]:
    """The figure as the rules see it, the tags around it and the figures before it, counted from the same token.

    A rule looks no further than REACH tokens, so that a sentence that does not end is read in linear time.
    """
    low, high = max(0, index - REACH), min(len(marked), index + REACH)
    counted = layers.counted[number]
    assert counted is not None
    before = [(at - low, figure) for at, figure in answered[-4:] if at >= low]
    if low or high < len(marked):
        counted = replace(counted, first=counted.first - low, last=min(counted.last, high) - low)
        columns = (tokens.starts[low:high], tokens.ends[low:high], tokens.norms[low:high], tokens.tags[low:high])
        tokens, marked = Tokens(tokens.sentence, *columns, {}), marked[low:high]
    sentence = text[tokens.starts[0] : tokens.ends[-1]].lower()
    whole = _WHOLE_AHEAD.match(marked, index - low + 1)
    ahead = _next_counted(number, layers) if whole else None
    kinds = _kinds(counted, before, layers) if ahead is None else kinds_of(ahead)
    return Asked(tokens, index - low, counted, vocabulary, sentence, kinds), marked, before


def _next_counted(number: int, layers: Layers) -> Counted | None:
    """What the next figure counts: in "70 of 90 drones" the seventy are drones too."""
    return next((counted for counted in layers.counted[number + 1 : number + 2] if counted is not None), None)


def _answer(
    asked: Asked, marked: str, before: list[tuple[int, int]], found: list[Happening | None], last: int | None
) -> Happening:
    index = asked.index
    if asked.tokens.tags[index] == "n":
        return Happening("other", "background unit")
    tags = marked[:index] + "#" + marked[index + 1 :]
    if asked.counted.head in asked.vocabulary.background:
        return Happening("other", "background noun")
    if _AGE.search(tags):
        return Happening("other", "age in apposition")
    if before and _WHOLE.search(tags, 0, index):
        return _by_rule(WHOLE, asked, tags) or _NOTHING
    return (
        _by_rule(NEAR, asked, tags)
        or _by_rule(LISTED, asked, tags)
        or _inherited(asked, before, found, tags)
        or _by_rule(FAR, asked, tags)
        or (_of_last(asked, found[last], last, tags) if last is not None else None)
        or _NOTHING
    )


REACH = 80  # tokens to either side of a figure that its rules look at
_WHOLE_AHEAD = re.compile(r"oD*N")
_NOTHING = Happening("other", "nothing happened")
_NONE_OF = Happening("other", "none at all")
NEARBY = 400  # characters a figure may take something from an earlier sentence over


def _marked(tokens: Tokens, layers: Layers) -> str:
    """The tags with the inside of each figure's noun group blanked, so that a rule sees one noun."""
    tags = list(tokens.tags)
    for number in tokens.figures.values():
        counted = layers.counted[number]
        if counted is not None:
            for at in range(counted.first, counted.last):
                tags[at] = "_"
    return _SCARE_QUOTES.sub(lambda quoted: f"~{quoted[1]}~", "".join(tags))


def _kinds(counted: Counted, before: list[tuple[int, int]], layers: Layers) -> tuple[str, ...]:
    """The kinds of what is counted; a figure without a noun may count what the one before it counts."""
    if counted.head is None and before:
        earlier = layers.counted[before[-1][1]]
        if earlier is not None and earlier.head is not None:
            return tuple(dict.fromkeys((*kinds_of(earlier), "people")))
    return kinds_of(counted)


def _by_rule(rules: tuple[Rule[Asked, Found], ...], asked: Asked, tags: str) -> Happening | None:
    answer = first(rules, asked, tags)
    if answer is None:
        return None
    name, made = answer
    tokens = asked.tokens
    known = asked.counted.head in asked.vocabulary.categories  # "2,400 goats" are not people
    unknown = asked.counted.category == "other" and not known and made.kind in ("people", "forces")
    return Happening(
        metric=made.metric,
        rule=name,
        category="people" if unknown else None,  # "three siblings were killed": only people are
        cue=" ".join(tokens.norms[made.first : made.last + 1]),
        cue_start=tokens.starts[made.first],
        cue_end=tokens.ends[made.last],
    )


def _inherited(
    asked: Asked, before: list[tuple[int, int]], found: list[Happening | None], tags: str
) -> Happening | None:
    """ "30 airplanes, 31 helicopters and 211 tanks": a list goes on with what happened to its first."""
    if not before:
        return None
    if len(before) > 1 and _PAIR_REPLACED.search(tags):
        return replace(_of(found[before[-2][1]], "replaced by") or _NOTHING, modality="superseded")
    at, number = before[-1]
    earlier, between = found[number], tags[at:]
    if earlier is None or earlier.metric == "other":
        return None
    if _PART.match(between):
        return replace(_of_kind_of(asked, earlier, "part of"), part_of=number)
    if _OF_WHOLE.search(tags[: asked.index]):
        return replace(_of_kind_of(asked, earlier, "part of"), part_of=number)
    if _COORDINATED.match(between):
        return replace(_of_kind_of(asked, earlier, "list after"), part_of=earlier.part_of)
    if _REPLACED.search(between):
        return replace(_of(earlier, "replaced by") or _NOTHING, modality="superseded")
    return None


def _of_last(asked: Asked, last: Happening | None, number: int, tags: str) -> Happening | None:
    """ "That figure later rose to seven"; "half a million of them are children"."""
    if _ANAPHORA.search(tags):
        return _of(last, "figure of")
    if asked.counted.rule == "of them":
        return replace(_of(last, "part of") or _NOTHING, part_of=number)
    return None


def _of_kind_of(asked: Asked, earlier: Happening, how: str) -> Happening:
    """What happened to another figure, as it is called for what this one counts ("81 drones and two helicopters")."""
    same = _of(earlier, how) or _NOTHING
    word = None if earlier.cue is None else asked.vocabulary.metrics.get(earlier.cue)
    if word is None or earlier.metric not in word.object.values():
        return same
    return replace(same, metric=next((word.object[kind] for kind in asked.kinds if kind in word.object), same.metric))


def _with_whole(
    happening: Happening, index: int, before: list[tuple[int, int]], found: list[Happening | None], marked: str
) -> Happening:
    """ "Twenty people, including five children, were killed": the five are of the twenty."""
    if not before or happening.part_of is not None or happening.metric == "other":
        return happening
    at, number = before[-1]
    whole = found[number]
    between = marked[at:index] + "#" + marked[index + 1 :]
    if whole is not None and whole.part_of is not None and _COORDINATED.match(between):
        return replace(happening, part_of=whole.part_of)  # "of which 15 were destroyed and 25 captured"
    if whole is None or whole.metric == "other" or not (_PART.match(between) or _OF_WHOLE.search(marked[:index])):
        return happening
    return replace(happening, part_of=number)


def _part_of_next(
    part: Happening | None, whole: Happening, number: int, layers: Layers
) -> Happening | None:
    """ "10 of the 12 victims": what happened to the whole happened to the part, unless the text says otherwise."""
    if part is not None and part.metric == "other":
        part = _of(whole, "part of")
    counted = layers.counted[number]
    category = whole.category or (None if counted is None else counted.category)
    return None if part is None else replace(part, part_of=number, category=category)


def _refined(happening: Happening, asked: Asked) -> Happening:
    """ "fled Ukraine" is leaving the country; "killed and wounded" is casualties."""
    if happening.cue_start is None or happening.metric not in _REFINED:
        return happening
    tokens = asked.tokens
    cue = bisect_left(tokens.starts, happening.cue_start)
    if cue >= len(tokens.starts) or tokens.starts[cue] != happening.cue_start:
        return happening
    if happening.metric == "displaced":
        abroad = _ABROAD.match(tokens.tags, cue + 1) if happening.cue in asked.vocabulary.leaving else None
        country = None if abroad is None else asked.vocabulary.party_words.get(tokens.norms[abroad.end() - 1])
        if abroad is None or country is None or country[1] != "name":
            return _NOTHING if asked.vocabulary.leaving.get(happening.cue or "") == "countries" else happening
        left = abroad.end() - abroad.start() == 1  # "fled Ukraine", not "fled to Poland"
        return replace(happening, metric="fled", side=country[0] if left else None)
    second = _AND_VERB.match(tokens.tags, cue + 1)
    word = None if second is None else asked.vocabulary.metrics.get(tokens.norms[second.end() - 1])
    other = None if word is None else word.object.get("people")
    if other == "killed" and happening.metric in ("abducted", "captured", "detained"):
        return replace(happening, metric="killed")
    if other in _HARM and happening.metric in _HARM and other != happening.metric and "N" not in second[0]:  # type: ignore[index]
        return replace(happening, metric="casualties")
    return happening


_HARM = ("killed", "wounded", "missing")
_REFINED = frozenset({"displaced", "killed", "wounded", "abducted", "captured", "detained"})


def _with_category(
    happening: Happening,
    asked: Asked,
    before: list[tuple[int, int]],
    found: list[Happening | None],
    layers: Layers,
    last: int | None,
) -> Happening:
    """ "12 soldiers were killed and 40 wounded": a figure without a noun counts what the one before it counts."""
    counted = asked.counted
    if happening.metric in ("casualties", "lost") and counted.category == "people":
        return replace(happening, category=circumstances.owner_category(happening, asked))
    if happening.metric != "other" and counted.rule == "of them" and counted.category == "people" and before:
        whole = layers.counted[before[-1][1]]
        if whole is not None and "people" in kinds_of(whole):  # "twenty gunmen, four of whom died"
            return replace(happening, category=whole.category)
    if counted.head is not None or happening.metric == "other" or counted.last > counted.first:
        return happening
    if category := _of_noun(happening, asked):
        return replace(happening, category=category)
    if not before and (last is None or layers.counted[last].category not in FORCES):  # type: ignore[union-attr]
        return happening
    number = before[-1][1] if before else last
    assert number is not None
    counted_before, happened_before = layers.counted[number], found[number]
    if counted_before is None or happened_before is None:
        return happening
    category = happened_before.category or counted_before.category
    things = category not in FORCES and "people" not in kinds_of(replace(counted, category=category, head=category))
    if things and happening.metric in asked.vocabulary.of_people:
        return replace(happening, category="people")  # "two car bombs went off, killing 32"
    if category in _OWN_CATEGORY or layers.figures[number].unit != "count":
        return happening
    return replace(happening, category=category, side=happening.side or counted_before.side or happened_before.side)


def _of_noun(happening: Happening, asked: Asked) -> str | None:
    """ "military casualties at around 600,000": the words before the noun tell the category."""
    tokens = asked.tokens
    if happening.cue_start is None:
        return None
    cue = bisect_left(tokens.starts, happening.cue_start)
    for at in range(max(0, cue - 2), min(cue, len(tokens.starts))):
        word = asked.vocabulary.categories.get(tokens.norms[at])
        if word is not None and tokens.tags[at] == "C" and tokens.tags[cue] == "Y":
            return word.category
    if happening.rule == "label":
        labels = (asked.vocabulary.categories.get(norm) for norm in tokens.norms[max(0, cue - 2) : asked.index])
        return next((word.category for word in labels if word is not None), None)
    return None


# Of these a following figure without a noun need not count more: "killed 5 children and wounded 40".
_OWN_CATEGORY = frozenset({"other", "children", "women", "families", "officers", "people"})


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
        earlier.cue_end,
        actor=earlier.actor,
        side=earlier.side,
        whose=earlier.whose,
    )
