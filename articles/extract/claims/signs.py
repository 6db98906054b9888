"""What speaks for and against a claim about two companies: the signs that `weighing` has weights for.

A sign is a short string, ``template:value``. In it ``p`` is the company that comes first and ``q`` the other; the
letters ``m`` and ``M`` begin what stands between the two: a word, and the class of a cue.

The signs are wanted in two ways: as strings, to train the weights, and as the sum of their weights, to read with them.
There is one description of them for both (`Signs`); it only knows that what is taken can be added up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Generic, TypeVar

from articles.extract.claims.background import Background, Standing
from articles.extract.claims.chunks import Chunk
from articles.extract.claims.cues import SYMMETRIC
from articles.extract.claims.lexicon import PREPOSITIONS, words_of
from articles.extract.claims.pairs import Pair, party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Token, form_of
from articles.extract.claims.vocabulary import SORT_BITS, Word, is_noun, look_up
from articles.extract.mentions import Party

WEIGHED = "weighed/"
"""How the names of the weights' own candidates begin: no sign for themselves."""
_BE = words_of("be is are was were been being")


@dataclass(slots=True, eq=False)
class View:
    """One sentence made ready for its pairs."""

    one: Studied
    background: Background
    tokens: Sequence[Token]
    keys: list[str]
    words: list[Word]
    """By place: what the key counts for between two companies."""
    cued: list[int]
    """The places of cues and words of grammar."""
    number_of: dict[int, int]
    """The place of a company → how many stand before it."""
    verbs: list[int]
    """The places of verbs, auxiliaries left out."""
    nouns: list[int]
    """The places of nouns of a deal or a relation."""
    chunk_of: dict[int, Chunk]
    told: dict[tuple[str, str], list[Candidate]]
    taken: dict[str, set[tuple[str, str]]]
    """For each company what the rules have told of it here: the kind, and the other company."""
    leads: list[Party]
    heroes: list[Party]
    shared: tuple[int, int, int, bool, bool, bool]
    """What `_signs_of_sentence` makes the signs of that all pairs of the sentence have."""


