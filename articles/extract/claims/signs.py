"""What speaks for and against a claim about two companies: the signs that `weighing` has weights for.

A sign is a short string, ``template:value``. In it ``p`` is the company that comes first and ``q`` the other; the
letters ``m`` and ``M`` begin what stands between the two: a word, and the class of a cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from articles.extract.claims.chunks import Chunk
from articles.extract.claims.classes import CLASSES
from articles.extract.claims.lexicon import PREPOSITIONS, RELATIVE, SUBORDINATORS, words_of
from articles.extract.claims.pairs import Pair, party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token
from articles.extract.mentions import Party

MIRRORED = frozenset({"partnership", "joint_venture", "competitor"})


_GRAMMAR = PREPOSITIONS | RELATIVE | SUBORDINATORS | words_of(
    "and or but its their both also , : ; ( ) - – — \" “ ” not will be is are was were has have had been"
)  # fmt: skip
WEIGHED = "weighed/"
"""How the names of the weights' own candidates begin: no sign for themselves."""
_BE = words_of("be is are was were been being")


@dataclass(slots=True, eq=False)
class Background:
    """What the article as a whole says of its companies, and the catalogue: shared by all its sentences."""

    titled: Sequence[Party]
    counts: Counter[Party]
    first: Mapping[Party, int]
    """The number of the sentence each company first stands in."""
    sector_of: Callable[[Party], str]
    owner_of: Callable[[Party], str]
    most: int = field(init=False)

    def __post_init__(self) -> None:
        self.most = max(self.counts.values(), default=1)


