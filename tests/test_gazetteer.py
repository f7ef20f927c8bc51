"""Gazetteer: names of places -> country and level; and that places.toml holds what it says."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import ClaimtrackError
from claimtrack.vocabulary.gazetteer import parse


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("claimtrack.vocabulary") / name).read_text(encoding="utf-8"))


PLACES, PARTIES, WORDS = table("places.toml"), table("parties.toml"), table("place_words.toml")
GAZETTEER = parse({**PLACES, "words": WORDS["words"]})


def split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


LISTED = [
    *(name for part in ("regions", "cities") for text in PLACES[part].values() for name in split(text)),
    *split(PLACES["names"]["shared"]),
    *split(PLACES["names"]["areas"]),
]


def test_no_place_stands_twice_however_it_is_written() -> None:
    times = Counter(map(GAZETTEER.fold, LISTED))
    assert [name for name in LISTED if times[GAZETTEER.fold(name)] > 1] == []


def test_no_place_hides_a_country() -> None:
    countries = {GAZETTEER.fold(country) for part in ("regions", "cities") for country in PLACES[part]}
    assert [name for name in LISTED if GAZETTEER.fold(name) in countries] == []


def test_every_place_lies_in_a_state_of_parties() -> None:
    for part in ("regions", "cities"):
        assert [country for country in PLACES[part] if PARTIES.get(country, {}).get("kind") != "state"] == []


def test_ambiguous_names_are_listed_places() -> None:
    assert [name for name in split(PLACES["names"]["ambiguous"]) if GAZETTEER.level(name) is None] == []


@pytest.mark.parametrize(
    ("name", "country", "level"),
    [
        ("Kharkiv", "Ukraine", "town"),
        ("Kharkov", "Ukraine", "town"),
        ("Kharkiv region", "Ukraine", "town"),
        ("Donbas", "Ukraine", "region"),
        ("al-Bab", "Syria", "town"),
        ("Al Bab", "Syria", "town"),
        ("northern Aleppo", "Syria", "town"),
        ("city of Homs", "Syria", "town"),
        ("South Kivu province", "Democratic Republic of Congo", "region"),
        ("El-Fasher", "Sudan", "town"),
        ("al-Fashir", "Sudan", "town"),
        ("Ein el-Hilweh", "Lebanon", "town"),
        ("Gaza City", "Palestine", "town"),
        ("Diyarbakır", "Turkey", "town"),
        ("DIYARBAKIR", "Turkey", "town"),
        ("Côte d’Azur", "France", "region"),
        ("N’Djamena", "Chad", "town"),
        ("El Salvador", "El Salvador", "country"),
        ("Niger", "Niger", "country"),
        ("Niger State", "Nigeria", "region"),
        ("Nice", "France", "town"),
        ("Black Sea", None, "area"),
        ("Bari", None, "town"),  # in Italy and in Somalia
    ],
)
def test_where_a_place_lies(name: str, country: str | None, level: str) -> None:
    assert (GAZETTEER.country(name), GAZETTEER.level(name)) == (country, level)


@pytest.mark.parametrize("name", ["Ramadi", "Nice city", "city of Nice", "eastern Ghouta", "Mount Merapi", "the Hague"])
def test_a_place(name: str) -> None:
    assert GAZETTEER.is_place(name)


@pytest.mark.parametrize("name", ["Nice", "Reading", "Split", "Vladimir", "Strip", "region of", "the", "", "Qwertz"])
def test_not_a_place_by_its_name_alone(name: str) -> None:
    assert not GAZETTEER.is_place(name)


@given(st.sampled_from(LISTED))
def test_spelling_does_not_matter(name: str) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    here = GAZETTEER.country(name), GAZETTEER.level(name)
    for written in (name.upper(), name.lower(), name.replace("-", " "), name.replace("'", "’"), plain):
        assert (GAZETTEER.country(written), GAZETTEER.level(written)) == here


@given(st.text())
def test_any_text_gets_an_answer(name: str) -> None:
    assert GAZETTEER.level(name) is not None or not (GAZETTEER.is_place(name) or GAZETTEER.country(name))


def test_a_missing_part_is_named() -> None:
    with pytest.raises(ClaimtrackError, match="'cities'"):
        parse({**{part: PLACES[part] for part in ("names", "regions")}, "words": WORDS["words"]})
