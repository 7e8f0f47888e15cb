"""The spare parts of the demo company. Numbers are invented."""

from __future__ import annotations

from dataclasses import dataclass

from kept.records.parts.models import Tracking

PIECES, LOTS, SERIALS = Tracking.QUANTITY, Tracking.LOT, Tracking.SERIAL


@dataclass(frozen=True)
class Spare:
    """A spare part; `instead` is the number of the part whose place it may take."""

    brand: str
    number: str
    families: tuple[str, ...]
    en: str
    zh: str
    specification: str = ""
    tracking: Tracking = PIECES
    model: str = ""
    gone_for_days: int = 0  # so long it has not been made any more
    instead: str = ""
    maker: str = ""


SPARES = (
    Spare("Halvoric", "HV-FAN120", ("ups",), "Fan", "风扇", "120 mm, 24 V", PIECES, "HV-20K"),
    Spare(
        "Halvoric", "HV-PM25", ("ups",), "Power module", "功率模块", "25 kVA", SERIALS, "HV-M300"
    ),
    Spare("Halvoric", "HV-BAT12", ("ups",), "Battery block", "蓄电池", "12 V 100 Ah", LOTS),
    Spare(
        *(
            "Halvoric",
            "HV-CB1",
            ("ups",),
            "Control board",
            "控制板",
            "rev 1",
            SERIALS,
            "HV-20K",
            400,
        )
    ),
    Spare(
        *("Halvoric", "HV-CB2", ("ups",), "Control board", "控制板", "rev 2", SERIALS, "HV-20K"),
        instead="HV-CB1",
    ),
    Spare(
        "Meterquill", "MQ-SEN4", ("transmitter",), "Sensor cell", "传感器膜盒", "0-4 bar", SERIALS
    ),
    Spare("Meterquill", "MQ-EL9", ("transmitter", "flow"), "Electronics", "电子单元", "", SERIALS),
    Spare(
        "Torvandt", "TV-IGBT45", ("drive",), "Power stage", "功率单元", "45 kW", SERIALS, "TV-45"
    ),
    Spare(
        *("Torvandt", "TV-FAN80", ("drive",), "Fan", "风扇", "80 mm, 24 V"),
        maker="Lüfterbau Arnsheim",
    ),
    Spare("Torvandt", "TV-FU63", ("drive", "switchgear"), "Fuse", "熔断器", "63 A, 690 V", LOTS),
    Spare("Aquorne", "AQ-SEAL8", ("pump",), "Shaft seal", "机械密封", "80 mm", LOTS, "AQ-80"),
    Spare("Aquorne", "AQ-BRG6", ("pump",), "Bearing", "轴承", "6312"),
    Spare("Kraftolm", "KO-REL7", ("switchgear",), "Protection relay", "保护继电器", "", SERIALS),
    Spare("Kraftolm", "KO-COIL", ("switchgear",), "Closing coil", "合闸线圈", "220 V DC"),
    Spare("Lumquist", "LQ-LAMP", ("analyser",), "Lamp", "光源灯", "D2", LOTS),
    Spare("Lumquist", "LQ-O2S", ("analyser",), "Oxygen cell", "氧电池", "", LOTS, "LQ-O2"),
    Spare("Wovarra", "WR-GRIP", ("loom",), "Rapier head", "剑头", "left", PIECES, "WR-190"),
    Spare("Wovarra", "WA-NOZ", ("loom",), "Main nozzle", "主喷嘴", "", PIECES, "WA-230"),
    Spare("Frosterling", "FR-CMP40", ("cold",), "Compressor", "压缩机", "40 kW", SERIALS, "FR-C40"),
    Spare("Frosterling", "FR-TS3", ("cold",), "Temperature sensor", "温度传感器", "PT1000"),
)
