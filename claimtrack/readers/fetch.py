"""An address -> the page there, politely: as robots.txt allows, at a pace, again later when a site asks for that.

The one place that knows the HTTP library. Nothing is fetched that was not asked for, and nothing twice that has not
changed.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx2

from claimtrack import __version__
from claimtrack.errors import ClaimtrackError
from claimtrack.readers import robots
from claimtrack.readers.hosts import inward
from claimtrack.readers.page_cache import Kept, PageCache, user_folder
from claimtrack.readers.settings import MEGABYTE, Web

NAME = "claimtrack"  # by which a robots.txt can address us
LARGEST = 64 * MEGABYTE  # bytes of one page, unpacked
HOPS = 10  # redirects in a row
TRIES = 4
LONGEST = 120.0  # seconds that a site may ask us to wait before the next try
SLOW = 6  # a whole page may take so many times the time-out
RULES_LAST = 24 * 3600.0  # seconds after which a robots.txt is fetched anew
REDIRECTS = (301, 302, 303, 307, 308)
LATER = (429, 500, 502, 503, 504)  # answers that may be another one a moment later


class Page(NamedTuple):
    """What stands at `url`, where all redirects led. `kind` is the Content-Type as the server gives it."""

    url: str
    body: bytes
    kind: str | None
    retrieved: datetime


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Fetcher:
    """Fetches pages one after the other. `sleep` waits for so many seconds."""

    def __init__(
        self, web: Web, cache: PageCache | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._web, self._sleep = web, sleep
        self._cache = cache or PageCache(user_folder())
        headers = {
            "User-Agent": web.agent or f"{NAME}/{__version__} (reads articles; keeps to robots.txt)",
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        self._client = httpx2.Client(headers=headers, timeout=web.timeout)
        self._rules: dict[str, tuple[float, robots.Rules]] = {}
        self._last: dict[str, float] = {}  # host -> when a page of it was last asked for

    def get(self, url: str, linked: str | None = None) -> Page:
        """The page at an address. Raises ClaimtrackError when there is none or it is not to be had.

        `linked` is where the address was found, if no person gave it.
        """
        paced: set[str] = set()
        here = url
        for _ in range(HOPS):
            parts = split(here)
            _guard(linked or url, here)
            allowed = self._rules_of(parts)
            if not allowed.allow(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"):
                raise ClaimtrackError(f"{shown(here)}: the site's robots.txt asks not to fetch this")
            if parts.netloc not in paced:
                self._pace(parts.netloc, allowed.delay)
                paced.add(parts.netloc)
            kept = self._cache.get(here)
            answer = self._answered(here, kept)
            if answer.status in REDIRECTS and "location" in answer.headers:
                here = _joined(here, answer.headers["location"])
                continue
            return self._page(here, answer, kept)
        raise ClaimtrackError(f"{shown(url)}: more than {HOPS} redirects, the last to {shown(here)}")

    def close(self) -> None:
        self._client.close()

    def _page(self, url: str, answer: _Answer, kept: Kept | None) -> Page:
        now = datetime.now(UTC).replace(microsecond=0)
        if answer.status == HTTPStatus.NOT_MODIFIED and kept:
            return Page(shown(url), kept.body, kept.kind, now)
        if answer.status != HTTPStatus.OK:
            raise ClaimtrackError(f"{shown(url)}: the site answers {_status(answer.status)}")
        page = Kept(answer.body, *(answer.headers.get(name) for name in ("content-type", "etag", "last-modified")))
        if "@" not in urlsplit(url).netloc:  # what a password opens is not left lying about
            self._cache.put(url, page)
        return Page(shown(url), page.body, page.kind, now)

    def _rules_of(self, parts: SplitResult) -> robots.Rules:
        """What the site's robots.txt says. None there: all is allowed; trouble with it: nothing is, as is usual."""
        site = f"{parts.scheme}://{parts.netloc}"
        read, found = self._rules.get(site, (float("-inf"), robots.EVERYTHING))
        if time.monotonic() - read < RULES_LAST:
            return found
        url = f"{site}/robots.txt"
        for _ in range(HOPS):
            answer = self._answered(url, None)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                break
            url = _joined(url, answer.headers["location"])
            _guard(f"{site}/robots.txt", url)
        if answer.status >= 500 or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise ClaimtrackError(f"{shown(url)}: the site answers {_status(answer.status)}; nothing is fetched there")
        found = robots.EVERYTHING
        if answer.status == HTTPStatus.OK:
            found = robots.rules(answer.body[: robots.LARGEST].decode("utf-8", "replace"), NAME)
        self._rules[site] = time.monotonic(), found
        return found

    def _pace(self, host: str, delay: float | None) -> None:
        wait = self._last.get(host, float("-inf")) + max(self._web.pace, delay or 0.0) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        self._last[host] = time.monotonic()

    def _answered(self, url: str, kept: Kept | None) -> _Answer:
        """The answer to one request, asked again when the trouble may pass."""
        for attempt in range(1, TRIES + 1):
            wait = 2.0 ** (attempt - 1)
            try:
                answer = self._asked(url, kept)
            except (httpx2.TransportError, ssl.SSLError) as trouble:
                if attempt == TRIES or not _passing(trouble):
                    raise ClaimtrackError(f"{shown(url)}: {self._why(trouble)}") from trouble
            except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError) as trouble:
                raise ClaimtrackError(f"{shown(url)}: cannot be fetched: {str(trouble)[:200]}") from trouble
            else:
                asked = _retry_after(answer.headers.get("retry-after"))
                wait = wait if asked is None else asked
                if answer.status not in LATER or attempt == TRIES:
                    return answer
                if wait > LONGEST:
                    raise ClaimtrackError(f"{shown(url)}: the site answers {_status(answer.status)} and asks to wait "
                                          f"{wait / 60:.0f} minutes")  # fmt: skip
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _asked(self, url: str, kept: Kept | None) -> _Answer:
        marks = {"If-None-Match": kept.etag, "If-Modified-Since": kept.modified} if kept else {}
        begun = time.monotonic()
        with self._client.stream("GET", url, headers={name: mark for name, mark in marks.items() if mark}) as response:
            if int(response.headers.get("content-length", "0").strip() or 0) > LARGEST:
                raise _too_large(url)
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise _too_large(url)
                if time.monotonic() - begun > SLOW * self._web.timeout:
                    raise httpx2.ReadTimeout("too slow")
            return _Answer(response.status_code, response.headers, bytes(body))

    def _why(self, trouble: Exception) -> str:
        if isinstance(trouble, httpx2.TimeoutException):
            return f"no answer, or not a whole one, within {self._web.timeout:g} seconds; see --timeout"
        if isinstance(trouble, httpx2.ConnectError):
            return f"cannot be reached: {_plain(trouble)}"
        return f"the connection broke off: {_plain(trouble)}"


