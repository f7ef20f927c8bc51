"""A Parquet file of articles -> a document a row, as batches come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers.article import article
from claimtrack.readers.columns import matched
from claimtrack.readers.settings import PLAIN, Settings
from claimtrack.readers.streams import seekable

BATCH = 64  # rows held at a time


def read(file: BinaryIO, name: str, settings: Settings = PLAIN) -> Iterator[Document | ClaimtrackError]:
    """Each row's document or trouble. Raises ClaimtrackError when pyarrow is missing or cannot read the file."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as trouble:
        raise ClaimtrackError(f"{name}: Parquet needs pyarrow: pip install 'claimtrack[parquet]'") from trouble
    try:
        opened = parquet.ParquetFile(seekable(file), pre_buffer=False)
        columns = matched(opened.schema_arrow.names, settings.columns, name)
        number = 0
        for batch in opened.iter_batches(BATCH, columns=list(dict.fromkeys(columns.values()))):
            for row in batch.to_pylist():
                number += 1
                yield from _row({field: row[column] for field, column in columns.items()}, f"{name}:{number}", settings)
    except (ArrowException, OSError, UnicodeDecodeError) as trouble:
        said = (str(trouble).splitlines() or [""])[0][:100]
        raise ClaimtrackError(f"{name}: not a Parquet file that can be read: {said}") from trouble


def _row(fields: dict[str, object], where: str, settings: Settings) -> Iterator[Document | ClaimtrackError]:
    text = fields.pop("text")
    if not isinstance(text, str) or not text.strip():
        yield ClaimtrackError(f"{where}: this row has no text")
        return
    yield from article(fields, text, where, settings, kind="parquet")
