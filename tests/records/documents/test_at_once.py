"""Signing, issuing and recording at the same time: nobody waits for each other for ever."""

import json
import threading
import time
from functools import partial

import pytest
from django.db import connection, connections, transaction

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.models import Case, CaseFact, LinkKind
from kept.records.cases.services import Linking, link_cases
from kept.records.cases.services.touching import touch_case
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.models import (
    CodeBy,
    Document,
    Outcome,
    Party,
    Signature,
    SigningLink,
)
from kept.records.documents.services import (
    LinkEnded,
    Signing,
    WrongCode,
    revoke_link,
    send_link,
    sign_by_link,
    sign_document,
    sign_on_paper,
)
from kept.records.files.services import NewFile
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.ledger.services import write
from kept.records.people.models import Language
from kept.records.tokens import code, token
from tests.desk import at, open_desk
from tests.papers import PAPERS_POLICY, begin, issue, issued
from tests.papers import write as write_on
from tests.records.together import together

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def desk(transactional_db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


@pytest.fixture
def contact(desk):
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="Li Hua",
        language=Language.ENGLISH,
        emails=("li.hua@east.example",),
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def opened(desk, contact):
    return desk.log("10:02", contact_id=contact.pk)


@pytest.fixture
def version(desk, opened):
    return issued(desk, opened, duty="sheet")


@pytest.fixture
def link(desk, version, contact):
    told = {"version_id": version.pk, "contact_id": contact.pk, "code_by": CodeBy.PHONE}
    return send_link(**told, by=desk.engineer, at=at("11:20"), key="k")


def by_link(link, key="by link", given=None):
    signing = Signing(
        version_id=0,
        sha256=link.version.sha256,
        party=Party.CUSTOMER,
        outcome=Outcome.SIGNED,
        name="Li Hua",
        strokes=json.dumps([[[100 + 40 * n, 300 + (n % 3) * 90] for n in range(12)]]),
        key=key,
    )
    secret, said = token(SIGNING_LINK, link.seed), code(SIGNING_LINK, link.seed)
    return sign_by_link(secret=secret, code=given or said, signing=signing, at=at("11:40"))


def ours(desk, version, scan=None):
    told = {"version_id": version.pk, "sha256": version.sha256, "party": Party.PROVIDER}
    strokes = json.dumps([[[100 + 40 * n, 305 + (n % 3) * 90] for n in range(12)]])
    signing = Signing(**told, outcome=Outcome.SIGNED, key="ours", strokes=strokes)
    if scan is None:
        return sign_document(signing=signing, by=desk.engineer, at=at("11:41"))
    file = NewFile(name="paper.pdf", content=scan, for_customer=False)
    return sign_on_paper(signing=signing, scan=file, by=desk.engineer, at=at("11:41"))


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def while_held(hold, act, then):
    """Let `act` begin while another transaction has done `hold`, which then does `then`.

    Returns what `act` gave or raised.
    """
    given = []

    def run():
        try:
            given.append(act())
        except Exception as error:  # noqa: BLE001 - judged by the test
            given.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    with transaction.atomic():
        hold()
        other.start()
        until = time.monotonic() + 30
        while not waiting() and other.is_alive() and time.monotonic() < until:
            pass
        then()
    other.join(60)
    return given[0]


class TestNobodyWaitsForEver:
    """Another service has the case and writes into its ledger, as every fact does."""

    @pytest.fixture
    def meanwhile(self, desk, opened):
        def meanwhile(act):
            hold = lambda: touch_case(case_id=opened.case_id)  # noqa: E731
            stream = f"case:{opened.number}"
            told = {"verb": "case.tested", "by": desk.hotline, "at": at("11:45")}
            return while_held(hold, act, lambda: write(stream=stream, **told))

        return meanwhile

    def test_CC_07_a_signature_by_a_link(self, link, meanwhile):
        assert isinstance(meanwhile(lambda: by_link(link)), Signature)
        assert list(verify_all()) == []

    def test_CC_07_a_signature_of_ours(self, desk, version, meanwhile):
        assert isinstance(meanwhile(lambda: ours(desk, version)), Signature)

    def test_CC_07_a_document_that_is_issued(self, desk, opened, meanwhile):
        document = begin(desk, opened)
        write_on(desk, document)

        assert meanwhile(lambda: issue(document, desk.engineer)).number == 1


@pytest.mark.parametrize("scan", [None, PDF])
def test_CC_07_a_signature_in_a_case_that_has_a_duplicate(desk, scan):
    """What happens in a case happens in its duplicate, here an earlier one, which comes first."""
    duplicate = desk.log("10:12", requested_at=at("10:10"))
    leader = desk.log("10:15", requested_at=at("10:01"))
    linking = Linking(kind=LinkKind.DUPLICATE, number=leader.number)
    link_cases(case_id=duplicate.case_id, linking=linking, by=desk.hotline, now=at("10:16"))
    version = issued(desk, leader, duty="sheet")

    def rows():
        return Case.objects.select_for_update(of=("self",))

    row = while_held(
        lambda: rows().get(pk=duplicate.case_id),
        lambda: ours(desk, version, scan),
        lambda: rows().get(pk=leader.case_id),
    )

    assert isinstance(row, Signature)


def lock(version) -> None:
    Document.objects.select_for_update(of=("self",)).get(pk=version.document_id)


def test_CC_07_a_scan_while_somebody_seals(desk, opened, version):
    """Whoever seals has the document and writes then; so does who adds a scan."""
    told = {"verb": "document.tested", "by": desk.hotline, "at": at("11:45")}
    then = partial(write, stream=f"case:{opened.number}", **told)

    row = while_held(partial(lock, version), lambda: ours(desk, version, PDF), then)

    assert isinstance(row, Signature)


def test_SG_03_a_link_that_is_revoked_meanwhile_signs_nothing(desk, opened, version, link):
    """The code was right while the link was still good; then somebody revoked it."""

    def hold():
        touch_case(case_id=opened.case_id)
        lock(version)

    then = partial(revoke_link, link_id=link.pk, by=desk.engineer, at=at("11:39"))

    assert isinstance(while_held(hold, lambda: by_link(link), then), LinkEnded)
    assert not Signature.objects.exists()


def test_SG_03_two_windows_with_one_link_sign_once(desk, version, link):
    rows = together(lambda number: by_link(link, key=f"window {number}"), workers=6)

    assert [type(row) for row in rows].count(Signature) == 1
    assert Signature.objects.count() == 1
    assert CaseFact.objects.filter(kind="report.signed").count() == 1


def test_SG_03_wrong_codes_at_once_are_counted_each(version, link):
    outcomes = together(lambda number: by_link(link, given=f"00000{number}"), workers=8)

    assert all(isinstance(each, WrongCode | LinkEnded) for each in outcomes)
    assert SigningLink.objects.get().wrong_codes == 5
    assert Entry.objects.filter(verb="document.link_guessed").count() == 1


def test_CC_07_documents_begun_and_facts_of_one_case_never_wait_for_each_other(desk):
    opened = desk.log("10:02")

    def work(n):
        for _ in range(6):
            if n % 2:
                desk.record(opened, "note.added", "11:10", text="seen")
            else:
                begin(desk, opened)

    assert together(work, workers=4) == [None] * 4
    assert Document.objects.count() == 12
