"""Pages, articles, their revisions and stories."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, KeptAdmin
from articles.models import Article, Band, Page, Revision, Story
from articles.models.page import url_key


@admin.register(Page)
class PageAdmin(DerivedAdmin):
    big = True
    list_display = ("url", "source", "origin", "state", "fetched_at", "reason")
    list_filter = ("state", "origin")
    list_select_related = ("source",)
    search_fields = ("url", "reason")
    search_help_text = _("An id, a whole address, or words in the newest rows.")
    ordering = ("-pk",)
    sortable_by = ()
    # The raw answer can be megabytes: a list must not load it.
    exclude = ("body",)

    def get_queryset(self, request: Any) -> QuerySet[Page]:
        return super().get_queryset(request).defer("body")

    def find_by_index(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any] | None:
        return queryset.filter(key=url_key(term)) if "://" in term else None


@admin.register(Article)
class ArticleAdmin(KeptAdmin):
    big = True
    list_display = ("__str__", "source", "published", "form", "taken_out", "read_at")
    list_filter = ("taken_out", "form", "source__kind", "language")
    list_select_related = ("source",)
    search_fields = ("title", "source__name")
    search_help_text = _("An id, a whole address, or words in the newest titles.")
    ordering = ("-published", "-pk")
    sortable_by = ("published",)
    fields = (
        "title",
        "published",
        "text",
        "url",
        "source",
        "form",
        "language",
        "taken_out",
        "rules_version",
        "read_at",
    )
    readonly_fields = ("url", "source", "form", "language", "taken_out", "rules_version", "read_at")

    def get_queryset(self, request: Any) -> QuerySet[Article]:
        """Lists need no bodies: at two to twenty kB each they would be most of the answer's cost."""
        rows: QuerySet[Article] = super().get_queryset(request)
        return (
            rows
            if request.resolver_match and "object_id" in request.resolver_match.kwargs
            else rows.defer("text", "html", "cut")
        )

    def has_add_permission(self, request: Any) -> bool:
        return False  # articles come from pages: the desk's "add" takes an address or a text

    def find_by_index(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any] | None:
        return queryset.filter(page__key=url_key(term)) if "://" in term else None


@admin.register(Revision)
class RevisionAdmin(DerivedAdmin):
    big = True
    list_display = ("title", "article", "seen_at")
    list_filter = ("article__form",)
    list_select_related = ("article",)
    search_fields = ("title",)
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Story)
class StoryAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "created_at")
    list_filter = (("articles__taken_out", admin.BooleanFieldListFilter),)
    search_fields = ("articles__title",)
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Band)
class BandAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "article")
    list_filter = (("article__story", admin.EmptyFieldListFilter),)
    list_select_related = ("article",)
    search_fields = ("article__title",)
    search_help_text = _("The id of a band, or words in the newest rows' titles.")
    ordering = ("-pk",)
    sortable_by = ()
