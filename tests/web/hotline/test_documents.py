"""A document from the duty that asks for it to the bytes that were handed over."""

import json

import pytest
from django.test import Client
from django.utils.translation import override

from kept.records.documents.models import Document, Version
from kept.records.documents.storing import bytes_of
from kept.records.people.models import Role
from tests.desk import Desk, open_desk
from tests.papers import PAPERS_POLICY
from tests.security.company import make_person
from tests.web.hotline.conftest import browser_of

WRITTEN = {
    "reason:en": "A part is late.",
    "against_loss:en": "A loaner <b>is</b> on its way.",
    "new_date:en": "Thursday",
}


@pytest.fixture
def desk(db, now, settings, tmp_path) -> Desk:
    settings.FILES = tmp_path / "files"
    return open_desk(PAPERS_POLICY)


@pytest.fixture
def case(desk: Desk) -> str:
    return f"/cases/{desk.log('10:02').number}"


def begin(client: Client, case: str, **said: str) -> str:
    wanted = {"kind": "written_explanation", "language": "en", "beside_it": "", "duty": "explained"}
    response = client.post(f"{case}/documents/begin/", wanted | said)
    assert response.status_code == 302
    return response["Location"]


def test_from_the_duty_to_the_bytes(case: str, client: Client, now) -> None:
    papers = client.get(f"{case}/documents/").context["page"]
    asked = next(line for line in papers.wanted if "Explanation in writing" in line.words)
    assert asked.clause.label == "D-6"
    assert client.get(asked.url).context["page"].form.initial["kind"] == "written_explanation"
    paper = begin(client, case)

    kept = client.post(paper, {"edition": "1", "do": "preview", **WRITTEN})
    assert kept["Location"] == f"{paper}preview/"
    preview = client.get(kept["Location"])
    assert b"A loaner &lt;b&gt;is&lt;/b&gt; on its way." in preview.content
    assert client.get(f"{paper}preview.pdf").content.startswith(b"%PDF-")
    assert not Version.objects.exists()
    sent = preview.context["page"].form.initial
    assert client.post(f"{paper}issue/", sent)["Location"] == paper

    version = Version.objects.get()
    [shown] = client.get(paper).context["page"].paper.versions
    given = client.get(shown.pdf_url)
    assert given["Content-Type"] == "application/pdf"
    assert given.content == bytes_of(version.sha256)
    wanted = client.get(f"{case}/documents/").context["page"].wanted
    assert [line.state for line in wanted if "Explanation" in line.words] == ["met"]


@pytest.mark.parametrize(("beside", "said"), [("", "English</"), ("zh-hans", "简体中文")])
def test_a_draft_says_in_which_languages_it_will_be(
    case: str, client: Client, beside: str, said: str
) -> None:
    head = client.get(begin(client, case, beside_it=beside)).content.decode()

    assert said in head.split("<header>")[1].split("</header>")[0]


def test_what_is_missing_is_said_on_the_preview(case: str, client: Client) -> None:
    paper = begin(client, case)

    preview = client.get(f"{paper}preview/")

    assert preview.status_code == 422
    assert "is still empty in English" in preview.context["page"].problem
    assert not preview.context["page"].issue_url


def test_who_writes_second_is_told_who_was_first(desk: Desk, case: str, client: Client) -> None:
    paper = begin(client, case)
    client.post(paper, {"edition": "1", "do": "keep", **WRITTEN})

    late = browser_of(desk.engineer).post(
        paper, {"edition": "1", "do": "keep", **WRITTEN, "reason:en": "Another."}
    )

    assert late.status_code == 422
    assert "changed this draft meanwhile" in late.content.decode()
    assert "Another." in late.content.decode()  # nothing that was typed is lost


def test_a_document_is_reached_through_its_own_case_only(desk: Desk, case: str, client: Client):
    paper = begin(client, case)
    number = paper.rstrip("/").rsplit("/", 1)[-1]
    other = desk.log("10:05")

    assert client.get(f"/cases/{other.number}/documents/{number}/").status_code == 404


def test_a_policy_owner_reads_and_does_not_write(case: str, client: Client) -> None:
    paper = begin(client, case)
    owner = browser_of(make_person("owner", Role.POLICY_OWNER))

    assert owner.get(paper).context["page"].form is None
    assert owner.post(paper, {"edition": "1", "do": "keep", **WRITTEN}).status_code == 403
    assert Document.objects.get().texts == {}


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pages_open_in_each_language(case: str, client: Client, language: str) -> None:
    paper = begin(client, case, beside_it="zh-hant")
    client.post("/preferences/language/", {"language": language, "next": "/"})

    for path in (f"{case}/documents/", paper, f"{case}/"):
        assert client.get(path).status_code == 200


