"""What a database says of the demo company, without the keys of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet

from kept.records.archive.models import Contact, Customer, Equipment, Milestone, Site, System
from kept.records.cases.models import Case, CaseFact, Clock, Flip
from kept.records.contracts.models import Contract, ContractLine, ContractOverride
from kept.records.people.models import Competence, Membership, Office, Person
from kept.records.policies.models import CompanyPolicy, PolicyVersion

Row = dict[str, Any]
# Chance of their own, or keys in disguise.
LEFT_OUT = {"id", "password", "last_login", "number", "change", "queue_at", "key_hash"}
ARCHIVE: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Person, ()),
    (Office, ("opened_by__username",)),
    (Membership, ("person__username", "office__code")),
    (Competence, ("person__username", "skill__code")),
    (PolicyVersion, ("policy__code", "published_by__username")),
    (CompanyPolicy, ("version__policy__code",)),
    (Customer, ("registered_by__username",)),
    (Site, ("customer__key", "office__code")),
    (System, ("site__key",)),
    (Contact, ("customer__key", "person__username")),
    (Equipment, ("product__code", "customer__key", "site__key", "system__key")),
    (Milestone, ("equipment__key",)),
    (Contract, ("customer__key", "version__policy__code")),
    (ContractLine, ("contract__number", "equipment__key", "system__key", "site__key")),
    (ContractOverride, ("contract__number",)),
)
ABOUT_CASE = (
    *("customer__key", "site__key", "equipment__key", "contact__key", "contract__number"),
    *("office__code", "version__policy__code", "logged_by__username", "responsible__username"),
)


def archive() -> dict[str, list[str]]:
    """Return all rows of people, archive, policies and contracts, sorted."""
    return {
        model.__name__: sorted(repr(row) for row in _rows(model._default_manager.all(), *more))
        for model, more in ARCHIVE
    }


def cases() -> dict[str, Row]:
    """Return every case with all that belongs to it, by the key under which it was logged."""
    return {str(row["key"]): row for row in _cases()}


def _cases() -> Iterator[Row]:
    for case in Case.objects.order_by("pk"):
        [row] = _rows(Case.objects.filter(pk=case.pk), *ABOUT_CASE)
        for model, order in ((CaseFact, "seq"), (Clock, "key"), (Flip, "pk")):
            belonging = model._default_manager.filter(case_id=case.pk).order_by(order)
            row[model.__name__] = [_without_keys(one, model) for one in _rows(belonging)]
        yield row


def _without_keys(row: Row, model: type[Model]) -> Row:
    """Return a row without the key of a fact, which may hold the keys of other rows."""
    return {name: value for name, value in row.items() if model is not CaseFact or name != "key"}


def _rows(rows: QuerySet[Any], *more: str) -> Iterator[Row]:
    relations = {field.attname for field in rows.model._meta.concrete_fields if field.is_relation}
    own = {field.attname for field in rows.model._meta.concrete_fields} - relations - LEFT_OUT
    kept = {"number"} & {field.attname for field in rows.model._meta.concrete_fields}
    wanted = own | (kept if rows.model is Contract else set())
    yield from rows.values(*sorted(wanted), *more)


def digest(content: object) -> str:
    """Return a hash of content."""
    return hashlib.sha256(repr(content).encode()).hexdigest()
