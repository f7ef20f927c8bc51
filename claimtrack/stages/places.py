"""Figures and tokens -> for each figure the most specific named place it is about.

A place in the figure's own clause comes first, then one in a clause joined to it, then one elsewhere in the sentence; a
sentence that names none goes on with the place before it when it plainly speaks of the same event.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from claimtrack.model import Document, Figure, Layers, Placing, Tokens, frozen
from claimtrack.stages.place_names import MAYBE, OFFICE, WINDOW, NameReader, Place
from claimtrack.vocabulary.loader import Vocabulary

STRONG, RELATIVE, WEAK = 3, 2, 1
PART = re.compile(r"i[^,;VvGBAJR]*$")
OWN = re.compile(r"[,c]NPD?x?$")  # "2,189 died, 137 in Nippes" tells nothing of the 2,189
BACK = 3  # sentences in which to look for the place that a sentence goes on with
FIGURES_BACK = 8  # sentences since a figure with a place whose event it may still be
COMMA = 5  # tokens that a comma between a figure and a place counts for
OPENING = 10  # characters before the figure that begins a sentence
AROUND = 12  # sentences in which to look for the heading or the country that a sentence belongs to
LONGEST_HEADING = 40  # characters
YEAR = 4  # digits
STOPS = ".,:;!?…”\"'’)"
HEADED = re.compile(r"(?:\d{1,2}[.)]\s|[#*]{1,4}\s?)?(?P<name>[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+){0,3})\*{0,2}")
FAR = 60  # tokens between a figure and its place in one sentence


@frozen
class Scene:
    """A sentence's places and clause borders, by token index."""

    tokens: Tokens
    places: tuple[Place, ...]
    borders: tuple[int, ...]
    strengths: tuple[int, ...]


@dataclass(slots=True)
class Reader:
    """One document under way, with what was made of its sentences so far."""

    document: Document
    layers: Layers
    vocabulary: Vocabulary
    scenes: dict[int, Scene | None] = field(default_factory=dict)
    going_on: dict[int, bool] = field(default_factory=dict)  # whether a sentence goes on with the place before it
    told: dict[int, Placing | None] = field(default_factory=dict)  # the place of the last figure of a sentence
    waiting: dict[int, int] = field(default_factory=dict)  # that figure, where its place was not asked for so far


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Placing | None, ...]:
    """A Placing for every figure of which a claim is asked for and that has a place, else None."""
    reader = Reader(document, layers, vocabulary)
    out: list[Placing | None] = [None] * len(layers.figures)
    for index, figure in enumerate(layers.figures):
        number = layers.sentence_at(figure.start)
        if figure.reason is not None:
            continue
        if layers.asked(index):
            reader.waiting.pop(number, None)
            out[index] = reader.told[number] = _placing(reader, index, number)
        else:
            reader.waiting[number] = index
    return tuple(out)


def _told_before(reader: Reader, number: int) -> dict[int, Placing | None]:
    """The place of the last figure of each sentence before this one, found now where it was not asked for."""
    for at in [at for at in reader.waiting if at < number]:
        reader.told[at] = _placing(reader, reader.waiting.pop(at), at)
    return reader.told


def _placing(reader: Reader, index: int, number: int) -> Placing | None:
    """The place of the figure of this index, which stands in the sentence of this number."""
    at, figure = scene(reader, number), reader.layers.figures[index]
    if at is None:
        return None
    here = _nearest(at, figure, MAYBE)
    if here is not None:
        return here
    before = _told_before(reader, number).get(number - 1) if _follows_on(reader, figure, number) else None
    if before is not None:
        return Placing(before.place, "same paragraph")
    office = _nearest(at, figure, OFFICE)
    if office is not None:
        return office
    if number not in reader.going_on:
        reader.going_on[number] = _goes_on(at, reader.vocabulary)
    found = _place_before(reader, number) if reader.going_on[number] else None
    return found or (_around(reader, at, index, number) if _is_claim(reader, index) else None)


