"""Authors, the articles they wrote, and the posts they held."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, KeptAdmin, TableAdmin, TabularInline
from articles.models import Author, Byline, Position


class PositionsOfAuthor(TabularInline):
    model = Position
    fields = ("employer", "role", "beat", "since", "until", "article")
    raw_id_fields = ("article",)
    extra = 0


@admin.register(Author)
class AuthorAdmin(KeptAdmin):
    big = True
    list_display = ("name", "source", "merged_into")
    list_filter = (("merged_into", admin.EmptyFieldListFilter), "source__kind")
    list_select_related = ("source", "merged_into")
    search_fields = ("name", "slug")
    search_help_text = SEARCH_HELP
    autocomplete_fields = ("source",)
    readonly_fields = ("slug", "key", "merged_into")
    ordering = ("-pk",)
    sortable_by = ()
    inlines = (PositionsOfAuthor,)


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
class PositionAdmin(TableAdmin):
    big = True
    list_display = ("author", "employer", "role", "beat", "since", "until")
    list_filter = (("until", admin.EmptyFieldListFilter),)
    list_select_related = ("author",)
    search_fields = ("author__name", "employer", "role", "beat")
    search_help_text = SEARCH_HELP
    autocomplete_fields = ("author",)
    raw_id_fields = ("article",)
    ordering = ("-pk",)
    sortable_by = ()
