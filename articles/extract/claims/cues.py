"""The words that announce, hedge, deny, enlarge or end a deal. Data, no logic.

Verbs stand as lemmas; ``lexicon`` knows their other forms. A phrase is its words parted by single spaces. The
seats a word opens are named from the claim's two sides: for a claim *a → b* the **frame** of a verb says which side
its subject takes and how the other side is reached.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["partnership", "supply", "investment", "acquisition", "joint_venture", "competitor", "ownership"]
Stage = Literal["rumoured", "planned", "active", "expanded", "ended", "denied"]
SYMMETRIC: frozenset[Kind] = frozenset({"partnership", "joint_venture", "competitor"})
"""Kinds whose two companies have the same part in it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


VERB_FRAMES: dict[str, tuple[str, ...]] = {
    # subject buys what follows; a stake, shares or percent in between turn it into an investment
    "buys": _phrases(
        "acquire|buy|purchase|swallow|snap up|take over|absorb|gobble up|scoop up|buy out|"
        "buy up|pick up|take control of|swallow up|bid for|agree on a takeover of"
    ),
    # subject puts money into what follows in/into/to/behind
    "puts": _phrases(
        "invest|put|pour|sink|pump|plough|plow|inject|pledge|commit|contribute|wire|give|"
        "pay|slip|earmark|reinvest|put up|stump up|add|hand|bet|write|shovel|funnel|channel|throw"
    ),
    "backs": _phrases("back|fund|finance|bankroll|buy into|bet on|co-fund"),
    # subject holds, takes or sells a share of what follows
    "holds": _phrases(
        "hold|own|take|acquire|buy|purchase|get|receive|raise|increase|pay|have|pick up|"
        "obtain|keep|retain|secure|gain|sell|subscribe|want|seek"
    ),
    # subject leads or joins the round of a company named elsewhere
    "rounds": _phrases("lead|head|join|take part|participate|co-lead|go along|follow|anchor"),
    # subject supplies what follows to/for/with somebody
    "supplies": _phrases(
        "supply|provide|deliver|sell|license|ship|furnish|build|make|manufacture|produce|"
        "assemble|equip|outfit|power|fit|haul|carry|lend|contribute|offer|hand over|move|"
        "lease|upfit|bring|retrofit|convert|construct|run|operate"
    ),
    # subject takes a product or service of what follows
    "uses": _phrases(
        "sell|distribute|market|import|borrow|use|source|order|adopt|pick|select|choose|tap|"
        "deploy|rely|count|run|integrate|install|license|switch|lease|base|carry|get|receive|buy|"
        "purchase|obtain|equip|fit|employ|utilize|utilise|draw|depend|name|enlist|hire|"
        "incorporate|embed|settle|opt|go|decide|procure|rent|lean|drive|feature|outfit|take|"
        "acquire|add|put|commission|sign|build|come|opt|plump|turn|standardise|standardize"
    ),
    "switches": _phrases("switch|replace"),
    # subject acts together with what follows
    "partners": _phrases(
        "partner|team up|team|work|cooperate|co-operate|collaborate|join forces|ally|join hands|"
        "link up|tie up|pair up|hook up|link arms|pool|work together|pair|sign up|come to terms|"
        "throw in its lot|throw in their lot|co-develop|codevelop|join up|part ways|split up|break up|"
        "make common cause|tie|bind|hitch"
    ),
    # subject does something, and "with" somebody makes it a common thing
    "shares": _phrases(
        "develop|test|launch|design|explore|pilot|trial|study|introduce|conduct|demonstrate|"
        "build|create|run|operate|offer|deploy|bring|start|begin|plan|integrate|share|"
        "roll out|research|validate|establish|jointly develop|open|discuss|provide|prepare|use|"
        "carry out|implement|deliver|commercialise|commercialize|produce|engineer|connect|stage|"
        "undertake|complete|pursue|experiment|expand|adapt|present"
    ),
    "competes": _phrases("compete|rival|take on|vie|outdo|go head to head|go up against|go toe to toe|square off"),
    "owns": _phrases("own|control|operate|house"),
    "belongs": _phrases("belong"),
    "raises": _phrases(
        "announce|complete|hope|win|bring in|raise|secure|collect|receive|attract|get|land|obtain|close|bag|nab|score"
    ),
    "merges": _phrases("merge|combine"),
    "takes in": _phrases("take"),
    "comes": _phrases("come"),
    "goes": _phrases("go"),
    "talks": _phrases("talk|negotiate"),
    "agrees": _phrases("agree"),
    "signs up": _phrases("sign up"),
    "cedes": _phrases("cede|hand|transfer|offload|divest"),
    "sets up": _phrases("set up|spin off|found"),
    # subject, a thing of somebody's, is part of what follows in/into/on
    "sits": _phrases("be|sit|go|feature|appear|come|end up|find"),
    # subject offers a sum for what follows
    "offers": _phrases("pay|offer|bid|spend|shell out|fork out|lay out|splash out|cough up"),
    "joins": _phrases("join|enter|sign up to|enrol in|come aboard|sign up for"),
}

