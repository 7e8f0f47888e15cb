"""What another text of the policy would change in cases that are there."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from kept.records.cases.models import Case, Clock, Flip, Replay, ReplayedCase, ReplayStretch
from kept.records.cases.queries import kept_rates, replay_card, replayed_cases
from kept.records.cases.services import (
    NotReadable,
    TooManyCases,
    ask_replay,
    cancel_replay,
    close_case,
    rebuild,
    replay_some,
)
from kept.records.cases.services.closing import Closing
from kept.records.policies.services import publish_version
from tests.desk import POLICY, at, case
from tests.records.cases.test_concurrency import together

FASTER = POLICY.replace("limit: 1 h", "limit: 30 min")
EVENING = "18:00"


@pytest.fixture
def three(desk):
    """Answered after 20 minutes, after 40 minutes, and not at all."""
    cases = [desk.log("10:00", key=str(n)) for n in range(3)]
    desk.record(cases[0], "response.given", "10:20")
    desk.record(cases[1], "response.given", "10:40")
    return cases


def asked(desk, text: str = FASTER, *, closed: int = 10) -> Replay:
    return ask_replay(code="DESK", text=text, closed_cases=closed, by=desk.hotline, at=at(EVENING))


def run(limit: int = 50) -> None:
    while replay_some(now=at(EVENING), limit=limit) is not None:
        pass


def test_tells_what_would_have_been_missed(desk, three):
    replay = asked(desk)

    run()

    card = replay_card(replay.pk)
    assert (card.total, card.done, card.finished) == (3, 3, True)
    assert card.sums.missed["answer"] == 1  # after 40 minutes; the third is missed in both
    lines = replayed_cases(replay.pk, viewer=desk.hotline)
    assert [line.number for line in lines] == [one.number for one in three]
    [clock] = [one for one in lines[1].clocks if one["rule"] == "answer"]
    assert (clock["before"]["missed"], clock["after"]["missed"]) == (False, True)
    assert clock["after"]["due_at"] == at("10:30").isoformat()


def test_the_same_text_changes_nothing(desk, three):
    replay = asked(desk, POLICY)

    run()

    assert replay_card(replay.pk).sums.different == 0
    assert not ReplayedCase.objects.exists()


def test_nothing_of_the_cases_is_touched(desk, three):
    before = [list(model.objects.order_by("pk").values()) for model in (Case, Clock, Flip)]
    asked(desk)

    run()

    assert before == [list(model.objects.order_by("pk").values()) for model in (Case, Clock, Flip)]


def test_a_trial_finds_what_cases_under_the_text_really_do(desk, three):
    replay = asked(desk)
    run()
    found = {
        line.number: {one["key"]: one["after"]["due_at"] for one in line.clocks if one["after"]}
        for line in replayed_cases(replay.pk, viewer=desk.hotline)
    }
    version = publish_version(
        code="DESK", text=FASTER, effective_on=at("10:00").date(), by=desk.hotline, at=at("09:00")
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET version_id = %s", [version.pk])
    for one in three:
        rebuild(case_id=one.case_id, now=at(EVENING))
        rows = Clock.objects.filter(case_id=one.case_id, key__in=found[one.number])
        due = {row.key: row.due_at.isoformat() for row in rows if row.due_at}
        same = {key: moment for key, moment in found[one.number].items() if key in due}
        assert {key: at_utc(moment) for key, moment in same.items()} == due


def at_utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat()


def test_goes_on_where_it_was_after_a_batch(desk, three):
    replay = asked(desk)

    assert replay_some(now=at(EVENING), limit=2) == 2
    assert replay_card(replay.pk).done == 2
    run(limit=1)

    assert replay_card(replay.pk).finished
    assert ReplayedCase.objects.filter(replay=replay).count() == 3


def test_is_called_off_and_keeps_what_it_found(desk, three):
    replay = asked(desk)
    replay_some(now=at(EVENING), limit=1)

    cancel_replay(replay_id=replay.pk, by=desk.hotline, at=at(EVENING))

    assert replay_some(now=at(EVENING), limit=1) is None
    card = replay_card(replay.pk)
    assert (card.done, card.cancelled, card.finished) == (1, True, False)


def test_several_processes_share_a_trial(committed_desk):
    desk = committed_desk
    cases = [desk.log("10:00", key=str(n)) for n in range(7)]
    for one in cases:
        desk.record(one, "response.given", "10:40")
    replay = asked(desk)
    keys = replay.stretches.get().waiting
    replay.stretches.all().delete()
    ReplayStretch.objects.bulk_create([ReplayStretch(replay=replay, waiting=[key]) for key in keys])

    together(*[lambda: run(limit=1)] * 3)

    card = replay_card(replay.pk)
    assert (card.done, card.finished, card.sums.missed["answer"]) == (7, True, 7)
    assert ReplayedCase.objects.filter(replay=replay).count() == 7


def test_asks_for_open_cases_and_the_last_closed_ones(desk, three):
    for one, moment in zip(three[:2], ("11:00", "12:00"), strict=True):
        close_case(
            case_id=one.case_id,
            closing=Closing(at=at(moment), text="done", source="test"),
            by=desk.hotline,
            now=at(moment),
            key="close",
        )

    replay = asked(desk, closed=1)

    assert replay.stretches.get().waiting == [three[2].case_id, three[1].case_id]


def test_ID_01_asked_twice_is_one_trial(desk, three):
    assert asked(desk).pk == asked(desk).pk


@pytest.mark.parametrize(
    ("text", "closed", "refusal"),
    [("policy: [", 1, NotReadable), (FASTER, 100_001, TooManyCases), (FASTER, -1, TooManyCases)],
    ids=["unreadable", "too many", "negative"],
)
def test_refuses_what_cannot_be_tried(desk, text, closed, refusal):
    with pytest.raises(refusal):
        asked(desk, text, closed=closed)


def test_a_contract_that_no_longer_fits_is_named(desk):
    opened = desk.log("10:00")
    override = {
        "rule": "answer",
        "field": "limit",
        "value": "15 min",
        "source": "contract 4",
        "reason": "agreed",
    }
    Case.objects.filter(pk=opened.case_id).update(overrides=[override])
    gone = POLICY.replace("  answer:\n", "  reply:\n").replace("clock.answer", "clock.reply")
    replay = asked(desk, gone)

    run()

    card = replay_card(replay.pk)
    assert (card.sums.problems, card.sums.different) == (1, 0)
    [line] = replayed_cases(replay.pk, viewer=desk.hotline)
    assert "answer" in line.problem


def test_kept_rates_count_certain_promises_of_a_clause(desk, three):
    assert case(three[0]).state == "open"
    rates = kept_rates("DESK", since=at("00:00"))

    assert (rates["D-3"].kept, rates["D-3"].missed, rates["D-3"].percent) == (2, 0, 100)
    assert kept_rates("DESK", since=at("23:00")) == {}
