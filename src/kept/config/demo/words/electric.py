"""Faults of what carries and turns electricity."""

from __future__ import annotations

from kept.config.demo.words.fault import Fault, Phrase

UPS = (
    Fault(
        Phrase("UPS 转旁路，电池故障告警", "UPS on bypass, battery fault alarm"),
        Phrase(
            "机房值班来电：UPS 半小时前报“电池组异常”，已自动转旁路，负载未断。"
            "室温 27 度，问能不能尽快来人。",
            "Duty engineer calls: half an hour ago the UPS reported “battery string abnormal” and "
            "went to bypass by itself. Load still fed. Room at 27 °C. Wants someone soon.",
        ),
        "material",
        Phrase(
            "第 3 组第 11 节电池内阻偏高，鼓包。", "Cell 11 of string 3: high resistance, swollen."
        ),
        Phrase(
            "更换整组电池，充放电试验正常，已切回市电逆变。",
            "String replaced, discharge test passed, back on inverter.",
        ),
        models=("HV-20K", "HV-80K", "HV-M300"),
    ),
    Fault(
        Phrase("UPS 停机，负载断电", "UPS shut down, load lost"),
        Phrase(
            "客户非常着急：UPS 突然停机，两排机柜断电，面板显示“整流故障 E-47”，重启一次又跳。",
            "Customer very worried: UPS tripped, two rows of racks dark. Panel says “rectifier "
            "fault E-47”. Restarted once, tripped again.",
        ),
        "inherent_defect",
        Phrase(
            "整流模块驱动板电容失效，属批次问题。",
            "Failed capacitor on the rectifier driver board.",
        ),
        Phrase("更换整流模块，带载运行 2 小时正常。", "Rectifier module replaced, 2 h under load."),
        models=("HV-80K", "HV-M300"),
        severe=True,
    ),
    Fault(
        Phrase("UPS 风扇异响，温度偏高", "UPS fan noisy, running warm"),
        Phrase(
            "巡检发现 UPS 右侧风扇有刮擦声，内部温度 46 度，比平时高 8 度左右。还在正常供电。",
            "Found on rounds: right-hand fan scrapes, 46 °C inside, about 8 above normal. Still "
            "feeding the load.",
        ),
        "environment",
        Phrase("进风滤网积灰严重，风扇轴承磨损。", "Intake filter clogged, fan bearing worn."),
        Phrase("更换风扇，清洗滤网，温度回落到 37 度。", "Fan replaced, filter cleaned, 37 °C."),
        models=("HV-20K", "HV-80K"),
    ),
    Fault(
        Phrase("UPS 监控卡掉线", "UPS management card offline"),
        Phrase(
            "集中监控上看不到这台 UPS 了，昨晚 23 点以后没数据。本机显示正常。",
            "The central monitor lost this UPS at 23:00 last night. The local display is fine.",
        ),
        "improper_operation",
        Phrase("机房改了交换机网段，监控卡地址没改。", "Switch moved to another subnet."),
        Phrase("远程改好地址，数据恢复上传。", "Address corrected remotely, data flowing."),
        models=("HV-20K", "HV-80K", "HV-M300"),
    ),
)

