"""What is worked out from other tables for search and drawing: look here when something is not found or misplaced."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.tables import SEARCH_HELP, DerivedAdmin
from articles.models import Indexed, NodePosition


@admin.register(Indexed)
class IndexedAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "kind", "row", "indexed_at")
    list_filter = ("kind",)
    search_fields = ("stamp",)
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(NodePosition)
class NodePositionAdmin(DerivedAdmin):
    list_display = ("company", "x", "y", "placed_at")
    list_filter = ("company__sector",)
    list_select_related = ("company",)
    search_fields = ("company__name", "company__slug")
    ordering = ("company",)
    sortable_by = ()
