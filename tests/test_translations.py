"""The interface in Simplified Chinese: complete, compiled, sound, and what a reader really gets."""

from __future__ import annotations

import ast
import gettext
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import override
from django.utils.translation.template import templatize
from lxml import html

from articles import scripts
from articles.extract.dates import When
from articles.models import CompanyName
from articles.models.claim import Kind, Stage
from articles.models.decision import VERBS
from articles.templatetags.dates import moment_words, near_words, show_when, when_words
from articles.templatetags.newsdash import amount_words, show_amount
from tests import factory

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted(path for folder in ("articles", "newsdash") for path in (ROOT / folder).rglob("*.py"))
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
RENEW = "run: make messages, translate what is new in locale/zh_Hans/LC_MESSAGES/django.po, and once more"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
PLACE = re.compile(r"%(?:\(\w+\))?[sdif]|%%")
HAN = re.compile("[\u4e00-\u9fff]")
Key = tuple[str | None, str]


def read_catalogue() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def said(message: Message) -> str:
    """What stands for a message: Chinese has one form for all numbers."""
    return str(message.string[0] if isinstance(message.string, tuple) else message.string)


def asked(message: Message) -> str:
    """The English of a message, in the plural where it has one."""
    return str(message.id[-1] if isinstance(message.id, (tuple, list)) else message.id)


def key_of(message: Message) -> Key:
    return message.context, str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [message for message in read_catalogue() if message.id]


def find_keys(source: str) -> Iterator[Key]:
    """What Python code, or a template as Django hands it to gettext, marks for translation."""
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, text, _comments, context in found:
        yield context, text[0] if isinstance(text, tuple) else text


def find_marked() -> dict[Key, str]:
    """Everything marked for translation → the file that marks it first."""
    marked: dict[Key, str] = {}
    for path in (*MODULES, *TEMPLATES):
        source = path.read_text("utf-8")
        if path.suffix == ".html":
            # Calls among X and B, and an empty "#" for each comment: on one line, no indentation to stumble over.
            source = " ".join(line.strip().removesuffix("#") for line in templatize(source).splitlines())
        for key in find_keys(source):
            marked.setdefault(key, str(path.relative_to(ROOT)))
    return marked


@pytest.mark.slow
def test_everything_marked_is_in_the_catalogue_and_nothing_else(messages: list[Message]) -> None:
    marked, known = find_marked(), {key_of(message) for message in messages}
    assert len(marked) > 500
    assert {key: place for key, place in marked.items() if key not in known} == {}, RENEW
    assert known - set(marked) == set(), RENEW


def test_no_marked_text_hides_in_an_f_string() -> None:
    """gettext's own tools look into none."""
    hidden = []
    for path in MODULES:
        strings = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr))
        calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
        hidden += [f"{path.name}:{call.lineno}" for call in calls if getattr(call.func, "id", "") in KEYWORDS]
    assert hidden == []


def test_every_message_is_translated_and_none_is_a_guess(messages: list[Message]) -> None:
    assert [key_of(message) for message in messages if not said(message).strip()] == []
    assert [key_of(message) for message in messages if message.fuzzy] == []


def test_a_translation_is_in_chinese(messages: list[Message]) -> None:
    latin = [said(message) for message in messages if not HAN.search(PLACE.sub("", said(message)))]
    assert sorted(latin) == ["%(amount)s%(currency)s", "%(read)s / %(total)s", "、", "。", "，"]


def test_placeholders_and_markup_survive_translation(messages: list[Message]) -> None:
    for message in messages:
        english, chinese = asked(message), said(message)
        assert sorted(PLACE.findall(chinese)) == sorted(PLACE.findall(english)), key_of(message)
        assert re.findall(r"<[^>]*>", chinese) == re.findall(r"<[^>]*>", english), key_of(message)
        assert chinese.strip() == chinese or english.strip() != english, key_of(message)


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, read_catalogue())
    fresh.seek(0)
    with (FOLDER / "django.mo").open("rb") as file:
        kept = entries_of(gettext.GNUTranslations(file))
    assert kept == entries_of(gettext.GNUTranslations(fresh)), RENEW


def entries_of(catalogue: gettext.GNUTranslations) -> dict[object, str]:
    entries: dict[object, str] = catalogue._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in entries.items() if key}


# What is not marked

