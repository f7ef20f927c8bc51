"""Figure -> what it counts: category, side and the noun group after it.

    "909 Russian soldiers" -> troops, Russia      "dozens of residents" -> people      "112 wounded" -> people
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimtrack.model import Counted, Document, Layers, Tokens, Told
from claimtrack.vocabulary.loader import Vocabulary

# Words that may stand between a figure and the noun it counts; a participle or a name with a number ("three Su-25
# jets") only right before the noun.
_MODIFIER = (
    r"(?:[xXSLqOTJ]|Y(?=[xXS]{0,2}C)|[VGnR](?=[xXSLq]{0,2}C)|p|C(?=p)|c(?=[xXSn]{0,2}C)|n(?=C)|-[xXVvGRC]?"
    r"|,(?=x,?x?C))"
)
_HEAD = re.compile(
    rf"F?\"?(?:oD*)?\"?(?:[Dq]*)(?P<modifiers>{_MODIFIER}{{0,5}}?)(?P<head>C+Y?|Y)(?!p)"
    r"(?P<inner>oD?(?P<whose>[xXSLqO]{0,4}?)(?P<member>C+|O|x|L))?"
)
_PEOPLE = re.compile(r"F?(?:oD*)?[Dq]*x{0,2}(?P<head>[SL])(?![xXCYOp]|c[xS]{0,2}C)")
_SHARED = re.compile(r"[SL](?:c|,c?)[Dq]*N[SL][xXq]{0,2}(?P<head>C)")  # "180 Danish and 100 Swedish troops"
_THEM = re.compile(r"o(?:D?[UVJF]|h)(?P<kind>C)?|oU(?:D(?P<one>C)(?=[.,;)V-]|$))")
_BARE = re.compile(r"F?(?:oD*(?![DN]|[SLXxCO]{1,3}pN))?(?P<modifiers>(?:[xXSLqOT]|Cp(?=[xr])){0,4})")


def find(document: Document, layers: Layers, vocabulary: Vocabulary) -> tuple[Counted | None, ...]:
    """One answer a figure; None for a figure that is no claim."""
    found: list[Counted | None] = [None] * len(layers.figures)
    for tokens in layers.tokens.with_figures():
        for index, number in tokens.figures.items():
            figure = layers.figures[number]
            if figure.reason is None:
                measured = vocabulary.units.get(figure.unit)
                counted = _counted(tokens, index, vocabulary) if measured is None else _of_unit(measured, index)
                counted = _of_model(document.text, layers, tokens, index, vocabulary) or counted
                found[number] = _described(counted, tokens, index, vocabulary)
    return tuple(found)


def _of_model(text: str, layers: Layers, tokens: Tokens, index: int, vocabulary: Vocabulary) -> Counted | None:
    """ "two Su-25s", "two Iraqi Su-25s": the name of a model is what is counted, unless a noun follows that tells."""
    at = index + 2 if tokens.tags[index + 1 : index + 2] == "S" else index + 1
    number = tokens.figures.get(at)
    named = None if number is None else layers.figures[number]
    if named is None or named.reason != "name":
        return None
    name = text[named.start : named.end].lower()
    begins = (name[:size] for size in range(LONGEST_MODEL, 1, -1))
    category = next((vocabulary.models[begin] for begin in begins if begin in vocabulary.models), None)
    noun = _MODELLED.match(tokens.tags, at + 1)
    if noun and (at == index + 1 or _category(tokens, noun.end() - 1, noun.end(), vocabulary) != category):
        return None
    side = _side(tokens, index + 1, at - 1, vocabulary)
    return None if category is None else Counted(category, side, name, index + 1, at + 1, "model")


def _of_unit(category: str, index: int) -> Counted:
    """ "2,000 acres of wheat": the unit is what is counted."""
    return Counted(category, None, category, index + 1, index + 1, "unit of ground")


LONGEST_MODEL = 8  # letters of how a model's name begins
_MODELLED = re.compile(r"[xXSLq]{0,2}C")
_APPOSITION = re.compile(r",q?D[oD]{0,2}U?[xS]?(?P<kind>C)(?=[.,;)-]|$)|,(?P<own>C)(?=[.;]|$)|gDx{0,2}(?P<among>C)")
_COMPLEMENT = re.compile(r"[VJ]?q?(?:P[xXSLD]{1,3})?q?Bq?D?[xS]{0,2}(?P<kind>C)(?=[.,;)c-]|$)")


def _described(counted: Counted, tokens: Tokens, index: int, vocabulary: Vocabulary) -> Counted:
    """What other words add: "12 people, all civilians", "12 were students", "40 of its soldiers"."""
    whose = next(
        (vocabulary.whose[norm] for norm in tokens.norms[max(0, index - 1) : counted.last] if norm in vocabulary.whose),
        None,
    )
    category, side, kind = counted.category, counted.side, counted.kind
    if category == "people":
        named = _named_after(counted, tokens, index)
        if named is not None:  # "633 deaths among their servicemen"
            category, kind = _category(tokens, named, named + 1, vocabulary), tokens.norms[named]
            side = side or _side(tokens, max(counted.last, named - 2), named, vocabulary)
    if (category, side, kind, whose) == (counted.category, counted.side, counted.kind, None):
        return counted
    return replace(counted, category=category, side=side, kind=kind, whose=whose)


def _named_after(counted: Counted, tokens: Tokens, index: int) -> int | None:
    """The token of the noun after a figure's own that tells the kind: "12 people, all civilians", "12 were women"."""
    bare = counted.last == index + 1 or counted.rule == "of them"
    match = None if bare else _APPOSITION.match(tokens.tags, counted.last)
    if match is not None:
        return next((match.start(name) for name in ("among", "kind") if match[name]), None)
    match = _COMPLEMENT.match(tokens.tags, counted.last)
    return None if match is None else match.start("kind")


