"""One article's reading laid open for a person: sentences, companies, rules that fired, and why some fell."""

from __future__ import annotations

from collections.abc import Iterator

from articles.extract.claims import Claim, Study
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.skeleton import Group, Level
from articles.extract.claims.study import Studied
from articles.extract.claims.tokens import Entity, Token


def explain_study(text: str, study: Study) -> str:
    """Plain text, one block a sentence that names a company, then the claims."""
    lines: list[str] = []
    for one in study.studied:
        lines += _sentence(text, one)
        lines.append("")
    lines.append("claims")
    lines += [f"  {_claim(claim)}" for claim in study.claims] or ["  none"]
    for count in study.counts:
        about = "about " if count.approximate else ""
        lines.append(f"  {count.party.name} is said to have {about}{count.partners} partners")
    return "\n".join(lines) + "\n"


def _sentence(text: str, one: Studied) -> Iterator[str]:
    sentence = one.sentence
    yield f"{sentence.start}  {text[sentence.start : sentence.end]}"
    for entity in one.entities:
        yield f"    {'reference' if entity.reference else 'company  '} {_entity(text, entity)}"
    for span in one.dates:
        bound = ", only a bound" if span.bound else ""
        yield f"    date      {text[span.start : span.end]!r} = {span.when.iso}{bound}"
    for level in one.skeleton.levels:
        for group in level.groups:
            yield f"    verb      {_verb(one.skeleton.tokens, level, group)}"
    for candidate in one.candidates:
        yield f"    {'refused  ' if candidate.refused else 'fired    '} {_candidate(candidate)}"


def _entity(text: str, entity: Entity) -> str:
    names = ", ".join(party.name if party.slug else f"{party.name} (unknown)" for party in entity.parties)
    sure = "" if entity.confidence >= 1 else f" ({entity.confidence:.2f})"
    role = f", a {entity.role}" if entity.role else ""
    return f"{text[entity.start : entity.end]!r} = {names}{sure}{role}"


def _verb(tokens: list[Token], level: Level, group: Group) -> str:
    def who(members: list[int]) -> str:
        return ", ".join(tokens[index].low for index in members)

    subject = f"{who(group.subject.members)} " if group.subject is not None else "? "
    seats = "".join(f" [{chunk.prep or 'object'}: {who(chunk.members)}]" for chunk in group.objects)
    how = (" (passive)" if group.passive else "") + (f" in {level.sort}" if level.number else "")
    return f"{subject}‹{' '.join(group.words)}›{seats}{how}"


def _candidate(candidate: Candidate) -> str:
    why = f": {candidate.refused}" if candidate.refused else ""
    why += f", for {'; '.join(candidate.signs)}" if candidate.signs else ""
    return (
        f"{candidate.rule} on {candidate.cue.low!r}: {candidate.kind} {candidate.a.name} → {candidate.b.name} "
        f"{candidate.confidence:.2f}{why}"
    )


def _claim(claim: Claim) -> str:
    day = claim.when.iso if claim.when is not None else "no date"
    return f"{claim.kind} {claim.a.name} → {claim.b.name}, {claim.stage}, {day}, {claim.confidence:.2f} by {claim.rule}"