OBJECT_CONTROL = frozenset({"pick", "select", "choose", "tap", "hire", "commission", "enlist", "name", "ask", "order"})
"""Verbs whose object does what a following infinitive says: "picked Magna to build"."""

REPORT_VERBS = _words(
    "say announce report disclose reveal tell confirm state add note declare explain write unveil publish claim argue "
    "predict insist admit concede tweet warn estimate expect believe think hope mention call describe stress remark "
    "suggest learn promise"
)

# Words between a subject and the verb that matters: "plans to", "has agreed to", "is expected to", "began".
# ---------------------------------------------------------------- nouns

DEAL_NOUNS: dict[str, str] = {
    # said of two parties outright
    "partnership": "strong", "alliance": "strong", "collaboration": "strong", "cooperation": "strong",
    "co-operation": "strong", "tie-up": "strong", "team-up": "strong", "consortium": "strong", "memorandum": "strong",
    "mou": "strong", "relationship": "strong", "teaming": "strong", "co-development": "strong",
    "ties": "weak", "bond": "weak",
    # a deal about something: what follows decides what kind
    "deal": "generic", "agreement": "generic", "pact": "generic", "accord": "generic", "contract": "generic",
    "arrangement": "generic", "letter": "generic", "talks": "generic", "discussions": "generic",
    "negotiations": "generic", "conversations": "generic", "understanding": "generic", "treaty": "generic",
    "settlement": "never",
    # common work
    "pilot": "work", "trial": "work", "trials": "work", "project": "work", "program": "work", "programme": "work",
    "effort": "work", "pilots": "work", "initiative": "work", "projects": "work", "tests": "work", "test": "work",
    "service": "work", "research": "work", "work": "work", "launch": "work", "development": "work",
    "experiment": "work", "platform": "work",
}  # fmt: skip

PLURAL_DEALS: dict[str, str] = {
    "partnerships": "partnership", "alliances": "alliance", "collaborations": "collaboration", "tie-ups": "tie-up",
    "deals": "deal", "agreements": "agreement", "pacts": "pact", "contracts": "contract",
    "arrangements": "arrangement", "relationships": "relationship", "mous": "mou",
}  # fmt: skip

VENTURE_NOUNS = frozenset({"joint venture", "joint ventures", "jv", "jvs", "venture", "ventures"})

STAKE_NOUNS = _words(
    "stake stakes share shares percent interest holding shareholding slice piece equity stock sliver part minority "
    "% packet position"
)
FUNDING_NOUNS = _words(
    "round funding financing investment investments raise fundraising series injection money capital infusion "
    "tranche backing seed"
)
TAKEOVER_NOUNS = _words("acquisition takeover purchase buyout merger")

