"""Forms of the desk: what is typed is checked at its field, and nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.extract.dates import When
from articles.models import Claim, Company, CompanyName
from articles.models.claim import Kind, Stage
from articles.models.columns import clean

WHEN = re.compile(r"(\d{4})(?:-(?:(\d{1,2})(?:-(\d{1,2}))?|Q([1-4])|H([12])))?", re.IGNORECASE)


def parse_when(text: str) -> When | None:
    """``2017-07-18``, ``2017-07``, ``2017-Q3``, ``2017-H1`` or ``2017`` → a `When`; None for an empty text.

    ``ValueError`` on anything else, and on a day that no calendar has.
    """
    if not text.strip():
        return None
    found = WHEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("a date looks like 2017-07-18, 2017-07, 2017-Q3, 2017-H1 or 2017")
    year, month, day, quarter, half = (int(part) if part else 0 for part in found.groups())
    if quarter:
        return When(date(year, 3 * quarter - 2, 1), "quarter")
    if half:
        return When(date(year, 6 * half - 5, 1), "half")
    return When(date(year, month or 1, day or 1), "day" if day else "month" if month else "year")


def when_text(when: When | None) -> str:
    """A `When` as `parse_when` reads it."""
    if when is None:
        return ""
    first = when.first
    return {
        "day": f"{first:%Y-%m-%d}",
        "month": f"{first:%Y-%m}",
        "quarter": f"{first.year}-Q{(first.month + 2) // 3}",
        "half": f"{first.year}-H{1 if first.month < 7 else 2}",
        "year": f"{first.year}",
    }[when.precision]


class WhenField(forms.CharField):
    """A date as precise as it is known."""

    def clean(self, value: Any) -> When | None:
        text = super().clean(value) or ""
        try:
            return parse_when(text)
        except ValueError as error:
            what = _("“%(text)s” is no date. Write it as 2017-07-18, 2017-07, 2017-Q3, 2017-H1 or 2017.")
            raise ValidationError(what, params={"text": text}) from error


class CompanyField(forms.CharField):
    """A company by its name, one of its spellings or its slug."""

    widget = forms.TextInput(attrs={"list": "companies", "autocomplete": "off", "data-companies": ""})

    def clean(self, value: Any) -> Company | None:
        text = " ".join((super().clean(value) or "").split())
        if not text:
            return None
        company = find_company(text)
        if company is None:
            raise ValidationError(
                _("No company is called “%(text)s”. Choose one from the list."), params={"text": text}
            )
        return company


def find_company(text: str) -> Company | None:
    """The standing company of this name, slug or spelling; None when there is none, or more than one."""
    text = clean(text)
    standing = Company.objects.filter(merged_into__isnull=True)
    if (found := standing.filter(slug=text.lower()).first()) is not None:
        return found
    for match in ({"name": text}, {"name__iexact": text}, {"names__text__iexact": text, "names__retired_at": None}):
        rows = list(standing.filter(**match).distinct()[:2])
        if len(rows) == 1:
            return rows[0]
    return None


class ClaimForm(forms.Form):
    """What a person may correct in a claim; an empty side stays the unknown organisation it is."""

    kind = forms.ChoiceField(choices=Kind.choices, label=_("Kind"))
    a = CompanyField(required=False, label=_("From, or first"))
    b = CompanyField(required=False, label=_("To, or second"))
    stage = forms.ChoiceField(choices=Stage.choices, label=_("Stage"))
    when = WhenField(required=False, label=_("Announced or begun"))
    ended = WhenField(required=False, label=_("Ended"))
    subject = forms.CharField(required=False, max_length=500, label=_("Subject"))
    scope = forms.CharField(required=False, max_length=300, label=_("Scope"))
    amount = forms.DecimalField(required=False, min_value=0, max_digits=18, decimal_places=2, label=_("Amount"))
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", required=False, label=_("Currency"),
        error_messages={"invalid": _("Three letters, such as USD.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("a") and data.get("a") == data.get("b"):
            self.add_error("b", _("A company has no deal with itself: choose two companies."))
        if data.get("amount") is not None and not data.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Name the amount's currency, such as USD."))
        return data

    def fields_of_claim(self) -> dict[str, Any]:
        """The cleaned values as the claim's columns; sides left empty or unchanged names are left out."""
        data = self.cleaned_data
        when, ended = data["when"], data["ended"]
        fields = {name: data[name] for name in ("kind", "stage", "subject", "scope", "amount")}
        fields["currency"] = data["currency"].upper() if data["amount"] is not None else ""
        fields |= {"on": when.first if when else None, "precision": when.precision if when else ""}
        fields |= {"ended_on": ended.first if ended else None, "ended_precision": ended.precision if ended else ""}
        return fields | {side: data[side] for side in ("a", "b") if data[side]}


