"""One body under all its names: which names are of one, which are not, and what the commands make of it."""

from __future__ import annotations

import csv
import io
import shlex
from itertools import combinations
from pathlib import Path

import pytest
from conftest import Cli
from making import russia, ukraine
from making import store as put

from claimtrack.vocabulary.bodies import bodies, spellings
from claimtrack.vocabulary.loader import Speakers, load, speakers

ALIKE: list[tuple[str | None, tuple[str, ...]]] = [
    ("Russia", ("Russia’s Defence Ministry", "The Russian Ministry of Defense", "Moscow's defence ministry",
     "Ministry of Defence of the Russian Federation", "Russian MoD", "Defence Ministry")),
    ("Russia", ("Russia", "Moscow", "the Russians")),
    ("United Nations", ("UNHCR", "the UN refugee agency", "U.N.'s refugee agency",
     "United Nations High Commissioner for Refugees")),
    ("United States", ("Pentagon", "the U.S. Department of Defense", "US Defense Department")),
    ("Ukraine", ("Ukrainian General Staff", "General Staff in Kyiv", "General Staff of the Armed Forces of Ukraine")),
    ("Ukraine", ("Ukraine's interior ministry", "Ministry of Internal Affairs of Ukraine")),
    ("Turkey", ("Turkish foreign ministry", "Ankara’s Ministry of Foreign Affairs")),
    (None, ("MSF", "Doctors Without Borders")),
]  # fmt: skip
APART: list[tuple[str | None, tuple[str, ...]]] = [
    ("United States", ("Pentagon", "State Department", "CIA", "White House", "US", "U.S. Central Command")),
    ("Russia", ("Russian Defence Ministry", "Russian Foreign Ministry", "Kremlin", "GRU", "Russia")),
    ("Palestine", ("Gaza health ministry", "West Bank health ministry")),
    ("United Kingdom", ("Scottish government", "UK government")),
    ("United Nations", ("UN", "UN Security Council", "UNICEF")),
    ("Ukraine", ("Zelensky", "Kyiv")),
]  # fmt: skip
BODY = bodies(speakers())


@pytest.mark.parametrize(("side", "names"), ALIKE)
def test_the_names_of_one_body_are_one(side: str | None, names: tuple[str, ...]) -> None:
    assert {BODY(name, side) for name in names} == {BODY(names[0], side)}


@pytest.mark.parametrize(("side", "names"), APART)
def test_bodies_of_one_side_stay_apart(side: str | None, names: tuple[str, ...]) -> None:
    for one, other in combinations(names, 2):
        assert BODY(one, side) != BODY(other, side), (one, other)


def test_ministries_of_two_sides_stay_apart() -> None:
    assert BODY("Defence Ministry", "Russia") != BODY("Defence Ministry", "Ukraine")
    assert BODY("Red Cross", None) != BODY("Russian Red Cross", "Russia")
    assert BODY("Russian Defence Ministry", None) == BODY("Moscow's Ministry of Defence", "Russia")  # named: side known


def test_the_small_vocabulary_tells_the_same_as_the_whole() -> None:
    whole = bodies(load())
    for side, names in ALIKE + APART:
        assert [whole(name, side) for name in names] == [BODY(name, side) for name in names]


def test_words_are_changed_before_the_names_that_hold_them() -> None:
    found = spellings(
        {"alike": {"foreign ministry": ["centre ministry"], "centre": ["center"]}, "parts": {"words": []},
         "small": {"words": ["of"]}}
    )
    words = Speakers({}, {}, found)
    assert bodies(words)("Ministry of the Center", None) == ("", "foreign ministry")


def told(cli: Cli, command: str) -> list[dict[str, str]]:
    """The rows of an answer. Fails for an exit code other than 0 and 1."""
    answer = cli(*shlex.split(command), "--format", "csv")
    assert answer.code in (0, 1), answer.err
    return list(csv.DictReader(io.StringIO(answer.out)))


def store(cli: Cli, *texts: tuple[str, str]) -> None:
    """Add articles, each a day and a text."""
    for number, (day, text) in enumerate(texts):
        Path(f"{number}.txt").write_text(text, encoding="utf-8")
        assert cli("add", f"{number}.txt", "--date", day).code == 0


MINISTRIES = (
    ("2022-03-02", "Russia's Defence Ministry said 498 of its soldiers had been killed since the war began."),
    ("2022-03-05", "The Russian Ministry of Defense said 611 of its soldiers had been killed since the war began."),
    ("2022-03-07", "Moscow's defence ministry said 702 of its soldiers had been killed since the war began."),
    ("2022-03-07", "Ukraine's Defence Ministry said 5,300 Russian soldiers had been killed since the war began."),
)


def test_one_source_is_asked_for_by_any_of_its_names(cli: Cli, home: str) -> None:
    store(cli, *MINISTRIES)
    for name in ("Russian Defence Ministry", "Moscow's Ministry of Defence", "Russian MoD"):
        found = told(cli, f'list --source "{name}" --columns figure')
        assert [row["figure"] for row in found] == ["498", "611", "702"], name
    found = told(cli, 'list --source "Ukrainian Ministry of Defence" --columns figure')
    assert [row["figure"] for row in found] == ["5,300"]
    assert len(told(cli, 'list --source "Defence Ministry"')) == 4