def _is_claim(reader: Reader, index: int) -> bool:
    """Whether something happened to what a figure counts: what is background belongs to no event."""
    happening = reader.layers.happenings[index]
    return happening is not None and happening.metric != "other"


def _around(reader: Reader, at: Scene, index: int, number: int) -> Placing | None:
    """The place of the heading above, or of the sentences before in the paragraph; of what is counted up, a country."""
    words, sentences = reader.vocabulary.places, reader.layers.sentences
    norms = at.tokens.norms
    if not words.breaks.isdisjoint(norms[:3]) or _new_event(reader, at):
        return None
    wide = not words.totals.isdisjoint(norms) or _speaks_for_more(reader, index)
    for before in range(number - 1, max(-1, number - 1 - AROUND), -1):
        titled = heading(reader, before)
        if titled is not None:
            return Placing(titled, "heading") if titled else None
        earlier = scene(reader, before) if sentences[before].paragraph == sentences[number].paragraph else None
        if earlier is None:
            continue
        if not wide and number - before <= BACK:
            place = _told_before(reader, number).get(before)
            if place is not None and place.rule != "same paragraph":
                return Placing(place.place, "same paragraph")
            if place is None and earlier.places:
                return Placing(_most_spoken_of(reader, number, earlier), "same paragraph")
        for named in earlier.places:
            if reader.vocabulary.party_words.get(named.name.lower(), ("", ""))[1] == "name":
                return Placing(named.name, "country around")
        if _turns(earlier, reader.vocabulary, False):
            return None
    return None


def _speaks_for_more(reader: Reader, index: int) -> bool:
    """Whether who asserts a figure counts for a country or the world: a ministry, a court, the UN."""
    source = reader.layers.attributions[index]
    if source is None or source.kind in ("igo", "ngo"):
        return source is not None
    if source.side is None:
        return False
    bodies = reader.vocabulary.speech.words["national"]
    return source.kind in ("government", "military", "court") or (source.source or "").lower().endswith(tuple(bodies))


def _new_event(reader: Reader, at: Scene) -> bool:
    """Whether a sentence begins with another event: "An eruption in 1997 killed three", "In 1997, three died"."""
    tokens, words = at.tokens, reader.vocabulary.places
    norms = tokens.norms
    if norms[:1] == ("in",) and tokens.tags[2:3] == ",":
        after = reader.document.text[tokens.starts[1] : tokens.ends[1]]
        return after.isdigit() and len(after) == YEAR
    return norms[:1] in (("a",), ("an",), ("another",)) and not words.events.isdisjoint(norms[1:6])


def heading(reader: Reader, number: int) -> str | None:
    """The place that a line which is only a heading names, "" for a heading that names none; None for a sentence."""
    sentence, text = reader.layers.sentences[number], reader.document.text
    if sentence.end - sentence.start > LONGEST_HEADING or text[sentence.end - 1] in STOPS:
        return None
    words = HEADED.fullmatch(text, sentence.start, sentence.end)
    if words is None:
        return None
    name, spelled = words["name"], words["name"].title()
    around = text[max(0, sentence.start - WINDOW) : sentence.end + WINDOW]
    if name.isupper() and spelled in around:
        name = spelled
    if reader.vocabulary.tags.get(name.lower()) == "L" or reader.vocabulary.gazetteer.level(name) is not None:
        return name
    return name if any(f"{word} {name}" in around for word in ("in", "near", "on")) else ""


def _most_spoken_of(reader: Reader, number: int, earlier: Scene) -> str:
    """Of the places of an earlier sentence the one that the text around speaks of most."""
    around = reader.layers.sentences[number].start
    text = reader.document.text[max(0, around - WINDOW) : around + WINDOW]
    return max(earlier.places, key=lambda place: text.count(place.name)).name


