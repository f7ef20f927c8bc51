"""Web pages, feeds and letters: the text without what stands around it, and what they say of themselves."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from time import process_time

import articles
import pytest
from articles import FILES, PARAGRAPHS, TEXT
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import documents, found, one, trouble, troubles

from claimtrack.errors import ClaimtrackError
from claimtrack.model import Document
from claimtrack.readers import feed, html
from claimtrack.readers.settings import PLAIN


def dated(head: str, body: str = "") -> tuple[date | None, str | None, str | None]:
    """Day, origin and wording of the date of a page with this in its head."""
    page = articles.page(head=head).replace(b"<article>", b"<article>" + body.encode())
    (document,) = html.page(page, "a", PLAIN)
    assert not isinstance(document, ClaimtrackError)
    return document.date, document.date_origin, document.date_text


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def test_a_saved_page_gives_its_article_and_nothing_around_it(tmp_path: Path) -> None:
    document = one(tmp_path / "a.html", (FILES / "saved.html").read_bytes())
    assert document.text == TEXT
    assert (document.title, document.publisher) == (articles.TITLE, articles.PUBLISHER)
    assert (document.author, document.url, document.kind) == ("Ana Reed, Jo Marsh", articles.URL, "html")
    assert (document.date, document.date_origin, document.date_precision) == (date(2022, 3, 2), "json-ld", "time")
    assert document.date_text == "2022-03-02T18:30:00+02:00"
    assert document.raw_digest is not None and len(document.raw_digest) == 64


def test_a_date_keeps_the_day_of_its_own_zone() -> None:
    assert dated(linked(datePublished="2022-03-02T00:30:00+02:00"))[0] == date(2022, 3, 2)


@pytest.mark.parametrize(
    ("head", "body", "day", "origin"),
    [
        (linked(datePublished="2022-03-02") + '<meta name="date" content="2022-03-09">', "", "2022-03-02", "json-ld"),
        (linked(datePublished="soon") + '<meta name="date" content="2022-03-09">', "", "2022-03-09", "meta"),
        (linked(dateModified="2022-03-05", datePublished="2022-03-02"), "", "2022-03-02", "json-ld"),
        ('<meta property="article:published_time" content="2022-03-02T10:00:00Z">', "", "2022-03-02", "meta"),
        ('<meta name="DC.date.issued" content="2 March 2022">', "", "2022-03-02", "meta"),
        ('<meta name="pubdate" content="03/04/2022"><meta name="dc.date" content="2022-03-04">', "", "2022-03-04",
         "meta"),
        ("", '<time datetime="2022-03-02T10:00Z">yesterday</time>', "2022-03-02", "meta"),
        ('<link rel="canonical" href="https://example.org/2022/03/02/toll">', "", "2022-03-02", "url"),
        ('<link rel="canonical" href="https://example.org/2022/13/42/toll">', "", None, None),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_dates_of_pages(head: str, body: str, day: str | None, origin: str | None) -> None:
    told = dated(head, body)
    assert (told[0].isoformat() if told[0] else None, told[1]) == (day, origin)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://example.org/a"><meta property="og:url" content="https://x.org/b">', "/a"),
        ('<link rel="canonical" href="https://example.org/"><meta name="twitter:url" content="https://example.org/b">',
         "/b"),
        ('<link rel="canonical" href="/only/a/path">', "/found"),
        ('<link rel="canonical" href="https://[bad"><meta property="og:url" content="https://example.org/b">', "/b"),
        (linked(mainEntityOfPage={"@id": "https://example.org/c"}), "/c"),
        ("", "/found"),
    ],
)  # fmt: skip
def test_addresses_of_pages(head: str, url: str) -> None:
    (document,) = html.page(articles.page(head=head), "a", PLAIN, "https://example.org/found")
    assert not isinstance(document, ClaimtrackError)
    assert document.url == f"https://example.org{url}"


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 5000, "null", '{"@type": ["NewsArticle", 7], "author": {"name": {}}, "publisher": [[]], "headline": 5}',
     '{"@graph": [{"@type": "NewsArticle", "datePublished": []}]}'],
)  # fmt: skip
def test_strange_json_ld_is_passed_over(script: str) -> None:
    assert dated(f'<script type="application/ld+json">{script}</script>')[0] is None


def test_entities_and_scripts(tmp_path: Path) -> None:
    page = articles.page(("Caf&eacute; &amp; bar: &#8220;12 killed&#8221; &lt;there&gt;, he said.<script>9</script>",))
    assert one(tmp_path / "a.html", page).text == "Café & bar: “12 killed” <there>, he said."


def test_the_declared_encoding_counts(tmp_path: Path) -> None:
    page = articles.page(("A caf\xe9 was hit, killing 12 people, the mayor said.",)).decode().encode("latin-1")
    page = page.replace(b"utf-8", b"iso-8859-1")
    assert one(tmp_path / "a.html", page).text.startswith("A café was hit")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "a.html: the page is empty"),
        ("  \n", "a.html: the page is empty"),
        ("<html></html>", "a.html: no article found in the page"),
        ("<br>" * 300_001, "a.html: a page of more than 300,000 tags, which is no article"),
        ("<html><body><script>var a = 1;</script></body></html>", "a.html: no article found in the page"),
    ],
)
def test_a_page_without_an_article_is_a_trouble(tmp_path: Path, page: str, said: str) -> None:
    assert trouble(tmp_path / "a.html", page) == said


@settings(max_examples=50)
@given(st.text(alphabet="<>/!-abp \"'=&;\n12", max_size=120))
def test_any_markup_gives_text_or_a_line(markup: str) -> None:
    assert isinstance(html.plain(markup), str)
    try:
        list(html.page(markup.encode(), "a", PLAIN))
    except ClaimtrackError as said:
        assert "\n" not in str(said)


def test_plain_keeps_all_of_a_piece_of_markup() -> None:
    markup = "<p>12  killed<br>in <b>Izium</b></p><script>no</script><table><tr><td>1</td><td>2</td></tr></table>"
    assert html.plain(markup) == "12 killed\n\nin Izium\n\n1 2"


@pytest.mark.parametrize("unit", ["<!-- note -->", "<style>p {}</style>b<!-- note -->", "<script></script>"])
def test_many_things_that_nobody_sees_take_no_time(unit: str) -> None:
    """Quadratic work takes ten seconds and more, the work that there is a few tenths."""
    begun = process_time()
    html.plain(f"<p>12 killed</p>{unit * 100_000}")
    assert process_time() - begun < 5


def test_many_comments_in_a_page_take_no_time() -> None:
    begun = process_time()
    (document,) = html.page(articles.page((*PARAGRAPHS, "<!-- note -->" * 40_000)), "a", PLAIN)
    assert isinstance(document, Document) and document.text.startswith(PARAGRAPHS[0])
    assert process_time() - begun < 5


def test_a_page_that_takes_for_ever_is_a_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LONGEST", 0.2)
    page = articles.page(tuple(f"<ul>{'<li>12 killed</li>' * 200}</ul>" for _ in range(500)))
    assert trouble(tmp_path / "a.html", page) == "a.html: the page cannot be read: it takes more than 0.2 seconds"


# feeds

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Relief Desk</title>
<entry><title>First &amp;amp; last</title><link href="https://example.org/1"/><updated>2022-03-02T23:30:00+02:00</updated>
<author><name>Ana Reed</name></author>
<content type="html">&lt;p&gt;12 killed.&lt;/p&gt;&lt;p&gt;3 hurt.&lt;/p&gt;</content></entry>
<entry><title>7 killed in Izium</title><link href="https://example.org/2"/></entry>
<entry><link href="https://example.org/3"/></entry></feed>"""