# What somebody is to somebody else: "X, a unit of Y", "Y's rival X". Value: kind and which side the holder of the
# noun (X) takes; "either" for kinds without a direction.
RELATIONS: dict[str, tuple[Kind, str]] = {
    "rival": ("competitor", "either"), "rivals": ("competitor", "either"), "competitor": ("competitor", "either"),
    "competitors": ("competitor", "either"), "archrival": ("competitor", "either"),
    "arch-rival": ("competitor", "either"), "challenger": ("competitor", "either"), "nemesis": ("competitor", "either"),
    "unit": ("ownership", "b"), "subsidiary": ("ownership", "b"), "division": ("ownership", "b"),
    "arm": ("ownership", "b"), "brand": ("ownership", "b"), "brands": ("ownership", "b"), "units": ("ownership", "b"),
    "subsidiaries": ("ownership", "b"), "spin-off": ("ownership", "b"), "spinoff": ("ownership", "b"),
    "spinout": ("ownership", "b"), "offshoot": ("ownership", "b"), "marque": ("ownership", "b"),
    "business": ("ownership", "b"),
    "group": ("ownership", "b"), "branch": ("ownership", "b"), "daughter": ("ownership", "b"),
    "parent": ("ownership", "a"), "owner": ("ownership", "a"), "parents": ("ownership", "a"),
    "owners": ("investment", "a"),  # who owns a company with others holds a share
    "partner": ("partnership", "either"), "partners": ("partnership", "either"), "ally": ("partnership", "either"),
    "allies": ("partnership", "either"),
    "investor": ("investment", "a"), "investors": ("investment", "a"), "shareholder": ("investment", "a"),
    "shareholders": ("investment", "a"), "backer": ("investment", "a"), "backers": ("investment", "a"),
    "stakeholder": ("investment", "a"),
    "supplier": ("supply", "a"), "suppliers": ("supply", "a"), "vendor": ("supply", "a"),
    "customer": ("supply", "b"), "customers": ("supply", "b"), "client": ("supply", "b"), "clients": ("supply", "b"),
    "importer": ("supply", "b"), "distributor": ("supply", "b"), "taker": ("supply", "b"), "buyer": ("supply", "b"),
}  # fmt: skip

ROLE_NOUNS = _words(
    "maker startup start-up carmaker automaker giant company firm developer operator supplier platform app service "
    "brand unit subsidiary division arm group retailer chipmaker truckmaker manufacturer provider group outfit "
    "business marque label fund specialist"
)
"""What kind of company somebody is: the words that may stand between an owner and what it owns."""

OWNED_TAGS: dict[str, tuple[Kind, str]] = {
    # "Toyota-backed Pony.ai", "Geely-owned Volvo": the word after the hyphen, and which side the first name takes
    "backed": ("investment", "a"), "owned": ("ownership", "a"), "controlled": ("ownership", "a"),
    "funded": ("investment", "a"), "supported": ("investment", "a"), "affiliated": ("ownership", "a"),
}  # fmt: skip

# ---------------------------------------------------------------- stage

