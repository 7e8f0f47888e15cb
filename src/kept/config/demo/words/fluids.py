"""Faults of what measures, moves and analyses what flows."""

from __future__ import annotations

from kept.config.demo.words.fault import Fault, Phrase

TRANSMITTER = (
    Fault(
        Phrase("压力变送器输出跳变", "Pressure transmitter output jumps"),
        Phrase(
            "DCS 上该点压力从 0.62 跳到 0.0 又回来，一小时四五次，联锁已经投旁路。",
            "On the DCS this point drops from 0.62 to zero and back, four or five times an hour. "
            "They bypassed the interlock.",
        ),
        "material",
        Phrase("传感器膜盒渗油。", "Diaphragm leaks oil."),
        Phrase("更换变送器，零点和量程校验合格。", "Transmitter replaced, zero and span checked."),
        models=("MQ-110",),
    ),
    Fault(
        Phrase("压力变送器无输出", "Pressure transmitter without output"),
        Phrase(
            "变送器没有 4-20 mA 输出，表头黑屏，回路供电 24 V 正常。工艺问多久能好。",
            "No 4-20 mA, display dark, 24 V on the loop is there. Operations asks how long.",
        ),
        "lightning",
        Phrase("前日雷雨，电源板防雷管击穿。", "Surge arrester blown by the storm of yesterday."),
        Phrase("更换电源板并加装浪涌保护。", "Power board replaced, surge protection added."),
        models=("MQ-110",),
        severe=True,
    ),
    Fault(
        Phrase("差压变送器读数偏低", "Differential pressure reads low"),
        Phrase(
            "流量比手持超声波低 12%，客户怀疑变送器不准，要求校验。",
            "Flow is 12 % below a hand-held ultrasonic meter. They doubt the transmitter and want "
            "it checked.",
        ),
        "improper_operation",
        Phrase("平衡阀未关严。", "Equalising valve was not fully closed."),
        Phrase("关严平衡阀，读数一致，已教客户操作。", "Valve closed, reads right. Showed them."),
        models=("MQ-210D",),
    ),
    Fault(
        Phrase("变送器表头结霜看不清", "Display frosted over"),
        Phrase(
            "冬天表头里结霜，看不清读数，DCS 信号正常。",
            "Frost inside the display window, DCS signal is fine.",
        ),
        "workmanship",
        Phrase("表盖密封圈装配时扭曲。", "Cover seal twisted at assembly."),
        Phrase("更换密封圈和干燥剂。", "Seal and drying agent replaced."),
        models=("MQ-110", "MQ-210D"),
    ),
)

FLOW = (
    Fault(
        Phrase("电磁流量计空管报警", "Flow meter says empty pipe"),
        Phrase(
            "管道明明是满的，流量计报空管，出厂水量无法统计。",
            "The pipe is full, the meter says empty. They cannot count the water they deliver.",
        ),
        "environment",
        Phrase("电极结垢。", "Scale on the electrodes."),
        Phrase("清洗电极，恢复计量。", "Electrodes cleaned, counting again."),
        models=("MQ-F30",),
    ),
    Fault(
        Phrase("流量计显示与水表差 9%", "Meter differs by 9 % from the reference"),
        Phrase(
            "月底对账差了 9%，客户要求派人比对。",
            "Monthly balance differs by 9 %. They ask for a comparison on site.",
        ),
        "our_guidance",
        Phrase("调试时口径参数按我方清单填错。", "Bore was entered wrongly, as our own list said."),
        Phrase("改正参数并出具比对记录。", "Parameter corrected, comparison recorded."),
        models=("MQ-F30",),
    ),
)

