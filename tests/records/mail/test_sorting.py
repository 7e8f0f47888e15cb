"""What becomes of a letter."""

from datetime import timedelta

import pytest

from kept.records.archive.services import record_contact_left
from kept.records.cases.models import Case, CaseFact
from kept.records.files.models import Attachment
from kept.records.ledger.queries import entries
from kept.records.mail.models import Letter, Outcome
from kept.records.mail.services import (
    DecidedAlready,
    add_to_case,
    borrow,
    failed,
    looked,
    set_aside,
    sort_next,
)
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.records.notices.threads import reply_address, thread_id, token
from kept.records.notices.words import words
from tests.desk import LINKS, ZONE, at
from tests.records.mail.conftest import OURS
from tests.records.mail.messages import CUSTOMER, message, multipart

PASSED = "mx.kept.example; dmarc=pass header.from=kept.example; spf=pass"
FAILED = "mx.kept.example; dmarc=fail; spf=fail"


def facts(case: Case) -> list[str]:
    return list(CaseFact.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))


def test_a_contacts_mail_is_a_case_of_its_own(post, contact, desk):
    letter = post.comes(message(body=f"SN {desk.equipment.serial_number} stands still."))

    assert letter.outcome == Outcome.OPENED
    assert letter.case.contact == contact
    assert letter.case.equipment == desk.equipment
    assert letter.case.channel == "email"
    assert letter.case.title == "Pump down"
    assert letter.case.logged_by.roles == []


def test_EM_18_the_clock_starts_at_receipt_not_at_processing(post, contact):
    letter = post.comes(
        message(Date="Mon, 01 Jan 2018 00:00:00 +0000"), received="10:00", now="13:00"
    )

    case = letter.case
    assert f"{case.requested_at.astimezone(ZONE):%H:%M}" == "10:00"
    clock = case.clocks.get(rule="answer")
    assert f"{clock.due_at.astimezone(ZONE):%H:%M}" == "11:00"
    assert clock.state == "broken"


def test_the_letter_and_its_files_are_with_the_case(post, contact):
    program = (
        'Content-Type: application/x-dosexec\r\nContent-Disposition: attachment; filename="a.exe"'
    )
    text = "Content-Type: text/plain; charset=utf-8"
    body = multipart((text, b"see the log"), (program, b"MZ\x90\x00"),
                     ('Content-Type: text/csv; name="log.csv"', b"a,b\n1,2\n"))  # fmt: skip
    letter = post.comes(message(body, content_type='multipart/mixed; boundary="b-0"'))

    names = set(Attachment.objects.filter(case=letter.case).values_list("name", "for_customer"))
    assert names == {("Pump down.eml", False), ("log.csv", True)}
    assert [one["name"] for one in letter.attached] == ["a.exe", "log.csv"]


def test_the_sender_gets_the_number_and_none_of_its_own_words(post, contact, mailoutbox):
    letter = post.comes(message(subject="Buy now http://evil.example", body="cheap"))
    send_next(now=lambda: at("10:01"), links=LINKS, sender="service@kept.example")

    [sent] = mailoutbox
    assert sent.to == [CUSTOMER]
    assert letter.case.number in sent.body
    assert "evil" not in sent.message().as_string()
    assert sent.extra_headers["In-Reply-To"] == "<1@heron.example>"
    assert sent.extra_headers["Auto-Submitted"] == "auto-replied"


def test_EM_04_at_most_three_acknowledgements_a_day_reach_one_address(post, contact):
    letters = [
        post.comes(message(subject=f"Request {n}", message_id=f"<{n}@heron.example>"))
        for n in range(6)
    ]

    assert {letter.outcome for letter in letters} == {Outcome.OPENED}
    assert Notice.objects.filter(kind="received", address=CUSTOMER).count() == 3


def answer_to(case: Case, address: str = CUSTOMER, **more: str) -> bytes:
    to = reply_address(case_id=case.pk, address=address, mailbox="service@kept.example")
    return message("It happened again.", to=to, message_id="<2@heron.example>", **more)


def test_an_answer_with_the_secret_belongs_to_the_case(post, contact, desk):
    case = post.comes(message()).case
    letter = post.comes(answer_to(case), received="10:30")

    assert (letter.outcome, letter.case) == (Outcome.ADDED, case)
    assert facts(case) == ["request.received", "contact.received"]
    assert Notice.objects.filter(kind="letter_added", receiver=case.responsible).exists()


def test_the_secret_comes_back_in_references_too(post, contact):
    case = post.comes(message()).case
    ours = thread_id(case_id=case.pk, address=CUSTOMER, unique="x", host="kept.example")
    letter = post.comes(message("Again.", message_id="<3@x>", References=f"<other@x> {ours}"))

    assert letter.case == case


