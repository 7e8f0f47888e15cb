"""A document by the link in a mail: what it shows, what it takes, and to whom it is closed."""

import hashlib
import json
import re

import pytest
import time_machine
from django.test import Client

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.models import CodeBy, Document, Outcome, Party, Signature, SigningLink
from kept.records.documents.services import Signing, revoke_link, send_link, sign_and_seal
from kept.records.documents.storing import bytes_of
from kept.records.people.models import Language
from kept.records.tokens import code, token
from tests.desk import at, open_desk
from tests.papers import FOUND, PAPERS_POLICY, issue, issued, write
from tests.web.hotline.conftest import browser_of

DRAWN = json.dumps([[[100 + 40 * n, 300 + (n % 3) * 90] for n in range(12)]])


@pytest.fixture
def desk(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(at("11:30"), tick=False):
        yield open_desk(PAPERS_POLICY)


@pytest.fixture
def contact(desk):
    details = ContactDetails(
        customer_id=desk.customer.pk,
        name="陳美",
        language=Language.TRADITIONAL,
        emails=("chen@east.example",),
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def version(desk, contact):
    return issued(desk, desk.log("10:02", contact_id=contact.pk), duty="sheet")


@pytest.fixture
def link(desk, version, contact) -> SigningLink:
    return send_link(
        version_id=version.pk,
        contact_id=contact.pk,
        code_by=CodeBy.PHONE,
        by=desk.engineer,
        at=at("11:20"),
        key="k",
    )


@pytest.fixture
def phone() -> Client:
    """The phone of somebody who has no account."""
    return Client(headers={"user-agent": "A phone of theirs"})


def address(link) -> str:
    return f"/s/{token(SIGNING_LINK, link.seed)}/"


def sign(browser, link, **said):
    form = browser.get(address(link)).context["form"]
    told = {"strokes": DRAWN, "code": code(SIGNING_LINK, link.seed), "role": "", "reason": ""}
    return browser.post(address(link), form.initial | told | said)


class TestReading:
    def test_it_shows_the_words_the_exact_bytes_and_their_hash(self, phone, link, version):
        page = phone.get(address(link)).content.decode()

        assert "Bearing of pump 3 ran hot." in page
        assert version.sha256 in page
        given = phone.get(address(link) + "document.pdf")
        assert hashlib.sha256(given.content).hexdigest() == version.sha256
        assert "no-store" in given["Cache-Control"]

    def test_it_speaks_the_contacts_language_until_another_one_is_chosen(self, phone, link):
        page = phone.get(address(link))
        assert '<html lang="zh-Hant"' in page.content.decode()
        assert page["Content-Language"] == "zh-Hant"

        phone.post("/preferences/language/", {"language": "en", "next": "/"})

        assert '<html lang="en"' in phone.get(address(link)).content.decode()

    def test_looking_at_it_changes_nothing_and_neither_does_a_scanner_of_mails(self, phone, link):
        phone.head(address(link))
        phone.get(address(link))

        assert not Signature.objects.exists()
        assert SigningLink.objects.get().wrong_codes == 0

    @pytest.mark.parametrize("secret", ["x", "a" * 32, "a" * 400, "..", "中"])
    def test_what_is_no_secret_leads_nowhere(self, phone, link, secret):
        for more in ("", "document.pdf", "signed.pdf"):
            assert phone.get(f"/s/{secret}/{more}").status_code in (400, 404)

    def test_it_says_nothing_else_about_the_case(self, desk, phone, link):
        page = phone.get(address(link)).content.decode()

        assert not re.search(r'href="/(cases|queue|log)', page)
        assert desk.engineer.email not in page


class TestSigning:
    def test_SG_03_they_sign_with_the_code_and_see_that_it_is_done(self, phone, link):
        assert sign(phone, link)["Location"] == address(link)

        row = Signature.objects.get()
        assert (row.name, row.device, row.taken_by) == ("陳美", "A phone of theirs", None)
        page = phone.get(address(link)).content.decode()
        assert "已簽字，謝謝。" in page
        assert "<textarea" not in page

    def test_once_both_have_signed_the_sealed_pdf_is_there(self, desk, phone, link, version):
        sign(phone, link)
        assert phone.get(address(link) + "signed.pdf").status_code == 404
        ours = Signing(
            version_id=version.pk,
            sha256=version.sha256,
            party=Party.PROVIDER,
            outcome=Outcome.SIGNED,
            strokes=DRAWN.replace("300", "305"),
            key="ours",
        )
        sign_and_seal(signing=ours, by=desk.engineer, at=at("11:25"))

        seal = version.seals.get()
        assert phone.get(address(link) + "signed.pdf").content == bytes_of(seal.sha256)

    def test_without_scripts_a_name_in_letters_does(self, phone, link):
        sign(phone, link, outcome="typed", strokes="")

        assert Signature.objects.get().manner == "typed"

    def test_they_can_say_no_with_a_reason_and_still_sign_later(self, phone, link):
        assert sign(phone, link, outcome="refused").status_code == 422
        sign(phone, link, outcome="refused", reason="Pump 4 was not looked at.")
        assert "已記錄您未簽字及其原因。" in phone.get(address(link)).content.decode()

        sign(phone, link)

        assert [row.outcome for row in Signature.objects.order_by("pk")] == ["refused", "signed"]

    def test_SG_03_wrong_codes_are_told_how_many_are_left_and_then_nothing_opens(self, phone, link):
        wrong = "000000" if code(SIGNING_LINK, link.seed) != "000000" else "000001"

        first = sign(phone, link, code=wrong)
        assert first.status_code == 422
        assert "再錯 4 次" in first.content.decode()
        for _ in range(3):
            sign(phone, link, code=wrong)
        last = sign(phone, link, code=wrong)

        assert last.status_code == 410
        assert phone.get(address(link)).status_code == 410
        assert phone.get(address(link) + "document.pdf").status_code == 404
        assert not Signature.objects.exists()

    def test_a_form_for_another_version_is_refused(self, phone, link):
        assert sign(phone, link, sha256="0" * 64).status_code == 422
        assert not Signature.objects.exists()

    def test_SG_03_one_of_us_may_look_and_cannot_sign(self, desk, link):
        ours = browser_of(desk.engineer)

        assert ours.get(address(link)).context["form"] is None
        told = {"outcome": "signed", "name": "Li", "strokes": DRAWN, "key": "k", "sha256": "x"}
        told["code"] = code(SIGNING_LINK, link.seed)
        assert ours.post(address(link), told).status_code == 403
        assert not Signature.objects.exists()


class TestOver:
    def test_a_revoked_link_says_so(self, desk, phone, link):
        revoke_link(link_id=link.pk, by=desk.engineer, at=at("11:25"))

        page = phone.get(address(link))
        assert page.status_code == 410
        assert "Bearing" not in page.content.decode()

    def test_a_replaced_version_cannot_be_signed(self, desk, phone, link, version):
        form = phone.get(address(link)).context["form"]
        document = Document.objects.get(pk=version.document_id)
        write(desk, document, {**FOUND, "parts": {"en": "Bearing"}}, at=at("11:25"))
        issue(document, desk.engineer, now="11:26")

        told = {"strokes": DRAWN, "code": code(SIGNING_LINK, link.seed)}
        assert phone.post(address(link), form.initial | told).status_code == 410
        assert not Signature.objects.exists()

    def test_after_fourteen_days_it_is_over(self, phone, link):
        with time_machine.travel(link.expires_at, tick=False):
            assert phone.get(address(link)).status_code == 410
