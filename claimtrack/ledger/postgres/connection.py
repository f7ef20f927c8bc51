"""PostgreSQL as the database of a ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Dumper, Loader

from claimtrack.ledger.columns import quoted
from claimtrack.ledger.database import Condition, Found, Values
from claimtrack.names import fold
from claimtrack.record import Cell, number

LOCK = "SELECT pg_advisory_xact_lock(1131179380, hashtext(current_schema()))"  # of one ledger: "Clmt" and its schema
_PLACE = re.compile(r"\?|(?<![:\w]):([a-z]\w*)")
_WORDS = (  # of SQLite -> of PostgreSQL
    ("group_concat(DISTINCT metric)", "string_agg(DISTINCT metric, ',')"),
    ("json_array(", "jsonb_build_array("),
    ("json_each(", "json_each_text("),
)
_INDEXED = {"extracted": "sentence_words", "document": "document_words"}
_LONGEST = 60  # letters of a word that count; PostgreSQL takes no word of more than 2,046 bytes
_MOST = 900_000  # bytes of words of one text; PostgreSQL takes no more than 1,048,575 of them


class Postgres:
    """A Database (database.py) in a schema of a PostgreSQL database."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self._names = count()
        connection.adapters.register_loader("numeric", _NumberLoader)
        connection.adapters.register_dumper(float, _FloatDumper)

    def execute(self, sql: str, values: Values = ()) -> Found:
        return self.connection.execute(_translated(sql), values)

    def each(self, sql: str, rows: Iterable[Values]) -> Iterator[list[Any]]:
        with self.connection.cursor() as cursor:
            cursor.executemany(_translated(sql), rows, returning=True)
            more = cursor.pgresult is not None
            while more:
                yield cursor.fetchall()
                more = bool(cursor.nextset())

    def batches(self, sql: str, values: Values = (), size: int = 500) -> Iterator[list[Any]]:
        within = self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE
        with self.connection.cursor(f"batches_{next(self._names)}", withhold=not within) as cursor:
            cursor.execute(_translated(sql), values)
            while batch := cursor.fetchmany(size):
                yield batch

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        try:
            self.connection.execute(LOCK)
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if not self.connection.broken:
                self.connection.execute("ROLLBACK")
            raise

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        statement = f"COPY {table} ({quoted(columns)}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def index_words(self, table: str, texts: Iterable[tuple[int, str]]) -> None:
        folded = ((key, fold(text)) for key, text in texts)
        self.fill(_INDEXED[table], ("number", "folded", "words"), ((key, text, _vector(text)) for key, text in folded))

    def sentences_with(self, text: str) -> Condition:
        return _with("sentence_words", "number", text)

    def documents_with(self, text: str) -> Condition:
        return _with("document_words", "version", text)

    def view(self, name: str) -> str:
        found = self.execute("SELECT pg_get_viewdef(CAST(? AS regclass))", (name,)).fetchone()
        return str(found[0]).rstrip(";")

    def only_read(self) -> None:
        self.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def damage(self) -> list[str]:
        """Triggers that are off, by which rows could be changed. The server itself tells of pages that are damaged."""
        found = self.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace "
            "ON pg_namespace.oid = relnamespace WHERE nspname = current_schema() AND tgenabled = 'D'"
        )
        return [f"the trigger {row[0]} is disabled" for row in found]


@lru_cache(maxsize=256)
def _translated(sql: str) -> bytes:
    """A statement in PostgreSQL's words, with psycopg's places for values."""
    for word, ours in _WORDS:
        sql = sql.replace(word, ours)
    return _PLACE.sub(lambda place: f"%({place[1]})s" if place[1] else "%s", sql.replace("%", "%%")).encode()


def _with(table: str, column: str, text: str) -> Condition:
    """Rows whose text has these words side by side, the last perhaps only begun."""
    words = fold(text)
    condition, values = "strpos(' ' || folded, ?) > 0", [f" {words}"]
    if words:
        *whole, last = (f"'{word[:_LONGEST]}'" for word in words.split())
        condition, values = f"words @@ CAST(? AS tsquery) AND {condition}", [" & ".join([*whole, f"{last}:*"]), *values]
    return f"{column} IN (SELECT number FROM {table} WHERE {condition})", [*values]


def _vector(folded: str) -> str:
    """The words of a folded text, each once, as a tsvector is written. Letters and digits: nothing is to be escaped."""
    words = dict.fromkeys(word[:_LONGEST] for word in folded.split())
    vector = " ".join(f"'{word}'" for word in words)
    if len(vector) < _MOST // 4:
        return vector
    return vector.encode()[:_MOST].decode(errors="ignore").rpartition(" ")[0]


class _NumberLoader(Loader):
    """A number as a claim's row has it."""

    def load(self, data: Buffer) -> Cell:
        return number(Decimal(bytes(data).decode()))


class _FloatDumper(Dumper):
    """A float by its digits, of the type that its place has: `numeric` would take but 15 of them from a `float8`."""

    def dump(self, obj: float) -> bytes:
        return repr(obj).encode()
