"""The grammar words the claim reader leans on, and the forms of its verbs. Data, and one table built from it."""

from __future__ import annotations

from typing import Literal

from articles.extract.claims import cues

Form = Literal["base", "s", "ed", "ing"]


def words_of(text: str) -> frozenset[str]:
    """The words of a text parted by white space."""
    return frozenset(text.split())


LINKING = frozenset({"be", "become", "remain", "stay"})

CATENATIVES = words_of(
    "plan agree intend want hope expect aim decide begin start continue go set seek look try need prepare propose "
    "promise vow pledge commit threaten stop cease mean like wish due ready able scheduled slated poised about likely "
    "consider mull weigh eye explore discuss contemplate offer refuse decline negotiate keep"
)

GENERAL_VERBS = words_of(
    "accept account accuse achieve address adjust admit advance aim allow answer appear apply approve argue arise "
    "arrange arrive ask assign assume attract avoid award become begin believe borrow break calculate call cause cede "
    "change charge claim climb close collect combine come comment compare complete comply concentrate conclude "
    "confirm consider consist contain continue convince cost count cover crash cut deal decide decline demand deny "
    "depend describe die differ disagree disclose discontinue discuss divide do double drop earn ease emerge employ "
    "enable end enjoy enlarge ensure enter equal escape estimate exceed exercise exist expand expect expire explain "
    "express extend face fail fall feel figure file fill find finish fire focus follow force forge form formed found "
    "generate give go grant grow halt happen happen hear help hit hold hope hurt identify imagine include increase "
    "indicate inform ink insist intend introduce involve issue join jump keep kill know lack land last lay lead learn "
    "leave let lift limit list live look lose lower manage mark matter mean measure meet mention merge miss move "
    "need negotiate note obtain occur open order outline overtake owe participate pass permit place play point post "
    "prefer prepare present prevent proceed promise propose protect prove publish pull push qualify quit raise range "
    "reach read realize receive reconsider record reduce refer reflect refuse regard reject relate release remain "
    "remember remove rename reorganize repeat replace reply report represent request require resemble resign resume "
    "retain retire return reveal ride rise roll say schedule scrap see seem send separate serve set settle shelve "
    "shift show sign slow spend spin split stand state stay stem step stop strengthen strike struggle submit "
    "succeed suffer suggest support surge suspend take talk tell terminate think threaten total track trade travel "
    "trigger try turn "
    "understand undertake unveil upgrade value visit vow wait walk want warn watch welcome win wind withdraw witness "
    "wonder write dissolve renew cancel abandon ditch hint cultivate broaden deepen widen bolster exit part unwind "
    "pick put bind hitch bag book nab clinch score source cough fork splash shell"
)

# form → lemma
IRREGULAR: dict[str, str] = {
    "bought": "buy", "sold": "sell", "built": "build", "made": "make", "took": "take", "taken": "take", "put": "put",
    "sank": "sink", "sunk": "sink", "gave": "give", "given": "give", "paid": "pay", "held": "hold", "led": "lead",
    "got": "get", "gotten": "get", "chose": "choose", "chosen": "choose", "ran": "run", "run": "run", "drew": "draw",
    "drawn": "draw", "lent": "lend", "leant": "lean", "began": "begin", "begun": "begin", "brought": "bring",
    "said": "say", "told": "tell", "went": "go", "gone": "go", "came": "come", "come": "come", "had": "have",
    "has": "have", "having": "have", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be",
    "am": "be", "became": "become", "kept": "keep", "left": "leave", "lost": "lose", "met": "meet", "saw": "see",
    "seen": "see", "sent": "send", "set": "set", "shown": "show", "spent": "spend", "split": "split", "spun": "spin",
    "stood": "stand", "struck": "strike", "thought": "think", "threw": "throw", "thrown": "throw", "wrote": "write",
    "written": "write", "won": "win", "did": "do", "does": "do", "done": "do", "known": "know", "knew": "know",
    "grew": "grow", "grown": "grow", "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall",
    "found": "find", "let": "let", "cut": "cut", "hit": "hit", "meant": "mean", "sought": "seek", "dealt": "deal",
    "overtook": "overtake", "withdrew": "withdraw", "withdrawn": "withdraw", "felt": "feel", "drove": "drive",
    "driven": "drive", "bet": "bet", "fit": "fit", "quit": "quit", "wound": "wind", "laid": "lay", "spoke": "speak",
    "dug": "dig", "undertook": "undertake", "undertaken": "undertake", "allied": "ally", "tied": "tie",
    "supplied": "supply", "bid": "bid", "broke": "break", "broken": "break", "shut": "shut", "showed": "show",
    "heard": "hear", "stuck": "stick", "understood": "understand", "walked": "walk", "read": "read",
    "overtaken": "overtake", "rode": "ride", "ridden": "ride", "woven": "weave",
}  # fmt: skip

