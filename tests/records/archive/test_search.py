"""Finding customers, contacts, sites and equipment by whatever someone knows."""

from dataclasses import replace
from datetime import date

import pytest

from kept.records.archive.models import SearchKind, SearchRow
from kept.records.archive.queries import search
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    EquipmentDetails,
    Place,
    ProductDetails,
    change_customer,
    move_equipment,
    rebuild_search,
    register_contact,
    register_customer,
    register_equipment,
    register_product,
    retire_equipment,
)
from tests.records.times import moment

NOON = moment("2026-03-02 12:00")


@pytest.fixture
def zeng(huaxing, plant, wang_fang):
    details = ContactDetails(
        customer_id=huaxing.pk,
        name="曾伟",
        phones=("13800138000", "0769 2288 6600"),
        emails=("zeng.wei@huaxing.example",),
        site_ids=(plant.pk,),
    )
    return register_contact(details=details, by=wang_fang, at=NOON)


@pytest.fixture
def everything(piece, zeng, harbour):
    """Huaxing with plant, boiler, transmitter and Zeng; Lanhai with its tank farm."""


def found(text: str, **given: object) -> list[tuple[str, int]]:
    return [(hit.kind.value, hit.pk) for hit in search(text, **given)]


@pytest.mark.usefixtures("everything")
class TestSearch:
    @pytest.mark.parametrize(
        "text",
        [
            "13800138000",
            "138 0013 8000",
            "+86 138-0013-8000",
            "0086 138 0013 8000",
            "8000",  # the last four
            "00138000",
            "0769-2288 6600",
            "2288 6600",
            "（0769）22886600",
            "+86 (0)769 2288 6600",
        ],
    )
    def test_a_contact_by_telephone_in_any_spelling(self, text, zeng):
        assert found(text)[0] == ("contact", zeng.pk)

    @pytest.mark.parametrize("text", ["0147", "00147", "5550 0147"])
    def test_a_contact_by_an_ending_that_begins_with_a_nought(self, text, huaxing, wang_fang):
        details = ContactDetails(customer_id=huaxing.pk, name="陈浩", phones=("021 5550 0147",))
        chen = register_contact(details=details, by=wang_fang, at=NOON)

        assert found(text)[0] == ("contact", chen.pk)

    @pytest.mark.parametrize(
        "text", ["曾伟", "曾", "曾偉", "zengwei", "Zeng Wei", "zw", "zeng.wei@huaxing", "ZENG.WEI"]
    )
    def test_a_contact_by_name_sound_and_address(self, text, zeng):
        assert ("contact", zeng.pk) in found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "HY24-000317",
            "hy24000317",
            "HY24 000317",
            "HY24-000",  # how it begins
            "000317",  # a part of it
            "0317",
            "PT-101",
            "pt101",
            "HY-3051",
            "压力变送器",
            "壓力變送器",
            "变送",
            "ylbsq",
            "bsq",
            "yalibiansongqi",
            "ya li bian song",
            "pressure transm",
            "华兴 ylbsq",
            "一号锅炉 变送器",
            "hengyi 3051",
        ],
    )
    def test_equipment_by_number_name_sound_and_place(self, text, piece):
        assert ("equipment", piece.pk) in found(text)

    @pytest.mark.parametrize(
        "text",
        ["华兴电力", "華興電力", "华兴", "兴电", "hxdl", "huaxing", "Huaxing Power", "dianli"],
    )
    def test_a_customer_comes_before_what_it_owns(self, text, huaxing):
        assert found(text)[0] == ("customer", huaxing.pk)

    @pytest.mark.parametrize("text", ["东莞电厂", "東莞電廠", "dgdc", "松山湖大道"])
    def test_a_site_by_name_and_address(self, text, plant):
        assert found(text)[0] == ("site", plant.pk)

    @pytest.mark.parametrize("text", ["", "  ", "-/%_'", "%", "____", "🙂"])
    def test_nothing_by_a_text_without_letters_or_digits(self, text):
        assert found(text) == []

    @pytest.mark.parametrize("text", ["华兴 蓝海", "xqzk", "99999999", "变压器", "HY24-000318"])
    def test_nothing_by_what_is_not_there(self, text):
        assert found(text) == []

    def test_nothing_by_a_very_long_text(self):
        assert found("泵" * 100_000) == []

    def test_what_matches_exactly_comes_first(self, piece, huaxing, transmitter, wang_fang):
        longer = EquipmentDetails(
            product_id=transmitter.pk,
            serial_number="HY24-0003170",
            place=Place(customer_id=huaxing.pk),
        )
        other = register_equipment(details=longer, by=wang_fang, at=NOON)

        assert found("HY24-000317") == [("equipment", piece.pk), ("equipment", other.pk)]

    def test_says_what_matched_in_the_finders_language(self, zeng, piece):
        [contact] = search("8000", language="zh-hans")
        [hit] = search("ylbsq", language="en")

        assert contact.matched == "+86 138 0013 8000"
        assert contact.title == "曾伟"
        assert contact.subtitle == "华兴电力 · +86 138 0013 8000"
        assert hit.matched == "压力变送器"
        assert hit.title == "HY24-000317"
        assert hit.subtitle == (
            "Hengyi HY-3051 · Pressure transmitter · Huaxing Power Co., Ltd. · Boiler 1"
            " · 东莞电厂 · PT-101"
        )

    def test_gives_no_more_than_asked_for(self, everything):
        assert len(search("华兴", limit=2)) == 2

    def test_AZ_02_shows_a_customer_only_its_own(self, lanhai, huaxing, piece):
        assert found("ylbsq", customer_id=lanhai.pk) == []
        assert found("ylbsq", customer_id=huaxing.pk) == [("equipment", piece.pk)]
        assert found("000317", customer_id=lanhai.pk) == []


