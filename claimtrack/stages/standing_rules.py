"""The rules of standing: what says that something is verified, confirmed, provisional, unverified or disputed.

Each is a pattern over a Line (stages/standing_line.py), where {name} is any word of that group of
vocabulary/standing.toml, and tells where its argument stands, that is, what it speaks of. Earlier rules take their
words from later ones, so the negative comes before the positive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.rules import any_of
from claimtrack.vocabulary.standing_words import StandingWords


@dataclass(frozen=True, slots=True)
class Rule:
    """`decides`: its words are kept from later rules even when it finds nothing to judge in them.

    A line is asked only when it holds a trigger of one of the rule's families (vocabulary/standing.toml).

    `argument` names how stages/standing_arguments.py finds what the words speak of.

    `status` None: the words say nothing of a figure's standing, and keep later rules from them; "by word": the word
    that the pattern names `word` decides.
    """

    name: str
    families: frozenset[str]
    status: str | None
    argument: str
    pattern: re.Pattern[str]

    @property
    def decides(self) -> bool:
        return self.status != "provisional" and self.argument not in ("beside", "next", "checked")


BE = r"(?:(?:{have} {adv})?been|{being})"
CHECKED = r"(?:{check_past}|{confirm_past})"
CHECK = r"(?:{check_base}|{confirm_base})"
UNABLE = r"(?:{unable}|{hard}|not {adv}possible)"
ABLE = r"(?:(?:be |been )?{adv}(?:able|in a position) to )"
FEW = r"(?:(?!(?:{prepositions}|{determiners}) )[a-z'-]+ ){0,2}?"
UNFIT = r"(?! (?:#|{claims}|{figures}|{outcomes}))"
SURE = r"(?P<word>{label_verified}|{label_confirmed})"

# fmt: off
_TABLE: tuple[tuple[str, str, str | None, str, str], ...] = (
    ("not denied", "deny dispute", None, "", r"{negations} {adv}(?:{deny}|{dispute})"),
    ("neither confirmed nor denied", "deny", "unverified", "object",
     r"(?:neither|not) {adv}(?:{confirm}|{check}) (?:nor|or) {adv}{deny}"),
    ("could not be checked", "check", "unverified", "subject",
     r"{may} {negations} {adv}be {adv}" + CHECKED + r"(?: (?:or|nor) \w+)?"
     r"|{may} {adv}be neither {adv}" + CHECKED + r" nor \w+"),
    ("is not checked", "check", "unverified", "subject",
     r"(?:{have}|{were}) (?:{negations}|yet to|still to) {adv}(?:been|be) {adv}" + CHECKED +
     r"|{were} (?:{never}|yet to be|still to be) {adv}" + CHECKED +
     r"|{waiting} to be {adv}" + CHECKED),
    ("is hard to check", "check", "unverified", "subject",
     "(?<!it )(?:" + BE + r"|{proved}) {adv}{hard} to {adv}{check_base}"),
    ("claims hard to check", "check", "unverified", "bare",
     r"(?:{claims}|{figures}) {adv}{hard} to {adv}{check_base}"),
    ("is unchecked", "doubt alleged", "unverified", "subject",
     "(?:" + BE + r"|{gone}) {adv}{label_unverified}" + UNFIT),
    ("cannot check", "check", "unverified", "object",
     r"{do} {negations} {adv}" + ABLE + r"?{adv}(?:{check}|{confirm})"
     "|" + UNABLE + r" to {adv}" + CHECK +
     r"|no (?:independent )?(?:way|means) (?:to|of) {adv}(?:{check_base}|{check_ing})"),
    ("no confirmation", "check", "unverified", "confirmation",
     r"{lacking} (?:[a-z]+ ){0,2}?{checking_nouns}"
     r"|not {adv}{obtained} (?:[a-z]+ ){0,2}?{checking_nouns}"),
    ("checking is hard", "check", "unverified", "near", r"{checking_nouns} {being} {adv}{hard}"),
    ("no evidence", "proof", "unverified", "near",
     r"{give} {scant} (?:[a-z]+ ){0,2}?(?:evidence|proof)"
     r"|{without} (?:[a-z]+ )?{give} (?:[a-z]+ ){0,4}?(?:evidence|proof)"),
    ("unclear whether", "whether", "unverified", "clause",
     r"(?:{unclear}|not {adv}clear|not {adv}known) (?:whether|if)"),
    ("if confirmed", "check", None, "", r"{conditions} {adv}(?:being )?{check_past}"),
    ("trying to check", "check", "provisional", "object", r"{trying} to {adv}{check_base}"),
    ("still checking", "check final", "provisional", "object",
     r"still {adv}(?:{check_ing}|{tallying})"),
    ("being checked", "check", "provisional", "subject", r"{were} {adv}being {adv}" + CHECKED),
    ("to be checked", "check own", None, "", r"(?<!able )to {adv}(?:{check_base}|{confirm_base}|{own_base})"),
    ("is disputed", "deny dispute", "disputed", "claim",
     BE + r" {adv}(?:{deny_past}|{dispute_past}|{in_doubt})"
     r"|(?:{deny_past}|{dispute_past})(?= by )"),
    ("called false", "false", "disputed", "inner",
     r"{call} (?P<inner>(?:[a-z#'.-]+ ){1,6}?)(?:as )?{adv}{false}"),
    ("is false", "false", "disputed", "claim", "(?:" + BE + r"|{turned_out}) {adv}{false}"),
    ("exaggerates", "false", "disputed", "doubted", r"{exaggerate}"),
    ("denies", "deny", "disputed", "denied", r"{deny}"),
    ("disputes", "dispute", "disputed", "told", r"{dispute}"),
    ("not rising", "rise", None, "", BE + r" not {adv}{modal_rise}|{modal_rise} not {adv}(?:{rise_base}|be higher)"),
    ("expected to rise", "rise", "provisional", "inner",
     r"{expect} (?:that )?(?P<inner>(?:[a-z'.-]+ ){1,6}?)to (?:[a-z]+ )?{rise_base}"),
    ("may rise", "rise final", "provisional", "subject",
     "(?:" + BE + r" {adv})?{modal_rise} (?:[a-z]+ ){0,2}?{rise_base}|{may} {adv}be {adv}higher"),
    ("is a first figure", "first", "provisional", "subject",
     BE + r" {adv}(?:{articles} )?{adv}{label_provisional} (?:[a-z]+ )?(?:{figures}|{claims})"),
    ("is provisional", "first final rise", "provisional", "subject", BE + r" {adv}{unready}"),
    ("no final figure", "final", "provisional", "near",
     r"(?:no|{without}) (?:[a-z]+ ){0,4}?final (?:[a-z]+ ){0,2}?{figures}"),
    ("initially said", "first", "provisional", "clause",
     r"initially (?:(?:, )?(?:[a-z]+ ){1,3}?)?{initial_verbs}|{initial_verbs} initially"),
    ("labelled", "doubt first alleged dispute", "by word", "label",
     r"(?P<word>{label_unverified}|{label_provisional}|{label_disputed}) " + FEW + r"(?:{figures}|{claims})"),
    ("doubted material", "doubt alleged", "by word", "clause",
     r"(?P<word>{label_unverified}) " + FEW + r"{material}"),
    ("doubted outcome", "doubt alleged", "by word", "beside",
     r"(?P<word>{label_unverified}) (?:[a-z]+ )?(?:{outcomes}|{counted}|{states})"),
    ("doubted number", "doubt alleged first", "by word", "next",
     r"(?P<word>{label_unverified}|{label_provisional})(?= #)"),
    ("allegedly", "alleged", "unverified", "next", r"(?:allegedly|purportedly)(?= #)"),
    ("allegedly done", "alleged", "unverified", "subject", r"{been} (?:allegedly|purportedly)"),
    ("heading", "check doubt first", "by word", "sentence", r"(?<![a-z] )(?P<word>{labels}) [:)]"),
    ("only checked ones", "check", "by word", "subject", r"{comprising} {only} (?:[a-z]+ )?" + SURE),
    ("checked outcome", "check", "by word", "checked",
     SURE + " " + FEW + r"(?P<noun>{figures}|{outcomes}|{counted}|{states})"),
    ("could be checked", "check", "by word", "subject",
     r"{may} {adv}be {adv}(?P<word>{verify_past}|{confirm_past}|{check_past})"),
    ("was checked", "check", "by word", "subject",
     BE + r" {adv}(?P<word>{verify_past}|{confirm_past})(?: {states}| to be [a-z]+)?"),
    ("checked figure", "check", "by word", "beside",
     r"(?P<word>{verify_past}|{confirm_past})"
     r"(?= (?:{checked_how}|,|\)|and)| ?$)"),
    ("checked by", "check", "by word", "subject", r"(?P<word>{verify_past}|{confirm_past})(?= by )"),
    ("admits", "own", "confirmed", "strict", r"{own}"),
    ("confirms", "check", "by word", "object", r"(?:independently )?(?P<word>{verify}|{confirm})"),
    ("confirmation that", "check own", "confirmed", "object",
     r"{acknowledgements}(?= (?:that|of) )"),
)
# fmt: on

_NAME = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=1024)  # a rule is compiled once; texts call for families in many mixtures
def rules_of(words: StandingWords, families: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of these families in their order. Compiling them takes long, so it is left until a text calls them."""
    return tuple(_rule(words, *row) for row in _TABLE if not families.isdisjoint(row[1].split()))


@lru_cache(maxsize=4 * len(_TABLE))
def _rule(words: StandingWords, name: str, families: str, status: str | None, argument: str, pattern: str) -> Rule:
    """A rule with the words of the vocabulary filled in."""
    return Rule(name, frozenset(families.split()), status, argument, whole(pattern, words))


def whole(pattern: str, words: StandingWords) -> re.Pattern[str]:
    """A pattern that begins and ends with whole words."""
    return re.compile(rf"(?<!\S)(?:{filled(pattern, words)})(?!\S)")


def filled(pattern: str, words: StandingWords) -> str:
    """The pattern with each {group} an alternation of its words; {adv} is up to four adverbs."""

    def fill(match: re.Match[str]) -> str:
        if match[1] == "adv":
            return f"(?:{any_of(words.groups['adverbs'])} ){{0,4}}"
        return any_of(words.groups[match[1]])

    return _NAME.sub(fill, pattern)
