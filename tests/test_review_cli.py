"""review, reparse, log, undo and vocab as they are called; review at a terminal and from a table."""

from __future__ import annotations

import csv
import io
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli
from making import stated, store

from claimtrack.ledger import opening
from claimtrack.ledger.address import shown

TEXT = "The mayor said 12 people were killed and 30 wounded. Later he spoke of 15."
BY = ("--by", "Ana")


@pytest.fixture
def three(home: str) -> list[str]:
    """A ledger with 12 killed, 30 wounded and 15 killed; gives the claims' ids."""
    claims = [stated(TEXT, "12", source="mayor"), stated(TEXT, "30", metric="wounded"), stated(TEXT, "15")]
    store(home, *claims)
    return [one.claim.id for one in claims]


def column(cli: Cli, *names: str, **more: str) -> list[list[str]]:
    ran = cli("list", "--columns", ",".join(names), "--no-header", *(part for pair in more.items() for part in pair))
    assert ran.code == 0
    return list(csv.reader(io.StringIO(ran.out)))


# one

def test_one_claim_by_options(cli: Cli, three: list[str], home: str) -> None:
    given = ("--set", "source=Governor", "--set", "verification=verified", "--note", "seen")
    ran = cli("review", three[0][:6], *given, *BY)
    assert (ran.code, ran.out, ran.err) == (0, "", f"claimtrack: {shown(home)}: 1 claim reviewed by Ana\n")
    assert column(cli, "source", "verification", "reviewed")[0] == ["Governor", "verified", "changed"]
    told = cli("show", three[0]).out
    assert "verification    verified   (review by Ana: was unstated)" in told
    assert "note by Ana: seen" in told


def test_who_decides_can_come_from_the_environment(
    cli: Cli, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMTRACK_REVIEWER", "Ben")
    assert cli("review", three[0], "--accept").code == 0
    assert column(cli, "reviewed", "reviewer")[0] == ["accepted", "Ben"]


def test_a_new_side_gives_a_new_stance(cli: Cli, three: list[str]) -> None:
    cli("review", three[0], "--set", "source_side=Ukraine", "--set", "side=Russia", *BY)
    assert column(cli, "stance")[0] == ["adversary"]


@pytest.fixture
def again(home: str) -> list[str]:
    """A ledger with 12, some 12 and twelve killed and 30 wounded; gives the claims' ids."""
    text = "The mayor said 12 were killed, some 12 in all. Of the 30 wounded nothing is known. All twelve died at once."
    claims = [stated(text, "12"), stated(text, "some 12", quantifier="about"), stated(text, "twelve", value=12),
              stated(text, "30", metric="wounded")]  # fmt: skip
    store(home, *claims)
    return [one.claim.id for one in claims]


def test_several_claims_become_one(cli: Cli, again: list[str]) -> None:
    assert cli("review", again[0], "--merge", f"{again[1]},{again[2]}", *BY).code == 0
    assert column(cli, "figure") == [["12"], ["30"]]
    assert len(column(cli, "figure", **{"--reviewed": "merged"})) == 2


def test_no_figure_is_lost_by_merging(cli: Cli, again: list[str]) -> None:
    assert cli("review", again[0], "--merge", again[1], *BY).code == 0
    ran = cli("review", again[1], "--merge", again[0], *BY)
    assert ran.code == 2 and f"{again[1]} is merged itself; accept it first" in ran.err
    ran = cli("review", again[0], "--merge", again[3], *BY)
    assert ran.code == 2 and "30 wounded is not 12 killed said again" in ran.err
    assert column(cli, "figure") == [["12"], ["30"], ["twelve"]]


def test_claims_of_different_figures_are_not_merged(cli: Cli, three: list[str]) -> None:
    ran = cli("review", three[0], "--merge", three[2], *BY)
    assert ran.code == 2 and "15 killed is not 12 killed said again" in ran.err
    assert column(cli, "figure") == [["12"], ["30"], ["15"]]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["ID", "--accept"], "say who decides: --by NAME"),
        (["ID", "--accept", "--reject", *BY], "not both"),
        (["--accept", *BY], "which claim"),
        (["ID", *BY], "what is decided"),
        (["zzzzzz", "--accept", *BY], "no claim has this id"),
        (["ID", "--set", "metric=kiled", *BY], "there is no kiled; did you mean killed"),
        (["ID", "--merge", "ID", *BY], "cannot stand for itself"),
        (["ID", "--set", "low=500", "--set", "high=3", *BY], "low, value and high cannot be 500, 12 and 3"),
        (["ID", "--set", "value=", *BY], "a figure that is exact has one; set quantifier=vague for none"),
        (["ID", "--accept", "--by", "A\x1b[31m"], "--by: 'A\\x1b[31m' has characters that cannot be shown"),
        (["ID", "--accept", "--from", "todo.csv", *BY], "leave the others out"),
        (["--from", "todo.csv", *BY], "todo.csv: No such file"),
        (["ID", "--accept", *BY, "--ledger", "none.db"], "none.db: no such ledger"),
    ],
)
def test_wrong_calls_change_nothing(cli: Cli, three: list[str], arguments: list[str], why: str) -> None:
    before = cli("list").out
    ran = cli("review", *(three[0] if one == "ID" else one for one in arguments))
    assert ran.code == 2 and why in ran.err and ran.err.count("\n") == 1
    assert cli("list").out == before
    assert not os.path.exists("none.db")


