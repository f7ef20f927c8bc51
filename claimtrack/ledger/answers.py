"""Questions to an open ledger: a Query -> rows, claims, sources, documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimtrack.errors import ClaimtrackError
from claimtrack.ledger import copies, speaking
from claimtrack.ledger.columns import ABOUT, ORIGIN, quoted
from claimtrack.ledger.narrowing import narrowed
from claimtrack.ledger.questions import THESE, bounds, by_series, numbered, order
from claimtrack.ledger.speaking import Body, by_name
from claimtrack.names import contains, fold, nearest, same
from claimtrack.query import NAMES as NAME_FILTERS
from claimtrack.query import NONE, Query
from claimtrack.record import NAMES, Row, filed_of

if TYPE_CHECKING:
    from claimtrack.ledger.database import Database
    from claimtrack.ledger.history import Run
    from claimtrack.ledger.proof import Problem
    from claimtrack.model import Document, Filed, Line

_WHOLE = ("side", "source_side")  # names of parties must agree as a whole: Sudan is not South Sudan
_DOCUMENT = quoted(("id", "text", *ABOUT, *ORIGIN))


class Answers:
    """What one may ask of an open ledger. `name`: how to call it in messages."""

    def __init__(self, database: Database, name: str) -> None:
        self._db = database
        self.name = name

    def rows(self, query: Query, columns: Sequence[str] = NAMES) -> Iterator[list[Row]]:
        """The claims that pass, as rows of these columns, in batches as the database finds them."""
        condition, values = narrowed(self._db, query)
        limit = "" if query.limit is None else f" LIMIT {query.limit}"
        found = f"SELECT {quoted(columns)} FROM numbered_claim WHERE {condition} ORDER BY {order(query)}{limit}"
        return self._db.batches(found, values)

    def filed(self, query: Query, traced: bool = True) -> list[Filed]:
        """The claims that pass, each with its document (without text) and stance, and unless left out its trace."""
        return self._filed(self.rows(query, (*NAMES, "trace") if traced else NAMES), traced)

    def lines(self, query: Query, among: Collection[int] = ()) -> Iterator[Line]:
        """What the claims that pass say, series by series: enough to tell which of them are the last.

        Only of the series with the numbers `among`, if any.
        """
        from claimtrack.ledger import heard

        return heard.lines(self._db, query, among)

    def recent(self, query: Query, since: str) -> Iterator[Line] | None:
        """As `lines`, with what was said since a day; None for a query for which that is no faster."""
        from claimtrack.ledger import heard

        return heard.recent(self._db, query, since) if by_series(query) else None

    def numbered(self, numbers: Sequence[int]) -> list[Filed]:
        """The claims with these numbers, as `filed` without traces."""
        found = f"SELECT {quoted(NAMES)} FROM numbered_claim WHERE number IN {THESE} ORDER BY number"
        return self._filed([numbered(self._db, found, numbers)], False)

    def _filed(self, batches: Iterable[Iterable[Row]], traced: bool) -> list[Filed]:
        at = [NAMES.index(name) for name in ("document", "title", "date", "publisher", "url")]
        documents: dict[object, Document] = {}
        found = []
        origins = self.origins()
        for batch in batches:
            for row in batch:
                name = str(row[at[0]])
                if name not in documents:
                    _, title, day, publisher, url = (row[place] for place in at)
                    documents[name] = document_of((name, "", title, day, publisher, None, url))
                cells, trace = (row[:-1], str(row[-1])) if traced else (row, "")
                found.append(filed_of(cells, documents[name], trace, origins.get(name)))
        return found

    def origins(self) -> Mapping[str, str]:
        """Document -> whose words it has, where they are not its publisher's own: an agency, or another outlet."""
        return copies.origins(self._db)

    def claim(self, prefix: str) -> Filed:
        """The one claim whose id begins with this, its document with text. Raises ClaimtrackError for none or many."""
        found = self._db.execute(
            f"SELECT {quoted(NAMES)}, trace FROM claim WHERE id >= ? AND id < ? LIMIT 6", bounds(prefix)
        ).fetchall()
        exact = [row for row in found if row[0] == prefix]
        if len(exact or found) != 1 or (len(prefix) < 4 and not exact):
            raise ClaimtrackError(_no_claim(prefix, [str(row[0]) for row in found]))
        row = (exact or found)[0]
        return filed_of(row[:-1], self.document(row[1]), row[-1])

    def document(self, name: str) -> Document:
        """The document of this id as it counts now, whole."""
        found = self._db.execute(f"SELECT {_DOCUMENT} FROM document NATURAL JOIN current WHERE id = ?", (name,))
        return document_of(found.fetchone())

    def places(self, name: str) -> list[str]:
        """Where else the text of the document of this id was found: addresses, else files, in the order they came."""
        found = self._db.execute(
            "SELECT coalesce(place.url, place.path) FROM place JOIN current ON current.version = place.version "
            "WHERE current.id = ? AND run NOT IN (SELECT undoes FROM run WHERE undoes IS NOT NULL) ORDER BY number",
            (name,),
        )
        return list(dict.fromkeys(row[0] for row in found if row[0]))

    def names(self) -> list[str]:
        """The ids of all documents that count."""
        return [row[0] for row in self._db.execute("SELECT id FROM current ORDER BY reading")]

    def shown(self, document: str) -> dict[str, Row]:
        """Every claim of a document by id, those put aside too, as rows of NAMES."""
        found = self._db.execute(f"SELECT {quoted(NAMES)} FROM claim WHERE document = ? ORDER BY start", (document,))
        return {row[0]: row for row in found}

    def problems(self, known_head: str | None = None) -> Iterator[Problem]:
        """Whatever in the ledger is not what it says it is; see proof.problems."""
        from claimtrack.ledger import proof

        return proof.problems(self._db, known_head)

    def beside(self) -> list[str]:
        """What in the ledger's schema is somebody's own, and no part of the ledger."""
        from claimtrack.ledger import proof

        return proof.beside(self._db)

    def head(self) -> str:
        """The last link of the chain of digests over all entries."""
        from claimtrack.ledger import proof

        return proof.head(self._db)

    def size(self) -> dict[str, int]:
        """How many rows of each kind a proof looks at."""
        from claimtrack.ledger import proof

        return proof.size(self._db)

    def log(self) -> list[Run]:
        """Every run, the newest first."""
        from claimtrack.ledger import history

        return history.log(self._db)

    def decisions(self, claim: str | None = None) -> list[Row]:
        """What people decided, the newest first: rows of history.DECISIONS."""
        from claimtrack.ledger import history

        return history.decisions(self._db, claim)

    def spelled(self, query: Query, body: Body = by_name) -> tuple[Query, list[str]]:
        """The query with its names as the ledger spells them, and a remark on each name that it does not have.

        A source is asked for by any of its names: `body` tells which body a name with its side is of.
        """
        remarks: list[str] = []
        exact: dict[str, Any] = {}
        if query.source:
            speakers = speaking.speakers(self._db)
            query, missed = speaking.asked(query, speakers, body)
            remarks += [_no_name("source", one, tuple(name for name, _ in speakers)) for one in missed]
        for column in NAME_FILTERS:
            if column != "source" and (wanted := getattr(query, column)):
                there = self._spellings(column)
                exact[column] = tuple(dict.fromkeys(name for one in wanted for name in _matching(column, one, there)))
                missed = [one for one in wanted if one != NONE and not _matching(column, one, there)]
                remarks += [_no_name(column, one, there) for one in missed]
                exact[column] = exact[column] or wanted
        return query._replace(**exact), remarks

    def has_word(self, column: str, word: str) -> bool:
        """Whether any claim has this metric or category."""
        found = self._db.execute(f'SELECT 1 FROM series WHERE "{column}" = ? LIMIT 1', (word,))
        return found.fetchone() is not None

    def _spellings(self, column: str) -> tuple[str, ...]:
        """Every value of a column. It leaps from one value to the next along the index, however many series have it."""
        found = self._db.execute(
            f"WITH RECURSIVE leap (name) AS (SELECT min({column}) FROM series UNION ALL "
            f"SELECT (SELECT min({column}) FROM series WHERE {column} > name) FROM leap WHERE name IS NOT NULL) "
            "SELECT name FROM leap WHERE name IS NOT NULL"
        )
        return tuple(row[0] for row in found)

    def sources(self, query: Query, body: Body = by_name) -> list[Row]:
        """Who asserts, a row for all the names of a body; see speaking.sources."""
        return speaking.sources(self._db, query, self.origins(), body)

    def documents(self, query: Query) -> list[Row]:
        """Id, date, publisher, title, claims, url, versions, places, origin by date.

        With a filter, only documents with a claim that passes; `match` is looked for in the whole text.
        """
        text, query = query.match or "", query._replace(match=None)
        condition, values = narrowed(self._db, query)
        every = query._replace(other=False, sort=(), limit=None) == Query()
        matching, words = self._db.documents_with(text) if fold(text) else ("1 = 1", [])
        found = self._db.execute(
            "SELECT id, date, publisher, title, coalesce(claims, 0), url, "
            "(SELECT count(*) FROM document AS one WHERE one.id = document.id), "
            "1 + (SELECT count(*) FROM place WHERE place.version = document.version "
            "AND run NOT IN (SELECT undoes FROM run WHERE undoes IS NOT NULL)) FROM document "
            "JOIN (SELECT version AS counts FROM current) AS standing ON counts = version "
            f"{'LEFT ' if every else ''}JOIN (SELECT document, count(*) AS claims FROM numbered_claim "
            f"WHERE {condition} GROUP BY document) AS counted ON counted.document = id WHERE {matching} "
            "ORDER BY date NULLS LAST, id",
            [*values, *words])  # fmt: skip
        origins = self.origins()
        return [(*row, origins.get(row[0])) for row in found]


