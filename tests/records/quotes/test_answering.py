"""A quote is sent, talked about, answered: what was accepted are the bytes that were sent."""

import hashlib
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from kept.records.cases.models import CaseFact
from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.documents.services import LinkEnded, WrongCode
from kept.records.files.services import read_bytes
from kept.records.ledger.queries import entries, verify_stream
from kept.records.notices.models import Notice
from kept.records.quotes.models import (
    Answer,
    Exchange,
    Outcome,
    QuoteLine,
    QuoteVersion,
    Speech,
    Way,
)
from kept.records.quotes.queries import all_quotes, quotes_of
from kept.records.quotes.services import (
    AcceptedAlready,
    AnsweredAlready,
    EnoughAsked,
    EvidenceNeeded,
    IsWithdrawn,
    LineUnclear,
    NothingToPay,
    NotTheNewest,
    OwnWord,
    QuoteExpired,
    Said,
    TypedWithoutReason,
    WrittenMeanwhile,
    answer_by_link,
    answer_quote,
    ask_by_link,
    end_quote_link,
    note_exchange,
    send_quote,
    withdraw_quote,
)
from kept.records.quotes.services.drafting import held_quote
from kept.records.quotes.standing import QuoteState
from tests.desk import at
from tests.records.together import in_a_row, together

REFUSED = (InternalError, ProgrammingError, IntegrityError)


def facts(counter, prefix="quote."):
    rows = CaseFact.objects.filter(case_id=counter.opened.case_id, kind__startswith=prefix)
    return [(row.kind, row.values) for row in rows.order_by("seq")]


class TestSending:
    def test_freezes_lines_bytes_and_words_and_tells_the_case(self, counter):
        version = counter.sent(counter.line(counter.fuse, "2"), counter.line(counter.hour, "1.5"))

        assert (str(version.net), str(version.tax), str(version.total)) == (
            "470.00", "29.60", "499.60",
        )  # fmt: skip
        content = read_bytes(version.sha256)
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == version.sha256
        [(kind, said)] = facts(counter)
        assert (kind, said["amount"], said["currency"]) == ("quote.sent", 499.6, "CNY")
        assert verify_stream(f"case:{counter.opened.case_id}") is None

    def test_twice_with_the_same_key_is_once(self, counter):
        counter.found()
        quote = counter.drafted()

        assert counter.send(quote).pk == counter.send(quote, "11:01").pk
        assert Notice.objects.filter(kind="quote_sent").count() == 1

    def test_the_link_is_in_no_table(self, counter):
        version = counter.sent()

        secret = counter.secret(version)
        stored = [str(notice.data) for notice in Notice.objects.all()]
        ledger = [str(entry.data) for entry in entries(f"case:{counter.opened.case_id}")]
        assert not any(secret in text or counter.code(version) in text for text in stored + ledger)

    def test_an_empty_one_is_refused(self, counter):
        with pytest.raises(NothingToPay):
            counter.send(counter.begin())

    def test_CC_05_a_draft_that_changed_meanwhile_is_not_sent(self, counter):
        counter.found()
        quote = counter.drafted()
        sending = counter.sending(quote)
        counter.write(quote, counter.line(counter.fuse, "9"), by=counter.desk.manager)

        with pytest.raises(WrittenMeanwhile):
            send_quote(sending=sending, by=counter.desk.hotline, at=at("11:00"))


class TestDrafts:
    @pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "NaN", "1e308"])
    def test_BL_04_quantities_that_are_none_are_refused(self, counter, quantity):
        with pytest.raises(LineUnclear):
            counter.drafted(counter.line(counter.fuse, quantity))

    @pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
    def test_BL_04_typed_prices_that_are_none_are_refused(self, counter, amount):
        with pytest.raises(LineUnclear):
            counter.drafted(counter.typed(amount))

    def test_BL_04_a_typed_price_has_a_name_and_a_reason(self, counter):
        with pytest.raises(TypedWithoutReason):
            counter.drafted(counter.typed("100", why=" "))

        version = counter.sent(counter.typed("100"))
        line = version.lines.get()
        assert (line.typed_by, line.typed_why) == (
            counter.desk.hotline, "agreed on the telephone",
        )  # fmt: skip