# many, from a table

def edited(cli: Cli, changes: dict[str, dict[str, str]], *options: str, name: str = "todo.csv") -> None:
    """Export the claims and change cells of those with these figures."""
    rows = list(csv.DictReader(io.StringIO(cli("list", *options).out)))
    for row in rows:
        row.update(changes.get(row["figure"], {}))
    with open(name, "w", newline="", encoding="utf-8-sig") as out:
        writer = csv.DictWriter(out, [*rows[0], *({"note"} & changes.get("12", {}).keys())], restval="")
        writer.writeheader()
        writer.writerows(rows)


def test_what_was_changed_in_a_table_is_stored_as_one_run(cli: Cli, three: list[str], home: str) -> None:
    edited(cli, {"12": {"source": "Governor", "note": "seen"}, "30": {"reviewed": "accepted"},
                 "15": {"reviewed": "Rejected"}})  # fmt: skip
    ran = cli("review", "--from", "todo.csv", *BY)
    assert (ran.code, ran.err) == (0, f"claimtrack: {shown(home)}: 3 claims reviewed by Ana\n")
    assert column(cli, "figure", "source", "reviewed") == [["12", "Governor", "changed"], ["30", "", "accepted"]]
    assert cli("undo", *BY).code == 0
    assert column(cli, "figure", "source", "reviewed") == [["12", "mayor", ""], ["30", "", ""], ["15", "", ""]]


def test_an_unchanged_table_changes_nothing_also_when_it_was_made_safe(
    cli: Cli, three: list[str], home: str
) -> None:
    cli("review", three[0], "--set", "source==SUM(A1)", "--set", "value=12.50", *BY)
    edited(cli, {"12": {"value": "12.500"}}, "--safe")
    ran = cli("review", "--from", "todo.csv", *BY)
    assert (ran.code, ran.err) == (0, f"claimtrack: {shown(home)}: nothing to change\n")
    assert column(cli, "source")[0] == ["=SUM(A1)"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "zzzz"}, "todo.csv:3: zzzz: no claim has this id"),
        ({"as_of": "03/04/2022"}, "todo.csv:3: '03/04/2022' could be two days"),
        ({"value": "many"}, "todo.csv:3: value: 'many' is not a number"),
        ({"reviewed": "maybe"}, "todo.csv:3: reviewed: maybe cannot be set"),
        ({"metric": ""}, "todo.csv:3: metric cannot be empty"),
        ({"figure": "31"}, "todo.csv:3: figure cannot be set"),
        ({"sentence": "Another."}, "todo.csv:3: sentence cannot be set"),
        ({"part_of": "abcd"}, "todo.csv:3: part_of cannot be set"),
        ({"title": "News"}, "todo.csv:3: title cannot be set"),
        ({"confidence": "0.1"}, "todo.csv:3: confidence cannot be set"),
        ({"reviewer": "Ben"}, "todo.csv:3: reviewer cannot be set: --by says who reviews"),
    ],
)
def test_a_table_is_taken_whole_or_not_at_all(cli: Cli, three: list[str], change: dict[str, str], why: str) -> None:
    edited(cli, {"12": {"source": "Governor"}, "30": change})
    ran = cli("review", "--from", "todo.csv", *BY)
    assert ran.code == 2 and why in ran.err
    assert column(cli, "source")[0] == ["mayor"]


def test_a_column_that_there_is_not_is_told(cli: Cli, three: list[str], folder: Path) -> None:
    (folder / "todo.csv").write_text(f"id,sorce\n{three[0]},Governor\n")
    ran = cli("review", "--from", "todo.csv", *BY)
    assert ran.code == 2 and "todo.csv:1: there is no column sorce; did you mean source?" in ran.err


