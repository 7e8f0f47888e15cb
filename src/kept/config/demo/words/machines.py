"""Faults of looms and of what keeps things cold."""

from __future__ import annotations

from kept.config.demo.words.fault import Fault, Phrase

LOOM = (
    Fault(
        Phrase("剑杆织机频繁断纬", "Rapier loom breaks weft too often"),
        Phrase(
            "三号机一个班断纬六十多次，挡车工调过张力没用。",
            "Loom 3 broke weft more than sixty times in a shift. The weaver adjusted the tension "
            "without result.",
        ),
        "wear",
        Phrase("剑头夹纱器磨损。", "Gripper of the rapier worn."),
        Phrase("更换剑头，断纬恢复正常。", "Rapier head replaced, back to normal."),
        models=("WR-190",),
    ),
    Fault(
        Phrase("喷气织机主控报警停车", "Air-jet loom stopped by its controller"),
        Phrase(
            "主控报 ERR 31 停车，复位无效，A 区这台交期很紧。",
            "Stopped with ERR 31, reset does nothing. The order on this loom is due.",
        ),
        "inherent_defect",
        Phrase("编码器接口板虚焊。", "Cold joint on the encoder board."),
        Phrase("更换接口板，连续运行 4 小时。", "Board replaced, four hours of running."),
        models=("WA-230",),
        severe=True,
    ),
    Fault(
        Phrase("整经机张力不匀", "Warping machine, uneven tension"),
        Phrase(
            "整出来的经轴两边松，织出来布面有条影。",
            "Beams come out slack at both sides, the cloth shows stripes.",
        ),
        "improper_operation",
        Phrase("筒子架张力片装反。", "Tension discs of the creel mounted the wrong way round."),
        Phrase("重新安装并培训挡车工。", "Mounted correctly, operators shown how."),
        models=("WW-6",),
    ),
    Fault(
        Phrase("织机油泵漏油", "Loom oil pump leaks"),
        Phrase(
            "机台下面有油，布边染了油渍，先停了这台。",
            "Oil under the loom, selvedge stained. They stopped it.",
        ),
        "material",
        Phrase("油泵壳体砂眼。", "Porous pump casing."),
        Phrase("更换油泵。", "Pump replaced."),
        models=("WR-190", "WA-230"),
        severe=True,
    ),
)

COLD = (
    Fault(
        Phrase("冷库温度上升，机组停机", "Cold store warming up, unit stopped"),
        Phrase(
            "低温库从 -22 升到 -15，机组报高压保护停机，库里有 40 吨货。非常急！",
            "Deep-freeze room rose from -22 to -15 °C, unit stopped on high pressure, 40 tonnes "
            "inside. Very urgent.",
        ),
        "material",
        Phrase("冷凝风机电机烧毁。", "Condenser fan motor burnt."),
        Phrase("更换风机，库温回到 -20。", "Fan replaced, -20 °C again."),
        models=("FR-C40",),
        severe=True,
    ),
    Fault(
        Phrase("冷藏车机组不制冷", "Truck cooling unit does not cool"),
        Phrase(
            "车在服务区，厢温 11 度还在升，司机说机组在转但不冷，车上是疫苗。",
            "Truck stands at a motorway stop, 11 °C and rising. The unit turns but does not cool. "
            "Vaccines on board.",
        ),
        "accident",
        Phrase("途中石子击穿冷凝器，制冷剂泄漏。", "A stone pierced the condenser on the road."),
        Phrase("转运货物，更换冷凝器，充注制冷剂。", "Goods moved, condenser replaced, charged."),
        models=("FR-T9",),
        severe=True,
    ),
    Fault(
        Phrase("超低温冰箱报警 -70", "Ultra-low freezer alarm at -70"),
        Phrase(
            "设定 -86，现在 -70 报警，样本已经转移了一半。",
            "Set to -86, alarm at -70. Half of the samples are moved already.",
        ),
        "improper_use",
        Phrase("门封结冰关不严，频繁开门。", "Door seal iced, door opened all day."),
        Phrase("除冰、更换门封，6 小时后 -86。", "De-iced, seal replaced, -86 after six hours."),
        models=("FR-U86",),
    ),
    Fault(
        Phrase("温度监控断点", "Gaps in the temperature record"),
        Phrase(
            "药监检查要温度曲线，凌晨 2 点到 4 点没有记录。",
            "An inspection wants the curve; nothing was recorded from 2 to 4 in the morning.",
        ),
        "supplied_defect",
        Phrase("采集器断网后缓存未补传。", "Logger did not resend its buffer."),
        Phrase("补传数据，升级采集器程序。", "Data resent, logger program updated."),
        models=("FR-M2",),
    ),
)
