"""Companies, the names they go by, who owned them when, and the spellings to ignore."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.tables import KeptAdmin, TableAdmin, TabularInline
from articles.models import Company, CompanyName, IgnoredName, Ownership


class NamesOfCompany(TabularInline):
    model = CompanyName
    fields = ("text", "kind", "needs_context", "since", "until", "origin", "retired_at")
    readonly_fields = ("origin", "retired_at")
    extra = 0
    can_delete = False
    show_change_link = True


class OwnersOfCompany(TabularInline):
    model = Ownership
    fk_name = "company"
    fields = ("owner", "since", "until", "origin")
    readonly_fields = ("origin",)
    autocomplete_fields = ("owner",)
    extra = 0


@admin.register(Company)
class CompanyAdmin(KeptAdmin):
    list_display = ("name", "sector", "country", "native_name", "ticker", "merged_into")
    list_filter = ("sector", ("merged_into", admin.EmptyFieldListFilter), "country")
    list_select_related = ("merged_into",)
    search_fields = ("name", "slug", "native_name", "names__text")
    readonly_fields = ("merged_into", "created_at", "changed_at")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (NamesOfCompany, OwnersOfCompany)


@admin.register(CompanyName)
class CompanyNameAdmin(KeptAdmin):
    list_display = ("text", "company", "kind", "needs_context", "since", "until", "origin", "retired_at")
    list_filter = ("kind", "needs_context", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("company",)
    search_fields = ("text", "company__name")
    autocomplete_fields = ("company",)
    readonly_fields = ("origin", "retired_at", "changed_at")


@admin.register(Ownership)
class OwnershipAdmin(TableAdmin):
    list_display = ("owner", "company", "since", "until", "origin")
    list_filter = ("origin", ("until", admin.EmptyFieldListFilter))
    list_select_related = ("owner", "company")
    search_fields = ("owner__name", "company__name")
    autocomplete_fields = ("owner", "company")
    readonly_fields = ("origin",)


@admin.register(IgnoredName)
class IgnoredNameAdmin(KeptAdmin):
    list_display = ("text", "key", "created_at")
    list_filter = ("created_at",)
    search_fields = ("text", "key")
    readonly_fields = ("key", "text", "created_at")

    def has_add_permission(self, request: object) -> bool:
        return False  # from the desk's list of unknown names
