"""The countries, provinces and cities that come with Kept."""

from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from kept.records.archive import queries
from kept.records.archive.models import Territory
from kept.records.archive.services import load_territories
from kept.records.archive.territories import known_places, level, parent_code

PLACES = {place.code: place for place in known_places()}


def test_all_of_chinas_provinces_are_there():
    provinces = [p for p in PLACES.values() if p.parent == "CN"]

    assert len(provinces) == 34
    assert all(set(p.names) == {"en", "zh-hans", "zh-hant"} for p in PLACES.values())


def test_each_place_lies_in_one_that_comes_before_it():
    codes = list(PLACES)
    for place in PLACES.values():
        if place.parent is not None:
            assert codes.index(place.parent) < codes.index(place.code)
        assert ZoneInfo(place.time_zone)


def test_every_province_has_a_city_and_no_two_cities_of_one_share_a_name():
    cities = [place for place in PLACES.values() if place.level == "city"]
    with_cities = {place.parent for place in cities}

    assert {p.code for p in PLACES.values() if p.level == "province"} == with_cities
    names = Counter((place.parent, place.names["zh-hans"]) for place in cities)
    assert names.most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("code", "name", "size", "around"),
    [
        ("CN", "China", "country", None),
        ("CN-440000", "Guangdong", "province", "CN"),
        ("CN-440300", "Shenzhen", "city", "CN-440000"),
        ("CN-110100", "Beijing", "city", "CN-110000"),
        ("CN-429005", "Qianjiang", "city", "CN-420000"),
        ("CN-810000-HKG", "Hong Kong", "city", "CN-810000"),
        ("DE-BY-MUC", "Munich", "city", "DE-BY"),
    ],
)
def test_codes_say_where_a_place_lies(code, name, size, around):
    assert PLACES[code].names["en"] == name
    assert (level(code), parent_code(code)) == (size, around)


@pytest.mark.django_db
class TestLoadTerritories:
    def test_may_be_repeated_and_keeps_what_was_added(self):
        load_territories()
        Territory.objects.create(
            code="CN-440300-X", level="city", parent_id="CN-440000", names={"en": "X"}
        )
        assert load_territories() == len(PLACES)

        assert Territory.objects.count() == len(PLACES) + 1

    def test_hands_them_out_by_sound(self):
        load_territories()

        names = [card.name("zh-hans") for card in queries.territories(parent="CN")]
        assert names[:3] == ["安徽", "澳门", "北京"]
        assert "CN" in [card.code for card in queries.territories()]
