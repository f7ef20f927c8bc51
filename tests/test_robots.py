"""robots.txt -> what may be fetched: the cases of RFC 9309, and text that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.readers.robots import SLOWEST, rules


def allowed(text: str, path: str) -> bool:
    return rules(text, "claimtrack").allow(path)


@pytest.mark.parametrize(
    ("lines", "path", "expected"),
    [
        ("Disallow: /private", "/private/1", False),
        ("Disallow: /private", "/news", True),
        ("Disallow:", "/news", True),
        ("Disallow: /\nAllow: /news", "/news/1", True),  # the longer decides, wherever it stands
        ("Allow: /a\nDisallow: /a", "/a", True),  # a tie is allowed
        ("Disallow: /*.pdf$", "/r/1.pdf", False),
        ("Disallow: /*.pdf$", "/r/1.pdf?x=1", True),
        ("Disallow: /*/print/*", "/news/print/7", False),
        ("Disallow: /*/print/*", "/print/7", True),
        ("Disallow: /a*b*c$", "/abcbc", False),
        ("Disallow: /ab*bc$", "/abc", True),  # no letter counts twice
        ("Disallow: /caf%C3%A9", "/café/1", False),
        ("Disallow: /x # not /y", "/x", False),
        ("disALLOW:/x", "/x", False),
        ("Disallow: /?q=", "/?q=war", False),
    ],
)  # fmt: skip
def test_patterns(lines: str, path: str, expected: bool) -> None:
    assert allowed(f"User-agent: *\n{lines}\n", path) is expected


def test_a_group_of_our_own_counts_instead_of_that_for_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Claimtrack\nUser-agent: other\nDisallow: /drafts\n"
    assert allowed(text, "/news") and not allowed(text, "/drafts/1")


def test_groups_of_one_name_are_one() -> None:
    text = "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: *\nDisallow: /b\n"
    assert (allowed(text, "/a"), allowed(text, "/b"), allowed(text, "/c")) == (False, False, True)


def test_a_pace_is_kept_up_to_a_bound() -> None:
    assert rules("User-agent: *\nCrawl-delay: 7", "claimtrack").delay == 7
    assert rules("User-agent: *\nCrawl-delay: 86400", "claimtrack").delay == SLOWEST
    assert rules("User-agent: *\nCrawl-delay: soon", "claimtrack").delay is None


@given(st.text(), st.text())
def test_any_text_is_understood_somehow(text: str, path: str) -> None:
    assert rules(text, "claimtrack").allow(path) in (True, False)


def test_many_stars_take_no_time() -> None:
    text = "User-agent: *\nDisallow: /" + "*a" * 5000 + "$"
    assert allowed(text, "/" + "a" * 4000)
