"""Product families by the names of what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kept.records.archive.queries import products
from kept.web.common.reading.reader import Reader

SAID: Final = 2  # of the names in a family; the first ones tell what it is

Families = Mapping[str, str]


def family_names(reader: Reader) -> Families:
    """Return what each product family is called: by its models, in the reader's language."""
    found: dict[str, dict[str, None]] = {}
    for product in products():
        name = reader.name(product.names)
        if product.family and name:
            found.setdefault(product.family, {})[name] = None
    return {family: _joined(tuple(names)) for family, names in found.items()}


def named(keys: Iterable[str], families: Families) -> list[str]:
    """Return families by their names; one that no product is of by its key."""
    return [families.get(key, key) for key in keys]


def _joined(names: tuple[str, ...]) -> str:
    more = " …" if len(names) > SAID else ""
    return " / ".join(names[:SAID]) + more