DRIVE = (
    Fault(
        Phrase("变频器过流跳闸，生产线停", "Converter trips on overcurrent, line stopped"),
        Phrase(
            "变频器一启动就报过流 OC-2，电机没转起来，整条线停着。电机绝缘他们量过是好的。",
            "Converter shows OC-2 at every start, motor does not turn, whole line stopped. They "
            "measured the motor insulation: fine.",
        ),
        "inherent_defect",
        Phrase("U 相 IGBT 模块击穿。", "IGBT of phase U shorted."),
        Phrase("更换功率模块，空载、带载试车正常。", "Power module replaced, test run passed."),
        models=("TV-45", "TV-250"),
        severe=True,
    ),
    Fault(
        Phrase("变频器频繁报欠压", "Converter reports undervoltage again and again"),
        Phrase(
            "下午开始每隔十几分钟报一次欠压，复位就好，但一直反复。",
            "Since this afternoon an undervoltage alarm every ten minutes or so. A reset clears "
            "it, then it returns.",
        ),
        "power_failure",
        Phrase("进线侧有一相接触器触头烧蚀。", "Burnt contact of one phase on the supply side."),
        Phrase("客户更换接触器后正常，已做记录。", "Customer changed the contactor. Recorded."),
        models=("TV-45", "TV-250"),
    ),
    Fault(
        Phrase("变频器散热风道堵塞，降额运行", "Converter derated, cooling duct blocked"),
        Phrase(
            "面板提示过热降额，只能开到 32 Hz，车间粉尘比较大。",
            "Panel says derated for temperature, only 32 Hz possible. Dusty hall.",
        ),
        "improper_maintenance",
        Phrase("滤棉半年以上未换，风道积灰。", "Filter mats not changed for over half a year."),
        Phrase("清理风道，更换滤棉，恢复 50 Hz。", "Duct cleaned, mats replaced, back to 50 Hz."),
        models=("TV-45", "TV-250"),
    ),
    Fault(
        Phrase("软启动器无法切换旁路", "Soft starter does not switch to bypass"),
        Phrase(
            "电机启动完成后旁路接触器不吸合，软启一直在发热，客户怕烧，先停了。",
            "After the start the bypass contactor does not close and the starter heats up. They "
            "stopped it to be safe.",
        ),
        "workmanship",
        Phrase("旁路输出端子压接不良。", "Badly crimped terminal on the bypass output."),
        Phrase("重新压接端子，连续启动 5 次正常。", "Crimped anew, five starts in a row."),
        models=("TV-S90",),
        severe=True,
    ),
)

SWITCHGEAR = (
    Fault(
        Phrase("开关柜断路器拒合", "Circuit breaker refuses to close"),
        Phrase(
            "送电操作时断路器合不上，储能指示正常，客户电工试了三次。现在由备用回路带。",
            "Breaker will not close when energising; spring is charged. Their electrician tried "
            "three times. The load runs on the spare feeder.",
        ),
        "material",
        Phrase("合闸线圈断线。", "Closing coil open."),
        Phrase("更换合闸线圈，分合 10 次正常。", "Coil replaced, ten operations without fault."),
        models=("KO-12", "KO-400"),
        severe=True,
    ),
    Fault(
        Phrase("母线室温度报警", "Busbar compartment temperature alarm"),
        Phrase(
            "测温系统报 B 相接头 78 度，其他相 52 度，负荷没有变化。",
            "Thermal monitor: joint of phase B at 78 °C, the others at 52. Load unchanged.",
        ),
        "workmanship",
        Phrase("B 相搭接面螺栓力矩不足。", "Bolts of the phase B joint not torqued."),
        Phrase("停电处理搭接面并紧固，复测 50 度。", "Joint dressed and torqued, now 50 °C."),
        models=("KO-12", "KO-400"),
    ),
    Fault(
        Phrase("变压器温控器显示异常", "Transformer temperature controller reads nonsense"),
        Phrase(
            "温控器显示 199 度并且风机一直转，手摸外壳不烫。",
            "Controller shows 199 °C and the fans run all the time. The housing is not hot.",
        ),
        "wear",
        Phrase("测温探头引线老化断开。", "Lead of the probe broken by age."),
        Phrase("更换探头，显示 61 度。", "Probe replaced, reads 61 °C."),
        models=("KO-T63",),
    ),
    Fault(
        Phrase("低压柜进水，绝缘报警", "Water in the switchboard, insulation alarm"),
        Phrase(
            "昨夜暴雨，电缆沟返水，低压柜底部有水迹，绝缘监测报警，客户已自行断开两路。",
            "Heavy rain last night, water came up the cable trench. Insulation alarm; the customer "
            "opened two feeders himself.",
        ),
        "natural_disaster",
        Phrase("电缆沟排水泵未运行，柜底受潮。", "Sump pump of the trench was not running."),
        Phrase("烘干、绝缘复测 20 MΩ，恢复送电。", "Dried, 20 MΩ, energised again."),
        models=("KO-400",),
        severe=True,
    ),
)
