"""The store keeper's pages: catalogue, places, and forms by which parts move."""

import pytest

from kept.records.archive.services import ProductDetails, register_product
from kept.records.parts.models import Movement, Part, Stock, StockPlace, Substitute
from tests.desk import at


def on_hand(spares, part, place=None):
    rows = Stock.objects.filter(place=place or spares.warehouse, part=part)
    return rows.values_list("on_hand", flat=True).first() or 0


class TestReceiving:
    def test_shows_what_will_be_after_it_before_anything_moves(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        said = {"part": "Heron F-1", "kind": "received", "target": spares.warehouse.pk,
                "quantity": "3", "reason": "DN 7"}  # fmt: skip
        page = keeper.look("/store/receive/", **said).content.decode()

        assert "5 there, 5 free → <b>8 there, 8 free</b>" in page
        assert Movement.objects.count() == 1
        assert keeper.press("/store/receive/", **said).status_code == 302
        assert on_hand(spares, spares.fuse) == 8

    def test_pieces_come_by_their_numbers_all_or_none(self, keeper, spares):
        spares.receive(spares.board, serial="A2", target=spares.van)
        said = {"part": "b-1", "kind": "received", "target": spares.warehouse.pk, "reason": "DN 8"}
        refused = keeper.press("/store/receive/", serials="A1\nA2", **said)
        assert refused.status_code == 422
        assert "A2 lies in V1" in refused.content.decode()
        assert on_hand(spares, spares.board) == 0

        assert keeper.press("/store/receive/", serials="A1, A3", **said).status_code == 302
        assert on_hand(spares, spares.board) == 2

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"part": "nothing"}, "No part has this number"),
            ({"quantity": ""}, "how many, or which"),
            ({"quantity": "0.0001"}, "decimal"),
            ({"reason": ""}, "required"),
            ({"serials": "A1\nA2"}, "not as many"),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_typed(self, keeper, spares, said, sentence):
        whole = {"part": "F-1", "kind": "received", "target": spares.warehouse.pk,
                 "quantity": "3", "reason": "DN <9>"}  # fmt: skip
        answer = keeper.press("/store/receive/", **whole | said)

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        if "reason" not in said:
            assert "DN &lt;9&gt;" in answer.content.decode()
        assert not Movement.objects.exists()

    def test_nobody_types_what_lies_there(self, keeper, spares):
        said = {"part": "F-1", "kind": "received", "target": spares.warehouse.pk,
                "quantity": "3", "reason": "DN", "on_hand": "99"}  # fmt: skip
        assert keeper.press("/store/receive/", **said).status_code == 400


