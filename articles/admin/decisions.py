"""What people decided, and who failed to sign in."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, actor_of
from articles.curation.undo import may_undo, undo
from articles.models import Decision, SignInFailure


@admin.register(Decision)
class DecisionAdmin(DerivedAdmin):
    big = True
    list_display = ("at", "actor_name", "verb", "label", "reason", "undone_at")
    list_filter = ("verb", "table", ("undone_at", admin.EmptyFieldListFilter))
    search_fields = ("actor_name", "label", "reason", "rule")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()
    actions = ("take_back",)

    @admin.action(description=_("Undo, the newest first"), permissions=["judge"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Decision]) -> None:
        actor = actor_of(request)
        rows = [row for row in queryset.order_by("-pk") if may_undo(row, actor)]
        self.decide(request, [partial(undo, row.pk, actor) for row in rows])


@admin.register(SignInFailure)
class SignInFailureAdmin(DerivedAdmin):
    list_display = ("__str__", "failures", "last_at")
    list_filter = ("last_at",)
    search_fields = ("key",)
    ordering = ("-last_at",)