def view_sentence(one: Studied, background: Background) -> View:
    """Prepare a sentence. Linear in its tokens."""
    tokens = one.skeleton.tokens
    keys = [token.lemma or (token.low if token.sort == "P" else _key(token)) for token in tokens]
    told: dict[tuple[str, str], list[Candidate]] = {}
    taken: dict[str, set[tuple[str, str]]] = {}
    for candidate in one.candidates:
        if not candidate.rule.startswith(WEIGHED):
            a, b = party_key(candidate.a), party_key(candidate.b)
            told.setdefault((a, b), []).append(candidate)
            if not candidate.refused:
                taken.setdefault(a, set()).add((candidate.kind, b))
                taken.setdefault(b, set()).add((candidate.kind, a))
    number_of = {place: number for number, place in enumerate(sorted(one.skeleton.chunk_of))}
    words = list(map(look_up, keys))
    cued = [k for k, word in enumerate(words) if word.cues]
    verbs = [k for k, form in enumerate(map(form_of, tokens)) if form and form != "aux"]
    nouns = [k for k, word in enumerate(words) if word.noun and tokens[k].sort == "W"]
    leads, heroes = [party for party, _ in one.lead], [party for party, _ in one.hero]
    shared = (
        min(len(number_of), 6), min(one.number, 4), min(4, len(background.counts) // 4), one.sentence.paragraph == 0,
        "?" in keys[-2:], "$" in keys or "%" in keys,
    )  # fmt: skip
    return View(one, background, tokens, keys, words, cued, number_of, verbs, nouns, one.skeleton.chunk_of, told, taken,
                leads, heroes, shared)  # fmt: skip


def _key(token: Token) -> str:
    """What a token that is no word and no mark counts as: "$" or "%" for an amount, E for a company, D for a date."""
    if token.sort == "M":
        return "%" if token.low.rstrip().endswith(("%", "nt", "pct")) else "$"
    return token.sort


def nearest_verb(view: View, pair: Pair) -> tuple[str, int]:
    """The place of the last verb between the two, else of the first behind q, else of the last before p; or -1."""
    verbs = view.verbs
    behind = bisect_left(verbs, pair.to)
    if behind and verbs[behind - 1] > pair.at:
        return "m", verbs[behind - 1]
    if behind < len(verbs) and verbs[behind] < pair.to + _VERB_REACH:
        return "r", verbs[behind]
    before = bisect_left(verbs, pair.at)
    if before and verbs[before - 1] > pair.at - _VERB_REACH:
        return "l", verbs[before - 1]
    return "", -1


_VERB_REACH = 10

T = TypeVar("T", list[str], int)
"""Strings, or the sum of their weights: what can be added up."""


@dataclass(slots=True, eq=False)
class Stretch(Generic[T]):
    """The cues behind one place of a sentence, up to but not ``end``; a sign counts only once."""

    end: int
    cues: T
    sorts: int = 0
    """The sorts of cue, a bit for each of ``SORT_BITS``."""
    seen: set[str] = field(default_factory=set)

    def reach(self, view: View, end: int, take: Callable[[Iterable[str]], T]) -> None:
        """Go on up to another end."""
        words, cued, seen = view.words, view.cued, self.seen
        fresh: list[str] = []
        for place in cued[bisect_left(cued, self.end) : bisect_left(cued, end)]:
            word = words[place]
            self.sorts |= word.sorts
            for sign in word.cues:
                if sign not in seen:
                    seen.add(sign)
                    fresh.append(sign)
        self.end = end
        if fresh:
            self.cues = self.cues + take(fresh)


_CLOSE = 8
"""Companies nearer than this to each other stand close together."""


@dataclass(slots=True, eq=False)
class Signs(Generic[T]):
    """The signs of the pairs of one sentence, as ``take`` makes them. What many pairs share is taken once and kept."""

    view: View
    take: Callable[[Iterable[str]], T]
    common: dict[Hashable, T]
    """What sentences share, under a key of its own length or types for every sort of sign; empty at first."""
    nothing: T = field(init=False)
    shared: T = field(init=False)
    kept: dict[tuple[str, int], T] = field(default_factory=dict)
    verbs: dict[int, str] = field(default_factory=dict)
    stretches: dict[int, Stretch[T]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[T, T, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nothing = self.take(())
        key = self.view.shared
        shared = self.common.get(key)
        if shared is None:
            shared = self.common[key] = self.take(_signs_of_sentence(*key))
        self.shared = shared

    def of(self, pair: Pair) -> T:
        """Every sign of a pair, once. Bounded by the reach of pairs."""
        before, behind, sorts = self._span(pair)
        standing = self.view.background.standing
        a, b = standing(pair.a), standing(pair.b)
        signs = self.shared + self._where(pair) + before + self._of("q", pair.b, b) + self._of("p", pair.a, a) + behind
        return signs + self._trades(pair, a, b, sorts) + self._rules(pair)

    def _where(self, pair: Pair) -> T:
        """Where the two stand, how far from each other, and how many companies stand between them."""
        at, to = pair.at, pair.to
        number_of = self.view.number_of
        between = number_of[to] - number_of.get(at, -1) - 1
        key = (pair.how, bisect_left(_GAPS, to - at), min(3, between))
        signs = self.common.get(key)
        if signs is None:
            gap = _GAPS[key[1]] if key[1] < len(_GAPS) else 45
            signs = self.common[key] = self.take((f"how:{pair.how}", f"gap:{gap}", f"ents:{key[2]}"))
        return signs

    def _span(self, pair: Pair) -> tuple[T, T, int]:
        """What the two places of a pair have to say, whoever stands there, and the sorts of cue between them."""
        at, to = pair.at, pair.to
        span = self.spans.get((at, to))
        if span is None:
            between, sorts = self._between(at, to)
            prep = _prep(self.view, to)
            behind = self._verb(pair, prep) + self._noun(pair, prep)
            if at >= 0 and at != to:
                behind = self._at("p", at) + self._as_list(at, to) + behind
            span = self.spans[at, to] = between + self._at("q", to), behind, sorts
        return span

    def _between(self, at: int, to: int) -> tuple[T, int]:
        """The words between two places, and the sorts of cue among them."""
        words = self.view.words
        stretch = self.stretches.get(at)
        if stretch is None or stretch.end > to:
            stretch = self.stretches[at] = Stretch(at + 1, self.nothing)
        if stretch.end < to:
            stretch.reach(self.view, to, self.take)
        if to - at >= _CLOSE:
            return stretch.cues, stretch.sorts
        plain = {sign: None for word in words[at + 1 : to] for sign in word.plain}
        return stretch.cues + self.take(plain), stretch.sorts

    def _at(self, side: str, place: int) -> T:
        """The two words on either side of a company, and how it is written there."""
        signs = self.kept.get((side, place))
        if signs is None:
            signs = self.kept[side, place] = self.take(_signs_at(self.view, side, place))
        return signs

    def _of(self, side: str, party: Party, known: Standing) -> T:
        """What a company is: its trade, and its place in the article."""
        view = self.view
        key = (
            side, known.sector, known.often, known.titled, party in view.heroes, party in view.leads,
            known.first == view.one.number,
        )  # fmt: skip
        signs = self.common.get(key)
        if signs is None:
            signs = self.common[key] = self.take(_signs_of_company(*key))
        return signs

    def _as_list(self, at: int, to: int) -> T:
        """Whether the two are members of one list, and what governs it."""
        chunk = self.view.chunk_of.get(at)
        if chunk is None or chunk is not self.view.chunk_of.get(to):
            return self.nothing
        return self.take(("list", f"list:{chunk.prep}"))

    def _verb(self, pair: Pair, prep: str) -> T:
        """The preposition before q, and the verb nearest to the pair with its voice."""
        where, place = nearest_verb(self.view, pair)
        verb = ""
        if place >= 0:
            verb = self.verbs.get(place) or self.verbs.setdefault(place, _voiced(self.view, place))
        key = (prep, where, verb)
        signs = self.common.get(key)
        if signs is None:
            signs = self.common[key] = self.take(_signs_of_verb(*key))
        return signs

    def _noun(self, pair: Pair, prep: str) -> T:
        """The last noun of a deal or a relation between the two."""
        nouns = self.view.nouns
        behind = bisect_left(nouns, pair.to)
        place = nouns[behind - 1] if behind and nouns[behind - 1] > pair.at else -1
        key = (prep, self.view.keys[place] if place >= 0 else "")
        signs = self.common.get(key)
        if signs is None:
            signs = self.common[key] = self.take(_signs_of_noun(*key))
        return signs

    def _trades(self, pair: Pair, a: Standing, b: Standing, sorts: int) -> T:
        """What the trades of the two are to each other, beside which sorts of cue, and whether one owns the other."""
        p, q = pair.a.slug, pair.b.slug
        key = (a.sector, b.sector, sorts, bool(q) and a.owner == q, bool(p) and b.owner == p)
        signs = self.common.get(key)
        if signs is None:
            signs = self.common[key] = self.take(_signs_of_trades(*key))
        return signs

    def _rules(self, pair: Pair) -> T:
        """What the rules have said of the two in this sentence."""
        told = self.view.told
        if told:
            p, q = party_key(pair.a), party_key(pair.b)
            forth, back = told.get((p, q), ()), told.get((q, p), ())
            if forth or back:
                return self.take(dict.fromkeys(_signs_of_rules(forth, back)))
        untold = self.common.get("untold")
        if untold is None:
            untold = self.common["untold"] = self.take(("untold",))
        return untold


_GAPS = (0, 1, 2, 3, 6, 12, 20)


_BESIDE = {side: [f"{side}{step:+}:" for step in (-2, -1, 1, 2)] for side in ("p", "q")}


def _signs_at(view: View, side: str, place: int) -> list[str]:
    keys = view.keys
    beside = keys[max(0, place - 2) : place] + keys[place + 1 : place + 3]
    signs = [name + key for name, key in zip(_BESIDE[side][max(0, 2 - place) :], beside, strict=False)]
    chunk, token = view.chunk_of.get(place), view.tokens[place]
    if chunk is not None and chunk.noun:
        signs.append(f"{side}noun:{chunk.noun}")
    if token.possessive:
        signs.append(f"{side}poss")
    if token.entity is not None and token.entity.reference:
        signs += (f"{side}ref", f"{side}ref:{token.low.split()[-1]}")
    if token.entity is not None and token.entity.brand:
        signs.append(f"{side}brand")
    signs += _beyond(view, side, place)
    return signs


_BEYOND = 10
"""Words before the first company and behind the second that may still say what the two have to do with each other."""


def _beyond(view: View, side: str, place: int) -> Iterable[str]:
    """The classes of the words on the far side of a company, as far as the next one."""
    if side == "q":
        steps = range(place + 1, min(len(view.tokens), place + 1 + _BEYOND))
    else:
        steps = range(place - 1, max(-1, place - 1 - _BEYOND), -1)
    found: dict[str, None] = {}
    for k in steps:
        if view.tokens[k].entity is not None:
            break
        word = view.words[k]
        if word.classes:
            found.update(dict.fromkeys(word.behind_q if side == "q" else word.before_p))
    return found


def _signs_of_sentence(companies: int, number: int, crowd: int, *marks: bool) -> Iterator[str]:
    yield from ("bias", f"all:{companies}", f"pos:{number}", f"crowd:{crowd}")
    yield from compress(("par0", "question", "money"), marks)


def _signs_of_company(side: str, sector: str, often: int, *marks: bool) -> Iterator[str]:
    yield f"s{side}:{sector}"
    yield f"{side}often:{often}"
    yield from compress((f"{side}title", f"{side}hero", f"{side}lead", f"{side}new"), marks)


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


def _voiced(view: View, place: int) -> str:
    """A verb, and whether it is passive."""
    tokens = view.tokens
    passive = tokens[place].form == "ed" and any(token.low in _BE for token in tokens[max(0, place - 3) : place])
    by = any(token.low == "by" for token in tokens[place + 1 : place + 4])
    return view.keys[place] + (":passive" if passive or by else "")


def _signs_of_verb(prep: str, where: str, verb: str) -> Iterator[str]:
    yield f"prep:{prep}"
    if verb:
        yield f"verb:{where}:{verb}"
        yield f"vp:{where}:{verb}:{prep}"


def _signs_of_noun(prep: str, noun: str) -> Iterator[str]:
    if noun:
        yield f"noun:{noun}:{prep}"
        for name in filter(is_noun, look_up(noun).classes):
            yield f"nc:{name}:{prep}"


def _signs_of_trades(one: str, other: str, sorts: int, q_owns: bool, p_owns: bool) -> Iterator[str]:
    yield f"s:{one}>{other}"
    if one and one == other:
        yield "same trade"
    for bit, sort in SORT_BITS:
        if sorts & bit:
            yield f"s:{one}>{other}:{sort}"
    if q_owns:
        yield "q owns p"
    if p_owns:
        yield "p owns q"


def _signs_of_rules(forth: Sequence[Candidate], back: Sequence[Candidate]) -> Iterator[str]:
    for candidates, arrow in ((forth, ">"), (back, "<")):
        for candidate in candidates:
            kind = candidate.kind + ("=" if candidate.kind in SYMMETRIC else arrow)
            if candidate.refused:
                yield f"refused:{kind}:{candidate.refused}"
            else:
                yield f"rule:{kind}"
                yield f"rule:{kind}:{int(candidate.confidence * 10)}"
                yield f"rn:{candidate.rule}:{arrow}"
