"""A text with the marks of typewriters and teleprinters -> the same with printed ones, letter for letter as long.

    ``They fled,'' she said -> “They fled,” she said      LISBON (AP) _ Rebels -> LISBON (AP) — Rebels

So too a letter with its accent beside it, as some computers write it: it becomes one letter and a soft hyphen.
"""

from __future__ import annotations

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
# What a text must hold for there to be anything to replace: looking for it costs next to nothing.
_SIGNS = ("``", "''", "″", " _ ", " >> ")
_QUOTES = str.maketrans({"″": "”"})
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_DATELINE = re.compile(r"(?<=[^\W_])(\)?) (?:_|>>) (?=[\W_]?[A-Z])")


def printed(text: str) -> str:
    """The text as a stage should read it; every place in it means the same in both."""
    if not text.isascii():
        text = _ACCENTED.sub(_one_letter, text)
    if not any(sign in text for sign in _SIGNS):
        return text
    text = text.replace("``", " “").replace("''", "” ").translate(_QUOTES)
    return _DATELINE.sub(lambda found: f"{found[1]} — ".ljust(len(found[0])), text)


def _one_letter(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[0]).ljust(len(found[0]), SOFT_HYPHEN)