def test_a_claim_is_decided_on_once_in_a_table(cli: Cli, three: list[str], folder: Path) -> None:
    (folder / "todo.csv").write_text(f"id,source\n{three[0]},Governor\n{three[1]},Baker\n{three[0]},Baker\n")
    ran = cli("review", "--from", "todo.csv", *BY)
    assert ran.code == 2 and f"todo.csv:4: {three[0]} was decided on in todo.csv:2 already" in ran.err
    assert column(cli, "source") == [["mayor"], [""], [""]]


def test_a_table_of_a_spreadsheet_that_writes_semicolons(cli: Cli, three: list[str], folder: Path) -> None:
    (folder / "todo.csv").write_text(f'"id";"source"\r\n{three[0]};Governor\r\n', encoding="utf-8-sig")
    assert cli("review", "--from", "todo.csv", *BY).code == 0
    assert column(cli, "source")[0] == ["Governor"]


def test_what_somebody_else_reviewed_meanwhile_is_not_overwritten(cli: Cli, three: list[str]) -> None:
    edited(cli, {"12": {"source": "Governor"}})
    cli("review", three[0], "--set", "source=Baker", "--by", "Ben")
    ran = cli("review", "--from", "todo.csv", *BY)
    assert ran.code == 2 and "was reviewed by Ben since this was exported" in ran.err
    assert column(cli, "source")[0] == ["Baker"]


# one after another, at a terminal

def at_terminal(keys: str, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run review in a terminal of its own and press the keys, each when it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "claimtrack", "review", *BY, *arguments]
    environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "PYTHONPATH": str(Path(__file__).parent.parent)}
    process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    seen, waiting = "", list(keys.split("|"))
    while select.select([ours], [], [], 20)[0]:
        try:
            data = os.read(ours, 4096)
        except OSError:  # Linux tells the end so
            break
        seen += data.decode(errors="replace")
        if waiting and seen.rstrip("\r\n").endswith(("q quit  ", "apart by ; : ")):
            os.write(ours, waiting.pop(0).encode())
            seen += "\n"
    os.close(ours)
    return process.wait(20), seen


def test_keys_decide_at_a_terminal(cli: Cli, three: list[str], folder: Path) -> None:
    code, seen = at_terminal("a|r|u|e|source = Governor; place=Kharkiv\n|s", folder)
    assert code == 0
    assert "The mayor said [12] people were killed" in seen
    assert "2 of 3 decided" in seen
    assert column(cli, "figure", "source", "place", "reviewed") == [
        ["12", "mayor", "", "accepted"], ["30", "Governor", "Kharkiv", "changed"], ["15", "", "", ""],
    ]  # fmt: skip
    _, seen = at_terminal("q", folder)
    assert "1 of 1" in seen and "[15]" in seen  # the others are done


def test_a_slip_at_a_terminal_is_told_and_asked_again(cli: Cli, three: list[str], folder: Path) -> None:
    _, seen = at_terminal("u|x|e|sauce=1\n|\n|q", folder, three[0])
    assert "nothing was decided yet" in seen and "did you mean source" in seen and "0 of 1 decided" in seen
    assert column(cli, "reviewed") == [[""]] * 3


def test_a_correction_of_a_slip_is_no_key(cli: Cli, three: list[str], folder: Path) -> None:
    """`value=13` has an `a` in it, which as a key would accept the claim."""
    _, seen = at_terminal("e|metric=kiled\n|value=13\n", folder, three[0])
    assert "did you mean killed" in seen and "1 of 1 decided" in seen
    assert column(cli, "value", "reviewed")[0] == ["13", "changed"]


@pytest.mark.parametrize("key", ["\x1b[A", "\x1bOA", "\x1b[3~", "\x1b[1;5A", "\x1b"])
def test_an_arrow_decides_nothing(cli: Cli, three: list[str], folder: Path, key: str) -> None:
    _, seen = at_terminal(f"{key}|q", folder, three[0])
    assert "0 of 1 decided" in seen
    assert column(cli, "reviewed") == [[""]] * 3


def test_filters_at_a_terminal_know_the_words_of_the_user(cli: Cli, three: list[str], folder: Path) -> None:
    (folder / "mine.toml").write_text('[metrics.people.vaporised]\nverbs = ["vaporise"]\n')
    code, seen = at_terminal("q", folder, "--metric", "vaporised", "--vocabulary", "mine.toml")
    assert code == 0 and "0 of 0 decided" in seen


# log, undo, reparse

