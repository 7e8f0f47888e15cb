"""Contesting a level: kept with who and what, open until somebody entitled decides."""

import hashlib

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.services import (
    AlreadySo,
    Contest,
    DecidedByOthers,
    Grading,
    MayNotContest,
    NeedsItsOwnForm,
    NothingSaid,
    NotYourWord,
    OwnGrade,
    ReasonMissing,
    SaidByOthers,
    SetByOthers,
    UnknownGrade,
    UnknownWord,
    WhoSaidIt,
    Word,
    contest_level,
    correct_fact,
    grade_case,
    rebuild,
    withdraw_fact,
)
from kept.records.ledger.queries import entries
from tests.desk import POLICY, at, case, clock, open_desk


def key_of(*said):
    return hashlib.sha256(repr(said).encode()).hexdigest()


THEIRS = Word(of="customer", requester="Lin Hao")
SUPPLIER = Word(of="supplier", requester="Mei Zhou")
BY_US = POLICY.replace("grader: customer", "grader: provider")
JOINTLY = POLICY.replace("grader: customer", "grader: [customer, provider]")
BY_AUTHORITY = POLICY.replace(
    "grader: customer",
    "grader: provider\n    contest: {by: customer, decided_by: [expert, authority]}",
)


def contest(desk, opened, now="11:00", *, by=None, **said):
    said = {"word": THEIRS, "asked": "1", "text": "Nobody here can work"} | said
    made = Contest(scale="level.fault", at=at(now), **said)
    return contest_level(
        case_id=opened.case_id,
        contest=made,
        by=by or desk.hotline,
        now=at(now),
        key=key_of("contest", now, said),
    )


def grade(desk, opened, level, now, *, by=None, word="manager", reason="Seen", requester=""):
    grading = Grading(
        scale="level.fault",
        grade=level,
        at=at(now),
        reason=reason,
        word=Word(of=word, requester=requester),
    )
    return grade_case(
        case_id=opened.case_id,
        grading=grading,
        by=by or desk.manager,
        now=at(now),
        key=f"grade {level} {now}",
    )


@pytest.fixture
def desk(db):
    return open_desk(BY_US)


@pytest.fixture
def opened(desk):
    return desk.log(answers={"down": False})


class TestContesting:
    def test_keeps_who_said_what_and_when_and_leaves_the_level_alone(self, desk, opened):
        done = contest(desk, opened)

        fact = CaseFact.objects.get(case_id=opened.case_id, seq=done.seq)
        assert (fact.kind, fact.at, fact.by) == ("grade.contested", at("11:00"), desk.hotline)
        assert fact.values == {
            "level": "fault",
            "grade": "1",
            "party": "customer",
            "requester": "Lin Hao",
            "text": "Nobody here can work",
        }
        assert case(opened).level == "2"
        assert case(opened).contested_at == at("11:00")
        assert entries(f"case:{opened.number}")[-1].data["kind"] == "grade.contested"

    def test_is_safe_to_repeat(self, desk, opened):
        assert contest(desk, opened).seq == contest(desk, opened).seq

    @pytest.mark.parametrize(
        ("said", "refused"),
        [
            ({"text": " "}, NothingSaid),
            ({"word": Word(of="customer")}, WhoSaidIt),
            ({"word": Word(of="nobody", requester="Lin")}, UnknownWord),
            ({"word": Word(of="expert")}, NotYourWord),
            ({"asked": "2"}, AlreadySo),
            ({"asked": "7"}, UnknownGrade),
        ],
    )
    def test_is_refused_without_what_it_needs(self, desk, opened, said, refused):
        with pytest.raises(refused):
            contest(desk, opened, **said)

        assert case(opened).contested_at is None

    def test_is_refused_to_whom_the_policy_does_not_let(self, db):
        desk = open_desk(BY_AUTHORITY)
        with pytest.raises(MayNotContest):
            contest(desk, desk.log(answers={"down": False}), word=SUPPLIER)

    def test_needs_no_level_in_particular(self, desk, opened):
        assert "grade" not in CaseFact.objects.get(seq=contest(desk, opened, asked="").seq).values

    def test_has_no_other_door(self, desk, opened):
        with pytest.raises(NeedsItsOwnForm):
            desk.record(opened, "grade.contested", "11:00", level="fault", text="x")

    def test_a_rebuild_finds_it_again(self, desk, opened):
        contest(desk, opened)
        Case.objects.update(contested_at=None)

        rebuild(case_id=opened.case_id, now=at("12:00"))

        assert case(opened).contested_at == at("11:00")


