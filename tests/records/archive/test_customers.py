"""Customers, contacts, sites and systems."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kept.records.archive import queries
from kept.records.archive.models import Contact, ContactSite, Customer, Site
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    NotTheirSite,
    SiteDetails,
    SystemDetails,
    change_contact,
    change_customer,
    change_site,
    give_login,
    record_contact_left,
    register_contact,
    register_customer,
    register_site,
    register_system,
)
from kept.records.ledger import queries as ledger
from kept.records.people.phones import NotAPhoneNumber, Phone, phone
from kept.records.people.services import AccessRefused
from kept.records.people.zones import UnknownTimeZone
from tests.records.constraining import constraints_now
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
KEY = UUID("6f9f1a52-0b6e-4f7e-9a53-6f2f9f0c4a11")


def verbs(customer: Customer) -> list[str]:
    return [entry.verb for entry in ledger.entries(f"customer:{customer.pk}")]


class TestRegisterCustomer:
    def test_keeps_names_and_how_they_sound(self, huaxing):
        card = queries.customer(huaxing.pk)

        assert (card.name("zh-hant"), card.name("en")) == (
            "华兴电力有限公司",
            "Huaxing Power Co., Ltd.",
        )
        assert huaxing.sort_key == "hua xing dian li you xian gong si"
        assert huaxing.initials == "hxdlyxgs"
        assert verbs(huaxing) == ["customer.registered"]

    def test_the_same_key_again_gives_the_same_customer(self, wang_fang):
        details = CustomerDetails(names={"en": "Acme"})
        first = register_customer(details=details, by=wang_fang, at=NOON, key=KEY)
        again = register_customer(details=details, by=wang_fang, at=NOON, key=KEY)

        assert again.pk == first.pk
        assert verbs(first) == ["customer.registered"]

    def test_a_customer_has_a_name(self, wang_fang):
        details = CustomerDetails(names={"en": "  "})
        with pytest.raises(IntegrityError, match="customer_has_a_name"):
            register_customer(details=details, by=wang_fang, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_at_once_make_one_customer(wang_fang):
    details = CustomerDetails(names={"en": "Acme"})
    made = together(
        lambda _: register_customer(details=details, by=wang_fang, at=NOON, key=KEY).pk, workers=6
    )

    assert set(made) == {Customer.objects.get().pk}


class TestChangeCustomer:
    def test_tells_what_changed(self, huaxing, wang_fang):
        details = CustomerDetails(names=huaxing.names, short_name="华兴", is_key=True)
        for _ in range(2):
            change_customer(customer_id=huaxing.pk, details=details, by=wang_fang, at=NOON)

        [_, entry] = ledger.entries(f"customer:{huaxing.pk}")
        assert entry.data == {
            "before": {"short_name": "华兴电力", "is_key": False},
            "after": {"short_name": "华兴", "is_key": True},
        }

    def test_lists_customers_by_sound(self, lanhai, huaxing, wang_fang):
        names = [line.name("zh-hans") for line in queries.customers()]

        assert names == ["华兴电力有限公司", "蓝海化工"]
        first = queries.customers(limit=1)[0]
        assert first.equipment_count == 0
        assert [c.pk for c in queries.customers(after=first.place)] == [lanhai.pk]


class TestSite:
    def test_knows_its_territory_and_its_offices(self, plant):
        card = queries.site(plant.pk)

        assert card.codes == ("CN", "CN-440000", "CN-441900")
        assert card.office_codes == ("CN", "CN-440000", "CN-440300")
        assert card.territory[-1].name("en") == "Dongguan"
        assert card.time_zone == "Asia/Shanghai"

    def test_a_correction_is_told(self, plant, shenzhen, wang_fang):
        details = SiteDetails(
            customer_id=plant.customer_id,
            names={"zh-hans": "东莞电厂"},
            territory="CN-441900",
            office_id=shenzhen.pk,
            address="松山湖大道 1 号",
            distance_km=Decimal("62.5"),
        )
        for _ in range(2):
            change_site(site_id=plant.pk, details=details, by=wang_fang, at=NOON)

        entry = ledger.entries(f"customer:{plant.customer_id}")[-1]
        assert entry.verb == "site.changed"
        assert entry.data["after"] == {"distance_km": "62.5"}
        assert queries.site(plant.pk).distance_km == Decimal("62.5")

    def test_needs_a_time_zone_that_exists(self, plant, shenzhen, wang_fang):
        details = SiteDetails(
            customer_id=plant.customer_id,
            names={"en": "x"},
            territory="CN-441900",
            office_id=shenzhen.pk,
            time_zone="Mars/Olympus",
        )
        with pytest.raises(UnknownTimeZone):
            register_site(details=details, by=wang_fang, at=NOON)

    def test_the_same_key_again_gives_the_same_site_and_system(self, plant, shenzhen, wang_fang):
        details = SiteDetails(
            customer_id=plant.customer_id,
            names={"en": "x"},
            territory="DE-BY-MUC",
            office_id=shenzhen.pk,
        )
        sites = [register_site(details=details, by=wang_fang, at=NOON, key=KEY) for _ in range(2)]
        system = SystemDetails(site_id=sites[0].pk, names={"en": "Line"})
        systems = [
            register_system(details=system, by=wang_fang, at=NOON, key=KEY) for _ in range(2)
        ]

        assert sites[0] == sites[1]
        assert systems[0] == systems[1]
        assert sites[0].time_zone == "Europe/Berlin"


@pytest.fixture
def details(huaxing, plant) -> ContactDetails:
    return ContactDetails(
        customer_id=huaxing.pk,
        name="曾 伟",
        position="设备主管",
        phones=("138 0013 8000", "0769-2288 6600 转 8"),
        emails=("Zeng@Huaxing.example", " zeng@huaxing.example "),
        site_ids=(plant.pk,),
    )


class TestContact:
    def test_is_kept_in_one_spelling(self, details, wang_fang):
        made = register_contact(details=details, by=wang_fang, at=NOON)

        card = queries.contact(made.pk)
        assert card.phones == (Phone("+8613800138000"), Phone("+8676922886600", "8"))
        assert card.emails == ("zeng@huaxing.example",)
        assert card.site_ids == details.site_ids
        assert Contact.objects.get().sort_key == "zeng wei"

    def test_is_found_by_who_calls(self, details, wang_fang):
        made = register_contact(details=details, by=wang_fang, at=NOON)

        assert [c.pk for c in queries.contacts_by_phone(phone("0769 22886600"))] == [made.pk]
        assert queries.contacts_by_phone(phone("0769 22886601")) == []

    def test_may_belong_to_several_sites(self, details, plant, harbour, shenzhen, wang_fang):
        other = SiteDetails(
            customer_id=plant.customer_id,
            names={"en": "Depot"},
            territory="CN-440300",
            office_id=shenzhen.pk,
        )
        depot = register_site(details=other, by=wang_fang, at=NOON)
        both = replace(details, site_ids=(plant.pk, depot.pk))
        made = register_contact(details=both, by=wang_fang, at=NOON)

        assert [c.pk for c in queries.contacts_of_site(depot.pk)] == [made.pk]
        assert queries.contacts_of_site(harbour.pk) == []

    def test_the_same_key_again_gives_the_same_contact(self, details, wang_fang):
        made = [register_contact(details=details, by=wang_fang, at=NOON, key=KEY) for _ in range(2)]

        assert made[0].pk == made[1].pk

    def test_a_correction_is_told_once(self, details, huaxing, wang_fang):
        made = register_contact(details=details, by=wang_fang, at=NOON)
        fewer = replace(details, phones=("13800138000",), site_ids=())
        for _ in range(2):
            change_contact(contact_id=made.pk, details=fewer, by=wang_fang, at=NOON)

        entry = ledger.entries(f"customer:{huaxing.pk}")[-1]
        assert entry.verb == "contact.changed"
        assert entry.data["after"] == {"phones": [["+8613800138000", ""]], "sites": []}
        assert verbs(huaxing).count("contact.changed") == 1

    def test_AZ_03_does_not_belong_to_another_customers_site(self, details, harbour, wang_fang):
        wrong = replace(details, site_ids=(harbour.pk,))

        with pytest.raises(NotTheirSite):
            register_contact(details=wrong, by=wang_fang, at=NOON)
        assert not Contact.objects.exists()

    def test_AZ_03_the_database_refuses_that_too(self, details, harbour, wang_fang):
        made = register_contact(details=details, by=wang_fang, at=NOON)
        constraints_now()
        for owner in (made.customer_id, harbour.customer_id):
            with pytest.raises(DatabaseError, match="same_customer_id"), transaction.atomic():
                ContactSite.objects.create(contact=made, site=harbour, customer_id=owner)

    def test_a_wrong_number_changes_nothing(self, details, wang_fang):
        with pytest.raises(NotAPhoneNumber):
            register_contact(details=replace(details, phones=("call me",)), by=wang_fang, at=NOON)
        assert not Contact.objects.exists()

    def test_who_left_is_shown_as_such(self, details, wang_fang):
        made = register_contact(details=details, by=wang_fang, at=NOON)
        for _ in range(2):
            record_contact_left(contact_id=made.pk, by=wang_fang, at=NOON)

        assert queries.contact(made.pk).has_left
        assert queries.contacts_of_site(details.site_ids[0]) == []


class TestGiveLogin:
    @pytest.fixture
    def contact(self, details, wang_fang):
        return register_contact(details=details, by=wang_fang, at=NOON)

    def test_lets_a_contact_sign_in(self, contact, guo_wei, wang_fang, huaxing):
        for _ in range(2):
            give_login(contact_id=contact.pk, person=guo_wei, by=wang_fang, at=NOON)

        assert queries.contact(contact.pk).person_id == guo_wei.pk
        assert verbs(huaxing).count("contact.may_sign_in") == 1

    def test_AZ_10_not_as_one_of_us(self, contact, zhao_min, wang_fang):
        with pytest.raises(AccessRefused):
            give_login(contact_id=contact.pk, person=zhao_min, by=wang_fang, at=NOON)

    def test_AZ_15_nobody_is_at_two_customers(self, contact, guo_wei, lanhai, wang_fang):
        give_login(contact_id=contact.pk, person=guo_wei, by=wang_fang, at=NOON)
        elsewhere = ContactDetails(customer_id=lanhai.pk, name="郭伟")
        second = register_contact(details=elsewhere, by=wang_fang, at=NOON)

        with pytest.raises(AccessRefused):
            give_login(contact_id=second.pk, person=guo_wei, by=wang_fang, at=NOON)


def test_a_site_never_changes_its_customer(plant, lanhai, boiler):
    constraints_now()
    with pytest.raises(DatabaseError, match="same_customer_id"), transaction.atomic():
        Site.objects.filter(pk=plant.pk).update(customer=lanhai)
