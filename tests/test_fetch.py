"""Addresses fetched from a real server: redirects, repeats, caching, robots.txt, limits, and connections that break."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback import Asked, Reply, Site, site

from claimtrack.errors import ClaimtrackError
from claimtrack.readers import fetch, page_cache
from claimtrack.readers.fetch import Fetcher, Page
from claimtrack.readers.page_cache import Kept, PageCache
from claimtrack.readers.settings import MEGABYTE, Web

TEXT = b"Two people were killed."
Get = Callable[..., Page]


@pytest.fixture
def slept() -> list[float]:
    """The waits that were asked for; none is really waited."""
    return []


@pytest.fixture
def get(tmp_path: Path, slept: list[float]) -> Iterator[Get]:
    made: list[Fetcher] = []

    def fetched(url: str, new: bool = False, **how: float) -> Page:
        if new or not made:
            web = Web(**{"pace": 0.0, "timeout": 5.0} | how)  # type: ignore[arg-type]
            made.append(Fetcher(web, PageCache(tmp_path / "cache"), slept.append))
        return made[-1].get(url)

    yield fetched
    for one in made:
        one.close()


def trouble(get: Get, url: str, **how: float) -> str:
    with pytest.raises(ClaimtrackError) as told:
        get(url, **how)
    return str(told.value)


def news(site: Site) -> list[str]:
    """What was asked for besides robots.txt."""
    return [path for path in site.asked if path != "/robots.txt"]


def test_a_page_with_what_it_is_and_when(there: Site, get: Get) -> None:
    there.pages["/a"] = Reply(body=TEXT, headers={"Content-Type": "text/plain; charset=utf-8"})
    page = get(there.url("/a"))
    assert (page.url, page.body, page.kind) == (there.url("/a"), TEXT, "text/plain; charset=utf-8")
    assert abs(page.retrieved - datetime.now(UTC)) < timedelta(minutes=1)
    assert there.headers[-1]["user-agent"].startswith("claimtrack/")


def test_redirects_lead_to_the_page_and_its_address(there: Site, get: Get) -> None:
    there.pages["/old"] = Reply(301, headers={"Location": "/new?a=1"})
    there.pages["/new?a=1"] = Reply(302, headers={"Location": there.url("/last")})
    there.pages["/last"] = Reply(body=TEXT)
    assert get(there.url("/old")).url == there.url("/last")


def test_a_redirect_to_another_site_asks_its_robots_txt_first(there: Site, get: Get) -> None:
    with site() as other:
        other.pages["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /")
        there.pages["/a"] = Reply(307, headers={"Location": other.url("/a")})
        assert trouble(get, there.url("/a")) == f"{other.url('/a')}: the site's robots.txt asks not to fetch this"
        assert news(other) == []


def test_redirects_in_a_circle_end(there: Site, get: Get) -> None:
    there.pages["/a"] = Reply(302, headers={"Location": "/a"})
    assert "more than 10 redirects" in trouble(get, there.url("/a"))
    assert len(news(there)) == fetch.HOPS


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://[", "http://:80/"])
def test_a_redirect_leads_nowhere_but_to_the_web(there: Site, get: Get, target: str) -> None:
    there.pages["/a"] = Reply(302, headers={"Location": target})
    assert "no http or https address" in trouble(get, there.url("/a"))


def test_a_page_from_elsewhere_does_not_lead_into_this_network(
    there: Site, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same server under two names, one of which we take for a place of the web."""
    monkeypatch.setattr(fetch, "inward", lambda url: "127.0.0.1" in url)
    outside = f"http://localhost:{there.port}"
    there.pages["/a"] = Reply(302, headers={"Location": "/b"})
    there.pages["/b"] = Reply(302, headers={"Location": there.url("/secret")})
    there.pages["/secret"] = Reply(body=TEXT)
    assert trouble(get, f"{outside}/a") == (
        f"{outside}/a: leads to {there.url('/secret')}, which is in a private network; not followed"
    )
    assert news(there) == ["/a", "/b"]
    assert get(there.url("/b")).body == TEXT  # who begins inside may stay there
    there.pages["/robots.txt"] = Reply(302, headers={"Location": there.url("/secret")})
    assert "/robots.txt: leads to" in trouble(get, f"{outside}/b", new=True)


