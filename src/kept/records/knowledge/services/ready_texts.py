"""Keeping ready words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.knowledge.filling import HOLES, unknown_holes
from kept.records.knowledge.models import ReadyText
from kept.records.knowledge.services.writing import ArticleEmpty, check_key
from kept.records.ledger.services import write
from kept.records.naming import LANGUAGES, clean_names
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class HoleUnknown(Refused):
    """Nothing would fill this hole."""

    sentence = _("Nothing fills {%(hole)s}. These holes can be filled: %(known)s.")


@dataclass(frozen=True, kw_only=True)
class ReadyTextDetails:
    """A name for choosing, and the words, by language."""

    names: Mapping[str, str]
    texts: Mapping[str, str]


@transaction.atomic
def keep_ready_text(*, key: str, details: ReadyTextDetails, by: Person, now: datetime) -> bool:
    """Make ready words, or put others in their place. Returns whether anything changed.

    Words that were retired are there again. Raises KeyUnclear, ArticleEmpty, HoleUnknown.
    """
    check_key(key, most=30)
    names = clean_names(details.names)
    texts = {c: details.texts[c].strip() for c in LANGUAGES if details.texts.get(c, "").strip()}
    if not names or set(names) != set(texts):
        raise ArticleEmpty
    if holes := unknown_holes(texts.values()):
        raise HoleUnknown(hole=holes[0], known=", ".join(f"{{{name}}}" for name in HOLES))
    one_at_a_time(f"ready text {key}")
    row = ReadyText.objects.filter(key=key).first() or ReadyText(key=key)
    if row.pk and (row.names, row.texts, row.retired_at) == (names, texts, None):
        return False
    row.names, row.texts, row.changed_at, row.changed_by = names, texts, now, by
    row.retired_at = row.retired_by = None
    row.save()
    data = {"key": key, "names": names, "texts": texts}
    write(stream=f"ready-text:{key}", verb="ready_text.kept", by=by, at=now, data=data)
    return True


@transaction.atomic
def retire_ready_text(*, key: str, by: Person, now: datetime) -> bool:
    """Offer ready words no more. Returns whether anything changed."""
    rows = ReadyText.objects.filter(key=key, retired_at=None)
    if not rows.update(retired_at=now, retired_by=by):
        return False
    write(stream=f"ready-text:{key}", verb="ready_text.retired", by=by, at=now)
    return True
