"""Names in several languages, and how they sound."""

import pytest

from kept.records.naming import clean_names, initials, name_in, person_key, pinyin_key, sort_key


@pytest.mark.parametrize(
    ("name", "sound", "letters"),
    [
        ("压力变送器", "ya li bian song qi", "ylbsq"),
        ("壓力變送器", "ya li bian song qi", "ylbsq"),
        ("重庆长安", "chong qing chang an", "cqca"),
        ("朝阳热电", "chao yang re dian", "cyrd"),
        ("漯河", "luo he", "lh"),
        ("EJA-110 型", "eja 110 xing", "e1x"),
        ("Siemens Gamesa", "siemens gamesa", "sg"),
        ("", "", ""),
    ],
)
def test_names_sound(name, sound, letters):
    assert (pinyin_key(name), initials(name)) == (sound, letters)


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("曾莉", "zeng li"),
        ("单晓", "shan xiao"),
        ("王芳", "wang fang"),
        ("John Smith", "john smith"),
    ],
)
def test_family_names_sound_as_such(name, sound):
    assert person_key(name) == sound


def test_a_name_is_given_in_the_nearest_language():
    names = {"en": "Huaxing", "zh-hans": "华兴"}

    assert name_in(names, "zh-hant") == "华兴"
    assert name_in({"zh-hant": "華興"}, "en") == "華興"
    assert name_in({}, "en") == ""
    assert sort_key(names) == "hua xing"


def test_names_are_tidied():
    assert clean_names({"en": " A  b ", "zh-hans": " ", "fr": "x"}) == {"en": "A b"}