def _counted(tokens: Tokens, index: int, vocabulary: Vocabulary) -> Counted:
    tags, after = tokens.tags, index + 1
    if tags[index] == "n":
        return Counted("other", None, None, after, after, "background unit")
    if (match := _SHARED.match(tags, after)) and not tokens.norms[after].endswith("s"):
        category = _category(tokens, match.start("head"), match.end("head"), vocabulary)
        side = _side(tokens, after, after, vocabulary)
        return Counted(category, side, tokens.norms[match.start("head")], after, after + 1, "shared noun")
    if match := _PEOPLE.match(tags, after):
        head = match.start("head")
        party = _party(tokens, head, vocabulary)
        if party is not None:
            category = "fighters" if vocabulary.parties[party.what].kind == "armed_group" else "people"
            return Counted(category, party, tokens.norms[head], after, match.end(), "people of a party")
    if match := _THEM.match(tags, after):
        named = next((name for name in ("kind", "one") if match[name]), None)
        category = "people" if named is None else _category(tokens, match.start(named), match.end(named), vocabulary)
        return Counted(category, None, None, after, match.end(), "of them")
    begin = after + 1 if tokens.norms[after : after + 1] == ("other",) else after  # "five other injured"
    match = _measured(tokens, after, vocabulary) or _HEAD.match(tags, begin)
    if match is not None and not _spoken(tokens, match, vocabulary):
        return _noun_group(tokens, match, after, vocabulary)
    match = _BARE.match(tags, begin)
    end = match.end() if match else begin
    if end < len(tags) and tokens.norms[end] in vocabulary.background:  # "six lists", "7,000 victims' names"
        return Counted("other", None, tokens.norms[end], after, end + 1, "no known noun")
    head_at = end - 1 if end > begin and tags[end - 1] in "xXOT" else None
    if head_at is None:
        while end > begin and tags[end - 1] == "q":  # "44 severely damaged"
            end -= 1
        return Counted("people", None, None, after, end, "no known noun")
    return Counted("other", None, tokens.norms[head_at], after, end, "no known noun")


def _measured(tokens: Tokens, after: int, vocabulary: Vocabulary) -> re.Match[str] | None:
    """The arms of "38 units of military equipment", "12 pieces of Norwegian artillery"."""
    if tokens.tags[after + 1 : after + 2] != "o" or tokens.norms[after] not in vocabulary.links["measures"]:
        return None
    match = _HEAD.match(tokens.tags, after + 2)
    arms = vocabulary.of_categories.arms
    return match if match and _category(tokens, match.start("head"), match.end("head"), vocabulary) in arms else None


