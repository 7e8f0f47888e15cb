"""Labels of equipment: choosing, printing, revoking."""

import re
from urllib.parse import unquote

from kept.records.archive.models import EquipmentLabel
from kept.records.archive.queries import labels_of


def test_a_sheet_of_labels(desk, client):
    listed = client.get(f"/labels/?customer={desk.customer.pk}").content.decode()
    assert "640-2207-0183" in listed
    assert "Revoke" not in listed

    answer = client.post("/labels/", {"equipment": [desk.equipment.pk]})
    sheet = client.get(answer["Location"]).content.decode()

    assert "640-2207-0183" in sheet
    picture = re.search(r'src="data:image/svg\+xml;charset=utf-8,([^"]+)"', sheet)
    assert "<svg" in unquote(picture[1])
    assert labels_of([desk.equipment.pk])[desk.equipment.pk] not in sheet  # only in the picture


def test_printing_again_issues_nothing(desk, client):
    for _ in range(2):
        client.post("/labels/", {"equipment": [desk.equipment.pk]})

    assert EquipmentLabel.objects.count() == 1


def test_revoking_asks_first(desk, client):
    client.post("/labels/", {"equipment": [desk.equipment.pk]})
    revoke = f"/labels/{desk.equipment.pk}/revoke/"
    assert client.get(revoke).status_code == 200
    assert labels_of([desk.equipment.pk])

    client.post(revoke)
    assert labels_of([desk.equipment.pk]) == {}
    assert EquipmentLabel.objects.get().revoked_by == desk.hotline


def test_the_case_leads_to_the_label_of_its_machine(desk, client):
    page = client.get(f"/cases/{desk.log().number}/").content.decode()

    assert f"/labels/?customer={desk.customer.pk}&amp;equipment={desk.equipment.pk}" in page
