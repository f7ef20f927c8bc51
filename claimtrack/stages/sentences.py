"""Document -> its sentences: where each begins and ends, its paragraph, and whether it begins inside a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.model import Document, Layers, Sentence
from claimtrack.vocabulary.figure_words import SentenceWords
from claimtrack.vocabulary.loader import Vocabulary

# A run of stops with the closing quotes, brackets and footnote marks that belong to it. It may end a sentence before
# white space, at the end, or before a capital glued to it ("said.Then").
STOP = re.compile(r"""[.!?…]++["'”’»)\]]*+(?:\[\d{1,3}\])*+(?=\s|$|[^\W\d_a-z]|[“‘«"(\[])""")
NEXT = re.compile(r"""[\s"'“‘«(\[—–-]*+""")
WORD = re.compile(r"[^\W_]+")
MARK = re.compile(r'["“”«»]')
ITEM = re.compile(r"\s*(?:[-*•‣▪●·–—+]\s|\d{1,3}[.)]\s|[|#>]|={3}|-{3}|_{3})")
ENDED = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*\Z""")
OPENING, CLOSING = "“«", "”»"
WRAPPED = range(40, 120)  # a line of running text that was broken to fit a width is about so long
LEADING = "\"'“”‘’«([—–-"
LONGEST = 3000  # characters of a sentence; what is longer is no sentence and is cut, which bounds the work on any text
LOOK = 24  # characters looked at on either side of a stop


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Sentence, ...]:
    """The sentences in the order of the text; every character but white space lies in one."""
    text, words = document.text, vocabulary.figures.sentences
    found: list[Sentence] = []
    open_quote = False
    for number, (start, end) in enumerate(_paragraphs(text)):
        spans = _sentences(text, start, end, words)
        quotes = MARK.search(text, start, end) is not None
        if not quotes:
            open_quote = False
            found.extend(Sentence(a, b, number) for a, b in spans)
            continue
        goes_on = open_quote and text[start] in '"“«'  # a quotation that is opened again in each paragraph
        open_quote = False
        for place, (a, b) in enumerate(spans):
            found.append(Sentence(a, b, number, open_quote or (place == 0 and goes_on)))
            open_quote = _quote_state(text, a, b, open_quote)
    return tuple(found)


def _quote_state(text: str, start: int, end: int, is_open: bool) -> bool:
    """Whether a quotation is open at the end of text[start:end]."""
    for mark in MARK.finditer(text, start, end):
        at, char = mark.start(), mark.group()
        if char != '"':
            is_open = char in OPENING
        elif at == start or text[at - 1].isspace() or text[at - 1] in "([—–-":
            is_open = not is_open or at == start
        elif at + 1 >= len(text) or not text[at + 1].isalnum():
            # 72" and the like close nothing that was not open; the toggle below says so
            is_open = False
        else:
            is_open = not is_open
    return is_open


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs without the white space around them."""
    at, start, end = 0, -1, -1
    block: list[tuple[int, int]] = []
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            end = start + len(body)
            block.append((start, end))
        elif block:
            yield from _joined(text, block)
            block = []
        at += len(line)
    yield from _joined(text, block)


def _joined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines without a blank one between them: wrapped lines are put together, others are paragraphs of their own."""
    if not lines:
        return
    width = max(end - start for start, end in lines) if len(lines) > 1 else 0
    start, end = lines[0]
    for next_start, next_end in lines[1:]:
        if not _wraps(text, start, end, next_start, next_end, width):
            yield start, end
            start = next_start
        end = next_end
    yield start, end


def _wraps(text: str, start: int, end: int, next_start: int, next_end: int, width: int) -> bool:
    """Whether the line break before `next_start` only fits the text to a width."""
    line = end - max(start, text.rfind("\n", start, end) + 1)
    ended = ENDED.search(text, max(end - 8, start), end)
    if ITEM.match(text, next_start, next_end) or text[start] in "|#":
        return False
    if text[next_start].islower():
        # however short the line: "People lost / their homes"; but not "Killed: 5 / hurt: 12"
        return not ended and (line >= WRAPPED.start or ":" not in text[start:next_end])
    if line < WRAPPED.start or width not in WRAPPED or (ended and line < width - 20):
        return False
    word = text.find(" ", next_start, next_end)
    first = (word if word >= 0 else next_end) - next_start
    return line + 1 + first > width  # the next word would not have fitted


def _sentences(text: str, start: int, end: int, words: SentenceWords) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph."""
    spans = []
    for stop in STOP.finditer(text, start, end):
        at = stop.end()
        if at >= end:
            break
        if _ends(text, stop.start(), at, start, end, words):
            spans.append((start, at))
            start = at
            while text[start].isspace():
                start += 1
    spans.append((start, end))
    if end - spans[0][0] <= LONGEST:
        return spans
    return [piece for span in spans for piece in _cut(text, *span)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a span, none longer than LONGEST, cut at a space or line end where there is one."""
    while end - start > LONGEST:
        at = max(text.rfind(" ", start + 1, start + LONGEST), text.rfind("\n", start + 1, start + LONGEST))
        at = at if at > 0 else start + LONGEST
        yield start, at
        start = at
        while text[start].isspace():
            start += 1
    yield start, end


def _ends(text: str, stop: int, after: int, start: int, end: int, words: SentenceWords) -> bool:
    """Whether the stops text[stop:after] end a sentence that begins at `start`; `end` is the paragraph's."""
    gap = NEXT.match(text, after, min(end, after + LOOK))
    follows = gap.end() if gap else after
    first = text[follows] if follows < end else ""
    if first.islower() or (first == "." and follows > after):  # ". . ."
        return False
    token = text[max(start, stop - LOOK) : stop].rsplit(None, 1)
    last = token[-1].lstrip(LEADING).lower() if token else ""
    if follows == after and first.isalpha():  # glued: "said.Then", not "U.S.A" or "www.Example"
        is_word = last[-2:].isalpha() and text[stop - 1].islower() and last not in words.titles
        return is_word and "." not in last and "/" not in last
    if text[stop] != "." or (after - stop > 1 and text[stop + 1] in ".!?…"):
        return True
    if last in words.titles:
        return False
    if last in words.before_number:
        return not first.isdigit()
    initial = (len(last) == 1 and last.isalpha()) or "." in last
    if not initial and last not in words.others:
        return True
    if after - stop > 1:  # `… of the U.S." The`
        return True
    word = WORD.match(text, follows, min(end, follows + LOOK))
    is_starter = word is not None and word.group().lower() in words.starters
    return is_starter and text[word.end() : word.end() + 1] != "." if word else True
