"""The vocabulary as loaded: forms of words, one meaning a word, tags by precedence, a digest."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import FrozenInstanceError, fields
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import ClaimtrackError
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.inflection import plural_of, third_person, verb_forms
from claimtrack.vocabulary.loader import Vocabulary, build, load

WORDS = load()
Tables = dict[str, dict[str, Any]]


def tables() -> Tables:
    """The shipped files, free to be changed."""
    folder = resources.files("claimtrack.vocabulary")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    return {file.name: deepcopy(tomllib.loads(file.read_bytes().decode())) for file in files}


# ---- inflection


@pytest.mark.parametrize(
    ("given", "past", "ing", "third"),
    [
        ("kill", "killed", "killing", "kills"),
        ("rescue", "rescued", "rescuing", "rescues"),
        ("bury", "buried", "burying", "buries"),
        ("destroy", "destroyed", "destroying", "destroys"),
        ("massacre", "massacred", "massacring", "massacres"),
        ("free", "freed", "freeing", "frees"),
        ("crash", "crashed", "crashing", "crashes"),
        ("amass", "amassed", "amassing", "amasses"),
        ("launch", "launched", "launching", "launches"),
        ("rely on", "relied on", "relying on", "relies on"),
        ("suffer injuries", "suffered injuries", "suffering injuries", "suffers injuries"),
    ],
)
def test_forms_of_a_regular_verb(given: str, past: str, ing: str, third: str) -> None:
    assert set(verb_forms(given)) == {(given, "base"), (third, "base"), (past, "past"), (ing, "ing")}


@pytest.mark.parametrize(
    ("given", "forms"),
    [
        ("take/took/taken/taking", {"take": "base", "takes": "base", "took": "past", "taken": "past", "taking": "ing"}),
        ("gun down/gunned down/gunned down/gunning down",
         {"gun down": "base", "guns down": "base", "gunned down": "past", "gunning down": "ing"}),
        ("fly/flew/flown/flying", {"fly": "base", "flies": "base", "flew": "past", "flown": "past", "flying": "ing"}),
    ],
)  # fmt: skip
def test_forms_of_an_irregular_verb(given: str, forms: dict[str, str]) -> None:
    assert dict(verb_forms(given)) == forms


@pytest.mark.parametrize(
    ("given", "plural"),
    [
        ("soldier", "soldiers"), ("city", "cities"), ("boy", "boys"), ("bus/buses", "buses"), ("bus", "bus"),
        ("church", "churches"), ("witness", "witnesses"), ("box", "boxes"), ("troops", "troops"),
        ("attack helicopter", "attack helicopters"), ("gas supply", "gas supplies"),
    ],
)  # fmt: skip
def test_plurals(given: str, plural: str) -> None:
    assert plural_of(given) == (given.partition("/")[0], plural)


def test_an_irregular_plural_is_given() -> None:
    assert plural_of("man/men") == ("man", "men")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12))
def test_any_verb_has_its_forms(verb: str) -> None:
    forms = list(verb_forms(verb))
    assert {form for _, form in forms} == {"base", "past", "ing"}
    assert all(word == word.strip() and word[:1] == verb[:1] for word, _ in forms)
    assert third_person(verb).startswith(verb[:-1])


# ---- the shipped vocabulary


def test_loaded_once_and_frozen() -> None:
    assert load() is WORDS
    with pytest.raises(FrozenInstanceError):
        WORDS.digest = "other"  # type: ignore[misc]


def test_every_part_is_filled() -> None:
    assert [one.name for one in fields(Vocabulary) if not getattr(WORDS, one.name)] == []


def test_keys_are_lower_case_with_single_spaces() -> None:
    for table in (WORDS.tags, WORDS.metrics, WORDS.categories, WORDS.party_words, WORDS.reporting, WORDS.heads):
        assert [word for word in table if word != word.lower() or word != " ".join(word.split())] == []


def test_tags_are_one_character_and_never_a_figure() -> None:
    assert {tag for tag in WORDS.tags.values() if len(tag) != 1} == set()
    assert set(WORDS.tags.values()) & set("Nn#_~") == set()


@pytest.mark.parametrize(
    ("word", "tag", "why"),
    [
        ("the", "D", "closed class"),
        ("soldiers", "C", "category noun"),
        ("refugees", "C", "a category before the metric that the noun tells"),
        ("killed", "V", "metric verb, past"),
        ("kill", "v", "metric verb, base"),
        ("killing", "G", "metric verb in -ing"),
        ("deaths", "Y", "metric noun"),
        ("arrests", "Y", "a plural noun before the verb that is written alike"),
        ("missing", "J", "metric state"),
        ("said", "R", "reporting verb"),
        ("saying", "r", "reporting verb in -ing"),
        ("recorded", "R", "reports before it is what happens to attacks"),
        ("soared", "W", "change"),
        ("ukrainian", "S", "demonym"),
        ("ukraine", "L", "party"),
        ("“", '"', "punctuation"),
    ],
)
def test_the_tag_of_a_word(word: str, tag: str, why: str) -> None:
    assert WORDS.tags[word] == tag, why


def test_a_metric_word_knows_whom_it_counts() -> None:
    assert WORDS.metrics["captured"].object == {"people": "captured", "things": "captured"}
    assert WORDS.metrics["died"].subject["people"] == "killed"
    assert "people" not in WORDS.metrics["died"].object, "nobody is died"
    assert WORDS.metrics["shot down"].object["airborne"] == "intercepted"
    assert WORDS.metrics["shot down"].object["things"] == "destroyed"
    assert WORDS.metrics["arrests"].noun


def test_a_category_knows_its_plural() -> None:
    assert (WORDS.categories["policeman"].category, WORDS.categories["policeman"].plural) == ("police", False)
    assert (WORDS.categories["policemen"].category, WORDS.categories["policemen"].plural) == ("police", True)


# ---- building from other tables


def test_the_same_tables_give_the_same_words() -> None:
    again = build(tables(), "mine")
    assert again.digest == "mine"
    assert {one.name for one in fields(Vocabulary) if getattr(again, one.name) != getattr(WORDS, one.name)} <= {
        "digest", "figures", "dates", "places", "gazetteer", "standing", "speech"
    }  # fmt: skip


@pytest.mark.parametrize("file", sorted(loader.shipped()))
def test_the_digest_is_of_the_words_that_make_claims(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corrected name of a language must not make every ledger one that was read with other words."""
    changed = loader.shipped() | {file: loader.shipped()[file] + b"\n# seen again\n"}
    monkeypatch.setattr(loader, "shipped", lambda: changed)
    again = loader._load.__wrapped__(())
    others = {"agencies.toml", "evaluation.toml", "inputs.toml"}
    assert (again.digest == WORDS.digest) == (file in others)


