"""The options that commands share: where claims come from, which of them, and how they are shown.

A command takes a whole group (`filters: Filters`) and `flat` spreads it into single options for Typer. The
annotations are real objects (no `from __future__` here), which saves Typer the evaluation at every start.
"""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from typer import Argument, Option

from claimtrack.errors import ClaimtrackError

if TYPE_CHECKING:
    from datetime import date

Many = list[str] | None
One = str | None
Files = list[Path] | None


def of(metavar: str, text: str, *names: str, **more: Any) -> Any:
    """An option with a value. Its default is not shown unless `show_default` is given."""
    return Option(*names, metavar=metavar, help=text, **{"show_default": False, **more})


def flag(name: str, text: str) -> Any:
    """An option without a value."""
    return Option(name, help=text)


def argument(metavar: str, text: str) -> Any:
    """What stands in its place without a name."""
    return Argument(metavar=metavar, help=text, show_default=False)


class Filters(NamedTuple):
    """Which claims. Several values by comma or by repeating the option."""

    metric: Annotated[Many, of("WORD,…", "What happened: killed, displaced, destroyed, …")] = None
    category: Annotated[Many, of("WORD,…", "Who or what: civilians, troops, tanks, …")] = None
    side: Annotated[Many, of("NAME,…", "The party that what is counted belongs to.")] = None
    source: Annotated[Many, of("NAME,…", "Who asserted it, or a part of the name; none: the publisher itself.")] = None
    source_kind: Annotated[Many, of("WORD,…", "government, military, igo, ngo, media, …")] = None
    source_side: Annotated[Many, of("NAME,…", "The party the source speaks for.")] = None
    stance: Annotated[Many, of("WORD,…", "own, adversary, third_party or unknown.")] = None
    publisher: Annotated[Many, of("NAME,…", "Who published the document.")] = None
    place: Annotated[Many, of("NAME,…", "Where, or a part of the name.")] = None
    verification: Annotated[Many, of("WORD,…", "verified, confirmed, provisional, unverified, …")] = None
    counting: Annotated[Many, of("WORD,…", "new, cumulative or current.")] = None
    reviewed: Annotated[Many, of("WORD,…", "accepted, changed, rejected, merged, or none: not reviewed.")] = None
    document: Annotated[Many, of("ID,…", "The document's id, or its first letters.")] = None
    since: Annotated[One, of("DATE", "Figures as of this day or later: 2022-03-02, 2022-03, yesterday, 7d.")] = None
    until: Annotated[One, of("DATE", "Figures as of this day or earlier.")] = None
    min: Annotated[One, of("NUMBER", "Figures of at least this.")] = None
    max: Annotated[One, of("NUMBER", "Figures of at most this.")] = None
    match: Annotated[One, of("TEXT", "Sentences with this text, whatever its case and accents.")] = None
    all: Annotated[bool, flag("--all", "Background figures too: percentages, money, populations, …")] = False


class Output(NamedTuple):
    """How the answer is shown."""

    format: Annotated[One, of("NAME", "table, csv, tsv, json, jsonl, markdown, html or latex. "
                                       "[default: table on a terminal, csv in a pipe]")] = None
    columns: Annotated[Many, of("NAME,…", "These columns, in this order.")] = None
    sort: Annotated[Many, of("NAME,…", "Sort by these columns; a minus before a name for descending order.")] = None
    limit: Annotated[int | None, of("N", "The first N only.", min=0)] = None
    output: Annotated[One, of("FILE", "Write to this file, whole or not at all; its ending sets the format.")] = None
    no_header: Annotated[bool, flag("--no-header", "No line of column names.")] = False
    safe: Annotated[bool, flag("--safe", "In csv and tsv, disarm what a spreadsheet takes for a formula.")] = False
    color: Annotated[One, of("WHEN", "auto, always or never. [default: auto]")] = None
    schema: Annotated[bool, flag("--schema", "Print the JSON Schema of the json output and stop.")] = False


# What is asked is quiet with an exit code of 1 when nothing matches; what is done, or has a verdict, is only quiet.
Quiet = Annotated[bool, flag("--quiet", "Print nothing but errors; exit with 1 when nothing matches.")]
Silent = Annotated[bool, flag("--quiet", "Print nothing but errors.")]


_KIND = of("NAME", "What the inputs are, whatever they look like: text, html, pdf, feed, csv, …")
_MAP = of("FIELD=COLUMN,…", "Which columns or keys of tables hold what: text=body,date=published.")
Words = Annotated[Files, of("FILE", "Your own words, a TOML file, besides those of claimtrack; may be repeated.",
                            envvar="CLAIMTRACK_VOCABULARY")]  # fmt: skip
_LANGUAGE = of("en", "Read articles in other languages as if they were English, and do not skip them.")


Inputs = Annotated[Many, argument("[INPUT…]", "Files of any kind, folders, archives, addresses, or -.")]