def _place_before(reader: Reader, number: int) -> Placing | None:
    """The place that a sentence which points back goes on with; none when the figures before it had none."""
    told = _told_before(reader, number)
    for before in range(number - 1, max(-1, number - 1 - FIGURES_BACK), -1):
        if heading(reader, before) is not None:
            return None
        earlier = scene(reader, before)
        if earlier is not None and earlier.places and number - before <= BACK:
            return Placing(_most_spoken_of(reader, number, earlier), "place before")
        place = told.get(before)
        if place is not None:
            return Placing(place.place, "same event")
        if earlier is not None and _turns(earlier, reader.vocabulary, before in told):
            return None
    return None


def scene(reader: Reader, number: int) -> Scene | None:
    if number not in reader.scenes:
        tokens = reader.layers.tokens.get(number)
        reader.scenes[number] = _make(reader, tokens) if tokens is not None else None
    return reader.scenes[number]


def _make(reader: Reader, tokens: Tokens) -> Scene:
    places = tuple(NameReader(reader.document.text, tokens, reader.vocabulary).read())
    words = reader.vocabulary.dates.words
    borders, strengths = [], []
    for index, norm in enumerate(tokens.norms if places else ()):
        strength = (STRONG if norm in words["strong"] or norm == ";" else RELATIVE if norm in words["relative"]
                    else WEAK if norm in words["weak"] or norm in words["that"] else 0)  # fmt: skip
        if strength:
            borders.append(index)
            strengths.append(strength)
    return Scene(tokens, places, tuple(borders), tuple(strengths))


def _nearest(at: Scene, figure: Figure, worst: int) -> Placing | None:
    """The nearest place in grammar, of those at least as sure as `worst`."""
    best, best_key = None, (9, 9, 0)
    here = bisect_left(at.tokens.starts, figure.start)
    for place in at.places:
        low, high = (place.end, here) if place.end <= here else (here, place.start)
        if place.grade > worst or high - low > FAR:
            continue
        # "30 people, including 12 in Homs" tells nothing of the 30; "30 people, including a boy, died in Homs" does
        of_a_part = place.start > here and PART.search(at.tokens.tags, low, high) is not None
        of_another = place.start > here and OWN.search(at.tokens.tags, here + 1, place.start) is not None
        if of_a_part or of_another:
            continue
        between = at.strengths[bisect_left(at.borders, low) : bisect_right(at.borders, high)]
        far = high - low + COMMA * at.tokens.tags.count(",", low, high)
        key = (max(between, default=0), place.grade, far)
        if key < best_key:
            best, best_key = place, key
    return Placing(best.name, ("clause", "joined clause", "relative clause", "sentence")[best_key[0]]) if best else None


def _follows_on(reader: Reader, figure: Figure, number: int) -> bool:
    """Whether a sentence begins with its figure and goes on in a paragraph: "Another 50 homes were lost"."""
    here, before = reader.layers.sentences[number], reader.layers.sentences[number - 1]
    another = reader.document.text.startswith("Another ", here.start)
    return (another or here.paragraph == before.paragraph) and figure.start - here.start <= OPENING


def _turns(at: Scene, vocabulary: Vocabulary, counts: bool) -> bool:
    """Whether the text leaves the event here: "Elsewhere, ...", or a sentence that counts over more than one place."""
    norms, words = at.tokens.norms, vocabulary.places
    return not words.breaks.isdisjoint(norms[:3]) or (counts and not words.totals.isdisjoint(norms))


def _goes_on(at: Scene, vocabulary: Vocabulary) -> bool:
    """Whether a sentence without a place points back: "the attack", "there", "across the state"."""
    norms, words = at.tokens.norms, vocabulary.places
    if _turns(at, vocabulary, True):
        return False
    return not words.pointers.isdisjoint(norms) or any(
        (norm in words.pointed or norm in words.nouns) and not words.determiners.isdisjoint(norms[max(0, i - 2) : i])
        for i, norm in enumerate(norms)
    )
