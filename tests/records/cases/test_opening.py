"""Logging a request."""

import pytest
from tests.desk import at, case, clock, flips

from kept.records.cases.models import Case, CaseFact
from kept.records.cases.services import KeyReused, NothingAsked, TooLongAgo
from kept.records.cases.vocabulary import InTheFuture, UnknownAttribute, UnknownValue


class TestOpenCase:
    def test_keeps_request_facts_and_promises(self, desk):
        opened = desk.log(answers={"down": True, "visit_demanded": True})

        assert case(opened).number == opened.number == f"K-{opened.case_id:06d}"
        assert case(opened).level == "1"
        assert clock(opened, "answer").due_at == at("11:00")
        assert clock(opened, "on_site").due_at == at("13:00")
        assert clock(opened, "repair").due_at == at("18:00")
        assert clock(opened, "report").state == "unset"
        assert case(opened).next_due_at == at("11:00")
        assert case(opened).next_clock == "answer"
        kinds = CaseFact.objects.filter(case_id=opened.case_id).values_list("kind", flat=True)
        assert list(kinds) == ["request.received", "customer.demanded_visit"]
