"""The desk sends a link to sign, reads its code out, and ends it; and takes in a signed paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.documents.links import SIGNING_LINK
from kept.records.documents.models import Signature, SigningLink, Version
from kept.records.notices.models import Notice
from kept.records.tokens import code, token
from tests import photos
from tests.desk import Desk, at, open_desk
from tests.papers import PAPERS_POLICY, begin, issued, write


@pytest.fixture
def desk(db, now, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


@pytest.fixture
def contact(desk):
    details = ContactDetails(
        customer_id=desk.customer.pk, name="Li Hua", emails=("li.hua@east.example",)
    )
    return register_contact(details=details, by=desk.hotline, at=at("08:30"))


@pytest.fixture
def asked(desk, contact):
    return desk.log("10:02", contact_id=contact.pk)


@pytest.fixture
def paper(desk, asked) -> str:
    """The address of a document that was issued."""
    version = issued(desk, asked, duty="sheet")
    return f"/cases/{asked.number}/documents/{version.document.number}/"


def send(client, paper, **said):
    form = client.get(f"{paper}1/link/").context["page"].form
    return client.post(f"{paper}1/link/", form.initial | said)


def test_from_the_document_to_the_link_that_went_out(client: Client, paper, contact):
    shown = client.get(paper).context["page"].paper.versions[0]
    assert shown.link_url == f"{paper}1/link/"
    assert send(client, paper)["Location"] == f"{paper}1/link/"

    link = SigningLink.objects.get()
    page = client.get(f"{paper}1/link/")
    digits = code(SIGNING_LINK, link.seed)
    assert page.context["page"].link.to == "Li Hua · li.hua@east.example"
    assert f"{digits[:3]} {digits[3:]}" in page.content.decode()
    assert "The mail is on its way." in page.content.decode()
    assert Notice.objects.get(kind="document_to_sign").address == "li.hua@east.example"


def test_SG_03_nobody_of_us_sees_the_link_itself(client: Client, paper, contact):
    send(client, paper)
    secret = token(SIGNING_LINK, SigningLink.objects.get().seed)

    for address in (paper, f"{paper}1/link/", f"{paper}1/sign/", "/notices/"):
        assert secret not in client.get(address).content.decode()


def test_a_link_that_is_ended_shows_no_code(client: Client, paper, contact):
    send(client, paper)
    end = client.get(f"{paper}1/link/").context["page"].link.end_url

    assert client.post(end)["Location"] == f"{paper}1/link/"

    assert client.get(f"{paper}1/link/").context["page"].link is None
    assert SigningLink.objects.get().revoked_at is not None


def test_without_an_address_on_file_it_says_what_to_do(client: Client, paper, contact):
    contact.emails.all().delete()

    page = client.get(f"{paper}1/link/")
    assert page.context["page"].form is None
    assert "Please add one to a contact first." in page.content.decode()
    assert client.post(f"{paper}1/link/", {"contact": "1", "code_by": "phone"}).status_code == 200
    assert not SigningLink.objects.exists()


def test_a_paper_is_taken_in_with_its_scan(client: Client, paper):
    form = client.get(f"{paper}1/sign/").context["page"].form.initial
    said = form | {"outcome": "scan", "name": "Li Hua", "when": "10:20"}

    assert client.post(f"{paper}1/sign/", said).status_code == 422
    scan = SimpleUploadedFile("paper.jpg", photos.jpeg())
    assert client.post(f"{paper}1/sign/", said | {"scan": scan})["Location"] == paper

    [told] = client.get(paper).context["page"].paper.versions[0].signed
    assert "Li Hua" in told
    assert "on paper, with a scan" in told
    assert Signature.objects.get().manner == "scan"


def test_we_may_type_our_name_and_not_the_customers(client: Client, paper):
    form = client.get(f"{paper}1/sign/").context["page"].form.initial | {"outcome": "typed"}

    assert client.post(f"{paper}1/sign/", form | {"name": "Li Hua"}).status_code == 422
    assert client.post(f"{paper}1/sign/", form | {"party": "provider"})["Location"] == paper
    assert Signature.objects.get().party == "provider"


@pytest.mark.parametrize(("chosen", "mails"), [("first", 1), ("", 0)])
def test_who_asked_gets_it_by_mail_unless_nobody_should(
    client: Client, desk, asked, contact, chosen, mails
):
    document = write(desk, begin(desk, asked))
    at_ = f"/cases/{asked.number}/documents/{document.number}/"
    form = client.get(f"{at_}preview/").context["page"].form.initial
    assert form["send_to"] == str(contact.pk)

    sent = form | ({} if chosen else {"send_to": ""})
    assert client.post(f"{at_}issue/", sent)["Location"] == at_

    assert Version.objects.count() == 1
    assert Notice.objects.filter(kind="document_issued").count() == mails