def secret(case: Case) -> str:
    return token(case_id=case.pk, address=CUSTOMER)


def turned(case: Case) -> str:
    right = secret(case)
    return right[:-1] + ("a" if right[-1] != "a" else "b")


def to_case(number: int, proof: str) -> str:
    return f"service+c{number}.{proof}@kept.example"


WRONG = {
    "the number in the subject": lambda case: message(
        subject=f"Re: [{case.number}]", message_id="<4@x>"
    ),
    "a message id without the secret": lambda case: message(
        message_id="<5@x>", In_Reply_To="<1@heron.example>", subject=f"Re: {case.number}"
    ),
    "a wrong secret": lambda case: message(
        to=to_case(case.pk, turned(case)), message_id="<6@x>", subject="Again"
    ),
    "another's secret": lambda case: answer_to(case, address="else@heron.example"),
    "the secret of another case": lambda case: message(
        to=to_case(case.pk + 1, secret(case)), subject=f"about {case.number}", message_id="<7@x>"
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_EM_02_without_the_secret_nothing_is_added_to_a_case(post, contact, kind):
    case = post.comes(message()).case
    letter = post.comes(WRONG[kind](case), received="10:30")

    assert (letter.outcome, letter.case) == (Outcome.WAITING, None)
    assert facts(case) == ["request.received"]


def test_EM_02_the_secret_of_one_address_is_none_of_another(post, contact):
    case = post.comes(message()).case
    letter = post.comes(answer_to(case, sender="Mallory <mallory@evil.example>"))

    assert letter.outcome == Outcome.WAITING
    assert Case.objects.get(pk=case.pk).contact == contact


def test_EM_02_who_left_answers_no_more(post, contact, desk):
    case = post.comes(message()).case
    record_contact_left(contact_id=contact.pk, by=desk.hotline, at=at("10:10"))
    letter = post.comes(answer_to(case), received="10:30")

    assert letter.outcome == Outcome.WAITING


@pytest.mark.parametrize("results", ["", FAILED, "evil.example; dmarc=pass"])
@pytest.mark.parametrize("sender", ["boss@kept.example", "zhou@service.example"])
def test_EM_01_a_sender_who_claims_to_be_one_of_us_is_not_believed(post, desk, results, sender):
    desk.hotline.email = "zhou@service.example"
    desk.hotline.save(update_fields=["email"])
    letter = post.comes(message(sender=f"Boss <{sender}>", Authentication_Results=results))

    assert (letter.outcome, letter.why) == (Outcome.WAITING, "claims_staff")
    assert not CaseFact.objects.filter(by=desk.hotline).exists()


def test_EM_01_only_the_findings_of_our_own_server_count(post, contact):
    forged = post.comes(message(Authentication_Results=FAILED))
    true = post.comes(message(Authentication_Results=PASSED, message_id="<8@x>"))

    assert (forged.outcome, forged.why) == (Outcome.WAITING, "forged")
    assert true.outcome == Outcome.OPENED


def test_EM_01_one_of_us_writes_nothing_into_a_case_by_mail(post, contact):
    case = post.comes(message()).case
    letter = post.comes(answer_to(case, sender="boss@kept.example", Authentication_Results=PASSED))

    assert (letter.outcome, letter.why) == (Outcome.WAITING, "from_staff")


def test_an_unknown_sender_waits_for_a_person(post, desk):
    letter = post.comes(message(sender="New <new@elsewhere.example>"))

    assert (letter.outcome, letter.why) == (Outcome.WAITING, "unknown_sender")
    assert Notice.objects.filter(kind="letter_waits", receiver=desk.hotline).exists()


@pytest.mark.parametrize(
    "mark",
    [
        {"X_Kept_Loop": "kept kept.example"},
        {"sender": "Kept <service@kept.example>"},
    ],
)
def test_EM_05_our_own_mail_opens_nothing(post, contact, mark):
    letter = post.comes(message(**mark))

    assert (letter.outcome, letter.why) == (Outcome.SET_ASIDE, "loop")
    [told] = entries(letter.stream)
    assert (told.verb, told.data["why"]) == ("letter.set_aside", "loop")


def test_EM_05_two_machines_do_not_talk_for_ever(post, contact):
    case = post.comes(message()).case
    for n in range(30):
        post.comes(
            answer_to(case).replace(b"<2@heron", f"<v{n}@heron".encode()),
            received="11:00",
        )
        post.comes(message(message_id=f"<w{n}@heron.example>", Auto_Submitted="auto-replied"))

    assert Case.objects.count() == 1
    assert Notice.objects.exclude(address="").count() == 1


def test_EM_05_a_vacation_reply_is_a_note_and_no_contact(post, contact):
    case = post.comes(message()).case
    post.comes(answer_to(case, Auto_Submitted="auto-replied"))

    assert facts(case) == ["request.received", "note.added"]


def test_the_same_mail_to_two_addresses_is_one_request(post, contact):
    first = post.comes(message())
    again = post.comes(b"Received: by another hop\r\n" + message())

    assert first.outcome == Outcome.OPENED
    assert (again.outcome, again.why) == (Outcome.SET_ASIDE, "twice")


def test_EM_14_no_header_from_outside_commands_anything(post, contact):
    commands = {"X_Kept_Priority": "1", "X_Svc_Owner": "boss", "X_Zammad_Ticket_State": "closed",
                "X_RT_Command": "close", "Auto_Submitted": "no"}  # fmt: skip
    plain = post.comes(message()).case
    told = post.comes(message(message_id="<9@x>", subject="Pump two", **commands)).case

    assert (told.level, told.state, told.responsible) == (plain.level, "open", plain.responsible)


def test_EM_07_what_cannot_be_read_waits_after_three_tries_and_others_go_on(post, contact):
    class Dies:
        def read(self, content):
            from kept.records.mail.reading.message import NotRead

            if b"poison" in content:
                raise NotRead("gave_up")
            return post.reader.read(content)

    poison = post.take(message(subject="poison"))
    others = [post.take(message(subject=f"Pump {n}", message_id=f"<o{n}@x>")) for n in range(5)]
    now, ours = at("10:00"), {post.mailbox.name: OURS}
    for _ in range(20):
        while sort_next(now=now, reader=Dies(), ours=ours) is not None:
            pass
        now += timedelta(seconds=30)

    assert {Letter.objects.get(pk=pk).outcome for pk in others} == {Outcome.OPENED}
    letter = Letter.objects.get(pk=poison)
    assert (letter.outcome, letter.why, letter.tries) == (Outcome.WAITING, "unreadable", 3)
    assert Notice.objects.filter(kind="letter_waits").exists()


def test_EM_07_what_is_beyond_the_limits_waits_at_once(post):
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1000)
    )
    letter = post.comes(nested)

    assert (letter.outcome, letter.why) == (Outcome.WAITING, "unreadable")


