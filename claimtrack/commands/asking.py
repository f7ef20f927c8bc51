"""The filter options -> a Query; the place options -> the ledger that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from claimtrack.commands.answering import known
from claimtrack.commands.options import Files, Filters, One, Reading, Where, day_of, split, utf8
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger.speaking import Body, by_name
from claimtrack.names import fold, nearest
from claimtrack.query import CODES, NAMES, NONE, Query
from claimtrack.record import COLUMNS

if TYPE_CHECKING:
    from datetime import date

    from claimtrack.ledger.answers import Answers
    from claimtrack.ledger.store import Ledger

LEDGER = "claims.db"


class Trouble:
    """What went wrong while a question's files were read: an exit code for the end."""

    code = DONE

    def or_else(self, code: int) -> int:
        """The exit code of a question whose answer gave `code`: files that could not be read come first."""
        return code if self.code == DONE else self.code


def question(filters: Filters) -> Query:
    """The filters as a query. Raises ClaimtrackError for a word that cannot be meant."""
    given: dict[str, Any] = {name: _named(name, getattr(filters, name)) for name in (*CODES, *NAMES, "document")}
    given = {name: tuple(map(utf8, values)) for name, values in given.items()}
    given.update({name: tuple(_code(name, word) for word in given[name]) for name in CODES})
    return Query(
        **given,
        since=_iso(day_of("--since", filters.since)),
        until=_iso(day_of("--until", filters.until, end=True)),
        low=_number("--min", filters.min),
        high=_number("--max", filters.max),
        match=_text(filters.match),
        other=filters.all,
    )


def as_known(day: One) -> str | None:
    """The day of --as-known-on, as a ledger is asked for it."""
    return _iso(day_of("--as-known-on", day, end=True))


@contextmanager
def opened(where: Where, quiet: bool = False) -> Iterator[tuple[Answers, Trouble]]:
    """The ledger to ask: that of the options, or one in memory filled from --from."""
    from claimtrack.ledger import opening

    trouble = Trouble()
    known_on = as_known(where.as_known_on)
    if where.files and known_on:
        raise ClaimtrackError("--as-known-on asks what a ledger held; with --from there is none")
    if where.files:
        with opening.in_memory() as ledger:
            trouble.code = _fill(ledger, where, quiet)
            yield ledger, trouble
    else:
        with opening.asked(where.ledger or LEDGER, known_on) as answers:
            yield answers, trouble


def spelled(ledger: Answers, query: Query, files: Files) -> Query:
    """The query with names as the ledger spells them; a remark for each it does not have. `files`: the user's words.

    Raises ClaimtrackError for a metric or category that no claim has and that is no word of ours either.
    """
    body = naming(query, files)
    exact, remarks = ledger.spelled(query, body)
    if remarks:
        exact, remarks = ledger.spelled(with_parties(query, files), body)
    remarks += [
        f"no claim is of a document {one}; give its id, or the first 4 letters or more"
        for one in query.document
        if not any(ledger.rows(Query(document=(one,), other=True, limit=1), ("id",)))
    ]
    if remarks:
        from claimtrack.render.notice import notice

        for remark in remarks:
            notice(remark)
    check_words(query, files, ledger.has_word)
    return exact


def naming(query: Query, files: Files) -> Body:
    """What tells the body that a source's name is of. The words for it are slow to load; most ask for no source."""
    if not query.source:
        return by_name
    from claimtrack.vocabulary import loader
    from claimtrack.vocabulary.bodies import bodies

    return bodies(loader.speakers(files or ()))


def with_parties(query: Query, files: Files) -> Query:
    """The query with other names of a party as the party's own: "UN", "US". The vocabulary is slow to load."""
    if not query.side and not query.source_side:
        return query
    from claimtrack.vocabulary import loader

    words = loader.load(files or ()).party_words

    def party(name: str) -> str:
        known, role = words.get(name.casefold(), ("", ""))
        return known if role == "name" else name

    return query._replace(side=tuple(map(party, query.side)), source_side=tuple(map(party, query.source_side)))


def _fill(ledger: Ledger, where: Where, quiet: bool) -> int:
    from claimtrack.commands.reading import Articles, to_read
    from claimtrack.commands.storing import PAUSE, stored

    reading = Reading(kind=where.kind, map=where.map, language=where.language, vocabulary=where.vocabulary)
    what = to_read(where.files, reading)
    articles = Articles(what, quiet)
    for _ in stored(ledger, articles, what.words, PAUSE):
        pass
    return articles.code


def check_words(
    query: Query, vocabulary: Files, seen: Callable[[str, str], bool] = lambda column, word: False
) -> None:
    """Raise ClaimtrackError for a metric or category that is neither seen nor a word of the vocabulary."""
    for column in ("metric", "category"):
        strange = [word for word in getattr(query, column) if word != NONE and not seen(column, word)]
        names = _words(column, vocabulary) if strange else ()
        for word in strange:
            if word not in names:
                hint = nearest(word, names) or f"; there are {', '.join(names)}"
                raise ClaimtrackError(f"--{column}: there is no {word}{hint}")


def _words(column: str, files: Files) -> tuple[str, ...]:
    """Every metric or category of the vocabulary, which is slow to load."""
    from claimtrack.vocabulary import loader

    vocabulary = loader.load(files or ())
    if column == "metric":
        entries = vocabulary.metrics.values()
        used = {word for entry in entries for word in (*entry.object.values(), *entry.subject.values())}
    else:
        used = {entry.category for entry in vocabulary.categories.values()}
    return tuple(sorted({*used, "other"}))


def _code(column: str, word: str) -> str:
    """A word of a closed set as it is spelled there; metrics and categories are checked against the ledger later."""
    plain = word.casefold().replace("-", "_").replace(" ", "_")
    values = next(one.values for one in COLUMNS if one.name == column)
    return known(plain, (*values, NONE), f"--{column.replace('_', '-')}") if values else plain


def _named(name: str, values: list[str] | None) -> tuple[str, ...]:
    """The values of a filter. One without any would keep every claim, where a script's variable is empty by mistake."""
    named = split(values)
    if values and not named:
        raise ClaimtrackError(f"--{name.replace('_', '-')}: nothing is named; leave it out, or give none for no value")
    return named


def _text(match: str | None) -> str | None:
    if match is None:
        return None
    text = utf8(match)
    if not fold(text):
        raise ClaimtrackError(f"--match: there is no word in {text!r}; sentences are searched by their words")
    return text


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(option: str, text: str | None) -> int | float | None:
    if text is None:
        return None
    try:
        number = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        number = float("nan")
    if number != number:
        raise ClaimtrackError(f"{option}: {text!r} is not a number")
    return number
