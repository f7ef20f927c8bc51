"""claimtrack vocab add-alias: a name as reviewed -> another name of the same, in your own vocabulary file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from claimtrack.commands.asking import LEDGER
from claimtrack.commands.options import Files, One, Place, argument, flat, of, utf8
from claimtrack.errors import DONE, ClaimtrackError
from claimtrack.ledger import opening
from claimtrack.names import same
from claimtrack.query import Query
from claimtrack.render.notice import notice
from claimtrack.render.output import target
from claimtrack.vocabulary import loader
from claimtrack.vocabulary.additions import Alias, home_of, refused, with_alias

EXAMPLES = """\
  claimtrack vocab add-alias "General Staff" "Heneralnyi Shtab" --vocabulary mine.toml
  claimtrack vocab add-alias "Harbour Relief" "HRF" --kind ngo
  claimtrack vocab add-alias Kharkiv Harkov && claimtrack reparse
"""


@flat
def run(
    action: Annotated[str, argument("add-alias", "What to do.")],
    name: Annotated[str, argument("NAME", "The name that is meant.")],
    alias: Annotated[str, argument("ALIAS", "Another name for it.")],
    *,
    kind: Annotated[One, of("WORD", "What kind of source it is. [default: as in the ledger]")] = None,
    side: Annotated[One, of("NAME", "The party it speaks for. [default: as in the ledger]")] = None,
    vocabulary: Annotated[Files, of("FILE", "Your own words: the file to write to, made when it is not there.",
                                    envvar="CLAIMTRACK_VOCABULARY")] = None,
    ledger: Place = None,
) -> int:  # fmt: skip
    """Let another name mean a party, a source or a place that is known by its name, from now on and after reparse.

    The words go to your own file of --vocabulary or $CLAIMTRACK_VOCABULARY (the last one of several). A source that
    claimtrack does not know is taken as the claims of the ledger have it.
    """
    if action != "add-alias":
        raise ClaimtrackError(f"vocab {action}: there is only vocab add-alias NAME ALIAS")
    name, alias = utf8(name), utf8(alias)
    files = [str(file) for file in vocabulary or ()]
    if not files:
        raise ClaimtrackError("which file are your own words in? --vocabulary FILE.toml, or set CLAIMTRACK_VOCABULARY")
    given = [file for file in files if os.path.exists(file)]
    words = loader.load(given)
    home = home_of(words, name) or _as_in_ledger(ledger or LEDGER, name, kind, side)
    if why := refused(words, home, alias.strip()):
        raise ClaimtrackError(why)
    path = files[-1]
    old = Path(path).read_text(encoding="utf-8-sig") if os.path.exists(path) else ""
    new = with_alias(old, home, alias.strip(), path)
    loader.load([*(file for file in given if file != path), path], {path: new})  # says what is wrong with it
    with target(path) as out:
        out.write(new)
    notice(f"{path}: {alias} is another name for {home.name}; claimtrack reparse reads the ledger with it")
    return DONE


def _as_in_ledger(path: str, name: str, kind: str | None, side: str | None) -> Alias:
    """A source that the vocabulary does not know, as it stands with most claims of the ledger."""
    if kind is None:
        with opening.asked(path) as store:
            query, _ = store.spelled(Query(source=(name,), other=True))
            rows = [row for row in store.sources(query) if row[0] is not None and same(str(row[0]), name)]
        if not rows:
            raise ClaimtrackError(f"{name} is neither a party, a source or a place that claimtrack knows, nor a source "
                                  "of the ledger; say what kind of source it is with --kind")  # fmt: skip
        found, of_kind, of_side, *_ = rows[0]
        name, kind, side = str(found), str(of_kind or "other"), side or (str(of_side) if of_side else None)
    return Alias(("sources", "named", name), name, "aliases", {"kind": kind} | ({"side": side} if side else {}))
