"""Keeping checklists: writing a version, publishing it, offering it no more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services.facts import OWN_SERVICE
from kept.records.checklists.items import Item, ItemKind, to_json
from kept.records.checklists.models import Checklist, ChecklistPublication, ChecklistVersion
from kept.records.checklists.models.checklist import KEY
from kept.records.ledger.services import write
from kept.records.naming import clean_names
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

SAID: Final = ("names", "case_types", "families", "ways", "completes", "items")
LONGEST_KEY, MOST_ITEMS = 40, 60
FACT_KIND: Final = re.compile(r"[a-z_]+(\.[a-z_]+)+")


class ChecklistNotFound(Refused):
    """There is no such checklist, or nothing of it is offered."""

    sentence = _("There is no such checklist.")


class ChecklistUnclear(Refused):
    """A key, a name or an item is missing or does not make sense."""

    sentence = _("Item %(item)s is not clear yet: %(what)s")


class ChecklistEmpty(Refused):
    """A checklist without a name or without items asks nothing."""

    sentence = _("Please give the checklist a plain key, a name and at least one item.")


class ChecklistChanged(Refused):
    """Somebody saved or published a version meanwhile."""

    sentence = _(
        "Somebody else saved this checklist meanwhile. Please look at their version first."
    )


@dataclass(frozen=True, kw_only=True)
class ChecklistDetails:
    """What a checklist asks, and for which cases. Nothing named: for all of them.

    `completes` is the kind of fact that is recorded once every required item is answered, where
    the case's policy knows it.
    """

    names: Mapping[str, str]
    items: Sequence[Item]
    case_types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    completes: str = ""


@transaction.atomic
def write_checklist(
    *, key: str, details: ChecklistDetails, after: int, by: Person, now: datetime
) -> int:
    """Save a checklist as a new version, which no case gets before it is published.

    `after` is the version that was looked at, 0 for a new checklist. Returns the version's number;
    what is saved already gives no new one. Raises ChecklistEmpty, ChecklistUnclear,
    ChecklistChanged.
    """
    if not re.fullmatch(KEY, key) or len(key) > LONGEST_KEY:
        raise ChecklistEmpty
    said = _said(details)
    one_at_a_time(f"checklist {key}")
    row, _made = Checklist.objects.get_or_create(
        key=key, defaults={"begun_at": now, "begun_by": by}
    )
    last = row.versions.order_by("-number").first()
    if last is not None and {name: getattr(last, name) for name in SAID} == said:
        return last.number
    if after != (last.number if last else 0):
        raise ChecklistChanged
    version = ChecklistVersion(checklist=row, number=after + 1, written_at=now, written_by=by)
    for name, value in said.items():
        setattr(version, name, value)
    version.save(force_insert=True)
    _tell(key, "checklist.written", by, now, {"version": version.number, **said})
    return version.number


@transaction.atomic
def publish_checklist(*, key: str, number: int, by: Person, now: datetime) -> bool:
    """Let new cases get a version. Returns whether anything changed; safe to repeat.

    A checklist that was retired is offered again. Raises ChecklistNotFound, ChecklistChanged.
    """
    row = Checklist.objects.select_for_update().filter(key=key).first()
    version = row.versions.filter(number=number).first() if row else None
    if row is None or version is None:
        raise ChecklistNotFound
    if row.versions.filter(number__gt=number).exists():
        raise ChecklistChanged
    _publication, made = ChecklistPublication.objects.get_or_create(
        version=version, defaults={"published_at": now, "published_by": by}
    )
    if not made and row.retired_at is None:
        return False
    Checklist.objects.filter(pk=row.pk).update(retired_at=None, retired_by=None)
    _tell(key, "checklist.published", by, now, {"version": number})
    return True


@transaction.atomic
def retire_checklist(*, key: str, by: Person, now: datetime) -> bool:
    """Offer a checklist no more; where it runs it stays. Returns whether anything changed."""
    rows = Checklist.objects.filter(key=key, retired_at=None)
    if not rows.update(retired_at=now, retired_by=by):
        return False
    _tell(key, "checklist.retired", by, now, {})
    return True


def _tell(key: str, verb: str, by: Person, now: datetime, data: Mapping[str, object]) -> None:
    write(stream=f"checklist:{key}", verb=verb, by=by, at=now, data=data)


def _said(details: ChecklistDetails) -> dict[str, object]:
    names = clean_names(details.names)
    if not names or not details.items or len(details.items) > MOST_ITEMS:
        raise ChecklistEmpty
    completes = details.completes.strip()
    if completes and (not FACT_KIND.fullmatch(completes) or completes in OWN_SERVICE):
        raise ChecklistUnclear(item="–", what=_("no checklist can record this fact"))
    tidy = [_tidy(item, place) for place, item in enumerate(details.items, start=1)]
    return {
        "names": names,
        "case_types": _each(details.case_types),
        "families": _each(details.families),
        "ways": _each(details.ways),
        "completes": completes,
        "items": [to_json(item) for item in tidy],
    }


def _tidy(item: Item, place: int) -> Item:
    """Return an item with only what its kind asks for. Raises ChecklistUnclear."""
    texts = clean_names(item.texts)
    if not texts:
        raise ChecklistUnclear(item=place, what=_("it has no text"))
    plain = replace(item, texts=texts, unit="", low=None, high=None, choices=())
    if item.kind == ItemKind.VALUE:
        if item.low is not None and item.high is not None and item.low > item.high:
            raise ChecklistUnclear(item=place, what=_("the lowest value is above the highest"))
        unit = " ".join(item.unit.split())
        return replace(plain, unit=unit, low=item.low, high=item.high)
    if item.kind == ItemKind.CHOICE:
        choices = tuple(clean_names(one) for one in item.choices)
        if len(choices) < 2 or not all(choices):
            raise ChecklistUnclear(item=place, what=_("a choice needs two answers at least"))
        return replace(plain, choices=choices)
    return plain


def _each(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tidy for word in words if (tidy := " ".join(word.split()))))
