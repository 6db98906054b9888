"""Taking a decision back: its steps walked backwards, each row checked before it is touched.

Rows that the machine reads (mentions, quotes, partner counts, claims nobody judged) may have been read anew since: they
are left as they are and their articles read again. A field goes back to what the machine reads of it by now, not to
what it read on the day of the decision. Rows that carry a person's word must still say what the decision made them say;
where a later decision changed them, the undo is refused and names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.curation.later import Later, targets_of
from articles.curation.names import articles_that_say
from articles.curation.trail import (
    Outcome,
    RefusedError,
    chunks,
    mark_unread,
    plain_fields,
    stamps_of,
    steps_of,
    table_named,
)
from articles.extract.likeness import content_hash
from articles.joining import Pair, join_pairs
from articles.models import (
    Article,
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    Decision,
    IgnoredName,
    Mention,
    Ownership,
    PartnerCount,
    Position,
    Quote,
)

RIGHTS = {
    **dict.fromkeys(("merge", "split", "merge authors"), "articles.merge_companies"),
    **dict.fromkeys(("hold rule", "release rule"), "articles.configure_newsdash"),
    **dict.fromkeys(("poll feed", "pause feed", "resume feed", "revive feed"), "articles.configure_newsdash"),
}
"""Acts that need more than the right to judge, to be taken back as they needed it to be made."""

READ_ANEW = frozenset({"machine", "start", "end", "cue_start", "cue_end"})
"""What a later reading may change of a claim that a person judged."""

MACHINE_KEPT = frozenset({"desk_use", "desk_lease_until", "desk_holder", "partnership_id", "gone", "rules_version"})
"""A claim's columns that hold nothing a person said."""

MACHINE_READ: tuple[type[Model], ...] = (Mention, Quote, PartnerCount)

OF_BYLINES: tuple[type[Model], ...] = (Byline, Position)
"""Rows that a page's next version may take away or make anew; a person's own are held on their article."""


