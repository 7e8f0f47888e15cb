"""What the customer is told by mail: what was issued, and that nobody signed."""

import io

import pytest
from pypdf import PdfReader

from kept.records.archive.models import Contact
from kept.records.documents.addressees import NoAddress, addressees
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.models import Document, Outcome, Party, Signature, SigningLink, Version
from kept.records.documents.services import (
    Issue,
    Signing,
    issue_document,
    sign_and_seal,
    sign_by_link,
)
from kept.records.mail.proof import proved_case
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.records.tokens import code, token
from tests.desk import LINKS, at, case
from tests.papers import PROVIDER, begin, issued, write


@pytest.fixture
def sent(mailoutbox):
    def sent():
        while send_next(now=lambda: at("12:50"), links=LINKS, sender="s@kept.example"):
            pass
        return mailoutbox

    return sent


def out(desk, asked, to, key="k"):
    document = Document.objects.first() or write(desk, begin(desk, asked))
    wanted = Issue(
        document_id=document.pk, edition=document.edition, provider=PROVIDER, key=key, send_to=to
    )
    return issue_document(issue=wanted, by=desk.engineer, at=at("11:10"))


def unsigned(desk, version, outcome, *, key="u", reason="no time"):
    signing = Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=Party.CUSTOMER,
        outcome=outcome,
        name="Li Hua",
        reason=reason,
        key=key,
    )
    return sign_and_seal(signing=signing, by=desk.engineer, at=at("11:30"))


def test_what_was_issued_goes_to_whom_it_should_with_exactly_its_bytes(desk, asked, contact, sent):
    version = out(desk, asked, contact.pk)
    out(desk, asked, contact.pk)  # the same press again

    [mail] = sent()
    [(name, content, kind)] = mail.attachments
    assert (mail.to, kind) == (["li.hua@east.example"], "application/pdf")
    assert name == f"{version.document.number}-1.pdf"
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    assert version.sha256 in mail.body
    assert f"about your request {asked.number}" in mail.subject


def test_SG_05_an_answer_to_it_finds_the_case(desk, asked, sent, settings):
    settings.MAIL_ADDRESS = "service@kept.example"
    unsigned(desk, issued(desk, asked), Outcome.ABSENT)

    told = sent()[0]

    assert proved_case(told.reply_to, sender="li.hua@east.example") == asked.case_id
    assert proved_case(told.reply_to, sender="somebody@else.example") is None


def test_it_goes_to_nobody_if_nobody_was_chosen(desk, asked, sent):
    out(desk, asked, None)

    assert sent() == []


def test_what_cannot_be_sent_is_not_issued(desk, asked, contact):
    with pytest.raises(NoAddress):
        out(desk, asked, contact.pk + 1)
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Not signed: Service report"),
        ("zh-hans", "未签字：Service report"),
        ("zh-hant", "未簽字：Service report"),
    ],
)
def test_SG_05_the_customer_is_told_by_mail_that_it_is_unsigned_and_why(
    desk, asked, contact, sent, language, subject
):
    Contact.objects.filter(pk=contact.pk).update(language=language)
    version = issued(desk, asked)

    unsigned(desk, version, Outcome.ABSENT, reason="nobody at the gate")

    told, by_code = sent()
    assert told.to == by_code.to == ["li.hua@east.example"]
    assert told.subject.startswith(subject)
    assert "nobody at the gate" in told.body
    link = SigningLink.objects.get()
    assert f"https://k/s/{token(SIGNING_LINK, link.seed)}/" in told.body
    assert code(SIGNING_LINK, link.seed) in by_code.body
    assert len(told.attachments) == 1


def test_SG_05_told_once_however_often_it_is_sent(desk, asked, sent):
    version = issued(desk, asked)

    for _ in range(2):
        unsigned(desk, version, Outcome.REFUSED)

    subjects = [mail.subject.split(":")[0] for mail in sent()]
    assert subjects == ["Not signed", f"The code for signing {version.document.number}"]


def test_SG_05_by_that_link_the_customer_still_signs(desk, asked, sent):
    version = issued(desk, asked, duty="sheet")
    unsigned(desk, version, Outcome.ABSENT)
    link = SigningLink.objects.get()
    signing = Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=Party.CUSTOMER,
        outcome=Outcome.REFUSED,
        name="Li Hua",
        reason="Pump 4 was not looked at.",
        key="by link",
    )

    sign_by_link(
        secret=token(SIGNING_LINK, link.seed),
        code=code(SIGNING_LINK, link.seed),
        signing=signing,
        at=at("12:00"),
    )

    rows = Signature.objects.order_by("pk")
    assert [(row.outcome, row.link_id) for row in rows] == [("absent", None), ("refused", link.pk)]
    assert SigningLink.objects.get() == link  # the same one still does
    assert sum("Pump 4 was not looked at." in mail.body for mail in sent()) == 1


def test_SG_05_without_an_address_nobody_is_told_and_nothing_fails(desk, opened, sent):
    unsigned(desk, issued(desk, opened), Outcome.ABSENT)

    assert sent() == []
    assert Signature.objects.count() == 1
    assert not Notice.objects.filter(kind__startswith="document").exists()


def test_our_own_refusal_is_no_mail_to_the_customer(desk, asked, sent):
    version = issued(desk, asked)
    signing = Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=Party.PROVIDER,
        outcome=Outcome.REFUSED,
        reason="wrong machine",
        key="ours",
    )
    sign_and_seal(signing=signing, by=desk.engineer, at=at("11:30"))

    assert sent() == []


def test_who_asked_comes_first_and_who_left_or_has_no_address_not_at_all(desk, asked, contact):
    known = addressees(case(asked))
    assert [one.address for one in known] == ["li.hua@east.example"]

    Contact.objects.filter(pk=contact.pk).update(left_at=at("11:00"), left_by=desk.hotline)
    assert addressees(case(asked)) == []
