"""Role words that stand with a company: "mapping company TomTom", "IT firms like Microsoft, Nvidia"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extract.mentions.signs import (
    FIRM_VERBS,
    LOOSE_NOUNS,
    ORGANISATION_NOUNS,
    ORGANISATION_PLURALS,
    TAKING_VERBS,
    words_of,
)
from articles.extract.mentions.surroundings import Page

MOST_MODIFIERS = 3

STOPS = (
    FIRM_VERBS
    | TAKING_VERBS
    | words_of("""
    a an the of in on at by with from to for and or nor as its their his her our this that these those is are was
    were be been
    being has have had said says told between than like unlike including such which who whose but also into onto
    over under
    after before against about new old former fellow other another longtime among both each either every few first
    include
    includes joined composed comprising namely plus some several many most more all any one two three four five six
    seven
    eight nine ten not only even whose where when while if then there here so yet because since until up out off down
""")
)
INTRODUCED = re.compile(r",? (?:like|such as|including|namely|as|called|named|dubbed|among them)$")
INTRODUCERS = ("like", "as", "including", "namely", "called", "named", "dubbed", "them")
SINGULARS = ORGANISATION_NOUNS | LOOSE_NOUNS
OWNER = re.compile(rf"(?:'s)? (?:{'|'.join(sorted(ORGANISATION_NOUNS | LOOSE_NOUNS))}) [A-Z]|'s [A-Z]")
LISTED = re.compile(r", (?:and )?| and | or |, or | & ")
IRREGULAR = {"companies": "company", "utilities": "utility", "foundries": "foundry", "consultancies": "consultancy"}


def find_roles(page: Page, spans: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Where a company begins → its role word in the singular. A plural role covers the whole list after it."""
    roles: dict[int, str] = {}
    last_end, last_plural = -1, ""
    for start, end in spans:
        if OWNER.match(page.plain, end):
            continue  # in "Uber competitor Grab" and "unit of Alphabet's Waymo" the role is the other one's
        role, plural = _role_before(page.before(start))
        if not role and last_plural and LISTED.fullmatch(page.plain, last_end, start):
            role, plural = last_plural, True
        if role:
            roles[start] = role
        last_end, last_plural = end, role if plural else ""
    return roles


def _role_before(left: str) -> tuple[str, bool]:
    """The role phrase that ends right before a name, and whether it was a plural."""
    if not left.endswith(" "):
        return "", False
    phrase = left[-60:-1]
    if phrase.endswith(INTRODUCERS):
        phrase = INTRODUCED.sub("", phrase)
    words = phrase.split(" ")[-MOST_MODIFIERS - 1 :]
    noun = words[-1].lower()
    plural = noun in ORGANISATION_PLURALS
    if not plural and noun not in SINGULARS:
        return "", False
    modifiers: list[str] = []
    for word in reversed(words[:-1]):
        if len(modifiers) == MOST_MODIFIERS or not _modifies(word):
            break
        modifiers.insert(0, word)
    single = _singular(noun) if plural else noun
    if single in LOOSE_NOUNS and not modifiers:
        return "", False  # "rival Uber": whose rival is a relation, no trade
    return " ".join([*modifiers, single]), plural


def _modifies(word: str) -> bool:
    """Whether a word before the noun belongs to the role: no verb, no article, no possessive."""
    low = word.lower()
    if not low or low in STOPS or low.endswith("'s") or low[-1] in ".,;:":
        return False
    return "-" in low or not low.endswith(("ed", "ly"))


def _singular(noun: str) -> str:
    return IRREGULAR.get(noun, noun.removesuffix("s"))
