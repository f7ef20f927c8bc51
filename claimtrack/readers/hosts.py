"""An address -> whether it leads into this machine or a private network, where what is linked from elsewhere has no
business. What a person names is fetched wherever it is.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

_NAMED = (".localhost", ".local", ".internal", ".home.arpa")  # never names of the web


def inward(url: str) -> bool:
    """Whether any machine that the address may mean is in no public network, by its number or by what its name gives.

    A name that gives nothing is none: there is nothing to be fetched from it.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if not host:
        return False
    return f".{host}".endswith(_NAMED) or any(not ip_address(number).is_global for number in _numbers(host))


def _numbers(host: str) -> list[str]:
    """The numbers of a host; also of one that is written as a number in one of the strange old ways."""
    try:
        return [host.partition("%")[0]] if ip_address(host) else []
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]).partition("%")[0] for *_, address in found]
