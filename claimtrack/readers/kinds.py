"""The first bytes of a file, and its name -> what kind of input it is. Content counts first, the name second."""

from __future__ import annotations

import re
from pathlib import PurePath

from claimtrack.errors import ClaimtrackError
from claimtrack.readers.encoding import MARKS

HEAD = 8192  # bytes that tell the kind

# kind -> the module that reads it
MODULES = {
    "text": "text",
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "odt": "odt",
    "feed": "feed",
    "json": "json_file",
    "jsonl": "json_lines",
    "csv": "table",
    "tsv": "table",
    "parquet": "parquet",
    "warc": "warc",
    "email": "mail",
    "mbox": "mail",
    "zip": "archive",
    "tar": "archive",
    "gz": "archive",
    "bz2": "archive",
    "xz": "archive",
}
ENDINGS = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".rss", ".atom", ".rdf"), "feed"),
    **dict.fromkeys((".eml", ".mht", ".mhtml"), "email"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".tsv", ".tab"), "tsv"),
    **{f".{kind}": kind for kind in ("pdf", "docx", "odt", "json", "csv", "parquet", "warc", "mbox")},
    **{f".{kind}": kind for kind in ("zip", "tar", "gz", "bz2", "xz")},
    **dict.fromkeys((".tgz",), "gz"),
    ".xml": "feed",
}
ARCHIVES = frozenset(("zip", "tar", "gz", "bz2", "xz"))
MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"),
    (b"PAR1", "parquet"), (b"WARC/", "warc"),
)  # fmt: skip
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file; save it as .docx"),
    (b"{\\rtf", "a rich text file; save it as .docx or .txt"),
    (b"SQLite format 3\0", "an SQLite database; a ledger is asked with --ledger"),
    (b"\x89PNG", "a picture; claimtrack reads text, not pictures"),
    (b"\xff\xd8\xff", "a picture; claimtrack reads text, not pictures"),
    (b"GIF8", "a picture; claimtrack reads text, not pictures"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a rar archive; unpack it first"),
    (b"\x7fELF", "a program"),
)
_ROOT = re.compile(r"(?><\?[^>]*+>\s*+|<!--.*?-->\s*+)*+<(!?[A-Za-z][\w:.-]*)", re.DOTALL)
_PAGE = frozenset(("!doctype", "html", "head", "body", "div", "p", "article", "main", "section", "table", "meta", "h1"))
_FEED = frozenset(("rss", "feed", "rdf:rdf"))
_HEADER = re.compile(r"(?:From [^\n]*+\n|[!-9;-~]{1,60}+:[^\n]*+\n)(?:[!-9;-~]{1,60}+:[^\n]*+\n|[ \t][^\n]*+\n)*+")
_MAIL = re.compile(r"^(?:from|to|subject|received|mime-version|message-id|return-path|delivered-to|date|content-type):",
                   re.IGNORECASE | re.MULTILINE)  # fmt: skip
_CELL = re.compile(r"[\w .-]{1,40}")
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(head: bytes, name: str) -> str:
    """The kind of a file that begins with `head`. Raises ClaimtrackError for what cannot be read."""
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    for magic, what in REFUSED:
        if head.startswith(magic):
            raise ClaimtrackError(f"{name}: this is {what}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    ending = PurePath(name).suffix.lower()
    text = _text(head)
    if text is None:
        raise ClaimtrackError(f"{name}: this is binary data of a kind that is not known, not text")
    return _of_text(text, ENDINGS.get(ending), name)


def _of_text(text: str, named: str | None, name: str) -> str:
    """The kind of what is text. `named` is what the name promises."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<") and (kind := _of_markup(start, named)):
        return kind
    if start[:1] in ("{", "[") and (kind := _of_json(start, named)):
        return kind
    if named in ("csv", "tsv"):
        return named
    if _is_mail(start):
        return "mbox" if start.startswith("From ") else "email"
    if named in (None, "text") and (kind := _of_table(start)):
        return kind
    if named in ("pdf", "docx", "odt", "parquet", "warc", "feed") or named in ARCHIVES:
        if not start:
            raise ClaimtrackError(f"{name}: the file is empty")
        if named != "feed":
            raise ClaimtrackError(f"{name}: this is no {named} file: it begins {start[:20]!r}; see --kind")
    return named or "text"


def _of_markup(start: str, named: str | None) -> str | None:
    root = _ROOT.match(start)
    tag = root[1].lower() if root else ""
    if tag in _FEED:
        return "feed"
    if tag in _PAGE or named == "html":
        return "html"
    return "feed" if start.startswith("<?xml") and named in (None, "feed") else None


def _of_json(start: str, named: str | None) -> str | None:
    if named in ("json", "jsonl"):
        return named
    if start.startswith("["):
        return "json" if re.match(r"\[\s*\{", start) else None
    if re.match(r'\{[ \t]*["}]', start):
        return "jsonl"
    return "json" if re.match(r'\{\s+"', start) else "jsonl" if named is None else None


def _is_mail(start: str) -> bool:
    header = _HEADER.match(start)
    return header is not None and len({line.lower() for line in _MAIL.findall(header[0])} - {"date:"}) >= 2


def _of_table(start: str) -> str | None:
    """Comma- or tab-separated values under a line of names, one of which is the text's."""
    line = start.split("\n", 1)[0].strip("\r")
    for mark, kind in ((",", "csv"), ("\t", "tsv")):
        cells = [cell.strip().strip('"') for cell in line.split(mark)]
        if len(cells) > 1 and all(_CELL.fullmatch(cell) for cell in cells) and len(start) > len(line) + 1:
            from claimtrack.readers.words import words

            known = words().columns
            lower = {cell.lower() for cell in cells}
            if lower & set(known["text"]) and len(lower & {one for names in known.values() for one in names}) > 1:
                return kind
    return None


def _text(head: bytes) -> str | None:
    """The head as far as it needs to be read here; None for what is no text."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    zeros = head.count(0)
    if zeros * 5 >= len(head) > 3 and head[:2000:2].count(0) * head[1:2000:2].count(0) == 0:
        return head.decode("utf-16-be" if head[::2].count(0) else "utf-16-le", "replace")
    text = head.decode("latin-1")
    return None if zeros or len(_CONTROL.findall(text)) * 20 > len(text) else text
