"""A user's own words: what they change, how they meet the shipped ones, and what is refused with its line."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from pathlib import Path

import pytest
from conftest import Cli

from claimtrack.errors import DONE, TROUBLE, ClaimtrackError
from claimtrack.vocabulary import user_file
from claimtrack.vocabulary.loader import load

OURS = """\
# Words of a desk that follows the Free Valley Army.
[parties."Free Valley Army"]
kind = "armed_group"
names = ["FVA"]
demonyms = ["Valleyman", "Valleymen"]
adversaries = ["Syria"]

[sources.named."Valley Relief Network"]
kind = "ngo"
side = "Free Valley Army"
aliases = ["Relief Valley"]

[sources.heads]
witness = ["beekeeper"]

[categories.people.cooks]
words = ["cook", "pastry chef"]

[categories.people.fighters]
words = ["pikeman/pikemen"]

[metrics.people.vaccinated]
verbs = ["vaccinate"]

[reporting.verbs]
plain = ["bellow"]

[reporting.cues]
hearsay = ["supposedly"]

[places.cities]
Syria = ["Umm Sakhra", "Vari Mill"]
"""


@pytest.fixture
def ours(folder: Path) -> str:
    Path("ours.toml").write_text(OURS, encoding="utf-8")
    return "ours.toml"


def told(cli: Cli, text: str, *columns: str, words: str | None = "ours.toml") -> list[list[str]]:
    """The columns of every claim of the text."""
    given = ("--vocabulary", words) if words else ()
    ran = cli("extract", "-", "--date", "2024-05-05", *given, "--columns", ",".join(columns), "--no-header",
              stdin=text.encode())  # fmt: skip
    assert ran.code == DONE, ran.err
    return list(csv.reader(io.StringIO(ran.out)))


@pytest.mark.parametrize(
    ("text", "columns", "with_them", "without"),
    [
        ("Syrian forces killed 12 Valleymen.", ("side", "actor"), ["Free Valley Army", "Syria"], ["", "Syria"]),
        ("The FVA killed 12 soldiers.", ("actor",), ["Free Valley Army"], None),
        ("At least 14 pastry chefs were killed.", ("category",), ["cooks"], ["people"]),
        ("Six pikemen were killed.", ("category",), ["fighters"], ["people"]),
        ("Six children were vaccinated.", ("metric",), ["vaccinated"], None),
        ("Six people were killed, the Valley Relief Network said.", ("source_kind", "source_side"),
         ["ngo", "Free Valley Army"], None),
        ("Six people were killed, a beekeeper said.", ("source", "source_kind"), ["beekeeper", "witness"], None),
        ("Six people were killed, the army bellowed.", ("source",), ["army"], [""]),
        ("Six people supposedly died.", ("source",), ["reports"], [""]),
        ("Shelling hit Umm Sakhra, killing six people.", ("place",), ["Umm Sakhra"], None),
    ],
)  # fmt: skip
def test_each_sort_of_word_tells(
    cli: Cli, ours: str, text: str, columns: tuple[str, ...], with_them: list[str], without: list[str] | None
) -> None:
    assert told(cli, text, *columns) == [with_them]
    if without is not None:
        assert told(cli, text, *columns, words=None) == [without]


GROUPED = """\
[categories.things.skiffs]
words = ["attack skiff"]
groups = ["weapons"]

[categories.people.grenadiers]
words = ["grenadier"]
groups = ["forces", "doers"]

[categories.things.decoys]
words = ["decoy"]
groups = ["airborne"]

[categories.things.strafings]
words = ["strafing"]
groups = ["events"]

[categories.things.wheat]
units = ["tonne"]

