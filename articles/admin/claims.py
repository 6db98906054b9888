"""What was read: mentions, claims, quotes, partner counts, and the partnerships they add up to."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, actor_of
from articles.curation import judging, rules
from articles.models import Claim, Mention, PartnerCount, Partnership, Party, Quote, RuleHold
from articles.models.claim import Rejection


@admin.register(Mention)
class MentionAdmin(DerivedAdmin):
    big = True
    list_display = ("text", "company", "kind", "role", "article")
    list_filter = ("kind", "place", ("company", admin.EmptyFieldListFilter))
    list_select_related = ("company", "article")
    search_fields = ("text", "name")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(PartnerCount)
class PartnerCountAdmin(DerivedAdmin):
    big = True
    list_display = ("company", "partners", "approximate", "as_of", "article")
    list_filter = ("approximate",)
    list_select_related = ("company", "article")
    search_fields = ("company__name", "article__title")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Claim)
class ClaimAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "stage", "on", "review", "confidence", "rule", "article")
    list_filter = ("review", "kind", "stage", "gone")
    list_select_related = ("article",)
    search_fields = ("a_name", "b_name", "rule", "evidence")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()
    actions = ("accept", "reject", "restore")

    @admin.action(description=_("Accept"), permissions=["judge"])
    def accept(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        self.decide(request, [partial(judging.accept, row.pk, actor_of(request)) for row in queryset])

    @admin.action(description=_("Reject: the sentence does not say it"), permissions=["judge"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        why = Rejection.NOT_SAID
        self.decide(request, [partial(judging.reject, row.pk, actor_of(request), why) for row in queryset])

    @admin.action(description=_("Restore the machine’s reading"), permissions=["judge"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        self.decide(request, [partial(judging.restore, row.pk, actor_of(request)) for row in queryset])


@admin.register(RuleHold)
class RuleHoldAdmin(DerivedAdmin):
    """Put on hold from the page of the rules' records, where one sees why."""

    list_display = ("rule", "why", "created_at")
    list_filter = ("created_at",)
    search_fields = ("rule", "why")
    actions = ("release",)

    @admin.action(description=_("Release"), permissions=["configure"])
    def release(self, request: HttpRequest, queryset: QuerySet[RuleHold]) -> None:
        self.decide(request, [partial(rules.release, row.rule, actor_of(request)) for row in queryset])


@admin.register(Partnership)
class PartnershipAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "stage", "first_on", "shown_on", "claims_count", "reports_count", "reviewed")
    list_filter = ("kind", "stage", "reviewed")
    list_select_related = ("a", "b")
    search_fields = ("a__name", "b__name", "subject")
    search_help_text = SEARCH_HELP
    ordering = ("-shown_on", "-pk")
    sortable_by = ("shown_on",)


@admin.register(Party)
class PartyAdmin(DerivedAdmin):
    big = True
    list_display = ("company", "other", "kind", "stage", "shown_on")
    list_filter = ("kind", "stage")
    list_select_related = ("company", "other")
    search_fields = ("company__name", "other__name")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Quote)
class QuoteAdmin(DerivedAdmin):
    big = True
    list_display = ("speaker", "office", "company_name", "text", "article")
    list_filter = (("company", admin.EmptyFieldListFilter),)
    list_select_related = ("article",)
    search_fields = ("speaker", "company_name", "text")
    search_help_text = _("An id, a speaker, a company or words in the newest quotes.")
    ordering = ("-pk",)
    sortable_by = ()
