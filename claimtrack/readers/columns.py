"""The columns of a table, or keys of an object -> the fields of an article, by --map or by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimtrack.errors import ClaimtrackError
from claimtrack.readers.words import words

FIELDS = ("id", "title", "date", "publisher", "author", "url", "text")


def mapping(text: str) -> dict[str, str]:
    """"text=body,date=published" as field -> column. Raises ClaimtrackError for what is no such list."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equal, column = (piece.strip() for piece in part.partition("="))
        if name not in FIELDS or not equal or not column:
            raise ClaimtrackError(f"--map: {part!r} is not FIELD=COLUMN; the fields are {', '.join(FIELDS)}")
        found[name] = column
    return found


def matched(names: Iterable[str], given: Mapping[str, str], where: str) -> dict[str, str]:
    """Which column holds each field: as given, else the best known name regardless of case.

    Raises ClaimtrackError when a given column is not there, or nothing holds the text.
    """
    there = list(names)
    plain = {_plain(name): name for name in reversed(there)}
    found = {}
    for field in FIELDS:
        if field in given:
            if given[field] not in there:
                raise ClaimtrackError(f"{where}: there is no column {given[field]!r}; there are {_list(there)}")
            found[field] = given[field]
        elif hit := next((plain[name] for name in words().columns[field] if name in plain), None):
            found[field] = hit
    if "text" not in found:
        raise ClaimtrackError(f"{where}: no column holds the text; name it with --map text=…; there are {_list(there)}")
    return found


def mapped(found: Mapping[str, object], given: Mapping[str, str]) -> dict[str, object]:
    """The fields of one object; a field that nothing holds is left out."""
    plain = {_plain(name): name for name in reversed(list(found))}
    fields: dict[str, object] = {}
    for field in FIELDS:
        known = (plain[name] for name in words().columns[field] if name in plain)
        name = given[field] if field in given else next(known, None)
        if name is not None and name in found:
            fields[field] = found[name]
    return fields


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _list(names: list[str]) -> str:
    return ", ".join(name[:40] for name in names[:30]) or "none"
