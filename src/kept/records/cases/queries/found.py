"""Cases by their number or the words they hold: as fast among a million as among a thousand."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery

from kept.records.archive.search.asking import Reading, question
from kept.records.cases.models import CaseWords
from kept.records.cases.models.case import CaseQuerySet

NUMBER = re.compile(r"[Kk]-[0-9]{1,18}")
NEAR = 500  # so many of the first cases are read before the index is asked


def first_found(rows: CaseQuerySet, key: str, text: str, limit: int) -> list[int]:
    """Return the keys of the first cases that a text finds, of rows in the order of `key`.

    Words that many cases hold are soon met on the way down, where the index would first name all
    of them. Words that are not met are held by few, and few is what the index names then.
    """
    ids = rows.values_list("pk", flat=True)
    if NUMBER.fullmatch(text.strip()):
        return list(ids.filter(number=text.strip().upper()))
    fits = [reading for reading in question(text).readings if reading.tokens]
    if not fits:
        return []
    edge = list(rows.values_list(key, flat=True)[NEAR : NEAR + 1])
    side = "gte" if key == "closed_at" else "lte"
    near = ids.filter(**{f"{key}__{side}": edge[0]}) if edge else ids
    met = list(near.filter(_read_each(fits))[:limit])
    if not edge or len(met) == limit:
        return met
    return list(ids.filter(_condition(fits, "words__"), words__state=F("state"))[:limit])


def _read_each(fits: list[Reading]) -> Subquery:
    """Return the same condition in a form that is looked up case by case."""
    words = CaseWords.objects.filter(pk=OuterRef("pk"))
    holds = ExpressionWrapper(_condition(fits), output_field=BooleanField())
    return Subquery(words.values_list(holds))


def _condition(fits: list[Reading], words: str = "") -> Q:
    """Return what must hold of a case's words: all of one reading."""
    return reduce(or_, (_holds(reading, words) for reading in fits))


def _holds(reading: Reading, words: str) -> Q:
    texts = (Q(**{f"{words}folded__contains": token}) for token in reading.tokens)
    return reduce(and_, texts, Q(**{f"{words}grams__contains": list(reading.grams)}))