class Undoing:
    """One decision being taken back."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.later = Later(decision)
        self.pairs: set[Pair] = set()
        self.articles: set[int] = set(decision.after.get("reread", []))

    def run(self) -> None:
        for before, after in reversed(list(steps_of(self.decision))):
            table, was, now = table_named(before["table"]), before["fields"], after["fields"]
            if was is None:
                self._unmake(table, before["ids"][0], now)
            elif now is None:
                self._bring_back(table, was)
            elif table in MACHINE_READ:
                self._move_back(table, before["ids"], was, now)
            else:
                for row_id in before["ids"]:
                    self._set_back(table, row_id, was, now)

    def _set_back(self, table: type[Model], row_id: int, was: dict[str, Any], now: dict[str, Any]) -> None:
        row = table._default_manager.filter(pk=row_id).first()
        if row is None:
            self._check_gone(table, row_id)
            return  # a claim that nobody had judged: the present rules read it no more
        was, now = self._follow_machine(row, was, now)
        if not self._check(row, was, now):
            return
        self._check_targets(table, was)
        self._check_place(row, was)
        self._add_pair(row)
        if isinstance(row, Claim) and "key" in was:
            self._free_key(row, was["key"])
        assign(row, was)
        self._save(row, [*was, *stamps_of(table)])
        self._add_pair(row)
        if isinstance(row, Article):
            if "text" in was:
                stamp_text(row)
            self._add_article(row)
        if isinstance(row, Claim) and row.review == Claim.Review.UNREVIEWED and row.machine:
            self.articles.add(row.article_id)  # read anew while it was judged: the next reading says what it says now
        if isinstance(row, CompanyName) and "company_id" not in was:
            self.articles.update(articles_that_say(row.text))

    def _follow_machine(
        self, row: Model, was: dict[str, Any], now: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Both states with what the machine has read since in place of what it read then.

        Its reading stands in ``held`` for a field that the decision took from it, in the row for one that the decision
        gave back; names and life of an author that nobody holds are read with every article.
        """
        if isinstance(row, Author):
            was, now = follow_articles(row, was, now, self._later)
        held = getattr(row, "held", None)
        if "held" not in now or not isinstance(held, dict) or held.keys() != now["held"].keys():
            return was, now
        was, now = {**was, "held": {**was["held"]}}, {**now, "held": held}
        for name, reading in held.items():
            place = was["held"] if name in was["held"] else was
            if name in place:
                place[name] = reading
        for name in was["held"].keys() - held.keys():
            if name in now and not self._later(type(row), row.pk, [name]):
                was["held"][name] = now[name] = plain_fields(row, [name])[name]
        return was, now

    def _check(self, row: Model, was: dict[str, Any], now: dict[str, Any]) -> bool:
        """Whether the row may be set back: False for a reading made anew since; refused when a person changed it."""
        differing = {name for name, value in plain_fields(row, now).items() if value != now[name]}
        judged = isinstance(row, Claim) and "review" in now and self._judged_later(row)
        if judged or (differing and self._later(type(row), row.pk, differing)):
            raise self._refusal(row, differing or {"review"}, judged or [])
        if not differing:
            return True
        if isinstance(row, Claim):
            self.articles.add(row.article_id)
            if row.review == Claim.Review.UNREVIEWED:
                return False
            for name in differing & READ_ANEW:
                del was[name]
            differing -= READ_ANEW
        if differing:
            raise self._refusal(row, differing)
        return True

    def _judged_later(self, claim: Claim) -> list[Decision]:
        """Later judgements of the same claim: each rests on the one before it."""
        later = Decision.objects.filter(table="claim", row=claim.pk, pk__gt=self.decision.pk, undone_at__isnull=True)
        return list(later.order_by("-pk"))

    def _check_gone(self, table: type[Model], row_id: int) -> None:
        later = self._later(table, row_id)
        if later or table not in {Claim, *OF_BYLINES}:
            named = "; ".join(f"“{other}”" for other in later)
            said = _("What “%(label)s” was about is gone: first undo %(named)s.")
            if not named:
                said = _("What “%(label)s” was about is gone.")
            raise RefusedError(said % {"label": self.decision.label, "named": named}, blockers=later)

    def _check_targets(self, table: type[Model], fields: dict[str, Any]) -> None:
        """What a row is to point to again must still be there."""
        for name, row_id in targets_of(str(table._meta.model_name), fields):
            if not table_named(name)._default_manager.filter(pk=row_id).exists():
                raise RefusedError(
                    _("“%(decision)s” cannot be taken back: its %(name)s %(row_id)s is gone.")
                    % {"decision": self.decision, "name": name, "row_id": row_id}
                )

    def _check_place(self, row: Model, fields: dict[str, Any]) -> None:
        """A later decision that needs the row's place to be taken back itself comes first."""
        if blockers := self.later.taking_place(type(row), row.pk, fields):
            raise self._refusal(row, {"its place"}, blockers)

    def _move_back(self, table: type[Model], ids: list[int], was: dict[str, Any], now: dict[str, Any]) -> None:
        """Readings go back where they came from; those made anew since are left to the next reading."""
        self._check_targets(table, was)
        for chunk in chunks(ids):
            there = set(table._default_manager.filter(pk__in=chunk).values_list("pk", flat=True))
            moved = set(table._default_manager.filter(pk__in=chunk, **now).values_list("pk", flat=True))
            for row_id in sorted(there - moved):
                if later := self._later(table, row_id, now):
                    raise RefusedError(
                        _("First undo %(named)s.") % {"named": "; ".join(f"“{other}”" for other in later)},
                        blockers=later,
                    )
            table._default_manager.filter(pk__in=moved).update(**was)

    def _unmake(self, table: type[Model], row_id: int, made: dict[str, Any]) -> None:
        row = table._default_manager.filter(pk=row_id).first()
        if row is None:
            self._check_gone(table, row_id)
            return
        present = plain_fields(row)
        ignored = {"created_at", *MACHINE_KEPT, *READ_ANEW, *stamps_of(table)}
        differing = {name for name in made if name not in ignored and present.get(name) != made[name]}
        if differing:
            raise self._refusal(row, differing)
        if pointing := self.later.pointing_to(str(table._meta.model_name), row_id):
            raise self._refusal(row, {"all that hangs on it"}, pointing)
        for name in hanging_on(row):
            raise RefusedError(
                _("%(row)s cannot be taken back while %(name)s hangs on it.") % {"row": row, "name": name},
                blockers=self._later(table, row_id),
            )
        self._add_pair(row)
        self._release(row)
        if isinstance(row, Claim):
            self.articles.add(row.article_id)  # the machine may read it too
        if isinstance(row, CompanyName | IgnoredName):
            self.articles.update(articles_that_say(row.text))
        row.delete()

    def _bring_back(self, table: type[Model], was: dict[str, Any]) -> None:
        self._check_targets(table, {name: value for name, value in was.items() if name != "partnership_id"})
        row = table()
        assign(row, was)
        self._check_place(row, was)
        if isinstance(row, Claim):
            if row.partnership_id is not None:
                row.partnership_id = None  # joined again below
            self._free_key(row, row.key)
        # raw: the row returns with its own times instead of new ones
        try:
            with transaction.atomic():
                row.save_base(raw=True, force_insert=True)
        except IntegrityError as error:
            if table in OF_BYLINES:
                return  # the article was parsed again, and says so itself
            raise RefusedError(_("%(row)s cannot return: its place was taken since.") % {"row": row}) from error
        self._add_pair(row)

    def _free_key(self, claim: Claim, key: str) -> None:
        """A claim returns to its key: a reading that took it since gives way, a person's word does not."""
        taken = Claim.objects.filter(article=claim.article_id, key=key).exclude(pk=claim.pk).first()
        if taken is None:
            return
        if taken.review != Claim.Review.UNREVIEWED:
            raise self._refusal(taken, {"key"})
        self._add_pair(taken)
        self.articles.add(taken.article_id)
        taken.delete()

    def _release(self, row: Model) -> None:
        """What the machine read of a row that goes is read again, and its partnerships are recomputed."""
        for relation in row._meta.related_objects:
            table, name = relation.related_model, relation.field.name
            if table not in {Mention, Claim, Quote, PartnerCount}:
                continue
            related = table._default_manager.filter(**{name: row})
            self.articles.update(related.values_list("article", flat=True))
            if table is Claim:
                for claim in related:
                    self._add_pair(claim)

    def _save(self, row: Model, fields: list[str]) -> None:
        try:
            with transaction.atomic():
                row.save(update_fields=fields)
        except IntegrityError as error:
            raise RefusedError(
                _("%(row)s cannot return to what it was: another row says so now.") % {"row": row}
            ) from error

    def _add_pair(self, row: Model) -> None:
        if isinstance(row, Claim) and row.a_id and row.b_id:
            self.pairs.add((row.kind, row.a_id, row.b_id))

    def _add_article(self, article: Article) -> None:
        for claim in article.claims.all():
            self._add_pair(claim)

    def _later(self, table: type[Model], row_id: int, fields: Iterable[str] = ()) -> list[Decision]:
        return self.later.touching(str(table._meta.model_name), row_id, fields)

    def _refusal(self, row: Model, differing: set[str], later: Sequence[Decision] = ()) -> RefusedError:
        blockers = list(later) or self._later(type(row), row.pk, differing)
        named = "; ".join(f"“{other}” of {other.at:%d %b %Y %H:%M}" for other in blockers)
        what = ", ".join(name.removesuffix("_id") for name in sorted(differing))
        if named:
            return RefusedError(
                _("%(row)s was changed later (%(what)s): first undo %(named)s.")
                % {"row": row, "what": what, "named": named},
                blockers=blockers,
            )
        return RefusedError(
            _("%(row)s is no longer what this decision made it (%(what)s).") % {"row": row, "what": what}
        )


