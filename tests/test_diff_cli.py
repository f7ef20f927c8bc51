"""diff, as called: two states of a ledger, of files or of sources."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from making import russia, said, store, ukraine

from claimtrack.__main__ import run
from claimtrack.model import Claim, Document

Call = Callable[..., tuple[int, str, str]]
FLED: dict[str, Any] = {"metric": "fled", "category": "people", "side": "Ukraine", "source_side": "United Nations"}


@pytest.fixture
def call(address: str, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `claimtrack diff` on a ledger of two days, a week apart."""
    store(
        address,
        ukraine(1000, "more_than", "2022-02-25", "Defence Ministry", document="a1", category="people", place="Ukraine"),
        said(50_000, "more_than", "2022-02-25", document="a1", source="Filippo Grandi", place="Ukraine", **FLED),
        russia(498, on="2022-02-25", document="a1", metric="killed"),
        ukraine(5800, "about", document="b1", publisher="The Courier", verification="unverified"),
        said(870_000, "more_than", document="b1", publisher="The Courier", source="UN refugee agency", **FLED),
        ukraine(211, document="b1", publisher="The Courier", category="tanks"),
        russia(498, "about", document="b1", publisher="The Courier", metric="killed"),
    )

    def made(*arguments: str) -> tuple[int, str, str]:
        code = run(["diff", *arguments, "--ledger", address])
        out, err = capsys.readouterr()
        return code, out, err

    return made


def read(text: str) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["metric"], row["category"]): row for row in csv.DictReader(StringIO(text))}


def test_between_two_days(call: Call) -> None:
    code, out, _ = call("2022-02-25", "2022-03-02")
    found = read(out)
    assert code == 1
    assert {thing: row["change"] for thing, row in found.items()} == {
        ("lost", "troops"): "raised",
        ("fled", "people"): "raised",
        ("killed", "troops"): "requalified",
        ("lost", "tanks"): "new",
    }
    lost = found["lost", "troops"]
    assert (lost["old_source"], lost["new_source"]) == ("Defence Ministry", "General Staff")
    assert (lost["old_value"], lost["new_value"]) == ("1000", "5800")
    assert (lost["difference"], lost["percent"]) == ("4800", "480")
    assert (lost["status_changed"], lost["new_verification"]) == ("yes", "unverified")
    fled = found["fled", "people"]
    assert (fled["old_source"], fled["new_source"]) == ("Filippo Grandi", "UN refugee agency")
    assert (fled["old_value"], fled["new_value"], fled["percent"]) == ("50000", "870000", "1640")


