"""The people of the demo company and its two offices, as plain values. All names are invented."""

from __future__ import annotations

from dataclasses import dataclass

from kept.records.people.models import Language, Role
from kept.records.people.services import OfficeDetails

NANJING, CHENGDU = "NKG", "CTU"
EN, HANS, HANT = Language.ENGLISH, Language.SIMPLIFIED, Language.TRADITIONAL


@dataclass(frozen=True)
class Colleague:
    """One of us: where, as what, and what an engineer is able to do."""

    username: str
    name: str
    role: Role
    office: str
    language: Language
    skills: tuple[str, ...] = ()


OFFICES = (
    OfficeDetails(
        code=NANJING,
        names={"en": "Nanjing (head office)", "zh-hans": "南京总部"},
        time_zone="Asia/Shanghai",
        country_code="CN",
        province_code="CN-320000",
        city_code="CN-320100",
        address="南京市江宁区听雨路 18 号",
        phone="+86 25 0555 0100",
    ),
    OfficeDetails(
        code=CHENGDU,
        names={"en": "Chengdu", "zh-hans": "成都分公司"},
        time_zone="Asia/Shanghai",
        country_code="CN",
        province_code="CN-510000",
        city_code="CN-510100",
        address="成都市双流区望岭路 66 号",
        phone="+86 28 0555 0100",
    ),
)

SKILLS = {
    "power": {"en": "UPS and batteries", "zh-hans": "UPS 与蓄电池"},
    "instruments": {"en": "Measuring instruments", "zh-hans": "测量仪表"},
    "drives": {"en": "Drives and motors", "zh-hans": "变频与电机"},
    "pumps": {"en": "Pumps", "zh-hans": "泵"},
    "switchgear": {"en": "Switchgear, high voltage", "zh-hans": "高低压开关柜"},
    "analysis": {"en": "Analysers", "zh-hans": "分析仪器"},
    "textile": {"en": "Textile machines", "zh-hans": "纺织机械"},
    "cooling": {"en": "Refrigeration", "zh-hans": "制冷"},
}

ADMINISTRATOR = Colleague("noah.fischer", "Noah Fischer", Role.ADMINISTRATOR, NANJING, EN)
POLICY_OWNER = Colleague("shen.lan", "沈兰", Role.POLICY_OWNER, NANJING, HANS)
REVIEWER = Colleague("deng.wei", "邓玮", Role.POLICY_OWNER, NANJING, HANS)
HOTLINE = (
    Colleague("emma.clarke", "Emma Clarke", Role.HOTLINE, NANJING, EN),
    Colleague("zhou.min", "周敏", Role.HOTLINE, NANJING, HANS),
    Colleague("he.jing", "何静", Role.HOTLINE, CHENGDU, HANS),
    Colleague("lin.peishan", "林佩珊", Role.HOTLINE, NANJING, HANT),
)
DISPATCHERS = (
    Colleague("han.xue", "韩雪", Role.DISPATCHER, NANJING, HANS),
    Colleague("tang.rui", "唐锐", Role.DISPATCHER, CHENGDU, HANS),
)
MANAGERS = (
    Colleague("marta.stein", "Marta Stein", Role.MANAGER, NANJING, EN),
    Colleague("xu.guodong", "徐国栋", Role.MANAGER, CHENGDU, HANS),
)
ENGINEERS = (
    Colleague("gao.lei", "高磊", Role.ENGINEER, NANJING, HANS, ("power", "switchgear")),
    Colleague("lu.yifan", "陆一帆", Role.ENGINEER, NANJING, HANS, ("instruments", "analysis")),
    Colleague("sun.haoran", "孙浩然", Role.ENGINEER, NANJING, HANS, ("drives", "pumps")),
    Colleague("tom.becker", "Tom Becker", Role.ENGINEER, NANJING, EN, ("textile", "drives")),
    Colleague("qian.li", "钱莉", Role.ENGINEER, NANJING, HANS, ("analysis", "cooling")),
    Colleague("ding.kai", "丁凯", Role.ENGINEER, NANJING, HANS, ("switchgear", "power")),
    Colleague("jiang.bo", "蒋波", Role.ENGINEER, NANJING, HANS, ("cooling", "pumps")),
    Colleague("luo.wenjie", "罗文杰", Role.ENGINEER, CHENGDU, HANS, ("instruments", "pumps")),
    Colleague("yang.chuan", "杨川", Role.ENGINEER, CHENGDU, HANS, ("power", "switchgear")),
    Colleague("priya.nair", "Priya Nair", Role.ENGINEER, CHENGDU, EN, ("analysis", "cooling")),
    Colleague("tashi.dorje", "扎西多吉", Role.ENGINEER, CHENGDU, HANS, ("drives", "instruments")),
    Colleague("feng.yu", "冯宇", Role.ENGINEER, CHENGDU, HANS, ("textile", "pumps", "drives")),
)
STORE_KEEPERS = (
    Colleague("mei.lihua", "梅丽华", Role.STORE_KEEPER, NANJING, HANS),
    Colleague("ben.adler", "Ben Adler", Role.STORE_KEEPER, CHENGDU, EN),
)
ACCOUNTANT = Colleague("fang.yi", "方怡", Role.ACCOUNTANT, NANJING, HANS)
COLLEAGUES = (
    ADMINISTRATOR,
    POLICY_OWNER,
    REVIEWER,
    *HOTLINE,
    *DISPATCHERS,
    *MANAGERS,
    *ENGINEERS,
    *STORE_KEEPERS,
    ACCOUNTANT,
)
