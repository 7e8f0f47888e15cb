"""Clauses of real papers about parts, on the running pages: S0's substitutes, S3a's four hours."""

import re
from datetime import timedelta

import pytest

from kept.records.cases.models import Clock
from kept.records.parts.models import PartRequest, Proposal, Reservation
from tests.desk import at, case, open_desk
from tests.records.parts.conftest import Spares
from tests.rules.assess.shelf import LIBRARY
from tests.web.store.conftest import Pages
from tests.web.store.test_case_parts import ask, reserve


@pytest.fixture
def s0(db, now):
    return Spares(open_desk((LIBRARY / "S0.policy.yaml").read_text()))


@pytest.fixture
def s3a(db, now):
    return Spares(open_desk((LIBRARY / "S3a.policy.yaml").read_text()))


def address(spares):
    return f"/cases/{case(spares.opened).number}/parts/"


def fit_page(spares, engineer, *, gone):
    """Return the address at which a substitute is fitted that nobody has approved."""
    if gone:
        spares.discontinue()
    spares.receive(spares.other, serial="C1")
    ask(engineer, address(spares), spares.board)
    spares.substitute(PartRequest.objects.get())
    reserve(engineer, address(spares))
    return f"{address(spares)}held/{Reservation.objects.get().pk}/fit/"


def test_S0_2_11a_b_while_the_original_is_made_no_other_part_is_fitted(s0):
    engineer = Pages(s0.desk.engineer)
    path = fit_page(s0, engineer, gone=False)
    approve(s0, engineer)

    refused = engineer.press(path, serial="C1", out="none")
    assert refused.status_code == 422
    assert "equal technical data" in refused.content.decode()


def test_S0_2_11c_a_substitute_waits_for_the_customers_approval(s0):
    engineer = Pages(s0.desk.engineer)
    path = fit_page(s0, engineer, gone=True)
    assert "S0-2.11c" in engineer.get(path)
    assert engineer.press(path, serial="C1", out="none").status_code == 422
    assert "S0-2.11c" in engineer.get(f"/cases/{case(s0.opened).number}/")

    approve(s0, engineer)
    assert engineer.press(path, serial="C1", out="none").status_code == 302


def approve(spares, engineer):
    path = f"{address(spares)}answer/{Proposal.objects.get().pk}/"
    engineer.press(path, answer="yes", name="Mei Lin", how="by telephone")


def test_S3a_2_3b_c_a_spare_that_is_due_is_on_site_within_four_hours(s3a):
    hotline = Pages(s3a.desk.hotline)
    path = f"{address(s3a)}ask/?part={s3a.board.pk}"
    asked = re.findall(r'name="a_(\w+)"', hotline.get(path))
    assert set(asked) >= {"service_down", "spare_wanted_by_customer"}
    hotline.press(path, quantity="1", a_spare_wanted_by_customer="yes")

    clock = Clock.objects.get(case_id=s3a.case_id, rule="spare")
    assert (clock.state, clock.certain) == ("running", True)
    assert clock.due_at - at("10:30") == timedelta(hours=4)
    assert "due in 4 h" in hotline.get(address(s3a))