def document_of(cells: Sequence[Any]) -> Document:
    """The document that these cells tell of: id, text, ABOUT and, where they are given, ORIGIN."""
    import json
    from datetime import date, datetime

    from claimtrack.model import Document

    name, text, title, day, publisher, author, url, *origin = cells
    about = (title, date.fromisoformat(day) if day else None, publisher, author, url)
    if not any(origin):
        return Document(name, text, *about)
    kind, path, raw, retrieved, pages, *told = origin
    when = datetime.fromisoformat(retrieved) if retrieved else None
    return Document(name, text, *about, kind, path, raw, when, tuple(json.loads(pages or "[]")), *told)


def _matching(column: str, wanted: str, there: Sequence[str]) -> list[str]:
    agree = same if column in _WHOLE else contains
    return [NONE] if wanted == NONE else [name for name in there if agree(name, wanted)]


def _no_name(column: str, wanted: str, there: tuple[str, ...]) -> str:
    return f"no claim has the {column.replace('_', ' ')} {wanted}{nearest(wanted, there)}"


def _no_claim(prefix: str, found: list[str]) -> str:
    if found and len(prefix) < 4:
        return f"{prefix}: give at least 4 letters of the claim's id"
    if found:
        return f"{prefix}: more than one claim begins so: {', '.join(found[:5])}"
    return f"{prefix}: no claim has this id; claimtrack list --columns id,figure,sentence shows the ids"
