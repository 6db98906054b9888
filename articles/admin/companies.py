"""Companies, the names they go by, who owned them when, and the spellings to ignore.

They are looked at here and changed at the desk, where a change shows what it moves.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.tables import DerivedAdmin, actor_of
from articles.curation import names
from articles.curation.undo import undo
from articles.models import Company, CompanyName, Decision, IgnoredName, Ownership


@admin.display(description=_("at the desk"))
def at_desk(row: Company | CompanyName | Ownership) -> str:
    company = row if isinstance(row, Company) else row.company
    return format_html('<a href="{}">{}</a>', reverse("desk-company", args=[company.survivor().slug]), _("change"))


@admin.register(Company)
class CompanyAdmin(DerivedAdmin):
    list_display = ("name", "sector", "country", "native_name", "ticker", "merged_into", at_desk)
    list_filter = ("sector", ("merged_into", admin.EmptyFieldListFilter), "country")
    list_select_related = ("merged_into",)
    search_fields = ("name", "slug", "native_name", "names__text")
    actions = ("merge",)

    @admin.action(description=_("Merge the two: show what would move"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Company]) -> HttpResponse | None:
        rows = list(queryset.order_by("pk")[:3])
        if len(rows) != 2:
            self.message_user(request, _("Choose two companies."), messages.ERROR)
            return None
        return redirect(f"{reverse('desk-merge')}?{urlencode({'gone': rows[1].slug, 'kept': rows[0].slug})}")


@admin.register(CompanyName)
class CompanyNameAdmin(DerivedAdmin):
    list_display = ("text", "company", "kind", "needs_context", "since", "until", "origin", "retired_at", at_desk)
    list_filter = ("kind", "needs_context", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("company",)
    search_fields = ("text", "company__name")
    actions = ("retire", "bring_back")

    @admin.action(description=_("Retire: no longer found by it"), permissions=["judge"])
    def retire(self, request: HttpRequest, queryset: QuerySet[CompanyName]) -> None:
        self.decide(request, [partial(names.retire_name, row.pk, actor_of(request)) for row in queryset])

    @admin.action(description=_("Bring back"), permissions=["judge"])
    def bring_back(self, request: HttpRequest, queryset: QuerySet[CompanyName]) -> None:
        self.decide(request, [partial(names.bring_back_name, row.pk, actor_of(request)) for row in queryset])


@admin.register(Ownership)
class OwnershipAdmin(DerivedAdmin):
    list_display = ("owner", "company", "since", "until", "origin", at_desk)
    list_filter = ("origin", ("until", admin.EmptyFieldListFilter))
    list_select_related = ("owner", "company")
    search_fields = ("owner__name", "company__name")


@admin.register(IgnoredName)
class IgnoredNameAdmin(DerivedAdmin):
    list_display = ("text", "key", "created_at")
    list_filter = ("created_at",)
    search_fields = ("text", "key")
    actions = ("take_back",)

    @admin.action(description=_("No longer ignore"), permissions=["judge"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[IgnoredName]) -> None:
        made = Decision.objects.filter(table="ignoredname", row__in=queryset.values("pk"), undone_at__isnull=True)
        self.decide(request, [partial(undo, decision.pk, actor_of(request)) for decision in made])