@dataclass(slots=True, eq=False)
class View:
    """One sentence made ready for its pairs. What many pairs share is worked out once and kept."""

    one: Studied
    background: Background
    tokens: Sequence[Token]
    keys: list[str]
    classes: list[tuple[str, ...]]
    places: list[int]
    chunk_of: dict[int, Chunk]
    told: dict[tuple[str, str], list[Candidate]]
    taken: dict[str, set[tuple[str, str]]]
    """For each company what the rules have told of it here: the kind, and the other company."""
    shared: list[str]
    """Signs that all pairs of the sentence have."""
    cue_signs: list[tuple[str, ...]] = field(init=False)
    """By place: the signs of a cue between two companies."""
    word_signs: list[tuple[str, ...]] = field(init=False)
    """By place: the sign of any other word between two that stand close together."""
    kept: dict[tuple[str, int | Party], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cue_signs = [
            (f"m:{key}", *(f"M.{name}" for name in names)) if names or key in _GRAMMAR else ()
            for key, names in zip(self.keys, self.classes, strict=True)
        ]
        self.word_signs = [() if signs else (f"m:{key}",) for key, signs in zip(self.keys, self.cue_signs, strict=True)]


def view_sentence(one: Studied, background: Background) -> View:
    """Prepare a sentence. Linear in its tokens."""
    tokens = one.skeleton.tokens
    keys = [_key(token) for token in tokens]
    told: dict[tuple[str, str], list[Candidate]] = {}
    taken: dict[str, set[tuple[str, str]]] = {}
    for candidate in one.candidates:
        if not candidate.rule.startswith(WEIGHED):
            a, b = party_key(candidate.a), party_key(candidate.b)
            told.setdefault((a, b), []).append(candidate)
            if not candidate.refused:
                taken.setdefault(a, set()).add((candidate.kind, b))
                taken.setdefault(b, set()).add((candidate.kind, a))
    places = [place for place, token in enumerate(tokens) if token.entity is not None]
    chunk_of = {member: chunk for level in one.skeleton.levels for chunk in level.chunks for member in chunk.members}
    shared = ["bias", f"all:{min(len(places), 6)}", f"pos:{min(one.number, 4)}"]
    shared.append(f"crowd:{min(4, len(background.counts) // 4)}")
    if one.sentence.paragraph == 0:
        shared.append("par0")
    if "?" in keys[-2:]:
        shared.append("question")
    if "$" in keys or "%" in keys:
        shared.append("money")
    classes = [CLASSES.get(key, ()) for key in keys]
    return View(one, background, tokens, keys, classes, places, chunk_of, told, taken, shared)


def _key(token: Token) -> str:
    """The word a token counts as: a verb's base form, "$" or "%" for an amount, E for a company, D for a date."""
    if token.sort == "W":
        return token.lemma or token.low
    if token.sort == "M":
        return "%" if token.low.rstrip().endswith(("%", "nt", "pct")) else "$"
    return token.low if token.sort == "P" else token.sort


def find_signs(view: View, pair: Pair) -> list[str]:
    """Every sign of a pair, once. Bounded by the reach of pairs."""
    at, to = pair.at, pair.to
    signs = [*view.shared, f"how:{pair.how}"]
    gap = to - at
    signs.append(f"gap:{next((bound for bound in _GAPS if gap <= bound), 45)}")
    signs.append(f"ents:{min(3, bisect_left(view.places, to) - bisect_right(view.places, at))}")
    for place in range(at + 1, to):
        signs += view.cue_signs[place]
    if gap < _CLOSE:
        for place in range(at + 1, to):
            signs += view.word_signs[place]
    signs += _at(view, "q", to)
    signs += _of(view, "q", pair.b)
    signs += _of(view, "p", pair.a)
    if at >= 0:
        signs += _at(view, "p", at) if at != to else ()
        signs += _as_list(view, pair)
    prep = _prep(view, to)
    signs.append(f"prep:{prep}")
    signs += _verb(view, pair, prep)
    signs += _noun(view, pair, prep)
    signs += _both(view, pair)
    signs += _rules(view, pair)
    return list(dict.fromkeys(signs))


_GAPS = (0, 1, 2, 3, 6, 12, 20)
_CLOSE = 8


def _at(view: View, side: str, place: int) -> list[str]:
    """The two words on either side of a company, and how it is written there."""
    signs = view.kept.get((side, place))
    if signs is None:
        keys = view.keys
        steps = [step for step in (-2, -1, 1, 2) if 0 <= place + step < len(keys)]
        signs = [f"{side}{step:+d}:{keys[place + step]}" for step in steps]
        chunk, token = view.chunk_of.get(place), view.tokens[place]
        if chunk is not None and chunk.noun:
            signs.append(f"{side}noun:{chunk.noun}")
        if token.possessive:
            signs.append(f"{side}poss")
        if token.entity is not None and token.entity.reference:
            signs += (f"{side}ref", f"{side}ref:{token.low.split()[-1]}")
        if token.entity is not None and token.entity.brand:
            signs.append(f"{side}brand")
        view.kept[side, place] = signs
    return signs


def _of(view: View, side: str, party: Party) -> list[str]:
    """What a company is: its trade, and its place in the article."""
    signs = view.kept.get((side, party))
    if signs is None:
        background = view.background
        signs = [f"s{side}:{background.sector_of(party)}"]
        signs.append(f"{side}often:{3 * background.counts[party] // background.most}")
        if party in background.titled:
            signs.append(f"{side}title")
        if any(party == hero for hero, _ in view.one.hero):
            signs.append(f"{side}hero")
        if any(party == lead for lead, _ in view.one.lead):
            signs.append(f"{side}lead")
        if background.first.get(party) == view.one.number:
            signs.append(f"{side}new")
        view.kept[side, party] = signs
    return signs


def _as_list(view: View, pair: Pair) -> Sequence[str]:
    """Whether the two are members of one list, and what governs it."""
    chunk = view.chunk_of.get(pair.at)
    if pair.at == pair.to or chunk is None or chunk is not view.chunk_of.get(pair.to):
        return ()
    return ("list", f"list:{chunk.prep}")


def _prep(view: View, place: int) -> str:
    """The preposition that governs the company at a place."""
    chunk = view.chunk_of.get(place)
    if chunk is not None and chunk.prep:
        return chunk.prep
    for k in range(place - 1, max(-1, place - 6), -1):
        low = view.tokens[k].low
        if view.tokens[k].entity is not None or low == ",":
            return ""
        if low in PREPOSITIONS:
            return low
    return ""


def _verb(view: View, pair: Pair, prep: str) -> Iterator[str]:
    """The verb nearest to the pair, with its voice and the preposition before q."""
    where, place = nearest_verb(view.tokens, pair)
    if place < 0:
        return
    tokens = view.tokens
    passive = tokens[place].form == "ed" and any(token.low in _BE for token in tokens[max(0, place - 3) : place])
    by = any(token.low == "by" for token in tokens[place + 1 : place + 4])
    verb = f"{where}:{view.keys[place]}" + (":passive" if passive or by else "")
    yield f"verb:{verb}"
    yield f"vp:{verb}:{prep}"


def nearest_verb(tokens: Sequence[Token], pair: Pair) -> tuple[str, int]:
    """The place of the last verb between the two, else of the first behind q, else of the last before p; or -1."""
    spans = (
        ("m", range(pair.to - 1, max(-1, pair.at), -1)),
        ("r", range(pair.to + 1, min(len(tokens), pair.to + 10))),
        ("l", range(pair.at - 1, max(-1, pair.at - 10), -1)),
    )
    for where, span in spans:
        for place in span:
            if tokens[place].form not in {"", "aux"} and tokens[place].sort == "W":
                return where, place
    return "", -1


def _noun(view: View, pair: Pair, prep: str) -> Iterator[str]:
    """The last noun of a deal or a relation between the two."""
    for place in range(pair.to - 1, max(-1, pair.at), -1):
        names = [name for name in view.classes[place] if name.startswith(("n.", "r."))]
        if names and view.tokens[place].sort == "W":
            yield f"noun:{view.keys[place]}:{prep}"
            for name in names:
                yield f"nc:{name}:{prep}"
            return


_SORTS = {name: ".".join(name.split(".")[:2]) for names in CLASSES.values() for name in names if "." in name}
"""Class → the sort of cue it is, less its finer part: "r.supply" of "r.supply.a"."""


def _both(view: View, pair: Pair) -> Iterator[str]:
    """What the trades of the two are to each other, beside which sorts of cue, and whether one owns the other."""
    background = view.background
    one, other = background.sector_of(pair.a), background.sector_of(pair.b)
    yield f"s:{one}>{other}"
    if one and one == other:
        yield "same trade"
    between = {name for place in range(pair.at + 1, pair.to) for name in view.classes[place]}
    for sort in sorted({_SORTS[name] for name in between if name in _SORTS}):
        yield f"s:{one}>{other}:{sort}"
    if pair.b.slug and background.owner_of(pair.a) == pair.b.slug:
        yield "q owns p"
    if pair.a.slug and background.owner_of(pair.b) == pair.a.slug:
        yield "p owns q"


def _rules(view: View, pair: Pair) -> Iterator[str]:
    """What the rules have said of the two in this sentence."""
    p, q = party_key(pair.a), party_key(pair.b)
    forth, back = view.told.get((p, q), ()), view.told.get((q, p), ())
    if not forth and not back:
        yield "untold"
    for candidates, arrow in ((forth, ">"), (back, "<")):
        for candidate in candidates:
            kind = candidate.kind + ("=" if candidate.kind in MIRRORED else arrow)
            if candidate.refused:
                yield f"refused:{kind}:{candidate.refused}"
            else:
                yield f"rule:{kind}"
                yield f"rule:{kind}:{int(candidate.confidence * 10)}"
                yield f"rn:{candidate.rule}:{arrow}"
