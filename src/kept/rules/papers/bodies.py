"""Rules for the forms that are known by their words, as far as the words give one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.conditions import levels_of
from kept.rules.papers.spoken import Spoken
from kept.rules.papers.times import WORKING_DAYS

Rule = Mapping[str, object]
Needs = tuple[str, ...]

_DONE: Final = {
    "training": "training.given",
    "record": "record.made",
    "document": "document.given",
    "notice": "customer.told",
}
_TELEPHONE: Final = ("channel:telephone:",)
_COMPLAINT = re.compile(r"complain|投诉")
_SIGNED = re.compile(r"sign(?:ed|ature|s)?\b|签字|签名|签署|签收")
_KEPT = re.compile(r"\bkept\b|keep|retain|stor(?:ed|age)|保存|留存|保管")
_BOTH = re.compile(r"both (?:parties|sides)|双方|共同签")

_NEEDED: Final = (
    ("payment.received", re.compile(r"\bpay\w*|\bpaid\b|\bfees?\b|付费|付款|费用|款项|维修费")),
    ("approval.given", re.compile(r"approv\w*|consent|permission|批准|同意|审批|许可")),
    ("report.signed", re.compile(r"sign(?:ed|ature)|签字|签名|签收")),
    ("confirmation.given", re.compile(r"confirm\w*|agree\w*|确认")),
    (
        "test.passed",
        re.compile(
            r"\btest\w*|inspect\w*|meets?\b|requirement|standard|检验|检测|测试|达到|符合|标准"
            r"|正常运行"
        ),
    ),
)
_STEPS: Final = (
    ("goods.returned_shipped", re.compile(r"ship\w*|sen[dt]\b|return\w*|发货|寄回|寄出|发还")),
    ("repair.started", re.compile(r"repair\w*|maintenance|work\b|维修|修理")),
    ("equipment.installed", re.compile(r"\buse\b|install\w*|安装|使用")),
)
_CHOOSES = re.compile(
    r"\b(?:may|can|right to|entitled|choose|choice|demand)\b|有权|可(?:以|要求|选)"
)
_OPTIONS: Final = (
    (
        "repair",
        {"en": "repair", "zh-Hans": "维修"},
        re.compile(r"repair\w*|maintenance|修理|维修|包修"),
    ),
    (
        "exchange",
        {"en": "exchange", "zh-Hans": "更换"},
        re.compile(r"replac\w*|exchang\w*|new (?:device|unit|product|machine|one)|更换|换"),
    ),
    ("return", {"en": "return", "zh-Hans": "退货"}, re.compile(r"\breturn\w*|退货|退换|包退")),
    ("refund", {"en": "refund", "zh-Hans": "退款"}, re.compile(r"refund\w*|退款")),
    (
        "third_party",
        {"en": "somebody else", "zh-Hans": "另请他人"},
        re.compile(r"third part\w+|第三(?:方|人)"),
    ),
)
_WAYS: Final = (
    (
        "telephone",
        {"en": "telephone", "zh-Hans": "电话"},
        {"event": "remote.attempted", "where": {"mode": "telephone"}},
        re.compile(r"phone|电话"),
    ),
    (
        "remote",
        {"en": "remote help", "zh-Hans": "远程"},
        {"event": "remote.attempted", "where": {"mode": "remote"}},
        re.compile(r"remote|远程"),
    ),
    (
        "on_site",
        {"en": "visit", "zh-Hans": "上门"},
        "visit.arrived",
        re.compile(r"on-?\s?site|to the (?:scene|site)|visit|现场|上门|到达"),
    ),
    (
        "send_in",
        {"en": "repair at the works", "zh-Hans": "返厂维修"},
        "goods.received_for_repair",
        re.compile(r"send (?:it )?in|return to|发回|寄回|返厂"),
    ),
)
_RANKS: Final[tuple[Texts, ...]] = (
    {"en": "the contract", "zh-Hans": "合同"},
    {"en": "this policy", "zh-Hans": "本政策"},
)
_SKILLED = re.compile(
    r"experience\w*|qualified|specialist|professional|skilled|富有经验|有经验|专业|资深"
)
_PEOPLE: Final = (
    ("project_manager", re.compile(r"project manager|项目经理")),
    ("supply_chain", re.compile(r"supply chain|供应链")),
    ("sales", re.compile(r"\bsales\b|销售")),
    ("manager", re.compile(r"manager|director|经理|主管|负责人")),
    ("office_staff", re.compile(r"office|办公室")),
    ("hotline", re.compile(r"hotline|customer service (?:center|staff)|客服")),
    ("expert", re.compile(r"expert|专家")),
    ("engineer", re.compile(r"engineer|technician|工程师|技术员|技术人员")),
    ("service", re.compile(r"service|personnel|staff|售后|人员")),
)


def body(text: Spoken, form: str, kind: str, where: tuple[int, int]) -> tuple[Rule, Needs]:
    """Return the rule for some words of a passage and what a draft must define."""
    words = text.plain[where[0] : where[1]]
    if form == "duty":
        return _duty(text, kind)
    if form == "gate":
        return _gate(text.plain[where[0] : text.segment(where[1])[1]])
    if form in ("channel", "case_type", "level"):
        return {}, _place(text, form)
    return _alone(text, form, kind, words), ()


def _alone(text: Spoken, form: str, kind: str, words: str) -> Rule:
    """Return the rule of a form that needs no definitions."""
    if form == "remedy":
        return _options(text)
    if form == "ladder":
        return _ladder(text)
    if form == "precedence":
        return {"ranks": [dict(rank) for rank in _RANKS]}
    if form == "assignment":
        return {"cases": [_people(words)]}
    if form == "provision":
        named: Texts = {text.language: words}
        rule = {"cases": [{"is": "holds", "name": named}]}
        return {"kind": kind, **rule} if kind else rule
    return {}


def _place(text: Spoken, form: str) -> Needs:
    """Return the channel, kind of request or grade that a passage defines."""
    if form == "channel":
        always = next((one.key for one in text.calendars if one.key != WORKING_DAYS), "")
        return (f"channel:telephone:{always}", f"calendar:{always}") if always else _TELEPHONE
    if form == "case_type":
        return ("case_type:complaint" if _COMPLAINT.search(text.plain) else "case_type:ip_dispute",)
    grade = next(iter(levels_of(text.plain)), "")
    if form == "level" and grade:
        return (f"grade:{'fault' if grade.isdigit() else 'tier'}:{grade}",)
    return ()


def _duty(text: Spoken, kind: str) -> tuple[Rule, Needs]:
    done = _DONE[kind]
    rule: dict[str, object] = {"kind": kind, "opens": "request.received", "done": done}
    if kind in ("document", "record") and _SIGNED.search(text.plain):
        rule["signed_by"] = ["customer", "provider"] if _BOTH.search(text.plain) else ["customer"]
    long = [one.value for one in text.durations if one.value.endswith(("year", "years"))]
    if kind == "record" and long and _KEPT.search(text.plain):
        rule["keep"] = long[0]
    return rule, (() if done == "customer.told" else (f"event:{done}",))


def _gate(words: str) -> tuple[Rule, Needs]:
    needed = next((event for event, pattern in _NEEDED if pattern.search(words)), "")
    if not needed:
        return {}, ()
    step = next((event for event, pattern in _STEPS if pattern.search(words)), "case.closed")
    declared = ("approval.given", "confirmation.given", "test.passed")
    needs = (f"event:{needed}",) if needed in declared else ()
    return {"step": step, "needs": [{"when": {"happened": needed}}]}, needs


def _options(text: Spoken) -> Rule:
    begins = _CHOOSES.search(text.plain)
    said = text.plain[begins.start() :] if begins else text.plain
    options = {key: {"name": name} for key, name, pattern in _OPTIONS if pattern.search(said)}
    return {"chooser": "customer", "options": options} if options else {}


def _ladder(text: Spoken) -> Rule:
    steps = {
        key: {"name": name, "tried": tried}
        for key, name, tried, pattern in _WAYS
        if pattern.search(text.plain)
    }
    return {"steps": steps, "solved": "service.restored"} if len(steps) > 1 else {}


def _people(words: str) -> Rule:
    lead = next((role for role, pattern in _PEOPLE if pattern.search(words)), "service")
    return {"lead": lead, "needs": ["experience"]} if _SKILLED.search(words) else {"lead": lead}
