"""What is set between an article's paragraphs goes by what it says and where it stands; the paragraphs stay."""

from __future__ import annotations

import time

import pytest

from articles.extract.page import parse_page

URL = "https://post.example/2024/05/two-firms"
PROSE = "The two companies said on {} that they will build two hundred cars together before the end of the year."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
TEXTS = [PROSE.format(day) for day in DAYS]


def read(insert: str) -> list[str]:
    parts = [f"<p>{text}</p>" for text in TEXTS]
    body = "".join([*parts[:3], insert, *parts[3:]])
    page = parse_page(f"<html><body><article><h1>Two firms</h1><div>{body}</div></article></body></html>", url=URL)
    return list(page.paragraphs)


@pytest.mark.parametrize(
    "insert",
    [
        "<div><h3>Latest news</h3><div><a href='/a'>A tram</a><p>It opens in May after nine years.</p></div></div>",
        "<section><div><strong>Lesen Sie auch</strong></div><p><a href='/b'>Der Bäcker</a> backt nachts.</p></section>",
        "<div><h4>Mest lästa</h4><ul><li><a href='/c'>Isen låg till maj i hela hamnen</a></li></ul></div>",
        "<div><h2>How we work</h2><p>Our newsroom checks with two people what it is told, and says so.</p></div>",
        "<div><h2>Så arbetar vi</h2><p>Det vi publicerar ska vara sant och relevant, säger vår policy.</p></div>",
    ],
)
def test_a_box_under_a_telling_heading_goes_with_all_that_is_in_it(insert: str) -> None:
    assert read(insert) == TEXTS


@pytest.mark.parametrize(
    "insert",
    [
        "<h3>Most popular</h3><p>The small car is what both firms sell best, and by far, in every country.</p>",
        "<div><h3>More on the north</h3><p>The plant in the north is to close, whatever the two firms build.</p></div>",
        "<div><p>Both firms like it so.</p><h3>How we work</h3><p>So the managers called their talks.</p></div>",
    ],
)
def test_a_heading_of_the_article_keeps_what_stands_below_it(insert: str) -> None:
    assert len(read(insert)) >= len(TEXTS) + 1


@pytest.mark.parametrize(
    "insert",
    [
        "<p>More on lidar: <a href='/2024/lidar'>Lidar in ten pictures</a></p>",
        "<p>&lt;관련기사&gt;<br><a href='/n?id=2'>한빛모터스, 1분기 판매 8% 증가</a></p>",
        "<p>Tidligere sag » <a href='https://www.post.example/sag'>Værftet fyrer tres svejsere</a></p>",
        "<blockquote><p>From our archive: <a href='/2019/a'>The first car of the two</a></p></blockquote>",
        "<p><b>STORY: </b><a href='/a'>The car that swims</a><br><b>STORY: </b><a href='/b'>A boat on wheels</a></p>",
        "<p>— <a href='/a'>The car that swims to work</a> | <a href='/b'>A boat on four small wheels</a></p>",
        "<ul><li><a href='/a'>The car that swims</a><br></li><li><a href='/b'>A boat on four wheels</a></li></ul>",
    ],
)
def test_a_label_and_a_link_to_another_story_are_no_paragraph(insert: str) -> None:
    assert read(insert) == TEXTS


@pytest.mark.parametrize(
    "insert",
    [
        "<p>The filing is public: <a href='https://registry.example/f/2'>the agreement of the two firms</a></p>",
        "<p>It was not the first time. As the boss put it: <a href='/q'>we will build them all by ourselves</a></p>",
        "<p>The car is called <a href='/car'>the small red one of the north</a></p>",
    ],
)
def test_a_sentence_with_a_link_at_its_end_stays(insert: str) -> None:
    assert len(read(insert)) == len(TEXTS) + 1


@pytest.mark.parametrize(
    "insert",
    [
        "<img src='/a.jpg'><p>The plant at night. (Dee Farrow/The Post)</p>",
        "<div><img src='/a.jpg'></div><p class='cap'>Un camión en el muelle norte. / M. Ordax</p>",
        "<p align='center'><img src='/a.jpg'></p><p align='center'>签约仪式现场。江州日报记者 闫堃 摄</p>",
        "<picture><img src='/a.jpg'></picture><span>Das Werk bei Nacht. Foto: Dana Kolb</span>",
    ],
)
def test_a_line_behind_a_picture_that_says_whose_it_is_is_its_caption(insert: str) -> None:
    assert read(insert) == TEXTS


def test_a_sentence_behind_a_picture_stays() -> None:
    sentence = "The plant in the north has stood still since the spring, when the last order was done."
    assert sentence in read(f"<img src='/a.jpg'><p>{sentence}</p>")
    credited = (
        "The deal was first told by the paper. The photo of the plant was everywhere, and nobody liked it at all."
    )
    assert credited in read(f"<img src='/a.jpg'><p>{credited}</p>")


@pytest.mark.parametrize(
    "words",
    [
        "An dieser Stelle finden Sie einen externen Inhalt von Kartenwerk, der den Artikel ergänzt.",
        "This content is hosted by a third party. By showing the external content you accept its cookies.",
        "Ce contenu externe est fourni par un tiers qui peut lire ce que vous faites.",
    ],
)
def test_what_asks_for_consent_to_embedded_content_goes_with_its_button(words: str) -> None:
    assert read(f"<div><h4>Map</h4><p>{words}</p><button>Show</button><p>You may withdraw it.</p></div>") == TEXTS


@pytest.mark.parametrize(
    "filling",
    [
        "<div><h3>Related</h3><a href='/a'>x</a>",
        "<b>Related stories ",
        "<img src='a.jpg'>",
        "<div><button>x</button>external content ",
        "<p>More: <a href='/a'>three words here</a>",
    ],
)
def test_a_page_made_of_nothing_else_is_read_in_bounded_time(filling: str) -> None:
    body = f"<h1>Two firms</h1>{filling * 20_000}{''.join(f'<p>{text}</p>' for text in TEXTS)}"
    began = time.process_time()
    parse_page(f"<html><body><article>{body}</article></body></html>", url=URL)
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "insert",
    [
        "<ul><li><a href='/a'>The car that swims</a> was built by both firms in a barn in the north.</li></ul>",
        "<p>(So far: <a href='/a'>They should have taken the other barn.</a>)</p>",
        "<p>Both firms told <a href='/a'>the council of Osk</a> and <a href='/b'>the council of Varn</a>.</p>",
    ],
)
def test_links_that_say_something_stay(insert: str) -> None:
    assert len(read(insert)) == len(TEXTS) + 1


def test_an_article_that_is_a_list_of_stories_keeps_them() -> None:
    entries = "".join(f"<p>Number {n}: <a href='/{n}'>A car that was number {n} of the year</a></p>" for n in range(8))
    page = parse_page(
        f"<html><body><article><h1>The year</h1><p>{TEXTS[0]}</p>{entries}</article></body></html>", url=URL
    )
    assert len(page.paragraphs) == 9


def test_a_caption_goes_even_where_its_owner_bears_a_name() -> None:
    credit = "<span class='splitter'>/</span> <span class='creditImg'>North Photo/Jo Reed</span>"
    box = (
        f"<div class='media'><div><img src='/c.jpg'></div><p class='t'>The car in front of the barn. {credit}</p></div>"
    )
    assert read(box) == TEXTS