class TestDeciding:
    @pytest.mark.parametrize(("level", "due"), [("2", "25 10:00"), ("1", "18:00")])
    def test_closes_the_contest_and_the_clocks_follow(self, desk, opened, level, due):
        contest(desk, opened)

        grade(desk, opened, level, "11:30")

        assert case(opened).contested_at is None
        assert clock(opened, "repair").due_at == at(due)

    @pytest.mark.parametrize(
        ("said", "refused"),
        [
            ({"reason": ""}, ReasonMissing),
            ({"word": "provider", "level": "2"}, DecidedByOthers),
            ({"by": "hotline"}, NotYourWord),
        ],
    )
    def test_BL_01_is_refused_to_others_and_without_a_reason(self, desk, opened, said, refused):
        contest(desk, opened)
        said = {"level": "2"} | said
        by = getattr(desk, said.pop("by", "manager"))

        with pytest.raises(refused):
            grade(desk, opened, said.pop("level"), "11:30", by=by, **said)

        assert case(opened).contested_at == at("11:00")

    def test_BL_01_nobody_decides_about_a_level_of_their_own(self, desk, opened):
        grade(desk, opened, "1", "10:30", word="provider")
        contest(desk, opened, asked="2")

        with pytest.raises(OwnGrade):
            grade(desk, opened, "1", "11:30")

    def test_somebody_may_make_it_stricter_meanwhile_and_the_contest_stays(self, desk, opened):
        contest(desk, opened, asked="")

        grade(desk, opened, "1", "11:30", word="provider", by=desk.hotline, reason="")

        assert (case(opened).level, case(opened).contested_at) == ("1", at("11:00"))

    def test_is_done_by_whom_the_policy_names(self, db):
        desk = open_desk(BY_AUTHORITY)
        opened = desk.log(answers={"down": False})
        contest(desk, opened)
        with pytest.raises(DecidedByOthers):
            grade(desk, opened, "2", "11:30")
        with pytest.raises(WhoSaidIt):
            grade(desk, opened, "2", "11:30", word="authority")

        grade(desk, opened, "2", "11:30", word="expert", by=desk.engineer)

        assert case(opened).contested_at is None

    def test_a_contest_made_after_closing_stands_too(self, desk, opened):
        desk.record(opened, "service.restored", "10:30")
        contest(desk, opened)

        assert case(opened).contested_at == at("11:00")


class TestWhoseWord:
    @pytest.fixture
    def desk(self, db):
        return open_desk(POLICY)

    def test_the_customers_decides_at_once_where_the_policy_says_so(self, desk, opened):
        done = contest(desk, opened)

        fact = CaseFact.objects.get(case_id=opened.case_id, seq=done.seq)
        assert (fact.kind, fact.values["reason"]) == ("case.graded", "Nobody here can work")
        assert case(opened).level == "1"
        assert case(opened).contested_at is None

    def test_BL_01_ours_never_makes_it_milder(self, desk, opened):
        contest(desk, opened)

        with pytest.raises(SetByOthers):
            grade(desk, opened, "2", "11:30", word="provider")

        assert case(opened).level == "1"

    def test_ours_makes_it_stricter_with_a_reason(self, desk, opened):
        with pytest.raises(ReasonMissing):
            grade(desk, opened, "1", "11:30", word="provider", reason="")

        grade(desk, opened, "1", "11:30", word="provider")

        assert case(opened).level == "1"

    def test_ours_is_an_objection_that_the_customer_decides(self, desk, opened):
        contest(desk, opened)
        ours = Word(of="provider")
        contest(desk, opened, "11:20", word=ours, asked="2", text="The backup runs")
        assert case(opened).contested_at == at("11:20")
        with pytest.raises(DecidedByOthers):
            grade(desk, opened, "2", "11:30")

        grade(desk, opened, "2", "11:40", word="customer", requester="Lin Hao")

        assert (case(opened).level, case(opened).contested_at) == ("2", None)

    def test_of_two_counts_when_both_have_given_theirs(self, db):
        desk = open_desk(JOINTLY)
        opened = desk.log(answers={"down": False})
        contest(desk, opened)
        assert (case(opened).level, case(opened).contested_at) == ("2", at("11:00"))

        grade(desk, opened, "1", "11:30", word="provider", by=desk.hotline)

        assert (case(opened).level, case(opened).contested_at) == ("1", None)


class TestNothingLoosensSilently:
    def test_BL_01_a_corrected_answer_that_makes_it_milder_says_why(self, desk):
        opened = desk.log(answers={"down": True})
        said = {"channel": "telephone", "case_type": "fault", "down": False}

        def correct(key, **more):
            fact = NewFact(kind="request.received", at=at("10:00"), values=said | more)
            return correct_fact(
                case_id=opened.case_id,
                seq=1,
                fact=fact,
                by=desk.hotline,
                now=at("11:00"),
                key=key,
            )

        with pytest.raises(ReasonMissing):
            correct("silent")
        assert case(opened).level == "1"

        correct("told", reason="The caller meant the other machine")
        assert case(opened).level == "2"

    def test_BL_01_a_fact_dated_before_the_request_does_not_either(self, desk):
        opened = desk.log(answers={"down": True})

        with pytest.raises(ReasonMissing):
            desk.record(opened, "request.described", "10:00", "11:00", down=False)

        assert case(opened).level == "1"

    @pytest.mark.parametrize("who", ["hotline", "dispatcher", "engineer"])
    def test_BL_01_a_contest_is_not_made_to_vanish(self, desk, opened, who):
        made = contest(desk, opened)

        with pytest.raises(SaidByOthers):
            withdraw_fact(
                case_id=opened.case_id,
                seq=made.seq,
                reason="Gone",
                by=getattr(desk, who),
                now=at("12:00"),
                key="w",
            )

        assert case(opened).contested_at == at("11:00")

    def test_BL_01_nor_moved_to_before_an_earlier_word(self, desk, opened):
        made = contest(desk, opened)
        fact = NewFact(kind="grade.contested", at=at("10:05"), values={"level": "fault"})

        with pytest.raises(NeedsItsOwnForm):
            correct_fact(
                case_id=opened.case_id,
                seq=made.seq,
                fact=fact,
                by=desk.manager,
                now=at("12:00"),
                key="c",
            )
