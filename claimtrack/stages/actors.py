"""What happened -> who did it: the party, or the word for an armed or rescuing body.

    "Russian shelling killed 12" -> Russia      "12 were killed when Israeli jets hit a bus" -> Israel
    "rockets fired by Hezbollah wounded 12" -> Hezbollah      "gunmen killed 12" -> gunmen
"""

from __future__ import annotations

import re

from claimtrack.model import Happening, Told
from claimtrack.stages.happening_readings import Asked

_BY = re.compile(r"[^.;#NsVvG]{0,4}?b[Dqx]{0,3}(?:C(?=L))?(?P<party>[SLCO])")
_SUBJECT = re.compile(r"(?<![PofwVvG])(?<![PofwVvG][xD])(?P<party>[SL])[^.;SLRKN]{0,8}$")
_DOER = re.compile(
    r"(?<!P)(?<!P[Dx])(?P<party>[COv])(?:[fo]D?(?P<of>[SL])[xXLCO]{0,2}|[Pf][DxXLCO]{1,3})?q?[BAM]{0,2}q?$"
)
# The subject of a clause before: "Israel bombed the port, killing 12", "Israeli forces entered and detained 12".
_CLAUSE = re.compile(
    r"(?:^|[,;sh\"Rrc]|(?P<then>P))[DqxX]{0,3}(?:Lp(?=L))?(?P<party>[SLC])(?:p[xXC]{1,3}|[xXCOTvY-]{0,4}?)(?:,[^,#N]{1,12},)?q*(?:[AVvMBwda]|x(?=D))"
    r"|U[AVvMBwdx]"
)
_LEAD = re.compile(r"^P[^,#N]{1,8},[Dqx]{0,2}(?P<party>[SL])[xXCOT-]{0,4}?q*[AVvMBwda]")
_ATTACKER = re.compile(r"(?P<party>[SLCO])(?:-x)?[xOT]{0,2}(?:C{0,2}|Cp)(?P<what>C)")
_ATTACK_BY = re.compile(r"(?P<what>C)[^.;#N,]{0,4}?(?P<how>[bP])[Dqx]{0,3}C?(?P<party>[SL])")
_DONE_BY = re.compile(r"(?P<verb>V)q*b[Dqx]{0,3}C?(?P<party>[SL])")
_WHEN = re.compile(
    r"[^.;#N]{0,6}?(?P<when>[sP])[Dqx]{0,2}(?P<party>[SLC])[xXCOT]{0,3}q?(?:P?x)?A?[VvGx](?=[DUNCXLSYcVxGwP])"
)
_LAUNCHED = re.compile(
    r"h?D?(?P<party>[SL])[xCO]{0,2}A?q*(?P<verb>V)|(?:hB{1,2})?q*(?P<done>V)q*[^.;,#N]{0,6}?bD?(?P<by>[SL])"
)
_RESUMED = re.compile(r",q*[AMB]{0,2}q*$")  # after an aside: "Paratroopers, carried by helicopters, had killed 12"
_AND = re.compile(r"[c,]q?$")
_OWN_FORCES = re.compile(r"(?:[Rrh\"]|^)(?P<whose>D?)x?(?P<forces>C)(?P<goes_on>[^.;#RrhsU]{0,14})$")


def actor(happening: Happening, asked: Asked, tags: str, cue: int | None) -> Told | None:
    """Who did it, None when the sentence does not tell. `cue` is the token of what happened, "#" in tags the figure."""
    groups = asked.vocabulary.of_metrics
    if happening.metric not in groups.deeds:
        return None
    if happening.metric == "launched" and (party := launcher(asked)):
        return party
    if cue is not None:
        if (match := _BY.match(tags, cue + 1)) and (party := _who(asked, match.start("party"))):
            return party
        if happening.metric != "lost" and (party := _subject(happening, asked, tags, cue)):
            return party
        if by_pronoun(asked, tags, cue):
            return None
    if happening.metric not in groups.harm or happening.rule == "modifier":
        return None
    return _attacker(asked, tags) or (None if cue is None else _when(asked, tags, max(cue, asked.index)))


