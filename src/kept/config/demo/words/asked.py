"""What the demo company looks at in its cases, and what it does again and again."""

from __future__ import annotations

from dataclasses import dataclass

from kept.config.demo.words.fault import Phrase


@dataclass(frozen=True)
class Looked:
    """An item. `kind` is tick, value, photo or choice; `choices` are told apart by lines."""

    text: Phrase
    kind: str = "tick"
    is_required: bool = True
    unit: str = ""
    low: str = ""
    high: str = ""
    choices: Phrase | None = None


@dataclass(frozen=True)
class Look:
    """A checklist for a product family."""

    key: str
    name: Phrase
    families: tuple[str, ...]
    items: tuple[Looked, ...]
    case_types: tuple[str, ...] = ()
    completes: str = ""


@dataclass(frozen=True)
class Done:
    """A step of a macro: what it does, what its fact says, and words."""

    kind: str
    what: str = ""
    said: str = ""  # "result=failed"
    words: str = ""
    text: str = ""


@dataclass(frozen=True)
class Again:
    """A macro."""

    key: str
    name: Phrase
    steps: tuple[Done, ...]
    case_types: tuple[str, ...] = ()
    families: tuple[str, ...] = ()


CONDITION = Phrase("良好\n磨损\n损坏", "good\nworn\nbroken")

LOOKS = (
    Look(
        "ups-visit",
        Phrase("UPS 现场检查", "UPS visit"),
        ("ups",),
        (
            Looked(
                Phrase("负载是否仍在旁路", "Load still on bypass"),
                "choice",
                choices=Phrase("在旁路\n在逆变\n断电", "on bypass\non inverter\nwithout power"),
            ),
            Looked(Phrase("输出电压", "Output voltage"), "value", unit="V", low="380", high="420"),
            Looked(
                Phrase("最弱一节电池内阻", "Resistance of the weakest cell"),
                "value",
                unit="mΩ",
                high="8",
            ),
            Looked(
                Phrase("机房温度", "Room temperature"),
                "value",
                is_required=False,
                unit="°C",
                low="5",
                high="30",
            ),
            Looked(Phrase("风扇与滤网已清洁", "Fans and filters cleaned")),
            Looked(Phrase("面板与铭牌照片", "Photo of panel and name plate"), "photo"),
        ),
    ),
    Look(
        "before-leaving",
        Phrase("离场前确认", "Before leaving the site"),
        (),
        (
            Looked(Phrase("设备已带载运行", "It runs under load")),
            Looked(Phrase("防护罩已装回", "Covers are back on")),
            Looked(Phrase("工具与旧件已清点", "Tools and old parts counted")),
            Looked(
                Phrase("现场照片", "Photo of the place as it was left"), "photo", is_required=False
            ),
        ),
        case_types=("fault", "planned_work"),
    ),
    Look(
        "inspection",
        Phrase("定期巡检", "Regular inspection"),
        (),
        (
            Looked(Phrase("外观与紧固件", "Housing and screws"), "choice", choices=CONDITION),
            Looked(Phrase("接地电阻", "Earth resistance"), "value", unit="Ω", high="4"),
            Looked(Phrase("报警记录已读取", "Alarm log read")),
            Looked(Phrase("备件已核对", "Spare parts checked"), is_required=False),
        ),
        case_types=("planned_work",),
        completes="checklist.completed",
    ),
)

AGAIN = (
    Again(
        "answered",
        Phrase("已答复并收集资料", "Answered, papers asked for"),
        (
            Done("fact", "response.given"),
            Done("fact", "note.added", words="photo"),
        ),
        case_types=("fault",),
    ),
    Again(
        "wait-for-access",
        Phrase("等待进场许可", "Waiting for access"),
        (
            Done("fact", "customer.told", words="received"),
            Done("wait", "customer_access"),
        ),
    ),
    Again(
        "ups-on-the-way",
        Phrase("UPS：工程师出发", "UPS: engineer on the way"),
        (
            Done("fact", "customer.told", words="on-the-way"),
            Done("checklist", "ups-visit"),
            Done("checklist", "before-leaving"),
        ),
        case_types=("fault",),
        families=("ups",),
    ),
    Again(
        "take-over",
        Phrase("由我接手", "I take it over"),
        (
            Done("assign", "me"),
            Done("fact", "note.added", text="{me}"),
        ),
    ),
)
