"""PostgreSQL as the database of a ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Dumper, Loader

from claimtrack.ledger.columns import TABLES, quoted
from claimtrack.ledger.database import Condition, Found, Values
from claimtrack.ledger.postgres.parts import PARTS
from claimtrack.ledger.schema import Part, Parts
from claimtrack.names import fold
from claimtrack.record import Cell, number

LOCK = "SELECT pg_advisory_xact_lock(1131179380, hashtext(current_schema()))"  # of one ledger: "Clmt" and its schema
_DIFFERS = re.compile(r"\bIS NOT\b(?! NULL)")
_PLACE = re.compile(r"\?|(?<![:\w]):([a-z]\w*)")
_WORDS = (  # of SQLite -> of PostgreSQL
    ("group_concat(DISTINCT metric)", "string_agg(DISTINCT metric, ',')"),
    ("group_concat(DISTINCT as_of)", "string_agg(DISTINCT as_of, ',')"),
    ("json_array(", "jsonb_build_array("),
    ("json_each(", "json_each_text("),
    ("CROSS JOIN", "JOIN"),  # by which SQLite is told the order of tables
)
_INDEXED = {"extracted": "sentence_words", "document": "document_words"}
_TEXTS = {"extracted": "sentence", "document": "text"}
_LONGEST = 60  # letters of a word that count; PostgreSQL takes no word of more than 2,046 bytes
_MOST = 900_000  # bytes of words of one text; PostgreSQL takes no more than 1,048,575 of them


class Postgres:
    """A Database (database.py) in a schema of a PostgreSQL database."""

    temporary = "pg_temp"

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]]) -> None:
        """`connect` makes a connection to the ledger; it is called again when a second one is needed."""
        self._connect = connect
        self.connection = connection = connect()
        self._names = count()
        self._filled = 0  # claims
        (self.main,) = self.execute("SELECT coalesce(quote_ident(current_schema()), '')").fetchone()
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
        with self.connection.cursor(f"batches_{next(self._names)}", withhold=not self._within()) as cursor:
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
        with self.connection.cursor() as cursor:
            with cursor.copy(statement.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            self._filled += cursor.rowcount if table == "extracted" else 0

    def index_words(self, table: str, texts: Iterable[tuple[int, str]]) -> None:
        folded = ((key, fold(text)) for key, text in texts)
        self.fill(_INDEXED[table], ("number", "folded", "words"), ((key, text, _vector(text)) for key, text in folded))

    def has_words(self, table: str) -> bool:
        key, column = TABLES[table][0], _TEXTS[table]
        every = self.batches(
            f"SELECT {column}, folded, CAST(words AS text) FROM {table} "
            f"FULL JOIN {_INDEXED[table]} AS indexed ON indexed.number = {table}.{key}", size=50)  # fmt: skip
        return all(None not in row and _held(*row) for rows in every for row in rows)

    @contextmanager
    def scratch(self) -> Iterator[Postgres]:
        """A further connection, which sees what this one sees."""
        (moment,) = self.execute("SELECT pg_export_snapshot()").fetchone()
        other = Postgres(self._connect)
        with other.connection:
            other.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE")
            if self._within():
                other.connection.execute(f"SET TRANSACTION SNAPSHOT '{moment}'".encode())
            yield other

    def _within(self) -> bool:
        """Whether there is a transaction."""
        return self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

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
        """The server tells of it by itself when it reads."""
        return []

    def survey(self) -> None:
        """Let the server sample the tables if many claims came: until it does so by itself, its answers may be slow.

        Many are as many as it would wait for: 50, and a tenth of those that it knows. No harm if it cannot now.
        """
        with suppress(psycopg.Error):
            (known,) = self.execute("SELECT greatest(reltuples, 0) FROM pg_class "
                                    "WHERE oid = CAST('extracted' AS regclass)").fetchone()  # fmt: skip
            if self._filled > 50 + known / 10:
                ours = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
                self.connection.execute(f"ANALYZE {', '.join(name for (name,) in self.execute(ours))}".encode())

    def parts(self) -> Parts:
        return self._parts("CAST(current_schema() AS regnamespace)", self.main)

    def parts_as_made(self) -> Parts:
        """A new ledger is made among the temporary tables of a further connection, and gone with it.

        It must not see this one's moment: at that, what the last such connection made may not have been gone.
        """
        from claimtrack.ledger.postgres.opening import steps

        other = Postgres(self._connect)
        with other.connection:
            other.connection.execute("SET search_path = pg_temp")
            for step in steps():  # of functions there the server wants to be told where they are
                script = step.read_text(encoding="utf-8").replace("FUNCTION only_", "FUNCTION pg_temp.only_")
                other.connection.execute(script.encode())
            (name,) = other.execute("SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()").fetchone()
            return other._parts("pg_my_temp_schema()", name)

    def _parts(self, schema: str, name: str) -> Parts:
        """What a schema is made of; its name is left out of what that says."""
        place = re.compile(rf"(?<![\w.])(pg_temp|{re.escape(name)})\.")
        found = self.execute(PARTS.format(schema=schema)).fetchall()
        return {Part(kind, one, on): place.sub("", says or "") for kind, one, on, says in sorted(found)}


@lru_cache(maxsize=256)
def _translated(sql: str) -> bytes:
    """A statement in PostgreSQL's words, with psycopg's places for values."""
    for word, ours in _WORDS:
        sql = sql.replace(word, ours)
    sql = _DIFFERS.sub("IS DISTINCT FROM", sql)
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


def _held(text: str, folded: str, words: str) -> bool:
    """Whether a text is indexed as it would be now."""
    return fold(text) == folded and {*words.split()} == {*_vector(folded).split()}


class _NumberLoader(Loader):
    """A number as a claim's row has it."""

    def load(self, data: Buffer) -> Cell:
        digits = bytes(data)
        return int(digits) if len(digits) < 19 and digits.isdigit() else number(Decimal(digits.decode()))


class _FloatDumper(Dumper):
    """A float by its digits, of the type that its place has: `numeric` would take but 15 of them from a `float8`."""

    def dump(self, obj: float) -> bytes:
        return repr(obj).encode()
