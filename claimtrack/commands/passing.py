"""Claims that were just read -> those that pass a query: a ledger of that one article answers."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack import __version__
from claimtrack.ledger.speaking import Body
from claimtrack.model import Filed
from claimtrack.query import Query


def passing(filed: Sequence[Filed], query: Query, body: Body, vocabulary: str = "") -> Sequence[Filed]:
    """The claims of one document that pass, in the order of its text. `body` tells whose a source's name is.

    `vocabulary` is the digest of the words.
    """
    if query._replace(other=False) == Query():
        return [one for one in filed if query.other or one.claim.metric != "other"]
    if not filed:
        return []
    from claimtrack.ledger import opening

    with opening.in_memory() as ledger:
        ledger.add(filed[0].document, filed, __version__, vocabulary)
        exact, _ = ledger.spelled(query, body)
        ids = {row[0] for rows in ledger.rows(exact, ("id",)) for row in rows}
    return [one for one in filed if one.claim.id in ids]
