"""A step of a macro that writes to the customer."""

from __future__ import annotations

import pytest

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import CaseFact
from kept.records.knowledge.services import ReadyTextDetails, keep_ready_text
from kept.records.ledger.models import Entry
from kept.records.macros.services import StepUnclear, rehearse_macro, run_in_cases
from kept.records.macros.steps import Step, StepKind
from kept.records.notices.models import Notice
from kept.records.people.models import Language
from tests.asked import MACRO, make_macro
from tests.desk import at
from tests.known import WORDS
from tests.records.macros.test_offering import keys
from tests.records.macros.test_running import ANSWER, WAIT, kinds, run

WRITE = Step(kind=StepKind.MESSAGE, words=WORDS)
TEXTS = {"en": "Dear {contact}, about {number}.", "zh-hans": "{contact},您好:{number}。"}


@pytest.fixture
def asked(desk):
    """A case about which somebody with an address asked, who reads Chinese."""
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="李娜",
        language=Language.SIMPLIFIED,
        emails=("li.na@east.example",),
    )
    contact = register_contact(details=details, by=desk.hotline, at=at("08:30"))
    words = ReadyTextDetails(names={"en": "Greeting", "zh-hans": "问候"}, texts=TEXTS)
    keep_ready_text(key=WORDS, details=words, by=desk.manager, now=at("08:50"))
    return desk.log(contact_id=contact.pk)


def test_it_is_said_in_the_customers_language_with_its_holes_filled(desk, asked):
    make_macro(desk.manager, ANSWER, WRITE, WAIT, key="write")

    run(desk, asked, macro="write")

    said = f"李娜,您好:{asked.number}。"
    notice = Notice.objects.get(kind="letter")
    assert (notice.address, notice.language) == ("li.na@east.example", "zh-hans")
    assert notice.data["text"] == said
    fact = CaseFact.objects.get(case_id=asked.case_id, kind="customer.told")
    assert (fact.values["text"], fact.source) == (said, "macro:write")
    run_entry = Entry.objects.get(verb="macro.run")
    assert [one["fact"] for one in run_entry.data["steps"]][1] == fact.seq


def test_what_it_would_come_to_sends_nothing(desk, asked):
    make_macro(desk.manager, WRITE, key="write")
    told = {"macro": "write", "version": 1, "by": desk.hotline, "now": at("11:00")}

    found = rehearse_macro(case_id=asked.case_id, **told)

    assert [fact.kind for fact in found.facts] == ["customer.told"]
    assert not Notice.objects.filter(kind="letter").exists()


def test_a_later_step_that_is_refused_takes_the_mail_back(desk, asked):
    make_macro(desk.manager, WRITE, WAIT, WAIT, key="write")
    before = kinds(asked)

    [line] = run_in_cases(
        numbers=[asked.number], macro="write", version=1, by=desk.hotline, now=at("11:00"), key="k"
    )

    assert not line.is_done
    assert kinds(asked) == before
    assert not Notice.objects.filter(kind="letter").exists()


def test_it_is_offered_only_where_somebody_can_be_written_to(desk, asked):
    make_macro(desk.manager, WRITE, key="write")
    nobody = desk.log()

    assert keys(desk, asked) == {MACRO, "write"}
    assert keys(desk, nobody) == {MACRO}
    told = {"macro": "write", "version": 1, "by": desk.hotline, "now": at("11:00")}
    refused = rehearse_macro(case_id=nobody.case_id, **told)
    assert "no mail address on file" in refused.refused
    assert refused.refused_at == 1


@pytest.mark.parametrize(
    "step",
    [
        Step(kind=StepKind.MESSAGE),
        Step(kind=StepKind.MESSAGE, text="Hello"),
        Step(kind=StepKind.MESSAGE, words=WORDS, text="and more, in one language"),
    ],
)
def test_it_is_said_in_ready_words_alone(desk, step):
    with pytest.raises(StepUnclear):
        make_macro(desk.manager, step, key="write")
