"""What the demo company knows about its machines: articles, ready words, codes."""

from __future__ import annotations

from dataclasses import dataclass

from kept.config.demo.words.fault import Phrase


@dataclass(frozen=True)
class Known:
    """An article. Each line of `said` is a phrase that customers use; `paths`: it has steps."""

    key: str
    families: tuple[str, ...]
    title: Phrase
    body: Phrase
    said: Phrase
    codes: tuple[str, ...] = ()
    paths: str = ""
    for_customers: bool = False


@dataclass(frozen=True)
class Coded:
    """A code; `cause`: the policies' own word for it."""

    code: str
    kind: str
    family: str
    name: Phrase
    parent: str = ""
    cause: str = ""


ARTICLES = (
    Known(
        "ups-on-bypass",
        ("ups",),
        Phrase("UPS 转旁路：先问什么", "UPS on bypass: what to ask first"),
        Phrase(
            "负载仍由市电供电，没有电池保护，不要让客户反复重启。\n\n1. 记下面板上的告警代码。\n"
            "2. 问室温和电池使用年限。\n3. 有“电池”字样：派电源工程师，带内阻仪。",
            "The load is fed, without battery behind it. Do not let them restart it again and "
            "again.\n\n1. Note the alarm code on the panel.\n2. Ask the room temperature and the "
            "age of the batteries.\n3. If it says “battery”: send a power engineer with a "
            "resistance meter.",
        ),
        Phrase("转旁路\n电池组异常\n电池故障", "on bypass\nbattery fault\nbattery string"),
        ("UPS-S1",),
    ),
    Known(
        "ups-rectifier-e47",
        ("ups",),
        Phrase("UPS 整流故障 E-47", "UPS rectifier fault E-47"),
        Phrase(
            "2023 年前批次的驱动板电容会失效。\n\n- 不要第二次重启。\n- 备件：整流模块整套。\n"
            "- 更换后带载运行 2 小时再离开。",
            "Capacitors on driver boards made before 2023 fail.\n\n- No second restart.\n"
            "- Spare: the whole rectifier module.\n- Run it 2 h under load before leaving.",
        ),
        Phrase("整流故障\nE-47\nUPS 停机", "rectifier fault\nE-47\nUPS shut down\nload lost"),
        ("UPS-S2", "UPS-C1"),
    ),
    Known(
        "ups-fan",
        ("ups",),
        Phrase("UPS 风扇异响或温度偏高", "UPS fan noisy or running warm"),
        Phrase(
            "多半是滤网积灰。请客户拍一张滤网照片；40 度以上当天处理。",
            "Mostly a clogged filter. Ask for a photo of it; above 40 °C act the same day.",
        ),
        Phrase("风扇异响\n刮擦声\n温度偏高", "fan noisy\nfan scrapes\nrunning warm"),
        ("UPS-S3",),
        for_customers=True,
    ),
    Known(
        "drive-overcurrent",
        ("drive",),
        Phrase("变频器过流跳闸：自查步骤", "Converter trips on overcurrent: self-check"),
        Phrase(
            "电话里逐步问，不要让客户打开柜门。\n\n1. 面板是否显示 OC？\n"
            "2. 断开电机电缆后空载启动，是否仍跳闸？\n3. 减小加速斜率后能否正常启动？",
            "Ask step by step on the telephone. The cabinet stays closed.\n\n"
            "1. Does the panel show OC?\n2. Does it run without load?\n"
            "3. Does it start with a longer ramp?",
        ),
        Phrase("过流\nOC-2\n启动就跳", "overcurrent\nOC-2\ntrips at start"),
        ("DRV-S1",),
        paths="1: yes 2, no open\n2: yes 3, no open\n3: yes fixed, no open",
        for_customers=True,
    ),
    Known(
        "drive-overvoltage",
        ("drive",),
        Phrase("变频器减速时过压", "Converter overvoltage when slowing down"),
        Phrase(
            "检查制动电阻是否断路，再延长减速时间。",
            "Check whether the braking resistor is open, then lengthen the ramp down.",
        ),
        Phrase("过压\n减速报警", "overvoltage\nwhen slowing down"),
    ),
    Known(
        "pump-no-flow",
        ("pump",),
        Phrase("泵不出水：自查步骤", "Pump runs without flow: self-check"),
        Phrase(
            "1. 进、出口阀门是否全开？\n2. 压力表是否有读数？\n3. 排气后是否出水？",
            "1. Are both valves fully open?\n2. Does the gauge show pressure?\n"
            "3. Is there flow after venting?",
        ),
        Phrase("不出水\n没有流量\n流量很小", "no flow\nwithout flow\nlittle flow"),
        ("PMP-S1",),
        paths="1: yes 2, no open\n2: yes 3, no open\n3: yes fixed, no open",
        for_customers=True,
    ),
    Known(
        "pump-seal-leak",
        ("pump",),
        Phrase("机械密封漏液", "Mechanical seal leaks"),
        Phrase(
            "# 先停泵\n介质有害时先请客户隔离。\n\n# 备件\n按泵型号带整套机封和 O 形圈。",
            "# Stop the pump first\nIf the liquid is harmful the customer isolates it.\n\n"
            "# Spare\nBring the whole seal with its O-rings for this model.",
        ),
        Phrase("漏液\n漏水\n机封", "leaks\nleaking\nmechanical seal"),
        ("PMP-S2", "PMP-C1"),
    ),
    Known(
        "pump-dosing-drift",
        ("pump",),
        Phrase("计量泵加药量不准", "Dosing pump doses too little"),
        Phrase(
            "检查单向阀是否结晶，用清水冲洗后重新标定。",
            "Look for crystals in the check valves, rinse with water, calibrate again.",
        ),
        Phrase("加药量\n计量不准", "doses too little\ndosing"),
    ),
    Known(
        "transmitter-frozen",
        ("transmitter",),
        Phrase("压力变送器读数不变", "Pressure transmitter reading does not move"),
        Phrase(
            "冬天先查引压管是否冻住，再查平衡阀。4 mA 以下是断线。",
            "In winter look for a frozen impulse line first, then the equalising valve. "
            "Below 4 mA the loop is broken.",
        ),
        Phrase("读数不变\n不动\n漂移", "does not move\nstuck\ndrifts"),
        ("TRM-S1",),
    ),
    Known(
        "flow-empty-pipe",
        ("flow",),
        Phrase("电磁流量计显示空管", "Flow meter says empty pipe"),
        Phrase(
            "确认满管，再查接地环和电导率。",
            "Make sure the pipe is full, then check the earthing rings and the conductivity.",
        ),
        Phrase("空管\n流量跳动", "empty pipe\nreading jumps"),
    ),
    Known(
        "switchgear-safety",
        ("switchgear",),
        Phrase("开关柜：电话里绝不做的事", "Switchgear: never on the telephone"),
        Phrase(
            "不指导客户操作高压。跳闸原因未查明前不得合闸；有焦味或声响，请客户撤离并报告。",
            "Nobody is guided through high voltage. No closing before the cause of a trip is "
            "known; if it smells or hums, they leave the room and report.",
        ),
        Phrase("跳闸\n焦味\n合不上闸", "tripped\nsmells burnt\ndoes not close"),
        ("SWG-S1",),
    ),
    Known(
        "analyser-calibration",
        ("analyser",),
        Phrase("分析仪标定不通过", "Analyser fails its calibration"),
        Phrase(
            "先看标准气有效期和流量，再看传感器寿命。",
            "Look at the date and the flow of the test gas first, then at the age of the sensor.",
        ),
        Phrase("标定不通过\n标定失败\n读数偏低", "fails calibration\nreads low"),
        ("ANA-S1",),
    ),
    Known(
        "loom-stops",
        ("loom",),
        Phrase("织机频繁停车", "Loom stops again and again"),
        Phrase(
            "问停车灯颜色：黄为断纬，红为断经。连续断纬先清洁探纬器。",
            "Ask the colour of the lamp: yellow is weft, red is warp. For weft stops clean the "
            "weft detector first.",
        ),
        Phrase("停车\n断纬\n断经", "loom stops\nweft stop\nwarp stop"),
    ),
    Known(
        "cold-temperature-high",
        ("cold",),
        Phrase("冷库或冰箱温度偏高", "Cold room or freezer too warm"),
        Phrase(
            "# 先保货\n问能否转移货物，记下现在的温度。\n\n# 再查\n"
            "- 门是否关严\n- 冷凝器是否脏堵\n- 蒸发器是否结霜",
            "# The goods first\nAsk whether they can be moved, note the temperature now.\n\n"
            "# Then\n- Is the door shut?\n- Is the condenser dirty?\n- Is the evaporator iced?",
        ),
        Phrase("温度偏高\n温度升高\n降不下来", "too warm\ntemperature rises\ndoes not cool"),
        ("CLD-S1",),
        for_customers=True,
    ),
    Known(
        "remote-access",
        (),
        Phrase("远程处理之前", "Before a remote session"),
        Phrase(
            "- 得到客户同意，记下姓名\n- 现场有人看着设备\n- 先存一份参数",
            "- The customer agrees; note the name\n- Somebody watches the machine\n"
            "- Save the parameters first",
        ),
        Phrase("监控卡\n掉线\n远程", "offline\nremote\nmonitor lost"),
    ),
)

