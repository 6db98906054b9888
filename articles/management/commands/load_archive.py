"""``manage.py load_archive``: our briefs of 159 reported deals, read through the pipeline like any article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.arrivals import source_of
from articles.extract.page import canonical_url
from articles.indexing import index_all
from articles.layout import place_companies
from articles.models import Article, Page
from articles.models.page import url_key
from articles.pipeline import ingest

BRIEFS = Path(__file__).resolve().parents[2] / "catalogue" / "briefs.jsonl"


class Command(BaseCommand):
    help = "Read the starter archive, so that the first look is not an empty page. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        briefs = [json.loads(line) for line in BRIEFS.read_text(encoding="utf-8").splitlines()]
        known = set(Page.objects.filter(origin=Page.Origin.BRIEF).values_list("key", flat=True))
        # A brief whose report has come in by feed meanwhile stays replaced by it.
        known |= set(Article.objects.values_list("page__key", flat=True))
        todo = [brief for brief in briefs if url_key(canonical_url(brief["url"])) not in known]
        if not todo:
            return
        for brief in tqdm(todo, desc="Reading the starter archive", unit="brief", disable=None):
            self._read(brief)
        index_all()
        place_companies()

    def _read(self, brief: dict[str, Any]) -> None:
        source_of(brief["url"], brief["publisher"])
        hints = {"title": brief["title"], "published": brief["published"] or "", "publisher": brief["publisher"]}
        hints["authors"] = brief["author"] or ""
        body = brief["text"].encode("utf-8")
        _, page = ingest(body, url=brief["url"], content_type="text/plain", origin=Page.Origin.BRIEF, hints=hints)
        if page.state != Page.State.READ:
            self.stderr.write(f"{brief['url']}: {page.reason}")
