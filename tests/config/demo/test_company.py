"""What the demo company is made of."""

from collections import Counter

import pytest
from django.db.models import Count

from kept.config.demo import LOGINS
from kept.config.demo.companies import companies
from kept.config.demo.makers import MODELS, TRADES
from kept.config.demo.words import requests as words
from kept.records.archive.models import (
    Contact,
    ContactEmail,
    ContactPhone,
    Customer,
    Equipment,
    Milestone,
    ProductModel,
    Site,
)
from kept.records.archive.queries import search
from kept.records.cases.about import about, surroundings
from kept.records.cases.asking import LogRequest
from kept.records.contracts.models import Contract, ContractOverride
from kept.records.contracts.queries import equipment_bindings
from kept.records.people.models import Office, Person, Role
from kept.records.people.queries import engineers
from kept.records.policies.models import PolicyVersion
from kept.rules.assess import TermState, assess
from kept.rules.facts import Facts
from kept.rules.policy import load_shipped, shipped
from kept.rules.policy.overrides import Override, with_overrides


class TestPeople:
    def test_two_offices_and_everyone_a_service_company_needs(self, demo):
        counted = Counter(role for roles in people_roles() for role in roles)

        assert Office.objects.count() == 2
        assert counted == {
            Role.HOTLINE: 4,
            Role.DISPATCHER: 2,
            Role.ENGINEER: 12,
            Role.MANAGER: 2,
            Role.STORE_KEEPER: 2,
            Role.ACCOUNTANT: 1,
            Role.POLICY_OWNER: 2,  # who writes does not publish alone
            Role.ADMINISTRATOR: 1,
            Role.CUSTOMER: 3,
        }

    def test_every_engineer_is_able_to_do_something_at_an_office(self, demo):
        found = engineers(on=demo.date())

        assert len(found) == 12
        assert all(card.skills and card.office_ids for card in found)

    def test_people_have_chinese_and_english_names_and_speak_all_three_languages(self, demo):
        names = list(Person.objects.values_list("display_name", flat=True))
        languages = set(Person.objects.values_list("language", flat=True))

        assert any(name.isascii() for name in names)
        assert any(not name.isascii() for name in names)
        assert languages == {"en", "zh-hans", "zh-hant"}

    def test_only_the_accounts_of_the_table_have_a_password_and_it_is_theirs(self, demo):
        able = {
            person.username: person
            for person in Person.objects.all()
            if person.has_usable_password()
        }

        assert set(able) == {login.username for login in LOGINS}
        assert all(able[one.username].check_password(one.password) for one in LOGINS)

    def test_every_role_can_sign_in(self, demo):
        signed_in = Person.objects.filter(username__in=[login.username for login in LOGINS])

        assert {role for person in signed_in for role in person.roles} == set(Role.values)


def people_roles() -> list[list[str]]:
    return list(Person.objects.values_list("roles", flat=True))


class TestArchive:
    def test_forty_customers_with_three_hundred_pieces(self, demo):
        assert Customer.objects.count() == 40
        assert Equipment.objects.count() == 300
        assert ProductModel.objects.count() == 25
        assert ProductModel.objects.values("brand").distinct().count() == 8
        assert Customer.objects.filter(is_key=True).count() == 2
        assert not Customer.objects.annotate(n=Count("equipment")).filter(n=0).exists()

    def test_they_are_in_many_provinces_and_some_abroad(self, demo):
        codes = set(Site.objects.values_list("territory_id", flat=True))
        provinces = {code[:5] for code in codes if code.startswith("CN-")}
        zones = set(Site.objects.values_list("time_zone", flat=True))

        assert len(provinces) >= 12
        assert len({code[:2] for code in codes}) >= 4
        assert {"Asia/Shanghai", "Europe/Berlin", "Australia/Perth"} <= zones

    def test_every_customer_has_someone_to_call_and_names_in_all_languages(self, demo):
        without_phone = Contact.objects.filter(phones=None)

        assert not Customer.objects.filter(contacts=None).exists()
        assert not without_phone.exists()
        assert all(len(row.names) == 3 for row in Customer.objects.all())

    def test_no_number_and_no_address_leads_anywhere(self, demo):
        leading = ("+86154000", "+65000", "+494710", "+49221", "+6638000", "+61855500")
        numbers = list(ContactPhone.objects.values_list("number", flat=True))
        landlines = [number for number in numbers if not number.startswith(leading)]
        addresses = [
            *ContactEmail.objects.values_list("address", flat=True),
            *Person.objects.exclude(email="").values_list("email", flat=True),
        ]

        assert all("0555" in number[3:] for number in landlines)
        assert all(address.endswith(".example") for address in addresses)

    def test_what_is_there_is_found(self, demo):
        piece = Equipment.objects.select_related("customer").order_by("pk")[123]

        assert [hit.pk for hit in search(piece.serial_number)][:1] == [piece.pk]
        assert any(hit.pk == piece.customer_id for hit in search(piece.customer.short_name))

    def test_every_piece_has_its_days_in_order(self, demo):
        order = ["delivered", "installed", "accepted", "retired"]
        days: dict[int, dict[str, object]] = {}
        for piece, kind, on in Milestone.objects.values_list("equipment_id", "kind", "on"):
            days.setdefault(piece, {})[kind] = on

        assert len(days) == 300
        for own in days.values():
            known = [own[kind] for kind in order if kind in own]
            assert known == sorted(known)
            assert max(known) <= demo.date()


