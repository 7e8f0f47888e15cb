"""Mistakes of writing: each is told at its line, and nothing behind it is lost."""

from __future__ import annotations

import time

import pytest

from kept.rules.policy import PolicyErrors, load
from kept.rules.policy.mending import MOST_CHARACTERS
from tests.rules.policy.texts import CLOCK, changed_rule, mistakes, policy_text

SOUND = policy_text()
NO_UNIT = policy_text(changed_rule(CLOCK, limit="2"))  # a mistake further down, in line 17
TOLD_BELOW = "“2” has no unit"

# What is written instead, and what is told of it, in which line.
WRITING = [
    ("language: 1", "language：1", 2, "Behind “language” stands a full-width colon"),
    ("language: 1", "language:1", 2, "A space is missing behind the colon of “language”."),
    ("{en: Demo, zh", "{en: Demo， zh", 3, "There is a full-width comma between two entries"),
    ("{en: Demo, zh", "{en：Demo, zh", 3, "There is a full-width colon within the braces"),
    (
        "{en: Demo, zh-Hans: 示例}",
        "｛en: Demo, zh-Hans: 示例｝",
        3,
        "There are full-width brackets",
    ),
    ("zh-Hans: 示例", "zh-Hans: 说明: 示例", 3, "A text in this line holds a colon"),
    ("calendars:", "calendars：", 5, "Behind “calendars” stands a full-width colon"),
    ("  D-2: {en", "   D-2: {en", 9, "The indentation does not fit the lines above it."),
    ("    source", "     source", 14, "The indentation does not fit the lines above it."),
    ("    source", "\tsource", 14, "This line is indented with a tab"),
    ("    source", "   \tsource", 14, "This line is indented with a tab"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "told"), WRITING)
def test_a_mistake_of_writing_is_told_at_its_line_and_alone(right, wrong, line, told):
    ((found, sentence),) = mistakes(SOUND.replace(right, wrong, 1))

    assert found == line
    assert sentence.startswith(told)


@pytest.mark.parametrize(("right", "wrong", "line", "told"), WRITING)
def test_what_is_wrong_further_down_is_told_as_well(right, wrong, line, told):
    first, second = mistakes(NO_UNIT.replace(right, wrong, 1))

    assert (first[0], second[0]) == (line, 17)
    assert second[1].startswith(TOLD_BELOW)


def test_several_of_them_are_all_told():
    text = NO_UNIT
    for right, wrong, _, _ in (WRITING[0], WRITING[2], WRITING[6], WRITING[7], WRITING[9]):
        text = text.replace(right, wrong, 1)

    assert [line for line, _ in mistakes(text)] == [2, 3, 5, 9, 14, 17]


def test_a_whole_rule_indented_with_tabs():
    head, _, rule = NO_UNIT.partition("  rule:\n")
    tabs = "".join(f"\t\t{line.strip()}\n" for line in rule.splitlines())

    found = mistakes(f"{head}\trule:\n{tabs}")

    assert {line for line, _ in found} == set(range(11, 19))
    assert (17, mistakes(NO_UNIT)[0][1]) in found


@pytest.mark.parametrize("value", ["zh-Hans: “两小时”内：答复，谢谢", "zh-Hans: 一，二：三"])
def test_full_width_marks_within_texts_are_nobodys_mistake(value):
    load(SOUND.replace("zh-Hans: 一。", value), file="DEMO")

    found = mistakes(SOUND.replace("zh-Hans: 一。", value).replace("language: 1", "language：1"))

    assert [line for line, _ in found] == [2]


def test_quoted_texts_and_comments_stay_as_they_are():
    text = SOUND.replace("zh-Hans: 一。}", 'zh-Hans: "a： {b，c：d}"}  # e：{f，g：1}')
    load(text, file="DEMO")

    assert [line for line, _ in mistakes(text.replace("language: 1", "language：1"))] == [2]


def test_block_text_stays_as_it_is():
    text = SOUND.replace(
        "title: {en: Demo, zh-Hans: 示例}", "title:\n  en: |\n    key：{a，b: c}\n    limit:2\n"
    )
    load(text, file="DEMO")

    found = mistakes(text.replace("language: 1", "language：1"))

    assert [line for line, _ in found] == [2]


