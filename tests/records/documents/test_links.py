"""Signing by a link of their own with a code: who gets it, what it opens, when it ends."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.cases.models import CaseFact
from kept.records.cases.queries import case_card
from kept.records.documents.addressees import NoAddress
from kept.records.documents.links import SIGNING_LINK, LinkState
from kept.records.documents.models import (
    CodeBy,
    Document,
    Manner,
    Outcome,
    Party,
    Seal,
    Signature,
    SigningLink,
)
from kept.records.documents.queries import link_of_version, link_page
from kept.records.documents.services import (
    AnotherVersion,
    LinkEnded,
    NobodyNamed,
    SignatureCopied,
    SignedAlready,
    Signing,
    WrongCode,
    revoke_link,
    send_link,
    sign_and_seal,
    sign_by_link,
)
from kept.records.documents.strokes import NothingDrawn
from kept.records.history.queries import HistoryFilter, Scope, ScopeKind, history
from kept.records.ledger.models import Entry
from kept.records.notices.models import Notice
from kept.records.notices.services import send_next
from kept.records.tokens import code, token
from tests.desk import LINKS, at
from tests.papers import FOUND, issue, issued, write


def ink(shift=0):
    return json.dumps([[[100 + 40 * n, 300 + shift + (n % 3) * 90] for n in range(12)]])


@pytest.fixture
def version(desk, asked):
    return issued(desk, asked, duty="sheet")


@pytest.fixture
def send(desk, version, contact):
    def send(code_by=CodeBy.PHONE, *, now="11:20", **said):
        told = {"version_id": version.pk, "contact_id": contact.pk, "key": now} | said
        return send_link(code_by=code_by, by=desk.engineer, at=at(now), **told)

    return send


@pytest.fixture
def sign(version):
    def sign(link, *, now="11:40", given=None, **said):
        told = {
            "version_id": 0,  # whatever a page says: the link knows what it is for
            "sha256": version.sha256,
            "party": Party.CUSTOMER,
            "outcome": Outcome.SIGNED,
            "name": "Li Hua",
            "strokes": ink(),
            "key": f"link {now}",
            "address": "198.51.100.7",
            "device": "A phone",
        }
        return sign_by_link(
            secret=token(SIGNING_LINK, link.seed),
            code=code(SIGNING_LINK, link.seed) if given is None else given,
            signing=Signing(**(told | said)),
            at=at(now),
        )

    return sign


def post(mailoutbox):
    while send_next(now=lambda: at("11:50"), links=LINKS, sender="s@kept.example"):
        pass
    return mailoutbox


def state(link, now="12:00"):
    return link_page(token(SIGNING_LINK, link.seed), at=at(now)).state


def test_SG_03_the_customer_signs_by_a_link_of_their_own_with_a_code(desk, asked, send, sign):
    row = sign(send())

    assert (row.taken_by, row.link.address) == (None, "li.hua@east.example")
    told = Entry.objects.get(verb="document.signed")
    assert (told.name, told.data["link"]) == ("Li Hua", "li.hua@east.example")
    assert (told.data["device"], told.data["address"]) == ("A phone", "198.51.100.7")
    fact = CaseFact.objects.get(kind="report.signed")
    assert (fact.values, fact.by_name) == (
        {"party": "customer", "signature": "signed"},
        "Signing link",
    )


@pytest.mark.parametrize("outcome", [Outcome.SIGNED, Outcome.REFUSED])
def test_what_comes_by_a_link_is_in_the_history(desk, send, sign, outcome):
    row = sign(send(), outcome=outcome, reason="Not what we agreed")

    scope = Scope(ScopeKind.CUSTOMER, desk.customer.pk)
    found = history(scope, HistoryFilter(), viewer=desk.hotline, now=at("12:00")).entries
    [entry] = [one for one in found if one.source == "signature"]
    assert (entry.object_id, entry.by) == (row.pk, "Li Hua")
    assert (entry.data["outcome"], entry.data["party"]) == (outcome, "customer")


def test_the_link_goes_by_mail_and_the_code_does_not(send, mailoutbox):
    link = send()

    [mail] = post(mailoutbox)
    assert mail.to == ["li.hua@east.example"]
    assert f"https://k/s/{token(SIGNING_LINK, link.seed)}/" in mail.body
    assert "We tell it to you on the telephone." in mail.body
    assert code(SIGNING_LINK, link.seed) not in mail.body


def test_a_code_by_mail_comes_in_a_mail_of_its_own(send, mailoutbox):
    link = send(CodeBy.MAIL)

    first, second = post(mailoutbox)
    assert code(SIGNING_LINK, link.seed) not in first.body
    assert code(SIGNING_LINK, link.seed) in second.body
    assert "/s/" not in second.body


def test_AL_04_neither_link_nor_code_stands_anywhere_in_the_database(send, mailoutbox):
    link = send(CodeBy.MAIL)
    post(mailoutbox)
    secret, digits = token(SIGNING_LINK, link.seed), code(SIGNING_LINK, link.seed)

    stored = [*Notice.objects.values_list("data", flat=True)]
    stored += [*Entry.objects.values_list("data", flat=True), SigningLink.objects.values().get()]

    assert secret not in str(stored)
    assert f"'{digits}'" not in str(stored)


def test_SG_03_a_wrong_code_is_counted_and_the_fifth_ends_the_link(send, sign):
    link = send()
    wrong = "000000" if code(SIGNING_LINK, link.seed) != "000000" else "000001"

    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode) as refused:
            sign(link, given=wrong)
        assert refused.value.holes == {"left": left}
    with pytest.raises(LinkEnded):
        sign(link, given=wrong)

    assert state(link) is LinkState.GUESSED
    with pytest.raises(LinkEnded):
        sign(link)  # with the right one
    assert Entry.objects.filter(verb="document.link_guessed").count() == 1
    assert not Signature.objects.exists()


def test_a_code_may_come_with_blanks_and_in_wide_digits(send, sign):
    link = send()
    digits = code(SIGNING_LINK, link.seed)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)

    assert sign(link, given=f" {wide[:3]} {wide[3:]} ").outcome == "signed"


def test_SG_03_an_expired_link_signs_nothing(send, sign):
    link = send()
    SigningLink.objects.filter(pk=link.pk).update(expires_at=at("11:30"))

    with pytest.raises(LinkEnded):
        sign(link)
    assert state(link) is LinkState.EXPIRED


def test_a_link_is_open_for_fourteen_days(send):
    link = send()

    assert link.expires_at == link.made_at + timedelta(days=14)


def test_SG_03_a_revoked_link_signs_nothing_and_a_new_one_ends_the_old(desk, send, sign):
    first, second = send(), send(now="11:25")

    with pytest.raises(LinkEnded):
        sign(first)
    revoke_link(link_id=second.pk, by=desk.engineer, at=at("11:30"))
    revoke_link(link_id=second.pk, by=desk.engineer, at=at("11:31"))

    with pytest.raises(LinkEnded):
        sign(second)
    assert Entry.objects.filter(verb="document.link_revoked").count() == 1


def test_SG_03_a_link_ends_with_a_newer_version(desk, version, send, sign):
    link = send()
    document = Document.objects.get(pk=version.document_id)
    write(desk, document, {**FOUND, "parts": {"en": "Bearing"}}, at=at("11:30"))
    issue(document, desk.engineer, now="11:31")

    with pytest.raises(LinkEnded):
        sign(link)
    assert state(link) is LinkState.REPLACED
    with pytest.raises(AnotherVersion):
        send(now="11:35")


def test_SG_03_a_link_ends_with_the_signature_and_a_repeat_is_no_second_one(send, sign):
    link = send()
    row = sign(link, key="k")

    assert sign(link, key="k").pk == row.pk
    assert state(link) is LinkState.SIGNED
    with pytest.raises(LinkEnded):
        sign(link, key="l", strokes=ink(7))
    with pytest.raises(SignedAlready):
        send(now="11:50")


def test_SG_03_a_link_signs_its_own_document_only(desk, asked, send, sign):
    link, other = send(), issued(desk, asked)

    with pytest.raises(AnotherVersion):
        sign(link, version_id=other.pk, sha256=other.sha256)
    row = sign(link, party=Party.PROVIDER)
    assert (row.party, row.version_id) == ("customer", link.version_id)


def test_SG_03_what_a_link_brings_is_no_copy_and_no_dot(desk, asked, send, sign):
    link = send()

    with pytest.raises(NothingDrawn):
        sign(link, strokes="[[[5,5]]]")
    with pytest.raises(NobodyNamed):
        sign(link, name=" ")
    other = issued(desk, asked)
    drawn = Signing(
        version_id=other.pk,
        sha256=other.sha256,
        party=Party.CUSTOMER,
        outcome=Outcome.SIGNED,
        name="Wu",
        strokes=ink(),
        key="other",
    )
    sign_and_seal(signing=drawn, by=desk.engineer, at=at("11:30"))
    with pytest.raises(SignatureCopied):
        sign(link)


def test_a_name_in_letters_signs_too(send, sign):
    row = sign(send(), manner=Manner.TYPED)

    assert (row.manner, row.strokes, row.ink) == ("typed", [], "")


def test_the_last_word_by_a_link_makes_the_final_pdf(desk, asked, version, send, sign):
    ours = Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=Party.PROVIDER,
        outcome=Outcome.SIGNED,
        strokes=ink(9),
        key="ours",
    )
    sign_and_seal(signing=ours, by=desk.engineer, at=at("11:30"))
    sign(send())

    assert Seal.objects.get().sealed_by.display_name == "Signing link"
    card = case_card(asked.number, viewer=desk.manager, at=at("13:00"))
    assert card.assessment.duty("sheet").state.value == "done"


def test_a_repeated_press_sends_one_link(send, mailoutbox):
    assert send().pk == send().pk
    assert len(post(mailoutbox)) == 1


def test_a_link_goes_only_to_who_is_on_file_and_still_there(desk, send, contact):
    with pytest.raises(NoAddress):
        send(contact_id=contact.pk + 1)
    contact.emails.all().delete()
    with pytest.raises(NoAddress):
        send()


def test_what_a_link_opens_is_one_version_and_nothing_it_does_not_know(version, send):
    link = send()
    page = link_page(token(SIGNING_LINK, link.seed), at=at("11:30"))

    assert (page.version.sha256, page.name, page.language) == (version.sha256, "Li Hua", "en")
    assert link_page("a" * 32, at=at("11:30")) is None
    assert link_of_version(version.pk, at=at("11:30")).code == code(SIGNING_LINK, link.seed)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_signinglink SET wrong_codes = 6",
        "UPDATE documents_signinglink SET revoked_at = now()",
        "UPDATE documents_signinglink SET expires_at = made_at",
        "UPDATE documents_signinglink SET secret_sha256 = 'x'",
    ],
)
def test_the_database_refuses_a_link_that_cannot_be(send, change):
    send()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "wrong",
    [
        {"taken_by": None},  # neither one of us nor a link
        {"party": "provider", "taken_by": None, "by_link": True},
        {"by_link": True},  # both
        {"outcome": "absent", "reason": "x", "taken_by": None, "by_link": True},
        {"manner": "typed"},  # and yet drawn
        {"manner": "scan"},  # without one
        {"manner": ""},
    ],
)
def test_the_database_says_when_a_signature_has_nobody_beside_it(desk, version, send, wrong):
    told = {
        "version": version,
        "customer_id": version.customer_id,
        "sha256": version.sha256,
        "party": "customer",
        "outcome": "signed",
        "manner": "drawn",
        "name": "Li Hua",
        "strokes": [[[1, 2]]],
        "ink": "x",
        "at": at("11:40"),
        "taken_by": desk.engineer,
        "key": "raw",
    } | wrong
    if told.pop("by_link", False):
        told["link"] = send()

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(**told)
