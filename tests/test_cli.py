"""The commands in this process: what they take, print and return. The parser is replaced by one that sees numbers."""

from __future__ import annotations

import csv
import inspect
import json
import re
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest
import typer
from conftest import Cli

from claimtrack import __version__
from claimtrack import cli as table
from claimtrack.commands import options
from claimtrack.errors import BUG, CANNOT_WRITE, DIFFERS, DONE, INTERRUPTED, PARTIAL, TROUBLE
from claimtrack.record import NAMES

pytestmark = pytest.mark.usefixtures("counted")

NEWS = (
    '{"id": "wire", "text": "20 died, then 30; 5000 live there.", "date": "2022-03-01", "publisher": "The Wire"}\n'
    '{"id": "post", "text": "40 died.", "date": "2022-03-02", "publisher": "Harbour Post", "url": "https://x.example"}\n'
    '{"id": "blog", "text": "7 died."}\n'
)


@pytest.fixture
def news(folder: Path) -> str:
    """Three articles as JSON lines: two claims and a background figure, one, and one without a date."""
    (folder / "news.jsonl").write_text(NEWS)
    return "news.jsonl"


def column(out: str, name: str = "figure") -> list[str]:
    return [row[name] for row in csv.DictReader(out.splitlines())]


# extract

def test_extract_prints_csv_with_every_column(cli: Cli, news: str) -> None:
    ran = cli("extract", news)
    assert (ran.code, ran.err) == (DONE, "")
    assert ran.out.splitlines()[0].split(",") == list(NAMES)
    assert column(ran.out) == ["20", "30", "40", "7"]
    assert column(ran.out, "publisher") == ["The Wire", "The Wire", "Harbour Post", ""]


def test_extract_all_gives_background_figures_too(cli: Cli, news: str) -> None:
    assert column(cli("extract", news, "--all").out) == ["20", "30", "5000", "40", "7"]


def test_extract_as_json_lines_has_every_key_in_order(cli: Cli, news: str) -> None:
    lines = cli("extract", news, "--format", "jsonl").out.splitlines()
    assert [list(json.loads(line)) for line in lines] == [[*NAMES, "schema_version"]] * 4


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("options", [[], ["--trace"], ["--columns", "id,value,as_of"]])
def test_extract_agrees_with_its_schema(cli: Cli, news: str, form: str, options: list[str]) -> None:
    schema = json.loads(cli("extract", "--schema", "--format", form, *options).out)
    checker = jsonschema.Draft202012Validator(schema)
    of_claim = schema if form == "jsonl" else schema["properties"]["claims"]["items"]
    out = cli("extract", news, "--all", "--format", form, *options).out
    for text in [out] if form == "json" else out.splitlines():
        found = json.loads(text)
        checker.validate(found)
        assert list(found["claims"][0] if form == "json" else found) == of_claim["required"]


def test_extract_fills_in_what_articles_do_not_tell(cli: Cli, news: str) -> None:
    ran = cli("extract", news, "--date", "March 3, 2022", "--publisher", "Blogger")
    assert column(ran.out, "date") == ["2022-03-01", "2022-03-01", "2022-03-02", "2022-03-03"]
    assert column(ran.out, "publisher")[-1] == "Blogger"


def test_publisher_fills_in_where_articles_are_read_and_filters_elsewhere(cli: Cli, news: str) -> None:
    assert column(cli("extract", news, "--publisher", "Harbour Post").out) == ["20", "30", "40", "7"]
    assert column(cli("list", "--publisher", "Harbour Post", "--from", news).out) == ["40"]
    for command in ("extract", "watch"):
        told = " ".join(cli(command, "--help").out.split())
        assert "All filters of list are here but that by publisher" in told


def test_extract_reads_standard_input_for_a_dash_alone(cli: Cli) -> None:
    assert column(cli("extract", "-", stdin=NEWS.encode()).out) == ["20", "30", "40", "7"]
    assert column(cli("extract", "-", stdin=b"\xef\xbb\xbf12 died").out) == ["12"]
    assert cli("extract", "-", "--no-header", stdin=b"") == (DONE, "", "")
    for call in (["extract"], ["extract", ""], ["list", "--from", ""]):
        assert "nothing to read" in cli(*call, stdin=NEWS.encode()).err


def test_extract_stops_reading_at_the_limit(cli: Cli, news: str) -> None:
    ran = cli("extract", news, "nowhere.txt", "--limit", "2")
    assert (ran.code, ran.err, column(ran.out)) == (DONE, "", ["20", "30"])