class TestAnswering:
    def test_the_customer_accepts_by_link_and_code(self, counter):
        version = counter.sent()
        row = counter.answer(version)

        assert (row.sha256, row.way, row.taken_by) == (version.sha256, Way.LINK, None)
        assert facts(counter)[-1][0] == "quote.accepted"
        assert facts(counter)[-1][1]["confirmed_by"] == "Li Hua"
        assert Notice.objects.filter(kind="quote_answered").count() == 1
        assert counter.card(version.quote).state is QuoteState.ACCEPTED

    def test_twice_is_once(self, counter):
        version = counter.sent()

        assert counter.answer(version).pk == counter.answer(version, now="11:31").pk
        assert len(facts(counter)) == 2

    def test_declining_needs_a_reason_and_is_a_fact(self, counter):
        version = counter.sent()
        with pytest.raises(ReasonMissing):
            counter.answer(version, Outcome.DECLINED, reason=" ")

        counter.answer(version, Outcome.DECLINED)

        assert facts(counter)[-1][0] == "quote.declined"
        assert counter.card(version.quote).state is QuoteState.DECLINED

    def test_SG_03_a_wrong_code_is_counted_and_five_end_the_link(self, counter):
        version = counter.sent()
        for _ in range(4):
            with pytest.raises(WrongCode):
                counter.answer(version, said="nothing")
        with pytest.raises(LinkEnded):
            counter.answer(version, said="nothing")

        with pytest.raises(LinkEnded):
            counter.answer(version)
        assert not Answer.objects.exists()

    def test_SG_03_other_bytes_than_those_shown_are_not_accepted(self, counter):
        version = counter.sent()

        with pytest.raises(NotTheNewest):
            counter.answer(version, sha256="0" * 64)

    def test_CC_05_the_old_page_accepts_nothing_once_there_is_a_newer_version(self, counter):
        old = counter.sent()
        secret, code = counter.secret(old), counter.code(old)
        counter.write(old.quote, counter.line(counter.fuse, "5"))
        new = counter.send(old.quote, "11:10", key="again")

        with pytest.raises(LinkEnded):
            answer_by_link(
                secret=secret, code=code, answering=counter.answering(old), at=at("11:30")
            )
        with pytest.raises(NotTheNewest):
            counter.answer(new, sha256=old.sha256)
        with pytest.raises(NotTheNewest):
            heard(counter, old)
        assert counter.answer(new).version_id == new.pk

    def test_SG_03_an_expired_one_is_not_accepted(self, counter):
        version = counter.sent()

        with pytest.raises(LinkEnded):
            counter.answer(version, now="26 11:00")
        with pytest.raises(QuoteExpired):
            heard(counter, version, now="26 11:00")
        assert counter.card(version.quote, "26 11:00").state is QuoteState.EXPIRED

    def test_BL_04_what_was_accepted_is_changed_by_nobody(self, counter):
        version = counter.sent()
        counter.answer(version)

        with pytest.raises(AcceptedAlready):
            counter.write(version.quote, counter.line(counter.fuse, "9"))
        with pytest.raises(AcceptedAlready):
            counter.send(version.quote, "11:40", key="again")
        with pytest.raises(AcceptedAlready):
            withdraw(counter, version.quote)

    def test_one_of_us_says_where_the_answer_can_be_seen_and_answers_for_nobody(self, counter):
        version = counter.sent()
        with pytest.raises(EvidenceNeeded):
            heard(counter, version, evidence=" ")
        with pytest.raises(OwnWord):
            heard(counter, version, name=counter.desk.hotline.display_name)

        row = heard(counter, version)

        assert (row.taken_by, row.evidence) == (counter.desk.hotline, "call at 11:28")
        with pytest.raises((AnsweredAlready, AcceptedAlready)):
            heard(counter, version, Outcome.DECLINED, key="other")

    def test_CC_05_of_many_who_answer_at_once_one_is_kept(self, committed_counter):
        counter = committed_counter
        version = counter.sent()
        outcomes = [Outcome.ACCEPTED, Outcome.DECLINED]

        together(lambda n: heard(counter, version, outcomes[n % 2], key=f"k{n}"), workers=4)

        assert Answer.objects.count() == 1
        assert len(facts(counter)) == 2

    def test_CC_07_words_about_a_quote_and_facts_of_its_case_never_wait_for_each_other(
        self, committed_counter
    ):
        counter = committed_counter
        version = counter.sent()

        def work(n):
            for nth in range(4):
                if n % 2:
                    counter.desk.record(counter.opened, "note.added", "11:10", text="seen")
                else:
                    said = Said(speech=Speech.ANSWERED, name="Li Hua", text="yes", key=f"{n}{nth}")
                    by = counter.desk.hotline
                    note_exchange(quote_id=version.quote_id, said=said, by=by, at=at("11:10"))

        assert together(work, workers=4) == [None] * 4
        assert Exchange.objects.count() == 8


