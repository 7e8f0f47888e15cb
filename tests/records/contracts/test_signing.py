"""Signing contracts, covering things, differing from the policy."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kept.records.contracts import queries
from kept.records.contracts.models import Contract, ContractKind, ContractLine, ContractOverride
from kept.records.contracts.services import (
    AlreadyCovered,
    ContractDetails,
    ContractNumberTaken,
    Covered,
    NotTheirs,
    OutsideContract,
    OverrideDetails,
    OverrideIncomplete,
    TermsUnclear,
    change_override,
    cover,
    end_contract,
    sign_contract,
    withdraw_override,
)
from kept.records.ledger import queries as ledger
from kept.records.policies.models import PolicyVersion
from kept.records.policies.services import VersionNotPublished
from tests.records.constraining import constraints_now
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
LATER = moment("2026-03-09 12:00")
JANUARY = date(2026, 1, 1)
DECEMBER = date(2026, 12, 31)


@pytest.fixture
def details(huaxing, version) -> ContractDetails:
    return ContractDetails(
        customer_id=huaxing.pk,
        number="HX-2026-01",
        kind=ContractKind.SERVICE,
        signed_on=date(2025, 12, 20),
        starts_on=JANUARY,
        ends_on=DECEMBER,
        version_id=version.pk,
        tier="A",
        terms={"warranty_months": 36, "installation": True},
    )


@pytest.fixture
def contract(details, zhao_min) -> Contract:
    return sign_contract(details=details, by=zhao_min, at=NOON)


def verbs(contract: Contract) -> list[str]:
    entries = ledger.entries(f"customer:{contract.customer_id}")
    return [entry.verb for entry in entries if entry.verb.startswith("contract.")]


class TestSignContract:
    def test_hands_out_what_was_agreed(self, contract, version):
        card = queries.contract(contract.pk, at=NOON)

        assert (card.number, card.tier, card.version_id) == ("HX-2026-01", "A", version.pk)
        assert card.terms == {"warranty_months": 36, "installation": True}
        assert queries.contracts_of_customer(contract.customer_id, at=NOON) == [card]

    def test_the_same_again_gives_the_same_contract(self, contract, details, zhao_min):
        assert sign_contract(details=details, by=zhao_min, at=LATER).pk == contract.pk
        assert verbs(contract) == ["contract.signed"]

    def test_two_contracts_never_share_a_number(self, contract, details, zhao_min):
        other = replace(details, tier="B", number="hx-2026-01")

        with pytest.raises(ContractNumberTaken, match=r"hx-2026-01, with 华兴电力 from 2026-01-01"):
            sign_contract(details=other, by=zhao_min, at=NOON)

    @pytest.mark.parametrize("value", [36.5, float("nan"), {"a": 0.1}, "\x00"])
    def test_terms_are_plain_values(self, details, zhao_min, value):
        unclear = replace(details, terms={"warranty": value})

        with pytest.raises(TermsUnclear, match="“warranty”"):
            sign_contract(details=unclear, by=zhao_min, at=NOON)

    def test_it_does_not_end_before_it_starts(self, details, zhao_min):
        with pytest.raises(IntegrityError, match="contract_ends_after_start"):
            sign_contract(details=replace(details, ends_on=date(2025, 1, 1)), by=zhao_min, at=NOON)


class TestOnlyPublishedVersionsHold:
    @pytest.fixture
    def draft(self, version, zhou_ting) -> PolicyVersion:
        sha256 = hashlib.sha256(b"a").hexdigest()
        return PolicyVersion.objects.create(
            policy=version.policy,
            number=2,
            text="a",
            sha256=sha256,
            created_at=NOON,
            created_by=zhou_ting,
        )

    def test_a_draft_is_refused_with_a_sentence(self, details, draft, zhao_min):
        with pytest.raises(VersionNotPublished, match="Version 2 of policy P1 is a draft"):
            sign_contract(details=replace(details, version_id=draft.pk), by=zhao_min, at=NOON)

    def test_the_database_refuses_it_too(self, contract, draft):
        with pytest.raises(IntegrityError, match="only a published"), transaction.atomic():
            Contract.objects.filter(pk=contract.pk).update(version=draft)


class TestCover:
    def test_lasts_as_long_as_the_contract(self, contract, piece, zhao_min):
        what = Covered(equipment_id=piece.pk)
        lines = [cover(contract_id=contract.pk, what=what, by=zhao_min, at=NOON) for _ in "ab"]

        assert lines[0] == lines[1]
        assert (lines[0].starts_on, lines[0].ends_on) == (JANUARY, DECEMBER)
        assert verbs(contract) == ["contract.signed", "contract.covers"]

    def test_AZ_03_not_what_is_another_customers(self, contract, harbour, zhao_min):
        with pytest.raises(NotTheirs, match="HX-2026-01"):
            cover(contract_id=contract.pk, what=Covered(site_id=harbour.pk), by=zhao_min, at=NOON)

    @pytest.mark.parametrize(
        "days",
        [
            {"starts_on": date(2025, 12, 31)},
            {"ends_on": date(2027, 1, 1)},
            {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 5, 1)},
        ],
    )
    def test_not_on_days_outside_the_contract(self, contract, piece, zhao_min, days):
        what = Covered(equipment_id=piece.pk, **days)
        with pytest.raises(OutsideContract):
            cover(contract_id=contract.pk, what=what, by=zhao_min, at=NOON)

    @pytest.mark.parametrize("target", ["equipment", "system", "site", "customer"])
    def test_two_contracts_of_a_kind_never_cover_the_same(
        self, contract, details, piece, zhao_min, target
    ):
        ids = {"equipment": piece.pk, "system": piece.system_id, "site": piece.site_id}
        what = Covered(**({f"{target}_id": ids[target]} if target in ids else {}))
        second = sign_contract(details=replace(details, number="HX-2"), by=zhao_min, at=NOON)
        cover(contract_id=contract.pk, what=what, by=zhao_min, at=NOON)

        with pytest.raises(AlreadyCovered, match="HX-2026-01 covers this already"):
            cover(contract_id=second.pk, what=what, by=zhao_min, at=NOON)
        assert ContractLine.objects.count() == 1

    def test_a_contract_of_another_kind_may(self, contract, details, piece, zhao_min):
        supply = replace(details, number="HX-S", kind=ContractKind.SUPPLY)
        other = sign_contract(details=supply, by=zhao_min, at=NOON)
        for each in (contract, other):
            cover(contract_id=each.pk, what=Covered(equipment_id=piece.pk), by=zhao_min, at=NOON)

        assert ContractLine.objects.count() == 2

    def test_the_next_contract_follows_the_day_after(self, contract, details, piece, zhao_min):
        after = replace(details, number="HX-3", starts_on=date(2027, 1, 1), ends_on=None)
        second = sign_contract(details=after, by=zhao_min, at=NOON)
        for each in (contract, second):
            cover(contract_id=each.pk, what=Covered(equipment_id=piece.pk), by=zhao_min, at=NOON)

        assert ContractLine.objects.count() == 2

    def test_the_database_holds_kind_and_customer_of_the_contract(self, contract, lanhai, zhao_min):
        line = cover(contract_id=contract.pk, what=Covered(), by=zhao_min, at=NOON)
        constraints_now()
        for change in ({"kind": ContractKind.SUPPLY}, {"customer": lanhai}):
            with pytest.raises(IntegrityError, match="contract_id_same_"), transaction.atomic():
                ContractLine.objects.filter(pk=line.pk).update(**change)


@pytest.mark.django_db(transaction=True)
def test_CC_01_of_many_contracts_at_once_one_covers_the_piece(details, piece, zhao_min):
    numbers = [f"HX-{n}" for n in range(6)]
    contracts = [
        sign_contract(details=replace(details, number=number), by=zhao_min, at=NOON)
        for number in numbers
    ]
    what = Covered(equipment_id=piece.pk)

    def work(n: int) -> int:
        return cover(contract_id=contracts[n].pk, what=what, by=zhao_min, at=NOON).pk

    results = together(work, workers=6)

    assert sum(isinstance(result, int) for result in results) == 1
    assert sum(isinstance(result, AlreadyCovered) for result in results) == 5
    assert ContractLine.objects.count() == 1


class TestEndContract:
    def test_ends_what_it_covers(self, contract, piece, plant, zhao_min):
        june = date(2026, 6, 30)
        told = {"contract_id": contract.pk, "by": zhao_min, "at": NOON}
        cover(what=Covered(equipment_id=piece.pk), **told)
        cover(what=Covered(site_id=plant.pk, starts_on=date(2026, 9, 1)), **told)
        for _ in range(2):
            end_contract(last_day=june, **told)

        assert ContractLine.objects.get().ends_on == june
        assert queries.contract(contract.pk, at=NOON).ends_on == june
        assert verbs(contract).count("contract.ended") == 1


class TestOverrides:
    @pytest.fixture
    def override(self) -> OverrideDetails:
        return OverrideDetails(
            rule="arrive",
            field="limit",
            value="PT4H",
            source="annex 2, 3.1",
            reason="The plant runs day and night.",
            starts_on=JANUARY,
        )

    def test_hold_from_their_day(self, contract, override, zhao_min):
        told = {"contract_id": contract.pk, "by": zhao_min, "at": NOON}
        change_override(details=override, **told)
        change_override(details=replace(override, value="PT2H", starts_on=date(2026, 7, 1)), **told)

        def value(at: str) -> list[object]:
            card = queries.contract(contract.pk, at=moment(at))
            return [each.value for each in card.overrides]

        assert value("2025-12-31 12:00") == []
        assert value("2026-06-30 12:00") == ["PT4H"]
        assert value("2026-07-02 12:00") == ["PT2H"]

    def test_a_correction_holds_from_the_start_and_a_withdrawal_from_then_on(
        self, contract, override, zhao_min
    ):
        told = {"contract_id": contract.pk, "by": zhao_min}
        change_override(details=override, at=NOON, **told)
        change_override(details=override, at=NOON, **told)
        second = change_override(details=replace(override, value="PT3H"), at=LATER, **told)
        last = moment("2026-03-16 12:00")
        for _ in range(2):
            withdraw_override(override_id=second.pk, by=zhao_min, at=last)

        def value(at: object) -> list[object]:
            return [each.value for each in queries.contract(contract.pk, at=at).overrides]

        assert (value(NOON), value(LATER), value(last)) == (["PT3H"], ["PT3H"], [])
        assert ContractOverride.objects.count() == 2
        assert verbs(contract)[1:] == [
            "contract.overridden",
            "contract.overridden",
            "contract.override_withdrawn",
        ]

    @pytest.mark.parametrize(
        "missing", [{"rule": " "}, {"field": ""}, {"source": ""}, {"reason": ""}, {"value": 0.5}]
    )
    def test_name_what_and_why(self, contract, override, zhao_min, missing):
        with pytest.raises(OverrideIncomplete):
            change_override(
                contract_id=contract.pk, details=replace(override, **missing), by=zhao_min, at=NOON
            )
