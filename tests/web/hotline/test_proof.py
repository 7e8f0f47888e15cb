"""The proof of a case, taken from its page."""

import pytest
from django.test import Client

from kept.config.commands import main
from kept.records.ledger import anchors
from kept.records.ledger.models import Entry
from kept.records.ledger.services import keep_anchor
from tests.desk import Desk, at


@pytest.fixture
def anchor_file(settings, tmp_path):
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    return settings.ANCHORS


def test_what_is_downloaded_holds(desk: Desk, client: Client, anchor_file, tmp_path) -> None:
    opened = desk.log("10:02")
    keep_anchor(at=at("10:05"), file=anchor_file)
    root = anchors.read(anchor_file)[-1].root

    page = client.get(f"/cases/{opened.number}/proof/").context["page"]
    response = client.post(f"/cases/{opened.number}/proof/")

    assert response["Content-Disposition"] == f'attachment; filename="{opened.number}.proof.jsonl"'
    file = tmp_path / "proof"
    file.write_bytes(response.content)
    assert main(["verify", str(file), "--root", root, "--anchors", str(anchor_file)]) == 0
    assert (page.root, page.anchored) == (root, page.entries)


def test_AL_07_who_took_a_proof_is_on_record(desk: Desk, client: Client, anchor_file) -> None:
    opened = desk.log("10:02")
    before = Entry.objects.filter(stream=f"case:{opened.number}").count()

    client.post(f"/cases/{opened.number}/proof/")

    entry = Entry.objects.get(verb="proof.given")
    assert entry.stream == entry.actor == desk.hotline.actor_id
    assert entry.data["stream"] == f"case:{opened.number}"
    assert Entry.objects.filter(stream=f"case:{opened.number}").count() == before


def test_looking_at_the_page_writes_nothing(desk: Desk, client: Client, anchor_file) -> None:
    opened = desk.log("10:02")
    before = Entry.objects.count()

    client.get(f"/cases/{opened.number}/proof/")

    assert Entry.objects.count() == before


def test_anchors_that_were_changed_are_said_to_be(desk: Desk, client: Client, anchor_file) -> None:
    opened = desk.log("10:02")
    keep_anchor(at=at("10:05"), file=anchor_file)
    anchor_file.write_text(
        anchor_file.read_text().replace('"stands":[[', '"stands":[["x",1,"y"],[')
    )

    response = client.get(f"/cases/{opened.number}/proof/")

    assert b"was changed by somebody" in response.content
    assert client.post(f"/cases/{opened.number}/proof/").status_code == 200


def test_the_case_page_leads_there_for_who_may(desk: Desk, client: Client) -> None:
    opened = desk.log("10:02")

    page = client.get(f"/cases/{opened.number}/").context["page"]

    assert f"/cases/{opened.number}/proof/" in [action.url for action in page.actions]