def _subject(happening: Happening, asked: Asked, tags: str, cue: int) -> Told | None:
    """Whose deed the verb is: the nearest subject, or that of the clause which the verb goes on with."""
    if happening.rule in ("instrument", "launched whole"):
        cue = asked.index
    elif asked.tokens.tags[cue] not in "VvG" or "object" not in happening.rule:
        return None
    goes_on = _goes_on(tags, cue)
    clause = _clause(asked, tags, cue) if goes_on or _RESUMED.search(tags, max(0, cue - 6), cue) else None
    if goes_on and clause is not None:
        return _of(clause, asked)
    for pattern in (_SUBJECT, _DOER):
        match = pattern.search(tags, max(0, cue - 12), cue)
        if match and (party := _who(asked, match.start("party"))):
            return (match.lastgroup == "of" and party_at(asked, match.start("of"))) or party
    return _of(clause, asked)


def launcher(asked: Asked) -> Told | None:
    """Who launched what flies: "24 drones that Iran had launched", "24 missiles fired by Iran"."""
    flies = asked.counted.category in asked.vocabulary.of_categories.airborne
    match = _LAUNCHED.match(asked.tokens.tags, asked.counted.last) if flies else None
    if match is None:
        return None
    word = asked.vocabulary.metrics.get(asked.tokens.norms[match.start("verb" if match["verb"] else "done")])
    launched = word is not None and "launched" in word.object.values()
    return party_at(asked, match.start("party" if match["verb"] else "by")) if launched else None


def _goes_on(tags: str, cue: int) -> bool:
    """Whether a verb goes on with the subject before it: "bombed the port, killing 12", "entered and killed"."""
    return tags[cue] == "G" or _AND.search(tags, max(0, cue - 2), cue) is not None


def by_pronoun(asked: Asked, tags: str, cue: int) -> bool:
    """Whether a deed goes on with what "it" did: "the army said it had repelled an attack, killing 12"."""
    clause = _clause(asked, tags, cue) if tags[cue] in "VvG" and _goes_on(tags, cue) else None
    return clause is not None and clause["party"] is None


def _clause(asked: Asked, tags: str, cue: int) -> re.Match[str] | None:
    """The last clause that begins before the cue with a party or a pronoun for its subject."""
    norms = asked.tokens.norms
    clauses = [
        match
        for match in _CLAUSE.finditer(tags, max(0, cue - 40), cue + 1)
        if not match["then"] or norms[match.start("then")] in asked.vocabulary.links["then"]
    ]
    return clauses[-1] if clauses else _LEAD.match(tags, 0, cue + 1)


def _of(clause: re.Match[str] | None, asked: Asked) -> Told | None:
    if clause is None or clause["party"] is None:
        return None
    at = clause.start("party")
    if asked.tokens.norms[max(0, at - 1)] in asked.vocabulary.whose:
        return None  # "its fighters": own_forces tells whose
    return party_at(asked, at, seat=True) or _who(asked, at)


def _attacker(asked: Asked, tags: str) -> Told | None:
    """Whose attack or weapon the sentence names: "a Turkish air strike", "shelling by the Turkish army"."""
    vocabulary, norms = asked.vocabulary, asked.tokens.norms
    for pattern in (_ATTACKER, _ATTACK_BY):
        for match in pattern.finditer(tags):
            word = vocabulary.categories.get(norms[match.start("what")])
            weapon = word is not None and word.category in vocabulary.of_categories.weapons
            if "how" in match.re.groupindex and match["how"] == "P" and norms[match.start("how") - 1] != "blamed":
                continue
            if weapon and (party := _who(asked, match.start("party"))):
                return party
    for match in _DONE_BY.finditer(tags):
        verb = vocabulary.metrics.get(norms[match.start("verb")])
        if norms[match.start("verb")] == "used":
            continue  # whose they were: "radios used by sailors went off"
        metrics = () if verb is None else (*verb.object.values(), *verb.subject.values())
        done = not vocabulary.of_metrics.attacking.isdisjoint(metrics)
        if done and (party := party_at(asked, match.start("party"))):
            return party
    return None


