"""Cases by their number or the words they hold: as fast among a million as among a thousand."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from kept.records.archive.search.asking import Reading, question
from kept.records.cases.models import CaseState, CaseWords
from kept.records.cases.models.case import CaseQuerySet

NUMBER = re.compile(r"[Kk]-[0-9]{1,18}")
ORDERED_BY = {CaseState.OPEN: "queue_at", CaseState.CLOSED: "closed_at"}  # the last closed first
NEAR, FAR = 500, 5_000  # so many of the first cases are read before the index is asked


def first_found(rows: CaseQuerySet, text: str, *, state: CaseState, limit: int) -> list[int]:
    """Return the keys of the first cases that a text finds, of ordered rows in one state.

    Words that many cases hold are soon met on the way down, where the index would first name all
    of them. Words that are not met are held by few, and few is what the index names then.
    """
    ids = rows.values_list("pk", flat=True)
    if NUMBER.fullmatch(text.strip()):
        return list(ids.filter(number=text.strip().upper()))
    fits = [reading for reading in question(text).readings if reading.tokens]
    if not fits:
        return []
    for reach in (NEAR, FAR):
        edge = _edge(rows, state, reach)
        met = list(ids.filter(edge, _read_each(fits))[:limit])
        if len(met) == limit or not edge:
            return met
        if not met:
            break
    named = CaseWords.objects.filter(_condition(fits), state=state)
    return list(ids.filter(pk__in=named.values("pk"))[:limit])


def _edge(rows: CaseQuerySet, state: CaseState, reach: int) -> Q:
    """Return what holds of the first so many rows; empty if there are no more than that."""
    key = ORDERED_BY[state]
    last = list(rows.values_list(key, flat=True)[reach : reach + 1])
    beyond = "gte" if state == CaseState.CLOSED else "lte"
    return Q(**{f"{key}__{beyond}": last[0]}) if last else Q()


def _read_each(fits: list[Reading]) -> Subquery:
    """Return the same condition in a form that is looked up case by case."""
    words = CaseWords.objects.filter(pk=OuterRef("pk"))
    holds = ExpressionWrapper(_condition(fits), output_field=BooleanField())
    return Subquery(words.values_list(holds))


def _condition(fits: list[Reading]) -> Q:
    """Return what must hold of a case's words: all of one reading."""
    return reduce(or_, (_holds(reading) for reading in fits))


def _holds(reading: Reading) -> Q:
    texts = (Q(folded__contains=token) for token in reading.tokens)
    return reduce(and_, texts, Q(grams__contains=list(reading.grams)))
