"""A document's layers -> its figures as words can point at them: where they stand, whose they are, what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.model import Attribution, Document, Layers
from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_pointer import WINDOW, Pointer
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.standing_words import StandingWords

MOST = 400  # figures that one judgement can hold of; it bounds the work on any text
MOST_NAMED = 40
NEAR_CLAIM, NEAR_RUN, NEAR_FIGURE, NEAR_NAMED = 1, 2, 3, 8  # sentences back to the first figure meant


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """`candidates` are the figures that words can point at, `pointed_at` the same as a set.

    `sentence` holds the sentence of each figure.
    """

    document: Document
    layers: Layers
    vocabulary: Vocabulary
    words: StandingWords
    sentence: tuple[int, ...]
    candidates: tuple[int, ...]
    pointed_at: frozenset[int]

    def attributions_near(self, sentence: int) -> tuple[Attribution | None, ...]:
        """Those of the figures in this sentence and the next ones, whose source may be named here."""
        first = bisect_left(self.sentence, sentence)
        last = min(bisect_right(self.sentence, sentence + NEAR_FIGURE), first + MOST_NAMED)
        return self.layers.attributions[first:last]

    def source(self, figure: int) -> str | None:
        """Whose the figure is; None when nobody is named, or only by a pronoun."""
        said = self.layers.attributions[figure]
        if said is None or said.source is None or said.source.lower() in self.words.groups["persons"]:
            return None
        return said.source

    def metric(self, figure: int) -> str | None:
        happening = self.layers.happenings[figure]
        return happening.metric if happening else None

    def paragraph(self, figure: int) -> int:
        return self.layers.sentences[self.sentence[figure]].paragraph

    def whole(self, figure: int) -> int:
        """The figure that this one is a part of in its sentence, or itself."""
        happening = self.layers.happenings[figure]
        of = happening.part_of if happening else None
        return of if of is not None and self.sentence[of] == self.sentence[figure] else figure

    def before(self, sentence: int) -> tuple[int, ...]:
        """The candidates of earlier sentences, the nearest last."""
        end = self._first(sentence)
        return self.candidates[max(0, end - MOST) : end]

    def after(self, sentence: int) -> tuple[int, ...]:
        """The candidates of later sentences, the nearest first."""
        start = self._first(sentence + 1)
        return self.candidates[start : start + MOST]

    def _first(self, sentence: int) -> int:
        return bisect_left(self.candidates, sentence, key=lambda i: self.sentence[i])


def scene_of(document: Document, layers: Layers, vocabulary: Vocabulary) -> Scene:
    """The scene of a document with figures."""
    sentence = tuple(layers.sentence_at(figure.start) for figure in layers.figures)
    candidates = tuple(
        index
        for index, figure in enumerate(layers.figures)
        if figure.reason is None
        and figure.unit == "count"
        and figure.value != 0
        and (happening := layers.happenings[index]) is not None
        and happening.metric != "other"
    )
    return Scene(document, layers, vocabulary, vocabulary.standing, sentence, candidates, frozenset(candidates))


def antecedents(scene: Scene, line: Line, pointer: Pointer, medial: bool, large: bool) -> list[int]:
    """The figures that a pointer means.

    `medial`: it stands deep in its sentence, so it means what is said there; `large`: it may mean all that the text
    reports ("the reports of fighting").
    """
    words = scene.words
    if any(w in words.groups["ahead"] for w in pointer.words):
        return _run(scene, scene.after(line.sentence), 0)
    inside = _fitting(scene, pointer, line.within(max(0, pointer.start - 2 * WINDOW), pointer.start))
    if any(w in words.groups["former"] for w in pointer.words):
        return []
    onward = _fitting(scene, pointer, line.within(pointer.end, pointer.end + WINDOW))
    if pointer.tail == "which" and pointer.plural and onward and not inside:
        return onward  # "the ministry's figures, which could not be verified, put the dead at 12"
    if large and _blanket(scene, pointer):
        return _spoken_of(scene, _fitting(scene, pointer, scene.before(line.sentence)) + inside)
    if inside:
        return _inside(scene, pointer, inside)
    if medial and pointer.kind in ("claim", "pronoun"):
        return []
    found = _earlier(scene, line, pointer)
    if pointer.kind == "relative" or (not found and line.text.partition(" ")[0] in words.groups["conceding"]):
        return onward
    return found


def _inside(scene: Scene, pointer: Pointer, inside: list[int]) -> list[int]:
    if pointer.kind == "figure" and not pointer.plural and pointer.words[-1] not in scene.words.groups["overall"]:
        return [scene.whole(inside[-1])]
    return [i for i in inside if scene.source(i) == scene.source(inside[-1])]


def _earlier(scene: Scene, line: Line, pointer: Pointer) -> list[int]:
    """Of the sentences before: one claim for a singular word, a run of them from one source for a plural."""
    near = [i for i in scene.before(line.sentence) if line.sentence - scene.sentence[i] <= NEAR_NAMED]
    earlier = _fitting(scene, pointer, near)
    if not earlier or pointer.kind == "relative":
        return []
    if line.sentence - scene.sentence[earlier[-1]] > _reach(scene, pointer, earlier[-1]):
        return []
    if pointer.words[0] in scene.words.groups["of_two"]:
        return _last_two_sources(scene, earlier)
    if pointer.words[0] == "none":
        return [i for i in earlier if scene.paragraph(i) == scene.paragraph(earlier[-1])]
    if pointer.kind == "outcome":
        return _together(scene, earlier)
    if pointer.plural:
        return _run(scene, earlier, -1)
    head = pointer.words[-1]
    if pointer.kind == "figure" and head not in scene.words.groups["overall"]:
        return [scene.whole(earlier[-1])]
    last = earlier[-1]
    said = [i for i in _run(scene, earlier, -1) if scene.paragraph(i) == scene.paragraph(last)]
    if head in scene.words.groups["telling"]:
        return [i for i in said if not scene.source(last) or scene.source(i) == scene.source(last)]
    return [i for i in said if scene.sentence[i] == scene.sentence[last]]


def _together(scene: Scene, earlier: list[int]) -> list[int]:
    """The figures of neighbouring sentences, whoever gave them: "police confirmed the deaths"."""
    near, found = scene.sentence[earlier[-1]], []
    for figure in reversed(earlier):
        if near - scene.sentence[figure] > NEAR_CLAIM:
            break
        near = scene.sentence[figure]
        found.append(figure)
    return found


def _reach(scene: Scene, pointer: Pointer, figure: int) -> int:
    if _named(scene, pointer, [figure]):
        return NEAR_NAMED
    if pointer.kind in ("figure", "outcome") or pointer.words[0] in ("neither", "both"):
        return NEAR_FIGURE
    return NEAR_CLAIM


def _run(scene: Scene, figures: tuple[int, ...] | list[int], at: int) -> list[int]:
    """The run of figures from one source that begins or ends the list; who is not named goes with the neighbours."""
    ordered = figures if at == 0 else figures[::-1]
    source: str | None = None
    found: list[int] = []
    for figure in ordered:
        said = scene.source(figure)
        gap = abs(scene.sentence[figure] - scene.sentence[found[-1]]) if found else 0
        if gap > (NEAR_RUN if said and said == source else NEAR_CLAIM) or (said and source and said != source):
            break
        if found and said != source and scene.paragraph(figure) != scene.paragraph(found[-1]):
            break
        source = source or said
        found.append(figure)
    return found


def _last_two_sources(scene: Scene, earlier: list[int]) -> list[int]:
    found: list[int] = []
    sources: list[str | None] = []
    for figure in reversed(earlier):
        if scene.sentence[earlier[-1]] - scene.sentence[figure] > NEAR_FIGURE:
            break
        source = scene.source(figure)
        if source not in sources:
            if len(sources) == 2:
                break
            sources.append(source)
        found.append(figure)
    return found


def _blanket(scene: Scene, pointer: Pointer) -> bool:
    """Whether it speaks of reports at large: "the reports of fighting", "battlefield claims"."""
    if pointer.kind not in ("claim", "figure") or not pointer.plural:
        return False
    groups = scene.words.groups
    if any(w in groups["demonstratives"] for w in pointer.words):
        return False
    if any(w in groups["general"] for w in pointer.words) or "side" in pointer.tail or "sides" in pointer.tail:
        return True
    if any(w in groups["sides"] for w in pointer.words) or pointer.tail in groups["whole"]:
        return True
    if pointer.kind != "claim" or not pointer.determined or pointer.words[-1] not in ("reports", "accounts"):
        return False
    return pointer.tail.partition(" ")[0] in groups["about"] or " and " in pointer.tail


def _spoken_of(scene: Scene, figures: list[int]) -> list[int]:
    """Of the figures before a blanket judgement, those that somebody reported, and what stands between them."""
    sourced = [at for at, figure in enumerate(figures) if scene.source(figure)]
    return figures[sourced[0] : sourced[-1] + 1] if sourced else []


def _fitting(scene: Scene, pointer: Pointer, figures: Sequence[int]) -> list[int]:
    """The figures that the pointer's words allow: of the thing counted and of the source they name."""
    fitting = [i for i in figures if i in scene.pointed_at]
    limits = [scene.words.topics[w] for w in (*pointer.words, *pointer.tail.split()) if w in scene.words.topics]
    if limits:
        wanted = limits[0].intersection(*limits) or limits[0].union(*limits)
        fitting = [i for i in fitting if scene.metric(i) in wanted]
    if any(word in scene.words.groups["of_battle"] for word in pointer.words):
        fitting = [i for i in fitting if _fights(scene, i)] or fitting
    return _named(scene, pointer, fitting) or fitting