@pytest.mark.parametrize(
    ("width", "figures"),
    [(100, "more than 50,000 → more than 870,000  +820,000 (+1,640 %)"), (80, "more than 50,000 → more than 870,000"),
     (40, "more than 50,000 → more than 870,000")],
)  # fmt: skip
def test_a_narrow_terminal_tells_less_but_both_figures(
    call: Call, width: int, figures: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimtrack.commands.answering._width", lambda: width)
    monkeypatch.setattr("claimtrack.commands.answering.on_terminal", lambda _: True)
    out = call("2022-02-25", "2022-03-02", "--metric", "fled", "--color", "never")[1]
    first = out.splitlines()[0]
    assert first.endswith(f"  {figures}")
    assert len(first) <= max(width, 70)


def test_a_file_that_cannot_be_read_is_no_change(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Six people died, the mayor said.")
    (tmp_path / "b.txt").write_text(" ")
    code, out, err = call(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].endswith("b.txt: nothing could be read, so there is nothing to compare")


def test_dates_as_people_write_them(call: Call) -> None:
    assert call("25 Feb 2022", "March 2, 2022")[1] == call("2022-02-25", "2022-03-02")[1]
    assert call("2022-02", "2022-03")[1] == call("2022-02-25", "2022-03-02")[1]


def test_a_state_holds_until_a_new_figure_comes(call: Call) -> None:
    assert call("2022-02-25", "2022-03-01")[:2][0] == 0
    assert call("2022-03-02", "2022-12-31")[:2][0] == 0


def test_nothing_changed(call: Call) -> None:
    code, out, _ = call("2022-03-02", "2022-03-02")
    assert (code, out.count("\n")) == (0, 1)  # the header alone
    assert call("2022-03-02", "2022-03-02", "--format", "table")[:2] == (0, "no change\n")
    same = read(call("2022-03-02", "2022-03-02", "--unchanged")[1])
    assert {row["change"] for row in same.values()} == {"same"}
    assert len(same) == 4


def test_sources_can_be_kept_apart(call: Call) -> None:
    found = read(call("2022-02-25", "2022-03-02", "--exact-source", "--metric", "fled")[1])
    assert found["fled", "people"]["change"] == "new"


def test_only_some_changes(call: Call) -> None:
    code, out, _ = call("2022-02-25", "2022-03-02", "--only", "new,gone")
    assert (code, set(read(out))) == (1, {("lost", "tanks")})
    assert set(read(call("2022-02-25", "2022-03-02", "--only", "status")[1])) == {("lost", "troops")}
    assert call("2022-02-25", "2022-03-02", "--only", "gone")[0] == 0


def test_small_movements_can_pass(call: Call) -> None:
    out = call("2022-02-25", "2022-03-02", "--tolerance", "500%", "--metric", "lost,fled")[1]
    assert {thing: row["change"] for thing, row in read(out).items()} == {
        ("lost", "troops"): "requalified",
        ("fled", "people"): "raised",
        ("lost", "tanks"): "new",
    }


def test_backwards_is_the_mirror(call: Call) -> None:
    found = read(call("2022-03-02", "2022-02-25")[1])
    assert {row["change"] for row in found.values()} == {"lowered", "requalified", "gone"}


def test_between_sources(call: Call) -> None:
    code, out, _ = call("source:defence ministry", "source:general staff", "--metric", "lost", "--max", "9000")
    assert (code, read(out)["lost", "troops"]["change"]) == (1, "raised")


@pytest.mark.parametrize(("a", "b"), [("publisher:The Wire", "publisher:courier"), ("document:a1", "document:b1")])
def test_between_publishers_and_documents(call: Call, a: str, b: str) -> None:
    found = read(call(a, b)[1])
    assert {thing: row["change"] for thing, row in found.items()} == {
        ("lost", "troops"): "raised",
        ("fled", "people"): "raised",
        ("killed", "troops"): "requalified",
        ("lost", "tanks"): "new",
    }


def test_a_reader_gets_two_lines_a_change(call: Call) -> None:
    code, out, _ = call("2022-02-25", "2022-03-02", "--format", "table", "--metric", "fled")
    first, second, count = out.splitlines()
    assert code == 1
    assert first.split()[:2] == ["▲", "raised"]
    assert "more than 50,000 → more than 870,000  +820,000 (+1,640 %)" in first
    assert second.strip() == "Filippo Grandi, 2022-02-25 → UN refugee agency, 2022-03-02"
    assert count == "1 raised"


def test_quiet_tells_by_its_exit_code(call: Call) -> None:
    assert call("2022-02-25", "2022-03-02", "--quiet") == (1, "", "")
    assert call("2022-03-02", "2022-03-02", "--quiet") == (0, "", "")


def test_json_is_what_its_schema_says(call: Call) -> None:
    told = json.loads(call("2022-02-25", "2022-03-02", "--format", "json", "--unchanged")[1])
    jsonschema.validate(told, json.loads(call("--schema")[1]))
    assert len(told["changes"]) == 4
    raised = next(one for one in told["changes"] if one["metric"] == "fled")
    assert (raised["difference"], raised["percent"]) == (820_000, 1640)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["source:general stuff", "2022-03-02"], "did you mean General Staff?"),
        (["document:zz9", "2022-03-02"], "no claim has the document zz9"),
        (["source:", "2022-03-02"], "say which source"),
        (["missing.jsonl", "2022-03-02"], "nor is it a file"),
        (["03/04/2022", "2022-03-02"], "2022-03-04"),
        (["2022-03-02"], "claimtrack diff A B"),
        (["2022-02-25", "2022-03-02", "--only", "rised"], "did you mean raised?"),
        (["2022-02-25", "2022-03-02", "--tolerance", "five"], "write 100 or 5%"),
        (["-", "-"], "standard input can only be read once"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call: Call, arguments: list[str], told: str) -> None:
    code, out, err = call(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert told in err


def test_files_need_no_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(document: Document, vocabulary: object, background: bool = True) -> tuple[Claim, ...]:
        claim = said(int(document.text), source="The mayor").claim
        return (replace(claim, document=document.id),)

    monkeypatch.setattr("claimtrack.pipeline.analyse", analyse)
    monkeypatch.chdir(tmp_path)
    for name, toll in (("old.txt", "5"), ("2022-03-02", "8")):
        Path(name).write_text(f"Date: 2022-03-02\n\n{toll}\n")
    assert run(["diff", "old.txt", "./2022-03-02", "--columns", "change,difference"]) == 1
    assert capsys.readouterr().out == "change,difference\nraised,3\n"
    assert run(["diff", "old.txt", "old.txt"]) == 0
    assert run(["diff", "2022-03-01", "2022-03-02", "--from", "old.txt", "--columns", "change"]) == 1
    assert capsys.readouterr().out.endswith("change\nnew\n")
    assert not list(tmp_path.glob("*.db"))
