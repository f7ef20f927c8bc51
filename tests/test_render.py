"""Tables in every format: all of a cell arrives, and nothing else does."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import said
from rich.cells import cell_len

from claimtrack.changes import changes
from claimtrack.comparison import compare
from claimtrack.errors import CANNOT_WRITE, ClaimtrackError
from claimtrack.model import Document, Filed
from claimtrack.record import COLUMNS, NAMES, TRACE, VERBATIM, VERIFICATIONS, number, row_in, row_of, trace_of
from claimtrack.render import FORMATS, Row, Style, Table, compare_bars, context, diff_lines, schema, writer
from claimtrack.render.cells import clean
from claimtrack.render.fitting import elided
from claimtrack.render.notice import Progress, notice
from claimtrack.render.output import target

NASTY = 'a "b", c\r\nd\te\x1b[31m\x00\x9bf\u202eg\u2028h|\\<i>'
PLAIN = 'a "b", c d e[31mfg h|\\<i>'  # NASTY as one harmless line


def shown(form: str, columns: tuple[str, ...], *rows: Row, style: Style = Style(), terminal: bool = False) -> str:  # noqa: B008
    out = io.StringIO()
    batches = [rows[:1], rows[1:]]  # batches must not show
    writer(form, terminal).write(Table("claims", columns, batches, VERBATIM), style, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "line"),
    [(NASTY, PLAIN), ("a\r\nb", "a b"), ("a\n\nb", "a  b"), ("naïve\u00a0\u200d", "naïve\u00a0\u200d"), ("", "")],
)
def test_clean_leaves_one_harmless_line(text: str, line: str) -> None:
    assert clean(text) == line


# csv and tsv

cells = st.one_of(st.none(), st.integers(), st.text(max_size=20))


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_csv_comes_back_cleaned_one_line_a_row(rows: list[tuple[Any, Any]]) -> None:
    text = shown("csv", ("x", "y"), *rows)
    assert text.count("\n") == len(rows) + 1
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert back == [["x", "y"], *([("" if cell is None else clean(str(cell))) for cell in row] for row in rows)]


def test_csv_of_one_column_has_a_line_for_an_empty_cell() -> None:
    assert shown("csv", ("x",), [None], ["a"], [""]) == 'x\n""\na\n""\n'


def test_csv_without_header() -> None:
    assert shown("csv", ("x", "y"), [1, None], style=Style(header=False)) == "1,\n"


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("cell", ["=SUM(A1)", "+1", "-1", "@x", "  =1", "\t=1", "＝1"])
def test_safe_disarms_formulas(form: str, cell: str) -> None:
    text = shown(form, ("x", "y"), [cell, -1], style=Style(header=False, safe=True))
    assert text == f"'{clean(cell)}{',' if form == 'csv' else chr(9)}-1\n"


def test_tsv_has_no_quotes_and_no_stray_tabs() -> None:
    assert shown("tsv", ("x", "y"), [NASTY, None]) == f"x\ty\n{PLAIN}\t\n"


# json

@given(st.lists(st.tuples(st.text(max_size=20), st.one_of(st.none(), st.integers())), max_size=4))
def test_json_comes_back_exactly_and_shows_nothing_raw(rows: list[tuple[Any, Any]]) -> None:
    lines, whole = shown("jsonl", ("x", "y"), *rows), shown("json", ("x", "y"), *rows)
    back = [json.loads(line) for line in lines.splitlines()]
    assert back == [{"x": x, "y": y, "schema_version": 1} for x, y in rows]
    assert json.loads(whole) == {"schema_version": 1, "claims": [{"x": x, "y": y} for x, y in rows]}
    assert clean(lines.replace("\n", "")) == lines.replace("\n", "")


@pytest.mark.parametrize(
    ("value", "digits"),
    [(1200000, "1200000"), (Decimal("1.2E+6"), "1200000"), (Decimal("0.1"), "0.1"), (Decimal("1E-7"), "0.0000001"),
     (Decimal("12345678901234567890.5"), "12345678901234567890.5"), (10**30, "1" + "0" * 30)],
)  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_numbers_are_plain_and_exact_everywhere(form: str, value: Any, digits: str) -> None:
    text = shown(form, ("value",), [number(value)], style=Style(header=False))
    assert text == (f'{{"value": {digits}, "schema_version": 1}}\n' if form == "jsonl" else f"{digits}\n")


@settings(max_examples=40)
@given(st.one_of(st.none(), st.text(max_size=9)), st.decimals(0, 10**9, places=3), st.sampled_from(["own", "unknown"]))
def test_output_agrees_with_its_schema(text: str | None, value: Decimal, stance: str) -> None:
    steps = (("metric", "rule", "words"),)
    filed = said(value, place=text, source=text, stance=stance, trace=steps, written="2022-03-02")
    row = [*row_of(filed), trace_of(filed)]
    for form in ("json", "jsonl"):
        out = io.StringIO()
        schema.write("claims", [*COLUMNS, TRACE], form == "jsonl", out)
        checker = jsonschema.Draft202012Validator(json.loads(out.getvalue()))
        checker.check_schema(checker.schema)
        found = json.loads(shown(form, (*NAMES, "trace"), row))
        checker.validate(found)
        claim = found if form == "jsonl" else found["claims"][0]
        assert claim["trace"] == [["metric", "rule", "words"]]
        with pytest.raises(jsonschema.ValidationError):
            claim["verification"] = "maybe"
            checker.validate(found)


# for readers

@pytest.mark.parametrize("cells", [{"a": 1}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "c": 3}])
def test_a_row_has_a_cell_for_each_column_and_no_other(cells: dict[str, int]) -> None:
    assert row_in(("b", "a"), {"a": 1, "b": 2}) == [2, 1]
    with pytest.raises(KeyError):
        row_in(("b", "a"), cells)


def test_markdown_escapes_what_would_break_a_cell() -> None:
    text = shown("markdown", ("x", "as_of"), [NASTY, 1])
    assert text == '| x | as_of |\n|---|---|\n| a "b", c d e\\[31mfg h\\|\\\\\\<i> | 1 |\n'


def test_html_and_latex_are_escaped() -> None:
    assert "&lt;b&gt; &amp;" in shown("html", ("x",), ["<b> &"])
    assert "50\\% \\& \\$" in shown("latex", ("x",), ["50% & $"])


def test_a_table_in_a_pipe_is_plain_columns_as_wide_as_need_be() -> None:
    long = "x" * 300
    assert shown("table", ("name", "n"), ["1e3", 5], [long, 12]).splitlines() == [
        f"{'name':<300}    n",
        f"{'-' * 300}  ---",
        f"{'1e3':<300}    5",
        f"{long}   12",
    ]


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("header", [True, False])
def test_no_rows_are_no_trouble(form: str, header: bool) -> None:
    text = shown(form, ("x", "y"), style=Style(header=header))
    assert "\n" in text or text == ""


@pytest.mark.parametrize("form", [*FORMATS, "terminal"])
def test_nothing_raw_reaches_the_output(form: str) -> None:
    terminal = form == "terminal"
    name = "table" if terminal else form
    text = shown(name, ("x", "y"), [NASTY, 1], style=Style(width=80), terminal=terminal)
    assert clean(text.replace("\n", "").replace("\t", "")) == text.replace("\n", "").replace("\t", "")


# on a terminal

wide = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=40)


@given(st.lists(st.tuples(wide, wide, st.integers(0, 10**9)), max_size=4), st.integers(36, 100))
def test_a_table_on_a_terminal_fits_it(rows: list[tuple[str, str, int]], width: int) -> None:
    text = shown("table", ("first", "second", "n"), *rows, style=Style(width=width), terminal=True)
    assert len(text.splitlines()) == len(rows) + 1
    assert all(cell_len(line) <= width for line in text.splitlines())


@given(wide, st.integers(3, 30))
def test_elided_keeps_beginning_and_end(text: str, width: int) -> None:
    short = elided(text, width)
    assert cell_len(short) <= max(width, 0)
    if cell_len(text) <= width:
        assert short == text
    else:
        begin, end = short.split("…")[0], short.split("…")[-1]
        assert text.startswith(begin) and text.endswith(end)


def test_elided_says_where_it_cut() -> None:
    assert elided("General Staff of the Armed Forces", 15) == "General…Forces"


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [("漢字漢字漢字", 12, "漢字漢字漢字"), ("漢字漢字漢字", 9, "漢字…漢字"), ("漢字漢字漢字", 8, "漢字…字"),
     ("General", 1, "…"), ("General", 0, ""), ("General", -3, "")],
)  # fmt: skip
def test_elided_counts_cells_of_which_a_wide_letter_takes_two(text: str, width: int, short: str) -> None:
    assert elided(text, width) == short


def test_a_status_has_one_color_in_tables_and_in_comparisons() -> None:
    for status, code in (("unverified", "33"), ("disputed", "31")):
        one = said(5, source="Mayor", verification=status)
        out = io.StringIO()
        compare_bars.write(compare([one]), Style(color=True), out)
        table = shown("table", ("verification",), [status], style=Style(width=80, color=True), terminal=True)
        assert f"\x1b[{code}m{status}" in out.getvalue() and f"\x1b[{code}m{status}" in table


def test_figures_of_a_comparison_stand_under_each_other_beside_wide_letters() -> None:
    out = io.StringIO()
    names = ("北京市应急管理局", "General Staff", "\u0301" * 9 + "Mayor")
    compare_bars.write(compare([said(5000 + n, source=name) for n, name in enumerate(names)]), Style(), out)
    _, *lines = out.getvalue().splitlines()
    places = {cell_len(line[: line.index("5,00")]) for line in lines if "5,00" in line}
    assert len(places) == 1 and len(lines) >= 3


def test_changes_stand_under_each_other_beside_wide_letters() -> None:
    out = io.StringIO()
    places = ("北京市朝阳区", "Kyiv")
    diff_lines.write(changes([], [said(5000, place=place) for place in places]), Style(), out)
    lines = [line for line in out.getvalue().splitlines() if "5,000" in line]
    assert len(lines) == 2 and len({cell_len(line[: line.index("5,000")]) for line in lines}) == 1


def test_ids_are_cut_so_that_they_can_be_typed() -> None:
    text = shown("table", ("id", "x"), ["0123456789abcdef", "y"], style=Style(width=80, header=False), terminal=True)
    assert text == "01234567  y\n"


def test_columns_that_cannot_fit_are_shown_record_by_record() -> None:
    row = ["x" * 30] * 4
    text = shown("table", ("a", "bb", "c", "d"), row, style=Style(width=30), terminal=True)
    assert text.splitlines()[:2] == [f"a   {'x' * 30}", f"bb  {'x' * 30}"]


@given(st.lists(st.tuples(wide, wide, wide), min_size=1, max_size=4), st.integers(10, 100))
def test_a_table_that_may_spare_columns_fits_or_is_shown_record_by_record(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    style = Style(width=width, spare=("first", "third"))
    text = shown("table", ("first", "second", "third"), *rows, style=style, terminal=True)
    lines = text.splitlines()
    assert all(cell_len(line) <= width for line in lines) or lines[0].startswith("first ")


@pytest.mark.parametrize(
    ("width", "columns"),
    [(48, "first figure second last"), (47, "figure second last"), (36, "figure second last"), (35, "figure last")],
)
def test_a_narrow_terminal_does_without_what_can_be_spared_and_cuts_no_figure(width: int, columns: str) -> None:
    """Columns of 10 letters at least, the figure of 16: 10+16+10+6 and three gaps make 48."""
    row = ["x" * 30, "more than 12,000", "y" * 30, "z" * 6]
    style = Style(width=width, spare=("first", "second"))
    lines = shown("table", ("first", "figure", "second", "last"), row, style=style, terminal=True).splitlines()
    assert lines[0].split() == columns.split()
    assert "more than 12,000" in lines[1]


def test_color_is_used_only_when_asked() -> None:
    row = ["5", "disputed"]
    plain, painted = (
        shown("table", ("figure", "verification"), row, style=Style(width=80, color=color), terminal=True)
        for color in (False, True)
    )
    assert "\x1b" not in plain
    assert "\x1b[31mdisputed" in painted


@pytest.mark.parametrize("status", VERIFICATIONS)
def test_every_status_that_a_text_gives_has_a_color(status: str) -> None:
    """And what it leaves open is dim."""
    shade = Style(width=80, color=True)
    painted = shown("table", ("figure", "verification"), ["5", status], style=shade, terminal=True)
    assert (f"\x1b[2m{status}" in painted) == (status == "unstated")


# show

TEXT = "Before it. All was quiet. At least 21 died, the mayor said. Nobody could verify it. After it. And on."


@pytest.fixture
def claim() -> Filed:
    start = TEXT.index("At least")
    where: dict[str, Any] = {
        "start": start, "end": start + 11, "figure": "At least 21", "sentence": "At least 21 died, the mayor said.",
        "source": "the mayor", "source_start": TEXT.index("the mayor"), "source_end": TEXT.index(" said"),
        "evidence_start": TEXT.index("Nobody"), "evidence_end": TEXT.index(". After"),
    }  # fmt: skip
    made = said(21, "at_least", trace=(("metric", "passive", "died"), ("rule", "r", "")), **where)
    return replace(made, document=Document("a1", TEXT, "A title\x1b", publisher="P"))


def test_show_marks_figure_source_and_evidence_in_their_context(claim: Filed) -> None:
    assert context.marked(claim, color=False) == (
        "All was quiet. [At least 21] died, {the mayor} said. <Nobody could verify it>. After it."
    )


def test_show_tells_every_field_that_has_a_value_and_why(claim: Filed) -> None:
    out = io.StringIO()
    context.write_text(claim, False, out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "A title · P"
    assert "metric          lost   (passive: died)" in lines
    assert not any(line.startswith(("via", "place")) for line in lines)
    assert lines[-1] == "rule            r"


def test_show_as_json_has_trace_and_context(claim: Filed) -> None:
    out = io.StringIO()
    context.write_json(claim, "around", out)
    found = json.loads(out.getvalue())
    assert found["trace"] == [["metric", "passive", "died"], ["rule", "r", ""]]
    assert (found["context"], found["schema_version"], found["value"]) == ("around", 1, 21)


@given(st.text("a.!\n ", max_size=60), st.integers(0, 60), st.integers(1, 5))
def test_context_holds_for_any_text(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    start = min(start, end)
    made = said(1, start=start, end=end, sentence=text[start:end])
    first, last = context.around(replace(made, document=Document("a1", text)))
    assert 0 <= first <= start <= end <= last <= len(text)


# where it goes

def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), target(str(path)) as out:
        out.write("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    with target(str(path)) as out:
        out.write("new\n")
    assert path.read_bytes() == b"new\n"
    assert os.listdir(tmp_path) == ["out.csv"]


def test_a_file_keeps_its_readers_and_the_link_to_it(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.csv", tmp_path / "link.csv"
    kept.write_text("old")
    kept.chmod(0o600)
    link.symlink_to(kept)
    with target(str(link)) as out:
        out.write("new\n")
    assert link.is_symlink()
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == ("new\n", 0o600)


@pytest.mark.parametrize("path", ["/dev/full", "/nowhere/out.csv"])
def test_a_file_that_cannot_be_written_is_told(path: str) -> None:
    with pytest.raises(ClaimtrackError, match="cannot be written") as caught, target(path) as out:
        out.write("x" * 100_000)
    assert caught.value.code == CANNOT_WRITE


def test_a_notice_is_one_clean_line(capsys: pytest.CaptureFixture[str]) -> None:
    notice("a\x1b[2J\nb")
    assert capsys.readouterr() == ("", "claimtrack: a[2J b\n")


def test_a_closed_standard_error_is_no_trouble(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    notice("lost")
    Progress().show("lost")
    assert capsys.readouterr().out == ""


def test_progress_is_silent_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    progress.show("5 articles")
    progress.clear()
    assert capsys.readouterr() == ("", "")