def written(line):
    with transaction.atomic():
        line.save(force_insert=True)
        connection.check_constraints()


def heard(counter, version, outcome=Outcome.ACCEPTED, now="11:30", **more):
    said = {"way": Way.TELEPHONE, "evidence": "call at 11:28", "key": "heard", **more}
    answering = counter.answering(version, outcome, **said)
    return answer_quote(answering=answering, by=counter.desk.hotline, at=at(now))


def withdraw(counter, quote, reason="wrong part"):
    return withdraw_quote(quote_id=quote.pk, reason=reason, by=counter.desk.hotline, at=at("11:20"))


class TestTalking:
    def test_each_exchange_is_kept_and_is_a_fact(self, counter):
        version = counter.sent()
        ask_by_link(secret=counter.secret(version), text="Why two?", at=at("11:10"), key="q")
        explained = Said(speech=Speech.EXPLAINED, name="Li Hua", text="Two phases.", key="e")
        note_exchange(
            quote_id=version.quote_id, said=explained, by=counter.desk.hotline, at=at("11:15")
        )

        assert [kind for kind, _ in facts(counter)] == [
            "quote.sent", "quote.discussed", "quote.explained",
        ]  # fmt: skip
        said = [(one.speech, one.name) for one in counter.card(version.quote).exchanges]
        assert said == [("explained", "Li Hua"), ("asked", "Li Hua")]

    def test_a_link_is_no_place_for_a_book(self, counter):
        version = counter.sent()
        for n in range(20):
            ask_by_link(secret=counter.secret(version), text="?", at=at("11:10"), key=f"q{n}")

        with pytest.raises(EnoughAsked):
            ask_by_link(secret=counter.secret(version), text="?", at=at("11:10"), key="more")


class TestWithdrawing:
    def test_ends_links_and_answers_and_tells_the_customer(self, counter):
        version = counter.sent()
        withdraw(counter, version.quote)

        assert facts(counter)[-1][0] == "quote.withdrawn"
        assert Notice.objects.filter(kind="quote_withdrawn").count() == 1
        with pytest.raises(LinkEnded):
            counter.answer(version)
        with pytest.raises(IsWithdrawn):
            heard(counter, version)

    def test_a_mere_draft_is_dropped_without_a_word_to_anybody(self, counter):
        withdraw(counter, counter.drafted())

        assert facts(counter) == []
        assert not Notice.objects.filter(kind="quote_withdrawn").exists()


