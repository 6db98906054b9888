"""A source's help for its pages: CSS selectors tried on a stored page, seen before and after, and then kept.

Keeping them makes every stored page of the source wait to be read again; the workers find them as they find any other.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from articles.extract.page import SiteHelp
from articles.extract.page.trees import check_selector
from articles.models import Page, Source
from articles.pages import Change, Reading, compare_texts, reading_of

OFFERED = 30
"""Stored pages of a source that can be chosen, the newest first."""

LONGEST_SELECTOR = 500
MOST_DROPPED = 40


class HelpForm(forms.Form):
    """The selectors, and the stored page to try them on."""

    body = forms.CharField(label=_("Text"), required=False, max_length=LONGEST_SELECTOR)
    author = forms.CharField(label=_("Author"), required=False, max_length=LONGEST_SELECTOR)
    day = forms.CharField(label=_("Day"), required=False, max_length=LONGEST_SELECTOR)
    drop = forms.CharField(
        label=_("To be dropped"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("One selector a line."),
    )
    page = forms.ModelChoiceField(label=_("Stored page"), queryset=Page.objects.none(), required=False)

    def __init__(self, source: Source, *args: Any, **kwargs: Any) -> None:
        known = {**source.page_help, "drop": "\n".join(source.page_help.get("drop", ()))}
        super().__init__(*args, **{"initial": known, **kwargs})
        newest = list(stored_pages(source).order_by("-pk").values_list("pk", flat=True)[:OFFERED])
        chosen: Any = self.fields["page"]
        chosen.queryset = Page.objects.filter(pk__in=newest).defer("body").order_by("-pk")
        chosen.initial = newest[0] if newest else None

    def clean_body(self) -> str:
        return _checked(self.cleaned_data["body"])

    def clean_author(self) -> str:
        return _checked(self.cleaned_data["author"])

    def clean_day(self) -> str:
        return _checked(self.cleaned_data["day"])

    def clean_drop(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["drop"].splitlines() if line.strip()]
        if len(lines) > MOST_DROPPED:
            raise forms.ValidationError(_("At most %d selectors.") % MOST_DROPPED)
        return [_checked(line) for line in lines]

    @property
    def help(self) -> SiteHelp:
        """What a valid form says."""
        data = self.cleaned_data
        return SiteHelp(body=data["body"], author=data["author"], day=data["day"], drop=tuple(data["drop"]))


def _checked(selector: str) -> str:
    if selector:
        try:
            check_selector(selector)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
    return selector


@dataclass(frozen=True, slots=True)
class Trial:
    """A stored page read with the help that is kept and with the help that is tried."""

    page: Page
    before: Reading
    after: Reading

    @property
    def facts(self) -> list[tuple[Any, str, str]]:
        """Name, before, after; paragraphs are counted."""
        names = {"title": _("Title"), "authors": _("Authors"), "day": _("Day"), "error": _("Error")}
        rows = [(label, getattr(self.before, name), getattr(self.after, name)) for name, label in names.items()]
        counts = (_("Paragraphs"), str(len(self.before.paragraphs)), str(len(self.after.paragraphs)))
        return [row for row in rows if row[1] or row[2]] + [counts]

    @property
    def text(self) -> list[tuple[Change, str]]:
        """The paragraphs of both, in order, each same, gone or new."""
        return list(compare_texts(self.before.paragraphs, self.after.paragraphs))


def try_help(page: Page, help: SiteHelp) -> Trial:
    """Read a stored page as it is read now and as it would be. Nothing is written."""
    return Trial(page, reading_of(page), reading_of(page, help))


def keep_help(source: Source, help: SiteHelp) -> int:
    """Keep the selectors and have the source's stored pages read again; how many they are."""
    source.page_help = {name: value for name, value in asdict(help).items() if value}
    source.save(update_fields=["page_help"])
    waiting = {"attempts": 0, "retry_at": None, "lease_until": None, "reason": ""}
    return stored_pages(source).update(state=Page.State.FETCHED, **waiting)


def stored_pages(source: Source) -> QuerySet[Page]:
    """The source's pages that were read or failed and whose raw answer is kept."""
    return Page.objects.stored().filter(source=source)