@transaction.atomic
def undo(decision_id: int, actor: User) -> Outcome:
    """Take one decision back exactly; later decisions on other fields stay.

    `RefusedError` names what stands in the way.
    """
    decision = Decision.objects.select_for_update().filter(pk=decision_id).first()
    if decision is None:
        raise RefusedError(_("There is no such decision."))
    if decision.undone_at is not None:
        raise RefusedError(
            _("“%(decision)s” was taken back already, by %(undone_by)s.")
            % {"decision": decision, "undone_by": decision.undone_by}
        )
    undoing = Undoing(decision)
    undoing.articles.update(articles_spelling(decision))
    undoing.run()
    decision.undone_at = timezone.now()
    decision.undone_by = actor.get_username()[:150]
    decision.save(update_fields=["undone_at", "undone_by"])
    join_pairs(undoing.pairs)
    mark_unread(undoing.articles)
    return Outcome(decision, tuple(sorted(undoing.articles)))


def may_undo(decision: Decision, actor: User) -> bool:
    """Whether a person who may judge may take this decision back: only who might have taken it.

    A feed that was asked was asked: there is nothing to take back.
    """
    if decision.table == "feed" and not decision.before.get("rows"):
        return False
    return decision.verb not in RIGHTS or actor.has_perm(RIGHTS[decision.verb])


