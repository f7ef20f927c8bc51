"""The last assertions found in an index of figures are those found in all claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from making import said, ukraine

from claimtrack.changes import Change, changes, followed
from claimtrack.comparison import OF_SERIES, compare, pair
from claimtrack.latest import Heard
from claimtrack.ledger import opening
from claimtrack.ledger.serial import figure_number
from claimtrack.model import Document, Filed, Line
from claimtrack.query import Query
from claimtrack.reviews import Review
from claimtrack.series import stands, voice

FIRST = date(2022, 3, 1)
few_days = st.none() | st.integers(0, 9).map(lambda days: (FIRST + timedelta(days)).isoformat())
claims = st.lists(
    st.fixed_dictionaries({
        "value": st.sampled_from([5, 12, (5, 12)]), "quantifier": st.sampled_from(["exact", "at_least", "about"]),
        "on": few_days, "document": st.sampled_from(["a", "b", "c"]), "metric": st.sampled_from(["lost", "killed"]),
        "side": st.sampled_from(["Russia", None]), "place": st.sampled_from([None, "Russia", "Kyiv"]),
        "counting": st.sampled_from(["new", "cumulative", None]), "source": st.sampled_from([None, "UN", "the UN"]),
        "source_side": st.sampled_from([None, "Ukraine"]), "stance": st.sampled_from(["adversary", "unknown"]),
        "modality": st.sampled_from(["stated", "stated", "superseded"]),
        "verification": st.sampled_from(["unstated", "disputed"]), "part_of": st.sampled_from([None, "x"]),
    }),
    max_size=25,
)  # fmt: skip
talk = st.lists(  # of one thing in two voices
    st.fixed_dictionaries({"value": st.sampled_from([5, 12]), "on": few_days, "document": st.sampled_from(["a", "c"]),
                           "source": st.sampled_from(["UN", None])}),
    max_size=25,
)  # fmt: skip
PAPERS = {  # the second says that its words are an agency's
    "a": Document("a", "One text.", date=FIRST, publisher="The Wire"),
    "b": Document("b", "KYIV (Reuters) - Another text.", date=FIRST + timedelta(3), publisher="The Daily"),
    "c": Document("c", "A third text."),
}


def stored(given_claims: list[dict[str, Any]]) -> list[Filed]:
    """Claims under their documents, each with an id and a place of its own."""
    made = (said(**one, id=f"c{n:03}", start=n, end=n + 1) for n, one in enumerate(given_claims))
    return [replace(one, document=PAPERS[one.claim.document]) for one in made]


@settings(deadline=None)
@given(claims, st.sampled_from(OF_SERIES), st.booleans(), few_days, st.sampled_from(["side", "source"]))
def test_what_the_index_tells_is_what_all_claims_tell(
    given_claims: list[dict[str, Any]], by: str, across: bool, day: str | None, match: str
) -> None:
    filed = stored(given_claims)
    query, left_out = Query(until=day), ("metric",) * across
    with opening.in_memory() as ledger:
        for name, document in PAPERS.items():
            ledger.add(document, [one for one in filed if one.claim.document == name], "1", "words")
        every = ledger.filed(query)
        last = Heard(ledger.lines(query), left_out).last(pair(by, voice))
        few = ledger.numbered(last.numbers)
        assert compare(few, by, heard=last) == compare(every, by, across=left_out)

        heard = Heard(ledger.lines(Query(until="2022-03-10")))
        middle = "2022-03-05"
        older, newer = (ledger.numbered(heard.last(followed(match), until).numbers) for until in (middle, None))
        dated = [one for one in ledger.filed(Query()) if one.claim.as_of]
        before = [one for one in dated if str(one.claim.as_of) <= middle]
        assert changes(older, newer, match, thing_of=heard.things) == changes(before, dated, match)

        older, newer = map(ledger.numbered, heard.moved(followed(match), middle, "2022-03-10"))
        found = changes(older, newer, match, thing_of=heard.things)
        assert _changed(found) == _changed(changes(before, dated, match))


@settings(deadline=None)
@given(claims | talk, st.integers(0, 4), st.sampled_from(["side", "source", "any"]))
@example([{"value": value, "on": f"2022-03-{day:02}", "document": "a"}  # 5 began before what is read, 12 in it
          for value, day in [(5, 2), (12, 3), (5, 4), (12, 9)]], 2, "side")  # fmt: skip
def test_what_moved_is_found_in_what_was_said_of_late(
    given_claims: list[dict[str, Any]], back: int, match: str
) -> None:
    """However little is read at first: of the voices for which that is not enough, all is."""
    filed, query = stored(given_claims), Query(until="2022-03-10")
    since = (date(2022, 3, 5) - timedelta(back)).isoformat()
    with opening.in_memory() as ledger:
        for name, document in PAPERS.items():
            ledger.add(document, [one for one in filed if one.claim.document == name], "1", "words")
        every = Heard(ledger.lines(query))
        late = Heard(ledger.recent(query, since) or (), (), since, partial(ledger.lines, query))
        found = [one.moved(followed(match), "2022-03-05", "2022-03-10") for one in (every, late)]
        assert [sorted(numbers) for numbers in found[1]] == [sorted(numbers) for numbers in found[0]]
        told = [one for one in ledger.filed(query) if stands(one.claim)]
        assert [late.things(one) for one in told] == [every.things(one) for one in told]


def test_what_was_said_long_ago_is_not_read_for_those_who_have_spoken_since() -> None:
    days = [f"2022-03-{day:02}" for day in range(1, 31)]
    ours = [ukraine(value, on=day, id=f"a{day}", start=value) for value, day in enumerate(days, 1)]
    theirs = [said(900, on=day, id=f"b{day}", start=value, place="Kyiv", source="UN", document="a2")
              for value, day in enumerate(days, 1)]  # fmt: skip  # one figure that has stood all the time
    query, read = Query(until="2022-03-30"), []
    with opening.in_memory() as ledger:
        for claims_of in (ours, theirs):
            ledger.add(claims_of[0].document, claims_of, "1", "words")

        def whole(numbers: Collection[int]) -> Iterator[Line]:
            for line in ledger.lines(query, numbers):
                read.append(line.of.claim.source)
                yield line

        heard = Heard(ledger.recent(query, "2022-03-20") or (), (), "2022-03-20", whole)
        old, new = map(ledger.numbered, heard.moved(voice, "2022-03-28", "2022-03-30"))
    assert [one.claim.as_of for one in old if one.claim.source != "UN"] == [date(2022, 3, 28)]
    assert len([one for one in old if one.claim.source == "UN"]) == 28
    assert len([one for one in new if one.claim.source == "UN"]) == 30
    assert read == ["UN"]


def _changed(found: list[Change]) -> list[Change]:
    return [one for one in found if one.kinds != ("same",)]


def test_only_the_claims_that_make_the_last_assertion_are_asked_for() -> None:
    early = [ukraine(value, on=f"2022-03-0{value}", id=f"id{value}", start=value) for value in range(1, 6)]
    again = ukraine(5, on="2022-03-06", id="id6", start=6, end=7)
    paper = Document("a1", "A text.", publisher="The Wire")
    with opening.in_memory() as ledger:
        ledger.add(paper, [*early, again], "1", "words")
        heard = Heard(ledger.lines(Query()))
        assert [one.claim.id for one in ledger.numbered(heard.last(voice).numbers)] == ["id5", "id6"]
        assert list(heard.last(voice).gave.values()) == [5]
        assert [one.claim.id for one in ledger.numbered(heard.last(voice, "2022-03-03").numbers)] == ["id3"]


def test_what_is_put_aside_or_superseded_is_not_heard() -> None:
    paper = Document("a1", "A text.", publisher="The Wire")
    first, second = ukraine(10, on="2022-03-01", id="id10"), ukraine(20, on="2022-03-02", id="id20", start=2, end=3)
    with opening.in_memory() as ledger:
        ledger.add(paper, [first, second], "1", "words")
        ledger.add(paper, [first], "1", "more words")
        (line,) = ledger.lines(Query())
        assert [row[2] for row in line.said] == [figure_number("exact", 10, 10, 10)]
        ledger.review([Review("id10", "set", "value", "11")], "Ann", "1")
        (line,) = ledger.lines(Query())
        assert [row[2] for row in line.said] == [figure_number("exact", 11, 10, 10)]
        ledger.review([Review("id10", "reject")], "Ann", "1")
        assert list(ledger.lines(Query())) == []