PLAIN = {
    "News", "dash", "Newsdash", "English", "GraphML", "GEXF", "OPML", "Enter", "Microsoft", "Grab", "Waymo", "Nvidia",
    "Cruise", "Mobileye", "Qualcomm",
}  # fmt: skip
"""Words of templates that are the same in every language: names, formats and the key as it is printed on it."""
WORD = re.compile(r"[^\W\d_]{2,}")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
UNSPOKEN = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}|<style.*?</style>|<!--.*?-->",
    re.DOTALL,
)
LABEL = re.compile(r"""\b(?:aria-label|title|placeholder|alt|data-label)="([^"]*)\"""")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_is_not_marked(path: Path) -> None:
    source = TAG.sub("\x00", UNSPOKEN.sub("", path.read_text("utf-8")))
    spoken = [*LABEL.findall(source), re.sub(r"<(?:[^<>\"]|\"[^\"]*\")*>", " ", source)]
    words = {word for text in spoken for word in WORD.findall(text) if not HAN.search(word)}
    assert words - PLAIN - {"nbsp", "amp"} == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_holds_no_sentence_of_its_own(path: Path) -> None:
    code = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    assert re.findall(r"[\"'`][A-Z][a-z]+ [a-z]+ [^\"'`]*[\"'`]", code) == []


# What a reader gets


def parse(answer: Any) -> html.HtmlElement:
    return html.fromstring(answer.content)


def find(page: html.HtmlElement, path: str) -> Any:
    """What an XPath finds; lxml's own type names all that any XPath might."""
    return page.xpath(path)


