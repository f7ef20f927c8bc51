"""A document's layers -> its figures as words can point at them: where they stand, whose they are, what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from claimtrack.model import Attribution, Document, Layers
from claimtrack.stages.standing_line import Line
from claimtrack.stages.standing_pointer import Pointer
from claimtrack.vocabulary.loader import Vocabulary
from claimtrack.vocabulary.standing_words import StandingWords

NEAR_CLAIM, NEAR_RUN, NEAR_FIGURE, NEAR_NAMED = 1, 2, 3, 8  # sentences back to the first figure meant


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """`candidates` are the figures that words can point at, `sentence` the sentence of each figure."""

    document: Document
    layers: Layers
    vocabulary: Vocabulary
    words: StandingWords
    sentence: tuple[int, ...]
    candidates: tuple[int, ...]

    def attribution(self, figure: int) -> Attribution | None:
        return self.layers.attributions[figure] if figure < len(self.layers.attributions) else None

    def source(self, figure: int) -> str | None:
        said = self.attribution(figure)
        return said.source if said else None

    def metric(self, figure: int) -> str | None:
        happening = self.layers.happenings[figure] if figure < len(self.layers.happenings) else None
        return happening.metric if happening else None

    def whole(self, figure: int) -> int:
        """The figure that this one is a part of in its sentence, or itself."""
        happening = self.layers.happenings[figure] if figure < len(self.layers.happenings) else None
        of = happening.part_of if happening else None
        return of if of is not None and self.sentence[of] == self.sentence[figure] else figure

    def before(self, sentence: int) -> tuple[int, ...]:
        """The candidates of earlier sentences, the nearest last."""
        return self.candidates[: self._first(sentence)]

    def after(self, sentence: int) -> tuple[int, ...]:
        return self.candidates[self._first(sentence + 1) :]

    def _first(self, sentence: int) -> int:
        return bisect_left(self.candidates, sentence, key=lambda i: self.sentence[i])


_COMMON = {"the", "and", "for"}


def scene_of(document: Document, layers: Layers, vocabulary: Vocabulary) -> Scene:
    """The scene of a document with figures."""
    starts = [s.start for s in layers.sentences]
    sentence = tuple(max(0, bisect_right(starts, f.start) - 1) for f in layers.figures)
    candidates = tuple(
        index
        for index, figure in enumerate(layers.figures)
        if figure.reason is None
        and figure.unit == "count"
        and figure.value != 0
        and not (layers.happenings and ((h := layers.happenings[index]) is None or h.metric == "other"))
    )
    return Scene(document, layers, vocabulary, vocabulary.standing, sentence, candidates)


def antecedents(scene: Scene, line: Line, pointer: Pointer, medial: bool, large: bool) -> list[int]:
    """The figures that a pointer means.

    `medial`: it stands deep in its sentence, so it means what is said there; `large`: it may mean all that the text
    reports ("the reports of fighting").
    """
    words = scene.words
    if any(w in words.groups["ahead"] for w in pointer.words):
        return _run(scene, scene.after(line.sentence), 0)
    fitting = _fitting(scene, pointer)
    inside = [i for i in line.within(0, pointer.start) if i in fitting]
    earlier = [i for i in scene.before(line.sentence) if i in fitting]
    if large and _blanket(scene, pointer):
        return _spoken_of(scene, earlier + inside)
    if inside:
        return _inside(scene, pointer, inside)
    if medial and pointer.kind in ("claim", "pronoun"):
        return []
    found = _earlier(scene, line, pointer, earlier)
    if pointer.kind == "relative" or (not found and line.text.startswith(("although ", "though ", "while "))):
        return [i for i in line.within(pointer.end, len(line.text)) if i in fitting]
    return found


def _inside(scene: Scene, pointer: Pointer, inside: list[int]) -> list[int]:
    if pointer.kind == "figure" and not pointer.plural:
        return [scene.whole(inside[-1])]
    return [i for i in inside if scene.source(i) == scene.source(inside[-1])]


def _earlier(scene: Scene, line: Line, pointer: Pointer, earlier: list[int]) -> list[int]:
    if not earlier or pointer.kind == "relative":
        return []
    gap = line.sentence - scene.sentence[earlier[-1]]
    if gap > _reach(scene, pointer):
        return []
    if pointer.words[0] in ("neither", "both", "either"):
        return _last_two_sources(scene, earlier)
    if pointer.plural:
        return _run(scene, earlier, -1)
    if pointer.kind in ("figure", "outcome"):
        return [scene.whole(earlier[-1])]
    last = earlier[-1]
    return [i for i in earlier if scene.sentence[i] == scene.sentence[last] and scene.source(i) == scene.source(last)]


def _reach(scene: Scene, pointer: Pointer) -> int:
    if _named(scene, pointer):
        return NEAR_NAMED
    if pointer.kind in ("figure", "outcome"):
        return NEAR_FIGURE
    return NEAR_CLAIM


def _run(scene: Scene, figures: tuple[int, ...] | list[int], at: int) -> list[int]:
    """The run of figures from one source that begins or ends the list."""
    if not figures:
        return []
    ordered = figures if at == 0 else figures[::-1]
    source, near = scene.source(ordered[0]), scene.sentence[ordered[0]]
    found = []
    for figure in ordered:
        gap = abs(scene.sentence[figure] - near)
        if scene.source(figure) != source or gap > (NEAR_RUN if source else 0):
            break
        near = scene.sentence[figure]
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
    if any(w in groups["general"] for w in pointer.words) or "side" in pointer.tail or "sides" in pointer.tail:
        return True
    if any(w in ("side's", "sides'", "sides", "side") for w in pointer.words) or pointer.tail in groups["whole"]:
        return True
    if pointer.kind != "claim" or not pointer.determined or pointer.words[-1] not in ("reports", "accounts"):
        return False
    return pointer.tail.startswith(("of ", "about ", "from ", "on ")) or " and " in pointer.tail


def _spoken_of(scene: Scene, figures: list[int]) -> list[int]:
    """Of the figures before a blanket judgement, those that somebody reported, and what stands between them."""
    if not scene.layers.attributions:
        return figures
    sourced = [at for at, figure in enumerate(figures) if scene.source(figure)]
    return figures[sourced[0] : sourced[-1] + 1] if sourced else []


def _fitting(scene: Scene, pointer: Pointer) -> frozenset[int] | tuple[int, ...]:
    """The candidates that the pointer's words allow: of the thing counted and of the source they name."""
    limits = [scene.words.topics[w] for w in (*pointer.words, *pointer.tail.split()) if w in scene.words.topics]
    fitting = scene.candidates
    if limits and scene.layers.happenings:
        wanted = frozenset().union(*limits)
        fitting = tuple(i for i in fitting if scene.metric(i) in wanted)
    named = _named(scene, pointer)
    if named:
        fitting = tuple(i for i in fitting if i in named)
    return frozenset(fitting)


def _named(scene: Scene, pointer: Pointer) -> frozenset[int]:
    """The candidates whose source the pointer names: "the ministry's claims", "reports by X and Y"."""
    tail = pointer.tail.split()
    said = {w.removesuffix("'s").removesuffix("'") for w in (*pointer.words[:-1], *tail)}
    parties = {party[0] for w in said if (party := scene.vocabulary.party_words.get(w))}
    found = []
    for index in scene.candidates:
        attribution = scene.attribution(index)
        if attribution is None or attribution.source is None:
            continue
        if attribution.side in parties or said & _names(attribution.source):
            found.append(index)
    return frozenset(found)


def _names(source: str) -> set[str]:
    return {w for w in source.lower().replace("’s", "").replace("'s", "").split() if len(w) > 2} - _COMMON