@pytest.mark.usefixtures("everything")
class TestStaysUpToDate:
    def test_when_a_customer_is_renamed(self, huaxing, piece, wang_fang):
        details = CustomerDetails(names={"zh-hans": "南方热电"}, short_name="南方")
        change_customer(customer_id=huaxing.pk, details=details, by=wang_fang, at=NOON)

        assert found("华兴") == []
        assert found("nfrd")[0] == ("customer", huaxing.pk)
        assert found("南方 ylbsq") == [("equipment", piece.pk)]

    def test_when_equipment_moves_to_another_customer(self, harbour, piece, wang_fang):
        to = Place(customer_id=harbour.customer_id, site_id=harbour.pk)
        move_equipment(equipment_id=piece.pk, to=to, by=wang_fang, at=NOON)

        assert found("ylbsq", customer_id=harbour.customer_id) == [("equipment", piece.pk)]
        assert found("储罐区 变送器") == [("equipment", piece.pk)]
        assert found("华兴 变送器") == []

    def test_when_a_product_is_renamed(self, transmitter, piece, wang_fang):
        details = ProductDetails(brand="Hengyi", code="HY-3051", names={"zh-hans": "差压变送器"})
        register_product(details=details, by=wang_fang, at=NOON)

        assert found("cybsq") == [("equipment", piece.pk)]

    def test_what_is_retired_comes_after_what_is_used(self, piece, transmitter, wang_fang):
        place = Place(customer_id=piece.customer_id, site_id=piece.site_id)
        details = EquipmentDetails(
            product_id=transmitter.pk, serial_number="HY24-000999", place=place
        )
        newer = register_equipment(details=details, by=wang_fang, at=NOON)
        assert found("ylbsq")[0] == ("equipment", piece.pk)

        retire_equipment(
            equipment_id=piece.pk, on=date(2026, 3, 1), evidence="", by=wang_fang, at=NOON
        )

        assert found("ylbsq") == [("equipment", newer.pk), ("equipment", piece.pk)]

    def test_rebuilding_changes_nothing(self):
        def rows() -> list[dict]:
            fields = [field.attname for field in SearchRow._meta.fields if field.name != "id"]
            return list(SearchRow.objects.order_by("kind", "object_id").values(*fields))

        before = rows()
        assert rebuild_search() == len(before) == 6
        assert rows() == before

    def test_rebuilding_brings_back_what_was_lost_and_drops_what_is_gone(self, piece):
        right = list(SearchRow.objects.order_by("kind", "object_id").values_list("folded"))
        SearchRow.objects.filter(kind=SearchKind.EQUIPMENT).delete()
        SearchRow.objects.filter(kind=SearchKind.CUSTOMER).update(folded="x", grams=["x"])
        stale = SearchRow.objects.filter(kind=SearchKind.CONTACT).get()
        stale.pk, stale.object_id = None, 999_999
        stale.save()

        rebuild_search()

        assert list(SearchRow.objects.order_by("kind", "object_id").values_list("folded")) == right


def test_a_key_customer_comes_first_among_equals(db, wang_fang):
    for name, is_key in (("东方水泥一厂", False), ("东方水泥二厂", True)):
        details = CustomerDetails(names={"zh-hans": name}, is_key=is_key)
        register_customer(details=details, by=wang_fang, at=NOON)

    assert [hit.title for hit in search("东方水泥")] == ["东方水泥二厂", "东方水泥一厂"]


def test_many_pieces_of_a_customer_do_not_hide_it(huaxing, transmitter, wang_fang):
    details = EquipmentDetails(
        product_id=transmitter.pk, serial_number="x", place=Place(customer_id=huaxing.pk)
    )
    for number in range(120):
        one = replace(details, serial_number=f"HUAXING-{number:04}")
        register_equipment(details=one, by=wang_fang, at=NOON)

    hits = search("huaxing", limit=20)
    assert hits[0].kind == SearchKind.CUSTOMER
    assert len(hits) == 20