def test_SG_01_a_change_after_signing_shows_that_another_version_was_signed(
    case: str, client: Client
) -> None:
    paper = begin(client, case)
    client.post(paper, {"edition": "1", "do": "keep", **WRITTEN})
    client.post(f"{paper}issue/", {"edition": "2", "key": "k"})
    drawn = json.dumps([[[100 + 40 * n, 300 + (n % 3) * 90] for n in range(12)]])
    signing = client.get(f"{paper}1/sign/").context["page"].form.initial
    client.post(f"{paper}1/sign/", signing | {"name": "Li Hua", "strokes": drawn})
    [signed] = client.get(paper).context["page"].paper.versions
    assert client.get(f"{paper}1/signed.pdf").status_code == 404

    client.post(signed.seal_url)

    [sealed] = client.get(paper).context["page"].paper.versions
    final = client.get(sealed.sealed_url)
    assert final["Content-Type"] == "application/pdf"
    assert sealed.seal_url == ""
    client.post(paper, {"edition": "2", "do": "keep", **WRITTEN, "new_date:en": "Friday"})
    client.post(f"{paper}issue/", {"edition": "3", "key": "l"})
    assert b"Not signed: version 1 is the one that was signed." in client.get(paper).content
    assert client.get(sealed.sealed_url).content == final.content


def test_SG_05_a_refusal_is_on_the_page_with_its_reason(desk: Desk, case: str, client: Client):
    paper = begin(client, case)
    client.post(paper, {"edition": "1", "do": "keep", **WRITTEN})
    client.post(f"{paper}issue/", {"edition": "2", "key": "k"})
    sign = client.get(paper).context["page"].paper.versions[0].sign_url
    shown = client.get(sign)
    assert Version.objects.get().sha256.encode() in shown.content
    said = {**shown.context["page"].form.initial, "name": "Li Hua", "strokes": ""}

    assert client.post(sign, said | {"outcome": "signed"}).status_code == 422
    assert client.post(sign, said | {"outcome": "refused"}).status_code == 422
    wanted = said | {"outcome": "refused", "reason": "no time"}
    assert client.post(sign, wanted)["Location"] == paper

    [told] = client.get(paper).context["page"].paper.versions[0].signed
    assert "Li Hua refused to sign for the customer" in told
    assert told.endswith("no time")


def test_the_next_signature_is_asked_of_the_other_party(
    desk: Desk, case: str, client: Client
) -> None:
    paper = begin(client, case)
    client.post(paper, {"edition": "1", "do": "keep", **WRITTEN})
    client.post(f"{paper}issue/", {"edition": "2", "key": "k"})
    sign = client.get(paper).context["page"].paper.versions[0].sign_url
    form = client.get(sign).context["page"].form
    assert form.initial["party"] == "customer"
    refused = {"name": "Li Hua", "strokes": "", "outcome": "refused", "reason": "no time"}

    client.post(sign, {**form.initial, **refused})

    assert client.get(sign).context["page"].form.initial["party"] == "provider"


def test_what_was_handed_over_is_named_in_the_case(desk: Desk, case: str, client: Client) -> None:
    analysis = {"kind": "fault_analysis", "language": "en", "beside_it": "", "duty": ""}
    paper = client.post(f"{case}/documents/begin/", analysis)["Location"]
    texts = dict.fromkeys(client.get(paper).context["page"].form.fields, "x")
    client.post(paper, texts | {"edition": "1", "do": "keep"})
    client.post(f"{paper}issue/", {"edition": "2", "key": "k"})

    facts = client.get(f"{case}/").context["page"].facts.shown

    [given] = [fact for fact in facts if "document: " in fact.detail]
    assert "document: Fault analysis report" in given.detail


class TestWhatOnlyAFactCanSay:
    """A policy may want a document to say what nobody writes in it, such as a cause."""

    @pytest.fixture
    def paper(self, desk: Desk, client: Client) -> str:
        opened = desk.log("10:02")
        desk.record(opened, "service.restored", "10:20")
        case = f"/cases/{opened.number}"
        return begin(client, case, kind="fault_analysis", duty="analysis")

    def test_is_asked_for_before_anything_is_written(self, paper: str, client: Client) -> None:
        [asked] = client.get(paper).context["page"].paper.to_record

        shown = client.get(asked.url, follow=True).context["page"]

        assert asked.label == "cause"
        assert shown.heading == "Cause found"

    def test_is_missed_in_the_language_of_who_reads(self, paper: str, client: Client) -> None:
        texts = {"how:en": "Dry", "prevention:en": "Grease", "found:en": "x", "done:en": "x"}
        client.post(paper, texts | {"edition": "1", "do": "keep"})
        with override("en"):  # what the pages speak here is theirs alone
            client.post("/preferences/language/", {"language": "zh-hans", "next": "/"})
            refused = client.post(f"{paper}issue/", {"edition": "2", "key": "k", "send_to": ""})

        assert refused.status_code == 422
        assert "文件须写明“原因”" in refused.content.decode()


def test_what_a_link_asks_for_stands_first(case: str, client: Client) -> None:
    asked = f"{case}/facts/new/?kind=request.described&a_against_loss="

    names = [name for name in client.get(asked).context["page"].form.fields if name[:2] == "a_"]

    assert names[0] == "a_against_loss"
    assert len(names) > 1