def test_rss_gives_each_entry_with_its_true_publisher(tmp_path: Path) -> None:
    document = one(tmp_path / "a.xml", articles.rss())
    assert document.text == TEXT
    assert (document.title, document.publisher, document.url) == (articles.TITLE, articles.PUBLISHER, articles.URL)
    assert (document.date, document.date_origin) == (date(2022, 3, 2), "feed")


def test_atom_entries_and_what_is_missing_in_them(tmp_path: Path) -> None:
    first, headline, said = found(tmp_path / "a.xml", ATOM)
    assert not isinstance(first, ClaimtrackError) and not isinstance(headline, ClaimtrackError)
    assert (first.text, first.title, first.author) == ("12 killed.\n\n3 hurt.", "First & last", "Ana Reed")
    assert (first.publisher, first.date) == ("Relief Desk", date(2022, 3, 2))
    assert (headline.text, headline.date, headline.date_origin) == ("7 killed in Izium", None, None)
    assert str(said).endswith("a.xml: entry 3: there is no text in it")


def test_json_feed(tmp_path: Path) -> None:
    first_item = {
        "id": "1", "url": "https://example.org/1", "title": "A", "content_html": "<p>12 died</p>",
        "date_published": "2022-03-02T10:00:00Z", "authors": [{"name": "Ana Reed"}],
    }  # fmt: skip
    items = [first_item, {"id": "2", "content_text": "3 died"}, 7]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Relief Desk", "items": items}
    for name, raw in (("a.json", json.dumps(feed, indent=1)), ("a.feed", json.dumps(feed))):
        first, second, said = found(tmp_path / name, raw)
        assert not isinstance(first, ClaimtrackError) and not isinstance(second, ClaimtrackError)
        assert (first.text, first.title, first.author) == ("12 died", "A", "Ana Reed")
        assert (first.url, first.publisher) == ("https://example.org/1", "Relief Desk")
        assert (first.date, first.date_origin, second.text) == (date(2022, 3, 2), "feed", "3 died")
        assert "item 3: an item must be a JSON object" in str(said)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("<rss version='2.0'><channel><title>a</title></channel></rss>", "a.xml: the feed has no entries"),
        ("<?xml version='1.0'?><svg></svg>", "a.xml: this is XML, but neither a feed nor a page"),
    ],
)
def test_what_is_no_feed(tmp_path: Path, raw: str, said: str) -> None:
    assert trouble(tmp_path / "a.xml", raw) == said


