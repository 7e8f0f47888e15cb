"""What passages of made-up papers of other trades are taken to mean."""

import pytest

from kept.rules.papers import Passage, cut, propose


def read(text: str, language: str = "en"):
    """What is proposed: form, quoted words, and the lines of the rule that matter here."""
    passage = Passage("7", {language: text}, 1, 1)
    return [
        (
            f"{p.form}/{p.kind}" if p.kind else p.form,
            [span.words(passage.texts) for span in p.spans],
            [
                line.strip()
                for line in p.rule.splitlines()
                if not line.startswith(("form:", "name:", "source:", "cases:", "kind:"))
            ],
        )
        for p in propose(passage)
    ]


ELAPSED = ["calendar: elapsed", "assumed: {calendar: R-calendar}"]
FROM_REQUEST = "start: request.received"
ENGLISH = {
    "A fitter is on site within 45 minutes, around the clock.": [
        (
            "clock",
            ["within 45 minutes", "on site"],
            [FROM_REQUEST, "stop: visit.arrived", "limit: 45 min", "calendar: day_and_night"],
        )
    ],
    "Priority 1 incidents are answered within 15 minutes and resolved within 4 h.": [
        (
            "clock",
            ["within 15 minutes", "answered"],
            [
                "when: {level.fault: 1}",
                FROM_REQUEST,
                "stop: response.given",
                "limit: 15 min",
                *ELAPSED,
            ],
        ),
        (
            "clock",
            ["within 4 h", "resolved"],
            [
                "when: {level.fault: 1}",
                FROM_REQUEST,
                "stop: service.restored",
                "limit: 4 h",
                *ELAPSED,
            ],
        ),
    ],
    "The dental chair is warranted for 24 months from the date of installation.": [
        (
            "term",
            ["24 months", "from the date of installation"],
            ["start: equipment.installed", "length: 24 months"],
        )
    ],
    "Defects caused by misuse or by unauthorised repair are excluded.": [
        (
            "cover",
            ["misuse"],
            [
                (
                    "- {source: 7, is: out, name: {en: improper use, zh-Hans: 使用不当}, "
                    "when: {cause: [negligence, improper_use, improper_operation]}}"
                )
            ],
        ),
        (
            "cover",
            ["unauthorised repair"],
            [
                (
                    "- {source: 7, is: out, name: {en: changed without leave, zh-Hans: 擅自改动}, "
                    "when: {cause: [customer_modification, unauthorised_modification]}}"
                )
            ],
        ),
    ],
    "After the guarantee has expired, spare parts are charged at list price while labour "
    "remains free of charge.": [
        (
            "cost",
            ["are charged"],
            [
                (
                    "- {source: 7, when: {term.free: ended}, pays: {parts: customer}, "
                    "price: {parts: price_list}}"
                )
            ],
        ),
        (
            "cost",
            ["free of charge"],
            [
                (
                    "- {source: 7, when: {term.free: ended}, pays: {labour: provider}, "
                    "price: {labour: free}}"
                )
            ],
        ),
    ],
    "No repair is started before the customer has approved our estimate.": [
        (
            "gate",
            ["before the customer has approved"],
            ["step: case.closed", "needs:", "- {when: {happened: approval.given}}"],
        )
    ],
    "The maintenance log is kept for ten years and signed by both parties.": [
        (
            "duty/record",
            ["log is kept"],
            [
                FROM_REQUEST.replace("start", "opens"),
                "done: record.made",
                "signed_by: [customer, provider]",
                "keep: 10 years",
            ],
        )
    ],
    "If the second repair fails, the customer may choose between a new device and a refund.": [
        (
            "remedy",
            ["refund"],
            [
                "chooser: customer",
                (
                    "options: {exchange: {name: {en: exchange, zh-Hans: 更换}}, "
                    "refund: {name: {en: refund, zh-Hans: 退款}}}"
                ),
            ],
        )
    ],
    "Each boiler is inspected twice a year.": [
        (
            "schedule",
            ["twice a year", "inspected"],
            ["times: 2 per year", "done: inspection.completed"],
        )
    ],
    "Our coffee machines are built with love.": [
        ("statement", ["Our coffee machines are built with love."], [])
    ],
}
SIMPLIFIED = {
    "空调保修六年，自购买之日起计算。": [
        (
            "term",
            ["六年", "自购买之日起"],
            ["start: equipment.purchased", "length: 6 years"],
        )
    ],
    "一般故障两小时内响应，二十四小时内修复。": [
        (
            "clock",
            ["两小时内", "响应"],
            [FROM_REQUEST, "stop: response.given", "limit: 2 h", *ELAPSED],
        ),
        (
            "clock",
            ["二十四小时内", "修复"],
            [FROM_REQUEST, "stop: service.restored", "limit: 24 h", *ELAPSED],
        ),
    ],
    "过保设备上门维修的，收取上门费和配件费，人工费全免。": [
        (
            "cost",
            ["收取"],
            ["- {source: 7, when: {term.free: ended}, pays: {parts: customer, travel: customer}}"],
        ),
        (
            "cost",
            ["全免"],
            [
                (
                    "- {source: 7, when: {term.free: ended}, pays: {labour: provider}, "
                    "price: {labour: free}}"
                )
            ],
        ),
    ],
    "维修费用超过五百元的，须先经客户书面同意，再行维修。": [
        (
            "gate",
            ["先经客户书面同意，再"],
            ["step: repair.started", "needs:", "- {when: {happened: approval.given}}"],
        )
    ],
}
TRADITIONAL = {
    "冷氣機報修後，本公司於次一工作日內派員到府檢修。": [
        (
            "clock",
            ["一工作日內", "派員到"],
            [
                FROM_REQUEST,
                "stop: visit.arrived",
                "limit: 1 working day",
                "calendar: working_days",
            ],
        )
    ],
    "影印機保固期為兩年，自裝機日起算。": [
        (
            "term",
            ["兩年", "自裝機日起"],
            ["start: equipment.installed", "length: 2 years"],
        )
    ],
    "碳粉及滾筒屬消耗品，不在保固範圍內。": [
        (
            "cover",
            ["消耗品"],
            ["- {source: 7, is: out, name: {en: wear, zh-Hans: 正常磨损}, when: {cause: wear}}"],
        )
    ],
}


