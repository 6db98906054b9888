"""The words that references are made of, and those around them that tell whom they mean. Data."""

from __future__ import annotations

import re

from articles.extract.mentions.signs import words_of
from articles.extract.spellings import IN_WORDS

GROUP = re.compile(
    r"\b(?P<all>[Tt]he (?:two|three|four|five|six) (?:companies|firms|partners|carmakers|automakers|groups|sides|"
    r"parties|"
    r"businesses|manufacturers|makers|startups|allies|suppliers|giants|rivals|developers)|[Tt]he (?:pair|duo|"
    r"trio|quartet)|"
    r"[Bb]oth (?!sides of )(?:companies|firms|sides|partners|parties|carmakers|automakers|groups|manufacturers|"
    r"businesses)|"
    r"[Tt]he (?:two|three|four)(?= (?:have|are|will|said|say|were|had|also|plan|agreed|announced|intend|want|"
    r"would|did|do|"
    r"disclosed|signed|began|started|worked|work|could|may|expect|aim|first|together|formed|hope|share|call|"
    r"called|set)\b)|"
    r"[Bb]oth(?= (?:have|are|will|said|say|were|had|also|plan|agreed|declined|count|use|carry|want|would|did|do|"
    r"hold|of them|"
    r"of whom|of which)\b)|[Tt]he (?:former|latter)(?! (?:[a-z]+ )?(?:chief|head|executive|engineer|president|"
    r"ceo|boss|"
    r"employee|ally|partner|minister|director))|[Ee]ach (?:company|party|partner|side))(?!\w)"
)
AUXILIARIES = words_of("""
    will would has had is was can could may might must should does did also now plans said says later itself already
    never
    still hopes expects wants aims intends currently recently first then soon 'll 'd doesn't didn't won't isn't wasn't
    hasn't no
""")
PAST_FORMS = words_of(
    "bought sold took gave made put got won began went saw sank let set led lost met paid ran held kept"
)
COUNTERPART = re.compile(
    r" (?:[\w-]+ ){0,4}(?:rival|competitor|partner|owner|parent|backer|shareholder|investor|customer|ally|"
    r"supplier|opponent|client)s?\b| (?:[\w-]+ ){0,4}allies\b"
)
PREDICATE = re.compile(r" (?:is|are|was|were|has been|have been|became|remains?)(?: \w+){0,2}? (?:among |one of )?")
"""Between a name and "its" when what follows is said of the name."""
NEW_CLAUSE = re.compile(r"[,;:]| (?:that|when|where|while|as|because|after|before|until|if|than|whether|since|so)\b")
RELATIVE = re.compile(r",? (?:(?:in|to|for|from|of|with|by) )?(?:that|which|whom) ")
JOINT = re.compile(
    r"(?:,| and|, and| &|,? as well as) (?:(?!(?:an?|the|to|with|by|of|for|in|from|which|who|that|"
    r"its)\b)[\w'-]+ ){0,3}"
)
COUNTS = {
    "two": 2,
    "both": 2,
    "pair": 2,
    "duo": 2,
    "each": 2,
    "three": 3,
    "trio": 3,
    "four": 4,
    "quartet": 4,
    "five": 5,
    "six": 6,
}
OWNED_UNIT = re.compile(
    r"(?:-owned|-controlled)? (?:[a-z][\w-]+ ){0,2}?"
    r"(?:unit|subsidiary|division|arm|affiliate|company|offshoot|spin-off)\b(?! [A-Z])"
)
"""Behind "the" and an owner's name."""
THE = frozenset({"The ", "the "})
SIGNAL = re.compile(
    rf"[^{IN_WORDS}](?=[TtBbEeIi])(?:(?P<group>(?P<article>[Tt]h(?:e|is))|[Bb]oth|[Ee]ach)|(?P<pronoun>[Ii]ts?|[Tt]he(?:y|ir)))\b"
)
"""Words that a reference begins with, behind the mark or space before them; one pass finds them all."""
OWNERS = frozenset({"Its", "its", "Their", "their"})
EXPLETIVE = re.compile(
    r" (?:(?:is|was|'s|will be|would be|has been|had been|may be|might be|seems|appears|remains|remained|became|"
    r"becomes|"
    r"turned out|took|takes|comes|came(?! to terms)|looks|does not matter|makes)"
    r"(?! (?:also|now|currently|still|already|just|working|"
    r"testing|planning|developing|building|looking|based|backed|owned|founded|part|one of|headquartered|led|run|"
    r"majority|"
    r"set to|going|due to|able|ready|preparing|expected to|said to|believed to|reported to|reviewing|in talks|"
    r"negotiating|"
    r"teaming|partnering|working|expanding|\w+ing )\b))"
)
RESTRICTED = re.compile(r" (?:with the|that|behind|whose|which)\b")
"""After a bare noun these say who is meant in words we cannot look up: "the company with the pink mustaches"."""
OPENING_CLAUSE = re.compile(
    r"(?:[\"“'‘(]|(?:In|On|At|Since|Last|This|By|Also|And|But|Yet|So|Separately|Meanwhile|Earlier|Later)\b)"
)
SPEAKS = re.compile(
    r" (?:(?:has|have|also|then) )?(?:said|says|announced|disclosed|reported|added|confirmed|revealed|stated)"
    r"(?: (?:on )?\w+day)?(?: that)? "
)
"""Between a name and "it" when the one who speaks speaks of itself: "Foo said on Monday it would"."""
COMPARED = re.compile(
    r"(?:^|[\s\"“(])(?:(?:un)?like|as with|just as|similar to|compared (?:with|to)|in contrast to|as opposed to) $",
    re.IGNORECASE,
)
"""Before a company that somebody else, who follows as "it", is held against."""
