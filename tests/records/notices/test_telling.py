"""Who is told what, in which words."""

import pytest

from kept.records.cases.models import Case, News
from kept.records.cases.services import assign_case, sweep
from kept.records.notices.models import Channel, Notice
from kept.records.notices.queries import notices, unread_count
from kept.records.notices.services import mark_read, tell
from kept.records.notices.words import words
from kept.records.people.models import Language, Theme
from kept.records.people.services import Preferences, change_preferences, leave_office
from tests.desk import POLICY, at, open_desk


def told(kind, channel=Channel.IN_APP):
    rows = Notice.objects.filter(kind=kind, channel=channel)
    return sorted(rows.values_list("receiver__username", flat=True))


@pytest.fixture
def opened(desk):
    return desk.log(answers={"visit_demanded": True}, responsible_id=desk.engineer.pk)


class TestReceivers:
    def test_a_breach_tells_the_responsible_and_who_answers_for_the_office(self, desk, opened):
        sweep(now=at("13:00"))
        tell(now=at("13:00"))

        rows = Notice.objects.filter(kind="broken", data__clock="on_site", channel="in_app")
        names = sorted(rows.values_list("receiver__username", flat=True))
        assert names == ["dispatcher", "engineer", "manager"]

    def test_a_warning_tells_the_responsible_only(self, desk, opened):
        sweep(now=at("10:45"))
        tell(now=at("10:45"))

        assert told("warned") == ["engineer"]

    def test_who_becomes_responsible_is_told(self, desk, opened):
        assign_case(
            case_id=opened.case_id, person_id=desk.manager.pk, by=desk.dispatcher, now=at("10:05")
        )
        tell(now=at("10:05"))

        assert told("assigned") == ["engineer", "manager"]

    def test_who_left_the_office_is_not_told(self, desk, opened):
        leave_office(
            person_id=desk.manager.pk,
            office_id=desk.office.pk,
            last_day=at("10:00").date().replace(day=1),
            by=desk.dispatcher,
            at=at("10:00"),
        )
        sweep(now=at("13:00"))
        tell(now=at("13:00"))

        assert set(told("broken")) == {"dispatcher", "engineer"}

    def test_a_breach_undone_is_told_to_the_same_people(self, desk, opened):
        desk.record(opened, "visit.arrived", "12:50", now="14:10")
        tell(now=at("14:10"))

        assert told("undone") == ["dispatcher", "engineer", "manager"]

    def test_a_promise_that_is_only_measured_alarms_nobody(self, desk, opened):
        sweep(now=at("11:00"))
        News.objects.filter(kind="broken").update(
            data={"strength": "aim", "names": {}, "clauses": [], "clock": "answer"}
        )
        tell(now=at("11:00"))

        assert told("broken") == []


class TestOnce:
    def test_ID_05_telling_again_tells_nothing(self, desk, opened):
        sweep(now=at("13:00"))
        first = tell(now=at("13:00"))
        count = Notice.objects.count()

        assert first > 0
        assert tell(now=at("13:01")) == 0
        assert Notice.objects.count() == count

    def test_ID_05_the_same_news_twice_reaches_each_receiver_once(self, desk, opened):
        sweep(now=at("13:00"))
        again = list(News.objects.values())
        tell(now=at("13:00"))
        count = Notice.objects.count()
        News.objects.bulk_create([News(**row) for row in again])
        tell(now=at("13:01"))

        assert Notice.objects.count() == count

    def test_a_batch_leaves_the_rest_for_the_next(self, desk, opened):
        sweep(now=at("13:00"))
        left = News.objects.count()

        assert tell(now=at("13:00"), limit=2) == 2
        assert News.objects.count() == left - 2

    def test_a_warning_that_comes_after_the_breach_is_not_told(self, desk, opened):
        sweep(now=at("15:00"))
        tell(now=at("15:00"))

        assert told("warned") == []
        assert told("broken")

    def test_what_is_long_past_is_history_and_not_news(self, desk, opened):
        sweep(now=at("13:00"))
        tell(now=at("13:00").replace(month=12))

        assert not Notice.objects.filter(kind="broken").exists()
        assert not News.objects.exists()