class TestContracts:
    def test_ten_policies_are_published_by_someone_who_did_not_write_them(self, demo):
        found = PolicyVersion.objects.filter(published_at__isnull=False)

        assert {row.policy.code for row in found} == set(shipped())
        assert len(shipped()) == 10
        assert all(row.published_by_id != row.policy.created_by_id for row in found)

    def test_every_policy_holds_for_equipment(self, demo):
        found = equipment_bindings(all_pieces(), at=demo)
        counted = Counter(binding.version.policy_code for binding in found.values())

        assert set(counted) == set(shipped())
        assert min(counted.values()) >= 9
        assert any(binding.by_default for binding in found.values())

    def test_contracts_differ_from_their_policies_and_still_fit_them(self, demo):
        changed = ContractOverride.objects.select_related("contract__version__policy")

        assert changed.count() >= 6
        for row in changed:
            policy = load_shipped(row.contract.version.policy.code)
            with_overrides(policy, [Override(row.rule, row.field, row.value, row.source)])

    def test_contracts_agree_on_tiers_and_warranties(self, demo):
        contracts = Contract.objects.all()
        months = {row.terms.get("warranty_months") for row in contracts}

        assert {"A", "B", "C"} >= {row.tier for row in contracts} - {""} >= {"A"}
        assert {24, 36} <= months
        assert any("arrival_abroad" in row.terms for row in contracts)


def all_pieces() -> list[int]:
    return list(Equipment.objects.values_list("pk", flat=True))


class TestWarranties:
    def test_equipment_is_in_all_phases_of_its_life(self, demo):
        counted: Counter[str] = Counter()
        by_policy: dict[str, set[str]] = {}
        bindings = equipment_bindings(all_pieces(), at=demo)
        for piece in Equipment.objects.all():
            code = bindings[piece.pk].version.policy_code
            found = tuple(phases(piece, load_shipped(code), demo))
            counted.update(found)
            by_policy.setdefault(code, set()).update(found)

        assert counted["retired"] == 14
        assert counted["delivered, not accepted"] == 16
        assert counted["ends within 30 days"] >= 10
        assert counted["in warranty"] >= 80
        assert counted["warranty over"] >= 60
        assert counted["looked after for life"] >= 30
        with_warranty = set(shipped()) - {"S3a"}  # it promises none
        assert all({"in warranty", "warranty over"} <= by_policy[code] for code in with_warranty)


def phases(piece, policy, at):
    request = LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel="telephone",
        case_type="fault",
        requested_at=at,
        description="?",
    )
    known = about(surroundings(request, at=at))
    if "equipment.retired" in known:
        yield "retired"
        return
    if "equipment.accepted" not in known:
        yield "delivered, not accepted"
    for term in assess(policy, Facts((), known), at).terms:
        if term.length == "life" and term.state is TermState.ACTIVE:
            yield "looked after for life"
        elif term.end is not None and term.state is TermState.ACTIVE:
            yield "in warranty"
            if (term.end - at).days < 30:
                yield "ends within 30 days"
        elif term.state is TermState.ENDED:
            yield "warranty over"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_every_model_can_fail_and_stands_somewhere(model):
    assert words.faults_of(model.code)
    assert any(model.family in TRADES[company.trade] for company in companies())