def undo_last(actor: User, verbs: Iterable[str]) -> Outcome:
    """Take back the last decision of this person among these verbs."""
    last = Decision.objects.filter(actor=actor, verb__in=list(verbs), undone_at__isnull=True).order_by("-pk").first()
    if last is None:
        raise RefusedError(_("There is nothing of yours to undo."))
    return undo(last.pk, actor)


def articles_spelling(decision: Decision) -> set[int]:
    """Articles read since a name changed hands: they are read again when it goes back."""
    found: set[int] = set()
    for before, after in steps_of(decision):
        was, now = before["fields"], after["fields"]
        if before["table"] != "companyname" or not was or not now or "company_id" not in now:
            continue
        moved = {id_ for step in decision.after["rows"] if step["table"] == "mention" for id_ in step["ids"]}
        texts = CompanyName.objects.filter(pk__in=before["ids"]).values_list("text", flat=True)
        since = Mention.objects.filter(company=now["company_id"], text__in=list(texts))
        found.update(article for pk, article in since.values_list("pk", "article") if pk not in moved)
    return found


def stamp_text(article: Article) -> None:
    """Note that an article has another text now: who is just reading the old one must not write down what it said."""
    Article.objects.filter(pk=article.pk).update(content_hash=content_hash(article.text))


def follow_articles(
    row: Author, was: dict[str, Any], now: dict[str, Any], later: Callable[..., Sequence[Decision]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What articles have told of an author since a decision stays: further names, another life, another address."""
    was, now = dict(was), dict(now)
    for name, value in plain_fields(row, {"also_known_as", "bio", "url"} & now.keys()).items():
        if value == now[name] or name in row.held or later(Author, row.pk, [name]):
            continue
        if name == "also_known_as":
            was[name] = [*was[name], *(other for other in value if other not in {*was[name], *now[name]})]
        else:
            was[name] = value
        now[name] = value
    return was, now


def hanging_on(row: Model) -> list[str]:
    """What people hung on a row that is to go: other rows that would lose their hold, named for the refusal."""
    named: list[str] = []
    for relation in row._meta.related_objects:
        table, name = relation.related_model, relation.field.name
        if table not in {Claim, Company, CompanyName, Ownership}:
            continue  # the machine made it, and makes it again
        rows: models.QuerySet[Any] = table._default_manager.filter(**{name: row})
        related = rows.exclude(review=Claim.Review.UNREVIEWED) if table is Claim else rows
        named.extend(f"{other._meta.verbose_name} “{other}”" for other in related[:3])
    return named


def assign(row: Model, fields: dict[str, Any]) -> None:
    """Set columns from what JSON kept."""
    columns: dict[str, models.Field[Any, Any]] = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in fields.items():
        setattr(row, name, value if value is None else columns[name].to_python(value))
