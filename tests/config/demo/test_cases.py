"""The cases of the demo company: true to their facts, and lively enough to show everything."""

from collections import Counter
from datetime import timedelta

import pytest

from kept.config.demo.asking import SENT
from kept.config.demo.staff import COLLEAGUES
from kept.records.archive.models import SearchRow
from kept.records.archive.services import rebuild_search
from kept.records.cases.models import Case, CaseFact, Clock, Flip
from kept.records.cases.queries import QueueFilter, case_card, queue
from kept.records.cases.services import differences
from kept.records.ledger.queries import verify_all
from kept.records.mail.models import Letter, Outcome
from kept.records.notices.models import Notice
from kept.records.people.models import Person
from kept.rules.policy import shipped


class TestTruth:
    def test_every_projection_is_what_follows_from_the_facts(self, demo):
        keys = Case.objects.values_list("pk", flat=True)

        assert [found for pk in keys for found in differences(case_id=pk, now=demo)] == []

    def test_the_ledger_holds(self, demo):
        assert list(verify_all()) == []

    def test_what_can_be_found_is_what_is_there(self, demo):
        before = found_rows()

        rebuild_search()

        assert found_rows() == before

    def test_nothing_happens_later_than_the_moment_of_making(self, demo):
        assert not CaseFact.objects.filter(received_at__gt=demo).exists()
        assert not Flip.objects.filter(noted_at__gt=demo).exists()
        assert not Notice.objects.filter(created_at__gt=demo).exists()

    def test_no_turn_of_a_clock_waits_to_be_noted(self, demo):
        assert not Clock.objects.filter(look_at__lt=demo - timedelta(seconds=2)).exists()
        assert not Case.objects.filter(reassess_at__lt=demo - timedelta(seconds=2)).exists()


def found_rows() -> list[tuple]:
    return list(SearchRow.objects.order_by("kind", "object_id").values_list("kind", "shown"))


class TestPast:
    def test_a_hundred_and_fifty_over_all_policies(self, demo):
        closed = Case.objects.filter(state="closed")
        counted = Counter(closed.values_list("version__policy__code", flat=True))

        assert closed.count() == 150
        assert set(counted) == set(shipped())
        assert min(counted.values()) >= 5

    def test_they_came_on_every_channel_and_at_night_too(self, demo):
        channels = set(Case.objects.values_list("channel", flat=True))
        hours = {at.hour for at in Case.objects.values_list("requested_at", flat=True)}

        assert {"telephone", "email", "in_person", "mail"} <= channels
        assert len(hours) >= 20

    def test_promises_were_kept_and_broken_and_breaches_undone(self, demo):
        states = Counter(Clock.objects.values_list("state", flat=True))
        flips = Counter(Flip.objects.values_list("kind", flat=True))

        assert states["met"] >= 150
        assert states["late"] >= 20
        assert flips["undone"] >= 8
        assert {"warned", "broken", "met", "late", "moved", "reopened"} <= set(flips)

    @pytest.mark.parametrize(
        ("kind", "least"),
        [
            ("remote.attempted", 15),
            ("engineer.sent", 20),
            ("visit.arrived", 80),
            ("waiting.began", 8),
            ("cause.found", 90),
            ("case.graded", 3),
            ("case.reopened", 6),
            ("fact.withdrawn", 1),
            ("explanation.sent", 5),
            ("goods.received_for_repair", 5),
            ("spare.received", 4),
            ("report.signed", 80),
        ],
    )
    def test_people_did_what_people_do(self, demo, kind, least):
        assert CaseFact.objects.filter(kind=kind).count() >= least

    def test_causes_are_ours_and_theirs(self, demo):
        causes = {row.values["cause"] for row in CaseFact.objects.filter(kind="cause.found")}

        assert {"material", "workmanship", "improper_operation", "wear"} <= causes
        assert CaseFact.objects.exclude(corrects=None).exclude(kind="fact.withdrawn").exists()

    def test_other_things_were_asked_than_repairs(self, demo):
        types = Counter(Case.objects.values_list("case_type", flat=True))

        assert {"fault", "consultation", "complaint", "guidance", "planned_work"} <= set(types)

    def test_what_people_wrote_is_in_their_own_language(self, demo):
        speaks = {one.name: one.language for one in COLLEAGUES}
        for by, values in CaseFact.objects.exclude(by=None).values_list("by_name", "values"):
            if "text" in values:
                assert values["text"].isascii() == (speaks[by] == "en") or "°" in values["text"]

    def test_a_late_entry_is_known_otherwise_now_than_then(self, demo):
        zhou_min = Person.objects.get(username="zhou.min")
        number = (
            Case.objects.filter(flips__kind="undone", flips__clock="on_site")
            .order_by("pk")
            .values_list("number", flat=True)
        )[0]

        card = case_card(number, viewer=zhou_min, at=demo)

        changed = [
            (clock.then.state.value, clock.now.state.value)
            for hindsight in card.hindsights
            for clock in hindsight.clocks
            if clock.key == "on_site" and clock.then and clock.now
        ]
        assert ("broken", "met") in changed


class TestOpen:
    def test_the_queue_shows_every_kind_of_deadline(self, demo):
        zhou_min = Person.objects.get(username="zhou.min")
        rows = queue(QueueFilter(), viewer=zhou_min, at=demo).rows
        dues = [row.clock.due_at - demo for row in rows if row.clock and row.clock.due_at]

        assert len(rows) == 30
        assert sum(due < timedelta(0) for due in dues) >= 5
        assert sum(timedelta(0) < due < timedelta(minutes=15) for due in dues) >= 4
        assert sum(timedelta(minutes=15) < due < timedelta(hours=12) for due in dues) >= 5
        assert sum(due > timedelta(days=1) for due in dues) >= 2
        assert sum(row.clock is None for row in rows) >= 3
        assert any(row.clock and row.clock.state == "paused" for row in rows)

    def test_clocks_are_in_every_state(self, demo):
        states = set(Clock.objects.filter(case__state="open").values_list("state", flat=True))

        assert {"running", "broken", "paused", "unset", "not_started", "met"} <= states

    def test_several_people_are_responsible(self, demo):
        roles = {
            role
            for case in Case.objects.open().select_related("responsible")
            for role in case.responsible.roles
        }

        assert {"hotline", "engineer"} <= roles
        assert len(set(Case.objects.open().values_list("responsible", flat=True))) >= 6

    def test_their_people_have_notices_to_read(self, demo):
        kinds = set(Notice.objects.filter(channel="in_app").values_list("kind", flat=True))

        assert {"warned", "broken", "assigned"} <= kinds


def test_strangers_have_written_and_wait_to_be_read(demo):
    taken = Letter.objects.filter(outcome=Outcome.TAKEN, received_at__lte=demo)

    assert taken.count() == len(SENT)
