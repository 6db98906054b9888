"""Authors, the articles they wrote, and the posts they held."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, KeptAdmin, VersionedForm, actor_of
from articles.curation import authors as curation
from articles.curation.merging import merge_authors
from articles.models import Author, Byline, Position


class AuthorForm(VersionedForm):
    seen = curation.FIELDS


@admin.register(Author)
class AuthorAdmin(KeptAdmin):
    big = True
    form = AuthorForm
    list_display = ("name", "source", "merged_into")
    list_filter = (("merged_into", admin.EmptyFieldListFilter), "source__kind")
    list_select_related = ("source", "merged_into")
    search_fields = ("name", "slug")
    search_help_text = SEARCH_HELP
    fields = ("name", "also_known_as", "bio", "url", "slug", "source", "merged_into", "corrected", "version")
    readonly_fields = ("slug", "source", "merged_into", "corrected")
    ordering = ("-pk",)
    sortable_by = ()
    actions = ("merge", "restore")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # authors come from bylines

    @admin.display(description=_("corrected by a person"))
    def corrected(self, row: Author) -> str:
        return ", ".join(sorted(row.held)) or "–"

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name in curation.FIELDS}
        if fields:
            self.decide(request, [lambda: curation.correct(obj.pk, actor_of(request), fields)])

    @admin.action(description=_("One person: merge into the one with most articles"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Author]) -> None:
        rows = list(queryset.order_by("pk").annotate(n=Count("bylines")))
        kept = max(rows, key=lambda row: (row.n, -row.pk))
        others = [row for row in rows if row.pk != kept.pk]
        self.decide(request, [partial(merge_authors, row.pk, kept.pk, actor_of(request)) for row in others])

    @admin.action(description=_("Give every corrected field back to the machine"), permissions=["judge"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Author]) -> None:
        fields = [(row.pk, name) for row in queryset for name in row.held]
        self.decide(request, [partial(curation.restore, pk, name, actor_of(request)) for pk, name in fields])


@admin.register(Byline)
class BylineAdmin(DerivedAdmin):
    big = True
    list_display = ("author", "article", "order")
    list_filter = ("article__form",)
    list_select_related = ("author", "article")
    search_fields = ("author__name", "article__title")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Position)
class PositionAdmin(DerivedAdmin):
    big = True
    list_display = ("author", "employer", "role", "beat", "since", "until")
    list_filter = (("until", admin.EmptyFieldListFilter),)
    list_select_related = ("author",)
    search_fields = ("author__name", "employer", "role", "beat")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()
