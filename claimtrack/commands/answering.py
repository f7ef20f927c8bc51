"""A table and the output options -> the answer, shown as asked, and the exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.commands.options import Output, split
from claimtrack.errors import DIFFERS, DONE, ClaimtrackError
from claimtrack.names import nearest
from claimtrack.record import Column
from claimtrack.render import FORMATS, Cell, Row, Style, Table, writer
from claimtrack.render.output import colored, on_terminal, target

if TYPE_CHECKING:
    from claimtrack.explanation import Reason
    from claimtrack.model import Filed


# Columns that a terminal too narrow for all does without, the first first, when none are asked for.
_SPARE = ("also", "place", "side", "id", "assertions", "first", "documents")


class Plan(NamedTuple):
    """How an answer will be shown: decided, and wrong names refused, before any work begins."""

    format: str
    columns: tuple[str, ...]
    terminal: bool
    style: Style
    file: str | None
    quiet: bool
    sort: tuple[tuple[str, bool], ...]  # columns, each with whether it goes down
    limit: int | None
    rows: bool  # columns or an order are asked for: rows then, where a command has a view of its own for readers

    @property
    def silent(self) -> bool:
        """Whether nothing is to be written, and only the exit code told."""
        return self.quiet and self.file is None


def plan(
    output: Output,
    columns: Sequence[str],
    readable: Sequence[str],
    more: Sequence[str] = (),
    *,
    quiet: bool = False,
    flush: bool = False,
) -> Plan:
    """The format, and the columns: as asked, else `readable` ones for a table and all `columns` for machines.

    `more` are columns that must be asked for. Raises ClaimtrackError for a format or column there is not.
    """
    terminal = on_terminal(output.output)
    name = _format(output, terminal)
    chosen = tuple(readable if FORMATS[name].readable else columns)
    if output.columns:
        chosen = tuple(known(column, (*columns, *more), "--columns") for column in split(output.columns))
        if not chosen:
            raise ClaimtrackError(f"--columns: no column is named; there are {', '.join((*columns, *more))}")
    drawn = name == "table" and (terminal or (output.color == "always" and output.output is None))
    color = colored(output.color, terminal)
    spare = () if output.columns else _SPARE
    style = Style(not output.no_header, output.safe, _width() if drawn else None, color, flush, spare)
    sort = tuple((known(one.removeprefix("-"), columns, "--sort"), one.startswith("-")) for one in split(output.sort))
    rows = bool(output.columns or output.sort)
    return Plan(name, chosen, drawn, style, output.output, quiet, sort, output.limit, rows)


def answer(plan: Plan, table: Table) -> int:
    """Write the table; gives DONE, or with --quiet 1 when there is not one row."""
    count = _Counted(table.batches)
    if plan.silent:
        found = next((True for rows in count if rows), False)
        return DONE if found else DIFFERS
    with target(plan.file) as out:
        writer(plan.format, plan.terminal).write(table._replace(batches=count), plan.style, out)
    if plan.terminal and not count.rows:
        from claimtrack.render.notice import notice

        notice(f"no {table.name} match")
    return DIFFERS if plan.quiet and not count.rows else DONE


def explain(batches: Iterable[Sequence[Filed]], plan: Plan, why: Callable[[Filed], Sequence[Reason]]) -> int:
    """Each claim whole, with the rules, words and entries that made it, for a reader."""
    from claimtrack.render import context

    count = 0
    with target(plan.file) as out:
        for filed in batches:
            count += len(filed)
            for one in filed:
                context.write_text(one, plan.style.color, out, why(one))
                out.write("\n")
            out.flush()
    return DIFFERS if plan.quiet and not count else DONE


def print_schema(output: Output, name: str, columns: Sequence[Column]) -> int:
    """Print the JSON Schema of what a command would print as json, or as jsonl when that is asked for."""
    by_name = {column.name: column for column in columns}
    chosen = [known(one, tuple(by_name), "--columns") for one in split(output.columns)] or list(by_name)
    with target(output.output) as out:
        from claimtrack.render import schema

        schema.write(name, [by_name[one] for one in chosen], output.format == "jsonl", out)
    return DONE


def arranged(plan: Plan, name: str, columns: Sequence[str], rows: Iterable[Row]) -> Table:
    """A small table with its rows sorted and cut and its columns chosen, as asked."""
    kept = list(rows)
    for column, down in reversed(plan.sort):
        place = columns.index(column)
        known_rows = [row for row in kept if row[place] is not None]
        known_rows.sort(key=lambda row: _rank(row[place]), reverse=down)
        kept = known_rows + [row for row in kept if row[place] is None]
    places = [columns.index(column) for column in plan.columns]
    batch = [[row[place] for place in places] for row in kept[: plan.limit]]
    return Table(name, plan.columns, [batch])


def known(name: str, names: Sequence[str], option: str) -> str:
    """The name as `names` spells it. Raises ClaimtrackError with the nearest one when it is not among them."""
    spelled = {one.replace("-", "_"): one for one in names}
    if found := spelled.get(name.casefold().replace("-", "_")):
        return found
    hint = nearest(name, tuple(names)) or f"; there are {', '.join(names)}"
    raise ClaimtrackError(f"{option}: there is no {name}{hint}")


def _format(output: Output, terminal: bool) -> str:
    if output.format:
        return known(output.format, tuple(FORMATS), "--format")
    if output.output:
        name = output.output.rsplit("/", 1)[-1]
        ending = name[name.rfind(".") :].lower() if "." in name[1:] else ""
        named = next((name for name, kind in FORMATS.items() if ending in kind.endings), None)
        if named is None and ending:
            known_endings = ", ".join(ending for kind in FORMATS.values() for ending in kind.endings)
            raise ClaimtrackError(f"--output: no format ends in {ending}; give --format, or one of {known_endings}")
        return named or "csv"
    return "table" if terminal else "csv"


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _rank(cell: Cell) -> tuple[int, float, str]:
    """Numbers before words; words without regard to case."""
    return (0, float(cell), "") if isinstance(cell, int | float) else (1, 0.0, str(cell).casefold())


class _Counted:
    """Batches as they pass, with the number of rows seen."""

    def __init__(self, batches: Iterable[Sequence[Row]]) -> None:
        self._batches = batches
        self.rows = 0

    def __iter__(self) -> Iterator[Sequence[Row]]:
        for rows in self._batches:
            self.rows += len(rows)
            yield rows
