"""What a ledger asks of the database that holds it: one Protocol, met by an SQLite file and by a PostgreSQL server.

SQL is written so that both understand it: `?` and `:name` for values, NULLS FIRST or LAST wherever it matters. What
cannot be said so is a method here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from claimtrack.ledger.schema import Parts

Values = Sequence[Any] | Mapping[str, Any]
Condition = tuple[str, list[object]]  # SQL with its values


class Found(Protocol):
    """The rows that a statement gives."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """An open ledger's tables and views: they are in `main`, temporary ones that stand before them in `temporary`."""

    main: str
    temporary: str

    def execute(self, sql: str, values: Values = ..., /) -> Found:
        """Run one statement. Outside of `writing` it is a transaction of its own."""

    def each(self, sql: str, rows: Iterable[Values]) -> Iterator[list[Any]]:
        """The rows of one short question for each of these, asked all at once where there is a way to go."""

    def batches(self, sql: str, values: Values = (), size: int = 500) -> Iterator[list[Any]]:
        """The rows of a question as they are found, so many at a time: they need not fit into memory."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction, while all others that write wait; undone when it is left by an exception."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Store many rows."""

    def index_words(self, table: str, texts: Iterable[tuple[int, str]]) -> None:
        """Make texts findable by their words: of rows of `extracted` their sentences, of `document` the whole texts."""

    def has_words(self, table: str) -> bool:
        """Whether the words by which the texts of this table are found are those of the texts."""

    def scratch(self) -> AbstractContextManager[Database]:
        """The same database at the same moment, where temporary tables may be made though nothing can be changed."""

    def sentences_with(self, text: str) -> Condition:
        """The condition on a row of the view `numbered_claim` that its sentence has these words."""

    def documents_with(self, text: str) -> Condition:
        """The condition on a row of `document` that its text has these words."""

    def view(self, name: str) -> str:
        """The question that a view of this name asks."""

    def only_read(self) -> None:
        """From here on nothing can be changed, and all questions are of one moment: that of the first."""

    def damage(self) -> list[str]:
        """What is wrong with the storage itself, as far as the database can tell."""

    def parts(self) -> Parts:
        """What the ledger's schema is made of."""

    def parts_as_made(self) -> Parts:
        """What the schema of a new ledger is made of."""