def test_a_word_may_be_added_without_code() -> None:
    given = tables()
    given["metrics.toml"]["people"]["killed"]["verbs"].append("quench")
    given["categories.toml"]["people"]["officials"]["words"].append("satrap")
    made = build(given, "added")
    assert (made.tags["quenched"], made.metrics["quenched"].object) == ("V", {"people": "killed"})
    assert (made.tags["satraps"], made.categories["satraps"].category) == ("C", "officials")


def doubled() -> Iterator[Any]:
    yield pytest.param(("metrics.toml", "people", "wounded", "verbs"), "kill", ("killed", "wounded"), id="metric")
    yield pytest.param(("categories.toml", "people", "women", "words"), "soldier", ("troops", "women"), id="category")


@pytest.mark.parametrize(("path", "word", "places"), list(doubled()))
def test_a_word_with_two_meanings_is_refused(path: tuple[str, ...], word: str, places: tuple[str, ...]) -> None:
    given = tables()
    table: Any = given
    for name in path:
        table = table[name]
    table.append(word)
    with pytest.raises(ClaimtrackError) as trouble:
        build(given, "doubled")
    said = str(trouble.value)
    assert "\n" not in said
    assert {part for part in (path[0], word, *places) if part not in said} == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "trouble"),
    [
        ("categories.toml", '["events", "weapons"]', '["evnets", "weapons"]',
         "there is no 'evnets' among the groups of [things.attacks]; did you mean events?"),
        ("categories.toml", '["acre", "hectare"]', '["acre", "hectar"]',
         "there is no 'hectar' among the units of [things.area]; did you mean hectare?"),
        ("metrics.toml", '["worded", "casualty", "befalling"]', '["casualty", "befaling"]',
         "there is no 'befaling' among the groups of [people.missing]; did you mean befalling?"),
    ],
)  # fmt: skip
def test_a_group_that_there_is_not_is_refused_with_its_line(
    monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, trouble: str
) -> None:
    text = loader.shipped()[file].decode()
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    changed = {**loader.shipped(), file: text.replace(old, new).encode()}
    monkeypatch.setattr(loader, "shipped", lambda: changed)
    monkeypatch.setattr(loader, "_load", loader._load.__wrapped__)
    with pytest.raises(ClaimtrackError) as raised:
        load()
    assert str(raised.value) == f"{file}:{line}: {trouble}"