AUXILIARIES = words_of(
    "be is are was were been being am have has had having do does did will would shall should can could may might "
    "must 'll 've"
)
MODALS_FUTURE = frozenset({"will", "would", "shall", "'ll"})
MODALS_MAYBE = frozenset({"may", "might", "could"})
MODALS_WISH = frozenset({"should", "must", "ought", "can"})
ADVERBS = words_of(
    "also already now then still just only yet soon recently jointly together not never always even again currently "
    "formally officially reportedly allegedly separately meanwhile earlier later today yesterday tomorrow further "
    "largely mainly mostly partly previously once actively successfully initially eventually finally quietly since "
    "both each all too instead ever so far fully first directly simply long publicly likewise moreover however "
    "exclusively additionally subsequently typically usually longer"
) | {"no longer"}

PREPOSITIONS = words_of(
    "with by from to in into of for between among on at under via through behind against over alongside within "
    "about including like unlike than as around near inside outside across during after before upon toward towards "
    "per besides except without beside regarding since until till"
)
SUBORDINATORS = words_of(
    "while whereas but because although though when if where unless once that whether so yet whose"
)
RELATIVE = frozenset({"which", "who", "whom", "that"})
DETERMINERS = words_of("a an the its their his her our my your this that these those both all some any each")
EXAMPLE_WORDS = words_of("like including namely particularly notably especially e.g.")
APPOSITION_STARTS = words_of(
    "a an the its their one maker which who whose whom itself formerly founded based led backed owned part then "
    "currently already majority-owned known home once another in of"
)


def regular_forms(lemma: str) -> dict[str, Form]:
    """The regular forms of a verb: ``test`` → tests, tested, testing; ``supply`` → supplies, supplied, supplying."""
    vowels = "aeiou"
    if lemma.endswith("y") and lemma[-2:-1] not in vowels:
        return {lemma: "base", lemma[:-1] + "ies": "s", lemma[:-1] + "ied": "ed", lemma + "ing": "ing"}
    sibilant = lemma.endswith(("s", "x", "z", "ch", "sh", "o"))
    forms: dict[str, Form] = {lemma: "base", lemma + ("es" if sibilant else "s"): "s"}
    if lemma.endswith("e"):
        forms |= {lemma + "d": "ed", (lemma[:-2] + "y" if lemma.endswith("ie") else lemma[:-1]) + "ing": "ing"}
        return forms
    forms |= {lemma + "ed": "ed", lemma + "ing": "ing"}
    closed = lemma[-1] not in "aeiouwxy" and lemma[-2:-1] in tuple(vowels)
    if len(lemma) > 2 and closed and (lemma[-3] not in vowels or lemma[-4:-2] == "qu"):
        forms |= {lemma + lemma[-1] + "ed": "ed", lemma + lemma[-1] + "ing": "ing"}
    return forms


def _verb_forms() -> dict[str, tuple[str, Form]]:
    heads = {phrase.split()[0] for phrases in cues.VERB_FRAMES.values() for phrase in phrases}
    table: dict[str, tuple[str, Form]] = {}
    for lemma in sorted(heads | GENERAL_VERBS | cues.REPORT_VERBS | CATENATIVES - NOT_VERBS | {"get"}):
        for form, name in regular_forms(lemma).items():
            table.setdefault(form, (lemma, name))
    for form, lemma in IRREGULAR.items():
        same = form == lemma and form not in UNCHANGED
        table[form] = (lemma, "base" if same else "s" if form in {"is", "has", "does"} else "ed")
    for form in ("has", "have", "do", "does"):
        table.pop(form, None)
    return table


UNCHANGED = frozenset({"put", "set", "cut", "hit", "let", "bet", "bid", "shut", "split", "quit"})
"""Verbs whose past is their base form: they count as the past, which stands in more places."""

ING_NOUNS = words_of(
    "financing funding testing driving housing trading training manufacturing engineering processing marketing mapping "
    "sharing parking hailing computing licensing trucking shipping pricing building meeting warning offering filing "
    "listing ruling beginning opening morning evening holding backing timing spending"
)
"""Words in -ing that are nouns unless an auxiliary stands before them."""

NOUN_LIKE = words_of(
    "engineer share test trial pilot project deal order plan partner launch drive ride build fund head face "
    "use work need report place point record supply charge claim cost cut figure hope issue list mark post "
    "range step track trade turn watch show start stake rival power move lead back design research experiment "
    "program stage study team service force platform market house value shift purchase contract bid run bet "
    "hold process fleet pair fit look split increase ship open close release visit name matter form support "
    "stop stay stand land return cover change play kill spend access talk ally base carry produce license tie "
    "address anchor network pool"
)
"""Verbs that after a noun are far more often nouns themselves: "test drives", "the Uber deal"."""

NOT_VERBS = frozenset({"like", "due", "ready", "able", "about", "likely", "poised"})
"""Catenatives that are adjectives: "is due to", "is ready to"."""

VERB_FORMS = _verb_forms()
"""Every known form of every known verb: form → lemma and which form it is. Auxiliaries are not in it."""
for _auxiliary in AUXILIARIES - {"get"}:
    VERB_FORMS.pop(_auxiliary, None)
