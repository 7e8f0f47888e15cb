"""The conditions that a sentence names: warranty, emergency, zone, level, channel, cause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

Value = str | list["Value"] | dict[str, "Value"]
When = dict[str, Value]

IN_WARRANTY = re.compile(
    r"(?:with)?in (?:the )?(?:\w+ ){0,3}(?:warrant\w+|guarantee"
    r"|quality assurance)(?: (?:period|term))?"
    r"|during (?:the )?(?:\w+ ){0,3}(?:warrant\w+|guarantee|quality assurance)"
    r"|under warranty|in[- ]warranty"
    r"|the warranty period equipment|while (?:the )?warranty"
    r"|(?:保修|质保|质量保证|保固|维保|保用|质量保修)期?限?(?:之)?[内间中]|保内"
)
AFTER_WARRANTY = re.compile(
    r"(?:beyond|outside(?: of)?|after|out of|past|following"
    r"|expir\w+ of) (?:the )?(?:\w+ ){0,3}(?:warrant\w+|guarantee"
    r"|quality assurance)(?: (?:period|term))?"
    r"|(?:warrant\w+|guarantee)(?: (?:period|term))? (?:has |is |have )?(?:expire[sd]?"
    r"|end(?:s|ed)|over)|out[- ]of[- ]warranty|post[- ]warranty"
    r"|(?:保修|质保|质量保证|保固|维保|质量保修)期?限?(?:期)?(?:满|外|后|届满|结束|过后"
    r"|以外|之后)|过保|保外|超(?:出|过)?(?:免费)?(?:保修|质保)期|(?:保修|质保)到期"
)
EMERGENCY = re.compile(r"emergenc\w+|urgent\w*|critical situation|紧急|应急|急修")
CHANNELS: Final = (
    (
        "telephone",
        re.compile(
            r"(?:by|via|over|through|or) (?:the )?(?:tele)?phone|phone calls?|电话(?=报|联系"
            r"|通知|方式|咨询|来)"
        ),
    ),
    ("in_person", re.compile(r"in person|face to face|当面|现场报")),
    ("email", re.compile(r"(?:by|via|or|,) ?e-?mails?|邮件(?=报|联系|通知|方式|咨询)")),
    ("mail", re.compile(r"(?:by|via|or) (?:mail|letter|post)\b|信函|来信")),
    ("web", re.compile(r"(?:web ?site|portal|online form)|网上|网站|在线报")),
)
ZONES: Final = (
    (
        "same_city",
        re.compile(
            r"same city|local (?:customers?|area|users?)|within the city|(?:city|urban) (?:area"
            r"|limits)|本市|同城|市内|市区|本地"
        ),
    ),
    (
        "same_province",
        re.compile(r"same (?:province|state)|within the (?:province|state)|本省|省内|同省"),
    ),
    (
        "other_province",
        re.compile(
            r"other (?:provinces?|cities|states?|regions?|areas?)|outside the (?:city|province"
            r"|state)|外省|省外|外地|其他(?:省|地区|城市)|市外|偏远"
        ),
    ),
)
DOMESTIC = re.compile(r"domestic|within the country|nationwide|国内|境内|全国")
ABROAD = re.compile(r"\babroad\b|overseas|foreign (?:site|countr)|国外|境外|海外")
_ORDINALS: Final = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "one": "1",
    "two": "2",
    "three": "3",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "primary": "1",
    "secondary": "2",
    "tertiary": "3",
}
_LEVELED = re.compile(
    r"(?:(?:fault|service|severity|priority|failure|service level)\s)?(?:levels?"
    r"|class(?:es)?|severity|priority|grades?|tiers?|categor(?:y|ies)) (?P<a>[1-5](?!\d)"
    r"|[a-e](?![a-z])|one|two|three)(?:\s*(?:,|and|or|/|&)\s*(?P<b>[1-5](?!\d)"
    r"|[a-e](?![a-z])))?(?:\s*(?:,|and|or|/|&)\s*(?P<c>[1-5](?!\d)|[a-e](?![a-z])))?"
    r"|\b(?P<p>p[1-5])\b"
    r"|(?P<o>first|second|third|fourth)[- ](?:class|level|grade|priority)|(?P<q>primary"
    r"|secondary|tertiary) (?:fault|failure|incident)"
    r"|(?P<z>[一二三四1-5a-e])(?P<y>[、/和及](?P<x>[一二三四1-5a-e]))?(?:级(?!别划)"
    r"|类)(?:故障|客户|服务|事件|响应|问题)?"
)

CAUSES: Final = (
    (
        ("customer_modification", "unauthorised_modification"),
        re.compile(
            r"modif\w+|alter(?:ed|ation)\w*|changes? (?:to|by)|tamper\w*|dis-?assembl\w*"
            r"|unauthori[sz]ed (?:repair|person|open)\w*|改装|改动|改造|拆(?:卸|机|装|修|开)"
            r"|(?:自行|擅自|私自).{0,8}(?:变更|更改|修改|维修|安装)|非.{0,10}授权"
        ),
    ),
    (
        ("improper_maintenance",),
        re.compile(
            r"(?:improper|inadequate|insufficient|poor|incorrect|lack of) (?:maintenance|care)"
            r"|维护不当|保养不当|维护不善|未.{0,6}(?:保养|维护)"
        ),
    ),
    (("improper_tools",), re.compile(r"(?:improper|unsuitable|wrong) tools?|工具不当|不当工具")),
    (
        ("negligence", "improper_use", "improper_operation"),
        re.compile(
            r"negligen\w+|neglect|misus\w+|abus\w+|improper (?:use|operation)\w*"
            r"|incorrect (?:use|operation)|wrong operation|mis-?operation|overload\w*|使用不当"
            r"|操作不当|误操作|错误操作|违规(?:操作|使用)|不正确使用|疏忽|滥用|超负荷|过载"
            r"|未按.{0,12}(?:使用|操作)|不当使用"
        ),
    ),
    (
        ("improper_handling",),
        re.compile(
            r"(?:improper )?handling|(?:transport|storage)\w*(?: damage)?|搬运|运输|保管不当"
            r"|存放不当|处置不当|处理不当"
        ),
    ),
    (
        ("environment",),
        re.compile(
            r"(?:site |ambient |operating )?(?:environment|conditions) (?:does|do|is|are|not"
            r"|out)|unsuitable (?:environment|conditions)|humid\w*|环境(?:不|未|超|恶劣)|潮湿"
            r"|进水|受潮"
        ),
    ),
    (
        ("accident", "natural_disaster"),
        re.compile(
            r"accidents?\b|natural disasters?|acts? of god|force majeure|floods?|fires?\b"
            r"|earthquakes?|storms?|意外(?:事故)?|天灾|自然灾害|不可抗力|火灾|水灾|地震|洪水"
            r"|台风"
        ),
    ),
    (
        ("war", "riot", "strike"),
        re.compile(
            r"\bwars?\b|riots?|(?<!lightning )strikes?\b|terror\w*|战争|暴乱|骚乱|罢工|恐怖"
        ),
    ),
    (
        ("lightning", "power_failure"),
        re.compile(
            r"lightning|power (?:failures?|surges?|outages?|supply)|(?:over|surge) ?voltage"
            r"|voltage|雷击|雷电|电压|停电|断电|电源(?:故障|异常)"
        ),
    ),
    (("third_party",), re.compile(r"third[- ]part(?:y|ies)|第三方|他人")),
    (
        ("man_made",),
        re.compile(
            r"man-made|human (?:damage|factors?|causes?)|deliberate\w*|intentional\w*|人为|故意"
        ),
    ),
    (
        ("wear",),
        re.compile(
            r"(?:normal |ordinary )?wear(?: and tear)?|consumables?|ag(?:e)?ing|磨损|耗材"
            r"|易损[件品]|消耗品|易耗|老化|损耗"
        ),
    ),
)
QUALITY = re.compile(
    r"quality (?:problem|issue|defect|reason|fault)s?|(?:product|equipment) (?:itself"
    r"|material)|material (?:or|and|defect)|other quality issues|inherent|defects? (?:in"
    r"|of) (?:material|workmanship)|workmanship|manufacturing defect"
    r"|equipment itself causes"
    r"|质量(?:问题|缺陷|原因|故障)|自身(?:质量)?(?:原因|问题|故障)|本身(?:质量)?(?:原因"
    r"|问题|质量)|固有缺陷|制造缺陷|材料缺陷|材质"
)
NOT_QUALITY = re.compile(r"non-?quality|not (?:caused by|due to) quality|非质量")


@dataclass(frozen=True, slots=True)
class Conditions:
    """A condition of the language, what a draft must define for it, and how it is said."""

    when: When
    needs: tuple[str, ...]


def conditions_of(plain: str) -> Conditions:
    """Return the conditions that the words name; empty where they name none."""
    when: When = {}
    needs: list[str] = []
    term = _term(plain)
    if term:
        when["term.free"] = term
        needs.append("term:free")
    if EMERGENCY.search(plain):
        when["emergency"] = "yes"
    _place(plain, when, needs)
    _level(plain, when, needs)
    channels: list[Value] = [key for key, pattern in CHANNELS if pattern.search(plain)]
    if channels:
        when["channel"] = channels if len(channels) > 1 else channels[0]
    return Conditions(when, tuple(needs))


def _term(plain: str) -> str:
    within, after = IN_WARRANTY.search(plain), AFTER_WARRANTY.search(plain)
    if within and after:
        return ""
    return "active" if within else "ended" if after else ""


def _place(plain: str, when: When, needs: list[str]) -> None:
    zones: list[Value] = [key for key, pattern in ZONES if pattern.search(plain)]
    if zones:
        when["zone.distance"] = zones if len(zones) > 1 else zones[0]
        needs.append("zone:distance")
    elif ABROAD.search(plain):
        when["not"] = {"site.country": {"same_as": "office.country"}}
    elif DOMESTIC.search(plain):
        when["site.country"] = {"same_as": "office.country"}


def levels_of(plain: str) -> list[str]:
    """Return the grades that a text names: digits, or capital letters for tiers."""
    found: list[str] = []
    for match in _LEVELED.finditer(plain):
        for said in match.groupdict().values():
            if said and said[0] not in "、/和及":
                grade = _ORDINALS.get(said, said.upper())
                found.append(grade.removeprefix("P") if len(grade) == 2 else grade)
    return list(dict.fromkeys(found))


def _level(plain: str, when: When, needs: list[str]) -> None:
    grades = levels_of(plain)
    digits: list[Value] = [grade for grade in grades if grade.isdigit()]
    tiers: list[Value] = [grade for grade in grades if not grade.isdigit()]
    for scale, named in (("fault", digits), ("tier", tiers)):
        if named:
            when[f"level.{scale}"] = named if len(named) > 1 else named[0]
            needs.append(f"level:{scale}:{','.join(str(one) for one in named)}")


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of causes and the words that name it."""

    start: int
    end: int
    causes: tuple[str, ...]


def causes_of(plain: str) -> list[Cause]:
    """Return the groups of causes that a text names, each once, in their order."""
    found = []
    for causes, pattern in CAUSES:
        match = pattern.search(plain)
        if match:
            found.append(Cause(match.start(), match.end(), causes))
    return sorted(found, key=lambda one: one.start)