def test_extract_says_why(cli: Cli, news: str) -> None:
    found = json.loads(cli("extract", news, "--trace", "--format", "jsonl", "--limit", "1").out)
    assert ["metric", "number", "20", ""] in found["trace"]
    listing = cli("extract", news, "--trace", "--format", "table", "--limit", "1").out
    assert "  [20] died, then 30; 5000 live there." in listing
    assert re.search(r"^metric +number +20$", listing, re.MULTILINE)


def test_extract_sorts_when_asked(cli: Cli, news: str) -> None:
    assert column(cli("extract", news, "--sort", "-value").out) == ["40", "30", "20", "7"]
    assert column(cli("extract", news, "--sort", "-value", "--limit", "2").out) == ["40", "30"]


def test_some_inputs_failed_is_3_and_all_failed_is_2(cli: Cli, news: str) -> None:
    some = cli("extract", "nowhere.txt", news)
    assert (some.code, len(column(some.out))) == (PARTIAL, 4)
    assert some.err == "claimtrack: nowhere.txt: no such file or folder\n"
    assert cli("extract", "nowhere.txt").code == TROUBLE


FILTERS = [
    [], ["--metric", "other"], ["--min", "21"], ["--max", "20"], ["--since", "2022-03-02"], ["--until", "2022-03-01"],
    ["--match", "DIED."], ["--document", "wire,blog"], ["--metric", "killed", "--metric", "wounded", "--limit", "2"],
    ["--all", "--min", "30"], ["--side", "ukraine"], ["--side", "russia"], ["--source", "none"], ["--place", "x"],
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=" ".join)
def test_filters_keep_the_same_in_extract_in_files_and_in_a_ledger(cli: Cli, news: str, filters: list[str]) -> None:
    cli("add", news)
    order = ["--sort", "id"]
    calls = (["extract", news], ["list", "--from", news], ["list"])
    kept = [column(cli(*call, *filters, *order).out) for call in calls]
    if "--limit" not in filters:  # extract takes the first that it reads
        assert kept[0] == kept[1]
    assert kept[1] == kept[2]


# add

def test_add_prints_what_is_new_and_sums_it_up(cli: Cli, news: str) -> None:
    ran = cli("add", news)
    assert (ran.code, column(ran.out)) == (DONE, ["20", "30", "40", "7"])
    assert ran.err == "claimtrack: claims.db: 3 new documents, 4 new claims, 1 background figure besides\n"
    again = cli("add", news)
    assert (again.code, column(again.out)) == (DONE, [])
    assert again.err == "claimtrack: claims.db: 0 new documents, 0 new claims, 3 documents already there\n"
    assert column(cli("list", "--all", "--sort", "id").out) == ["7", "40", "20", "30", "5000"]


def test_add_tells_when_a_document_replaces_another(cli: Cli, news: str) -> None:
    cli("add", news)
    ran = cli("add", "-", stdin=b'{"id": "blog", "text": "8 died."}')
    assert "document blog was read before with another text or header; this one counts now" in ran.err
    assert column(cli("list", "--document", "blog").out) == ["8"]


def test_add_quietly_prints_nothing(cli: Cli, news: str) -> None:
    assert cli("add", news, "--quiet") == (DONE, "", "")
    assert len(column(cli("list").out)) == 4


def test_add_stores_what_can_be_read(cli: Cli, folder: Path, news: str) -> None:
    (folder / "bad.jsonl").write_text('{"text": "1 died"}\n{"text": \n')
    ran = cli("add", "bad.jsonl", news)
    assert ran.code == PARTIAL
    assert ran.err.startswith("claimtrack: bad.jsonl:2:10: not valid JSON: ")
    assert len(column(cli("list").out)) == 5


