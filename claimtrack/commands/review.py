"""claimtrack review: accept, reject or correct claims, as a named person: one, many from a CSV file, or one by one."""

from __future__ import annotations

import sys
from typing import Annotated

from claimtrack import __version__
from claimtrack.commands.asking import LEDGER, question, spelled
from claimtrack.commands.judging import cells_of, checked, from_csv
from claimtrack.commands.options import (
    Files,
    Filters,
    Many,
    One,
    Person,
    Place,
    Words,
    argument,
    flag,
    flat,
    of,
    person,
    split,
    utf8,
)
from claimtrack.comparison import interval, meet
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.ledger.store import Ledger
from claimtrack.model import Filed
from claimtrack.query import NONE
from claimtrack.render.cells import clean
from claimtrack.render.notice import notice
from claimtrack.reviews import ASIDE, Review, decisions

EXAMPLES = """\
  claimtrack review 3f2a91c0 --accept --by "Ana Petrova"
  claimtrack review 3f2a --set source="General Staff" --set verification=verified --note "seen the original"
  claimtrack review --metric killed --since 2022-03       one after another, in the terminal
  claimtrack list --reviewed none > todo.csv              then edit it, and
  claimtrack review --from todo.csv
"""


@flat
def run(
    id: Annotated[One, argument("[ID]", "The claim's id, or its first letters.")] = None,
    *,
    accept: Annotated[bool, flag("--accept", "It is right.")] = False,
    reject: Annotated[bool, flag("--reject", "It is no claim, or wrong beyond repair: no question gives it.")] = False,
    set: Annotated[Many, of("FIELD=VALUE", "Correct a field; may be repeated. Nothing after the = empties it.")] = None,
    merge: Annotated[Many, of("ID,…", "These claims say the same again: ID stands for them.")] = None,
    note: Annotated[One, of("TEXT", "Words to go with it.")] = None,
    table: Annotated[One, of("FILE", "An edited CSV of list: all that was changed in it.", "--from")] = None,
    by: Person = None,
    ledger: Place = None,
    vocabulary: Words = None,
    filters: Filters,
) -> int:
    """Accept, reject or correct claims, as a named person.

    What people decide shows in every answer, marked in the columns reviewed and reviewer, outlives reparse, and is
    taken back by undo. Without an ID, claims that pass the filters and that nobody reviewed come one after another.
    """
    who = person(by)
    if not who:
        raise ClaimtrackError("say who decides: --by NAME, or set CLAIMTRACK_REVIEWER")
    if accept and reject:
        raise ClaimtrackError("a claim is accepted or rejected, not both")
    told = accept or reject or set or merge or note
    if table and (id or told):
        raise ClaimtrackError("--from brings its own claims and decisions; leave the others out")
    if told and not id:
        raise ClaimtrackError("which claim? give its id; claimtrack list --columns id,figure,sentence shows the ids")
    with opening.grown(ledger or LEDGER, make=False) as store:
        if table:
            return _stored(store, from_csv(store, table, vocabulary), who)
        if told and id:
            return _stored(store, _given(store, id, accept, reject, set, merge, note, vocabulary), who)
        if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise ClaimtrackError("what is decided? --accept, --reject, --set, --merge or --note; to be asked claim by "
                                  "claim needs a terminal")  # fmt: skip
        from claimtrack.commands.dialogue import Dialogue

        query = question(filters)
        query = spelled(store, query if query.reviewed else query._replace(reviewed=(NONE,)), vocabulary)
        ids = [store.claim(id).claim.id] if id else [str(row[0]) for rows in store.rows(query, ("id",)) for row in rows]
        return Dialogue(store, who, vocabulary).run(ids)


def _given(
    store: Ledger, id: str, accept: bool, reject: bool, fields: Many, merge: Many, note: str | None, files: Files
) -> list[Review]:
    filed = store.claim(id.strip())
    name = filed.claim.id
    reviews = decisions(name, cells_of(filed), [utf8(one) for one in fields or ()])
    reviews += [Review(name, "accept")] * accept + [Review(name, "reject")] * reject
    reviews += [Review(name, "note", None, utf8(note or ""))] * bool(note)
    for other in split(merge):
        same = store.claim(other)
        _may_merge(same, filed, accept, other)
        reviews.append(Review(same.claim.id, "merge", None, name))
    return checked(store, filed, reviews, files)


def _may_merge(same: Filed, filed: Filed, accept: bool, other: str) -> None:
    """Raise ClaimtrackError where a claim cannot stand for the same said again: then a figure would be lost."""
    one, again = filed.claim, same.claim
    if again.id == one.id:
        raise ClaimtrackError(f"--merge {other}: a claim cannot stand for itself")
    if filed.reviewed in ASIDE and not accept:
        raise ClaimtrackError(f"--merge {other}: {one.id} is {filed.reviewed} itself; accept it first")
    if again.metric != one.metric or again.unit != one.unit or not meet(interval(one), interval(again)):
        raise ClaimtrackError(
            f"--merge {other}: {clean(again.figure)} {again.metric} is not {clean(one.figure)} {one.metric} said "
            "again; correct one with --set first, or reject it")  # fmt: skip


def _stored(store: Ledger, reviews: list[Review], who: str) -> int:
    changed = store.review(reviews, who, __version__).claims if reviews else 0
    notice(f"{store.name}: {changed} {'claim' if changed == 1 else 'claims'} reviewed by {who}" if reviews
           else f"{store.name}: nothing to change")  # fmt: skip
    return DONE