def test_what_happens_to_people_may_be_another_word_for_things() -> None:
    given = tables()
    given["metrics.toml"]["people"]["wounded"]["verbs"].append("ding")
    given["metrics.toml"]["things"]["damaged"]["verbs"].append("ding")
    assert build(given, "both").metrics["dinged"].object == {"people": "wounded", "things": "damaged"}


@pytest.mark.parametrize(
    ("file", "where", "trouble"),
    [
        ("dates.toml", ("weekdays",), "dates.toml: 'weekdays' is missing; give it back to the vocabulary"),
        ("figures.toml", ("numbers", "ones"), "figures.toml: 'ones' is missing; give it back to the vocabulary"),
        ("sources.toml", ("weak",),
         "reporting.toml or sources.toml: 'weak' is missing; give it back to the vocabulary"),
        ("places.toml", ("cities",),
         "places.toml or place_words.toml: 'cities' is missing; give it back to the vocabulary"),
        ("place_words.toml", ("again", "breaks"),
         "places.toml or place_words.toml: 'breaks' is missing; give it back to the vocabulary"),
        ("standing.toml", ("verbs",), "standing.toml: 'verbs' is missing; give it back to the vocabulary"),
    ],
)  # fmt: skip
def test_a_part_that_is_missing_is_named(file: str, where: tuple[str, ...], trouble: str) -> None:
    given = tables()
    table: Any = given[file]
    for name in where[:-1]:
        table = table[name]
    del table[where[-1]]
    with pytest.raises(ClaimtrackError) as raised:
        build(given, "torn")
    assert str(raised.value) == trouble


# ---- the shipped lists


def lists(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from lists(value, (*path, key))
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            yield (*path, key), value


SHIPPED = [(file, path, words) for file, table in tables().items() for path, words in lists(table)]


@pytest.mark.parametrize(("file", "path", "words"), SHIPPED)
def test_a_shipped_list_names_a_word_once(file: str, path: tuple[str, ...], words: list[str]) -> None:
    assert len(set(words)) == len(words), sorted(word for word in set(words) if words.count(word) > 1)


@pytest.mark.parametrize(("path", "words"), list(lists(tables()["sources.toml"]["heads"])))
def test_heads_are_plain_words(path: tuple[str, ...], words: list[str]) -> None:
    assert not [word for word in words if set(word) & set("|+*()[]")]


@pytest.mark.parametrize(
    "words", [words for path, words in lists(tables()["metrics.toml"]) if path[-1] in ("verbs", "subject")]
)
def test_verbs_are_inflected_where_they_are_verbs(words: list[str]) -> None:
    """An adverb before a verb would take the verb's endings; the four forms of a phrase are as long as each other."""
    adverbs = [word for word in words if "/" not in word and word.partition(" ")[0].endswith("ly") and " " in word]
    assert set(adverbs) <= {"rely on"}
    given = [word.split("/") for word in words if "/" in word]
    assert [forms for forms in given if len(forms) != 4 or len({form.count(" ") for form in forms}) > 1] == []