def test_trouble_that_passes_is_waited_for(there: Site, get: Get, slept: list[float]) -> None:
    there.pages["/a"] = [Reply(503), Reply(500), Reply(raw=b""), Reply(body=TEXT)]
    assert get(there.url("/a")).body == TEXT
    assert slept == [1, 2, 4]


def test_a_site_may_say_how_long_to_wait(there: Site, get: Get, slept: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    there.pages["/a"] = [Reply(429, headers={"Retry-After": "17"}), Reply(503, headers={"Retry-After": soon}),
                         Reply(429, headers={"Retry-After": "nonsense"}), Reply(body=TEXT)]  # fmt: skip
    assert get(there.url("/a")).body == TEXT
    first, second, third = slept
    assert (first, third) == (17, 4) and 50 < second <= 60


def test_a_site_that_asks_to_wait_for_an_hour_is_left(there: Site, get: Get, slept: list[float]) -> None:
    there.pages["/a"] = Reply(429, headers={"Retry-After": "3600"})
    told = trouble(get, there.url("/a"))
    assert told == f"{there.url('/a')}: the site answers 429 Too Many Requests and asks to wait 60 minutes"
    assert slept == [] and news(there) == ["/a"]


@pytest.mark.parametrize(
    ("status", "asked", "told"), [(404, 1, "404 Not Found"), (403, 1, "403 Forbidden"), (500, 4, "500 Internal Server"),
                                  (204, 1, "204 No Content"), (599, 1, "599")],
)  # fmt: skip
def test_an_answer_that_is_no_page(there: Site, get: Get, status: int, asked: int, told: str) -> None:
    there.pages["/a"] = Reply(status)
    assert f": the site answers {told}" in trouble(get, there.url("/a"))
    assert len(news(there)) == asked


def test_what_has_not_changed_does_not_come_again(there: Site, get: Get) -> None:
    def answer(request: Asked) -> Reply:
        same = request.headers.get("If-None-Match") == '"7"'
        return Reply(304) if same else Reply(body=TEXT, headers={"ETag": '"7"', "Content-Type": "text/plain"})

    there.pages["/a"] = answer
    first = get(there.url("/a"))
    again = get(there.url("/a"), new=True)
    assert (first.body, first.kind) == (again.body, again.kind) == (TEXT, "text/plain")
    assert "if-none-match" not in there.headers[1] and there.headers[-1]["if-none-match"] == '"7"'


def test_what_has_changed_does(there: Site, get: Get) -> None:
    stamp = "Wed, 02 Mar 2022 07:28:00 GMT"
    there.pages["/a"] = [Reply(body=TEXT, headers={"Last-Modified": stamp}), Reply(body=b"Three.")]
    assert get(there.url("/a")).body == TEXT
    assert get(there.url("/a")).body == b"Three."
    assert there.headers[-1]["if-modified-since"] == stamp


def test_a_damaged_page_of_the_cache_is_fetched_anew(there: Site, get: Get, tmp_path: Path) -> None:
    there.pages["/a"] = Reply(body=TEXT, headers={"ETag": '"7"'})
    get(there.url("/a"))
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert get(there.url("/a")).body == TEXT
    assert "if-none-match" not in there.headers[-1]


def test_a_304_that_nobody_asked_for_is_no_page(there: Site, get: Get) -> None:
    there.pages["/a"] = Reply(304)
    assert "304 Not Modified" in trouble(get, there.url("/a"))


def test_the_cache_keeps_to_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MOST", 3000)
    for number in range(6):
        PageCache(tmp_path).put(f"http://e/{number}", Kept(b"x" * 1000, None, '"1"', None))
    there = [number for number in range(6) if PageCache(tmp_path).get(f"http://e/{number}")]
    assert there[-1] == 5 and 2 <= len(there) <= 4


def test_what_a_site_asks_not_to_be_fetched_is_not(there: Site, get: Get) -> None:
    there.pages |= {"/robots.txt": Reply(body=b"User-agent: *\nDisallow: /p"), "/n": Reply(body=TEXT)}
    assert get(there.url("/n")).body == TEXT
    assert "robots.txt asks not to" in trouble(get, there.url("/p/1"))
    assert there.asked == ["/robots.txt", "/n"]


def test_without_a_robots_txt_all_may_be_fetched(there: Site, get: Get) -> None:
    there.pages |= {"/robots.txt": Reply(403), "/n": Reply(body=TEXT)}
    assert get(there.url("/n")).body == TEXT


def test_a_robots_txt_that_cannot_be_had_forbids(there: Site, get: Get) -> None:
    there.pages |= {"/robots.txt": Reply(503), "/n": Reply(body=TEXT)}
    assert "/robots.txt: the site answers 503 Service Unavailable; nothing is fetched there" in trouble(
        get, there.url("/n")
    )
    assert news(there) == []


def test_pages_of_one_host_come_at_a_pace(there: Site, get: Get, slept: list[float]) -> None:
    there.pages |= {"/a": Reply(301, headers={"Location": "/b"}), "/b": Reply(body=TEXT)}
    get(there.url("/b"), pace=30.0)
    assert slept == []
    get(there.url("/a"))  # a redirect is part of the same page
    assert len(slept) == 1 and 25 < slept[0] <= 30


def test_a_slower_pace_that_the_site_asks_for_is_kept(there: Site, get: Get, slept: list[float]) -> None:
    there.pages |= {"/robots.txt": Reply(body=b"User-agent: *\nCrawl-delay: 50"), "/b": Reply(body=TEXT)}
    get(there.url("/b"))
    get(there.url("/b"))
    assert len(slept) == 1 and 45 < slept[0] <= 50


def test_too_much_is_refused_whether_it_is_told_or_not(
    there: Site, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LARGEST", MEGABYTE)
    there.pages["/told"] = Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\nx")
    endless = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 1_100_000
    there.pages["/untold"] = Reply(raw=endless)
    bomb = gzip.compress(b"0" * 1_100_000)
    there.pages["/packed"] = Reply(body=bomb, headers={"Content-Encoding": "gzip"})
    for path in ("/told", "/untold", "/packed"):
        assert trouble(get, there.url(path)) == f"{there.url(path)}: more than 1 MB, which is no article"


@pytest.mark.parametrize(
    "raw",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nTwo people", b"HTTP/1.1 2", b"no such protocol\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nTwo p\r\n"],
)  # fmt: skip
def test_a_connection_that_breaks_off_is_no_page(there: Site, get: Get, slept: list[float], raw: bytes) -> None:
    there.pages["/a"] = Reply(raw=raw)
    assert f"{there.url('/a')}: the connection broke off: " in trouble(get, there.url("/a"))
    assert len(slept) == fetch.TRIES - 1


def test_packed_bytes_that_are_damaged(there: Site, get: Get) -> None:
    there.pages["/a"] = Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"})
    assert f"{there.url('/a')}: cannot be fetched: " in trouble(get, there.url("/a"))


def test_a_server_that_does_not_answer(there: Site, get: Get) -> None:
    def slow(request: Asked) -> Reply:
        request.rfile.read(1)  # nothing more comes until the visitor hangs up
        return Reply()

    there.pages["/a"] = slow
    told = trouble(get, there.url("/a"), timeout=0.1)
    assert told == f"{there.url('/a')}: no answer, or not a whole one, within 0.1 seconds; see --timeout"


def test_a_server_that_answers_drop_by_drop(there: Site, get: Get) -> None:
    def drip(request: Asked) -> Reply:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):  # each drop comes within the time-out, all of them would take 4 seconds
            request.wfile.write(b"x")
            request.wfile.flush()
            request.connection.settimeout(0.02)
            try:
                request.connection.recv(1)
            except TimeoutError:
                continue
            break
        return Reply(raw=b"")

    there.pages["/a"] = drip
    assert "no answer, or not a whole one" in trouble(get, there.url("/a"), timeout=0.1)


def test_nobody_there(get: Get) -> None:
    with site() as gone:
        url = gone.url("/a")
    assert "cannot be reached: " in trouble(get, url)


@pytest.mark.parametrize("url", ["http://", "http:///a", "https://[::1", "http://a:b/", "http://a:99999/"])
def test_what_is_no_address(get: Get, url: str) -> None:
    assert trouble(get, url).endswith(": this is no http or https address that can be fetched")


def test_a_password_is_sent_but_neither_told_nor_kept(there: Site, get: Get, tmp_path: Path) -> None:
    there.pages |= {"/a": Reply(body=TEXT, headers={"ETag": '"1"'}), "/b": Reply(404)}
    page = get(f"http://me:secret@127.0.0.1:{there.port}/a")
    assert there.headers[-1]["authorization"].startswith("Basic ")
    assert page.url == there.url("/a")
    assert not (tmp_path / "cache").exists()
    assert "secret" not in trouble(get, f"http://me:secret@127.0.0.1:{there.port}/b")
