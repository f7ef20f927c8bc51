"""SQLite as the database of a ledger."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, repeat
from typing import TYPE_CHECKING, Any

from claimtrack.ledger.columns import TABLES, quoted
from claimtrack.ledger.schema import Part
from claimtrack.names import fold

if TYPE_CHECKING:
    from claimtrack.ledger.database import Condition, Values
    from claimtrack.ledger.schema import Parts

_FEW = 5000
_LONGEST = 32_768  # bytes of a word that FTS5 keeps
_TOKEN = re.compile(r"""'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\w+|[^\w\s]""", re.DOTALL)  # of SQL
_WORDS = {"extracted": ("sentence_words", "sentence"), "document": ("document_words", "text")}


class Sqlite(sqlite3.Connection):
    """A Database (database.py) in an SQLite file or in memory."""

    main, temporary = "main", "temp"

    def each(self, sql: str, rows: Iterable[Values]) -> Iterator[list[Any]]:
        return (self.execute(sql, row).fetchall() for row in rows)

    def batches(self, sql: str, values: Values = (), size: int = 500) -> Iterator[list[Any]]:
        found = self.execute(sql, values)
        while batch := found.fetchmany(size):
            yield batch

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """What cannot be stored undoes the transaction: see 005.sql for why that is faster."""
        marks = ", ".join("?" * len(columns))
        self.executemany(f"INSERT OR ROLLBACK INTO {table} ({quoted(columns)}) VALUES ({marks})", rows)

    def index_words(self, table: str, texts: Iterable[tuple[int, str]]) -> None:
        words, column = _WORDS[table]
        folded = ((number, fold(text)) for number, text in texts)
        self.executemany(f"INSERT INTO {words} (rowid, {column}) VALUES (?, ?)", folded)

    def has_words(self, table: str) -> bool:
        """A sum over each word at its place tells whether the index holds what the texts give.

        Of ASCII texts the words are known; an index of the others is made again.
        """
        (index, column), key = _WORDS[table], TABLES[table][0]
        (made,) = self.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (index,)).fetchone()
        with self.scratch():
            self.execute(made.replace(index, "temp.again", 1))
            expected = 0
            for number, text in self.execute(f"SELECT {key}, fold({column}) FROM {table}"):
                words = text.split()
                if text.isascii() and max(map(len, words), default=0) <= _LONGEST:
                    expected += sum(map(hash, zip(repeat(number), count(), words)))
                else:
                    self.execute(f"INSERT INTO temp.again (rowid, {column}) VALUES (?, ?)", (number, text))
            expected += self._words("temp", "again")
            self.execute("DROP TABLE temp.again")
            return self._words("main", index) == expected

    def _words(self, schema: str, index: str) -> int:
        """The sum over the words of an index at their places."""
        self.execute(f"CREATE VIRTUAL TABLE temp.words_of USING fts5vocab({schema}, {index}, instance)")
        found = sum(map(hash, self.execute("SELECT doc, offset, term FROM temp.words_of")))
        self.execute("DROP TABLE temp.words_of")
        return found

    @contextmanager
    def scratch(self) -> Iterator[Sqlite]:
        (only,) = self.execute("PRAGMA query_only").fetchone()
        self.execute("PRAGMA query_only = OFF")
        try:
            yield self
        finally:
            self.execute(f"PRAGMA query_only = {only}")

    def sentences_with(self, text: str) -> Condition:
        """Words that many sentences have are met soon enough in the order of the answer; others are looked up first."""
        condition, values = "instr(' ' || fold(sentence), ?)", [f" {fold(text)}"]
        asked = _phrase(text)
        few = "SELECT 1 FROM sentence_words WHERE sentence_words MATCH ? LIMIT ?"
        if asked and len(self.execute(few, (asked, _FEW)).fetchall()) < _FEW:
            condition += " AND number IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?)"
            values.append(asked)
        return condition, [*values]

    def documents_with(self, text: str) -> Condition:
        return "version IN (SELECT rowid FROM document_words WHERE document_words MATCH ?)", [_phrase(text)]

    def view(self, name: str) -> str:
        found = self.execute("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", (name,)).fetchone()
        return re.split(r"\sAS\s", found[0], maxsplit=1)[1]

    def only_read(self) -> None:
        self.execute("PRAGMA query_only = ON")
        self.execute("BEGIN")

    def damage(self) -> list[str]:
        return [row[0] for row in self.execute("PRAGMA quick_check(20)") if row[0] != "ok"]

    def parts(self) -> Parts:
        found = self.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE name NOT LIKE 'sqlite!_%' "
                             "ESCAPE '!' ORDER BY rowid")  # fmt: skip
        return {Part(kind, name.lower(), on.lower()): _bare(sql) for kind, name, on, sql in found}

    def parts_as_made(self) -> Parts:
        from claimtrack.ledger import files

        with files.in_memory() as new:
            return new.parts()


def connected(path: str, patience: float = 0) -> Sqlite:
    """A connection to a path or URI. `patience`: seconds to wait for others that write."""
    connection = sqlite3.connect(path, uri=True, timeout=patience, isolation_level=None, factory=Sqlite)
    connection.create_function("fold", 1, fold, deterministic=True)
    return connection


def _bare(sql: str) -> str:
    """A statement of the schema as it was given, without comments, layout and the quotes of names."""
    return " ".join(found[0] if found[0][0] == "'" else found[0].strip('"') for found in _TOKEN.finditer(sql)
                    if not found[0].startswith(("--", "/*")))  # fmt: skip


def _phrase(text: str) -> str:
    """The words of a text, side by side and the last perhaps only begun, as FTS5 is asked for them; "" for none."""
    words = fold(text)  # letters, digits and underscores: nothing in it can be taken for an operator or a quote
    return f'"{words}"*' if words else ""
