"""Pages, articles, their revisions and stories."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.tables import SEARCH_HELP, DerivedAdmin, KeptAdmin, TabularInline, VersionedForm, actor_of
from articles.curation import articles as curation
from articles.curation.trail import mark_unread
from articles.models import Article, Band, Byline, Page, Revision, Story
from articles.models.page import url_key
from articles.tasks import nudge_rereading


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).defer("body")

    def find_by_index(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any] | None:
        return queryset.filter(key=url_key(term)) if "://" in term else None


class ArticleForm(VersionedForm):
    seen = curation.FIELDS


class AuthorsOfArticle(TabularInline):
    """Who wrote it: saved as one decision by `ArticleAdmin.save_formset`."""

    model = Byline
    fields = ("author", "order")
    autocomplete_fields = ("author",)
    extra = 0


@admin.register(Article)
class ArticleAdmin(KeptAdmin):
    big = True
    form = ArticleForm
    list_display = ("__str__", "source", "published", "form_name", "taken_out", "read_at")
    list_filter = ("taken_out", "form", "source__kind", "language")
    list_select_related = ("source",)
    search_fields = ("title", "source__name")
    search_help_text = _("An id, a whole address, or words in the newest titles.")
    ordering = ("-published", "-pk")
    sortable_by = ("published",)
    fields = (
        "title", "published", "language", "text", "url", "source", "form_name", "taken_out", "corrected",
        "rules_version", "read_at", "version",
    )  # fmt: skip
    readonly_fields = ("url", "source", "form_name", "taken_out", "corrected", "rules_version", "read_at")
    inlines = (AuthorsOfArticle,)
    actions = ("take_out", "put_in", "read_again", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Lists need no bodies: at two to twenty kB each they would be most of the answer's cost."""
        rows: QuerySet[Article] = super().get_queryset(request)
        one = request.resolver_match and "object_id" in request.resolver_match.kwargs
        return rows if one else rows.defer("text", "html", "cut")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # articles come from pages: the desk's "add" takes an address or a text

    def find_by_index(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any] | None:
        return queryset.filter(page__key=url_key(term)) if "://" in term else None

    @admin.display(description=_("form"), ordering=None)
    def form_name(self, row: Article) -> str:
        return row.get_form_display()

    @admin.display(description=_("corrected by a person"))
    def corrected(self, row: Article) -> str:
        """Which fields are held; the action "give back" restores them."""
        return ", ".join(sorted(set(row.held) - {"html"})) or "–"

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        fields = {name: form.cleaned_data[name] for name in form.changed_data if name in curation.FIELDS}
        if fields:
            self.decide(request, [lambda: curation.correct(obj.pk, actor_of(request), fields)])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The bylines as they are to be, in order, as one decision."""
        # The admin's log asks the formset what it saved: nothing, since the decision did it.
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        if not formset.has_changed():
            return
        rows = [row.cleaned_data for row in formset.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        wanted = [row["author"].pk for row in sorted(rows, key=lambda row: row.get("order") or 0) if row.get("author")]
        self.decide(request, [lambda: curation.set_authors(form.instance.pk, wanted, actor_of(request))])

    @admin.action(description=_("Take out: counts for nothing"), permissions=["judge"])
    def take_out(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.decide(request, [partial(curation.take_out, row.pk, actor_of(request)) for row in queryset])

    @admin.action(description=_("Put in again"), permissions=["judge"])
    def put_in(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self.decide(request, [partial(curation.put_in, row.pk, actor_of(request)) for row in queryset])

    @admin.action(description=_("Read again with the present rules"), permissions=["judge"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        ids = sorted(queryset.values_list("pk", flat=True))
        mark_unread(ids)
        nudge_rereading(ids)
        self.message_user(
            request, ngettext("%d article is read again.", "%d articles are read again.", len(ids)) % len(ids)
        )

    @admin.action(description=_("Give every corrected field back to the machine"), permissions=["judge"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        fields = [(row.pk, name) for row in queryset for name in row.held if name != "html"]
        self.decide(request, [partial(curation.restore, pk, name, actor_of(request)) for pk, name in fields])


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