PUMP = (
    Fault(
        Phrase("离心泵机械密封漏水", "Centrifugal pump, mechanical seal leaks"),
        Phrase(
            "2 号泵机封处滴水成线，地面积水，备用泵已投。",
            "Pump 2: a steady run of water from the seal, floor wet. Standby pump is on.",
        ),
        "wear",
        Phrase("机封动环磨损到限。", "Rotating face worn out."),
        Phrase("更换机封，试运行 1 小时无渗漏。", "Seal replaced, one hour without a drop."),
        models=("AQ-80",),
    ),
    Fault(
        Phrase("泵振动大，已停机", "Pump vibrates strongly, stopped"),
        Phrase(
            "振动 9.8 mm/s，值班员按规程停了，没有备用泵，影响供水压力。",
            "9.8 mm/s, stopped by the book. There is no standby pump, network pressure drops.",
        ),
        "material",
        Phrase("驱动端轴承保持架断裂。", "Cage of the drive-end bearing broken."),
        Phrase("更换轴承并重新找正，振动 2.1。", "Bearing replaced, aligned, 2.1 mm/s."),
        models=("AQ-80", "AQ-V200"),
        severe=True,
    ),
    Fault(
        Phrase("计量泵不出药", "Dosing pump delivers nothing"),
        Phrase(
            "加药泵有动作声但不出液，余氯已经掉到 0.2。",
            "The dosing pump ticks but delivers nothing; free chlorine is down to 0.2.",
        ),
        "improper_maintenance",
        Phrase("药液结晶堵塞单向阀，长期未冲洗。", "Check valve crystallised, never flushed."),
        Phrase("清洗单向阀，恢复投加。", "Valve cleaned, dosing again."),
        models=("AQ-D12",),
    ),
    Fault(
        Phrase("真空泵真空度上不去", "Vacuum pump does not reach its vacuum"),
        Phrase(
            "真空只能到 -0.06，正常是 -0.085，产品已经压着等。",
            "Only -0.06, should be -0.085. Product is waiting.",
        ),
        "material",
        Phrase("旋片断裂一片。", "One vane broken."),
        Phrase("更换旋片组和油，真空 -0.087。", "Vanes and oil replaced, -0.087."),
        models=("AQ-V200",),
        severe=True,
    ),
)

ANALYSER = (
    Fault(
        Phrase("色谱基线漂移", "Chromatograph baseline drifts"),
        Phrase(
            "基线从早上开始一直往上漂，标气重复性不合格，质检报告出不来。",
            "Baseline has been climbing since morning, repeatability of the standard fails, no "
            "reports can be issued.",
        ),
        "wear",
        Phrase("检测器污染，载气净化管饱和。", "Detector fouled, gas purifier saturated."),
        Phrase("清洗检测器，更换净化管，标定合格。", "Cleaned, purifier replaced, calibrated."),
        models=("LQ-GC5",),
    ),
    Fault(
        Phrase("氧分析仪示值偏高", "Oxygen analyser reads high"),
        Phrase(
            "氧含量显示 2.8%，便携仪是 0.4%，安全联锁快到跳车值了。",
            "Shows 2.8 % oxygen, a portable says 0.4. The trip limit is close.",
        ),
        "workmanship",
        Phrase("采样管接头漏气。", "Sample line fitting leaks."),
        Phrase("更换接头，气密试验合格。", "Fitting replaced, leak test passed."),
        models=("LQ-O2",),
        severe=True,
    ),
    Fault(
        Phrase("水质分析仪试剂泵故障", "Water analyser, reagent pump fault"),
        Phrase(
            "仪器报 P2 泵故障，氨氮没有数据，环保平台在催。",
            "Analyser reports pump P2, no ammonia values, the authority's platform asks for them.",
        ),
        "material",
        Phrase("蠕动泵电机卡死。", "Peristaltic motor jammed."),
        Phrase("更换泵头，质控样合格。", "Pump head replaced, control sample passed."),
        models=("LQ-W9",),
    ),
    Fault(
        Phrase("分析仪软件升级后死机", "Analyser freezes after the update"),
        Phrase(
            "上周升级固件以后每天死机一次，要断电才能恢复。",
            "Since last week's firmware it freezes once a day and needs a power cycle.",
        ),
        "supplied_defect",
        Phrase("新固件日志写满存储。", "New firmware fills its storage with logs."),
        Phrase("远程装入修订固件，观察三天正常。", "Fixed firmware installed, three days quiet."),
        models=("LQ-GC5", "LQ-O2", "LQ-W9"),
    ),
)