class NewClaimForm(ClaimForm):
    """A claim added by marking a sentence: both sides are needed, and where the sentence stands."""

    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in ("a", "b"):
            self.fields[side].required = True


def claim_form(claim: Claim, data: Any = None) -> ClaimForm:
    """The form of a claim as it stands, or as it was sent."""
    initial = {name: getattr(claim, name) for name in ("kind", "stage", "subject", "scope", "amount", "currency")}
    initial |= {"a": claim.a.name if claim.a else "", "b": claim.b.name if claim.b else ""}
    initial |= {"when": when_text(claim.when), "ended": when_text(claim.ended)}
    return ClaimForm(data, initial=initial, auto_id=f"claim-{claim.pk}-%s")


class CompanyForm(forms.Form):
    """A new company."""

    name = forms.CharField(max_length=200, label=_("Name"))
    sector = forms.ChoiceField(choices=Company.Sector.choices, initial=Company.Sector.OTHER, label=_("Sector"))
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", required=False, label=_("Country"), error_messages={"invalid": _("Two letters, such as DE.")}
    )
    needs_context = forms.BooleanField(required=False, label=_("Also a word, a person or a place"))

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class AliasForm(forms.Form):
    company = CompanyField(label=_("Company"))
    needs_context = forms.BooleanField(required=False, label=_("Also a word, a person or a place"))


class NameForm(forms.Form):
    """A spelling of a company."""

    text = forms.CharField(max_length=200, label=_("Spelling"))
    kind = forms.ChoiceField(choices=CompanyName.Kind.choices, initial=CompanyName.Kind.ALIAS, label=_("Kind"))
    needs_context = forms.BooleanField(required=False, label=_("Needs context"))
    since = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("It ends before it begins."))
        return data


class DetailsForm(forms.Form):
    """A company's own fields."""

    name = forms.CharField(max_length=200, label=_("Name"))
    sector = forms.ChoiceField(choices=Company.Sector.choices, label=_("Sector"))
    country = CompanyForm.base_fields["country"]
    native_name = forms.CharField(required=False, max_length=200, label=_("Native name"))
    ticker = forms.CharField(required=False, max_length=40, label=_("Ticker"))
    website = forms.URLField(required=False, max_length=500, label=_("Website"), assume_scheme="https")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Note"))

    clean_country = CompanyForm.clean_country


class OwnerForm(forms.Form):
    owner = CompanyField(label=_("Owner"))
    since = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))


class MergeForm(forms.Form):
    """Two companies that are one."""

    gone = CompanyField(label=_("This company"))
    kept = CompanyField(label=_("is the same as this one, which stays"))
    why = forms.CharField(required=False, max_length=300, label=_("Why"))


class SplitForm(forms.Form):
    """Names that become a company of their own."""

    names = forms.ModelMultipleChoiceField(
        CompanyName.objects.none(), label=_("Names that go to the new company"), widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(max_length=200, label=_("Name of the new company"))
    sector = forms.ChoiceField(choices=Company.Sector.choices, label=_("Sector"))
    country = CompanyForm.base_fields["country"]
    why = forms.CharField(required=False, max_length=300, label=_("Why"))

    clean_country = CompanyForm.clean_country

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sector": company.sector, "country": company.country})
        super().__init__(*args, **kwargs)
        field = self.fields["names"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = company.names.filter(retired_at__isnull=True).order_by("text")


class AddForm(forms.Form):
    """An article by hand: an address, or its text."""

    url = forms.URLField(required=False, max_length=2000, label=_("Address"), assume_scheme="https")
    title = forms.CharField(required=False, max_length=500, label=_("Title"))
    published = forms.DateField(
        required=False, label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day as YYYY-MM-DD, for example 2017-07-19.")},
    )  # fmt: skip
    text = forms.CharField(
        required=False, max_length=500_000, widget=forms.Textarea(attrs={"rows": 14}), label=_("Text"),
        help_text=_("Left empty, the address is fetched. Paragraphs are parted by blank lines."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("url") and not data.get("text") and "url" not in self.errors:
            self.add_error("url", _("Give an address, or paste the article's text below."))
        return data
