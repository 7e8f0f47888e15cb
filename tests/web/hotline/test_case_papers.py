"""The documents of a case on its page: what is demanded, what there is, what blocks closing."""

import json

import pytest
from django.test import Client

from kept.records.documents.models import Outcome, Party
from kept.records.documents.services import Signing, sign_and_seal
from kept.records.people.models import Role
from tests.desk import POLICY, Desk, at, open_desk
from tests.papers import PAPERS_POLICY, begin, issue, write
from tests.security.company import make_person
from tests.web.hotline.conftest import browser_of

GATE = """
  signed_first:
    form: gate
    name: {en: Signed before it is closed}
    source: D-7
    step: case.closed
    needs:
      - {name: {en: the report signed}, when: {happened: report.signed}}
"""
GATED_POLICY = POLICY + GATE.removeprefix("\n")


@pytest.fixture
def desk(db, now, settings, tmp_path, request) -> Desk:
    settings.FILES = tmp_path / "files"
    now.move_to(at("12:00"))
    return open_desk(getattr(request, "param", PAPERS_POLICY))


@pytest.fixture
def opened(desk: Desk):
    return desk.log("10:02")


def papers(client: Client, opened):
    return client.get(f"/cases/{opened.number}/").context["page"].papers


def row(client: Client, opened, title="Service sheet signed by both"):
    return next(one for one in papers(client, opened).papers if one.title == title)


def sign(desk, version, party, outcome=Outcome.SIGNED, *, now="11:20"):
    drawn = json.dumps([[[100 + 40 * n, ord(party[0]) * 3 + (n % 3) * 90] for n in range(12)]])
    signing = Signing(
        version_id=version.pk,
        sha256=version.sha256,
        party=party,
        outcome=outcome,
        name="Li Hua",
        strokes=drawn,
        reason="no time",
        key=f"{party} {now}",
    )
    sign_and_seal(signing=signing, by=desk.engineer, at=at(now))


def words(paper):
    return [step.words for step in paper.steps]


def test_from_demanded_to_sealed_each_state_has_its_next_step(client: Client, desk, opened):
    asked = row(client, opened)
    assert (words(asked), asked.clause.label) == (["demanded, not begun"], "D-7")
    [act] = asked.acts
    assert client.get(act.url).context["page"].duty == "sheet"

    document = write(desk, begin(desk, opened, duty="sheet"))
    assert (words(row(client, opened)), row(client, opened).number) == (
        ["a draft"],
        document.number,
    )

    version = issue(document, desk.engineer)
    told = row(client, opened)
    assert words(told)[1:] == ["we have not signed", "the customer has not signed"]
    labels = ["Customer signs here", "Customer signs by a link", "We sign"]
    assert [act.label for act in told.acts] == labels
    ours = client.get(told.acts[-1].url).context["page"].form
    assert ours.initial["party"] == "provider"

    sign(desk, version, Party.PROVIDER)
    assert "we signed" in words(row(client, opened))
    sign(desk, version, Party.CUSTOMER, Outcome.ABSENT)
    assert "the customer was not there" in words(row(client, opened))
    sign(desk, version, Party.CUSTOMER, now="11:25")

    told = row(client, opened)
    assert (words(told)[1:], told.acts) == (["we signed", "the customer signed", "sealed"], [])


def test_what_blocks_closing_is_named_with_its_clause_until_it_is_done(client, desk, opened):
    [hold] = papers(client, opened).holds
    assert "Service sheet signed by both" in hold.words
    assert hold.clause.label == "D-7"

    version = issue(write(desk, begin(desk, opened, duty="sheet")), desk.engineer)
    sign(desk, version, Party.PROVIDER)
    sign(desk, version, Party.CUSTOMER)

    assert papers(client, opened).holds == []


def test_SG_05_the_page_says_where_the_customer_could_not_be_told(client: Client, desk, opened):
    version = issue(write(desk, begin(desk, opened, duty="sheet")), desk.engineer)

    sign(desk, version, Party.CUSTOMER, Outcome.REFUSED)

    assert words(row(client, opened))[-2:] == [
        "the customer refused",
        "not told by mail: who asked has no address on file",
    ]


def test_a_document_that_nobody_demanded_is_there_too(client: Client, desk, opened):
    issue(write(desk, begin(desk, opened)), desk.engineer)

    told = row(client, opened, "Service report")
    assert (told.clause, len(told.steps)) == (None, 1)
    assert [act.label for act in told.acts] == ["Customer signs here", "Customer signs by a link"]


def test_who_only_reads_gets_no_buttons(desk, opened):
    owner = browser_of(make_person("owner", Role.POLICY_OWNER))

    assert [act for one in papers(owner, opened).papers for act in one.acts] == []


@pytest.mark.parametrize("desk", [POLICY], indirect=True)
def test_a_policy_without_documents_shows_no_block(client: Client, desk, opened):
    assert papers(client, opened) is None


@pytest.mark.parametrize("desk", [GATED_POLICY], indirect=True)
def test_closing_that_waits_for_a_signature_says_so_and_offers_to_begin(client, desk, opened):
    [waits] = papers(client, opened).papers
    assert (waits.title, waits.clause.label) == ("Signed before it is closed", "D-7")
    assert [act.label for act in waits.acts] == ["Begin it"]
    assert "the report signed" in papers(client, opened).holds[0].words

    sign(desk, issue(write(desk, begin(desk, opened)), desk.engineer), Party.CUSTOMER)

    assert papers(client, opened).holds == []
