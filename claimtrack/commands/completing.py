"""What an article does not say of itself, as the options say it; the date else as its text tells."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from claimtrack.model import Document
from claimtrack.stages.document_date import day_told
from claimtrack.vocabulary.date_words import DateWords

PROPERTIES = "properties"  # of a file that a program wrote; the day may be that of printing


class Defaults(NamedTuple):
    """What holds of articles that do not tell; `file_dates`: the time of the file where nothing else gives a day."""

    date: date | None = None
    publisher: str | None = None
    file_dates: bool = False


def completed(document: Document, defaults: Defaults, words: DateWords) -> Document:
    """The document with a date and a publisher, as far as they can be known, and what told the date."""
    told, origin = document.date, document.date_origin
    if told is None or origin == PROPERTIES:
        told, origin = _day(document, defaults, words)
    own = origin == document.date_origin
    return replace(
        document,
        date=told,
        date_origin=origin,
        date_text=document.date_text if own else None,
        date_precision=document.date_precision if own else "day",
        publisher=document.publisher or defaults.publisher,
    )


def _day(document: Document, defaults: Defaults, words: DateWords) -> tuple[date | None, str | None]:
    """The day of an article that has none, or just one that a program wrote into its file, and what told it."""
    if defaults.date:
        return defaults.date, "option"
    if found := day_told(document.text, words):
        return found
    if document.date:
        return document.date, PROPERTIES
    if defaults.file_dates and document.path and os.path.isfile(document.path):
        return date.fromtimestamp(os.path.getmtime(document.path)), "file"
    return None, None