class TestElsewhere:
    def test_from_place_to_place(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        said = {"part": "F-1", "source": spares.warehouse.pk, "target": spares.van.pk,
                "quantity": "2", "reason": "for the week"}  # fmt: skip
        keeper.press("/store/transfer/", **said)

        assert (on_hand(spares, spares.fuse), on_hand(spares, spares.fuse, spares.van)) == (3, 2)

    def test_where_it_goes_is_chosen_and_never_merely_the_first_place(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        form = keeper.client.get("/store/transfer/").context["page"].form
        said = {"part": "F-1", "source": spares.warehouse.pk, "quantity": "2", "reason": "x"}

        assert next(iter(form.fields["target"].choices))[0] == ""
        assert keeper.press("/store/transfer/", target="", **said).status_code == 422

    def test_to_where_it_lies_nothing_is_brought(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        here = {"source": spares.warehouse.pk, "target": spares.warehouse.pk}
        answer = keeper.press("/store/transfer/", part="F-1", quantity="2", reason="x", **here)

        assert answer.status_code == 422
        assert "It lies there already" in answer.content.decode()

    def test_what_is_not_there_is_refused_on_the_form(self, keeper, spares):
        spares.receive(spares.fuse, 1)
        said = {"part": "F-1", "source": spares.warehouse.pk, "kind": "scrapped",
                "quantity": "2", "reason": "broken"}  # fmt: skip
        answer = keeper.press("/store/take-off/", **said)

        assert answer.status_code == 422
        assert "Only 1 can be taken there" in answer.content.decode()

    def test_counting_shows_and_records_the_difference(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        said = {"part": "F-1", "place": spares.warehouse.pk, "quantity": "3", "reason": "Monday"}
        looked = keeper.look("/store/count/", **said).content.decode()
        assert "5 there, 5 free → <b>3 there, 3 free</b>" in looked

        keeper.press("/store/count/", **said)
        assert on_hand(spares, spares.fuse) == 3
        assert Movement.objects.latest("pk").kind == "missed"

    def test_pieces_with_numbers_are_not_counted(self, keeper, spares):
        said = {"part": "B-1", "place": spares.warehouse.pk, "quantity": "3", "reason": "Monday"}
        answer = keeper.press("/store/count/", **said)
        assert "Its pieces have serial numbers" in answer.content.decode()

    def test_sent_twice_it_moves_once(self, keeper, spares):
        said = {"part": "F-1", "kind": "received", "target": spares.warehouse.pk,
                "quantity": "3", "reason": "DN", "key": "k" * 32, "go": "yes"}  # fmt: skip
        for _ in range(2):
            assert keeper.client.post("/store/receive/", said).status_code == 302
        assert on_hand(spares, spares.fuse) == 3


class TestCatalogue:
    def test_a_part_is_registered_found_and_corrected(self, keeper, spares):
        said = {"brand": "Nordlux", "number": "NX-F2", "name_en": "Air filter",
                "name_zh-hans": "空气滤网", "families": "ups, drive", "tracking": "quantity",
                "unit": "piece", "maker": "Filterwerk"}  # fmt: skip
        made = keeper.press("/store/parts/new/", **said)
        part = Part.objects.get(number="NX-F2")
        assert made["Location"] == f"/store/parts/{part.pk}/"

        assert "NX-F2" in keeper.get("/store/parts/?q=滤网")
        assert "NX-F2" in keeper.get("/store/parts/?family=drive")
        assert "No part found" in keeper.get("/store/parts/?q=滤网+999")
        assert "Filterwerk" in keeper.get(f"/store/parts/{part.pk}/")
        del said["brand"], said["number"]
        changed = said | {"discontinued_on": "2026-01-01"}
        keeper.press(f"/store/parts/{part.pk}/edit/", **changed)
        assert "no longer made" in keeper.get("/store/parts/?q=滤网")
        assert "2026-01-01" in keeper.get(f"/store/parts/{part.pk}/")

    def test_families_are_called_by_what_is_in_them(self, keeper, spares):
        names = ("Frequency converter", "Soft starter", "Brake chopper")
        for nth, name in enumerate(names):
            details = ProductDetails(
                brand="T", code=f"TV-{nth}", names={"en": name, "zh-hans": "变频器"}, family="drive"
            )
            register_product(details=details, by=spares.desk.manager, at=at("08:00"))
        said = {"brand": "Nordlux", "number": "NX-F3", "name_en": "Air filter",
                "families": "drive, pump", "tracking": "quantity", "unit": "piece"}  # fmt: skip
        made = keeper.press("/store/parts/new/", **said)
        part = Part.objects.get(number="NX-F3")

        for page in ("/store/parts/?q=NX-F3", made["Location"]):
            assert "Frequency converter / Soft starter …, pump" in keeper.get(page)
        listed = keeper.get("/store/parts/")
        assert '<option value="drive">Frequency converter / Soft starter …</option>' in listed
        assert part.families == ["drive", "pump"]

    def test_a_part_without_a_name_is_asked_for_one(self, keeper):
        said = {"brand": "N", "number": "1", "tracking": "lot", "unit": "piece"}
        answer = keeper.press("/store/parts/new/", **said)
        assert "a name in one language at least" in answer.content.decode()

    def test_a_stand_in_is_named_with_its_evidence(self, keeper, spares):
        path = f"/store/parts/{spares.board.pk}/substitute/"
        refused = keeper.press(path, instead="B-1", evidence="sheet")
        assert "Please name another part" in refused.content.decode()
        keeper.press(path, instead="B-2", evidence="Data sheet <7>")

        assert Substitute.objects.get().instead == spares.other
        assert "Data sheet &lt;7&gt;" in keeper.get(f"/store/parts/{spares.board.pk}/")
        assert "May stand in for" in keeper.get(f"/store/parts/{spares.other.pk}/")

    def test_an_engineer_looks_and_changes_nothing(self, engineer, spares):
        page = engineer.get(f"/store/parts/{spares.board.pk}/")
        assert "Name one" not in page
        assert engineer.client.get("/store/parts/new/").status_code == 403

    def test_a_part_says_which_of_its_pieces_lie_where(self, engineer, spares):
        spares.receive(spares.board, serial="A1")
        spares.receive(spares.board, serial="A2", target=spares.van)
        rows = engineer.client.get(f"/store/parts/{spares.board.pk}/").context["page"].stock

        assert sorted(one.label for row in rows for one in row.pieces) == ["A1", "A2"]

    def test_who_may_not_see_places_is_not_led_there(self, engineer, keeper, spares):
        spares.receive(spares.fuse, 2)
        path = f"/store/parts/{spares.fuse.pk}/"

        assert "/store/places/" in keeper.get(path)
        assert "/store/places/" not in engineer.get(path)


class TestPlaces:
    def test_a_place_is_opened_shown_and_closed(self, keeper, spares):
        said = {
            "code": "W2",
            "name_en": "North",
            "kind": "warehouse",
            "office": spares.desk.office.pk,
        }
        made = keeper.press("/store/places/new/", **said)
        place = StockPlace.objects.get(code="W2")
        assert made["Location"] == f"/store/places/{place.pk}/"
        assert "North (W2)" in keeper.get(made["Location"])

        keeper.client.post(made["Location"], {})
        assert StockPlace.objects.get(code="W2").closed_at is not None

    def test_a_van_is_somebodys(self, keeper, spares):
        said = {"code": "V9", "name_en": "Van", "kind": "van", "office": spares.desk.office.pk}
        answer = keeper.press("/store/places/new/", **said)
        assert "Please say whose" in answer.content.decode()

    def test_consignment_lies_at_a_site(self, keeper, spares):
        path = f"/store/places/new/?site={spares.desk.site.pk}"
        assert "Parts of ours at Building 2" in keeper.get(path)
        keeper.press(path, code="K1", name_en="Cabinet", office=spares.desk.office.pk)

        place = StockPlace.objects.get(code="K1")
        assert (place.kind, place.site) == ("consignment", spares.desk.site)

    def test_what_lies_there_is_read_in_few_statements(
        self, keeper, spares, django_assert_max_num_queries
    ):
        spares.receive(spares.fuse, 5)
        spares.receive(spares.seal, 2, lot="L1")
        with django_assert_max_num_queries(14):
            page = keeper.get(f"/store/places/{spares.warehouse.pk}/")
        assert "Heron F-1" in page
        assert "received: Heron S-1 × 2 · L1" in page

    def test_a_full_place_stays(self, keeper, spares):
        spares.receive(spares.fuse, 5)
        path = f"/store/places/{spares.warehouse.pk}/"
        assert "Close this place" not in keeper.get(path)
        keeper.client.post(path, {})
        assert StockPlace.objects.get(code="W1").closed_at is None
