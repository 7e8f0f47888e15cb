"""Offices, who works there, and with which competence."""

from datetime import date

import pytest

from kept.records.ledger import queries as ledger
from kept.records.people import queries
from kept.records.people.models import Membership, Office, Role
from kept.records.people.services import (
    CompetenceDetails,
    CompetenceOverlaps,
    OfficeDetails,
    deactivate_person,
    join_office,
    leave_office,
    name_skill,
    open_office,
    record_competence,
)
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")
MARCH = date(2026, 3, 1)


class TestOpenOffice:
    def test_may_be_repeated_and_corrected(self, shenzhen, chen_jing):
        details = OfficeDetails(
            code="SZ", names={"zh-hans": "深圳办事处"}, time_zone="Asia/Shanghai", country_code="CN"
        )
        for _ in range(2):
            open_office(details=details, by=chen_jing, at=NOON)

        card = queries.office(shenzhen.pk)
        assert (card.name("en"), card.city_code) == ("深圳办事处", "")
        assert Office.objects.count() == 1
        verbs = [entry.verb for entry in ledger.entries(f"office:{shenzhen.pk}")]
        assert verbs == ["office.opened", "office.changed"]

    def test_lists_all_by_code(self, shenzhen):
        assert [card.code for card in queries.offices()] == ["SZ"]


class TestMembership:
    def test_counts_from_its_first_to_its_last_day(self, liu_yang, shenzhen, chen_jing):
        told = {"person_id": liu_yang.pk, "office_id": shenzhen.pk, "by": chen_jing, "at": NOON}
        for _ in range(2):
            join_office(starts_on=MARCH, **told)
        leave_office(last_day=date(2026, 3, 31), **told)
        leave_office(last_day=date(2026, 4, 30), **told)

        def there(day: date) -> list[str]:
            return [card.name for card in queries.people(office_id=shenzhen.pk, on=day)]

        assert Membership.objects.count() == 1
        assert there(date(2026, 2, 28)) == there(date(2026, 4, 1)) == []
        assert there(MARCH) == there(date(2026, 3, 31)) == ["刘洋"]

    def test_someone_may_come_back(self, liu_yang, shenzhen, chen_jing):
        told = {"person_id": liu_yang.pk, "office_id": shenzhen.pk, "by": chen_jing, "at": NOON}
        join_office(starts_on=MARCH, **told)
        leave_office(last_day=MARCH, **told)
        join_office(starts_on=date(2026, 5, 1), **told)

        assert len(queries.people(office_id=shenzhen.pk)) == 1


class TestPeople:
    def test_are_sorted_by_sound(self, wang_fang, li_qiang, chen_jing):
        assert [card.name for card in queries.people()] == ["陈静", "李强", "王芳"]

    def test_are_found_by_role_while_active(self, wang_fang, li_qiang, chen_jing):
        assert [c.name for c in queries.people(role=Role.DISPATCHER)] == ["李强"]
        deactivate_person(person_id=li_qiang.pk, by=chen_jing, at=NOON)
        assert queries.people(role=Role.DISPATCHER) == []
        assert not queries.person(li_qiang.pk).is_active


class TestCompetence:
    def details(self, person, **given) -> CompetenceDetails:
        return CompetenceDetails(
            **{
                "person_id": person.pk,
                "skill_code": "heights",
                "valid_from": MARCH,
                "valid_until": date(2027, 2, 28),
                **given,
            }
        )

    @pytest.fixture(autouse=True)
    def heights(self, chen_jing):
        return name_skill(code="heights", names={"en": "Heights"}, by=chen_jing, at=NOON)

    def test_holds_for_its_days(self, liu_yang, chen_jing):
        for _ in range(2):
            record_competence(details=self.details(liu_yang), by=chen_jing, at=NOON)

        def held(day: date) -> list[tuple[str, int]]:
            [card] = queries.engineers(on=day)
            return [(skill.code, skill.level) for skill in card.skills]

        assert held(date(2026, 2, 28)) == held(date(2027, 3, 1)) == []
        assert held(MARCH) == held(date(2027, 2, 28)) == [("heights", 2)]

    def test_is_not_recorded_twice_for_one_day(self, liu_yang, chen_jing):
        record_competence(details=self.details(liu_yang), by=chen_jing, at=NOON)
        overlapping = self.details(liu_yang, valid_from=date(2027, 2, 28), valid_until=None)

        with pytest.raises(CompetenceOverlaps, match="at level 2"):
            record_competence(details=overlapping, by=chen_jing, at=NOON)

        renewed = self.details(liu_yang, valid_from=date(2027, 3, 1), valid_until=None)
        record_competence(details=renewed, by=chen_jing, at=NOON)

    def test_renaming_a_skill_is_told(self, chen_jing):
        for _ in range(2):
            name_skill(code="heights", names={"zh-hans": "高处作业"}, by=chen_jing, at=NOON)

        assert [e.verb for e in ledger.entries("skill:heights")] == ["skill.named"] * 2
