"""Pages that stand before the article instead of it: consent walls, bot checks, empty shells; and paywalls in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from articles.extract.page.trees import Named, text_of_element

_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy (?:is important|choices)|we and our \d* ?partners|"
    r"consent to the (?:use|storage)|"
    r"cookies? (?:consent|zustimm|akzept)|mit werbung (?:weiter)?lesen|zustimmen und weiter|weiter mit werbung|"
    r"pur-?abo|"
    r"nous et nos \d* ?partenaires|continuer sans accepter|accepter et (?:continuer|fermer)|guce|"
    r"同意并继续|プライバシーに関する|cookie(?:の使用)?(?:に同意|を使用してい)|クッキーの使用に同意|"
    r"accetta(?: tutti)? i cookie|aceptar (?:todas las )?cookies|(?:alle|cookies) accepteren|"
    r"acceptera (?:alla|cookies)",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"just a moment|checking (?:your browser|if the site connection)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"are you a robot|"
    r"attention required|access (?:to this page has been )?denied|enable javascript and cookies to continue|"
    r"unusual traffic|"
    r"request (?:was )?blocked|captcha|ddos protection|pardon our interruption|安全验证|请完成验证|访问验证",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|requires?|turn on|activate|need to enable) javascript|javascript (?:is )?(?:required|disabled)|"
    r"javascript aktivieren|"
    r"activez javascript|activer javascript|javascriptを有効|启用javascript|without javascript",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"(?:404|410)\b.{0,40}(?:not found|gone|error)|page (?:not found|can(?:no|')t be found|does not exist)|"
    r"seite nicht gefunden|"
    r"page (?:introuvable|non trouvée)|ページが見つかりません|页面不存在|找不到页面",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign in|log in|register|become a (?:member|subscriber)) (?:now )?to (?:continue|keep|finish|read|"
    r"unlock|access)|"
    r"(?:this|the full) (?:article|story|content|post) is (?:only |exclusively )?(?:available |reserved )?(?:for|"
    r"to) (?:our )?(?:paid |paying )?(?:subscribers|members)|"
    r"already (?:a|an) (?:subscriber|member)\?|subscriber[- ]only|to (?:continue|keep) reading|you(?:'|"
    r"’)ve (?:reached|read) your (?:\w+ )?(?:limit|free)|"
    r"weiterlesen mit|jetzt (?:weiterlesen|freischalten)|dieser artikel ist (?:nur )?für (?:abonnenten|mitglieder)|"
    r"exklusiv für abonnenten|"
    r"(?:cet |l['’])article (?:est )?réservé (?:à nos|aux) abonnés|(?:il vous reste|la suite) .{0,40}(?:abonnés|"
    r"à lire)|réservé aux abonnés|"
    r"(?:この記事は)?(?:有料)?会員限定|残り\s*\d+文字|续费|付费(?:阅读|内容)|订阅后(?:阅读|查看)|开通会员",
    re.IGNORECASE,
)
_WALL_NAMES = re.compile(r"pay-?wall|regwall|piano-|subscri(?:be|ber|ption)-?(?:wall|only|prompt)", re.IGNORECASE)
_APP = re.compile(r"^(?:root|app|__next|__nuxt|main-app|react-root|___gatsby|svelte)$")


@dataclass(frozen=True, slots=True)
class Shell:
    """What tells a page that scripts fill: its <noscript> words, and whether it has an empty root, many scripts, or
    scripts and neither paragraph nor headline."""

    words: str
    scripted: bool


def describe_shell(tree: HtmlElement) -> Shell:
    """To be asked before scripts are taken out of the tree."""
    scripts = sum(1 for _ in tree.iter("script"))
    rooted = any(_APP.match(element.get("id", "")) for element in tree.iter("div", "main"))
    words = " ".join(" ".join(map(str, element.itertext())) for element in islice(tree.iter("noscript"), 5))
    filled = rooted or scripts >= 3 or (scripts > 0 and next(tree.iter("p", "h1", "h2"), None) is None)
    return Shell(words[:2000], filled)


def why_no_text(shell: Shell, text: str, title: str) -> tuple[str, bool]:
    """Why a page has no article, in plain words, and whether asking again may help.

    ``text`` is what words the page has at all.
    """
    words = f"{title} {text[:6000]}"
    if _ROBOT.search(words):
        return "no article text found: the site answered with a check for robots", True
    if _CONSENT.search(words):
        return "no article text found: this is a consent wall, not the article", False
    if _MISSING.search(words[:600]):
        return "no article text found: the site says that the page does not exist", False
    if _PAYWALL.search(words):
        return "no article text found: all of it is behind a paywall", False
    if _SCRIPT.search(f"{words} {shell.words}") or shell.scripted:
        return "no article text found: the page needs a browser", False
    if not text.strip():
        return "no article text found: the page is empty", True
    return "no article text found: the page holds links and headings but no running text", False


_ABOUT_CONSENT = re.compile(
    r"cookie|consent|partner|partenaire|datenschutz|privacy|werbung|zustimmung|einwilligung|personenbezogen|"
    r"données personnelles|votre accord|publicité|consentimiento|consenso|隐私|プライバシー|同意",
    re.IGNORECASE,
)


def is_wall(text: str, words: str, *, signed: bool) -> bool:
    """Whether the little text that was found is a consent notice, a check for robots or an error.

    ``words`` are all of the page's, its title first; ``signed`` says that the page names an author or a day, as an
    article on such matters does.
    """
    if not signed and len(text) < SHORTEST_NOTICE and (_ROBOT.search(words[:600]) or _MISSING.search(words[:300])):
        return True
    return (
        len(text) < (LONGEST_NOTICE if not signed else LONGEST_NOTICE // 3)
        and len(words) < 2 * LONGEST_NOTICE
        and bool(_CONSENT.search(words))
        and len(_ABOUT_CONSENT.findall(text)) >= 3
    )


SHORTEST_NOTICE, LONGEST_NOTICE = 500, 3000
"""Characters up to which a text may be a line of apology, and a consent notice."""


def find_paywall(named: Sequence[Named]) -> bool:
    """Whether an element that is named as a paywall asks for money or a login."""
    walls = islice((item.element for item in named if _WALL_NAMES.search(item.name)), 20)
    return any(_PAYWALL.search(text_of_element(element)[:2000]) for element in walls)


def asks_to_pay(words: str, article_length: int) -> bool:
    """Whether a page's words ask to pay or log in where the article is too short to be the whole of one.

    Every page of a paper with subscriptions says so somewhere in its menus; that alone means nothing.
    """
    return article_length < 1500 and bool(_PAYWALL.search(words[:8000]))
