"""What every list of the admin shares: nothing in it may grow slow with its table.

A list counts at most `COUNT_LIMIT` rows and its search looks through the newest `SEARCH_DEPTH` rows of a big table
(an id, and what a table can find by an index, through all of them). Only indexed columns can be sorted by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    _Paginator = Paginator[Any]
else:  # these are generic for the type checker alone
    ModelAdmin, TabularInline, _Paginator = admin.ModelAdmin, admin.TabularInline, Paginator

COUNT_LIMIT = 10_000
SEARCH_DEPTH = 20_000


class BoundedPaginator(_Paginator):
    """Pages of a list whose count stops at `COUNT_LIMIT`: older rows are reached by search and filters."""

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return int(self.object_list.order_by().values("pk")[:COUNT_LIMIT].count())
        return len(self.object_list)


class TableAdmin(ModelAdmin):
    """A table with search and filters. ``big``: it grows with the archive, so that its search is bounded."""

    big = False
    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if term.isascii() and term.isdigit() and len(term) < 19:
            return queryset.filter(pk=int(term)), False
        if term and (found := self.find_by_index(queryset, term)) is not None:
            return found, False
        if term and self.big:
            oldest = queryset.model._default_manager.order_by("-pk").values_list("pk", flat=True)
            queryset = queryset.filter(pk__gt=oldest[SEARCH_DEPTH : SEARCH_DEPTH + 1].first() or 0)
        return super().get_search_results(request, queryset, search_term)

    def find_by_index(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any] | None:
        """The rows an index gives for this term, whatever the table's size; None: look through the newest."""
        return None


class DerivedAdmin(TableAdmin):
    """A table that follows from others: to be looked at; what a person decides is decided where it comes from."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class KeptAdmin(TableAdmin):
    """A table people edit but whose rows are never deleted: taken out, retired or merged, which can be undone."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


SEARCH_HELP = _("An id, or words in the newest rows.")