class Reading(NamedTuple):
    """How inputs are read, and what holds of articles that do not tell."""

    date: Annotated[One, of("DATE", "The date of articles that give none.")] = None
    publisher: Annotated[One, of("NAME", "The publisher of those that give none; no filter.")] = None
    kind: Annotated[One, _KIND] = None
    map: Annotated[One, _MAP] = None
    language: Annotated[One, _LANGUAGE] = None
    date_from_file: Annotated[bool, flag("--date-from-file", "The file's time where no date is told.")] = False
    files_from: Annotated[One, of("FILE", "Read the inputs that this file names too, one a line; - for a pipe.")] = None
    null: Annotated[bool, flag("-0", "In --files-from and --failed-to, NUL ends each name: find … -print0.")] = False
    failed_to: Annotated[One, of("FILE", "Write what could not be read to this file, for --files-from.")] = None
    follow: Annotated[bool, flag("--follow", "Fetch the articles of which a feed gives only a summary.")] = False
    timeout: Annotated[float, of("SECONDS", "How long to wait for a site's answer. [default: 20]", min=0.1)] = 20.0
    pace: Annotated[float, of("SECONDS", "Time between two pages of one site. [default: 1]", min=0)] = 1.0
    user_agent: Annotated[One, of("TEXT", "How to call ourselves to sites; an address to write to is polite.")] = None
    vocabulary: Words = None


Place = Annotated[One, of("PATH", "The ledger: a file, or postgresql://user@host/name. [default: claims.db]",
                          envvar="CLAIMTRACK_LEDGER")]  # fmt: skip
Person = Annotated[One, of("NAME", "Who you are, for the record.", envvar="CLAIMTRACK_REVIEWER")]


AsKnownOn = Annotated[One, of("DATE", "As the ledger stood at the end of that day (UTC).")]


class Where(NamedTuple):
    """Where claims come from: a ledger, or files alone."""

    ledger: Place = None
    as_known_on: AsKnownOn = None
    files: Annotated[Many, of("INPUT…", "Read files, folders or - instead of a ledger.", "--from")] = None
    kind: Annotated[One, _KIND] = None
    map: Annotated[One, _MAP] = None
    language: Annotated[One, _LANGUAGE] = None
    vocabulary: Words = None


GROUPS: tuple[Any, ...] = (Filters, Output, Reading, Where)


class Without(NamedTuple):
    """The options of a group that a command does not have."""

    names: tuple[str, ...]


def without(*names: str) -> Without:
    """`Annotated[Filters, without("publisher")]`: the group without that option, which then has its default."""
    return Without(names)


def flat(command: Callable[..., int]) -> Callable[..., int]:
    """A command that takes groups of options, as one that takes each option by name.

    Raises TypeError for an option that it would have twice: one of the two would hide the other.
    """
    signature = inspect.signature(command, eval_str=True)
    groups = {name: found for name, part in signature.parameters.items() if (found := _group(part.annotation))}
    only = inspect.Parameter.KEYWORD_ONLY
    options = [part.replace(kind=only) for name, part in signature.parameters.items() if name not in groups]
    fields: dict[str, list[str]] = {}
    for name, (group, left_out) in groups.items():
        hints, defaults = group.__annotations__, group._field_defaults
        fields[name] = [field for field in group._fields if field not in left_out]
        options += [inspect.Parameter(field, only, default=defaults[field], annotation=hints[field])
                    for field in fields[name]]  # fmt: skip
    names = [part.name for part in options]
    if twice := {name for name in names if names.count(name) > 1}:
        raise TypeError(f"{command.__module__} has options twice: {', '.join(sorted(twice))}")

    @functools.wraps(command)
    def spread(**given: Any) -> int:
        made = {name: group(**{field: given.pop(field) for field in fields[name]})
                for name, (group, _) in groups.items()}  # fmt: skip
        return command(**given, **made)

    spread.__dict__["__signature__"] = inspect.Signature(options)
    spread.__annotations__ = {part.name: part.annotation for part in options}
    del spread.__dict__["__wrapped__"]
    return spread


def _group(annotation: Any) -> tuple[Any, tuple[str, ...]] | None:
    """The group of options that an annotation means, with those left out of it; None for an option by itself."""
    group, more = getattr(annotation, "__origin__", annotation), getattr(annotation, "__metadata__", ())
    if group not in GROUPS:
        return None
    return group, tuple(name for one in more if isinstance(one, Without) for name in one.names)


def utf8(text: str) -> str:
    """An argument without the half letters that stand for bytes that are not UTF-8."""
    return text.encode(errors="replace").decode()


def person(name: One) -> str | None:
    """The name of who decides, on one line; None for no name. Raises ClaimtrackError for one that cannot be shown."""
    words = " ".join(utf8(name or "").split())
    if not words.isprintable():
        raise ClaimtrackError(f"--by: {words!r} has characters that cannot be shown; write the name with letters")
    return words or None


def day_of(option: str, text: One, end: bool = False) -> "date | None":
    """The day that an option names; of a month or a year its first, or with `end` its last. None when not given."""
    if text is None:
        return None
    from datetime import date

    from claimtrack.days import day

    try:
        return day(text, date.today(), end)
    except ClaimtrackError as trouble:
        raise ClaimtrackError(f"{option}: {trouble}") from None


def split(values: Many) -> tuple[str, ...]:
    """The single values of an option given with commas, repeated, or both."""
    return tuple(value for given in values or () for part in given.split(",") if (value := part.strip()))
