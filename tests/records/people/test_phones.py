"""Telephone numbers in one spelling."""

import pytest

from kept.records.people.phones import NotAPhoneNumber, Phone, phone


@pytest.mark.parametrize(
    ("text", "country", "number", "extension"),
    [
        ("0755-8600 1234", "CN", "+8675586001234", ""),
        ("(0755) 86001234 转 12", "CN", "+8675586001234", "12"),
        ("0755 86001234 ext. 5", "CN", "+8675586001234", "5"),
        ("138 0013 8000", "CN", "+8613800138000", ""),
        ("+86 138-0013-8000", "DE", "+8613800138000", ""),
        ("0086 13800138000", "CN", "+8613800138000", ""),
        ("＋８６ １３８００１３８０００", "CN", "+8613800138000", ""),
        ("+49 (0)89 1234567", "CN", "+49891234567", ""),
        ("089/1234567", "DE", "+49891234567", ""),
        ("400-800-1234", "CN", "+864008001234", ""),
    ],
)
def test_every_spelling_is_one_number(text, country, number, extension):
    assert phone(text, country=country) == Phone(number, extension)


@pytest.mark.parametrize("text", ["", "hotline", "12", "1" * 41, "+86", "'; DROP TABLE x; --"])
def test_what_is_no_number_is_refused_with_an_example(text):
    with pytest.raises(NotAPhoneNumber, match=r"\+86 755"):
        phone(text)


def test_is_shown_as_people_write_it():
    assert str(Phone("+8675586001234", "12")) == "+86 755 8600 1234 ext. 12"
