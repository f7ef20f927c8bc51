"""Bytes of a text in whatever encoding -> the text. UTF-8 and byte order marks are certain; the rest is judged."""

from __future__ import annotations

import codecs
import re

from claimtrack.errors import ClaimtrackError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 65_536  # bytes that a judgement is made on
FOREIGN = 0.3  # share of letters beyond ASCII from which a text is not written in Latin letters
CANDIDATES = ["cp1251", "cp1252", "cp1250", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "cp1253",
              "cp1255", "cp1256", "cp1254", "gb18030", "big5", "shift_jis", "euc_kr", "euc_jp"]  # fmt: skip
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]")
_UTF8 = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


def decode(raw: bytes, name: str, declared: str | None = None) -> str:
    """The text, without its byte order mark.

    `declared` is the encoding that a header or a page states. Raises ClaimtrackError naming the first byte of a
    text that is UTF-8 but for some bytes: it is damaged, and no other encoding reads it right.
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    if wide := _wide(raw):
        return raw.decode(wide, "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError as trouble:
        if known := _known(declared):
            return raw.decode(known, "replace")
        if _mostly_utf8(raw):
            raise not_utf8(raw, trouble, name, 1) from trouble
    return _judged(raw)


def encoding_of(sample: bytes) -> str:
    """The encoding of a file that begins so, for reading it piece by piece."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding.rsplit("-", 1)[0]
    if wide := _wide(sample):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # a letter cut at the end is no fault
        return "utf-8-sig"
    except UnicodeDecodeError:
        return "utf-8-sig" if _mostly_utf8(sample) else _judgement(sample)


def not_utf8(raw: bytes, trouble: UnicodeDecodeError, name: str, line: int) -> ClaimtrackError:
    """Where the first byte that is not UTF-8 stands. `raw` begins at `line` of the file."""
    before = raw[: trouble.start]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return ClaimtrackError(
        f"{name}:{line + before.count(10)}:{column}: byte 0x{raw[trouble.start]:02x} is not UTF-8; "
        "convert the file first, for instance with iconv -f windows-1252 -t utf-8"
    )


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its Latin letters is zero."""
    head = raw[:2000]
    zeros = head.count(0)
    if zeros * 5 < len(head) or len(head) < 4:
        return None
    even = head[::2].count(0)
    return "utf-16-be" if even * 4 > zeros * 3 else "utf-16-le" if even * 4 < zeros else None


def _known(declared: str | None) -> str | None:
    """The Python name of a declared encoding. A page that says Latin-1 means Windows-1252, as browsers hold."""
    try:
        found = codecs.lookup((declared or "").strip().strip("\"'")).name if declared else None
    except (LookupError, ValueError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found if found != "utf-8" else None


def _mostly_utf8(raw: bytes) -> bool:
    """Whether most letters beyond ASCII are well-formed UTF-8; other encodings hit that by chance only."""
    well = sum(map(len, _UTF8.findall(raw)))
    return well > 0 and len(_HIGH.findall(raw)) <= 2 * well


def _judged(raw: bytes) -> str:
    encoding = _judgement(raw[:SAMPLE])
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("latin-1" if encoding == "cp1252" else encoding, "replace")


def _judgement(sample: bytes) -> str:
    """A few letters beyond ASCII in a Latin text: Windows-1252, which Latin-1 is part of. Else the library's word."""
    high = len(_HIGH.findall(sample))
    if high < FOREIGN * len(_LETTER.findall(sample)):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=CANDIDATES, threshold=0.5).best()
    return best.encoding if best else "cp1252"
