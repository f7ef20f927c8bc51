"""compare, as called: a ledger in, blocks or rows out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from making import russia, said, store, ukraine

from claimtrack.__main__ import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run `claimtrack compare` on a ledger of the losses that two sides told of."""
    monkeypatch.setattr("claimtrack.commands.answering._width", lambda: 100)
    store(
        address,
        ukraine(5300, "about", "2022-03-01", document="a0"),
        ukraine(5840, document="a1", verification="unverified"),
        ukraine(5840, document="b1", publisher="The Courier"),
        russia(498, document="a1"),
        said(870_000, "more_than", document="a1", metric="fled", category="people", side="Ukraine", source="UNHCR"),
        said(5, document="a1", metric="other", category="other", side=None),
    )

    def made(*arguments: str) -> tuple[int, str, str]:
        code = run(["compare", "--ledger", address, *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return made


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_rows_tell_each_side_with_stance_status_and_quarrel(call: Call) -> None:
    code, out, _ = call("--metric", "lost,killed", "--category", "troops")
    ours, theirs = read(out)
    assert code == 0
    assert (ours["name"], ours["value"], ours["stance"]) == ("Russian Defence Ministry", "498", "own")
    assert (theirs["name"], theirs["value"], theirs["stance"]) == ("General Staff", "5840", "adversary")
    assert (theirs["verification"], theirs["reports"], theirs["assertions"]) == ("unverified", "2", "2")
    assert (ours["verdict"], ours["disagrees_with"], ours["thing"]) == (
        "disagree", "General Staff", "Russia: troops lost, cumulative")  # fmt: skip
    assert (ours["lowest"], ours["highest"], ours["open"]) == ("498", "5840", "no")


def test_a_reader_gets_blocks_with_bars(call: Call) -> None:
    code, out, _ = call("--metric", "lost", "--format", "table")
    heading, low, high = out.splitlines()
    assert code == 0
    assert heading == "Russia: troops lost, cumulative  disagree  498 to 5,840"
    assert low.split()[:6] == ["Russian", "Defence", "Ministry", "own", "498", "2022-03-02"]
    assert high.split()[:7] == ["General", "Staff", "adversary", "5,840", "unverified", "2022-03-02", "×2"]
    assert low.index("●") < high.index("●")
    assert "\x1b" not in out


def test_colour_is_on_request_off_a_terminal(call: Call) -> None:
    assert "\x1b[31mdisagree\x1b[0m" in call("--metric", "lost", "--format", "table", "--color", "always")[1]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_blocks_fit_the_terminal(call: Call, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtrack.commands.answering._width", lambda: width)
    monkeypatch.setattr("claimtrack.commands.answering.on_terminal", lambda _: True)
    lines = call("--color", "never")[1].splitlines()
    assert all(len(line) <= width for line in lines)
    assert any("●" in line for line in lines) is (width >= 100)


def test_a_narrow_terminal_keeps_names_before_stance(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """All columns need more than 60 letters even with names cut to 20; without the stance they fit."""
    monkeypatch.setattr("claimtrack.commands.answering._width", lambda: 60)
    monkeypatch.setattr("claimtrack.commands.answering.on_terminal", lambda _: True)
    out = call("--metric", "lost", "--color", "never")[1]
    assert "General Staff" in out and "2022-03-02" in out
    assert "adversary" not in out


def test_asking_for_columns_or_an_order_gives_a_grid(call: Call) -> None:
    out = call("--format", "table", "--columns", "name,value", "--sort", "-value", "--metric", "lost")[1]
    assert [line.split()[-1] for line in out.splitlines()[2:]] == ["5840", "498"]


def test_json_is_what_its_schema_says(call: Call) -> None:
    schema = json.loads(call("--schema")[1])
    told = json.loads(call("--format", "json")[1])
    jsonschema.validate(told, schema)
    assert len(told["comparisons"]) == 3
    assert told["comparisons"][0]["value"] == 498
    lines = call("--format", "jsonl")[1].splitlines()
    for line in lines:
        jsonschema.validate(json.loads(line), json.loads(call("--schema", "--format", "jsonl")[1]))


def test_a_limit_counts_things_and_with_an_order_rows(call: Call) -> None:
    assert len(read(call("--limit", "1")[1])) == 2
    assert len(read(call("--limit", "1", "--sort", "value")[1])) == 1


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("source-side", ["Russia", "Ukraine"]),
        ("source_side", ["Russia", "Ukraine"]),
        ("stance", ["own", "adversary"]),
        ("publisher", ["The Wire", "The Wire"]),
        ("document", ["a1", "a0"]),
        ("date", ["2022-03-01", "2022-03-02", "2022-03-02"]),
    ],
)
def test_by(call: Call, by: str, names: list[str]) -> None:
    found = [row["name"] for row in read(call("--metric", "lost", "--by", by)[1])]
    assert sorted(set(found)) == sorted({*names, *(["The Courier"] if by == "publisher" else []),
                                         *(["b1"] if by == "document" else [])})  # fmt: skip


def test_things_with_few_sources_can_be_left_out(call: Call) -> None:
    assert {row["metric"] for row in read(call("--min-sources", "2")[1])} == {"lost"}


def test_fields_can_be_left_out_of_what_must_agree(call: Call) -> None:
    out = call("--across", "metric,side,category")[1]
    assert len({row["thing"] for row in read(out)}) == 1


def test_figures_within_a_tolerance_agree(call: Call) -> None:
    assert {row["verdict"] for row in read(call("--metric", "lost", "--tolerance", "10,000")[1])} == {"agree"}


def test_background_figures_only_on_request(call: Call) -> None:
    assert "other" not in {row["metric"] for row in read(call()[1])}
    assert "other" in {row["metric"] for row in read(call("--all")[1])}


def test_quiet_tells_by_its_exit_code(call: Call) -> None:
    assert call("--quiet") == (0, "", "")
    assert call("--quiet", "--format", "table") == (0, "", "")
    assert call("--quiet", "--format", "table", "--min", "9999999") == (1, "", "")
    assert call("--min", "9999999", "--format", "table")[2] == "claimtrack: no claim matches\n"


def test_a_file_is_written_quietly(call: Call, tmp_path: Path) -> None:
    for form in ("table", "csv"):
        file = tmp_path / form
        assert call("--quiet", "--format", form, "--output", str(file)) == (0, "", "")
        assert "General Staff" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "sources"], "did you mean source?"),
        (["--by", "foo"], "there are source, publisher, date, document, source-side, stance"),
        (["--across", "metrics"], "did you mean metric?"),
        (["--tolerance", "much"], "write 100 or 5%"),
        (["--tolerance", "-1"], "write 100 or 5%"),
        (["--tolerance", "nan"], "write 100 or 5%"),
        (["--columns", "nme"], "did you mean name?"),
        (["--within", "-1"], "--within"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call: Call, arguments: list[str], told: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_what_an_article_says_cannot_reach_the_terminal_raw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = said(5, source="Mayor\x1b[2J\n", place="Town\x07\r")
    evil = replace(evil, claim=replace(evil.claim, quantifier="vague", figure="\x1b]0;dozens"))
    store(tmp_path / "evil.db", evil)
    run(["compare", "--ledger", str(tmp_path / "evil.db"), "--format", "table"])
    out = capsys.readouterr().out
    assert out and not any(ord(letter) < 32 and letter != "\n" for letter in out)
    assert out.count("\n") == 2