def _spoken(tokens: Tokens, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a verb of saying stands before the noun, which then speaks; "12 identified victims" are counted."""
    said = tokens.tags.find("R", match.start("modifiers"), match.end("modifiers"))
    if said < 0 or tokens.norms[said] == "reported":
        return False
    return vocabulary.reporting.get(tokens.norms[said], ("", ""))[0] not in ("record", "confirm", "estimate")


def _noun_group(tokens: Tokens, match: re.Match[str], after: int, vocabulary: Vocabulary) -> Counted:
    norms = tokens.norms
    last = match.end("head") - 1
    category = _kind_of_head(tokens, match, vocabulary)
    side = _side(tokens, match.start("modifiers"), last, vocabulary)
    counted = Counted(category, side, norms[last], after, last + 1, "noun")
    if (plural := _compound(tokens, last, vocabulary)) is not None:
        known = vocabulary.categories.get(norms[plural])
        category = "other" if known is None else known.category
        counted = Counted(category, side, norms[plural], after, plural + 1, "compound")
    counted = _of_whom(counted, tokens, match, vocabulary) if match["inner"] else counted
    side, member = counted.side, counted.head in ("member", "members") and counted.category == "people"
    if member and side is not None and vocabulary.parties[side.what].kind == "armed_group":
        return replace(counted, category="fighters", rule="members of")  # "10 Abu Sayyaf members"
    return counted


def _kind_of_head(tokens: Tokens, match: re.Match[str], vocabulary: Vocabulary) -> str:
    """The category of a noun group's head and the words before it."""
    first, last, norms = match.start("modifiers"), match.end("head") - 1, tokens.norms
    before, groups = norms[first:last], vocabulary.of_categories
    category = _category(tokens, match.start("head"), last + 1, vocabulary)
    if category == "people":  # "21 civilian deaths", "six migrant women"
        category = _category(tokens, first, last + 1, vocabulary)
    if category == "people" and norms[last] in vocabulary.links["men"]:  # "three army men"
        category = next((vocabulary.members[norm] for norm in before if norm in vocabulary.members), category)
    if category in groups.regulars:  # "five rebel soldiers"
        words = (vocabulary.categories.get(norm) for norm in before)
        category = next((word.category for word in words if word and word.category in groups.irregulars), category)
    if category == "people" and tokens.tags[last] == "Y" and match["inner"]:  # "five bodies of soldiers"
        category = _category(tokens, match.start("whose"), match.end("member"), vocabulary)
    if category != "officers":
        return category
    bodies = {vocabulary.members.get(norm) for norm in norms[first : match.end()]}
    bare = norms[last] in ("officer", "officers") and "troops" not in bodies  # a policeman, where police are spoken of
    return "police" if "police" in bodies or (bare and any(norm.startswith("police") for norm in norms)) else category


def _of_whom(counted: Counted, tokens: Tokens, match: re.Match[str], vocabulary: Vocabulary) -> Counted:
    """What "of" adds: "29 members of the police", "41 fighters of the PKK", "20 incidents of ceasefire violations"."""
    inner, groups = match.end("member") - 1, vocabulary.of_categories
    member = counted.head in ("member", "members") and counted.category == "people"
    if member or (counted.category in groups.forces and tokens.tags[match.end("head") - 1] == "C"):
        side = counted.side or _side(tokens, match.start("whose"), inner, vocabulary)
        last = inner + 1 if member or tokens.tags[inner] == "L" else counted.last
        belongs = vocabulary.members.get(tokens.norms[inner]) if member else None
        if belongs is not None:  # the narrower noun wins
            return replace(counted, category=belongs, side=side, last=last, rule="members of")
        return replace(counted, side=side, last=last)
    cases = vocabulary.categories.get(tokens.norms[inner])
    if counted.category in groups.events and cases is not None and cases.category in groups.events:
        return replace(counted, category=cases.category, rule="cases of")
    return counted


_PLURAL_AHEAD = re.compile(r"[xXO]{0,2}?(?:C|[xTO])")


def _compound(tokens: Tokens, last: int, vocabulary: Vocabulary) -> int | None:
    """The plural that a singular noun only describes: "two university professors", "two facility protection guards"."""
    word = vocabulary.categories.get(tokens.norms[last])
    if word is None or word.plural:
        return None
    match = _PLURAL_AHEAD.match(tokens.tags, last + 1)
    while match is not None:
        at = match.end() - 1
        known = vocabulary.categories.get(tokens.norms[at])
        if known.plural if known is not None else tokens.norms[at].endswith("s") and len(tokens.norms[at]) > 4:
            return at
        match = _PLURAL_AHEAD.match(tokens.tags, at + 1) if at < last + 3 else None
    return None


def _category(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> str:
    """The category of a head: its last noun's, or of the noun before "deaths" ("12 civilian deaths")."""
    for at in range(end - 1, start - 1, -1):
        norm = tokens.norms[at]
        word = vocabulary.categories.get(norm) or vocabulary.categories.get(norm.rsplit(" ", 1)[-1])
        if word is not None:
            return word.category
    return "people"


def _party(tokens: Tokens, at: int, vocabulary: Vocabulary) -> Told | None:
    """The party whose people a word names: "Ukrainians", "Taliban"; not a country or a capital."""
    party, role = vocabulary.party_words.get(tokens.norms[at], (None, ""))
    if party is None or role in ("seat", "leader"):
        return None
    if role == "name" and vocabulary.parties[party].kind != "armed_group":
        return None
    return Told(party, tokens.starts[at], tokens.ends[at])


def _side(tokens: Tokens, start: int, end: int, vocabulary: Vocabulary) -> Told | None:
    for at in range(start, end + 1):
        if tokens.tags[at] in "SLC" and tokens.tags[at + 1 : at + 2] != "-":  # "U.S.-made arms" need not be American
            known = vocabulary.party_words.get(tokens.norms[at])
            if known is not None:
                return Told(known[0], tokens.starts[at], tokens.ends[at])
    return None


