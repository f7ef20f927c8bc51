"""Figure -> what happened to what it counts, who did it, and how the text puts it.

    "Russian shelling killed 12 people" -> killed, by Russia        "81 of 112 drones were shot down" -> intercepted

The rules (happening_rules.py) look at one figure in its sentence; what a figure takes from another (a list that goes
on, a part of a whole, "that figure rose to") is decided here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.model import Counted, Document, Happening, Layers, Tokens
from claimtrack.rules import Rule, first
from claimtrack.stages import circumstances
from claimtrack.stages.happening_details import as_whole, refined, with_category, with_side
from claimtrack.stages.happening_links import (
    NOTHING,
    figure_of,
    inherited,
    linked,
    listed,
    of_last,
    part_of_next,
    said_again,
)
from claimtrack.stages.happening_readings import Asked, Found, kinds_of
from claimtrack.stages.happening_rules import FAR, LISTED, NEAR, OF_ITS, WHOLE
from claimtrack.vocabulary.loader import Vocabulary

_SCARE_QUOTES = re.compile(r'"([^".;]{1,7})"')  # the "battle of El Nisperal"
_LIST_INSIDE = re.compile(r"\([^();]{0,20};[^()]{0,60}\)")  # "(91 men; 54 women; 7 girls)"
_AGE = re.compile(r"[XCTO],#,|[XS]\(#\)")  # "the governor, 52, said"
LONGEST_AGE = 4  # characters that no age has: "Perm (3,768)"
_SPEAKERS = re.compile(r"(?:[,\"]|^)D?#_+R(?![VJBAN])")  # "..., two officials said", "Two witnesses told Reuters"
_WHOLE = re.compile(rf"N{OF_ITS}$")


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
            figure = layers.figures[number]
            earlier = last if last is not None and figure.start - layers.figures[last].end < NEARBY else None
            asked, marked, before = _near(
                document.text, tokens, index, number, whole, answered, layers, vocabulary, earlier
            )
            happening = _NONE_OF if figure.value == 0 else _answer(asked, marked, before, found, earlier)
            phrase = document.text[figure.start : figure.end]
            if happening is NOTHING:
                happening = said_again(asked, number, found, layers) or NOTHING
            happening = circumstances.add(refined(happening, asked), asked, marked, phrase)
            happening = with_category(happening, asked, before, found, layers, earlier)
            happening = with_side(happening, asked, before, found, layers)
            fewer = earlier is not None and (figure.value or 0) < (layers.figures[earlier].value or 0)
            happening = linked(happening, asked, before, found, marked, earlier, fewer)
            found[number] = happening = as_whole(happening, asked, found, layers)
            if before and _WHOLE.search(marked, before[-1][0], asked.index):
                part = before[-1][1]
                found[part] = part_of_next(found[part], happening, number, layers) or NOTHING
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
    last: int | None,
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
    kinds = _kinds(counted, before, layers, vocabulary, last) if ahead is None else kinds_of(ahead, vocabulary)
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
    norms = asked.tokens.norms
    if index > 1 and norms[index - 1] == "of" and norms[index - 2] in asked.vocabulary.background_of:
        return Happening("other", "background noun")
    if _SPEAKERS.search(tags):
        return Happening("other", "counts who speaks")
    if _AGE.search(tags) and asked.tokens.ends[index] - asked.tokens.starts[index] < LONGEST_AGE:
        return Happening("other", "age in apposition")
    if before and _WHOLE.search(tags, 0, index):
        return _by_rule(WHOLE, asked, tags) or NOTHING
    of_whole = before and _WHOLE_AHEAD.match(tags, asked.counted.last) and listed(before, tags)
    return (
        (inherited(asked, before, found, tags) if of_whole else None)
        or (figure_of(found[last], asked, tags) if last is not None else None)
        or _by_rule(NEAR, asked, tags)
        or _by_rule(LISTED, asked, tags)
        or inherited(asked, before, found, tags)
        or _by_rule(FAR, asked, tags)
        or (of_last(asked, found[last], last, tags) if last is not None else None)
        or NOTHING
    )


REACH = 80  # tokens to either side of a figure that its rules look at
_WHOLE_AHEAD = re.compile(rf"{OF_ITS}N")
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
    whole = _LIST_INSIDE.sub(lambda listed: listed[0].replace(";", ","), "".join(tags))
    return _SCARE_QUOTES.sub(lambda quoted: f"~{quoted[1]}~", whole)


def _kinds(
    counted: Counted, before: list[tuple[int, int]], layers: Layers, vocabulary: Vocabulary, last: int | None
) -> tuple[str, ...]:
    """The kinds of what is counted; a figure without a noun may count what the one before it counts.

    What the sentence before counts is meant only where it flew: "Norway launched 40 drones. It said 38 were stopped."
    """
    earlier = None if before or last is None else layers.counted[last]
    flew = earlier is not None and earlier.category in vocabulary.of_categories.airborne
    if counted.head is None and (before or (flew and counted.last == counted.first)):
        listed = (layers.counted[figure] for _, figure in reversed(before))
        earlier = next((one for one in listed if one is not None and one.head is not None), earlier)
        if earlier is not None and earlier.head is not None:
            return tuple(dict.fromkeys((*kinds_of(earlier, vocabulary), "people")))
    return kinds_of(counted, vocabulary)


def _by_rule(rules: tuple[Rule[Asked, Found], ...], asked: Asked, tags: str) -> Happening | None:
    answer = first(rules, asked, tags)
    if answer is None:
        return None
    name, made = answer
    tokens = asked.tokens
    head, vocabulary = asked.counted.head, asked.vocabulary
    known = head in vocabulary.categories  # "2,400 goats" are not people
    unknown = asked.counted.category == "other" and not known and made.kind in ("people", "forces")
    word = vocabulary.metrics.get(tokens.norms[made.first])
    befalls_things = word is not None and "things" in {*word.object, *word.subject}
    doubtful = befalls_things or made.metric in vocabulary.of_metrics.common
    if unknown and head and doubtful and not head.endswith(vocabulary.persons):
        return NOTHING  # "900,000 bottles arrived", "12 banners hit"
    return Happening(
        metric=made.metric,
        rule=name,
        category="people" if unknown else None,  # "three siblings were killed": only people are
        cue=" ".join(tokens.norms[made.first : made.last + 1]),
        cue_start=tokens.starts[made.first],
    )