def test_a_feed_that_breaks_off_gives_what_came_and_says_so(tmp_path: Path) -> None:
    raw = articles.rss().replace(b"</item>", b"</item><item><title>8 died</title><descr")
    raw = raw[: raw.rindex(b"<descr") + 6]
    whole = found(tmp_path / "a.xml", raw)[0]
    assert not isinstance(whole, ClaimtrackError) and whole.text == TEXT
    assert "a.xml: the feed is damaged" in troubles(tmp_path / "a.xml", raw)[-1]


def test_a_feed_that_takes_for_ever_is_a_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LONGEST", 0.3)
    raw = f"<rss version='2.0'><channel><item>{'<a>' * 200_000}"
    assert trouble(tmp_path / "a.xml", raw) == "a.xml: the feed cannot be read: it takes more than 0.3 seconds"


def test_entities_in_a_feed_do_not_blow_up(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '">'
    bomb += '<!ENTITY d "' + "&c;" * 50 + '">]>'
    raw = f'<?xml version="1.0"?>{bomb}<rss version="2.0"><channel><item><title>&d;&d;</title></item></channel></rss>'
    for each in found(tmp_path / "a.xml", raw):
        assert isinstance(each, ClaimtrackError) or len(each.text) < 10_000


# letters


@pytest.mark.parametrize("as_page", [False, True])
def test_a_letter(tmp_path: Path, as_page: bool) -> None:
    document = one(tmp_path / "a.eml", articles.letter(as_page))
    assert document.text.strip() == TEXT
    assert (document.title, document.publisher) == (articles.TITLE, articles.PUBLISHER)
    assert (document.date, document.date_origin) == (date(2022, 3, 2), "header")


def test_a_mailbox_is_read_letter_by_letter(tmp_path: Path) -> None:
    start = b"From a@example.org Wed Mar  2 23:30:00 2022\n"
    empty = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\n\n"
    quoted = articles.letter().replace(b"KHARKIV,", b">From KHARKIV,")
    raw = start + articles.letter() + b"\n" + start + empty + b"\n" + start + quoted
    first, said, last = found(tmp_path / "a.mbox", raw)
    assert not isinstance(first, ClaimtrackError) and not isinstance(last, ClaimtrackError)
    assert str(said).endswith("a.mbox: letter 2: there is no text in it")
    assert last.text.startswith("From KHARKIV,")


def test_attached_articles_are_read_as_what_they_are(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"] = "desk@example.org"
    letter["Subject"] = "For you"
    letter.set_content("Two articles are attached, in which 12 deaths are told.")
    letter.add_attachment((FILES / "article.docx").read_bytes(), "application", "octet-stream", filename="a.docx")
    letter.add_attachment(b"\x89PNG", "image", "png", filename="a.png")
    text, attached = documents(tmp_path / "a.eml", letter.as_bytes())
    assert text.publisher == "example.org"
    assert attached.text == TEXT and attached.path is not None and attached.path.endswith("a.eml!a.docx")


def test_a_browsers_web_archive(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"] = "<Saved by Blink>"
    made["Snapshot-Content-Location"] = articles.URL
    made["Subject"] = "x"
    made.set_content((FILES / "saved.html").read_text(encoding="utf-8"), subtype="html")
    made.make_related()
    made.add_related(b"body {}", "text", "css")
    document = one(tmp_path / "a.mhtml", made.as_bytes())
    assert (document.text, document.kind, document.publisher) == (TEXT, "html", "Harbour Post")


@settings(max_examples=60)
@given(st.binary(max_size=80), st.sampled_from(["From", "Date", "Subject", "Content-Type", "Content-Disposition"]))
def test_hostile_headers_are_no_crash(tmp_path_factory: pytest.TempPathFactory, value: bytes, name: str) -> None:
    line = value.replace(b"\n", b" ").replace(b"\r", b" ")
    raw = b"To: a@example.org\nMIME-Version: 1.0\n" + name.encode() + b": " + line + b"\n\n12 people died there.\n"
    assert len(found(tmp_path_factory.mktemp("a") / "a.eml", raw)) >= 1


def test_many_paragraphs_come_in_order(tmp_path: Path) -> None:
    body = tuple(f"{PARAGRAPHS[0]} Day {number}." for number in range(40))
    assert one(tmp_path / "a.html", articles.page(body)).text.split("\n\n") == list(body)