def test_the_log_tells_who_did_what(cli: Cli, three: list[str]) -> None:
    cli("review", three[0], "--set", "source=Governor", *BY)
    cli("undo", "--by", "Ben")
    rows = list(csv.reader(io.StringIO(cli("log", "--columns", "run,act,person,claims,undoes,undone_by").out)))[1:]
    assert rows == [
        ["3", "undo", "Ben", "0", "2", ""], ["2", "review", "Ana", "1", "", "3"], ["1", "add", "", "3", "", ""],
    ]  # fmt: skip
    told = cli("log", three[0], "--columns", "person,act,field,value,undone_by", "--no-header").out
    assert told == 'Ana,set,source,"""Governor""",3\n'
    assert cli("undo", "--ledger", "none.db").code == 2


def test_the_log_knows_claims_that_are_no_more(cli: Cli, three: list[str], home: str) -> None:
    cli("review", three[0], "--reject", *BY)
    with opening.grown(home) as ledger:
        ledger.add_all([(ledger.document("a1"), [])], "1.0", "other words", act="reparse")
    assert cli("show", three[0]).code == 2
    assert cli("log", three[0][:8], "--columns", "person,act", "--no-header").out == "Ana,reject\n"
    assert cli("log", "zzzzzz").code == 2


def test_reparse_tells_what_comes_goes_and_changes(cli: Cli, folder: Path) -> None:
    (folder / "a.txt").write_text(
        "Date: 2022-03-02\nPublisher: The Wire\n\nThe governor said 12 people were killed on Tuesday. "
        "The Zorblax Relief Fund said 30 were wounded.\n"
    )
    cli("add", "a.txt")
    assert column(cli, "figure") == [["12"], ["30"]]
    ran = cli("reparse")
    assert ran.code == 0 and "0 documents read again" in ran.err
    (folder / "mine.toml").write_text('[sources.named."Zorblax"]\nkind = "ngo"\naliases = ["Zorblax Relief Fund"]\n')
    ran = cli("reparse", "--vocabulary", "mine.toml", "--columns", "change,fields,figure,source_kind", "--no-header")
    assert ran.code == 0 and "1 documents read again; 1 claims stay, 1 change, 0 come, 0 go" in ran.err
    (row,) = csv.reader(io.StringIO(ran.out))
    assert row[0] == "changed" and "source_kind" in row[1].split() and row[2:] == ["30", "ngo"]
    ran = cli("reparse", "--columns", "change,figure,source_kind", "--no-header")  # without them, as at first
    assert "1 documents read again" in ran.err and ran.out.startswith("changed,30,") and "ngo" not in ran.out
    assert cli("check").code == 0


def test_as_known_on_goes_with_a_ledger(cli: Cli, three: list[str]) -> None:
    assert column(cli, "figure", **{"--as-known-on": "2020-01-01"}) == []
    assert len(column(cli, "figure", **{"--as-known-on": "today"})) == 3
    ran = cli("list", "--from", "x.txt", "--as-known-on", "2020-01-01")
    assert ran.code == 2 and "--as-known-on asks what a ledger held" in ran.err
    for command in (["compare"], ["diff", "2022-01-01", "2023-01-01"], ["sources"], ["documents"]):
        assert cli(*command, "--as-known-on", "2020-01-01").out.count("\n") <= 1
    assert cli("show", three[0], "--as-known-on", "2020-01-01").code == 2


# vocab

def test_an_alias_joins_what_is_in_the_file(cli: Cli, folder: Path) -> None:
    mine = folder / "mine.toml"
    mine.write_text('# my words\n[parties.Ukraine]\nnames = ["Ukrayina"] # as it calls itself\n')
    for name, alias in [("ukraine", "Oukraine"), ("UNHCR", "Refugee Office"), ("Kharkiv", "Harkov")]:
        assert cli("vocab", "add-alias", name, alias, "--vocabulary", "mine.toml").code == 0
    assert mine.read_text() == (
        '# my words\n[parties.Ukraine]\nnames = ["Ukrayina", "Oukraine"] # as it calls itself\n\n'
        '[sources.named.UNHCR]\naliases = ["Refugee Office"]\n\n[places.aliases]\nKharkiv = ["Harkov"]\n'
    )


def test_a_link_to_the_users_words_stays_and_nothing_else_is_written(cli: Cli, folder: Path) -> None:
    (folder / "words").mkdir()
    (folder / "words" / "ours.toml").write_text('[sources.heads]\nngo = ["watchpost"]\n')
    (folder / "mine.toml").symlink_to("words/ours.toml")
    assert cli("vocab", "add-alias", "UNHCR", "UNRA", "--vocabulary", "mine.toml").code == 0
    assert (folder / "mine.toml").is_symlink()
    assert "UNRA" in (folder / "words" / "ours.toml").read_text()
    assert sorted(one.name for one in folder.rglob("*") if one.name != "words") == ["mine.toml", "ours.toml"]


