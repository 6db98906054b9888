"""What every list of the admin shares: nothing in it may grow slow with its table.

A list counts at most `COUNT_LIMIT` rows and its search looks through the newest `SEARCH_DEPTH` rows of a big table
(an id, and what a table can find by an index, through all of them). Only indexed columns can be sorted by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet, TextField
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.curation import Outcome, RefusedError, StaleError
from articles.curation.trail import check_version, version_of
from articles.tasks import nudge_rereading

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    _Paginator = Paginator[Any]
    ModelForm = forms.ModelForm[Any]
else:  # these are generic for the type checker alone
    ModelAdmin, TabularInline, _Paginator = admin.ModelAdmin, admin.TabularInline, Paginator
    ModelForm = forms.ModelForm

COUNT_LIMIT = 10_000
SEARCH_DEPTH = 20_000


class BoundedPaginator(_Paginator):
    """Pages of a list whose count stops at `COUNT_LIMIT`: older rows are reached by search and filters."""

    @cached_property
    def count(self) -> int:
        if isinstance(self.object_list, QuerySet):
            return int(self.object_list.order_by().values("pk")[:COUNT_LIMIT].count())
        return len(self.object_list)


class LinesField(forms.CharField):
    """A text of several lines as it is stored. Browsers send every line break as two characters, even in a text that
    nobody touched: taken as it comes, it would count as corrected, and its paragraphs and offsets would be lost."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class TableAdmin(ModelAdmin):
    """A table with search and filters. ``big``: it grows with the archive, so that its search is bounded."""

    big = False
    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    formfield_overrides = {TextField: {"form_class": LinesField}}

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

    def has_judge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.judge_claims")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.merge_companies")

    def has_configure_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.configure_newsdash")

    def decide(self, request: HttpRequest, acts: Iterable[Callable[[], Outcome]]) -> None:
        """Do a bulk action's acts one by one; what was refused is told, and the rest is done all the same."""
        done, articles = 0, set[int]()
        for act in acts:
            try:
                outcome = act()
            except RefusedError as refusal:
                self.message_user(request, refusal.message, messages.WARNING)
            else:
                done += 1
                articles.update(outcome.articles)
        nudge_rereading(sorted(articles))
        if done:
            text = ngettext(
                "%d decision was kept; the trail has it.", "%d decisions were kept; the trail has them.", done
            )
            self.message_user(request, text % done)


class VersionedForm(ModelForm):
    """A form that knows what the person saw: when somebody else was quicker, it says what they did."""

    seen: tuple[str, ...] = ()
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = version_of(self.instance, self.seen)
        self.stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.stored is not None and data.get("version"):
            try:
                check_version(self.stored, self.seen, data["version"])
            except StaleError as stale:
                raise forms.ValidationError(stale.message) from stale
        return data


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


def actor_of(request: HttpRequest) -> User:
    return cast(User, request.user)


SEARCH_HELP = _("An id, or words in the newest rows.")
