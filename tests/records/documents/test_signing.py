"""Signing what was issued: whose hand, which bytes, and what the policy then knows."""

import json

import pytest
from django.db import connection, transaction

from kept.records.cases.models import CaseFact
from kept.records.cases.queries import case_card
from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.documents.models import Document, Outcome, Party, Signature
from kept.records.documents.services import (
    AnotherVersion,
    NobodyNamed,
    OwnHand,
    SignatureCopied,
    SignedAlready,
    Signing,
    sign_document,
)
from kept.records.documents.strokes import NothingDrawn
from kept.records.ledger.models import Entry
from tests.desk import at
from tests.papers import FOUND, issue, issued, write


def ink(shift=0):
    return json.dumps([[[100 + 40 * n, 300 + shift + (n % 3) * 90] for n in range(12)]])


@pytest.fixture
def version(desk, opened):
    return issued(desk, opened, duty="sheet")


@pytest.fixture
def sign(desk, version):
    def sign(party=Party.CUSTOMER, *, by=None, now="11:30", **said):
        told = {
            "version_id": version.pk,
            "sha256": version.sha256,
            "outcome": Outcome.SIGNED,
            "name": "Li Hua",
            "role": "duty manager",
            "strokes": ink(5 if party == Party.PROVIDER else 0),
            "key": f"{party} {now}",
        }
        signing = Signing(party=party, **(told | said))
        return sign_document(signing=signing, by=by or desk.engineer, at=at(now))

    return sign


def sheet(desk, opened):
    return case_card(opened.number, viewer=desk.manager, at=at("13:00")).assessment.duty("sheet")


def test_SG_03_both_parties_have_to_sign(desk, opened, sign):
    sign(Party.CUSTOMER)
    assert sheet(desk, opened).state.value == "owed"

    sign(Party.PROVIDER, now="11:35")

    assert sheet(desk, opened).state.value == "done"
    assert [s.outcome for s in sheet(desk, opened).signatures] == ["signed", "signed"]
    assert Signature.objects.get(party="provider").name == "高磊"


def test_SG_03_a_signature_is_bound_to_the_bytes_the_signer_and_the_press(desk, version, sign):
    row = sign(address="192.0.2.7")

    told = Entry.objects.get(verb="document.signed").data
    assert (told["sha256"], told["ink"], told["name"]) == (version.sha256, row.ink, "Li Hua")
    assert told["address"] == "192.0.2.7"
    assert row.taken_by == desk.engineer


def test_SG_03_strokes_that_were_copied_to_another_document_are_refused(desk, opened, sign):
    sign()
    other = issued(desk, opened)

    with pytest.raises(SignatureCopied):
        sign(version_id=other.pk, sha256=other.sha256, key="other")


def test_SG_03_a_call_that_is_replayed_on_another_document_is_refused(desk, opened, sign):
    sign(key="k")
    other = issued(desk, opened)

    with pytest.raises(KeyReused):
        sign(version_id=other.pk, sha256=other.sha256, key="k")


def test_SG_03_signed_twice_is_signed_once(sign):
    first = sign(key="k")

    assert sign(key="k").pk == first.pk
    with pytest.raises(SignedAlready):
        sign(key="l", strokes=ink(9))


@pytest.mark.parametrize("name", [" 高磊 ", "高 磊", "高\u200d磊.", "\u00ad高磊", "高磊\u3164"])
def test_SG_03_one_of_us_does_not_sign_for_the_customer(sign, name):
    with pytest.raises(OwnHand):
        sign(name=name)


@pytest.mark.parametrize("name", [" ", "\u2800", "\u3164", "\u00ad", "\u200d", "\u0301", "—"])
def test_SG_03_a_name_that_nobody_sees_is_none(sign, name):
    with pytest.raises(NobodyNamed):
        sign(name=name)


@pytest.mark.parametrize(
    "strokes",
    [
        "",
        "[]",
        "[[]]",
        "[[[500,500]]]",
        json.dumps([[[500, 500]] * 20]),  # a dot
        json.dumps([[[500 + n % 2, 500] for n in range(20)]]),  # a pixel wide
        json.dumps([[[n, 5000] for n in range(20)]]),
        json.dumps([[[n / 7, 5] for n in range(20)]]),
        json.dumps([[[n % 1000, 5] for n in range(6000)]]),
        '{"a":1}',
        "[" * 5000,
    ],
)
def test_SG_03_what_is_no_signature_is_refused(sign, strokes):
    with pytest.raises(NothingDrawn):
        sign(strokes=strokes)
    assert not Signature.objects.exists()


def test_SG_01_another_version_is_not_signed_and_the_old_one_cannot_be(desk, version, sign):
    sign()
    document = Document.objects.get(pk=version.document_id)
    write(desk, document, {**FOUND, "parts": {"en": "Bearing 6204"}}, at=at("12:00"))

    newer = issue(document, desk.engineer, now="12:05")

    assert not newer.signatures.exists()
    assert version.signatures.count() == 1
    with pytest.raises(AnotherVersion):
        sign(Party.PROVIDER, now="12:10")
    with pytest.raises(AnotherVersion):
        sign(version_id=newer.pk, now="12:10")  # with the hash of the old one


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.ABSENT])
def test_SG_05_no_signature_is_an_outcome_with_a_reason_and_a_witness(desk, opened, sign, outcome):
    with pytest.raises(ReasonMissing):
        sign(outcome=outcome, strokes="", reason=" ")

    sign(outcome=outcome, reason="wants a second opinion", witness="Chen Yu")

    fact = CaseFact.objects.get(kind="report.signed")
    assert fact.values == {"party": "customer", "signature": outcome.value}
    assert Entry.objects.get(verb="document.signed").data["witness"] == "Chen Yu"
    assert Signature.objects.get().strokes == []


def test_SG_05_who_refused_may_sign_later(desk, opened, sign):
    sign(outcome=Outcome.REFUSED, reason="no time")
    sign(now="12:00")
    sign(Party.PROVIDER, now="12:05")

    assert [s.outcome for s in sheet(desk, opened).signatures] == ["signed", "signed"]


@pytest.mark.parametrize(
    "change", ["UPDATE documents_signature SET name = 'x'", "DELETE FROM documents_signature"]
)
def test_SG_01_the_database_refuses_to_change_a_signature(sign, change):
    sign()

    with (
        pytest.raises(Exception, match="permission denied|written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
