"""A text with the marks of typewriters and teleprinters -> the same with printed ones, letter for letter as long.

    ``They fled,'' she said -> “They fled,” she said      LISBON (AP) _ Rebels -> LISBON (AP) — Rebels
"""

from __future__ import annotations

import re

# What a text must hold for there to be anything to replace: looking for it costs next to nothing.
_SIGNS = ("``", "''", "″", " _ ", " >> ")
_QUOTES = str.maketrans({"″": "”"})
_DATELINE = re.compile(r"(?<=[^\W_])(\)?) (?:_|>>) (?=[\W_]?[A-Z])")


def printed(text: str) -> str:
    """The text as a stage should read it; every place in it means the same in both."""
    if not any(sign in text for sign in _SIGNS):
        return text
    text = text.replace("``", " “").replace("''", "” ").translate(_QUOTES)
    return _DATELINE.sub(lambda found: f"{found[1]} — ".ljust(len(found[0])), text)
