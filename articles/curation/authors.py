"""Authors: their fields corrected. (Two rows of one person: `articles.curation.merging.merge_authors`.)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.curation.trail import Act, Outcome, RefusedError, check_version, plain_fields, version_of
from articles.curation.undo import assign
from articles.models import Author

FIELDS = ("name", "also_known_as", "bio", "url")
"""What a person may correct; a corrected field is held against later bylines."""


def author_version(author: Author) -> str:
    return version_of(author, FIELDS)


@transaction.atomic
def correct(author_id: int, actor: User, fields: Mapping[str, Any], version: str | None = None) -> Outcome:
    """Set `FIELDS`; what the machine read is kept beside them."""
    author = _take(author_id, version)
    differing = {name: value for name, value in fields.items() if name in FIELDS and getattr(author, name) != value}
    if not str(differing.get("name", "x")).strip():
        raise RefusedError(_("An author needs a name."), field="name")
    if not is_list_of_texts(differing.get("also_known_as", [])):
        said = _('Other names are a list of texts, for example ["A. Writer"], or [] for none.')
        raise RefusedError(said, field="also_known_as")
    act = Act(actor, "edit author", author)
    act.change(author, **differing, held={**plain_fields(author, differing), **author.held})
    return act.close()


def is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


@transaction.atomic
def restore(author_id: int, field: str, actor: User) -> Outcome:
    """Give one field back to the machine's reading."""
    author = _take(author_id, None)
    if field not in author.held:
        raise RefusedError(_("Nobody corrected %(field)s of %(author)s.") % {"field": field, "author": author})
    back = Author()
    assign(back, {field: author.held[field]})
    fields = {field: getattr(back, field)}
    act = Act(actor, "restore author", author, label=f"{author}: {field}")
    act.change(author, **fields, held={name: value for name, value in author.held.items() if name != field})
    return act.close()


def _take(author_id: int, version: str | None) -> Author:
    author = Author.objects.select_for_update(of=("self",)).filter(pk=author_id).first()
    if author is None:
        raise RefusedError(_("There is no such author."))
    if author.merged_into is not None:
        raise RefusedError(
            _("%(author)s was merged into %(survivor)s: edit that one.")
            % {"author": author, "survivor": author.survivor()}
        )
    check_version(author, FIELDS, version)
    return author