@pytest.fixture
def chinese() -> Client:
    return Client(headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"})


@pytest.fixture
def archive(db: None) -> None:
    scripts.forget()
    baidu = factory.make_company("Baidu", native_name="百度", sector="av_developer", country="CN")
    toyota = factory.make_company("Toyota", native_name="トヨタ自動車", sector="automaker", country="JP")
    CompanyName.objects.create(company=toyota, text="丰田", kind="native")
    source = factory.make_source("Wire")
    factory.make_feed(source, last_success_at=factory.NOW)
    author = factory.make_author("Jo Doe", source, slug="jo-doe")
    article = factory.make_article(
        "Baidu supplies Toyota. So it is.", source=source, authors=[author], published=date(2025, 3, 4), form="brief"
    )
    factory.make_mention(article, baidu)
    factory.make_quote(article, "So it is.", company=baidu, speaker="A. Chief")
    for kind in Kind.values:
        claim = factory.make_claim(article, kind, baidu, toyota, on=date(2025, 3, 1), precision="month", key=kind)
        factory.make_partnership(
            kind, baidu, toyota, first_on=date(2025, 3, 1), first_precision="month", stage=Stage.PLANNED, claims=[claim]
        )


PAGES = (
    "/", "/timeline/", "/timeline/?company=baidu&kind=supply&from=2024&to=2026&confidence=70&reviewed=no",
    "/companies/",
    "/timeline/?kind=nonsense&from=2026&to=2024&company=nobody&country=Utopia", "/timeline/?words=nothing",
    "/company/baidu/", "/company/toyota/", "/partnership/baidu/toyota/", "/network/", "/network/?company=baidu",
    "/path/", "/path/?from=baidu&to=toyota", "/path/?from=baidu&to=nobody", "/compare/", "/compare/?c=baidu&c=toyota",
    "/search/", "/search/?q=baidu", "/search/?q=nothing", "/author/jo-doe/", "/sources/", "/source/wire/",
    "/sources/left-out/", "/help/", "/sign-in/", "/nowhere/",
)  # fmt: skip


STAFF_PAGES = (
    "/sources/", "/source/wire/", "/sources/follow/", "/company/baidu/", "/desk/", "/desk/?view=list", "/desk/names/",
    "/desk/add/", "/desk/companies/add/", "/desk/companies/merge/", "/desk/company/baidu/",
    "/desk/company/baidu/split/", "/desk/rules/", "/trail/",
)  # fmt: skip


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", STAFF_PAGES)
def test_a_page_of_the_staff_in_chinese_speaks_no_english(
    chinese: Client, messages: list[Message], admin_user: User, path: str
) -> None:
    chinese.force_login(admin_user)
    check_chinese(chinese.get(path), messages)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_chinese_speaks_no_english(chinese: Client, messages: list[Message], path: str) -> None:
    check_chinese(chinese.get(path), messages)


def check_chinese(answer: Any, messages: list[Message]) -> None:
    """The page says it is Chinese, and none of its texts and labels is a message as English says it."""
    page = parse(answer)
    assert page.get("lang") == "zh-hans"
    assert answer.headers["Content-Language"] == "zh-hans"
    english = re.compile("|".join(sorted((pattern_of(message) for message in messages), key=len, reverse=True)))
    left = {text for text in spoken_texts(page) if english.fullmatch(text) and text not in {*PLAIN, "Wire", "admin"}}
    assert left == set()


def pattern_of(message: Message) -> str:
    """A message as a pattern of what it looks like on a page in English."""
    pieces = PLACE.split(asked(message))
    return r"[^。]+?".join(re.escape(piece) for piece in pieces) if any(map(str.strip, pieces)) else r"\Z."


def spoken_texts(page: html.HtmlElement) -> Iterable[str]:
    """What is read on a page or aloud: texts and labels, whitespace folded."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            continue
        labels = (element.get(name) for name in ("aria-label", "title", "placeholder", "data-label", "data-failed"))
        for text in (element.text, element.tail, *labels):
            if text and text.strip():
                yield " ".join(text.split())


@pytest.mark.usefixtures("archive")
def test_the_navigation_and_headings_are_chinese(chinese: Client) -> None:
    page = parse(chinese.get("/timeline/"))
    labels = find(page, "//header//nav//a/text()")
    assert labels[:4] == ["首页", "时间线", "公司", "关系网络"]
    assert find(page, "string(//h1)") == "合作时间线"
    assert all(HAN.search(heading.text_content()) for heading in find(page, "//h2"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "language"),
    [("zh-CN", "zh-hans"), ("zh", "zh-hans"), ("zh-Hans-SG", "zh-hans"), ("de,en;q=0.5", "en"), ("", "en")],
)
def test_the_language_comes_from_the_browser(client: Client, wish: str, language: str) -> None:
    page = parse(client.get("/help/", headers={"accept-language": wish}))
    assert page.get("lang") == language


@pytest.mark.usefixtures("archive")
def test_the_switch_changes_the_language_and_keeps_the_address(client: Client) -> None:
    address = "/timeline/?company=baidu&kind=supply"
    form = find(parse(client.get(address)), "//form[.//button[@name='language']]")[0]
    assert find(form, ".//input[@name='next']/@value") == [address]
    answer = client.post(form.get("action"), {"next": address, "language": "zh-hans"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = parse(client.get(address))
    assert page.get("lang") == "zh-hans"
    assert find(page, "//button[@name='language'][@aria-pressed='true']/@value") == ["zh-hans"]
    client.post(form.get("action"), {"next": address, "language": "en"})
    assert parse(client.get(address)).get("lang") == "en"


@pytest.mark.usefixtures("archive")
def test_the_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"next": "https://elsewhere.example/", "language": "zh-hans"})
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.usefixtures("archive")
def test_a_company_is_named_in_both_scripts_on_a_chinese_page(chinese: Client, client: Client) -> None:
    pair = parse(chinese.get("/partnership/baidu/toyota/"))
    assert find(pair, "string(//h1)") == "百度 Baidu – 丰田 Toyota"
    toyota = parse(chinese.get("/company/toyota/"))
    assert find(toyota, "string(//h1)") == "丰田 Toyota トヨタ自動車"
    assert find(toyota, "//h1/span/@lang") == ["ja"]
    english = parse(client.get("/partnership/baidu/toyota/"))
    assert find(english, "string(//h1)") == "Baidu – Toyota"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2017, 7, 18)), "2017年7月18日"),
        (When(date(2025, 3, 1), "month"), "2025年3月"),
        (When(date(2017, 7, 1), "quarter"), "2017年第3季度"),
        (When(date(2017, 7, 1), "half"), "2017年下半年"),
        (When(date(2017, 1, 1), "half"), "2017年上半年"),
        (When(date(2017, 1, 1), "year"), "2017年"),
        (None, "日期不详"),
    ],
)
def test_a_date_in_chinese_is_as_precise_as_it_is_known(when: When | None, words: str) -> None:
    with override("zh-hans"):
        assert when_words(when) == words


def test_a_date_in_chinese_tells_its_precision_on_hover() -> None:
    with override("zh-hans"):
        assert 'title="2017年7月 (具体日期不详)"' in show_when(When(date(2017, 7, 1), "month"))


def test_days_and_moments_near_now_are_told_in_chinese() -> None:
    today = date(2026, 3, 2)
    with override("zh-hans"):
        assert [near_words(date(2026, 3, day), today) for day in (1, 2, 3, 5)] == ["昨天", "今天", "明天", "3 天后"]
        earlier = factory.NOW.replace(hour=10)
        assert moment_words(earlier, factory.NOW).replace("\xa0", "") == "2小时前"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1250000000", "12.5亿"),
        ("16000000000", "160亿"),
        ("50000000", "5,000万"),
        ("12345678", "12,345,678"),
        ("6500", "6,500"),
    ],
)
def test_big_numbers_are_counted_in_ten_thousands(amount: str, words: str) -> None:
    with override("zh-hans"):
        assert amount_words(Decimal(amount)) == words


def test_an_amount_names_its_currency_after_the_number() -> None:
    with override("zh-hans"):
        assert ">12.5亿美元<" in show_amount(Decimal(1_250_000_000), "USD")
        assert 'title="USD 1,250,000,000.00"' in show_amount(Decimal(1_250_000_000), "USD")


def test_every_act_of_the_desk_has_a_name() -> None:
    """Acts are stored by name: one that is missing in the table would stay English."""
    found = set()
    for path in sorted((ROOT / "articles" / "curation").glob("*.py")):
        found |= set(re.findall(r'Act\(actor, "([a-z ]+)"', path.read_text("utf-8")))
    assert len(found) > 20
    assert found <= set(VERBS)
