"""Bytes are read in the set they are in, whatever the page calls them."""

from __future__ import annotations

import pytest

from articles.extract.page.decoding import decode_page
from articles.extract.page.guessing import choose_set

TEXTS = {
    "fr": "À Metz, la navette cherche ses passagers, a déclaré l’élue chargée des mobilités après une journée animée.",
    "de": "Die Änderung kostet über zwölf Millionen Euro und läuft bis Mai, heißt es in der „Erklärung“ für alle.",
    "sv": "Tarn köper arton förarlösa bussar, och nu vill facket veta vad som händer med de sjuttio som kör i dag.",
    "pt": "A câmara comprará oito autocarros por seis milhões, mas a oposição não está satisfeita com a decisão.",
    "pl": "Miasto zamówiło osiemnaście autobusów bez kierowcy, które będą jeździć między dworcem a szpitalem.",
    "cs": "Město objednalo osmnáct autobusů bez řidiče, které budou jezdit mezi nádražím a nemocnicí, a něco změní.",
    "tr": "Şehir, ağustostan itibaren istasyon ile hastane arasında çalışacak on sekiz sürücüsüz otobüs sipariş etti.",
    "ru": "Город заказал восемнадцать автобусов без водителя, которые с августа ходят между вокзалом и больницей.",
    "zh": "合肥市区五条无人配送线路正式开通，覆盖三所大学和两个产业园区。线路由远舟智行运营，车辆均由江淮特车制造。",
    "tw": "新竹市區五條無人配送線路正式開通，覆蓋三所大學和兩個園區。線路由遠舟公司營運，收件人憑驗證碼取件。",
    "ja": "北辰自動車は、東雲市と無人タクシーの運行に関する協定を結んだ。四月から市内の三地区で二十台を走らせる。",
    "ko": "시는 팔월부터 역과 병원 사이를 운행할 무인 버스 열여덟 대를 주문했다. 시청은 아직 답하지 않았다.",
}
SETS = [
    ("fr", "cp1252"), ("de", "cp1252"), ("sv", "cp1252"), ("pt", "cp1252"), ("pl", "cp1250"), ("pl", "iso8859_2"),
    ("cs", "cp1250"), ("cs", "iso8859_2"), ("tr", "cp1254"), ("ru", "cp1251"), ("ru", "koi8_r"), ("zh", "gb18030"),
    ("tw", "big5"), ("ja", "cp932"), ("ja", "euc_jp"), ("ko", "cp949"),
]  # fmt: skip


@pytest.mark.parametrize("called", ["", "utf-8", "iso-8859-1", "gb2312", "shift_jis", "windows-1252"])
@pytest.mark.parametrize(("language", "encoding"), SETS)
def test_a_wrong_name_for_the_set_does_not_garble_the_page(language: str, encoding: str, called: str) -> None:
    text = f"<p>{TEXTS[language]}</p>" * 2
    data = f'<html><head><meta charset="{called}"></head><body>'.encode() + text.encode(encoding)
    assert text in decode_page(data)


def test_the_japanese_mails_set_is_known_by_its_escapes() -> None:
    assert TEXTS["ja"] in decode_page(f"<p>{TEXTS['ja']}</p>".encode("iso2022_jp"))


def test_a_set_of_its_own_is_believed_unless_the_bytes_say_another_script() -> None:
    assert choose_set(TEXTS["de"].encode("mac_roman", "replace"), ["mac-roman"]) == "mac-roman"
    assert choose_set(TEXTS["zh"].encode("gb18030"), ["mac-roman"]) == "gb18030"


def test_bytes_that_make_no_sense_in_any_set_are_no_bug() -> None:
    assert isinstance(choose_set(bytes(range(128, 256)) * 9, ["no-such-set"]), str)
    assert decode_page(bytes(range(128, 256)) * 9)