def test_the_ledger_is_where_the_option_else_the_environment_says(
    cli: Cli, news: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMTRACK_LEDGER", "war.db")
    cli("add", news)
    cli("add", news, "--ledger", "other.db", "--limit", "1")
    assert sorted(path.name for path in folder.glob("*.db")) == ["other.db", "war.db"]
    assert len(column(cli("list").out)) == 4


def test_when_nothing_can_be_read_no_ledger_is_made(cli: Cli, folder: Path) -> None:
    ran = cli("add", "nope.txt")
    assert (ran.code, ran.err) == (TROUBLE, "claimtrack: nope.txt: no such file or folder\n")
    assert list(folder.iterdir()) == []
    (folder / "a.txt").write_text("3 died.")
    assert cli("add", "nope.txt", "a.txt").code == PARTIAL  # the article that came second is not lost
    assert column(cli("list", "--columns", "figure").out) == ["3"]


# list and its kin

def test_a_question_on_no_ledger_is_an_error_and_makes_none(cli: Cli, folder: Path) -> None:
    for command in ("list", "sources", "documents"):
        ran = cli(command)
        assert (ran.code, ran.out) == (TROUBLE, "")
        assert ran.err.startswith("claimtrack: claims.db: no such ledger; make one with claimtrack add")
    assert list(folder.iterdir()) == []


def test_from_takes_all_inputs_that_follow(cli: Cli, folder: Path) -> None:
    for number in (1, 2, 3):
        (folder / f"{number}.txt").write_text(f"{number} died.")
    ran = cli("list", "--from", "1.txt", "2.txt", "--sort", "value", "--from", "3.txt", "--columns", "figure")
    assert column(ran.out) == ["1", "2", "3"]
    assert cli("list", "--from", "1.txt", "--", "2.txt").code == TROUBLE
    assert len(column(cli("list", "--from", "-", "1.txt", stdin=b"9 died").out)) == 2


def test_from_with_troubles_answers_and_says_so(cli: Cli, news: str) -> None:
    ran = cli("list", "--from", "nowhere.txt", news)
    assert (ran.code, len(column(ran.out))) == (PARTIAL, 4)


def test_quiet_tells_by_its_exit_code(cli: Cli, news: str) -> None:
    assert cli("list", "--from", news, "--quiet") == (DONE, "", "")
    assert cli("list", "--from", news, "--quiet", "--min", "900") == (DIFFERS, "", "")
    assert cli("list", "--from", news, "--min", "900").code == DONE


@pytest.mark.parametrize(
    ("name", "begin"),
    [("a.csv", "id,"), ("a.tsv", "id\t"), ("a.json", '{"schema_version": 1'), ("a.jsonl", '{"id"'), ("a.md", "| as_of"),
     ("a.html", "<table>"), ("a.tex", "\\begin{tabular}"), ("a.txt", "as_of"), ("a", "id,")],
)  # fmt: skip
def test_a_file_gets_the_format_of_its_ending(cli: Cli, news: str, folder: Path, name: str, begin: str) -> None:
    assert cli("list", "--from", news, "--output", name) == (DONE, "", "")
    assert (folder / name).read_text().startswith(begin)


def test_an_ending_that_no_format_has_is_refused(cli: Cli, news: str, folder: Path) -> None:
    ran = cli("list", "--from", news, "--output", "a.xlsx")
    assert (ran.code, ran.out) == (TROUBLE, "") and ".xlsx" in ran.err and ".csv" in ran.err
    assert not (folder / "a.xlsx").exists()
    assert cli("list", "--from", news, "--output", "a.xlsx", "--format", "csv").code == DONE


def test_add_has_no_order_to_ask_for(cli: Cli, news: str, folder: Path) -> None:
    """It prints claims as they come, so --sort could only be ignored."""
    ran = cli("add", news, "--sort", "value")
    assert ran.code == TROUBLE and "no such option: --sort" in ran.err
    assert not (folder / "claims.db").exists()


def test_a_wrong_order_is_refused_before_any_work(cli: Cli, news: str) -> None:
    cli("add", news, "--quiet")
    assert "--sort: there is no valu" in cli("reparse", "--sort", "valu").err
    assert column(cli("log").out, "act") == ["add"]


def test_claims_with_their_reasons_are_sorted_cut_and_silent_as_asked(cli: Cli, news: str) -> None:
    call = ("extract", news, "--trace", "--format", "table")
    whole = cli(*call, "--limit", "1").out
    assert re.findall(r"^figure {10}(\d+)", whole, re.MULTILINE) == ["20"]
    rows = cli(*call, "--sort", "-value", "--limit", "2").out
    assert [row for row in ("20", "30", "40", "7") if f" {row} " in rows] == ["30", "40"]
    assert cli(*call, "--quiet") == (DONE, "", "")
    assert cli(*call, "--quiet", "--min", "900") == (DIFFERS, "", "")


def test_figures_that_are_no_claims_have_no_trace(cli: Cli, news: str) -> None:
    ran = cli("extract", news, "--why-not", "--trace")
    assert (ran.code, ran.out) == (TROUBLE, "") and "leave --trace out" in ran.err


@pytest.mark.parametrize("name", table.COMMANDS)
def test_quiet_says_of_the_exit_code_only_where_it_tells_of_matches(cli: Cli, name: str) -> None:
    told = " ".join(cli(name, "--help").out.split())
    questions = {"extract", "list", "compare", "sources", "documents", "log"}
    assert ("exit with 1 when nothing matches" in told) == (name in questions)


def test_add_prints_no_more_than_asked_for_and_stores_all(cli: Cli, news: str) -> None:
    assert len(column(cli("add", news, "--limit", "1").out)) == 1
    assert len(column(cli("list").out)) == 4


def test_columns_are_in_the_order_asked(cli: Cli, news: str) -> None:
    assert cli("list", "--from", news, "--columns", "value,ID", "--limit", "1").out == "value,id\n20,wire-0\n"


def test_a_name_that_no_claim_has_is_told(cli: Cli, news: str) -> None:
    ran = cli("list", "--from", news, "--publisher", "the wired", "--no-header")
    assert (ran.code, ran.out) == (DONE, "")
    assert ran.err == "claimtrack: no claim has the publisher the wired; did you mean The Wire?\n"


def test_sources_and_documents_are_tables_like_any_other(cli: Cli, news: str) -> None:
    cli("add", news)
    assert cli("sources", "--columns", "claims,documents,first,metrics").out == (
        "claims,documents,first,metrics\n4,3,2022-03-01,killed\n"
    )
    ran = cli("documents", "--columns", "id,claims", "--sort", "-claims", "--limit", "2")
    assert ran.out == "id,claims\nwire,2\npost,1\n"
    assert json.loads(cli("documents", "--format", "json").out)["documents"][0]["id"] == "wire"
    for command in ("sources", "documents"):
        checker = jsonschema.Draft202012Validator(json.loads(cli(command, "--schema").out))
        checker.validate(json.loads(cli(command, "--format", "json").out))


def test_show_takes_the_first_letters_of_an_id(cli: Cli, news: str) -> None:
    cli("add", news)
    ran = cli("show", "post")
    assert (ran.code, ran.err) == (DONE, "")
    assert "[40] died." in ran.out and "Harbour Post" in ran.out
    assert json.loads(cli("show", "post-0", "--format", "json").out)["context"] == "40 died."
    assert "more than one claim" in cli("show", "wire").err


# wrong calls

@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("lst", "no such command: lst; did you mean list?"),
        ("--versoin", "no such option: --versoin; did you mean --version?"),
        ("list --metrc x", "no such option: --metrc; did you mean --metric?"),
        ("list extra", "got unexpected extra argument(s) (extra); see claimtrack list --help"),
        ("list --limit", "option '--limit' requires an argument"),
        ("list --limit x", "invalid value for '--limit': 'x' is not a whole number; see claimtrack list --help"),
        ("list --limit -1", "invalid value for '--limit': -1 is less than 0; see claimtrack list --help"),
        ("list --format cvs", "--format: there is no cvs; did you mean csv?"),
        ("list --columns figur", "--columns: there is no figur; did you mean figure?"),
        ("list --sort=-valu", "--sort: there is no valu; did you mean value?"),
        ("list --color blue", "--color blue: must be auto, always or never"),
        ("list --verification verifed", "--verification: there is no verifed; did you mean verified?"),
        ("list --stance mine", "--stance: there is no mine; there are own, adversary, third_party, unknown, none"),
        ("list --since 05/03/2022", "--since: '05/03/2022' could be two days; write 2022-03-05 or 2022-05-03"),
        ("list --until someday", "--until: 'someday' is not a date; write it as 2022-03-02, \"March 2, 2022\", "
         "2022-03, yesterday or 7d"),
        ("extract - --date someday", "--date: 'someday' is not a date; write it as 2022-03-02, \"March 2, 2022\", "
         "2022-03, yesterday or 7d"),
        ("list --as-known-on then", "--as-known-on: 'then' is not a date; write it as 2022-03-02, \"March 2, 2022\", "
         "2022-03, yesterday or 7d"),
        ("list --columns ,", "--columns: no column is named; there are "
         f"{', '.join((*NAMES, 'trace'))}"),
        ("list --source ,", "--source: nothing is named; leave it out, or give none for no value"),
        ("list --source-side ,", "--source-side: nothing is named; leave it out, or give none for no value"),
        ("list --document ,", "--document: nothing is named; leave it out, or give none for no value"),
        ("list --match %", "--match: there is no word in '%'; sentences are searched by their words"),
        ("compare --within x",
         "invalid value for '--within': 'x' is not a whole number; see claimtrack compare --help"),
        ("extract a.txt --timeout x",
         "invalid value for '--timeout': 'x' is not a number; see claimtrack extract --help"),
        ("list --min many", "--min: 'many' is not a number"),
        ("show", "missing argument 'ID'; see claimtrack show --help"),
        ("show --from a.txt b3c4",
         "missing argument 'ID'; see claimtrack show --help; --from takes all that follows it as inputs, so give the "
         "argument before it"),
        ("add", "nothing to read; name files or folders, or - for standard input"),
        ("extract - --metric kiled", "--metric: there is no kiled; did you mean killed?"),
        ("extract - --category civilian", "--category: there is no civilian; did you mean civilians?"),
    ],
)
def test_a_wrong_call_is_one_line_with_the_way_out(cli: Cli, call: str, said: str) -> None:
    assert cli(*call.split()) == (TROUBLE, "", f"claimtrack: {said}\n")


