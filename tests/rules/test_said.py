"""Sentences that become those of a language when somebody reads them."""

from __future__ import annotations

import pytest

from kept.rules.said import LONGEST_SHOWN, Misread, Saying, listed, noun, said_by

NO_FORM = Saying("no-such-form", "There is no form “{said}”.", said="clok")


def test_a_sentence_is_said_in_each_language():
    assert NO_FORM.english == "There is no form “clok”."
    assert NO_FORM.in_language("zh-Hans") == "没有名为“clok”的规则形式。"
    assert NO_FORM.in_language("zh-Hant") == "沒有名為「clok」的規則形式。"


def test_a_language_without_a_catalogue_is_english():
    assert NO_FORM.in_language("fr") == NO_FORM.english
    assert Saying("new", "Nobody has translated this yet.").in_language("zh-Hans") == (
        "Nobody has translated this yet."
    )


def test_a_sentence_behind_it_is_joined_as_the_language_joins_them():
    both = NO_FORM.then(Saying("did-you-mean", "Did you mean “{found}”?", found="clock"))

    assert both.english == "There is no form “clok”. Did you mean “clock”?"
    assert both.in_language("zh-Hans") == "没有名为“clok”的规则形式。您要写的是“clock”吗？"
    assert NO_FORM.then(None) == NO_FORM


def test_what_stands_in_a_hole_opens_no_further_hole():
    assert Saying("x", "“{a}” {b}", a="{b} {a} {c} %s {}", b="!").english == "“{b} {a} {c} %s {}” !"


def test_braces_that_are_no_hole_stay():
    assert Saying("x", "Write {en: …, zh-Hans: …} {a}.", a=1).english == (
        "Write {en: …, zh-Hans: …} 1."
    )


def test_words_of_a_policy_are_shown_on_one_line_and_cut():
    shown = noun("{word}", word="a\n b" + "x" * 100).english

    assert shown == ("a b" + "x" * 100)[:LONGEST_SHOWN] + "…"


@pytest.mark.parametrize(
    ("words", "last", "english", "chinese"),
    [
        (("a", "b", "c"), "", "a, b, c", "a、b、c"),
        (("a", "b", "c"), "or", "a, b or c", "a、b 或 c"),
        (("a",), "or", "a", "a"),
        ((), "or", "nothing", "无"),
        (tuple("abcdefghijklmno"), "or", "a, b, c, d, e, f, g, h, i, j, k, l …", None),
    ],
)
def test_lists_have_the_comma_of_the_language(words, last, english, chinese):
    assert listed(words, last=last).in_language("en") == english
    if chinese:
        assert listed(words, last=last).in_language("zh-Hans") == chinese


def test_lists_have_the_quotes_of_the_language():
    both = listed(("is", "from"), last="and", quoted=True)

    assert both.in_language("en") == "“is” and “from”"
    assert both.in_language("zh-Hans") == "“is”和“from”"
    assert both.in_language("zh-Hant") == "「is」和「from」"


def test_a_long_list_is_cut_nowhere():
    words = [f"attribute_number_{number}" for number in range(11)]

    assert listed(words, last="or").in_language("en").endswith(" or attribute_number_10")
    assert "…" not in listed(words, last="or").in_language("en")


def test_numbers_are_grouped():
    assert noun("{count} bytes", count=1_000_000).english == "1,000,000 bytes"


def test_words_within_a_sentence_are_translated_too():
    told = Saying(
        "something-else-stands-here",
        "Here stands {found} instead of {what}.",
        found=noun("a list"),
        what=noun("a duration"),
    )

    assert told.english == "Here stands a list instead of a duration."
    assert told.in_language("zh-Hans") == "此处应为时长，现在是列表。"


def test_an_error_says_its_own_sentence():
    assert said_by(Misread(NO_FORM)) is NO_FORM
    assert said_by(ValueError("odd")).english == "This cannot be read: odd."


def test_two_that_say_the_same_are_one():
    assert len({NO_FORM, Saying("no-such-form", "There is no form “{said}”.", said="clok")}) == 1
    assert Saying("no-such-form", "There is no form “{said}”.", said="clokk") != NO_FORM
