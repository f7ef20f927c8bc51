"""claimtrack evaluate: what it takes, prints and returns. The parser is replaced by one that sees numbers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli

from claimtrack.errors import DIFFERS, DONE, TROUBLE

pytestmark = pytest.mark.usefixtures("counted")
TEXT = "On the hill 12 died and 4 were hurt; 7000 live there, and 9 left."


def gold_claim(figure: str, **fields: Any) -> dict[str, Any]:
    at = TEXT.index(figure)
    plain = {"start": at, "end": at + len(figure), "figure": figure, "quantifier": "exact", "low": int(figure),
             "high": int(figure), "metric": "killed", "category": "troops", "side": "Russia", "source": None,
             "verification": "unstated", "context": f"around {figure}"}  # fmt: skip
    return plain | fields


@pytest.fixture
def gold(folder: Path) -> str:
    """12 killed, 4 wounded, 7000 of no concern; and the counted 7000 is background. 9 is not in the gold."""
    claims = [gold_claim("12"), gold_claim("4", metric="wounded"), gold_claim("7000", optional=True)]
    article = {"id": "hill", "title": "A hill", "date": "2022-03-02", "text": TEXT, "claims": claims}
    Path("gold.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    return "gold.jsonl"


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def of_part(out: str, *parts: str) -> list[dict[str, str]]:
    return [row for row in rows(out) if row["part"] in parts]


def totals(out: str) -> dict[str, str]:
    return {row["measure"]: f"{row['hits']}/{row['of']}" for row in rows(out) if row["part"] == "total"}


def test_the_parser_is_scored_on_the_gold(cli: Cli, gold: str) -> None:
    ran = cli("evaluate", gold)
    # 12, 4 and 9 are said, two of them are in the gold, and the metric of 4 is wrong
    assert totals(ran.out) == {"precision": "2/3", "recall": "2/2", "f1": "4/5", "strict": "2/5"}
    fields = {row["name"]: row["share"] for row in rows(ran.out) if row["part"] == "field"}
    assert (fields["figure"], fields["metric"]) == ("1.0", "0.5")
    assert "place" not in fields  # which this gold does not tell
    assert ran.code == DONE


def test_claims_are_scored_in_place_of_the_parser(cli: Cli, gold: str) -> None:
    made = cli("extract", gold, "--format", "jsonl", "--limit", "1").out.encode()
    assert totals(cli("evaluate", gold, "-", stdin=made).out)["recall"] == "1/2"
    Path("claims.jsonl").write_bytes(made)
    assert totals(cli("evaluate", gold, "claims.jsonl").out)["recall"] == "1/2"


def test_errors_tell_what_would_be_right_and_the_rule(cli: Cli, gold: str) -> None:
    spurious, wrong = of_part(cli("evaluate", gold, "--errors", "9").out, "error")
    assert (spurious["name"], spurious["figure"], spurious["document"]) == ("spurious", "9", "hill")
    assert (wrong["name"], wrong["said"], wrong["gold"]) == ("wrong", "metric killed", "metric wounded")
    assert wrong["rule"] == "metric: number"
    assert wrong["sentence"] == TEXT


def test_the_number_of_errors_is_kept(cli: Cli, gold: str) -> None:
    assert [row["name"] for row in of_part(cli("evaluate", gold, "--errors", "1").out, "error")] == ["spurious"]


def test_a_reader_gets_sections(cli: Cli, gold: str) -> None:
    out = cli("evaluate", gold, "--format", "table", "--errors", "1").out
    assert out.startswith("2 gold claims, 3 extracted, 2 found\n")
    assert "above 0.9" in out
    assert out.endswith(f"spurious: «9» in hill\n  said  metric killed; category troops; source -\n"
                        f"  rule  metric: number\n  text  {TEXT}\n")  # fmt: skip


def test_against_an_earlier_run(cli: Cli, gold: str) -> None:
    made = cli("extract", gold, "--format", "jsonl").out.splitlines()
    Path("old.jsonl").write_text(made[1] + "\n", encoding="utf-8")  # the 4 alone
    found = of_part(cli("evaluate", gold, "--against", "old.jsonl").out, "gained", "lost")
    told = [(row["part"], row["name"], row["figure"]) for row in found]
    assert told == [("gained", "found", "12"), ("lost", "spurious", "9")]


def test_a_score_below_its_floor_is_1(cli: Cli, gold: str) -> None:
    assert cli("evaluate", gold, "--min", "f1=0.8,metric=0.5", "--quiet").code == DONE
    ran = cli("evaluate", gold, "--min", "f1=0.81", "--min", "strict=0.4", "--quiet")
    assert ran == (DIFFERS, "", "claimtrack: below the floor: f1 0.8000 < 0.81\n")


@pytest.mark.parametrize("form", ["json", "jsonl", "tsv", "markdown", "html", "latex"])
def test_every_format(cli: Cli, gold: str, form: str) -> None:
    out = cli("evaluate", gold, "--format", form, "--errors", "2").out
    assert all(word in out for word in ("precision", "spurious", "hill"))


def test_json_and_its_schema(cli: Cli, gold: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(cli("evaluate", gold, "--schema").out)
    jsonschema.validate(json.loads(cli("evaluate", gold, "--format", "json", "--errors", "2").out), schema)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("evaluate", "-"), "GOLD must be a file"),
        (("evaluate", "none.jsonl"), "none.jsonl: No such file or directory"),
        (("evaluate", "bad.jsonl"), "bad.jsonl:2: not valid JSON"),
        (("evaluate", "plain.jsonl"), 'plain.jsonl:1: an annotated article needs "id", "text" and "claims"'),
        (("evaluate", "empty.jsonl"), "empty.jsonl: no annotated articles"),
        (("evaluate", "beyond.jsonl"), "beyond.jsonl:1: claim 1: the text has no place from 0 to 3"),
        (("evaluate", "backward.jsonl"), "backward.jsonl:1: claim 1: the text has no place from 1 to 1"),
        (("evaluate", "other.jsonl"), "other.jsonl:1: claim 1: the text has '12' from 0 to 2, not '13'"),
        (("evaluate", "kiled.jsonl"), "kiled.jsonl:1: claim 1: metric: there is no kiled; did you mean killed?"),
        (("evaluate", "gold.jsonl", "plain.jsonl"), 'plain.jsonl:1: a claim needs "document", "start", "end" and'),
        (("evaluate", "gold.jsonl", "list.jsonl"), "list.jsonl:1: not a JSON object"),
        (("evaluate", "gold.jsonl", "-", "--against", "-"), "standard input can only be read once"),
        (("evaluate", "gold.jsonl", "--min", "strct=1"), "--min: there is no strct; did you mean strict?"),
        (("evaluate", "gold.jsonl", "--min", "f1"), "--min: 'f1' has no floor; write f1=0.9"),
    ],
)
def test_trouble_is_one_line(cli: Cli, gold: str, arguments: tuple[str, ...], line: str) -> None:
    Path("bad.jsonl").write_text('{"id": "a", "text": "b", "claims": []}\n{', encoding="utf-8")
    Path("plain.jsonl").write_text('{"id": "a", "text": "b"}\n', encoding="utf-8")
    Path("list.jsonl").write_text("[1]\n", encoding="utf-8")
    Path("empty.jsonl").write_text("\n", encoding="utf-8")
    wrong: dict[str, dict[str, object]] = {
        "beyond": {"end": 3}, "backward": {"start": 1, "end": 1}, "other": {"figure": "13"},
        "kiled": {"metric": "kiled"},
    }  # fmt: skip
    for name, fields in wrong.items():
        one = {"id": "a", "text": "12", "claims": [{"start": 0, "end": 2, **fields}]}
        Path(f"{name}.jsonl").write_text(json.dumps(one) + "\n", encoding="utf-8")
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (TROUBLE, "")
    assert ran.err.startswith(f"claimtrack: {line}")
    assert ran.err.count("\n") == 1


def test_the_schema_is_told_without_a_gold_and_scores_want_one(cli: Cli) -> None:
    told = cli("evaluate", "--schema")
    assert told.code == 0 and json.loads(told.out)["title"] == "claimtrack scores"
    missing = cli("evaluate")
    assert missing.code == 2 and "GOLD is missing" in missing.err and missing.out == ""
