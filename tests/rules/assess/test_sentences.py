"""Sentences about clocks, costs and terms, word for word in three languages."""

from zoneinfo import ZoneInfo

import pytest

from kept.rules.assess import assess
from kept.rules.assess.say import Speaker
from kept.rules.policy import load_file
from tests.rules.assess.scene import case, fact, policy, when
from tests.rules.assess.shelf import LIBRARY

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
CASE_AT = "2026-03-02 10:00"
COVERED = {"equipment__accepted": when("2026-01-10 00:00"), "contract__warranty": "24 months"}
AT_HOME = {"site__city": "Hangzhou", "office__city": "Hangzhou"}


def fault(*more, about=COVERED, **values):
    told = {"case_type": "fault", "channel": "telephone", **values}
    return case(fact("request.received", CASE_AT, **told), *more, **about)


def speakers(under):
    return [Speaker(under, language, ZoneInfo("Asia/Shanghai")) for language in LANGUAGES]


def squeezed(text):
    """Sentences by language, without the spaces and line ends they are written with."""
    return ["".join(said.split()) for said in text.split("--")]


# What | policy, clock, case, moment | the sentence in three languages
SAID = {
    "a possible promise says on what it depends, with brackets around what belongs together": (
        ("S2", "on_site", case(fact("request.received", CASE_AT)), "2026-03-02 10:20"),
        """
        Possibly, if “Free warranty” is not over and (“customer asks for a visit” is “yes” or
        “visit necessary” is “yes”): Engineer on site by 2 Mar 2026 13:00: 3 hours from “request
        received” at 2 Mar 2026 10:00; every hour counts (the paper names no calendar; read so in
        R-calendar).
        --
        可能（若“免费保修期”并非已到期，且（“客户要求上门”为“是”或“需要上门”为“是”））：工程师到场：
        最迟 2026年3月2日 13:00。自“收到请求”（2026年3月2日 10:00）起 3 小时，按自然时间
        （原文未指明，依解读 R-calendar）。
        --
        可能（若「免費保修期」並非已到期，且（「客戶要求上門」為「是」或「需要上門」為「是」））：工程師到場：
        最遲 2026年3月2日 13:00。自「收到請求」（2026年3月2日 10:00）起 3 小時，按自然時間
        （原文未指明，依解讀 R-calendar）。
        """,
    ),
    "or what is not known yet": (
        ("S3a", "call_back", fault(), "2026-03-02 10:20"),
        """
        Possibly, while Service tier is not known yet: Call back: not started; it begins with
        “answer must be looked up”.
        -- 可能（服务等级尚不清楚）：回电答复：尚未开始，自“需查询后答复”起算。
        -- 可能（服務等級尚不清楚）：回電答覆：尚未開始，自「需查詢後答覆」起算。
        """,
    ),
    "at once is a number of the owner's, and of three events the one that began it is named": (
        (
            "S1",
            "answer_live",
            fault(fact("contact.missed", "2026-03-02 09:50")),
            "2026-03-02 10:20",
        ),
        """
        Answer at once: broken since 2 Mar 2026 09:51; 60 seconds (“at once”) from “call missed” at
        2 Mar 2026 09:50; every hour counts (the paper names no calendar; read so in C08).
        --
        当场答复：自 2026年3月2日 09:51 起违约。自“未接来电”（2026年3月2日 09:50）起
        60 秒内（“立即”），按自然时间（原文未指明，依解读 C08）。
        --
        當場答覆：自 2026年3月2日 09:51 起違約。自「未接來電」（2026年3月2日 09:50）起
        60 秒內（「立即」），按自然時間（原文未指明，依解讀 C08）。
        """,
    ),
    "a target is missed, no promise is broken": (
        (
            "S1",
            "on_site",
            fault(fact("visit.arrived", "2026-03-06 10:00"), about=COVERED | AT_HOME),
            "2026-03-06 11:00",
        ),
        """
        Engineer on site: done at 6 Mar 2026 10:00, target missed at 3 Mar 2026 10:00 (1 day, same
        time of day from “request received” at 2 Mar 2026 10:00).
        --
        工程师到场：2026年3月6日 10:00 完成，已于 2026年3月3日 10:00 超过目标时间。
        自“收到请求”（2026年3月2日 10:00）起 1 天（同一时刻）。
        --
        工程師到場：2026年3月6日 10:00 完成，已於 2026年3月3日 10:00 超過目標時間。
        自「收到請求」（2026年3月2日 10:00）起 1 天（同一時刻）。
        """,
    ),
    "what was done after a due that may be another one is neither kept nor late": (
        ("S1", "on_site", fault(fact("visit.arrived", "2026-03-04 10:00")), "2026-03-06 11:00"),
        """
        Possibly, while Distance is not known yet: Engineer on site: done at 4 Mar 2026 10:00, due
        by 3 Mar 2026 10:00 (1 day, same time of day from “request received” at 2 Mar 2026 10:00).
        --
        可能（服务区域尚不清楚）：工程师到场：2026年3月4日 10:00 完成，期限为 2026年3月3日 10:00，
        即自“收到请求”（2026年3月2日 10:00）起 1 天（同一时刻）。
        --
        可能（服務區域尚不清楚）：工程師到場：2026年3月4日 10:00 完成，期限為 2026年3月3日 10:00，
        即自「收到請求」（2026年3月2日 10:00）起 1 天（同一時刻）。
        """,
    ),
    "a promise that is no longer owed says why": (
        (
            "S2",
            "on_site",
            fault(fact("service.restored", "2026-03-02 11:00"), visit_demanded=True),
            "2026-03-02 14:00",
        ),
        """
        Engineer on site: no longer owed since 2 Mar 2026 11:00, because “service restored”
        happened at 2 Mar 2026 11:00.
        --
        工程师到场：自 2026年3月2日 11:00 起不再适用，
        因为“服务恢复”已于 2026年3月2日 11:00 发生。
        --
        工程師到場：自 2026年3月2日 11:00 起不再適用，
        因為「服務恢復」已於 2026年3月2日 11:00 發生。
        """,
    ),
    "an appointment to come has its time already": (
        (
            "S3b",
            "delivery",
            fault(fact("goods.ordered", "2026-03-02 11:00", due_on=when("2026-03-20 17:00"))),
            "2026-03-02 14:00",
        ),
        """
        Delivery by 20 Mar 2026 17:00: the time given with “goods ordered”.
        -- 交货：最迟 2026年3月20日 17:00，以“已订货”所定时间为准。
        -- 交貨：最遲 2026年3月20日 17:00，以「已訂貨」所定時間為準。
        """,
    ),
}