class TestTheDatabase:
    def test_BL_04_refuses_lines_that_are_not_the_sum(self, counter):
        version = counter.sent()
        line = version.lines.get()
        line.pk, line.place = None, 2

        with pytest.raises(IntegrityError, match="not its sum"):
            written(line)

    @pytest.mark.parametrize(
        "more",
        [
            {"quantity": Decimal(3)},  # the amount is no longer the product
            {"charged": Decimal(1)},
            {"per_cent": Decimal(101)},
            {"price": None},  # a price from nowhere
            {"typed_why": "because"},  # typed by nobody
        ],
    )
    def test_BL_04_refuses_a_line_that_is_no_product_or_comes_from_nowhere(self, counter, more):
        line = counter.sent().lines.get()
        line.pk, line.place = None, 2
        for name, value in more.items():
            setattr(line, name, value)

        with pytest.raises(IntegrityError), transaction.atomic():
            line.save(force_insert=True)

    def test_SG_01_changes_nothing_that_was_sent_said_or_answered(self, counter):
        version = counter.sent()
        counter.answer(version)

        for model in (QuoteVersion, QuoteLine, Answer, Exchange):
            with pytest.raises(REFUSED), transaction.atomic():
                model.objects.all().delete()
            with pytest.raises(REFUSED), transaction.atomic():
                model.objects.update(id=0)


class TestLists:
    def test_tell_where_each_stands(self, counter):
        counter.found()
        draft = counter.drafted(key="one")
        version = counter.send(counter.drafted(key="two"), key="two")

        rows = {row.number: row for row in quotes_of(counter.opened.case_id, at=at("12:00"))}
        assert rows[str(draft.number)].state is QuoteState.DRAFT
        assert str(rows[str(version.quote.number)].total) == "CNY 22.60"
        found = all_quotes(viewer=counter.desk.hotline, at=at("12:00"), states=[QuoteState.SENT])
        assert [row.number for row in found] == [str(version.quote.number)]

        counter.answer(version)
        rows = {row.number: row for row in quotes_of(counter.opened.case_id, at=at("12:00"))}
        assert rows[str(version.quote.number)].state is QuoteState.ACCEPTED

    def test_of_a_case_are_one_statement(self, counter, django_assert_num_queries):
        counter.drafted()

        with django_assert_num_queries(1):
            quotes_of(counter.opened.case_id, at=at("12:00"))


@pytest.mark.django_db(transaction=True)
def test_SG_03_a_link_that_is_ended_meanwhile_accepts_nothing(committed_counter):
    counter = committed_counter
    version = counter.sent()
    end = {"link_id": counter.link(version).pk, "by": counter.desk.hotline, "at": at("11:10")}

    given = in_a_row(
        lambda: held_quote(version.quote_id),
        lambda: counter.answer(version),
        then=lambda: end_quote_link(**end),
    )

    assert isinstance(given[0], LinkEnded)
    assert not Answer.objects.exists()


def test_ID_02_another_question_with_the_same_key_is_not_lost(counter):
    version = counter.sent()
    ask = {"secret": counter.secret(version), "at": at("11:10"), "key": "q"}
    first = ask_by_link(text="Why two?", **ask)

    assert ask_by_link(text=" Why two? ", **ask) == first
    with pytest.raises(KeyReused):
        ask_by_link(text="Why three?", **ask)


@pytest.mark.django_db(transaction=True)
def test_SG_03_a_link_that_is_ended_meanwhile_asks_nothing(committed_counter):
    counter = committed_counter
    version = counter.sent()
    end = {"link_id": counter.link(version).pk, "by": counter.desk.hotline, "at": at("11:10")}
    ask = {"secret": counter.secret(version), "text": "Why?", "at": at("11:10"), "key": "q"}

    given = in_a_row(
        lambda: held_quote(version.quote_id),
        lambda: ask_by_link(**ask),
        then=lambda: end_quote_link(**end),
    )

    assert isinstance(given[0], LinkEnded)
    assert not Exchange.objects.exists()
