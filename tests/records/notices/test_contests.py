"""A contest is told to who decides; the decision, to who contested."""

import pytest

from kept.records.cases.services import rebuild
from kept.records.cases.services.contest_news import ReplyTo
from kept.records.notices.models import Channel, Notice
from kept.records.notices.services import tell
from kept.records.notices.words import words
from tests.desk import POLICY, at, open_desk
from tests.records.cases.test_causes import dispute, find
from tests.records.cases.test_contests import BY_US, contest, grade

THEIRS = ReplyTo("lin.hao@eastbank.example", "zh-hans")


@pytest.fixture
def desk(db):
    return open_desk(BY_US)


@pytest.fixture
def opened(desk):
    return desk.log(answers={"down": False}, responsible_id=desk.engineer.pk)


def told(kind):
    rows = Notice.objects.filter(kind=kind, channel=Channel.IN_APP)
    return sorted(rows.values_list("receiver__username", flat=True))


def said(kind, language="en", **which):
    found = words(Notice.objects.filter(kind=kind, **which).first(), language=language)
    return [found.subject, *found.lines]


class TestContested:
    def test_who_has_the_case_and_who_decides_are_told_what_was_said(self, desk, opened):
        contest(desk, opened)
        tell(now=at("11:01"))

        assert told("contested") == ["engineer", "manager"]
        subject, line, *_about = said("contested")
        assert subject == f"{opened.number}: contested: Fault level"
        assert line == "Lin Hao said: Nobody here can work"

    def test_who_wrote_it_down_knows_already(self, desk, opened):
        contest(desk, opened, by=desk.manager)
        tell(now=at("11:01"))

        assert told("contested") == ["engineer"]

    def test_a_disputed_cause_is_told_too(self, desk, opened):
        find(desk, opened)
        dispute(desk, opened)
        tell(now=at("13:01"))

        assert told("contested") == ["engineer", "manager"]

    def test_it_is_told_once(self, desk, opened):
        contest(desk, opened)
        contest(desk, opened)
        rebuild(case_id=opened.case_id, now=at("11:05"))
        tell(now=at("11:06"))

        assert told("contested") == ["engineer", "manager"]


def test_a_level_that_the_customers_own_word_sets_is_told_to_who_has_the_case(db):
    desk = open_desk(POLICY)
    opened = desk.log(answers={"down": False}, responsible_id=desk.engineer.pk)
    contest(desk, opened)
    tell(now=at("11:01"))

    assert told("contested") == ["engineer"]
    subject, _line, now, *_about = said("contested")
    assert subject == f"{opened.number}: the customer set the level: Fault level"
    assert now == "It holds now: critical."


class TestDecided:
    def test_who_wrote_the_contest_down_and_who_has_the_case_are_told(self, desk, opened):
        contest(desk, opened)
        grade(desk, opened, "1", "11:30", word="manager", by=desk.manager)
        tell(now=at("11:31"))

        assert told("decided") == ["engineer", "hotline"]
        subject, *lines = said("decided")
        assert subject == f"{opened.number}: decided: Fault level"
        assert lines[:2] == ["It holds now: critical.", "Decided because: Seen"]

    def test_who_contested_from_outside_is_told_by_mail(self, desk, opened):
        contest(desk, opened, reply=THEIRS)
        grade(desk, opened, "1", "11:30", word="manager", by=desk.manager)
        tell(now=at("11:31"))
        tell(now=at("11:32"))

        [mail] = Notice.objects.filter(receiver=None)
        assert (mail.address, mail.language) == (THEIRS.address, THEIRS.language)
        told_outside = said("decided_for_you")
        assert told_outside[0].startswith("We have decided about your request K-")
        assert "Decided because: Seen" in told_outside
        assert "by" not in mail.data

    def test_a_grade_that_decides_nothing_is_no_news(self, desk, opened):
        grade(desk, opened, "1", "11:30", by=desk.manager)
        tell(now=at("11:31"))

        assert Notice.objects.filter(kind="decided").count() == 0
