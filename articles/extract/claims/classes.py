"""The classes a word of a claim is in: which frames its verb has, what sort of noun it is. One table over the cues."""

from __future__ import annotations

from articles.extract.claims import cues
from articles.extract.claims.lexicon import words_of


def _classes() -> dict[str, tuple[str, ...]]:
    """Every word of the cues, with the classes it is in."""
    table: dict[str, set[str]] = {}
    groups: list[tuple[str, frozenset[str] | tuple[str, ...]]] = [
        *((f"v.{frame}", tuple(v for v in verbs if " " not in v)) for frame, verbs in cues.VERB_FRAMES.items()),
        ("n.stake", cues.STAKE_NOUNS), ("n.fund", cues.FUNDING_NOUNS), ("n.take", cues.TAKEOVER_NOUNS),
        ("n.vent", cues.VENTURE_NOUNS), ("n.goods", cues.GOODS_NOUNS), ("n.unit", cues.UNIT_NOUNS),
        ("n.person", cues.PERSONS), ("quarrel", cues.NOT_A_DEAL), ("end", cues.END_WORDS),
        ("rumour", cues.RUMOUR_WORDS), ("say", cues.REPORT_VERBS),
        ("compare", words_of("unlike like than as whereas while compared instead")),
        ("negative", words_of("not n't no never neither nor without denied")),
        ("both", words_of("together jointly joint both each mutual")),
        ("maybe", words_of("talks considering reportedly may might could")),
    ]  # fmt: skip
    groups += [(f"r.{kind}.{side}", (word,)) for word, (kind, side) in cues.RELATIONS.items()]
    groups += [(f"n.{sort}", (word,)) for word, sort in cues.DEAL_NOUNS.items()]
    groups += [(f"n.{cues.DEAL_NOUNS[noun]}", (word,)) for word, noun in cues.PLURAL_DEALS.items()]
    for name, words in groups:
        for word in words:
            table.setdefault(word, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in table.items()}


CLASSES = _classes()
"""A word, verbs as lemmas → the names of its classes."""
