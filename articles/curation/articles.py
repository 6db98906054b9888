"""Articles: corrected, given back to the machine, taken out and put in; who wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.curation.trail import Act, Outcome, RefusedError, check_version, plain_fields, version_of
from articles.curation.undo import assign, stamp_text
from articles.models import Article, Author, Byline, Claim

FIELDS = ("title", "published", "text", "language")
"""What a person may correct; a corrected field is held against every later fetch and reading."""

REREAD = ("title", "published", "text")
"""Fields that bear on what an article is read to say."""

SPAN = ("start", "end", "cue_start", "cue_end")


def article_version(article: Article) -> str:
    return version_of(article, FIELDS)


@transaction.atomic
def correct(article_id: int, actor: User, fields: Mapping[str, Any], version: str | None = None) -> Outcome:
    """Set `FIELDS`; what the machine read is kept beside them. The article is then read again."""
    article = _take(article_id, version)
    differing = {name: value for name, value in fields.items() if name in FIELDS and getattr(article, name) != value}
    if not str(differing.get("title", "x")).strip():
        raise RefusedError(_("An article needs a title."), field="title")
    if "text" in differing:
        differing["html"] = ""  # the cleaned HTML is the machine's text; a corrected one is shown by its paragraphs
    act = Act(actor, "correct article", article)
    _set(act, article, differing, held={**plain_fields(article, differing), **article.held})
    return act.close()


@transaction.atomic
def restore(article_id: int, field: str, actor: User, version: str | None = None) -> Outcome:
    """Give one field back to the machine's reading."""
    article = _take(article_id, version)
    if field not in article.held:
        raise RefusedError(_("Nobody corrected %(field)s of “%(article)s”.") % {"field": field, "article": article})
    act = Act(actor, "restore article", article, label=f"{article}: {field}")
    fields = ("text", "html") if field == "text" else (field,)
    held = {name: value for name, value in article.held.items() if name not in fields}
    if field == "authors":
        _sign(act, article, [entry["author_id"] for entry in article.held["authors"]])
        act.change(article, held=held)
        return act.close()
    back = Article()
    assign(back, {name: article.held[name] for name in fields})
    _set(act, article, {name: getattr(back, name) for name in fields}, held=held)
    return act.close()


@transaction.atomic
def set_authors(article_id: int, author_ids: Sequence[int], actor: User, version: str | None = None) -> Outcome:
    """Who wrote it, in order; the machine's byline is kept beside it."""
    article = _take(article_id, version)
    known = set(Author.objects.filter(pk__in=author_ids).values_list("pk", flat=True))
    if missing := [str(pk) for pk in author_ids if pk not in known]:
        raise RefusedError(_("There is no author %(ids)s.") % {"ids": ", ".join(missing)}, field="authors")
    act = Act(actor, "set authors", article)
    if "authors" not in article.held:
        said = [plain_fields(row, ("author_id", "order")) for row in article.bylines.order_by("order", "pk")]
        act.change(article, held={**article.held, "authors": said})
    _sign(act, article, author_ids)
    return act.close()


@transaction.atomic
def take_out(article_id: int, actor: User, why: str = "") -> Outcome:
    """The article counts for nothing: no claim, no timeline, no count. It stays, and can be put in again."""
    return _turn(article_id, actor, "take out", taken_out=True, why=why)


@transaction.atomic
def put_in(article_id: int, actor: User, why: str = "") -> Outcome:
    """An article that was taken out counts again."""
    return _turn(article_id, actor, "put in", taken_out=False, why=why)


def _turn(article_id: int, actor: User, verb: str, *, taken_out: bool, why: str) -> Outcome:
    article = _take(article_id, None)
    if article.taken_out == taken_out:
        said = _("“%(article)s” is out already.") if taken_out else _("“%(article)s” is in already.")
        raise RefusedError(said % {"article": article})
    act = Act(actor, verb, article, reason=why)
    act.change(article, taken_out=taken_out)
    for claim in article.claims.all():
        act.add_pair(claim)
    return act.close()


def _set(act: Act, article: Article, fields: Mapping[str, Any], held: dict[str, Any]) -> None:
    act.change(article, **fields, held=held)
    if "text" in fields:
        stamp_text(article)
        _relocate(act, article)
    if set(fields) & set(REREAD):
        act.articles.add(article.pk)
        for claim in article.claims.all():
            act.add_pair(claim)  # a partnership without a dated claim stands at its article's day


def _relocate(act: Act, article: Article) -> None:
    """Judged claims keep their sentence: its place in the new text, or none where the sentence is gone."""
    for claim in article.claims.exclude(review=Claim.Review.UNREVIEWED):
        moved = Claim(article=article, evidence=claim.evidence, **{name: getattr(claim, name) for name in SPAN})
        moved.locate()
        act.change(claim, **{name: getattr(moved, name) for name in SPAN})


def _sign(act: Act, article: Article, author_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(author_ids))
    rows = {row.author_id: row for row in article.bylines.all()}
    for author_id, row in rows.items():
        if author_id not in wanted:
            act.drop(row)
    for order, author_id in enumerate(wanted):
        if author_id in rows:
            act.change(rows[author_id], order=order)
        else:
            act.make(Byline(article=article, author_id=author_id, order=order))


def _take(article_id: int, version: str | None) -> Article:
    article = Article.objects.select_for_update(of=("self",)).filter(pk=article_id).first()
    if article is None:
        raise RefusedError(_("There is no such article."))
    check_version(article, FIELDS, version)
    return article