def test_a_name_that_two_sides_share_passes_for_the_side_that_is_asked_for(cli: Cli, home: str) -> None:
    put(home, ukraine(40, source="General Staff"), russia(70, source="General Staff", document="b"),
        russia(80, source="General Staff of Russia", document="c"))  # fmt: skip
    ours = told(cli, 'list --source "Russian General Staff" --columns value')
    assert [row["value"] for row in ours] == ["70", "80"]
    assert [row["value"] for row in told(cli, 'list --source "Kyiv\'s General Staff" --columns value')] == ["40"]
    assert len(told(cli, 'list --source "general staff"')) == 3
    assert [row["claims"] for row in told(cli, 'sources --source "Russian General Staff"')] == ["2"]
    both = told(cli, 'list --source "Russian General Staff,none" --columns value')
    assert [row["value"] for row in both] == ["70", "80"]


def test_sources_has_one_row_a_source_with_its_other_names(cli: Cli, home: str) -> None:
    store(cli, *MINISTRIES, MINISTRIES[0], ("2022-03-08", MINISTRIES[0][1].replace("498", "805")))
    rows = {row["source"]: row for row in told(cli, "sources")}
    assert set(rows) == {"Russia's Defence Ministry", "Ukraine's Defence Ministry"}
    ours = rows["Russia's Defence Ministry"]
    assert ours["also"] == "Russian Ministry of Defense; Moscow's defence ministry"
    assert (ours["claims"], ours["documents"], ours["assertions"]) == ("4", "4", "4")
    assert (ours["first"], ours["last"], ours["side"]) == ("2022-03-02", "2022-03-08", "Russia")


def test_compare_and_diff_follow_one_source_through_its_names(cli: Cli) -> None:
    store(cli, *MINISTRIES)
    rows = told(cli, "compare")
    assert [(row["figure"], row["assertions"]) for row in rows] == [("702", "3"), ("5,300", "1")]
    (change,) = told(cli, "diff 2022-03-02 2022-03-05 --exact-source")
    assert (change["change"], change["old_figure"], change["new_figure"]) == ("raised", "498", "611")


WASHINGTON = (
    "2022-03-02",
    "The Pentagon said 3,000 Russian soldiers have been killed since the war began. The State Department said 10,000 "
    "Russian soldiers have been killed since the war began. The CIA said 15,000 Russian soldiers have been killed "
    "since the war began.",
)


def test_the_bodies_of_one_side_stand_side_by_side_and_their_quarrel_is_found(cli: Cli) -> None:
    later = "The State Department said 2,000 Russian soldiers have been killed since the war began."
    store(cli, WASHINGTON, ("2022-03-05", later.replace("2,000", "11,000")))
    rows = {row["source"]: row["figure"] for row in told(cli, "compare")}
    assert rows == {"Pentagon": "3,000", "State Department": "11,000", "CIA": "15,000"}
    found = [row["what"] for row in told(cli, "check --figures")]
    assert found == ["one side contradicts itself"] * 3


def test_another_body_of_a_side_with_a_lower_figure_is_no_series_that_falls(cli: Cli) -> None:
    pentagon, state = (f"{who} said {figure} Russian soldiers have been killed since the war began."
                       for who, figure in (("The Pentagon", "3,000"), ("The State Department", "2,000")))
    store(cli, ("2022-03-02", pentagon), ("2022-03-05", state))
    assert not told(cli, "check --figures")
    (change,) = told(cli, "diff 2022-03-02 2022-03-05")  # between days a series goes on with the side
    assert (change["change"], change["old_source"], change["new_source"]) == ("lowered", "Pentagon", "State Department")


def test_a_name_of_ones_own_joins_what_is_stored_already(cli: Cli) -> None:
    texts = [("2022-03-02", f"{name} said {figure} people had been killed in the flood.")
             for name, figure in (("Harbour Relief Front", 12), ("HRF", 15))]
    store(cli, *texts)
    assert len(told(cli, "sources")) == 2
    assert cli(*shlex.split('vocab add-alias "Harbour Relief Front" HRF --kind ngo --vocabulary mine.toml')).code == 0
    (row,) = told(cli, "sources --vocabulary mine.toml")
    assert (row["source"], row["also"], row["claims"]) == ("Harbour Relief Front", "HRF", "2")
    found = told(cli, 'list --source HRF --vocabulary mine.toml --columns figure')
    assert sorted(one["figure"] for one in found) == ["12", "15"]
    assert [one["figure"] for one in told(cli, 'list --source HRF --columns figure')] == ["15"]


def test_a_name_of_ones_own_is_the_fullest_one_in_its_document_after_reparse(cli: Cli) -> None:
    text = "HRF said 12 people had been killed in the flood.\n\nStaff of the Harbour Relief Front had left the town."
    store(cli, ("2022-03-02", text))
    assert [row["source"] for row in told(cli, "list")] == ["HRF"]
    cli(*shlex.split('vocab add-alias "Harbour Relief Front" HRF --kind ngo --vocabulary mine.toml'))
    assert cli("reparse", "--vocabulary", "mine.toml").code == 0
    (row,) = told(cli, "list")
    assert (row["source"], row["source_kind"]) == ("Harbour Relief Front", "ngo")
    assert text[int(row["source_start"]) : int(row["source_end"])] == "HRF"  # where the words stand stays as it is
