"""A site's robots.txt -> which of its pages may be fetched, and how long to wait between two (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

LARGEST = 500_000  # bytes that are looked at, as the standard demands
SLOWEST = 60.0  # seconds between two pages that a site may ask for


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of one visitor: patterns of paths, each allowed or not, and a pace in seconds."""

    patterns: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allow(self, path: str) -> bool:
        """Whether a path with its query may be fetched: the longest pattern that fits decides, allowed before not."""
        fitting = [(len(pattern), allowed) for pattern, allowed in self.patterns if _fits(pattern, unquote(path))]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Rules()
NOTHING = Rules((("/", False),))


def rules(text: str, agent: str) -> Rules:
    """The rules for a visitor who calls itself `agent`, else those for all."""
    ours: list[tuple[str, str]] = []
    everyones: list[tuple[str, str]] = []
    named: list[str] = []
    ruled = there = False  # a rule has come since the last name; a group was ours
    for line in text[:LARGEST].lstrip("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            named = [value.lower()] if ruled else [*named, value.lower()]
            ruled, there = False, there or value.lower() == agent
        elif key in ("allow", "disallow", "crawl-delay"):
            ruled = True
            ours += [(key, value)] * (agent in named)
            everyones += [(key, value)] * ("*" in named)
    return _made(ours if there else everyones)


def _made(lines: list[tuple[str, str]]) -> Rules:
    patterns = tuple((unquote(value), key == "allow") for key, value in lines if key != "crawl-delay" and value)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and value.isascii() and value.isdecimal()]
    return Rules(patterns, min(max(delays), SLOWEST) if delays else None)


def _fits(pattern: str, path: str) -> bool:
    """`*` stands for anything, `$` at the end for the end. Each part is looked for once, so this is never slow."""
    *parts, last = pattern.removesuffix("$").split("*")
    if not parts:
        return path == last if pattern.endswith("$") else path.startswith(last)
    if not path.startswith(parts[0]):
        return False
    place = len(parts[0])
    for part in parts[1:]:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= place if pattern.endswith("$") else last in path[place:]