READY = (
    (
        "received",
        Phrase("收到请求", "Request received"),
        Phrase(
            "{customer}，您好：我们已收到您的请求，单号 {number}（{equipment}，{serial}）。"
            "最迟 {due} 给您答复。{me}",
            "Dear {customer}, we have your request {number} ({equipment}, {serial}). You will "
            "hear from us by {due} at the latest. {me}",
        ),
    ),
    (
        "photo",
        Phrase("请发照片", "Please send a photo"),
        Phrase(
            "请把铭牌和报警画面各拍一张发给我们，注明单号 {number}。",
            "Please send us one photo of the name plate and one of the alarm, with {number}.",
        ),
    ),
    (
        "on-the-way",
        Phrase("工程师已出发", "Engineer on the way"),
        Phrase(
            "{contact}，您好：工程师已出发。请准备好进场手续，并留人陪同。单号 {number}。",
            "Dear {contact}, our engineer is on the way. Please have the entry papers ready and "
            "somebody to go along. {number}.",
        ),
    ),
    (
        "done",
        Phrase("已恢复，请确认", "Restored, please confirm"),
        Phrase(
            "{equipment}（{serial}）已恢复运行，请确认 {number} 的故障已排除。",
            "{equipment} ({serial}) runs again. Please confirm that the fault of {number} is gone.",
        ),
    ),
)