RUMOUR_WORDS = _words(
    "reportedly rumoured rumored rumour rumor rumours rumors speculation considering mulling weighing eyeing "
    "contemplating courts courting nearing rumblings supposedly allegedly gossip"
)
RUMOUR_PHRASES = (
    "in talks", "in discussions", "in negotiations", "people familiar", "person familiar", "sources said",
    "according to sources", "said to be", "said to have", "is believed", "are believed", "close to a deal",
    "about to form", "talking to", "talks to", "talks with", "talks about", "holding talks", "under discussion",
    "close to", "near a deal", "industry sources", "exploring", "advanced talks", "looking at", "in early talks",
    "thought to", "believed to", "discussing", "hold talks", "held talks", "talks over", "talks on", "talks are",
    "people with knowledge", "asked not to be", "looks set to", "is said to", "are said to", "was said to",
)  # fmt: skip
DENIAL_WORDS = _words("deny denied denies denying dismissed rejected")
DENIAL_PHRASES = (
    "ruled out", "not the case", "no plans to", "has no plans", "no intention of", "were rejected by",
    "was rejected by", "denied that", "no truth", "denied reports", "dismissed reports", "denied a report",
    "proved wrong", "proved false", "proved untrue", "proved unfounded", "turned out to be false",
)  # fmt: skip
END_WORDS = _words(
    "ended ends end terminated terminate terminates dissolved dissolve dissolves scrapped scrap scraps cancelled "
    "canceled cancel abandoned abandon abandons discontinued suspended suspend suspends shelved shelve ceased "
    "severed ditched expired lapsed collapsed unwound divested stopped dumped quit unravelled unraveled axed ditch "
    "ditches lapse lapses sever severs axe axes unwind unwinds scrapping ending cancelling canceling abandoning "
    "terminating dissolving"
)
END_PHRASES = (
    "no longer", "called off", "fell through", "fall through", "parted ways", "part ways", "come to an end",
    "came to an end", "pulled the plug", "pulled out", "pulls out", "walked away", "walked out on", "broke off",
    "gone separate ways", "went separate ways", "go separate ways", "gave up on", "dropped out", "gave up",
    "sold its stake", "sells its stake", "sell its stake", "sold its remaining", "exited its", "wind down",
    "winding down", "wound down", "split from", "breaking up", "broken off", "put an end", "until now", "backed out",
    "broke up", "sold off", "dropped the", "turned its back", "calls off", "call off", "calling off", "parting ways",
    "parts ways", "walks away", "walk away", "walking away", "winds down", "falls through", "falling through",
    "breaks off", "break off", "pulls the plug", "pull the plug", "gives up on", "giving up on", "backs out",
    "turns its back", "split up", "splits up", "break up", "breaks up", "goes separate ways", "cut ties", "cuts ties",
    "withdrawn from", "withdrew from", "withdraws from", "withdraw from", "withdrawing from", "pull out", "pulling out",
    "dropping out", "drops out", "fell apart", "falls apart", "fizzled", "petered out", "given up", "came to nothing",
    "came of it", "nothing came", "has failed", "have failed", "had failed", "ran out", "bought out",
    "was over", "is over",
)  # fmt: skip
EXPAND_WORDS = _words(
    "expand expands expanded expanding extend extends extended extending extension expansion deepen deepens "
    "deepened deepening broaden broadens broadened broadening widen widens widened enlarge enlarges enlarged "
    "enlarging renew renewed renews strengthen strengthens strengthened strengthening upgraded prolong prolonged "
    "widening"
)
EXPAND_PHRASES = (
    "thousands more", "another batch", "add more", "more of them", "building on", "builds on", "follow-on",
    "new phase", "next phase", "next stage", "increased its stake", "raised its stake", "increases its stake",
)  # fmt: skip
PLAN_PHRASES = (
    "plan to", "plans to", "planned to", "planning to", "intend to", "intends to", "agreed to", "agree to", "agrees to",
    "set to", "due to", "aims to", "aim to", "aiming to", "want to", "wants to", "wanted to", "expected to",
    "scheduled to", "going to", "letter of intent", "intention to", "plans for", "hopes to", "hope to", "decided to",
    "is to", "are to", "means to", "ready to", "slated to", "preparing to", "will be", "has yet to", "committed to",
    "definitive agreement", "agreement to", "deal to", "subject to", "expects to", "promised to", "pledged to",
    "commit to", "commits to", "pledges to", "next year", "in the process of", "plan a", "plan for", "some day",
    "on track to", "later this year", "undertaken to",
)  # fmt: skip

NOT_A_DEAL = _words(
    "sued sues sue lawsuit lawsuits accuses accused accuse jury litigation infringement panelists countersued"
)

UNIT_NOUNS = frozenset(
    {"unit", "arm", "division", "business", "operations", "subsidiary", "assets", "department", "team"}
)
"""What somebody may sell of himself."""

ALLIANCE_NOUNS = frozenset(
    {"alliance", "platform", "consortium", "project", "program", "programme", "network", "initiative", "partnership",
     "ecosystem", "coalition", "collaboration", "effort", "venture", "pilot"}
)  # fmt: skip
"""What one may join, as a company's platform or alliance."""

GOODS_NOUNS = _words(
    "chip chips software system systems sensor sensors platform car cars vehicle vehicles truck trucks lidar map maps "
    "data cloud technology technologies battery batteries processor processors computer computers minivan minivans suv "
    "suvs robotaxi robotaxis taxis shuttle shuttles fleet hardware camera cameras radar radars tires model models "
    "products services components lidars van vans bus buses module modules parts equipment"
)
"""What companies supply to each other here."""

THINGS = GOODS_NOUNS - {"platform", "data", "cloud", "services", "fleet"} | {"s"}
"""Behind a name: what the company makes is meant, not the company ("s" is the plural of a name: "Volvos")."""

PERSONS = _words(
    "engineer executive chief ceo manager founder co-founder analyst employee researcher veteran scientist boss head "
    "spokesperson spokesman spokeswoman president director chairman chairwoman lawyer driver official"
)
"""One who works for a company: what he does, the company does not do."""
