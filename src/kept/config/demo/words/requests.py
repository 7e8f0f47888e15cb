"""What customers ask besides repairs, and the small sentences that go with every case."""

from __future__ import annotations

from kept.config.demo.words.electric import DRIVE, SWITCHGEAR, UPS
from kept.config.demo.words.fault import Fault, Phrase
from kept.config.demo.words.fluids import ANALYSER, FLOW, PUMP, TRANSMITTER
from kept.config.demo.words.machines import COLD, LOOM

FAULTS = (
    *(*UPS, *DRIVE, *SWITCHGEAR),
    *(*TRANSMITTER, *FLOW, *PUMP, *ANALYSER),
    *(*LOOM, *COLD),
)
QUESTIONS = (
    Phrase(
        "咨询：面板密码忘了怎么恢复\n客户换了值班长，老密码没人知道，问能不能电话里指导恢复。",
        "Question: panel password lost\nNew shift leader, nobody knows the old password. Can we "
        "guide them by phone?",
    ),
    Phrase(
        "咨询：备件型号和货期\n问这台的易损件清单、价格和多久能到，要做明年预算。",
        "Question: spare parts and lead time\nThey plan next year's budget and want the list of "
        "wear parts, prices and delivery times.",
    ),
    Phrase(
        "咨询：能不能接他们的监控系统\n问支持 Modbus 还是只有干接点，要点表。",
        "Question: connection to their monitoring\nDoes it speak Modbus or only dry contacts? They "
        "want the register list.",
    ),
    Phrase(
        "咨询：年检需要提供什么资料\n安监下周来检查，要合格证、检定证书复印件。",
        "Question: papers for the yearly inspection\nInspection is next week, they need copies of "
        "the certificates.",
    ),
)
COMPLAINTS = (
    Phrase(
        "投诉：上次维修后同样的故障又出现\n客户不满意，说两个月内第三次，要求给书面说明。",
        "Complaint: the same fault again after our repair\nNot satisfied: third time in two "
        "months. Wants an explanation in writing.",
    ),
    Phrase(
        "投诉：工程师没有提前打电话\n门卫没登记，工程师在门口等了一小时，客户也白跑一趟。",
        "Complaint: nobody called before the visit\nThe gate had no name, everyone waited an hour.",
    ),
)
INSTALLATION = Phrase(
    "新到设备安装调试\n设备已到货，基础和电源都做好了，请安排安装调试和培训。",
    "Installation of new equipment\nIt has arrived, foundation and supply are ready. Please "
    "install, commission and train.",
)
PLANNED_WORK = Phrase(
    "计划检修配合\n下次停产窗口要搬迁这台设备，请派人配合，时间待定。",
    "Planned work: moving the equipment\nIt moves at the next stop of production. Please send "
    "someone; the date is open.",
)
GUIDANCE = Phrase(
    "现场指导\n新来的操作工不熟悉，请工程师到现场讲一次操作和日常保养。",
    "Guidance on site\nNew operators. Please come and show operation and daily care.",
)
RETURNED = Phrase("{} 返厂维修", "{}: return for repair")

ANSWERED = (
    Phrase(
        "已电话答复，先按步骤复位并记录报警代码。",
        "Called back: reset by the steps, note the code.",
    ),
    Phrase(
        "电话联系上客户，了解现象，安排工程师。", "Reached the customer, engineer being arranged."
    ),
    Phrase("已回电，客户在现场，可以配合。", "Called back, they are at the machine and can help."),
)
WORKED = Phrase("电话指导后恢复。", "Running again, guided by phone.")
SETTING = Phrase("现场人员误改了设置。", "Someone on site had changed a setting.")

FAILED = Phrase("远程处理无效，需要上门。", "Not solved remotely, a visit is needed.")
SENT = Phrase("已带备件出发。", "On the way with parts.")
NO_ACCESS = Phrase("现场动火作业，需等进场许可。", "Hot work on site, waiting for the permit.")
TOLD = Phrase("已告知客户处理结果。", "Customer told of the result.")
LATE_ENTRY = Phrase(
    "工程师现场无信号，返回后补录。", "No signal on site, entered after the return."
)
NOT_QUICKLY = Phrase(
    "主板烧毁，短时间内无法修复。", "The board is burnt: no repair in a short time."
)
AGAIN = Phrase("次日同样报警再次出现。", "The same alarm came back the next day.")
CALLED_AGAIN = Phrase("客户再次来电催促。", "The customer called again and asks for haste.")
CLOSED = Phrase("客户确认恢复，关闭。", "Customer confirms, closed.")
TO_US = Phrase(
    "已指导客户拆下并包装寄回，运费规则已说明。",
    "Guided the customer to take it off, pack and send it; told who pays the freight.",
)
GRADED = Phrase("按影响范围定级。", "Set by how far it reaches.")
CORRECTED = Phrase("按门禁记录更正到场时间。", "Arrival corrected by the gate's record.")
NOTED = Phrase("见现场记录。", "As written down on site.")
NOT_ASKED = Phrase("现场急需，事后补齐。", "It was urgent on site; the rest was done afterwards.")
NOTHING_LEFT = Phrase(
    "客户同意关闭，余项另行跟进。", "The customer agrees; the rest is followed up."
)
WRONG_CASE = Phrase("记错案件，撤回。", "Entered in the wrong case.")


def faults_of(code: str) -> list[Fault]:
    """Return how a model can fail."""
    return [fault for fault in FAULTS if code in fault.models]
