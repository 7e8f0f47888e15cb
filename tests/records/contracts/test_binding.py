"""Which contract and policy version hold for a piece of equipment at a moment."""

from dataclasses import replace
from datetime import date

import pytest

from kept.records.archive.models import Equipment
from kept.records.archive.services import EquipmentDetails, Place, move_equipment
from kept.records.archive.services import register_equipment as register
from kept.records.contracts.models import Contract, ContractKind
from kept.records.contracts.queries import NoPolicy, equipment_binding, equipment_bindings
from kept.records.contracts.services import ContractDetails, Covered, cover, sign_contract
from kept.records.policies.services import choose_company_policy, publish_version
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")
YEAR_END = moment("2026-12-31 23:59")
NEW_YEAR = moment("2027-01-01 00:01")


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
        )
        contract = sign_contract(details=replace(details, **given), by=zhao_min, at=NOON)
        cover(contract_id=contract.pk, what=what, by=zhao_min, at=NOON)
        return contract

    return sign


@pytest.fixture
def company_version(version, zhou_ting):
    """What holds without a contract."""
    own = publish_version(
        code="P1", text="default", effective_on=date(2026, 1, 1), by=zhou_ting, at=NOON
    )
    choose_company_policy(version_id=own.pk, starts_on=date(2020, 1, 1), by=zhou_ting, at=NOON)
    return own


class TestMostSpecificWins:
    def test_piece_before_system_before_site_before_customer(self, sign, piece):
        wider = [
            ("C", Covered(), "customer"),
            ("T", Covered(site_id=piece.site_id), "site"),
            ("S", Covered(system_id=piece.system_id), "system"),
            ("E", Covered(equipment_id=piece.pk), "equipment"),
        ]
        before: list[str] = []
        for number, what, covered_by in wider:
            sign(number, what)
            binding = equipment_binding(piece.pk, at=NOON)

            assert (binding.contract.number, binding.covered_by) == (number, covered_by)
            assert [other.number for other in binding.others] == before
            before.insert(0, number)

    def test_among_equals_the_contract_signed_last(self, sign, piece):
        sign("S1", Covered(site_id=piece.site_id), signed_on=date(2025, 12, 1))
        sign("S2", Covered(site_id=piece.site_id), kind=ContractKind.SUPPLY)

        assert equipment_binding(piece.pk, at=NOON).contract.number == "S2"

    def test_hands_out_version_tier_and_terms(self, sign, piece, version):
        sign("S1", Covered(), tier="A", terms={"warranty_months": 36})
        binding = equipment_binding(piece.pk, at=NOON)

        assert (binding.version.pk, binding.version.policy_code) == (version.pk, "P1")
        assert (binding.contract.tier, binding.contract.terms) == ("A", {"warranty_months": 36})
        assert not binding.by_default


class TestWithoutContract:
    def test_the_companys_own_choice_holds_visibly(self, piece, company_version):
        binding = equipment_binding(piece.pk, at=NOON)

        assert (binding.version.pk, binding.covered_by) == (company_version.pk, "default")
        assert binding.by_default

    def test_nothing_holds_if_none_was_chosen(self, piece):
        with pytest.raises(NoPolicy, match="on 2026-03-02"):
            equipment_binding(piece.pk, at=NOON)

    def test_a_contract_for_something_else_does_not_count(
        self, sign, piece, transmitter, huaxing, wang_fang, company_version
    ):
        details = EquipmentDetails(
            product_id=transmitter.pk, serial_number="2", place=Place(customer_id=huaxing.pk)
        )
        other = register(details=details, by=wang_fang, at=NOON)
        sign("E", Covered(equipment_id=other.pk))
        sign("T", Covered(site_id=piece.site_id))

        found = equipment_bindings([piece.pk, other.pk], at=NOON)
        assert found[piece.pk].contract.number == "T"
        assert found[other.pk].contract.number == "E"

    def test_equipment_that_is_not_there_is_said_so(self, db):
        with pytest.raises(Equipment.DoesNotExist):
            equipment_binding(1, at=NOON)
        assert equipment_bindings([], at=NOON) == {}


class TestDays:
    def test_a_contract_holds_to_the_end_of_its_last_day_at_the_site(
        self, sign, piece, company_version
    ):
        sign("S1", Covered())

        assert not equipment_binding(piece.pk, at=YEAR_END).by_default
        assert equipment_binding(piece.pk, at=NEW_YEAR).by_default

    def test_a_contract_of_the_customer_before_does_not_follow_a_piece(
        self, sign, piece, harbour, wang_fang, company_version
    ):
        sign("E", Covered(equipment_id=piece.pk))
        to = Place(customer_id=harbour.customer_id, site_id=harbour.pk)
        move_equipment(equipment_id=piece.pk, to=to, by=wang_fang, at=NOON)

        assert equipment_binding(piece.pk, at=NOON).by_default


def test_many_pieces_take_few_queries(
    sign, piece, transmitter, huaxing, wang_fang, django_assert_max_num_queries
):
    sign("C", Covered())
    place = Place(customer_id=huaxing.pk)
    for number in range(5):
        details = EquipmentDetails(
            product_id=transmitter.pk, serial_number=f"N{number}", place=place
        )
        register(details=details, by=wang_fang, at=NOON)

    pieces = list(Equipment.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(5):
        equipment_bindings(pieces, at=NOON)