def test_an_alias_that_cannot_be_is_told_before_anything_is_written(cli: Cli, folder: Path) -> None:
    """Where no file can be made, a name with another meaning is what is wrong, and not the place."""
    ran = cli("vocab", "add-alias", "Russia", "Kyiv", "--vocabulary", "no/such/folder/mine.toml")
    assert "Kyiv means Ukraine of [parties] already" in ran.err
    assert cli("vocab", "add-alias", "UNHCR", "UNRA", "--vocabulary", "no/such/folder/mine.toml").code == 74


def test_an_alias_that_is_not_utf8_is_no_trouble(cli: Cli) -> None:
    assert cli("vocab", "add-alias", "UNHCR", "UN\udcffRA", "--vocabulary", "mine.toml").code == 0


def test_an_alias_of_a_source_of_the_ledger_has_its_kind_and_side(cli: Cli, folder: Path, home: str) -> None:
    one = stated(TEXT, "12", source="Zorblax Relief", source_kind="ngo", source_side="Ukraine")
    store(home, one)
    assert cli("vocab", "add-alias", "zorblax relief", "ZRF", "--vocabulary", "mine.toml").code == 0
    assert (folder / "mine.toml").read_text() == (
        '[sources.named."Zorblax Relief"]\nkind = "ngo"\nside = "Ukraine"\naliases = ["ZRF"]\n'
    )


@pytest.mark.parametrize("name", ["UNHCR", "Ukraine", "Kharkiv"])
def test_the_same_alias_twice_is_told(cli: Cli, folder: Path, name: str) -> None:
    given = ("vocab", "add-alias", name, "Zorblax", "--vocabulary", "mine.toml")
    assert cli(*given).code == 0
    before = (folder / "mine.toml").read_text()
    ran = cli(*given)
    assert ran.code == 2 and "Zorblax is another name for" in ran.err and "already" in ran.err
    assert (folder / "mine.toml").read_text() == before


def test_another_name_of_a_place_gives_the_place(cli: Cli, folder: Path) -> None:
    for name, place in [("a", "Kharkiv"), ("b", "Harkov")]:
        (folder / f"{name}.txt").write_text(
            f"Date: 2022-03-02\nPublisher: The Wire\n\nThe mayor said 12 people were killed in {place} on Tuesday.\n"
        )
        assert cli("add", f"{name}.txt").code == 0
    assert sorted(column(cli, "place")) == [["Harkov"], ["Kharkiv"]]
    assert cli("vocab", "add-alias", "Kharkiv", "Harkov", "--vocabulary", "mine.toml").code == 0
    assert cli("reparse", "--vocabulary", "mine.toml").code == 0
    assert column(cli, "place", **{"--place": "Kharkiv"}) == [["Kharkiv"]] * 2
    assert any("another name of a place" in cli("show", one).out for (one,) in column(cli, "id"))
    assert cli("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["add-alias", "UNHCR", "X"], "which file are your own words in"),
        (["drop", "UNHCR", "X", "--vocabulary", "mine.toml"], "there is only vocab add-alias"),
        (["add-alias", "Russia", "Kyiv", "--vocabulary", "mine.toml"], "Kyiv means Ukraine of [parties] already"),
        (["add-alias", "UN human rights office", "Russia", "--vocabulary", "mine.toml"], "Russia means Russia"),
        (["add-alias", "UNHCR", "the Russians", "--vocabulary", "mine.toml"], "the Russians means Russia of [parties]"),
        (["add-alias", "Kharkiv", "Odesa", "--vocabulary", "mine.toml"], "Odesa means Odesa of [places] already"),
        (["add-alias", "Kharkiv", "UNHCR", "--vocabulary", "mine.toml"], "of [sources] already, which is not Kharkiv"),
        (["add-alias", "Kharkiv", "Har\nkov", "--vocabulary", "mine.toml"], "'Har\\nkov' is no name"),
        (["add-alias", "Kharkiv", "kharkiv", "--vocabulary", "mine.toml"], "kharkiv is its name already"),
        (["add-alias", "Xyzzy", "X", "--vocabulary", "mine.toml"], "no such ledger"),
        (["add-alias", "Xyzzy", "Zorblax", "--kind", "sorcery", "--vocabulary", "mine.toml"], "kind must be one of"),
    ],
)
def test_an_alias_that_cannot_be_leaves_the_file_alone(
    cli: Cli, folder: Path, arguments: list[str], why: str
) -> None:
    ran = cli("vocab", *arguments)
    assert ran.code == 2 and why in ran.err
    assert os.listdir(folder) == []
