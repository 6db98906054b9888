"""A company, the names it goes by, and who owned it when."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db import models
from django.db.models.functions import Lower
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _


class CompanyQuerySet(models.QuerySet["Company"]):
    def for_lists(self) -> CompanyQuerySet:
        """With what names, marks and addresses take: a page shows hundreds of companies and reads none of their notes.

        The rest of a row is read when it is asked for, one query each: for lists alone.
        """
        return self.only("name", "slug", "sector", "country", "native_name")

    def by_id(self, ids: Iterable[int]) -> dict[int, Company]:
        """These companies by id, those left out that are not there. One query, none for no ids."""
        return {row.id: row for row in self.filter(pk__among=ids)}


@lru_cache(maxsize=4_096)
def _address(slug: str, mounted_at: str) -> str:
    """A page links to the same companies again and again; ``mounted_at`` is where the site is, which may change."""
    del mounted_at
    return reverse("company", args=[slug])


class Company(models.Model):
    class Sector(models.TextChoices):
        AUTOMAKER = "automaker", _("carmaker")
        AV_DEVELOPER = "av_developer", _("self-driving developer")
        SUPPLIER = "supplier", _("supplier")
        SENSORS = "sensors", _("lidar and sensors")
        CHIPS = "chips", _("chips")
        MAPPING = "mapping", _("maps")
        SOFTWARE = "software", _("software")
        CLOUD = "cloud", _("cloud and internet")
        TELECOM = "telecom", _("telecom")
        MOBILITY = "mobility", _("ride hailing and mobility")
        LOGISTICS = "logistics", _("logistics")
        RETAIL = "retail", _("retail")
        INVESTOR = "investor", _("investor")
        INSURER = "insurer", _("insurer")
        ALLIANCE = "alliance", _("alliance")
        PUBLIC = "public", _("public body or university")
        OTHER = "other", _("other")

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.OTHER)
    country = models.CharField(max_length=2, blank=True)
    native_name = models.CharField(max_length=200, blank=True)
    ticker = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    held = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = _("companies")
        indexes = [
            models.Index(fields=["changed_at"], name="company_changed"),
            models.Index(fields=["sector", "name"], name="company_sector"),
            models.Index(Lower("name"), "id", name="company_folded"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return _address(self.slug, get_script_prefix())

    def survivor(self) -> Company:
        """The company this one was merged into, at the end of the chain; itself when it stands."""
        row, seen = self, {self.pk}
        while row.merged_into is not None and row.merged_into_id not in seen:
            row = row.merged_into
            seen.add(row.pk)
        return row


class CompanyName(models.Model):
    """A spelling that stands for a company: its name, an alias, a brand, a native script or a ticker."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        ALIAS = "alias", _("alias")
        BRAND = "brand", _("brand or product")
        NATIVE = "native", _("native script")
        TICKER = "ticker", _("ticker")

    company = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ALIAS)
    needs_context = models.BooleanField(
        default=False, help_text=_("Also a word, a person or a place: counts only where the article supports it.")
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=40, default="catalogue", help_text=_("catalogue, person or merge:<id>"))
    retired_at = models.DateTimeField(null=True, blank=True)
    held = models.BooleanField(default=False, editable=False, help_text=_("A person edited it: the catalogue may not."))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("text",)
        constraints = [models.UniqueConstraint(fields=["company", "text"], name="name_once_a_company")]
        indexes = [
            models.Index(fields=["text"], name="name_text"),
            models.Index(fields=["changed_at"], name="name_changed"),
        ]

    def __str__(self) -> str:
        return self.text


class Ownership(models.Model):
    """``owner`` owned ``company`` from ``since`` (empty: always) to ``until`` (empty: still)."""

    company = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="owners")
    owner = models.ForeignKey("Company", on_delete=models.CASCADE, related_name="daughters")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=40, default="catalogue")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="ownership_changed")]
        constraints = [
            models.UniqueConstraint(fields=["company", "owner", "since"], name="ownership_once"),
            models.UniqueConstraint(
                fields=["company", "owner"], condition=models.Q(since=None), name="ownership_once_undated"
            ),
            models.CheckConstraint(condition=~models.Q(company=models.F("owner")), name="nobody_owns_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} owns {self.company}"


class IgnoredName(models.Model):
    """A spelling of an unknown organisation that a person decided to ignore for ever."""

    key = models.CharField(max_length=200, unique=True)
    text = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="ignored_changed")]

    def __str__(self) -> str:
        return self.text
