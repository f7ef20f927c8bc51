"""One small article and the files it may come in, made as programs make them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FILES = Path(__file__).parent / "files"
TITLE, PUBLISHER, DAY = "Rockets hit the centre of Kharkiv", "Harbour Post", "2022-03-02"
URL = "https://example.org/harbour/kharkiv-rockets"
PARAGRAPHS = (
    "KHARKIV, March 2 (Harbour Post) - At least 21 people were killed and 112 wounded when rockets hit the centre of"
    " Kharkiv on Tuesday, the regional governor, Oleh Synyehubov, said. Rescue workers were still searching the ruins"
    " of the administration building on Wednesday morning.",
    "Ukraine's General Staff said Russian forces had lost about 5,840 troops, 211 tanks and 30 aircraft since the"
    " invasion began on February 24. The figures could not be independently verified.",
    "Russia's Defence Ministry said on Wednesday that 498 of its soldiers had been killed and 1,597 wounded. It put"
    " Ukrainian losses at more than 2,870 dead, a number that Kyiv dismissed.",
    "The United Nations refugee agency said more than 870,000 people had fled Ukraine, about half of them to Poland."
    " Its spokeswoman said the count was provisional.",
    "The UN human rights office had verified 227 civilian deaths, including 15 children, by midnight on March 1. It"
    " believes that the real toll is considerably higher, because reports from several towns were still being checked.",
)
TEXT = "\n\n".join(PARAGRAPHS)
FIELDS = {"title": TITLE, "date": DAY, "publisher": PUBLISHER, "url": URL}


def text() -> bytes:
    """A text file with a header block."""
    return f"Title: {TITLE}\nDate: {DAY}\nPublisher: {PUBLISHER}\nURL: {URL}\n\n{TEXT}\n".encode()


def page(paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "") -> bytes:
    """A plain web page."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head>'
        f"<body><article><h1>{TITLE}</h1>{body}</article></body></html>"
    ).encode()


def letter(html: bool = False) -> bytes:
    """An alert by email, as text, or as a page alone."""
    made = EmailMessage()
    made["From"] = f"{PUBLISHER} <alerts@example.org>"
    made["To"] = "desk@example.net"
    made["Subject"] = TITLE
    made["Date"] = "Wed, 02 Mar 2022 23:30:00 +0200"
    if html:
        made.set_content("".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS), subtype="html")
    else:
        made.set_content(TEXT)
    return made.as_bytes()


def rss() -> bytes:
    """A feed of one entry that another channel passes on."""
    body = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>All the news</title>'
        f"<item><title>{TITLE}</title><link>{URL}</link><description>{body}</description>"
        "<pubDate>Wed, 02 Mar 2022 18:30:00 GMT</pubDate>"
        f'<source url="https://example.org/rss">{PUBLISHER}</source></item></channel></rss>'
    ).encode()


def warc(*pages: tuple[str, bytes], packed: bool = True, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """An archive of (address, page) with the requests that brought them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, body in pages:
        writer.write_record(writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
        answer = StatusAndHeaders(status, [("Content-Type", f"{kind}; charset=utf-8")], protocol="HTTP/1.1")
        when = {"WARC-Date": "2022-03-03T06:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=answer, warc_headers_dict=when
            )
        )
    return out.getvalue()


def lines() -> bytes:
    """JSON lines."""
    return json.dumps({**FIELDS, "text": TEXT}).encode() + b"\n"


def table(mark: str = ",") -> bytes:
    """A table under names that are not ours."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerow(("Headline", "Published", "Outlet", "Link", "Body"))
    writer.writerow((TITLE, DAY, PUBLISHER, URL, TEXT))
    return out.getvalue().encode()


def zipped(**members: bytes) -> bytes:
    """A .zip; a member's name has its last underscore for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return out.getvalue()
