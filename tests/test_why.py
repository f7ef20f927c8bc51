"""Why: each field's rule, words and entry of the vocabulary; the figures that are no claims, with reason and place."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from case_files import Case, claims_of, read
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.commands.explaining import explainer
from claimtrack.errors import DONE, TROUBLE
from claimtrack.explanation import Reason
from claimtrack.left_out import left_out
from claimtrack.model import Document, Filed
from claimtrack.pipeline import layers_of
from claimtrack.vocabulary.entries import Entries, Entry
from claimtrack.vocabulary.loader import load

ENTRIES = Entries()
TEXT = """Date: 2022-03-04

At least 21 Ukrainian civilians were killed by Russian shelling in Kharkiv on Tuesday, the governor said.
Officials believe that two dozen tanks have been destroyed. The toll could not be independently verified.
"""


@pytest.mark.parametrize(
    ("text", "file", "entry"),
    [
        ("had been killed", "metrics", Entry("killed", 'metrics.toml [people.killed.verbs] "kill"')),
        ("Pregnant women died", "categories",
         Entry("Pregnant women", 'categories.toml [people.women.words] "pregnant woman/pregnant women"')),
        ("the Kremlin's man", "parties", Entry("Kremlin", 'parties.toml [Russia.seats] "Kremlin"')),
        ("men of the Kremlin.", "parties", Entry("Kremlin", 'parties.toml [Russia.seats] "Kremlin"')),
        ("they’ve denied it", "reporting", Entry("denied", 'reporting.toml [verbs.deny] "deny/denied/denied/denying"')),
        ("TUESDAY night", "dates", Entry("TUESDAY", 'dates.toml [weekdays] "tuesday"')),
        ("", "metrics", None),
        ("qwxz", "parties", None),
    ],
)  # fmt: skip
def test_the_entry_of_words(text: str, file: str, entry: Entry | None) -> None:
    assert ENTRIES.find(text, file) == entry


def test_the_longest_words_win_and_then_the_first() -> None:
    assert ENTRIES.find("more than one soldier", "figures", "bounds") == Entry(
        "more than", 'figures.toml [bounds.more_than] "more than"'
    )
    assert ENTRIES.find("Russian and Ukrainian troops", "parties") == Entry(
        "Russian", 'parties.toml [Russia.demonyms] "Russian"'
    )
    assert ENTRIES.find("Russian and Ukrainian troops", "parties", "Ukraine") == Entry(
        "Ukrainian", 'parties.toml [Ukraine.demonyms] "Ukrainian"'
    )


def test_a_users_entry_is_named_by_its_line(folder: Path) -> None:
    text = '# ours\n[metrics.people.fed]\nverbs = [\n  "feed/fed/fed/feeding",\n]\n'
    Path("ours.toml").write_text(text, encoding="utf-8")
    entries = Entries(["ours.toml"])
    found = entries.find("were fed", "metrics")
    assert found == Entry("fed", 'ours.toml:4 [metrics.people.fed.verbs] "feed/fed/fed/feeding"')
    assert entries.find("were killed", "metrics") == ENTRIES.find("were killed", "metrics")


def every_reason(text: str, day: date | None = None) -> list[dict[str, Reason]]:
    """Why each claim of the text has its fields."""
    document = Document("d", text, date=day)
    claims, why = layers_of(document, load()).claims, explainer(None)
    return [{one.field: one for one in why(Filed(claim, document, "unknown"))} for claim in claims]


def reasons(text: str, day: date | None = None) -> dict[str, Reason]:
    """Why the first claim of the text has its fields."""
    return every_reason(text, day)[0]


def test_each_field_names_its_words_and_entry() -> None:
    why = reasons("At least 21 Ukrainian civilians were killed by Russian shelling on Tuesday, the governor said.",
                  date(2022, 3, 4))  # fmt: skip
    assert {field: (one.words, one.entry) for field, one in why.items() if field not in ("confidence", "counting")} == {
        "figure": ("At least 21", 'figures.toml [bounds.at_least] "at least"'),
        "metric": ("killed", 'metrics.toml [people.killed.verbs] "kill"'),
        "category": ("civilians", 'categories.toml [people.civilians.words] "civilian"'),
        "side": ("Ukrainian", 'parties.toml [Ukraine.demonyms] "Ukrainian"'),
        "actor": ("Russian", 'parties.toml [Russia.demonyms] "Russian"'),
        "source": ("said", 'reporting.toml [verbs.plain] "say/said/said/saying"'),
        "source_kind": ("governor", 'sources.toml [heads.government] "governor"'),
        "as_of": ("Tuesday", 'dates.toml [weekdays] "tuesday"'),
    }
    assert all(one.rule for one in why.values())


@pytest.mark.parametrize(
    ("text", "rule", "words", "entry"),
    [
        ("The war has killed 13,000 people.", "what lasts or sums up", "war", 'grammar.toml [lasting.nouns] "war"'),
        ("Raids killed 12 people on Tuesday.", "day", "tuesday", 'dates.toml [weekdays] "tuesday"'),
        ("So far 12 people have died.", "phrase", "so far", 'grammar.toml [counting.cumulative] "so far"'),
        ("Raids killed 12 people.", "event", "raids", 'place_words.toml [around.events] "raids"'),
        ("The death toll rose to 12.", "toll that moves", "death toll",
         'metrics.toml [people.killed.nouns] "death toll"'),
        ("They killed 12 people.", "metric", "killed", 'metrics.toml [people.killed.counting] "new"'),
        ("Raids have left 12 people in critical condition.", "word of what happened",
         "in critical condition", 'grammar.toml [counting_by.current] "in critical condition"'),
    ],
)  # fmt: skip
def test_what_a_figure_counts_over_names_its_words(text: str, rule: str, words: str, entry: str) -> None:
    why = reasons(text)["counting"]
    assert (why.rule, why.words, why.entry) == (rule, words, entry)


@pytest.mark.parametrize(
    ("text", "side", "rule", "words"),
    [
        ("Two Russian tanks burned.", "Russia", "noun", "Russian"),
        ("The Ukrainian army said it had killed 40 soldiers. Russian troops fled.", "Russia", "enemy of who did it",
         "Ukraine"),
        ("The Ukrainian army said that 40 soldiers had died.", "Ukraine", "own of who speaks", "Ukrainian army"),
        ("Rebels struck in Norway. A radio said that 40 soldiers had died.", "Norway", "only state named", ""),
    ],
)  # fmt: skip
def test_a_side_that_is_inferred_says_by_whom(text: str, side: str, rule: str, words: str) -> None:
    """And has no entry: no word of the vocabulary tells it, whatever words the sentence has."""
    claim, why = layers_of(Document("d", text), load()).claims[0], reasons(text)["side"]
    assert (claim.side, why.rule, why.words) == (side, rule, words)
    assert (why.entry == "") == (rule != "noun")


@pytest.mark.parametrize(
    ("text", "field", "words", "entry"),
    [
        # the word that decided, and not the first of its kind in the sentence
        ("At a briefing on Monday the mayor said 12 people were killed in the blast on Friday.", "as_of",
         "Friday", 'dates.toml [weekdays] "friday"'),
        ("On Monday the mayor said that she was safe. Anna Berg said 12 people had died.", "as_of", "", ""),
        ("Rain may fall. In Oslo 12 people could die.", "modality",
         "could", 'grammar.toml [modality.projected] "could"'),
        ("Russia was told that Ukrainian jets killed 12 Russian soldiers.", "side",
         "Russian", 'parties.toml [Russia.demonyms] "Russian"'),
        ("The Israeli army said it had killed 12 fighters.", "actor", "Israeli army", ""),
        ("On Friday 12 people, all civilians, died.", "category",
         "civilians", 'categories.toml [people.civilians.words] "civilian"'),
        ("The mayor put the toll at 12 dead. The figure was wrong.", "verification",
         "was wrong", 'standing.toml [words.false] "wrong"'),
        ("Anna Berg, the mayor of Oslo, wept. Berg said 12 people had died.", "source_kind",
         "mayor", 'sources.toml [heads.government] "mayor"'),
        ("Shelling killed 12 people since February 24, 2022 and went on.", "period_start",
         "since February 24, 2022", 'dates.toml [months] "february"'),
    ],
)  # fmt: skip
def test_the_words_are_those_that_decided(text: str, field: str, words: str, entry: str) -> None:
    found = next(filter(None, (why.get(field) for why in every_reason(text, date(2022, 3, 9)))))
    assert (found.words, found.entry) == (words, entry)


@pytest.mark.parametrize("case", list(read("claims.txt")), ids=lambda case: f"line-{case.line}")
def test_the_words_of_a_trace_stand_in_the_text(case: Case) -> None:
    """But for a place's name, a metric's own setting and whom something is inferred from, which are values."""
    text = " ".join(case.text.casefold().replace("’", "'").replace(" 's", "'s").split())
    for claim in claims_of(case):
        for field, rule, words in claim.trace:
            inferred = (field, rule) == ("counting", "metric") or (field == "side" and rule not in ("noun", "clause"))
            inferred = inferred or field == "place"
            plain = " ".join(words.casefold().replace("’", "'").replace(" 's", "'s").split())
            assert inferred or plain in text, (claim.figure, field, rule, words)


def test_the_verification_names_its_evidence() -> None:
    why = reasons("Six people died, the mayor said. The toll could not be independently verified.")
    assert "could not be independently verified" in why["verification"].words
    assert why["verification"].entry.startswith("standing.toml [verbs.")


def test_what_the_text_does_not_tell_has_no_reason() -> None:
    why = reasons("Six people died.")
    assert {"side", "actor", "place", "source", "modality", "verification", "part_of"} & why.keys() == set()


def test_the_confidence_is_made_of_its_parts() -> None:
    told = reasons("Six people were killed, the mayor said.")["confidence"]
    shares = [part.rsplit(" ", 1) for part in told.words.split(" × ")]
    weights = load().confidence
    assert shares
    assert all(float(share) in weights[field].values() for field, share in shares)
    assert told.entry == "confidence.toml"


@pytest.fixture
def article(folder: Path) -> str:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    return "a.txt"


def test_show_why(cli: Cli, article: str) -> None:
    cli("add", article)
    name = next(csv.DictReader(io.StringIO(cli("list", "--format", "csv", "--min", "21").out)))["id"]
    plain, why = cli("show", name).out, cli("show", name, "--why").out
    assert "metrics.toml" not in plain
    (line,) = (line for line in why.splitlines() if line.startswith("metric ") and "metrics.toml" in line)
    assert line.split()[-4:] == ["killed", "metrics.toml", "[people.killed.verbs]", '"kill"']
    found = json.loads(cli("show", name, "--why", "--format", "json").out)
    assert ["side", "noun", "Ukrainian", 'parties.toml [Ukraine.demonyms] "Ukrainian"'] in found["trace"]


def test_extract_trace(cli: Cli, article: str) -> None:
    found = [json.loads(line) for line in cli("extract", article, "--trace", "--format", "jsonl").out.splitlines()]
    assert [claim["figure"] for claim in found] == ["At least 21", "two dozen"]
    steps = {step[0]: step for step in found[1]["trace"]}
    assert steps["modality"][2:] == ["believe", 'grammar.toml [modality.estimated] "believe"']
    assert steps["category"][2:] == ["tanks", 'categories.toml [things.tanks.words] "tank"']


def test_the_schema_fits_the_trace(cli: Cli, article: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for arguments in (("extract", article, "--trace"), ("extract", article, "--why-not")):
        schema = json.loads(cli(*arguments, "--schema").out)
        jsonschema.validate(json.loads(cli(*arguments, "--format", "json").out), schema)


LEFT = """Anna Koval, 63, saw it at 7 p.m. on March 4, 2022.
A T-72 stood 12 km from Sumy.
It lasted three hours. Some 300 metres of road and 40% of the grid are gone.
Six soldiers died.
"""


def figures(text: str) -> list[tuple[str, str, int, int]]:
    document = Document("d", text)
    return [(one.figure, one.reason, one.line, one.column) for one in left_out(document, layers_of(document, load()))]


def test_each_figure_left_out_has_its_reason_and_place() -> None:
    found = figures(LEFT)
    assert [(figure, reason) for figure, reason, _, _ in found] == [
        ("63", "age"),
        ("7 p.m.", "time"),
        ("March 4, 2022", "date"),
        ("T-72", "name"),
        ("12 km", "distance"),
        ("three hours", "duration"),
        ("Some 300 metres", "background"),
        ("40%", "background"),
    ]
    lines = LEFT.split("\n")
    for figure, _, line, column in found:
        assert lines[line - 1][column - 1 :].startswith(figure)


def test_a_claim_is_not_left_out() -> None:
    assert figures("Six soldiers died.") == []


@given(st.text(alphabet="a12 ,.\n%", max_size=60))
def test_every_figure_is_a_claim_or_left_out(text: str) -> None:
    document = Document("d", text)
    layers = layers_of(document, load())
    claims = [claim for claim in layers.claims if claim.metric != "other"]
    left = list(left_out(document, layers))
    assert len(claims) + len(left) == len(layers.figures)
    for one in left:
        assert one.figure == text[one.start : one.end]
        assert one.reason
        assert sum(len(line) + 1 for line in text.split("\n")[: one.line - 1]) + one.column - 1 == one.start


def test_why_not_on_the_command_line(cli: Cli) -> None:
    Path("left.txt").write_text(LEFT, encoding="utf-8")
    ran = cli("extract", "left.txt", "--why-not", "--limit", "2", "--columns", "line,column,figure,reason,sentence")
    assert (ran.code, ran.out) == (
        DONE,
        'line,column,figure,reason,sentence\n1,13,63,age,"Anna Koval, 63, saw it at 7 p.m. on March 4, 2022."\n'
        '1,27,7 p.m.,time,"Anna Koval, 63, saw it at 7 p.m. on March 4, 2022."\n',
    )
    rules = cli("extract", "left.txt", "--why-not", "--columns", "rule", "--sort", "start").out.splitlines()
    assert rules[-2:] == ["unit: m", "unit: percent"]
    # with --all background figures are among the claims
    assert len(cli("extract", "left.txt", "--why-not", "--all", "--no-header").out.splitlines()) == 6


@pytest.mark.parametrize("form", ["table", "tsv", "json", "jsonl", "markdown", "html", "latex"])
def test_why_not_in_every_format(cli: Cli, form: str) -> None:
    Path("left.txt").write_text(LEFT, encoding="utf-8")
    ran = cli("extract", "left.txt", "--why-not", "--format", form)
    assert ran.code == DONE
    assert ran.out.count("duration") == 1


def test_why_not_takes_no_filter(cli: Cli) -> None:
    Path("left.txt").write_text(LEFT, encoding="utf-8")
    ran = cli("extract", "left.txt", "--why-not", "--metric", "killed")
    assert (ran.code, ran.out) == (TROUBLE, "")
    assert "no filter applies" in ran.err


def test_why_not_of_a_missing_file_is_trouble(cli: Cli) -> None:
    assert cli("extract", "none.txt", "--why-not").code == TROUBLE
