"""Papers cut into clauses: numbers, headings, wrapped lines, two languages, ids that stay."""

import pytest

from kept.rules.papers import cut
from kept.rules.papers.numbering import mark_of
from kept.rules.papers.sentences import sentences

LIFTS = """\
Lift service

1. Faults
1.1 A fitter comes within two hours.
1.2 Trapped people come first. We answer every call.
2. Costs
Travel is free in town.
Parts are charged at cost.
3. Not covered:
(1) damage by water;
(2) damage by fire;
"""


def ids(text: str) -> list[str]:
    return [passage.id for passage in cut(text)]


@pytest.mark.parametrize(
    ("line", "style", "value"),
    [
        ("1、范围", "number", "1"),
        ("12. Costs", "number", "12"),
        ("1.1 Scope", "dotted1", "1.1"),
        ("2.3.4 Scope", "dotted2", "2.3.4"),
        ("(1) first", "parentheses", "1"),
        ("（3）第三", "parentheses", "3"),
        ("⑷ fourth", "parentheses", "4"),
        ("② second", "circled", "2"),
        ("一、总则", "major", "1"),
        ("十二、附则", "major", "12"),
        ("（二）费用", "han_parentheses", "2"),
        ("第三条 费用", "article", "3"),
        ("Article 4 Costs", "article", "4"),
        ("Section 2.1: Costs", "article", "2.1"),
        ("First, the scope", "major", "1"),
        ("Seven, the rest", "major", "7"),
        ("IV. Costs", "major", "4"),
        ("a) travel", "letter", "a"),
        ("• travel", "bullet", ""),
    ],
)
def test_the_papers_own_numbers_are_known(line, style, value):
    mark = mark_of(line)

    assert (mark.style, mark.value) == (style, value)


@pytest.mark.parametrize(
    "line",
    ["24 hours a day", "2.5 hours", "3,000 pieces", "In the city", "one day later", "010-8720"],
)
def test_other_numbers_are_no_marks(line):
    assert mark_of(line) is None


def test_ids_come_from_numbers_else_from_the_place_in_the_section():
    assert ids(LIFTS) == ["1.1", "1.2a", "1.2b", "2-1", "2-2", "3.1", "3.2"]


def test_a_clause_knows_its_line_its_headings_and_what_introduces_it():
    water = cut(LIFTS)[-2]

    assert (water.line, water.text) == (10, "damage by water;")
    assert water.heading == ("Lift service", "Not covered")
    assert water.lead == "Not covered:"


def test_ids_stay_when_another_section_grows():
    grown = LIFTS.replace("1.2 Trapped", "1.2 We are polite.\nWe are quick too.\n1.3 Trapped")

    assert [one for one in ids(grown) if one[0] in "23"] == ids(LIFTS)[3:]


def test_wrapped_lines_are_joined_and_new_paragraphs_are_not():
    text = (
        "1.1 We take care of all the machines that were sold under this agreement and of all the\n"
        "parts that belong to them, wherever they may stand and whoever may be using them at the\n"
        "time of the fault.\n"
        "1.2 We answer.\n"
    )
    first, second = cut(text)

    assert first.text.endswith("using them at the time of the fault.")
    assert (first.line, first.last_line, second.line) == (1, 3, 4)


def test_chinese_and_its_translation_are_one_clause():
    text = (
        "1、接到报修后两小时内到达现场。\nWe arrive within two hours after the call.\n\n"
        "2、配件费由客户承担。\nParts are paid by the customer.\n"
    )
    first, second = cut(text)

    assert first.texts == {
        "zh-Hans": "接到报修后两小时内到达现场。",
        "en": "We arrive within two hours after the call.",
    }
    assert (second.id, second.line, second.last_line) == ("2", 4, 5)


def test_traditional_chinese_is_told_from_simplified():
    assert [one.language for one in cut("一、維修費用由客戶負擔。\n二、免費。")] == ["zh-Hant"] * 2


def test_numbers_that_begin_again_begin_a_section():
    text = "Lifts\n1、We answer.\n2、We come.\nDoors\n1、We answer doors.\n2、We close them.\n"

    assert ids(text) == ["1", "2", "B-1", "B-2"]


def test_numbers_may_be_missing_or_stand_twice():
    assert ids("1. We come.\n2. We look.\n4. We mend.\n4. We go.\n") == ["1", "2", "4", "4_2"]


def test_an_unnumbered_heading_does_not_break_a_list_that_goes_on():
    text = "一、范围如下。\n二、提供热线。\n热线说明\n请拨打热线，我们会接听。\n三、另行约定。\n"

    assert ids(text) == ["1", "2", "2-1", "3"]


def test_page_numbers_and_invisible_characters_are_left_out():
    passages = cut("We come\u200b soon.\n\n- 3 -\nPage 3 of 9\n第 3 页 共 9 页\n\nWe stay.\n")

    assert [one.text for one in passages] == ["We come soon.", "We stay."]


def test_every_id_stands_once():
    text = "1. a b c d.\n1. e f g h.\n(1) i j k l.\n(1) m n o p.\nq r s t.\n" * 3

    assert len(set(ids(text))) == len(ids(text))


def test_an_empty_paper_has_no_clauses():
    assert cut(" \n\n") == ()


def test_sentences_end_where_they_end():
    assert sentences("We come, e.g. by car. We call first.", chinese=False) == [
        "We come, e.g. by car.",
        "We call first.",
    ]
    assert sentences("费用全免；配件除外的部分另计。", chinese=True) == [
        "费用全免；配件除外的部分另计。"
    ]