def test_EM_16_after_ten_minutes_of_trouble_the_administrators_are_told_once(
    post, desk, mailoutbox
):
    def fails(when: str) -> None:
        box = borrow(name=post.mailbox.name, reader="me", now=at(when))
        failed(mailbox=box, reader="me", problem="No answer.", now=at(when))

    for when in ("10:00", "10:05"):
        fails(when)
    assert not Notice.objects.filter(kind="mailbox_fails").exists()
    for when in ("10:10", "10:20"):
        fails(when)
    told = Notice.objects.get(kind="mailbox_fails", channel="in_app")
    assert "administrator" in told.receiver.roles
    assert words(told, language="en").subject == f"The mailbox {post.mailbox.name} cannot be read"

    looked(mailbox=borrow(name=post.mailbox.name, reader="me", now=at("10:30")), reader="me",
           now=at("10:30"))  # fmt: skip
    for when in ("11:00", "11:10"):
        fails(when)
    assert Notice.objects.filter(kind="mailbox_fails", channel="in_app").count() == 2


def test_a_person_adds_a_letter_to_a_case(post, contact, desk):
    case = post.comes(message()).case
    letter = post.comes(message(subject=f"Re: {case.number}", message_id="<a@x>"))
    said = {"letter_id": letter.pk, "case_id": case.pk, "by": desk.hotline, "now": at("10:20")}

    assert add_to_case(**said)
    assert not add_to_case(**said)  # safe to repeat
    assert facts(case) == ["request.received", "contact.received"]
    with pytest.raises(DecidedAlready):
        set_aside(letter_id=letter.pk, reason="spam", by=desk.hotline, now=at("10:21"))


def test_a_person_sets_a_letter_aside_with_a_reason(post, desk):
    letter = post.comes(message(sender="New <new@elsewhere.example>"))
    said = {"letter_id": letter.pk, "by": desk.hotline, "now": at("10:20")}

    assert set_aside(reason="Advertising", **said)
    assert Letter.objects.get(pk=letter.pk).decision == "Advertising"


def test_a_fact_of_a_letter_is_recorded_by_the_way_in(post, contact):
    case = post.comes(message()).case

    assert CaseFact.objects.get(case=case).source == "mail"
