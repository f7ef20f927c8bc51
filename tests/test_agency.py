"""Which agency an article says its words come from."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.agency import agencies, agency
from claimtrack.model import Document

BODY = "Shells hit a market, and 21 people were killed, the governor said. Rescue work went on until the evening."


def named(text: str, **fields: str) -> str | None:
    return agency(Document("1", text, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"KYIV, March 2 (Reuters) - {BODY}", "Reuters"),
        (f"KYIV (AP) — {BODY}", "Associated Press"),
        (f"A headline\n\nKharkiv (AFP) – {BODY}", "Agence France-Presse"),
        (f"KYIV, March 2, TASS: {BODY}", "TASS"),
        (f"Moscow, Interfax – {BODY}", "Interfax"),
        (f"{BODY}\n\nThe Associated Press contributed to this report.", "Associated Press"),
        (f"{BODY}\n\n(Reporting by A. Name in Lviv for Reuters; editing by B. Name)", "Reuters"),
        (f"{BODY}\n\nSource: Ukrinform", "Ukrinform"),
        (f"{BODY}\n\n— AFP", "Agence France-Presse"),
        (f"{BODY}\n\nReuters, AFP", "Reuters"),
        (f"{BODY}\n\nAFP and Reuters\n", "Agence France-Presse"),
        (BODY, None),
        (f"{BODY} The mayor told Reuters that more were missing.", None),
        (f"The head of the Palestinian Authority (PA) said so. {BODY}", None),
        (f"An AP reporter saw two bodies. {BODY}", None),
        (f"The militia (whose name was not given) - {BODY}", None),
        (f"{BODY}\n\nThe ministry gave no source for its claim about the Reuters office, which it had shelled a "
         "week before and of which nothing but a wall had been left standing when the reporters came back to it in the "
         "night to look for what could be saved.", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_a_text_says(text: str, expected: str | None) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Reuters", "Reuters"), ("By A. Name and AFP", "Agence France-Presse"), ("A. Name, TASS", "TASS"),
     ("A. Reuters-Name", None), ("Apollo", None)],
)  # fmt: skip
def test_what_a_byline_says(author: str, expected: str | None) -> None:
    assert named(BODY, author=author) == expected


def test_an_agencys_own_article_is_its_own() -> None:
    assert named(f"{BODY}\n\nSource: TASS", publisher="Reuters") == "Reuters"


def test_every_name_means_one_agency() -> None:
    assert all(agencies().names[name] == name for name in set(agencies().names.values()))


@given(st.text())
def test_any_text(text: str) -> None:
    assert named(text, author=text, publisher=text) in {None, *agencies().names.values()}


@pytest.mark.parametrize("piece", ["(", "(AP", "a, ", ", ;", "\n", "  ", "By and ", "–"])
def test_no_text_takes_long(piece: str) -> None:
    begun = perf_counter()
    named(piece * 100_000, author=piece * 20_000)
    assert perf_counter() - begun < 2