def _when(asked: Asked, tags: str, after: int) -> Told | None:
    """ "12 were killed when Israeli jets hit a bus"."""
    match = _WHEN.match(tags, after + 1)
    if match is None or asked.tokens.norms[match.start("when")] not in asked.vocabulary.links["then"]:
        return None
    at = match.start("party")
    alone = not {"a", "an"}.isdisjoint(asked.tokens.norms[at - 2 : at])  # "when a bomber struck": one man is no party
    return party_at(asked, at) if alone else _who(asked, at)


def own_forces(asked: Asked, tags: str, cue: int) -> bool:
    """Whether the subject is the forces of who speaks: "Ankara said its forces had killed 12"."""
    match = _OWN_FORCES.search(tags, max(0, cue - 18), cue)
    if match is None or (not _goes_on(tags, cue) and re.search("N|[^N]{9}", match["goes_on"])):
        return False  # "its jets flew 400 sorties and hit", but not "its jets flew 400 sorties while rebels hit"
    vocabulary, norms = asked.vocabulary, asked.tokens.norms
    word = vocabulary.categories.get(norms[match.start("forces")])
    if not match["whose"]:
        return word is not None and word.category == "troops"
    own = vocabulary.whose.get(norms[match.start("whose")]) == "own"
    return own and word is not None and word.category in vocabulary.of_categories.arms | {"troops"}


def _who(asked: Asked, at: int) -> Told | None:
    """The party a word names, or the word itself for an armed or rescuing body: "gunmen", "police", "patrol"."""
    if party := party_at(asked, at):
        return _irregulars(asked, at) or party
    norm, vocabulary = asked.tokens.norms[at], asked.vocabulary
    word = vocabulary.categories.get(norm)
    does = word is not None and word.category in vocabulary.of_categories.doers
    body = does or norm in vocabulary.members or vocabulary.heads.get(norm) in _ARMED
    return Told(norm, asked.tokens.starts[at], asked.tokens.ends[at]) if body else None


_THEIRS = re.compile(r"px{0,2}(?P<own>[CO])|x?(?P<of>[CO])")


def _irregulars(asked: Asked, at: int) -> Told | None:
    """ "Yemeni gunmen killed 12", "Haiti's gangs": not a state's deed; the words for who did it."""
    match, vocabulary = _THEIRS.match(asked.tokens.tags, at + 1), asked.vocabulary
    if match is None or vocabulary.parties[vocabulary.party_words[asked.tokens.norms[at]][0]].kind != "state":
        return None
    starts, ends, last = asked.tokens.starts, asked.tokens.ends, match.end() - 1
    norm = asked.tokens.norms[last]
    word = vocabulary.categories.get(norm)
    irregular = word is not None and word.category in vocabulary.of_categories.irregulars
    if not irregular and vocabulary.heads.get(norm) != "armed_group":
        return None
    if match["own"]:
        return Told(norm, starts[last], ends[last])
    return Told(f"{asked.tokens.norms[at].title()} {norm}", starts[at], ends[last])


_ARMED = frozenset({"military", "armed_group", "emergency"})


def party_at(asked: Asked, at: int, seat: bool = False) -> Told | None:
    """The party that a word names by itself or by its people; with `seat`, by its capital too."""
    party, role = asked.vocabulary.party_words.get(asked.tokens.norms[at], (None, ""))
    if asked.tokens.norms[at + 1 : at + 2] != () and asked.tokens.norms[at + 1] in asked.vocabulary.places.nouns:
        return None  # "in the Amhara region"
    if party is None or not (role in ("name", "demonym") or (seat and role == "seat")):
        return None
    return Told(party, asked.tokens.starts[at], asked.tokens.ends[at])