class TestWords:
    def speak(self, desk, language):
        change_preferences(
            person_id=desk.engineer.pk,
            preferences=Preferences(
                language=language, theme=Theme.SYSTEM, shortcuts=True, time_zone="Asia/Tokyo"
            ),
            by=desk.engineer,
            at=at("08:00"),
        )
        desk.engineer.refresh_from_db()

    def test_says_what_was_due_in_the_receivers_time_zone(self, desk, opened):
        self.speak(desk, Language.ENGLISH)
        sweep(now=at("13:00"))
        tell(now=at("13:00"))

        [line] = [n for n in notices(receiver=desk.engineer) if "Engineer on site" in n.subject]
        assert line.subject.startswith(opened.number)
        assert "24 Nov 2026, 14:00" in line.subject  # Tokyo is an hour ahead
        assert "D-4" in line.lines[0]

    def test_speaks_the_receivers_language(self, desk, opened):
        self.speak(desk, Language.SIMPLIFIED)
        sweep(now=at("13:00"))
        tell(now=at("13:00"))

        [line] = [n for n in notices(receiver=desk.engineer) if "工程师到场" in n.subject]
        assert "超时" in line.subject
        assert "东岸数据中心" in line.lines[1]

    def test_speaks_traditional_chinese_where_the_policy_has_only_simplified(self, desk, opened):
        self.speak(desk, Language.TRADITIONAL)
        sweep(now=at("13:00"))
        tell(now=at("13:00"))

        [line] = [n for n in notices(receiver=desk.engineer) if "「工程師到場」" in n.subject]
        assert line.lines[1].endswith("：Transmitter shows E-47")

    def test_CR_05_says_that_it_was_noted_late(self, desk, opened):
        sweep(now=at("14:00"))
        tell(now=at("14:00"))

        [line] = [n for n in notices(receiver=desk.engineer) if "Engineer on site" in n.subject]
        assert any("14:00" in text for text in line.lines)
        assert line.happened_at == at("13:00")

    def test_a_customers_words_are_never_markup_or_format(self, desk):
        opened = desk.log(description="100% {sure} %(x)s", responsible_id=desk.engineer.pk)
        tell(now=at("10:05"))

        [line] = notices(receiver=desk.engineer)
        assert "100% {sure} %(x)s" in line.subject
        assert Case.objects.get(pk=opened.case_id).title in line.lines[1]


class TestReading:
    def test_a_notice_read_counts_no_more_and_anothers_stays(self, desk, opened):
        sweep(now=at("13:00"))
        tell(now=at("13:00"))
        before = unread_count(receiver=desk.manager)
        [first, *_] = notices(receiver=desk.engineer)

        assert mark_read(by=desk.engineer, now=at("13:05"), ids=[first.pk]) == 1
        assert mark_read(by=desk.manager, now=at("13:05"), ids=[first.pk]) == 0
        assert notices(receiver=desk.engineer)[0].read_at == at("13:05")
        mark_read(by=desk.engineer, now=at("13:06"))
        assert unread_count(receiver=desk.engineer) == 0
        assert unread_count(receiver=desk.manager) == before

    def test_pages_follow_each_other(self, desk, opened):
        sweep(now=at("13:00"))
        tell(now=at("13:00"))
        every = notices(receiver=desk.manager)

        first = notices(receiver=desk.manager, limit=1)
        rest = notices(receiver=desk.manager, before=first[-1].pk)
        assert first + rest == every


def test_two_warnings_of_one_clock_each_say_how_much_is_left(db):
    twice = open_desk(POLICY.replace("warn: [-15 min]", "warn: [-2 h, -15 min]"))
    opened = twice.log(answers={"visit_demanded": True})
    for moment in ("11:00", "12:45"):
        sweep(now=at(moment))
        tell(now=at(moment))

    rows = Notice.objects.filter(kind="warned", data__clock="on_site", channel=Channel.IN_APP)
    assert [words(notice, language="en").subject for notice in rows.order_by("pk")] == [
        f"{opened.number}: “Engineer on site” is due at 24 Nov 2026, 13:00, 2 h left",
        f"{opened.number}: “Engineer on site” is due at 24 Nov 2026, 13:00, 15 min left",
    ]