def test_a_metric_is_checked_against_ledger_and_vocabulary(cli: Cli, news: str) -> None:
    cli("add", news)
    assert cli("list", "--metric", "kiled").err == "claimtrack: --metric: there is no kiled; did you mean killed?\n"
    assert cli("list", "--metric", "Wounded", "--no-header") == (DONE, "", "")


@pytest.mark.parametrize("command", ["list", "documents", "sources", "compare"])
def test_a_document_that_there_is_not_is_told(cli: Cli, news: str, command: str) -> None:
    cli("add", news)
    ran = cli(command, "--document", "harb,zz", "--no-header")
    told = [line.partition(";")[0] for line in ran.err.splitlines()]
    assert told == [f"claimtrack: no claim is of a document {one}" for one in ("harb", "zz")]
    assert cli(command, "--document", "post").err == ""


def test_arguments_that_are_not_utf8_are_no_trouble(cli: Cli, news: str) -> None:
    cli("add", news, "--publisher", "caf\udce9")
    for option in ("--source", "--metric", "--match", "--document"):
        assert cli("list", option, "caf\udce9").code in (DONE, TROUBLE)
    assert cli("extract", "caf\udce9.txt").err == "claimtrack: caf.txt: no such file or folder\n"


# trouble

def test_a_crash_is_70_with_one_line(cli: Cli, news: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtrack.pipeline.analyse", lambda *_: 1 // 0)
    ran = cli("extract", news)
    assert ran.code == BUG
    assert ran.err.startswith(f"claimtrack: this is a bug in claimtrack {__version__}, please report it")
    assert ran.err.count("\n") == 1 and "Traceback" not in ran.err
    monkeypatch.setenv("CLAIMTRACK_DEBUG", "1")
    assert "Traceback" in cli("extract", news).err


@pytest.mark.parametrize(
    ("trouble", "code"), [(KeyboardInterrupt(), INTERRUPTED), (OSError(28, "No space left on device"), CANNOT_WRITE)]
)
def test_interrupts_and_full_disks(
    cli: Cli, news: str, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, code: int
) -> None:
    def fail(*_: object) -> None:
        raise trouble

    monkeypatch.setattr("claimtrack.render.csv.write", fail)
    assert cli("extract", news).code == code


# help

def test_help_is_plain_and_lists_every_command(cli: Cli) -> None:
    for call in (["--help"], ["-h"], []):
        ran = cli(*call)
        assert (ran.code, ran.err) == (DONE, "")
        assert all(f"\n  {name} " in ran.out for name in table.COMMANDS)


@pytest.mark.parametrize("name", table.COMMANDS)
def test_every_command_has_help_with_examples_that_use_its_own_options(cli: Cli, name: str) -> None:
    out = cli(name, "-h").out
    assert out == cli(name, "--help").out
    options = set(re.findall(r"^  (--[a-z-]+)", out, re.MULTILINE))
    examples = out.split("Examples:\n")[1]
    own = [line for line in examples.splitlines() if f"claimtrack {name}" in line]
    assert len(own) >= 2
    for line in own:
        assert set(re.findall(r" (--[a-z-]+)", line)) <= options, line


@pytest.mark.parametrize("name", table.COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    command = table._command(name)
    assert [part.name for part in command.params if not part.help] == []
    assert isinstance(command, typer.core.TyperCommand)


def test_no_option_of_a_group_is_hidden_by_another_of_its_name() -> None:
    """But for one, whose name is fixed on both sides: --publisher fills in where articles are read."""

    def twice(*, publisher: str | None = None, filters: options.Filters) -> int:
        return DONE

    def both(*, filters: options.Filters, reading: options.Reading) -> int:
        return DONE

    for command in (twice, both):
        with pytest.raises(TypeError, match="has options twice: publisher"):
            options.flat(command)
    left_out = {}
    for name in table.COMMANDS:
        run = import_module(f"claimtrack.commands.{name}").run
        groups = inspect.getclosurevars(run).nonlocals["groups"].values()
        left_out[name] = [f"{group.__name__}.{field}" for group, fields in groups for field in fields]
    assert {name: fields for name, fields in left_out.items() if "Filters.publisher" in fields} == {
        "extract": ["Filters.publisher"], "watch": ["Filters.publisher"],
    }  # fmt: skip
