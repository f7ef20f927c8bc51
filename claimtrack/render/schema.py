"""The columns of a table -> the JSON Schema (draft 2020-12) of its json or jsonl output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from claimtrack.record import SCHEMA_VERSION, Column

# Field, rule, words of the text; with --trace and --why the entry of the vocabulary too.
_STEP = {"type": "array", "prefixItems": [{"type": "string"}] * 4, "minItems": 3, "items": False}
_TRACE = {"type": "array", "items": _STEP}


def write(name: str, columns: Iterable[Column], lines: bool, out: TextIO) -> None:
    """The schema of one line of jsonl, or of the whole object of json whose rows are under `name`."""
    version = {"const": SCHEMA_VERSION}
    row = _object({column.name: _value(column) for column in columns})
    if lines:
        schema = _object({**row["properties"], "schema_version": version})
    else:
        schema = _object({"schema_version": version, name: {"type": "array", "items": row}})
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"claimtrack {name}", **schema}
    out.write(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with just these keys, all of them always there. A later version may add keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _value(column: Column) -> dict[str, Any]:
    if column.kind == "trace":
        return {"description": column.meaning, **_TRACE}
    kind = "string" if column.kind == "date" else column.kind
    schema: dict[str, Any] = {"description": column.meaning, "type": [kind, "null"] if column.empty else kind}
    if column.kind == "date":
        schema["format"] = "date"
    if column.values:
        schema["enum"] = [*column.values, None] if column.empty else list(column.values)
    return schema
