"""What people decided, and who failed to sign in."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.tables import SEARCH_HELP, DerivedAdmin
from articles.models import Decision, SignInFailure


@admin.register(Decision)
class DecisionAdmin(DerivedAdmin):
    big = True
    list_display = ("at", "actor_name", "verb", "label", "reason", "undone_at")
    list_filter = ("verb", "table", ("undone_at", admin.EmptyFieldListFilter))
    search_fields = ("actor_name", "label", "reason", "rule")
    search_help_text = SEARCH_HELP
    raw_id_fields = ("article",)
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(SignInFailure)
class SignInFailureAdmin(DerivedAdmin):
    list_display = ("__str__", "failures", "last_at")
    list_filter = ("last_at",)
    search_fields = ("key",)
    ordering = ("-last_at",)