[metrics.people.gassed]
verbs = ["gas/gassed/gassed/gassing"]
groups = ["deeds", "befalling"]
counting = "new"
"""


def ungrouped() -> str:
    return "\n".join(line for line in GROUPED.splitlines() if not line.startswith(("groups", "counting", "units")))


@pytest.mark.parametrize(
    ("text", "columns", "of_its_group", "of_none"),
    [
        ("Six people were killed amid Russian attack skiffs off the quay.", "actor", ["Russia"], [""]),
        ("Six people were killed by grenadiers.", "actor", ["grenadiers"], [""]),
        ("The grenadiers took 230 casualties.", "category", ["grenadiers"], ["people"]),
        ("Six grenadiers were killed, Syria said. It added that 50 had been wounded.", "category",
         ["grenadiers", "grenadiers"], ["grenadiers", "people"]),
        ("Seven decoys were intercepted.", "metric", ["intercepted"], []),
        ("Two strafings were reported.", "metric", ["occurred"], []),
        ("Shelling burned 300 tonnes of grain.", "category", ["wheat"], []),
        ("Syrian forces gassed 12 people.", "actor", ["Syria"], [""]),
        ("Syrian forces gassed 12 people.", "counting", ["new"], [""]),
    ],
)  # fmt: skip
def test_what_is_in_a_group_behaves_like_its_kin(
    cli: Cli, folder: Path, text: str, columns: str, of_its_group: list[str], of_none: list[str]
) -> None:
    Path("grouped.toml").write_text(GROUPED, encoding="utf-8")
    Path("plain.toml").write_text(ungrouped(), encoding="utf-8")
    assert [row for (row,) in told(cli, text, columns, words="grouped.toml")] == of_its_group
    assert [row for (row,) in told(cli, text, columns, words="plain.toml")] == of_none


def test_things_of_ones_own_are_things(cli: Cli, folder: Path) -> None:
    """Without any group too: "destroyed" is said of things, not of people."""
    Path("plain.toml").write_text(ungrouped(), encoding="utf-8")
    text = "Three attack skiffs were destroyed."
    assert told(cli, text, "metric", "category", words="plain.toml") == [["destroyed", "skiffs"]]


def test_who_is_fought_fights_too(ours: str) -> None:
    parties = load([ours]).parties
    assert "Free Valley Army" in parties["Syria"].adversaries
    assert "Free Valley Army" not in load().parties["Syria"].adversaries


def test_stance_follows(cli: Cli, ours: str) -> None:
    text = "Syria's Defence Ministry said 12 FVA fighters were killed."
    assert told(cli, text, "stance") == [["adversary"]]


def test_the_environment_names_files_too(cli: Cli, ours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("more.toml").write_text('[categories.people.cooks]\nwords = ["baker"]\n', encoding="utf-8")
    monkeypatch.setenv("CLAIMTRACK_VOCABULARY", os.pathsep.join((ours, "more.toml")))
    text = "Six cooks and nine bakers were killed."
    assert told(cli, text, "category", words=None) == [["cooks"], ["cooks"]]


def test_several_files_in_any_order_are_one_vocabulary(ours: str) -> None:
    Path("more.toml").write_text('[parties."Free Valley Army"]\nseats = ["Vari Hall"]\n', encoding="utf-8")
    one, other = load([ours, "more.toml"]), load(["more.toml", ours])
    assert one.party_words["vari hall"] == ("Free Valley Army", "seat")
    assert one.digest == other.digest != load([ours]).digest != load().digest


@pytest.mark.parametrize("command", ["list", "compare", "sources", "documents"])
def test_every_command_that_reads_files_takes_them(cli: Cli, ours: str, command: str) -> None:
    Path("a.txt").write_text("Date: 2024-05-05\n\nSix cooks were vaccinated, an official said.\n", encoding="utf-8")
    arguments = (command, "--from", "a.txt", "--metric", "vaccinated")
    assert cli(*arguments).code == TROUBLE  # no such metric
    ran = cli(*arguments, "--vocabulary", ours)
    assert (ran.code, len(ran.out.splitlines())) == (DONE, 2)


def test_diff_takes_them(cli: Cli, ours: str) -> None:
    for name, number in (("a.txt", "Six"), ("b.txt", "Nine")):
        Path(name).write_text(f"Date: 2024-05-05\n\n{number} cooks were vaccinated, the FVA said.\n", encoding="utf-8")
    out = cli("diff", "a.txt", "b.txt", "--vocabulary", ours, "--format", "csv", "--columns", "old_value,new_value").out
    assert out == "old_value,new_value\n6,9\n"


def test_a_run_keeps_the_digest_of_its_words(cli: Cli, ours: str) -> None:
    Path("a.txt").write_text("Six cooks were vaccinated.\n", encoding="utf-8")
    cli("add", "a.txt")
    assert "1 new document" in cli("add", "a.txt", "--vocabulary", ours).err  # read anew: the words are others
    assert "already there" in cli("add", "a.txt", "--vocabulary", ours).err
    ledger = sqlite3.connect("claims.db")
    found = {row[0] for row in ledger.execute("SELECT vocabulary FROM run")}
    ledger.close()
    assert found == {load().digest, load([ours]).digest}


def test_a_word_said_again_means_the_same(folder: Path) -> None:
    Path("same.toml").write_text('[categories.people.troops]\nwords = ["soldier"]\n', encoding="utf-8")
    assert load(["same.toml"]).categories == load().categories


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ('[categories.people.fighters]\nwords = [\n  "pikeman",\n  "soldier",\n]',
         "x.toml:4: 'soldier' means something else in categories.toml [people.troops]; leave one out"),
        ('[metrics.people.wounded]\nverbs = ["kill"]',
         "x.toml:2: 'killed' means something else in metrics.toml [people.killed]; leave one out"),
        ('[reporting.verbs]\nplain = ["deny"]',
         "x.toml:2: 'denied' means something else in reporting.toml [verbs.deny]; leave one out"),
        ('[sources.heads]\nmedia = ["ministry"]',
         "x.toml:2: 'ministry' means something else in sources.toml [heads.government]; leave one out"),
        ('[sources.named."The Foundry"]\nkind = "media"\naliases = ["Reuters"]',
         "x.toml:3: 'reuters' means something else in sources.toml [named.Reuters]; leave one out"),
        ('[parties.Ruritania]\nkind = "state"\ndemonyms = ["Ruritanian", "Ukrainian"]',
         "x.toml:3: 'ukrainian' means something else in parties.toml [Ukraine.demonyms]; leave one out"),
        ('[parties.Kyiv]\nkind = "state"',
         "x.toml:1: 'kyiv' means something else in parties.toml [Ukraine.seats]; leave one out"),
        ('[places.cities]\nSyria = ["Umm Sakhra", "Kharkiv"]',
         "x.toml:2: 'Kharkiv' is another place in places.toml [cities.Ukraine]; leave one out"),
        ('[parties.Oz]\nkind = "state"\nnames = ["Emerald"]\n\n[parties.Uz]\nkind = "state"\nnames = ["emerald"]',
         "x.toml:3: 'emerald' means something else in x.toml:7; leave one out"),
        ('[people.troops]\nwords = ["pikeman"]',
         "x.toml:1: there is no 'people'; did you mean [categories.people] or [metrics.people]?"),
        ("[parteis.Oz]", "x.toml:1: there is no 'parteis'; did you mean parties?"),
        ('[sources.handles]\nwords = ["blog"]',  # no stage would ask for it
         "x.toml:1: there is no 'handles' in [sources]; there are heads, titles, modifiers, weak, named"),
        ('[parties.Oz]\nkind = "state"\ndemonym = ["Ozzie"]',
         "x.toml:3: there is no 'demonym' in [parties.Oz]; did you mean demonyms?"),
        ('[metrics.animals.killed]\nverbs = ["cull"]',
         "x.toml:1: there is no 'animals' in [metrics]; there are people, forces, things, airborne, events"),
        ('[parties.Oz]\nnames = ["Emerald"]', "x.toml:1: [parties.Oz] is new and must tell its kind"),
        ('[parties.Oz]\nkind = "land"', "x.toml:2: kind must be one of state, armed_group, igo, people"),
        ('[parties.Ukraine]\nkind = "igo"', "x.toml:2: 'Ukraine' has the kind 'state' already; leave this out"),
        ('[parties.Oz]\nkind = "state"\nadversaries = ["Rusia"]',
         "x.toml:3: no party is called 'Rusia'; did you mean Russia?"),
        ('[sources.named.Oz]\nkind = "ngo"\nside = "Qqq"',
         "x.toml:3: no party is called 'Qqq'; add it under [parties]"),
        ('[places.cities]\nSyrie = ["Umm Sakhra"]', "x.toml:2: no party is called 'Syrie'; did you mean Syria?"),
        ("[parties]\nOz = 3", "x.toml:2: [parties.Oz] is a table: put its words under a key of it"),
        ('[categories.people.cooks]\nwords = "cook"',
         'x.toml:2: words must be a list of words, as in words = ["a", "b"]'),
        ('[metrics.people.fed]\nverbs = ["feed/fed"]',
         "x.toml:2: 'feed/fed' is not a verb as base or base/past/participle/-ing of two letters or more"),
        ('[metrics.people.fed]\nverbs = [""]',
         "x.toml:2: '' is not a verb as base or base/past/participle/-ing of two letters or more"),
        ('[categories.things.skiffs]\nwords = ["skiff"]\ngroups = [\n  "weapon"]',
         "x.toml:4: there is no 'weapon' among the groups of [things.skiffs]; did you mean weapons?"),
        ('[categories.people.cooks]\nwords = ["cook"]\ngroups = ["airborne"]',
         "x.toml:3: there is no 'airborne' among the groups of [people.cooks]; "
         "there are forces, regulars, irregulars, weapons, doers, unshared"),
        ('[metrics.people.fed]\ngroups = ["deed"]',
         "x.toml:2: there is no 'deed' among the groups of [people.fed]; did you mean deeds?"),
        ('[metrics.people.fed]\ncounting = "daily"', "x.toml:2: counting must be one of new, cumulative, current"),
        ('[metrics.people.killed]\ncounting = "current"',
         "x.toml:2: 'killed' has the counting 'new' already; leave this out"),
        ('[metrics.events.killed]\ncounting = "current"',
         "x.toml:2: 'killed' has the counting 'new' already; leave this out"),
        ('[categories.things.wheat]\nunits = ["tons"]',
         "x.toml:2: there is no 'tons' among the units of [things.wheat]; did you mean tonne?"),
        ("a = [", "x.toml: not valid TOML: invalid value (at end of document)"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_line(cli: Cli, text: str, trouble: str) -> None:
    Path("x.toml").write_text(text, encoding="utf-8")
    ran = cli("extract", "-", "--vocabulary", "x.toml", stdin=b"Six died.")
    assert (ran.code, ran.out, ran.err) == (TROUBLE, "", f"claimtrack: {trouble}\n")


def test_a_word_of_two_files_names_both(folder: Path) -> None:
    Path("a.toml").write_text('[categories.people.cooks]\nwords = ["baker"]\n', encoding="utf-8")
    Path("b.toml").write_text('\n[categories.people.bakers]\nwords = ["baker"]\n', encoding="utf-8")
    with pytest.raises(ClaimtrackError, match=r"^a\.toml:2: 'baker' means something else in b\.toml:3; leave one out$"):
        load(["a.toml", "b.toml"])


def test_a_place_of_two_files_names_both(folder: Path) -> None:
    Path("a.toml").write_text('[places.cities]\nSyria = ["Umm Sakhra"]\n', encoding="utf-8")
    Path("b.toml").write_text('[places.regions]\n\nIraq = ["Umm Sakhra"]\n', encoding="utf-8")
    with pytest.raises(ClaimtrackError, match=r"'Umm Sakhra' is another place in [ab]\.toml:[23]; leave one out$"):
        load(["a.toml", "b.toml"])


@pytest.mark.parametrize(
    ("make", "trouble"),
    [
        (lambda path: path.mkdir(), "x.toml: Is a directory; --vocabulary wants a TOML file of words"),
        (lambda path: None, "x.toml: No such file or directory; --vocabulary wants a TOML file of words"),
        (lambda path: path.write_bytes(b"# caf\xe9"), "x.toml: not UTF-8 at byte 5; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(cli: Cli, make: object, trouble: str) -> None:
    assert callable(make)
    make(Path("x.toml"))
    ran = cli("extract", "-", "--vocabulary", "x.toml", stdin=b"Six died.")
    assert (ran.code, ran.err) == (TROUBLE, f"claimtrack: {trouble}\n")


def test_the_shape_knows_every_key_of_the_shipped_files() -> None:
    """A table that the shipped files gain must be open to users, or left out on purpose."""
    import tomllib

    from claimtrack.record import COLUMNS
    from claimtrack.vocabulary.loader import shipped

    kinds = next(column.values for column in COLUMNS if column.name == "source_kind")
    assert tuple(user_file.SHAPE["sources"]["heads"]) == kinds
    for name in ("parties", "sources", "categories", "metrics"):
        known = user_file.SHAPE[name]
        for table, entries in tomllib.loads(shipped()[f"{name}.toml"].decode()).items():
            inner = known.get(table, known.get(user_file.ANY))
            assert inner is not None, (name, table)
            for entry, values in entries.items():
                shape = inner.get(entry, inner.get(user_file.ANY))
                assert shape is not None, (name, table, entry)
                if isinstance(shape, dict):
                    assert set(values) <= set(shape), (name, table, entry)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('[places.aliases]\nNowhere = ["Harkov"]', "mine.toml:2: no place is called 'Nowhere'"),
        ('[places.aliases]\nKharkiv = ["Odesa"]', "mine.toml:2: 'Odesa' is another place already"),
        ('[places.aliases]\nKharkiv = ["Harkov"]\nOdesa = ["Harkov"]', "mine.toml:2: 'Harkov' is another place"),
        ('[metrics.people.killed]\nverbs = ["vaporise", "vaporise"]', "mine.toml:2: 'vaporise' is given twice"),
    ],
)
def test_a_word_means_one_thing_and_is_given_once(tmp_path: Path, words: str, why: str) -> None:
    (tmp_path / "mine.toml").write_text(words)
    with pytest.raises(ClaimtrackError) as caught:
        load([tmp_path / "mine.toml"])
    assert why in str(caught.value)
