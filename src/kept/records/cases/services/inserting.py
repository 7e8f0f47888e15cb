"""A whole new case in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import connection

from kept.records.cases.models import Case, CaseFact, CaseWords, Clock
from kept.records.cases.services.rows import as_json, columns, recordset

OF_CASE = ("case_id", "customer_id")


def insert_case(
    case: Case, words: CaseWords, facts: Sequence[CaseFact], clocks: Sequence[Clock]
) -> bool:
    """Write a case, what it is found by, its facts and clocks; set its key and number.

    Returns False, and writes nothing, if the person used the case's key before. Who uses it at
    the same time waits here until the other is done.
    """
    told = [as_json([case]), as_json([words]), as_json(facts), as_json(clocks)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), told)
        row = cursor.fetchone()
    if row is None:
        return False
    case.pk, case.number = row
    for fact in facts:
        fact.case_id = case.pk
    return True


@cache
def _statement() -> str:
    # The foreign keys are checked at the end of the transaction, when all of it is there.
    # Only names of our own columns are put into the text.
    return f"""
        WITH kase AS (
            INSERT INTO cases_case ({columns(Case)})
            SELECT {columns(Case)} FROM {recordset(Case)}
            ON CONFLICT (logged_by_id, key) DO NOTHING
            RETURNING id, customer_id, number
        ), words AS (
            INSERT INTO cases_casewords (case_id, {columns(CaseWords, OF_CASE)})
            SELECT kase.id, {columns(CaseWords, OF_CASE)}
            FROM kase, {recordset(CaseWords, OF_CASE)}
        ), facts AS (
            INSERT INTO cases_casefact (case_id, customer_id, {columns(CaseFact, OF_CASE)})
            SELECT kase.id, kase.customer_id, {columns(CaseFact, OF_CASE)}
            FROM kase, {recordset(CaseFact, OF_CASE)}
        ), clocks AS (
            INSERT INTO cases_clock (case_id, customer_id, {columns(Clock, OF_CASE)})
            SELECT kase.id, kase.customer_id, {columns(Clock, OF_CASE)}
            FROM kase, {recordset(Clock, OF_CASE)}
        )
        SELECT id, number FROM kase
    """  # noqa: S608