@pytest.mark.parametrize("what", SAID)
def test_a_clock(what):
    (key, rule, facts, at), said = SAID[what]
    under = load_file(LIBRARY / f"{key}.policy.yaml")
    line = assess(under, facts, when(at)).clock(rule)

    assert squeezed("--".join(s.clock(line) for s in speakers(under))) == squeezed(said)


def test_who_pays():
    under = load_file(LIBRARY / "S2.policy.yaml")
    worn = fact("cause.found", "2026-03-02 12:00", cause="wear")
    result = assess(under, fault(worn), when("2026-03-02 13:00"))
    (outcome,) = result.cost("parts").payers

    assert [s.payer("parts", outcome) for s in speakers(under)] == [
        "Spare parts: we pay, because “Free warranty” is in force.",
        "备件：由我方承担，因为“免费保修期”有效。",
        "備件：由我方承擔，因為「免費保修期」有效。",
    ]


COSTS = """
rules:
  term:
    {form: term, name: {en: Cover, zh-Hans: 保修期}, source: T-1, start: equipment.accepted,
     length: 1 year}
  who_pays:
    form: cost
    name: Who pays
    cases:
      - {source: T-2, when: {cause: {not: [quality, our_staff]}}, pays: {parts: customer}}
      - source: T-3
        when: {not: {site.city: {same_as: office.city}}}
        pays: {labour: customer}
      - source: T-4
        when: {not: {any: [{urgent: yes}, {down: yes}]}}
        pays: {travel: customer}
"""


@pytest.mark.parametrize(
    ("component", "en", "hans"),
    [
        (
            "parts",
            (
                "Spare parts: possibly the customer pays, if cause is neither “quality problem” "
                "nor “damage by our staff”."
            ),
            "备件：可能由客户承担，前提是原因既不是“质量问题”，也不是“我方人员造成”。",
        ),
        (  # what it takes is the contrary of what stands in the policy
            "labour",
            (
                "Labour: possibly the customer pays, if city of the site differs from city of the "
                "office."
            ),
            "人工：可能由客户承担，前提是现场城市与办事处城市不同。",
        ),
        (
            "travel",
            "Travel: possibly the customer pays, if not (“urgent” is “yes” or “down” is “yes”).",
            "差旅：可能由客户承担，前提是并非（“urgent”为“是”或“down”为“是”）。",
        ),
    ],
)
def test_what_must_not_be_so(component, en, hans):
    under = policy(COSTS)
    asked = case(fact("request.received", CASE_AT))
    outcome = assess(under, asked, when(CASE_AT)).cost(component).payers[0]

    assert [s.payer(component, outcome) for s in speakers(under)][:2] == [en, hans]


def test_nobody_hears_that_a_known_value_is_known():
    under = load_file(LIBRARY / "S4b.policy.yaml")
    remote = fact("remote.attempted", "2026-03-02 10:10", mode="remote")
    (way,) = assess(under, fault(remote), when("2026-03-02 13:00")).cover

    assert [s.reasons(way.reason.because) for s in speakers(under)][:2] == [
        "way of service is “by remote control”",
        "服务方式是“远程控制”",
    ]


def test_a_term_says_how_long_it_is_and_who_says_so():
    own, given = (load_file(LIBRARY / f"{key}.policy.yaml") for key in ("S4b", "S3c"))
    without = case(equipment__accepted=when("2026-01-10 00:00"))
    (line,) = assess(own, without, when(CASE_AT)).terms
    assurance = assess(given, fault(), when(CASE_AT)).terms[0]

    assert [s.term(line) for s in speakers(own)][:2] == [
        "Free warranty: in force from 10 Jan 2026 until 9 Jan 2028 (2 years by the policy).",
        "免费保修期：有效期 2026年1月10日 至 2028年1月9日（政策规定 2 年）。",
    ]
    assert [s.term(assurance) for s in speakers(given)][:2] == [
        (
            "Quality assurance period: in force from 10 Jan 2026 until 9 Jan 2028 (24 "
            "months by “warranty in the contract”). Its proof is missing: “completion report "
            "signed”."
        ),
        (
            "质量保证期：有效期 2026年1月10日 至 2028年1月9日（24 个月，依“合同质保期”）。"
            "尚缺凭证：“竣工报告签署”。"
        ),
    ]


@pytest.mark.parametrize(
    ("seconds", "en", "hans"),
    [(35 * 3600, "1 d 11 h", "1 天 11 小时"), (840, "14 min", "14 分钟"), (20, "0 min", "0 分钟")],
)
def test_a_length_of_time_names_no_unit_that_is_none(seconds, en, hans):
    assert [s.span(seconds) for s in speakers(policy(COSTS))][:2] == [en, hans]
