"""Equipment: serial numbers, places, days."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kept.records.archive import queries
from kept.records.archive.models import Equipment, Milestone, MilestoneKind, ProductModel
from kept.records.archive.services import (
    AlreadyReplaced,
    EquipmentDetails,
    EvidenceMissing,
    NotTheirSite,
    ParticularsUnclear,
    Place,
    ProductDetails,
    SerialTaken,
    move_equipment,
    record_acceptance,
    record_milestone,
    register_equipment,
    register_product,
    retire_equipment,
)
from kept.records.ledger import queries as ledger
from tests.records.constraining import constraints_now
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
KEY = UUID("6f9f1a52-0b6e-4f7e-9a53-6f2f9f0c4a12")


@pytest.fixture
def details(transmitter, plant) -> EquipmentDetails:
    where = Place(customer_id=plant.customer_id, site_id=plant.pk)
    return EquipmentDetails(product_id=transmitter.pk, serial_number=" HY24-000318 ", place=where)


class TestRegisterProduct:
    def test_brand_and_code_tell_which(self, transmitter, wang_fang):
        details = ProductDetails(
            brand="HENGYI", code="hy-3051", names={"en": "Transmitter"}, design_life_months=180
        )
        for _ in range(2):
            again = register_product(details=details, by=wang_fang, at=NOON)

        assert again.pk == transmitter.pk
        assert str(again) == "Hengyi HY-3051"
        verbs = [entry.verb for entry in ledger.entries(f"product:{again.pk}")]
        assert verbs == ["product.registered", "product.changed"]

    def test_the_database_knows_no_two(self, transmitter, wang_fang):
        twin = ProductModel(
            brand="hengyi",
            code="HY-3051",
            names={"en": "x"},
            registered_at=NOON,
            registered_by=wang_fang,
        )
        with pytest.raises(IntegrityError, match="product_code_once_per_brand"):
            twin.save()


class TestRegisterEquipment:
    def test_hands_out_all_that_the_rules_ask_for(self, piece, plant, boiler):
        card = queries.equipment(piece.pk)

        assert (card.serial_number, card.label) == ("HY24-000317", "PT-101")
        assert (card.product.brand, card.product.design_life_months) == ("Hengyi", 120)
        assert card.site.codes == ("CN", "CN-440000", "CN-441900")
        assert card.system.name("en") == "Boiler 1"
        assert card.customer_short_name == "华兴电力"
        assert (card.recognised, card.supplied_by_us) == (True, True)
        assert (card.milestones, card.retired_on) == ((), None)

    def test_the_same_again_gives_the_same_piece(self, details, wang_fang):
        first = register_equipment(details=details, by=wang_fang, at=NOON, key=KEY)
        same_key = register_equipment(details=details, by=wang_fang, at=NOON, key=KEY)
        lower = replace(details, serial_number="hy24-000318")
        same_serial = register_equipment(details=lower, by=wang_fang, at=NOON)

        assert first.pk == same_key.pk == same_serial.pk
        assert first.serial_number == "HY24-000318"

    def test_another_customers_serial_number_is_named(self, piece, details, harbour, wang_fang):
        taken = replace(
            details,
            serial_number="hy24-000317",
            place=Place(customer_id=harbour.customer_id, site_id=harbour.pk),
        )

        with pytest.raises(SerialTaken, match="Hengyi HY-3051 with serial number hy24-000317"):
            register_equipment(details=taken, by=wang_fang, at=NOON)

    def test_two_makers_may_use_one_serial_number(self, piece, details, wang_fang):
        other = ProductDetails(brand="Other", code="X1", names={"en": "Valve"})
        product = register_product(details=other, by=wang_fang, at=NOON)
        same = replace(details, product_id=product.pk, serial_number=piece.serial_number)

        assert register_equipment(details=same, by=wang_fang, at=NOON).pk != piece.pk

    @pytest.mark.parametrize("odd", [0.5, None, ["a"], {"a": 1}])
    def test_what_else_is_said_of_it_is_a_plain_value(self, details, wang_fang, odd):
        told = replace(details, particulars={"mechanical": odd})

        with pytest.raises(ParticularsUnclear, match="mechanical"):
            register_equipment(details=told, by=wang_fang, at=NOON)

    def test_AZ_03_it_stands_at_its_customers_site(self, details, harbour, boiler, wang_fang):
        mine = details.place
        for place in (
            Place(customer_id=mine.customer_id, site_id=harbour.pk),
            Place(customer_id=harbour.customer_id, site_id=harbour.pk, system_id=boiler.pk),
            Place(customer_id=mine.customer_id, system_id=boiler.pk),
        ):
            with pytest.raises(NotTheirSite):
                register_equipment(details=replace(details, place=place), by=wang_fang, at=NOON)

        assert not Equipment.objects.exists()

    def test_AZ_03_the_database_refuses_that_too(self, piece, harbour):
        constraints_now()
        with pytest.raises(DatabaseError, match="same_customer_id"), transaction.atomic():
            Equipment.objects.filter(pk=piece.pk).update(site=harbour, system=None)

    def test_lists_a_customers_pieces_page_by_page(self, piece, details, plant, wang_fang):
        other = register_equipment(details=details, by=wang_fang, at=NOON)
        owner = plant.customer_id

        assert [c.pk for c in queries.equipment_of_customer(owner)] == [piece.pk, other.pk]
        assert [c.pk for c in queries.equipment_of_customer(owner, after=piece.pk)] == [other.pk]
        assert queries.equipment_of_customer(owner, site_id=0) == []

    def test_reading_many_takes_few_queries(
        self, piece, details, wang_fang, django_assert_max_num_queries
    ):
        register_equipment(details=details, by=wang_fang, at=NOON)
        with django_assert_max_num_queries(2):
            queries.equipment_of_customer(piece.customer_id)


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_once_make_one_piece(details, wang_fang):
    made = together(
        lambda _: register_equipment(details=details, by=wang_fang, at=NOON).pk, workers=6
    )

    assert set(made) == {Equipment.objects.get().pk}


class TestSerialChain:
    def test_goes_through_replacements_from_any_piece(self, piece, details, wang_fang):
        second = register_equipment(
            details=replace(details, replaces_id=piece.pk), by=wang_fang, at=NOON
        )
        third = register_equipment(
            details=replace(details, serial_number="3", replaces_id=second.pk),
            by=wang_fang,
            at=NOON,
        )
        chain = [piece.pk, second.pk, third.pk]

        for link in chain:
            assert [card.pk for card in queries.serial_chain(link)] == chain
        card = queries.equipment(second.pk)
        assert (card.replaces_id, card.replaced_by_id) == (piece.pk, third.pk)

    def test_a_piece_is_replaced_once(self, piece, details, wang_fang):
        register_equipment(details=replace(details, replaces_id=piece.pk), by=wang_fang, at=NOON)
        again = replace(details, serial_number="4", replaces_id=piece.pk)

        with pytest.raises(AlreadyReplaced, match="HY24-000318"):
            register_equipment(details=again, by=wang_fang, at=NOON)


class TestMoveEquipment:
    def test_takes_its_history_along_and_tells_both_customers(self, piece, harbour, wang_fang):
        old, new = piece.customer_id, harbour.customer_id
        told = {"equipment_id": piece.pk, "by": wang_fang, "at": NOON}
        record_acceptance(on=date(2025, 5, 1), evidence="A-1", **told)
        for _ in range(2):
            move_equipment(to=Place(customer_id=new, site_id=harbour.pk), **told)

        assert queries.equipment(piece.pk).site.pk == harbour.pk
        assert Milestone.objects.get().customer_id == new
        for owner in (old, new):
            verbs = [entry.verb for entry in ledger.entries(f"customer:{owner}")]
            assert verbs.count("equipment.moved") == 1

    def test_AZ_03_not_to_another_customers_site(self, piece, harbour, wang_fang):
        wrong = Place(customer_id=piece.customer_id, site_id=harbour.pk)

        with pytest.raises(NotTheirSite):
            move_equipment(equipment_id=piece.pk, to=wrong, by=wang_fang, at=NOON)


class TestMilestones:
    def test_a_correction_keeps_what_was_recorded_before(self, piece, wang_fang):
        told = {"equipment_id": piece.pk, "by": wang_fang, "at": NOON}
        record_acceptance(on=date(2025, 5, 1), evidence="A-1", **told)
        record_acceptance(on=date(2025, 5, 3), evidence="A-2", **told)
        record_acceptance(on=date(2025, 5, 3), evidence="A-2", **told)

        assert queries.equipment(piece.pk).on(MilestoneKind.ACCEPTED) == date(2025, 5, 3)
        assert [m.evidence for m in Milestone.objects.order_by("pk")] == ["A-1", "A-2"]
        entry = ledger.entries(f"customer:{piece.customer_id}")[-1]
        assert entry.verb == "equipment.accepted"
        assert entry.data["before"] == {"on": "2025-05-01", "evidence": "A-1"}

    def test_days_are_handed_out_in_order(self, piece, wang_fang):
        told = {"equipment_id": piece.pk, "by": wang_fang, "at": NOON, "evidence": "x"}
        retire_equipment(on=date(2026, 1, 1), **told)
        record_milestone(kind=MilestoneKind.DELIVERED, on=date(2025, 4, 1), **told)
        record_acceptance(on=date(2025, 5, 1), **told)

        card = queries.equipment(piece.pk)
        assert [m.kind for m in card.milestones] == ["delivered", "accepted", "retired"]
        assert card.retired_on == date(2026, 1, 1)

    @pytest.mark.parametrize("evidence", ["", "  "])
    def test_an_acceptance_without_a_document_proves_nothing(self, piece, wang_fang, evidence):
        with pytest.raises(EvidenceMissing):
            record_acceptance(
                equipment_id=piece.pk, on=date(2025, 5, 1), evidence=evidence, by=wang_fang, at=NOON
            )

    @pytest.mark.parametrize("kind", ["final_accepted", "completion_signed"])
    def test_nor_does_a_signed_report_that_nobody_can_find(self, piece, wang_fang, kind):
        with pytest.raises(EvidenceMissing):
            record_milestone(
                equipment_id=piece.pk,
                kind=MilestoneKind(kind),
                on=date(2025, 5, 1),
                evidence="",
                by=wang_fang,
                at=NOON,
            )

    def test_the_database_refuses_that_too(self, piece, wang_fang):
        bare = Milestone(
            equipment=piece,
            customer_id=piece.customer_id,
            kind="accepted",
            on=date(2025, 5, 1),
            recorded_at=NOON,
            recorded_by=wang_fang,
        )
        with pytest.raises(IntegrityError, match="milestone_acceptance_has_evidence"):
            bare.save()


def test_a_piece_that_is_not_there_is_said_so(db):
    with pytest.raises(Equipment.DoesNotExist):
        queries.equipment(1)
    assert queries.equipment_cards([1]) == {}