def test_a_byte_order_mark_hides_nothing():
    found = mistakes(b"\xef\xbb\xbf" + NO_UNIT.encode())

    assert [line for line, _ in found] == [1, 17]


def test_a_file_in_gbk_is_read_on():
    first, second = mistakes(NO_UNIT.encode("gbk"))

    assert first == (
        3,
        "This file is written in GBK, the encoding of older systems; save it as UTF-8.",
    )
    assert second[0] == 17


def test_a_file_in_an_encoding_that_cannot_be_told_is_not_guessed_at():
    assert mistakes(
        NO_UNIT.replace("Demo", "Démo").replace("示例", "é").encode("latin-1", "replace")
    )[0] == (3, "This line is not UTF-8; save the file as UTF-8.")


def test_a_value_that_is_missing_is_told_once_with_the_mistakes_below():
    found = mistakes(NO_UNIT.replace("zone: Asia/Shanghai", "zone:"))

    assert [line for line, _ in found] == [4, 17]
    assert found[0][1] == "“zone” has no value."


def test_clauses_with_dashes_are_told_once():
    found = mistakes(NO_UNIT.replace("  D-1:", "- D-1:").replace("  D-2:", "- D-2:"))

    assert [line for line, _ in found] == [8, 17]
    assert found[0][1].endswith("Leave out the “-” in front of each entry.")


@pytest.mark.parametrize(
    ("said", "better"),
    [
        ("两小时", "2 h"),
        ("二十四小时", "24 h"),
        ("半小时", "30 min"),
        ("三十分钟", "30 min"),
        ("一年", "1 year"),
        ("十个工作日", "10 working days"),
        ("兩個月", "2 months"),
        ("4小时内", "4 h"),
    ],
)
def test_a_time_in_chinese_numerals_is_written_anew(said, better):
    ((_, told),) = mistakes(policy_text(changed_rule(CLOCK, limit=said)))

    assert told == f"“{said}” is written in Chinese; write {better}."


@pytest.mark.parametrize(
    ("field", "said", "meant"),
    [
        ("form", "时限", "clock"),
        ("form", "期限", "term"),
        ("start", "收到请求", "request.received"),
        ("start", "收到請求", "request.received"),
        ("actor", "客户", "customer"),
    ],
)
def test_a_chinese_name_suggests_the_word_of_the_language(field, said, meant):
    ((_, told),) = mistakes(policy_text(changed_rule(CLOCK, **{field: said})))

    assert told.endswith(f"Did you mean “{meant}”?")


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "".join(f"{' ' * (n % 9)}k{n}: {{x：1， y: 2}}\n" for n in range(2_000)),
        "\t" * 50_000 + "a: 1",
        "a：" * 30_000,
        "{[，" * 20_000,
        "- " * 20_000 + "a：{",
        "a: " + "甲: " * 20_000,
    ],
)
def test_a_file_made_to_be_slow_is_not(text):
    assert len(text) <= MOST_CHARACTERS
    began = time.process_time()

    with pytest.raises(PolicyErrors):
        load(text, file="slow")

    assert time.process_time() - began < 2


def test_a_rule_that_stands_a_little_too_deep_is_a_rule():
    text = policy_text(other=CLOCK).replace("  other:", "   other:")

    assert [line for line, _ in mistakes(text)] == [19]


def test_a_line_under_an_item_of_a_list_belongs_to_it():
    item = "  rule:\n    form: cover\n    name: {en: X, zh-Hans: 例}\n    cases:\n      - is: in\n"
    text = policy_text().partition("  rule:\n")[0] + item + "      source: D-1\n"

    found = mistakes(text + "        name: {en: All, zh-Hans: 全部}\n        calender: elapsed\n")

    assert [line for line, _ in found] == [16, 18]


@pytest.mark.parametrize("comma", ["，", "、"])
def test_several_clauses_are_written_in_brackets(comma):
    ((_, told),) = mistakes(policy_text(changed_rule(CLOCK, source=f"D-1{comma}D-2")))

    assert told.endswith("Several are written [D-1, D-2].")


def test_a_type_that_is_none_is_told_without_what_follows_from_it():
    more = "facts:\n  size: {name: {en: Size}, type: 单选, choices: {large: {name: {en: Large}}}}\n"

    ((_, told),) = mistakes(policy_text(more=more))

    assert told.startswith("“单选” is not a type")
