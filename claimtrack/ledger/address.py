"""The address of a ledger: which kind it is of, and how it may be shown."""

from __future__ import annotations

import re

SCHEMES = ("postgresql://", "postgres://")
_NO_PORT = re.compile(r"(\[[^\]]*\])|:(?!\d+(?:,|$))[^,]*")


def on_server(address: str) -> bool:
    """Whether the address is of a database server; else it is a path."""
    return address.startswith(SCHEMES)


def shown(address: str) -> str:
    """The address without what nobody may see: a server's without password and settings, a path as it is.

    An address that is written wrongly may have the password in any place: what is not plainly user, host, port or
    database is left out.
    """
    if not on_server(address):
        return address
    scheme, _, rest = address.partition("://")
    login, at, place = rest.rpartition("@")
    hosts, slash, name = place.partition("?")[0].partition("/")
    hosts = _NO_PORT.sub(lambda found: found[1] or "", hosts)
    return f"{scheme}://{login.partition(':')[0]}{at}{hosts}{slash}{name}"
