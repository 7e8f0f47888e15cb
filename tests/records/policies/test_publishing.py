"""Policies and their published versions."""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kept.records.ledger import queries as ledger
from kept.records.policies import queries
from kept.records.policies.models import CompanyPolicy, Policy, PolicyVersion
from kept.records.policies.services import (
    VersionNotPublished,
    choose_company_policy,
    name_policy,
    publish_version,
)
from tests.records.times import moment
from tests.records.together import together

NOON = moment("2026-03-02 12:00")
MARCH = date(2026, 3, 1)


def publish(by, text: str, *, on: date = MARCH) -> PolicyVersion:
    return publish_version(code="P1", text=text, effective_on=on, by=by, at=NOON)


class TestPublish:
    def test_keeps_the_text_exactly(self, version, zhou_ting):
        text = "标题: 售后\r\n\tx\u2028"
        made = publish(zhou_ting, text)

        told = queries.policy_version(made.pk)
        assert (told.text, told.number, told.policy_code) == (text, 2, "P1")
        assert told.sha256 == hashlib.sha256(text.encode()).hexdigest()

    def test_the_same_text_again_gives_the_same_version(self, version, zhou_ting):
        again = publish(zhou_ting, version.text)

        assert again.pk == version.pk
        verbs = [entry.verb for entry in ledger.entries("policy:P1")]
        assert verbs == ["policy.named", "policy.version_published"]

    def test_PO_07_the_ledger_knows_which_text_it_was(self, version):
        entry = ledger.entries("policy:P1")[-1]

        assert entry.data == {
            "number": 1,
            "sha256": version.sha256,
            "effective_on": "2026-01-01",
        }

    def test_lists_versions_newest_first_without_texts(self, version, zhou_ting):
        publish(zhou_ting, "policy: P1 again\n")

        [card] = queries.policies()
        assert [v.number for v in card.versions] == [2, 1]
        assert card.versions[0].published_by == "周婷"

    def test_a_policy_keeps_its_versions_when_renamed(self, version, zhou_ting):
        for _ in range(2):
            name_policy(code="P1", names={"zh-hans": "一号政策"}, by=zhou_ting, at=NOON)

        assert Policy.objects.get().versions.count() == 1
        assert queries.policies()[0].versions[0].policy_name("en") == "一号政策"
        assert len(ledger.entries("policy:P1")) == 3


@pytest.mark.django_db(transaction=True)
def test_versions_published_at_once_get_one_number_each(version, zhou_ting):
    made = together(lambda n: publish(zhou_ting, f"text {n}").number, workers=6)

    assert sorted(made) == [2, 3, 4, 5, 6, 7]


class TestNeverChanged:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE policies_policyversion SET note = 'x'",
            "UPDATE policies_policyversion SET published_at = NULL, published_by_id = NULL",
            "DELETE FROM policies_policyversion",
            "TRUNCATE policies_policyversion CASCADE",
        ],
    )
    def test_PO_07_the_database_refuses(self, version, statement):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

        with (
            pytest.raises(DatabaseError, match="never changed|written once|permission denied"),
            transaction.atomic(),
        ):
            connection.cursor().execute(statement)

    def test_PO_07_a_text_that_is_not_the_hashed_one_is_refused(self, version):
        forged = PolicyVersion(
            policy=version.policy,
            number=9,
            text="other",
            sha256=version.sha256,
            created_at=NOON,
            created_by=version.created_by,
        )
        with pytest.raises(IntegrityError, match="policy_version_text_hash"):
            forged.save()

    def test_a_draft_may_still_change(self, version):
        draft = PolicyVersion.objects.create(
            policy=version.policy,
            number=2,
            text="a",
            sha256=hashlib.sha256(b"a").hexdigest(),
            created_at=NOON,
            created_by=version.created_by,
        )
        draft.note = "better"
        draft.save()

        with pytest.raises(PolicyVersion.DoesNotExist):
            queries.policy_version(draft.pk)
        draft.delete()


class TestInEffect:
    def test_a_version_holds_from_its_day(self, version, zhou_ting):
        publish(zhou_ting, "second", on=MARCH)

        def number(day: date) -> int | None:
            card = queries.version_on("P1", on=day)
            return card.number if card else None

        assert number(date(2025, 12, 31)) is None
        assert number(date(2026, 2, 28)) == 1
        assert number(MARCH) == 2

    def test_the_company_chooses_what_holds_without_a_contract(self, version, zhou_ting):
        second = publish(zhou_ting, "second")
        told = {"by": zhou_ting, "at": NOON}
        choose_company_policy(version_id=version.pk, starts_on=date(2026, 1, 1), **told)
        for _ in range(2):
            choose_company_policy(version_id=second.pk, starts_on=MARCH, **told)

        assert queries.company_version_on(date(2025, 12, 31)) is None
        assert queries.company_version_on(date(2026, 2, 28)).number == 1
        assert queries.company_version_on(MARCH).number == 2
        assert len(ledger.entries("company")) == 2

    def test_a_later_choice_for_the_same_day_replaces_it(self, version, zhou_ting):
        second = publish(zhou_ting, "second")
        for chosen in (version, second):
            choose_company_policy(version_id=chosen.pk, starts_on=MARCH, by=zhou_ting, at=NOON)

        assert CompanyPolicy.objects.get().version_id == second.pk
        assert ledger.entries("company")[-1].data["before"] == version.pk

    def test_a_draft_cannot_be_chosen(self, version, zhou_ting):
        draft = PolicyVersion.objects.create(
            policy=version.policy,
            number=2,
            text="a",
            sha256=hashlib.sha256(b"a").hexdigest(),
            created_at=NOON,
            created_by=zhou_ting,
        )
        with pytest.raises(VersionNotPublished, match="Version 2 of policy P1 is a draft"):
            choose_company_policy(version_id=draft.pk, starts_on=MARCH, by=zhou_ting, at=NOON)
