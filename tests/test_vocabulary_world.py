"""parties.toml, sources.toml, places.toml -> no word twice, no party that does not exist, every word reachable."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

import pytest

from claimtrack.record import SOURCE_KINDS


def table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((resources.files("claimtrack.vocabulary") / name).read_text(encoding="utf-8"))


PARTIES, SOURCES = table("parties.toml"), table("sources.toml")


def twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(word.lower() for word in words).items() if times > 1]


def party_words() -> list[str]:
    roles = ("names", "demonyms", "seats", "leaders")
    return [*PARTIES, *(word for entry in PARTIES.values() for role in roles for word in entry.get(role, ()))]


def aliases() -> list[str]:
    return [word for name, entry in SOURCES["named"].items() for word in (name, *entry.get("aliases", ()))]


def test_no_party_word_stands_twice() -> None:
    assert twice(party_words()) == []


def test_parties_have_only_the_keys_the_file_explains() -> None:
    for name, entry in PARTIES.items():
        assert set(entry) <= {"kind", "names", "demonyms", "seats", "leaders", "adversaries"}, name
        assert entry["kind"] in {"state", "armed_group", "igo", "people"}, name


def test_adversaries_are_parties_and_list_each_other() -> None:
    one_way = [
        (name, foe)
        for name, entry in PARTIES.items()
        for foe in entry.get("adversaries", ())
        if foe == name or name not in PARTIES.get(foe, {}).get("adversaries", ())
    ]
    assert one_way == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia", "Ukraine"),
        ("Hamas", "Israel"),
        ("Hezbollah", "Israel"),
        ("Houthis", "Saudi Arabia"),
        ("Rapid Support Forces", "Sudan"),
        ("Tigray People's Liberation Front", "Eritrea"),
        ("Armenia", "Azerbaijan"),
        ("Islamic State", "Iraq"),
        ("Taliban", "NATO"),
        ("Boko Haram", "Nigeria"),
        ("al-Shabab", "African Union"),
        ("FARC", "Colombia"),
        ("India", "Pakistan"),
        ("M23", "Democratic Republic of Congo"),
        ("PKK", "Turkey"),
        ("Arakan Army", "Myanmar"),
        ("JNIM", "Burkina Faso"),
        ("FMLN", "El Salvador"),
        ("LTTE", "Sri Lanka"),
        ("Syrian opposition", "Syria"),
    ],
)
def test_who_fights_whom(one: str, other: str) -> None:
    assert other in PARTIES[one]["adversaries"]


def test_allies_are_no_adversaries() -> None:
    allies = [("United States", "Ukraine"), ("Russia", "Syria"), ("Hamas", "Palestine"), ("Iran", "Hezbollah")]
    for one, other in allies:
        assert other not in PARTIES[one]["adversaries"]


def test_every_state_of_the_world_has_a_word_for_its_people() -> None:
    states = [name for name, entry in PARTIES.items() if entry["kind"] == "state"]
    assert len(states) >= 193 + 4  # the members of the United Nations, Kosovo, Taiwan, Palestine, Western Sahara
    named_for_themselves = {"Dominica", "Hong Kong", "Liechtenstein", "Vatican City"}
    without = [name for name in states if not PARTIES[name].get("demonyms") and name not in named_for_themselves]
    assert without == []


def test_no_name_begins_with_the_article() -> None:
    assert [word for word in (*party_words(), *aliases()) if word.lower().startswith("the ") and word[0] == "t"] == []


@pytest.mark.parametrize("part", ["heads", "titles", "modifiers"])
def test_source_words_have_one_kind_each(part: str) -> None:
    assert set(SOURCES[part]) <= {*SOURCE_KINDS}
    words = [word for given in SOURCES[part].values() for word in given]
    assert twice(words) == []
    assert [word for word in words if word != word.lower()] == []


def test_weak_heads_are_heads() -> None:
    heads = {word for given in SOURCES["heads"].values() for word in given}
    assert [word for word in SOURCES["weak"]["heads"] if word not in heads] == []


def test_no_organisation_is_named_twice() -> None:
    assert twice(aliases()) == []


def test_organisations_have_a_kind_and_speak_for_known_parties() -> None:
    for name, entry in SOURCES["named"].items():
        assert set(entry) <= {"kind", "side", "aliases"}, name
        assert entry["kind"] in SOURCE_KINDS, name
        assert entry.get("side") is None or entry["side"] in PARTIES, name


def test_an_organisation_that_is_also_a_word_for_a_party_speaks_for_that_party() -> None:
    party_of = {
        word: name
        for name, entry in PARTIES.items()
        for word in (name, *entry.get("names", ()), *entry.get("seats", ()))
    }
    wrong = [
        (word, entry.get("side"), party_of[word])
        for name, entry in SOURCES["named"].items()
        for word in (name, *entry.get("aliases", ()))
        if word in party_of and entry.get("side") != party_of[word]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("police", "emergency"),
        ("health ministry", "emergency"),  # health authorities count with hospitals
        ("defence ministry", "military"),
        ("defense ministry", "military"),
        ("interior ministry", "government"),
        ("rebels", "armed_group"),
        ("court", "court"),
        ("witnesses", "witness"),
        ("news agency", "media"),
        ("reports", "other"),
        ("analysts", "expert"),
        ("rights group", "ngo"),
    ],
)
def test_what_heads_say_of_a_source(word: str, kind: str) -> None:
    assert word in SOURCES["heads"][kind]


@pytest.mark.parametrize(
    ("alias", "name", "kind", "side"),
    [
        ("UN refugee agency", "UNHCR", "igo", "United Nations"),
        ("Pentagon", "Pentagon", "military", "United States"),
        ("Israel Defense Forces", "IDF", "military", "Israel"),
        ("Doctors Without Borders", "MSF", "ngo", None),
        ("Syrian Observatory", "Syrian Observatory for Human Rights", "ngo", None),
        ("Hamas-run health ministry", "Gaza Health Ministry", "emergency", "Palestine"),
        ("Agence France-Presse", "AFP", "media", None),
        ("International Criminal Court", "ICC", "court", None),
    ],
)
def test_organisations_by_their_other_names(alias: str, name: str, kind: str, side: str | None) -> None:
    entry = SOURCES["named"][name]
    assert alias in (name, *entry.get("aliases", ()))
    assert (entry["kind"], entry.get("side")) == (kind, side)
