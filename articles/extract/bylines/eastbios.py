"""What a Chinese or Japanese author box tells: posts with employer, role, beat, since and until.

Such a box is a row of clauses parted by commas; each names a post, dates the last one, or tells its beat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from articles.extract.bylines.people import Position
from articles.extract.dates import parse_date

_HOUSE = r"[A-Za-z][\w .&-]{1,30}?|[\u3040-\u30ff\u3400-\u9fff々A-Za-z0-9]{3,14}?"
_ROLE = (
    r"(?:驻[\u3400-\u9fff]{1,6})?(?:资深|高级|首席|特约|见习|汽车|科技|财经|国际|产业|执行|副|北京|上海|东京|経済部|社会部|政治部|"
    r"国際部|専任|シニア)*"
    r"(?:记者|記者|编辑|編輯|主编|主笔|作者|撰稿人|编委|评论员|分析师|編集委員|論説委員|編集長|編集者|デスク|特派員|ライター|レポーター)"
)
_POST = re.compile(
    rf"^(?P<lead>(?:.*?(?:现任|現任|曾任|曾为|曾是|担任|历任|前|元|是|为|は|[)）]))?\s*)(?P<employer>{_HOUSE})(?:的|の)?\s*(?P<role>{_ROLE})(?:[。.]|$|を|として|として)"
)
_HELD = re.compile(
    rf"(?:任职于|就职于|供职于|服务于|加入|入职|加盟)(?P<employer>{_HOUSE})(?:(?:担任|任|，|。|后|$)(?P<role>{_ROLE})?|$)"
)
_JOINED = re.compile(rf"^(?P<employer>{_HOUSE})(?:に|へ)?入社$")
_OWN_POST = re.compile(rf"^(?:任|担任)?(?P<role>{_ROLE})$")
_FORMER = re.compile(r"曾|此前|之前|历任|^前|以前|元|を経て")
_BEAT = re.compile(
    r"(?:关注|长期报道|报道|負責|负责|专注于?|聚焦于?|跟踪|撰写)(?P<zh>[^，。；]{2,40})|(?P<ja>[^、。]{2,30}?)(?:を|について)(?:担当|取材|執筆)"
)
_YEAR = r"(\d{4})\s*年"
_RANGE = re.compile(rf"{_YEAR}(?:\d{{1,2}}月)?(?:至|到|—|－|-|～|〜|から)\s*{_YEAR}")
_SINCE = re.compile(rf"{_YEAR}(?:\d{{1,2}}月)?(?:起|以来|加入|入职|加盟|から|より|に?入社|に?加わ|に?参画)")


def east_positions(name: str, bio: str) -> tuple[Position, ...]:
    """The posts a bio tells of, in its order. ``name`` is cut from the front of each sentence."""
    positions: list[Position] = []
    for sentence in re.split(r"[。；;\n]", bio):
        told = re.sub(rf"^\s*{re.escape(name)}\s*(?:[（(][^）)]*[）)])?\s*[，,、:：]?\s*", "", sentence)
        for clause in filter(None, (part.strip() for part in re.split(r"[，,、]", told))):
            _read_clause(clause, positions)
    return tuple(positions)


def _read_clause(clause: str, positions: list[Position]) -> None:
    for position in _posts(clause):
        known = next((place for place, other in enumerate(positions) if other.employer == position.employer), None)
        if known is None:
            positions.append(position)
        else:
            old = positions[known]
            since = old.since or position.since
            positions[known] = replace(old, role=old.role or position.role, since=since)
        return
    if not positions:
        return
    last = _dated(positions[-1], clause)
    beat, own = _BEAT.search(clause), _OWN_POST.match(_without_years(clause))
    later = _SINCE.search(clause)
    if own and later and last.since and last.since != parse_date(later[1]):
        # A later post in the same house: "since 2021 member of its board of editors".
        positions.append(Position(last.employer, own["role"], since=parse_date(later[1])))
        return
    if beat and not last.beat:
        last = replace(last, beat=(beat["zh"] or re.sub(r"^.*で(?=.)", "", beat["ja"])).strip("等 "))
    if own and not last.role:
        last = replace(last, role=own["role"])
    positions[-1] = last


def _posts(clause: str) -> Iterator[Position]:
    bare = _without_years(clause)
    match = _HELD.search(clause) or _POST.match(bare) or _JOINED.match(bare)
    if match is None or re.fullmatch(r"(?:担任|一名|一位|自由|独立|资深|フリー(?:ランス)?)+", match["employer"]):
        return
    position = Position(match["employer"], match.groupdict().get("role") or "", former=bool(_FORMER.search(clause)))
    joined = re.search(_YEAR, clause) if match.re is _JOINED else None
    yield replace(position, since=parse_date(joined[1])) if joined else _dated(position, clause)


def _without_years(clause: str) -> str:
    bare = re.sub(rf"(?:自|从)?(?:{_RANGE.pattern}(?:\d{{1,2}}月)?(?:期间|间|まで)?)", "", clause)
    bare = re.sub(rf"(?:自|从)?{_YEAR}(?:\d{{1,2}}月)?(?:起|以来|から|より|まで|至今)?(?:{_YEAR}まで)?", "", bare)
    return re.sub(r"^(?:曾)?(?:在|任|担任)(?=[\u3400-\u9fffA-Za-z]{4})", "", bare) if bare != clause else bare


def _dated(position: Position, clause: str) -> Position:
    both, since = _RANGE.search(clause), _SINCE.search(clause)
    if both:
        return replace(position, since=parse_date(both[1]), until=parse_date(both[2]), former=False)
    if since and position.since is None:
        return replace(position, since=parse_date(since[1]))
    return position
