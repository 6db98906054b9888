"""Sources, their feeds, the entries seen in them, and the hosts they are fetched from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import controls, history
from articles.admin.pagehelp import HelpForm, keep_help, try_help
from articles.admin.tables import SEARCH_HELP, DerivedAdmin, TableAdmin, TabularInline, actor_of
from articles.models import Backfill, Entry, Feed, Host, Source
from articles.tasks import nudge, step_backfill


class FeedsOfSource(TabularInline):
    model = Feed
    fields = ("url", "title", "state")
    extra = 0
    show_change_link = True


@admin.register(Source)
class SourceAdmin(TableAdmin):
    list_display = ("name", "kind", "country", "language", "host", "topics_only")
    list_filter = ("kind", "topics_only", "language", "country")
    search_fields = ("name", "host", "slug")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (FeedsOfSource,)
    actions = ("only_topics", "everything", "fetch_history")
    readonly_fields = ("page_help",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.page_help_view)
        return [path("<int:source_id>/page-help/", view, name="articles_source_page_help"), *super().get_urls()]

    def page_help_view(self, request: HttpRequest, source_id: int) -> HttpResponse:
        """Try selectors on a stored page of the source; keep them, and have its stored pages read again."""
        source = get_object_or_404(Source, pk=source_id)
        if not self.has_configure_permission(request):
            raise PermissionDenied
        form = HelpForm(source, request.POST or None)
        trial = None
        if request.method == "POST" and form.is_valid():
            if "keep" in request.POST:
                count = keep_help(source, form.help)
                self.log_change(request, source, f"page help: {source.page_help}")
                text = ngettext("Kept; %d stored page is read again.", "Kept; %d stored pages are read again.", count)
                self.message_user(request, text % count)
                return redirect(request.path)
            trial = try_help(form.cleaned_data["page"], form.help) if form.cleaned_data["page"] else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "source": source,
            "form": form,
            "trial": trial,
            "title": _("Help for the pages of %s") % source,
        }
        return TemplateResponse(request, "admin/articles/source/page_help.html", context)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for feed in formset.deleted_objects:
            feed.delete()
        changed = {feed.pk: names for feed, names in formset.changed_objects}
        for feed in rows:
            save_feed(feed, changed.get(feed.pk, ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A source with articles stays: they would lose their publisher."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.articles.exists()

    @admin.action(description=_("Fetch only entries about autonomous driving"), permissions=["change"])
    def only_topics(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        _tell(self, request, queryset.update(topics_only=True))

    @admin.action(description=_("Fetch every entry"), permissions=["change"])
    def everything(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        _tell(self, request, queryset.update(topics_only=False))

    @admin.action(description=_("Fetch history since 2015"), permissions=["configure"])
    def fetch_history(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        begun = 0
        for source in queryset:
            try:
                backfill = history.start_backfill(source, history.SINCE)
            except ValueError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                nudge(step_backfill, backfill.pk)
                begun += 1
        _tell(self, request, begun)


@admin.register(Feed)
class FeedAdmin(TableAdmin):
    list_display = ("__str__", "source", "state", "last_success_at", "next_poll_at", "failures", "error")
    list_filter = ("state", "throttled", ("error", admin.EmptyFieldListFilter), "source__kind")
    list_select_related = ("source",)
    search_fields = ("title", "url", "source__name")
    autocomplete_fields = ("source",)
    sortable_by = ("__str__", "next_poll_at", "last_success_at", "failures")
    actions = ("poll_now", "pause", "resume")
    readonly_fields = (
        "old_urls", "next_poll_at", "lease_until", "interval_seconds", "interval_why", "hints", "etag",
        "last_modified", "body_hash", "not_modified_streak", "last_full_at", "permanent_target", "permanent_streak",
        "last_polled_at", "last_success_at", "last_new_at", "failures", "error", "throttled", "silence", "warnings",
        "reported_at", "created_at",
    )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        save_feed(obj, form.changed_data)

    @admin.action(description=_("Poll as soon as possible"), permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        self._steer(request, queryset, "poll")

    @admin.action(description=_("Pause"), permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        self._steer(request, queryset, "pause")

    @admin.action(description=_("Take up again"), permissions=["change"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        self._steer(request, queryset, "resume")

    def _steer(self, request: HttpRequest, queryset: QuerySet[Feed], do: str) -> None:
        """The same act as the button on the page of sources, with the same reasons why not."""
        done = 0
        for feed in queryset.select_related("source"):
            act = "revive" if do == "resume" and feed.state == Feed.State.GONE else do
            if why_not := controls.steer(feed, act, actor_of(request), timezone.now()):
                self.message_user(request, f"{feed}: {why_not}", messages.WARNING)
            else:
                done += 1
        _tell(self, request, done)


def save_feed(feed: Feed, changed: Collection[str]) -> None:
    """Save what a person changed of a feed and nothing else: a worker may be asking it.

    A new feed, and one that is taken up again, is due at once. What was remembered of another address (validators, the
    body's hash, failures) holds for the new one no more.
    """
    known = Feed.objects.filter(pk=feed.pk).first() if feed.pk else None
    if known is None:
        feed.next_poll_at = timezone.now()
        feed.save()
        return
    fields = {name: getattr(feed, name) for name in changed}
    if feed.state == Feed.State.ACTIVE != known.state:
        fields["next_poll_at"] = timezone.now()
    if feed.url != known.url:
        unasked = Feed()
        fields |= {name: getattr(unasked, name) for name in OF_AN_ADDRESS}
        fields |= {"old_urls": [*known.old_urls, known.url], "next_poll_at": timezone.now()}
    Feed.objects.filter(pk=feed.pk).update(**fields)


OF_AN_ADDRESS = (
    "etag", "last_modified", "body_hash", "not_modified_streak", "last_full_at", "permanent_target", "permanent_streak",
    "failures", "error", "throttled", "silence", "reported_at",
)  # fmt: skip
"""What is remembered of a feed's address rather than of the feed."""


@admin.register(Backfill)
class BackfillAdmin(DerivedAdmin):
    list_display = ("__str__", "state", "method", "found", "made", "left_out", "total", "next_at", "error")
    list_filter = ("state", "method")
    list_select_related = ("source",)
    search_fields = ("source__name", "source__slug")
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Entry)
class EntryAdmin(DerivedAdmin):
    big = True
    list_display = ("__str__", "feed", "published_at", "first_seen_at")
    list_filter = ("feed__state", ("page", admin.EmptyFieldListFilter))
    list_select_related = ("feed",)
    search_fields = ("title", "url")
    search_help_text = SEARCH_HELP
    ordering = ("-pk",)
    sortable_by = ()


@admin.register(Host)
class HostAdmin(DerivedAdmin):
    list_display = ("origin", "robots_until", "robots_why")
    list_filter = (("robots_why", admin.EmptyFieldListFilter),)
    search_fields = ("origin",)


def _tell(table: TableAdmin, request: HttpRequest, count: int) -> None:
    table.message_user(request, ngettext("%d row changed.", "%d rows changed.", count) % count)
