"""Claims made by hand for tests: only what a test is about is said, the rest is plain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from claimtrack.identity import claim_id
from claimtrack.model import Claim, Document, Figure, Filed, Layers, Number, Sentence

_ids = count(1)


def layers(sentences: Iterable[Sentence], figures: Iterable[Figure], **given: Any) -> Layers:
    """Layers as a stage is handed them, parallel to the figures: of what a test does not give nothing is known."""
    split, found = tuple(sentences), tuple(figures)
    parallel = ("counted", "happenings", "attributions", "standing", "dates", "places")
    nothing: dict[str, Any] = dict.fromkeys(parallel, (None,) * len(found))
    return Layers(sentences=split, figures=found, **nothing | given)


def said(
    value: Number | tuple[Number, Number],
    quantifier: str = "exact",
    on: str | None = "2022-03-02",
    *,
    stance: str = "unknown",
    publisher: str | None = "The Wire",
    document: str = "a1",
    written: str | None = None,
    **fields: Any,
) -> Filed:
    """One claim as questions see it: Russian troops lost since the start of the war, unless `fields` tell otherwise.

    A pair of numbers is a range. `on` is the day the figure stands for, `written` the document's.
    """
    low, high = value if isinstance(value, tuple) else (value, value)
    made: dict[str, Any] = dict.fromkeys(Claim.__dataclass_fields__)
    made |= {
        "id": f"id{next(_ids):06}",
        "document": document,
        "start": 0,
        "end": 1,
        "figure": str(value),
        "quantifier": "range" if isinstance(value, tuple) and quantifier == "exact" else quantifier,
        "value": None if isinstance(value, tuple) else value,
        "low": None if quantifier in ("at_most", "less_than") else low,
        "high": None if quantifier in ("at_least", "more_than") else high,
        "unit": "count",
        "metric": "lost",
        "category": "troops",
        "side": "Russia",
        "modality": "stated",
        "counting": "cumulative",
        "verification": "unstated",
        "as_of": date.fromisoformat(on) if on else None,
        "sentence": "",
        "confidence": 1.0,
        "trace": (),
    }
    paper = Document(document, "", date=date.fromisoformat(written) if written else None, publisher=publisher)
    return Filed(Claim(**made | fields), paper, stance)


def ukraine(value: Number | tuple[Number, Number], quantifier: str = "exact", on: str | None = "2022-03-02",
            source: str = "General Staff", **more: Any) -> Filed:  # fmt: skip
    """What Ukraine says of Russian troops."""
    return said(value, quantifier, on, source=source, source_side="Ukraine", stance="adversary", **more)


def russia(value: Number | tuple[Number, Number], quantifier: str = "exact", on: str | None = "2022-03-02",
           source: str = "Russian Defence Ministry", **more: Any) -> Filed:  # fmt: skip
    """What Russia says of its own troops."""
    return said(value, quantifier, on, source=source, source_side="Russia", stance="own", **more)


def store(path: Path | str, *claims: Filed) -> None:
    """A ledger with the claims, each under its document; claims of one document share the first one's."""
    from claimtrack.ledger import opening

    documents: dict[str, list[Filed]] = {}
    for filed in claims:
        documents.setdefault(filed.document.id, []).append(filed)
    with opening.grown(str(path)) as ledger:
        for filed_here in documents.values():
            ledger.add(filed_here[0].document, filed_here, "1", "words")


def stated(text: str, figure: str, document: str = "a1", **fields: Any) -> Filed:
    """A claim that stands in its text as a ledger's check wants it: the first place where `figure` is, and its id."""
    start = text.index(figure)
    value = fields.pop("value", int("".join(filter(str.isdigit, figure)) or 0))
    metric = fields.setdefault("metric", "killed")
    place = {"start": start, "end": start + len(figure), "figure": figure, "sentence": text}
    name = claim_id(document, start, start + len(figure), metric)
    one = said(value, document=document, **{"id": name, **place, **fields})
    return replace(one, document=replace(one.document, text=text))
