"""Who calls from the customers. Names are drawn from lists; numbers lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kept.config.demo.companies import Company
from kept.records.people.models import Language

FAMILY = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓韩冯曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢",
    "欧阳",
)
GIVEN = (
    *("伟", "芳", "敏", "静", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "霞"),
    *("建国", "志远", "雨桐", "思源", "海燕", "文博", "晓梅", "立新", "春生", "玉兰", "浩宇"),
    *("小龙", "国华", "秀英", "俊峰", "雪梅", "振华", "丽娜", "永强", "佳慧", "子轩", "美玲"),
)
POSITIONS = {
    "zh": ("设备科长", "值班长", "维修班长", "电气工程师", "仪表工程师", "动力部主管", "生产主任"),
    "en": ("Maintenance manager", "Shift leader", "Plant engineer", "Facility manager"),
}
ABROAD = {
    "SG": ("Mei Ling Tan", "Arjun Pillai", "Wei Jie Ong"),
    "DE": ("Katrin Vogel", "Jonas Brandt", "Uwe Lehmann"),
    "TH": ("Somchai Rattanakul", "Nok Suwannarat", "Peter Hale"),
    "AU": ("Olivia Marsh", "Liam Whitaker", "Grace Doyle"),
}
# Ranges that are kept free for fiction, or that no exchange gives out.
NUMBERS = {
    "": "+86 154 0000 {:04d}",
    "SG": "+65 0000 {:04d}",
    "DE": "+49 221 4710 {:03d}",
    "TH": "+66 38 000 {:03d}",
    "AU": "+61 8 5550 {:04d}",
}
DESK = "+86 {} 0555 {:04d}"  # no local number begins with a nought
AREA_CODES = {"CN-31": "21", "CN-3201": "25", "CN-50": "23", "CN-5101": "28", "CN-4201": "27"}


@dataclass(frozen=True)
class Caller:
    """A contact as it is made known."""

    name: str
    position: str
    language: Language
    phones: tuple[str, ...]
    emails: tuple[str, ...]


def callers(company: Company, place: int, dice: Random) -> list[Caller]:
    """Return the contacts of the customer at this place of the list: two or three, more for key."""
    count = 5 if company.key else dice.choice((2, 2, 3))
    if company.abroad:
        names, words = ABROAD[company.abroad][:count], "en"
    else:
        names, words = tuple(_chinese_names(count, dice)), "zh"
    positions = dice.sample(POSITIONS[words], min(len(names), len(POSITIONS[words])))
    return [
        Caller(
            name=name,
            position=position,
            language=Language.ENGLISH if company.abroad else Language.SIMPLIFIED,
            phones=_phones(company, place * 10 + nth),
            emails=(f"contact{nth + 1}@customer{place + 1:02d}.example",),
        )
        for nth, (name, position) in enumerate(zip(names, positions, strict=False))
    ]


def _chinese_names(count: int, dice: Random) -> list[str]:
    families = dice.sample(FAMILY, count)
    return [family + dice.choice(GIVEN) for family in families]


def _phones(company: Company, number: int) -> tuple[str, ...]:
    mobile = NUMBERS[company.abroad].format(number)
    if company.abroad:
        return (mobile,)
    territory = company.spots[0].territory
    area = next((area for start, area in AREA_CODES.items() if territory.startswith(start)), "")
    return (mobile, DESK.format(area, number)) if area and number % 2 else (mobile,)