@pytest.mark.parametrize(("text", "expected"), ENGLISH.items())
def test_english(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), SIMPLIFIED.items())
def test_simplified_chinese(text, expected):
    assert read(text, "zh-Hans") == expected


@pytest.mark.parametrize(("text", "expected"), TRADITIONAL.items())
def test_traditional_chinese_is_matched_and_quoted_as_it_stands(text, expected):
    assert read(text, "zh-Hant") == expected


def test_each_zone_has_a_clock_of_its_own():
    text = "We come within one day in the same city and within three days to other provinces."

    whens = [rule[0] for form, _, rule in read(text) if form == "clock"]
    assert whens == [
        "when: {zone.distance: same_city}",
        "when: {zone.distance: other_province}",
    ]


def test_a_word_without_a_measure_gives_an_unset_limit():
    ((form, words, rule),) = read("The technician arrives at the site as soon as possible.")

    assert (form, words) == ("clock", ["as soon as possible"])
    assert "limit: unset" in rule


def test_a_lead_is_counted_back_from_what_is_planned():
    ((_, words, rule), *_) = read("Outages are announced at least five working days in advance.")

    assert words[0] == "five working days"
    assert "before: {time_in: visit.agreed, field: agreed_at}" in rule


@pytest.mark.parametrize(
    "text",
    [
        "Engineers with ten years of experience answer the telephone.",
        "The company was founded 20 years ago.",
        "Faults of more than 10 minutes are counted.",
    ],
)
def test_times_that_promise_nothing_are_no_clocks(text):
    assert not [form for form, _, _ in read(text) if form in ("clock", "term")]


def test_items_of_a_list_know_what_introduces_them():
    _, water, fire = cut("3. The warranty does not cover the following:\n(1) floods;\n(2) wear.\n")

    assert [p.form for p in propose(water)] == ["cover"]
    assert [p.form for p in propose(fire)] == ["cover"]


def test_two_languages_give_one_proposal_that_rests_on_both():
    passage = Passage("1", {"zh-Hans": "两小时内答复。", "en": "We reply within two hours."}, 1, 2)
    (clock,) = propose(passage)
    alone = propose(Passage("1", {"en": "We reply within two hours."}, 1, 1))[0]

    assert [span.words(passage.texts) for span in clock.spans] == [
        "两小时内",
        "答复",
        "within two hours",
        "reply",
    ]
    assert clock.sure > alone.sure


def forms(text: str, language: str = "en") -> list[str]:
    return [form for form, _, _ in read(text, language)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The boiler is covered for one (1) year (365 days).", "term"),
        ("The pump is warranted for 3 years or 6,000 hours, whichever comes first.", "term"),
        ("Frame: 60 months.", "term"),
        ("This guarantee is not transferable.", "term"),
        ("You may return the lamp within 14 days.", "remedy"),
        ("Exchange or repair, as the user prefers.", "remedy"),
        ("Spare parts remain available for 10 years after the last sale.", "provision/part"),
        ("Grade B: 6 h.", "clock"),
        ("The owner must give two weeks' notice.", "clock"),
        ("Claims are decided in 10 working days.", "clock"),
        ("The owner is responsible for all freight.", "cost"),
        ("A fee of 40 applies.", "cost"),
        ("Freight is not covered by the supplier.", "cost"),
        ("Only engines opened by certified workshops are looked at.", "assignment"),
        ("The machine has to be sent to our works.", "gate"),
        ("Enclose a copy of the invoice.", "duty/document"),
        ("Late arrival: a service credit of 5 % is given.", "amount"),
        ("All seals and hinges are covered.", "provision"),
        ("In no event are we liable for lost milk.", "cover"),
    ],
)
def test_more_ways_to_say_it(text, form):
    assert form in forms(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("自购买之日起两年内免费维修。", "term"),
        ("自签收之日起七天内，客户可以选择退货或换货。", "remedy"),
        ("超出免费保修期的，提供有偿维修。", "cost"),
        ("灯泡属易损品，不在免费更换之列。", "cover"),
        ("请将水泵送至维修站。", "gate"),
        ("逾期一天，按合同金额的1%支付违约金。", "amount"),
    ],
)
def test_more_ways_to_say_it_in_chinese(text, form):
    assert form in forms(text, "zh-Hans")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("You may return the lamp within 14 days.", "clock"),
        ("After two years the owner pays for parts.", "clock"),
        ("The pump is warranted for 3 years or 6,000 hours, whichever comes first.", "clock"),
        ("Visits outside regular business hours are billed.", "schedule"),
        ("This guarantee is extended only to the original purchaser.", "term"),
    ],
)
def test_ways_that_do_not_say_it(text, form):
    assert form not in forms(text)


def test_the_manager_leads_and_the_office_files():
    text = "The service manager is responsible for all cases, and the office is in charge of files."

    assert forms(text).count("assignment") == 2


def test_a_list_with_numbers_ends_with_the_next_heading():
    text = "The warranty does not cover:\na) wear\nb) misuse\nVISITS\nWe arrive within 3 hours.\n"

    assert [p.form for p in propose(cut(text)[-1])] == ["clock"]
