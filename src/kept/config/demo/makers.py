"""What the demo company sells and looks after. Brands and models are invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """A product model; `skill` is what an engineer needs for it."""

    brand: str
    code: str
    family: str
    skill: str
    en: str
    zh: str
    specification: str = ""
    life_years: int = 12


MODELS = (
    Model("Halvoric", "HV-20K", "ups", "power", "UPS", "UPS 不间断电源", "20 kVA", 10),
    Model("Halvoric", "HV-80K", "ups", "power", "UPS", "UPS 不间断电源", "80 kVA", 12),
    Model("Halvoric", "HV-M300", "ups", "power", "Modular UPS", "模块化 UPS", "300 kVA", 12),
    Model(
        "Meterquill", "MQ-110", "transmitter", "instruments", "Pressure transmitter", "压力变送器"
    ),
    Model(
        "Meterquill",
        "MQ-210D",
        "transmitter",
        "instruments",
        "Differential pressure transmitter",
        "差压变送器",
    ),
    Model("Meterquill", "MQ-F30", "flow", "instruments", "Magnetic flow meter", "电磁流量计"),
    Model("Torvandt", "TV-45", "drive", "drives", "Frequency converter", "变频器", "45 kW"),
    Model("Torvandt", "TV-250", "drive", "drives", "Frequency converter", "变频器", "250 kW"),
    Model("Torvandt", "TV-S90", "drive", "drives", "Soft starter", "软启动器", "90 kW"),
    Model("Aquorne", "AQ-80", "pump", "pumps", "Centrifugal pump", "离心泵", "80 m³/h", 15),
    Model("Aquorne", "AQ-D12", "pump", "pumps", "Dosing pump", "计量泵", "12 L/h", 8),
    Model("Aquorne", "AQ-V200", "pump", "pumps", "Vacuum pump", "真空泵", "200 m³/h"),
    Model("Kraftolm", "KO-12", "switchgear", "switchgear", "Switchgear", "中压开关柜", "12 kV", 25),
    Model(
        "Kraftolm",
        "KO-400",
        "switchgear",
        "switchgear",
        "Low-voltage switchboard",
        "低压开关柜",
        "400 V",
        20,
    ),
    Model(
        "Kraftolm",
        "KO-T63",
        "switchgear",
        "switchgear",
        "Dry-type transformer",
        "干式变压器",
        "630 kVA",
        25,
    ),
    Model("Lumquist", "LQ-GC5", "analyser", "analysis", "Gas chromatograph", "气相色谱仪"),
    Model("Lumquist", "LQ-O2", "analyser", "analysis", "Oxygen analyser", "氧分析仪"),
    Model("Lumquist", "LQ-W9", "analyser", "analysis", "Water quality analyser", "水质在线分析仪"),
    Model("Wovarra", "WR-190", "loom", "textile", "Rapier loom", "剑杆织机", "190 cm", 15),
    Model("Wovarra", "WA-230", "loom", "textile", "Air-jet loom", "喷气织机", "230 cm", 15),
    Model("Wovarra", "WW-6", "loom", "textile", "Warping machine", "整经机", "", 15),
    Model("Frosterling", "FR-C40", "cold", "cooling", "Cold-room unit", "冷库机组", "40 kW"),
    Model("Frosterling", "FR-T9", "cold", "cooling", "Truck cooling unit", "冷藏车机组", "", 8),
    Model("Frosterling", "FR-U86", "cold", "cooling", "Ultra-low freezer", "超低温冰箱", "-86 °C"),
    Model(
        "Frosterling", "FR-M2", "cold", "cooling", "Cold-chain monitor", "冷链温度监控系统", "", 6
    ),
)

# Which families a customer of a trade runs.
TRADES = {
    "data": ("ups", "switchgear"),
    "hospital": ("ups", "cold"),
    "chemical": ("transmitter", "analyser", "pump"),
    "water": ("pump", "flow", "drive", "analyser"),
    "power": ("switchgear", "transmitter", "drive"),
    "textile": ("loom", "drive"),
    "cold": ("cold", "ups"),
    "pharma": ("analyser", "cold", "pump"),
    "steel": ("drive", "transmitter", "switchgear"),
    "paper": ("pump", "drive", "flow"),
}