def _guard(begun: str, here: str) -> None:
    """Raises ClaimtrackError for an address inside a private network to which one outside has led."""
    if here != begun and inward(here) and not inward(begun):
        raise ClaimtrackError(f"{shown(begun)}: leads to {shown(here)}, which is in a private network; not followed")


def split(url: str) -> SplitResult:
    """The parts of an address. Raises ClaimtrackError unless it is one of the web."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise ClaimtrackError(f"{shown(url)}: this is no http or https address that can be fetched")
    return parts


def shown(url: str) -> str:
    """An address as it may be told and stored: without a password."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}" if mark else url


def _joined(here: str, there: str) -> str:
    try:
        return urljoin(here, there)
    except ValueError:
        return there


def _passing(trouble: Exception) -> bool:
    """Whether the next try may fare better: not with a name that nobody has or a certificate that does not hold."""
    text = str(trouble).lower()
    return not any(word in text for word in ("certificate", "not known"))


def _plain(trouble: Exception) -> str:
    text = str(trouble) or type(trouble).__name__
    return text.partition("] ")[2][:200] or text[:200]


def _too_large(url: str) -> ClaimtrackError:
    return ClaimtrackError(f"{shown(url)}: more than {LARGEST // MEGABYTE} MB, which is no article")


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number of them or a date."""
    text = (text or "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        when = parsedate_to_datetime(text)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
