"""The one statement that logging a request asks, beside the query that screens ask."""

from dataclasses import replace
from datetime import date

import pytest

from kept.records.contracts.holding import Asked, holding
from kept.records.contracts.models import Contract, ContractKind
from kept.records.contracts.queries import NoPolicy, equipment_binding
from kept.records.contracts.services import (
    ContractDetails,
    Covered,
    OverrideDetails,
    change_override,
    cover,
    sign_contract,
)
from kept.records.policies.services import choose_company_policy
from tests.records.times import moment

MOMENTS = [
    moment("2025-12-31 23:59"),
    moment("2026-01-01 00:01"),
    moment("2026-03-02 12:00"),
    moment("2026-12-31 23:59"),
    moment("2027-01-01 00:01"),
]


@pytest.fixture
def sign(huaxing, version, zhao_min):
    """Sign a contract for a year and let it cover something."""

    def sign(number: str, what: Covered, **given: object) -> Contract:
        details = ContractDetails(
            customer_id=huaxing.pk,
            number=number,
            kind=ContractKind.SERVICE,
            signed_on=date(2025, 12, 20),
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            version_id=version.pk,
            terms={"warranty": "36 months"},
        )
        at = moment("2025-12-20 12:00")
        contract = sign_contract(details=replace(details, **given), by=zhao_min, at=at)
        cover(contract_id=contract.pk, what=what, by=zhao_min, at=at)
        return contract

    return sign


@pytest.fixture
def chosen(version, zhou_ting):
    """The company's own choice."""
    at = moment("2025-01-01 12:00")
    choose_company_policy(version_id=version.pk, starts_on=date(2020, 1, 1), by=zhou_ting, at=at)


def asked(piece) -> Asked:
    return Asked(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        system_id=piece.system_id,
        site_id=piece.site_id,
        zone=piece.site.time_zone,
    )


def the_same(piece):
    """Say whether both give the same contract, version and overrides at every moment."""
    for at in MOMENTS:
        long, short = equipment_binding(piece.pk, at=at), holding(asked(piece), at=at)
        assert short.version_id == long.version.pk
        assert (short.contract and short.contract.pk) == (long.contract and long.contract.pk)
        if short.contract and long.contract:
            assert short.contract.terms == long.contract.terms
            assert [o["value"] for o in short.contract.overrides] == [
                o.value for o in long.contract.overrides
            ]
    return True


def test_both_find_the_same_contract_however_wide_it_is(sign, piece, chosen):
    for number, what, kind in (
        ("C", Covered(), ContractKind.SERVICE),
        ("T", Covered(site_id=piece.site_id), ContractKind.SERVICE),
        ("S", Covered(system_id=piece.system_id), ContractKind.SERVICE),
        ("E", Covered(equipment_id=piece.pk), ContractKind.SERVICE),
        ("B", Covered(equipment_id=piece.pk), ContractKind.SUPPLY),
    ):
        sign(number, what, kind=kind)
        assert the_same(piece)


def test_both_find_the_same_overrides(sign, piece, chosen, zhao_min):
    contract = sign("E", Covered(equipment_id=piece.pk))
    for starts_on, value in ((date(2026, 1, 1), "2 h"), (date(2026, 6, 1), "1 h")):
        details = OverrideDetails(
            rule="answer",
            field="limit",
            value=value,
            source="§4",
            reason="agreed",
            starts_on=starts_on,
        )
        at = moment("2025-12-21 12:00")
        change_override(contract_id=contract.pk, details=details, by=zhao_min, at=at)
        assert the_same(piece)


def test_without_equipment_the_lines_of_site_and_customer_count(sign, piece, chosen):
    sign("E", Covered(equipment_id=piece.pk))
    wanted = replace(asked(piece), equipment_id=None, system_id=None)
    assert holding(wanted, at=MOMENTS[2]).contract is None
    site = sign("T", Covered(site_id=piece.site_id))

    assert holding(wanted, at=MOMENTS[2]).contract.pk == site.pk


def test_nothing_holds_if_nothing_was_chosen(piece):
    with pytest.raises(NoPolicy):
        holding(asked(piece), at=MOMENTS[2])