CODES = (
    Coded("UPS-S1", "symptom", "ups", Phrase("转旁路", "on bypass")),
    Coded("UPS-S2", "symptom", "ups", Phrase("停机", "shut down")),
    Coded("UPS-S3", "symptom", "ups", Phrase("风扇、温度", "fan, temperature")),
    Coded("UPS-C1", "cause", "ups", Phrase("驱动板电容", "driver board capacitor"), "", "material"),
    Coded("UPS-C2", "cause", "ups", Phrase("滤网积灰", "clogged filter"), "", "environment"),
    Coded("UPS-R1", "remedy", "ups", Phrase("换整流模块", "rectifier module replaced")),
    Coded("UPS-R2", "remedy", "ups", Phrase("换电池组", "battery string replaced")),
    Coded("DRV-S1", "symptom", "drive", Phrase("过流", "overcurrent")),
    Coded("DRV-S1.1", "symptom", "drive", Phrase("启动时过流", "overcurrent at start"), "DRV-S1"),
    Coded("DRV-C1", "cause", "drive", Phrase("IGBT 击穿", "IGBT shorted"), "", "inherent_defect"),
    Coded("PMP-S1", "symptom", "pump", Phrase("无流量", "no flow")),
    Coded("PMP-S2", "symptom", "pump", Phrase("泄漏", "leak")),
    Coded("PMP-C1", "cause", "pump", Phrase("机封磨损", "seal worn"), "", "wear"),
    Coded("PMP-R1", "remedy", "pump", Phrase("换机封", "seal replaced")),
    Coded("TRM-S1", "symptom", "transmitter", Phrase("读数不变", "reading stuck")),
    Coded("SWG-S1", "symptom", "switchgear", Phrase("跳闸", "tripped")),
    Coded("ANA-S1", "symptom", "analyser", Phrase("标定不通过", "calibration failed")),
    Coded("CLD-S1", "symptom", "cold", Phrase("温度偏高", "too warm")),
    Coded("GEN-S1", "symptom", "", Phrase("其他现象", "anything else")),
    Coded(
        "GEN-C1", "cause", "", Phrase("操作不当", "improper operation"), "", "improper_operation"
    ),
    Coded("GEN-R1", "remedy", "", Phrase("远程指导解决", "solved by remote guidance")),
)