def _fights(scene: Scene, figure: int) -> bool:
    """Whether a figure counts forces or things, not civilians or people at large."""
    told, known = scene.layers.happenings[figure], scene.layers.counted[figure]
    category = (told.category if told else None) or (known.category if known else "")
    vocabulary = scene.vocabulary
    groups = vocabulary.of_metrics
    suffered = told is not None and told.metric in groups.suffered | groups.casualty and category == "people"
    return suffered or category in vocabulary.of_categories.forces or "things" in vocabulary.kinds.get(category, ())


def _named(scene: Scene, pointer: Pointer, figures: Sequence[int]) -> list[int]:
    """The figures whose source the pointer names: "the ministry's claims", "reports by X and Y"."""
    said = {w.removesuffix("'s").removesuffix("'") for w in (*pointer.words[:-1], *pointer.tail.split())}
    parties = {party[0] for w in said if (party := scene.vocabulary.party_words.get(w))}
    found = []
    for index in figures:
        attribution = scene.layers.attributions[index]
        if attribution is None or attribution.source is None:
            continue
        if attribution.side in parties or said & _names(attribution.source, scene.words):
            found.append(index)
    return found


def _names(source: str, words: StandingWords) -> set[str]:
    named = {w for w in source.lower().replace("’s", "").replace("'s", "").split() if len(w) > 2}
    return named.difference(words.groups["in_names"])
