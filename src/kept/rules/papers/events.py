"""Which event a promise starts with and which one keeps it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kept.rules.facts.values import Texts


@dataclass(frozen=True, slots=True)
class Stop:
    """An event that keeps a promise: its name for people, and the words that tell of it."""

    event: str
    name: Texts
    pattern: re.Pattern[str]
    weight: int = 0  # characters of distance that it gives away to a more telling one


def _stop(event: str, en: str, zh: str, words: str, weight: int = 0) -> Stop:
    return Stop(event, {"en": en, "zh-Hans": zh}, re.compile(words), weight)


STOPS: Final = (
    _stop(
        "inspection_report.submitted",
        "Inspection report",
        "巡检报告",
        r"(?:inspection|check|test|maintenance|service|written) reports?|(?:巡检|检查|检测)报告",
        -25,
    ),
    _stop(
        "explanation.sent",
        "Written explanation",
        "书面说明",
        r"written (?:explanation|statement)|书面(?:解释|说明|答复)",
        12,
    ),
    _stop(
        "solution.proposed",
        "Solution proposed",
        "提出解决方案",
        r"(?:provid|propos|giv|offer|suggest)\w* (?:\w+ ){0,3}(?:solution|plan)s?"
        r"|提供.{0,4}方案|(?:提出|给出|制定|出具).{0,6}方案",
        -10,
    ),
    _stop(
        "support.started",
        "Support",
        "开始支持",
        r"(?:telephone|phone|remote)[\w /-]{0,24}support|(?:电话|远程)(?:或远程)?(?:支持"
        r"|支援|协助|诊断|指导)",
        -4,
    ),
    _stop(
        "answer.given",
        "Clear answer",
        "准确答复",
        r"(?:accurate|precise|clear|definite|final) (?:repl|answer|respon)\w+|(?:准确|明确"
        r"|正式)的?(?:答复|响应|回复|回应)",
        -10,
    ),
    _stop(
        "spare.received",
        "Spare on site",
        "备件到场",
        r"(?:spare|replacement|loan|substitute)s?(?: parts?| units?| machines?"
        r"| equipment)?\b|loaners?|备(?:品备)?件|备机|备用机|代用机",
        4,
    ),
    _stop(
        "goods.returned_shipped",
        "Repaired and sent back",
        "修好寄出",
        r"(?:sen[dt]|ship\w*|return\w*) (?:\w+ ){0,3}back|(?:修好|修复|维修好?)(?:后"
        r"|并)?(?:发出|寄出|寄回|发回|返还)|寄回|返还",
        -8,
    ),
    _stop(
        "goods.shipped",
        "Shipped",
        "发货",
        r"shipp?(?:ed|ing|ment)?\b|dispatch(?:ed)? from|发货|发出|出货",
        6,
    ),
    _stop("goods.delivered", "Delivered", "交货", r"deliver\w*|交货|交付|送达|送货|到货|供货", 6),
    _stop(
        "equipment.accepted",
        "Installed and accepted",
        "安装验收",
        r"install\w*|commission\w*|put into (?:operation|service)|安装|调试|验收",
        6,
    ),
    _stop(
        "visit.arrived",
        "Engineer on site",
        "工程师到场",
        r"arriv\w*|on[- ]?site|attend\w*|to the (?:site|scene)|at the (?:site|scene)"
        r"|visit\w*|dispatch\w*|\bcomes?\b(?! into| up\b| from| true)|be there"
        r"|(?:到达|赶到|赶赴|抵达|奔赴).{0,8}|到场|上门|派.{0,14}(?:现场|到)|现场(?:服务"
        r"|维修|处理)",
    ),
    _stop(
        "service.restored",
        "Repaired",
        "修复",
        r"repair\w*|deal(?:t|ing)? with|attended to|handled|restor\w*|fix(?:ed)?\b|resol\w*"
        r"|rectif\w*|remed\w*|solv\w*|remov\w*"
        r"|clear(?:ed)?\b|troubleshoot\w*|eliminat\w*|recover\w*|back in (?:service"
        r"|operation)"
        r"|修复|排除|恢复|解决|修好|维修|检修|抢修|处理",
        2,
    ),
    _stop(
        "response.given",
        "Answer",
        "答复",
        r"respon[ds]\w*|repl(?:y|ies)\w*|answer\w*|acknowledg\w*|react\w*|call(?:ed)? back"
        r"|contact(?:ed)?\b|feedback"
        r"|响应|答复|回复|应答|回应|反馈|回电|接听|受理",
    ),
    _stop(
        "customer.told",
        "Customer told",
        "告知客户",
        r"notif\w+|inform\w*|announc\w*|tell\b|told\b|通知|告知",
        4,
    ),
    _stop(
        "repair.started",
        "Work begun",
        "开始维修",
        r"work (?:starts|begins)|(?:start|begin)\w* (?:the )?(?:repair|work)"
        r"|开始(?:维修|处理|抢修)",
    ),
    _stop("approval.given", "Approved", "批准", r"approv\w*|批准|审批", 4),
    _stop("goods.exchanged", "Replaced", "更换", r"replac\w*|exchang\w*|swap\w*|更换|换新|换货", 4),
    _stop("refund.paid", "Refunded", "退款", r"refund\w*|退款", 0),
    _stop("payment.received", "Paid", "付款", r"pay(?:ment|s)?\b|paid\b|付款|支付", 4),
)

STARTS: Final = tuple(
    (event, re.compile(words))
    for event, words in (
        ("equipment.final_accepted", r"final(?:ly)? accept\w*|最终验收|终验"),
        ("equipment.accepted", r"accept(?!able)\w*|验收|接收合格"),
        ("contract.signed", r"contract\w*|sign(?:ed|ing|ature)|合同|签订|签约"),
        ("inspection.completed", r"inspection|巡检|检查完"),
        (
            "notice.formal",
            (
                r"(?:formal|written|official) (?:repair |maintenance )?(?:notice|notif)\w*"
                r"|正式.{0,4}通知|书面.{0,4}通知"
            ),
        ),
        (
            "goods.received_for_repair",
            (
                r"(?:receiv|receipt|arriv)\w* (?:of )?(?:\w+ ){0,3}(?:goods|product|unit|device"
                r"|equipment|item|instrument|part)s?|收到(?:货|返修|货物|产品|设备|样机)|收货"
            ),
        ),
        ("goods.ordered", r"\border(?:ed|s)?\b|订货|订单|下单"),
        ("payment.received", r"\bpayment|\bpaid\b|付款|款项"),
        ("equipment.shipped", r"shipment|shipped|ship(?:ping)? date|发货|出厂|出货"),
        ("equipment.delivered", r"deliver\w*|handover|handed over|到货|交付|交货|收货"),
        (
            "equipment.installed",
            r"install\w*|commission\w*|start-?up|安装|装机|调试|投运|投入使用|开机|启用",
        ),
        ("equipment.purchased", r"purchas\w*|bought|invoice|sale date|购买|购机|发票|销售之日"),
        ("visit.arrived", r"arriv\w* (?:at|on)|到达现场|到场"),
        ("cause.found", r"diagnos\w*|诊断|判定"),
        ("number.change_planned", r"chang\w*|变更|变动"),
        (
            "request.received",
            (
                r"request|report|call|notif\w*|notice|complain\w*|demand|message|inquir\w*"
                r"|enquir\w*|fault|通知|报修|报障|请求|要求|需求|来电|电话|投诉|申请|故障"
            ),
        ),
    )
)

# From where the words that tell of the start reach, up to the duration or the comma.
START_WORDS = re.compile(
    r"(?:(?:up)?on|after|of|from|following|since|once|within \S+ \S+ (?:of|after"
    r"|from))\s+(?:the |our |its )?"
    r"(?:(?:moment|date|day|time) (?:of|when|that|on which) )?[^,;，；.。]{0,30}?"
    r"(?:receipt|receiv\w+|accept\w+|report\w*|notif\w+|notice|request|deliver\w+|shipment"
    r"|purchase|install\w*|commission\w*|sign\w+|completion|order|payment|contract|handover"
    r"|diagnos\w+|call|invoice)"
    r"(?:(?! we | our | the (?:company|supplier|provider) )[^,;，；.。\x00]){0,60}"
    r"|(?:自|从|在|于|接到?|接获|收到|当)?[^,，;；。\x00]{0,28}?(?:之日起|之时起|之日|日起"
    r"|时起|起算|起|之后|以后|后|时)(?=[^,，;；。]{0,1}|[,，])"
)
