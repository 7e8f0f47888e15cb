"""The standard words: kinds of facts, attributes, parties, channels. A policy may add its own."""

from __future__ import annotations

from kept.rules.facts.values import Texts


def _t(en: str, hans: str, hant: str) -> Texts:
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


# kind -> (name, the kind of fact that undoes it)
EVENTS: dict[str, tuple[Texts, str | None]] = {
    "request.received": (_t("request received", "收到请求", "收到請求"), None),
    "contact.received": (_t("customer contacted us", "客户联系", "客戶聯繫"), None),
    "contact.answered_live": (_t("answered live", "当场接听", "當場接聽"), None),
    "contact.missed": (_t("call missed", "未接来电", "未接來電"), None),
    "contact.abandoned": (_t("caller hung up", "来电中断", "來電中斷"), None),
    "notice.formal": (_t("formal repair notice", "正式维修通知", "正式維修通知"), None),
    "fault.started": (_t("fault began", "故障发生", "故障發生"), None),
    "interruption.began": (_t("service interrupted", "业务中断", "業務中斷"), None),
    "interruption.ended": (_t("service back", "业务恢复", "業務恢復"), "interruption.began"),
    "request.described": (_t("more was learned about the request", "补充情况", "補充情況"), None),
    "response.given": (_t("responded", "已响应", "已回應"), None),
    "answer.given": (_t("precise answer given", "已给出准确答复", "已給出準確答覆"), None),
    "solution.proposed": (_t("solution proposed", "已提出解决方案", "已提出解決方案"), None),
    "call.taken_lookup_needed": (
        _t("answer must be looked up", "需查询后答复", "需查詢後答覆"),
        None,
    ),
    "reply.given": (_t("called back with the answer", "已回复", "已回覆"), None),
    "case.graded": (_t("level set", "已定级", "已定級"), None),
    "customer.demanded_visit": (
        _t("customer asks for a visit", "客户要求上门", "客戶要求到場"),
        None,
    ),
    "visit.judged_necessary": (_t("visit judged necessary", "判断需要上门", "判斷需要到場"), None),
    "support.started": (_t("phone or remote support began", "开始远程支持", "開始遠端支援"), None),
    "remote.attempted": (_t("remote attempt", "远程处理", "遠端處理"), None),
    "engineer.sent": (_t("engineer sent", "已派工程师", "已派工程師"), None),
    "visit.agreed": (_t("visit agreed", "已约定上门时间", "已約定到場時間"), None),
    "visit.arrived": (_t("engineer arrived", "工程师到场", "工程師到場"), None),
    "visit.ended": (_t("visit ended", "现场服务结束", "現場服務結束"), None),
    "service.restored": (_t("service restored", "服务恢复", "服務恢復"), "case.reopened"),
    "repair.finished": (_t("repair finished", "维修完成", "維修完成"), "case.reopened"),
    "cause.found": (_t("cause found", "查明原因", "查明原因"), None),
    "waiting.began": (_t("waiting began", "开始等待", "開始等待"), None),
    "waiting.ended": (_t("waiting ended", "等待结束", "等待結束"), None),
    "stop.began": (_t("equipment had to stop", "设备停机", "設備停機"), None),
    "stop.ended": (_t("equipment running again", "设备恢复运行", "設備恢復運行"), None),
    "spare.needed": (_t("spare needed", "需要备件", "需要備件"), None),
    "spare.received": (_t("spare received on site", "备件到场", "備件到場"), None),
    "goods.ordered": (_t("goods ordered", "已订货", "已訂貨"), None),
    "goods.shipped": (_t("goods shipped", "已发货", "已出貨"), None),
    "goods.delivered": (_t("goods delivered", "已交货", "已交貨"), None),
    "goods.received_for_repair": (_t("returned goods received", "收到返修件", "收到返修件"), None),
    "goods.returned_shipped": (_t("repaired goods sent back", "返修件寄出", "返修件寄出"), None),
    "payment.received": (_t("payment received", "收到付款", "收到付款"), None),
    "explanation.sent": (_t("written explanation sent", "已发书面说明", "已發書面說明"), None),
    "inspection.completed": (_t("inspection finished", "巡检完成", "巡檢完成"), None),
    "inspection_report.submitted": (
        _t("inspection report handed in", "已提交巡检报告", "已提交巡檢報告"),
        None,
    ),
    "improvement.refused": (
        _t("customer refused an improvement", "客户拒绝改进建议", "客戶拒絕改進建議"),
        None,
    ),
    "number.change_planned": (
        _t("hotline number will change", "热线号码将变更", "熱線號碼將變更"),
        None,
    ),
    "number.notified": (
        _t("new number told to the customer", "已通知新号码", "已通知新號碼"),
        None,
    ),
    "provider.refused": (_t("we refused", "我方拒绝", "我方拒絕"), None),
    "report.signed": (_t("report signed", "报告已签", "報告已簽"), None),
    "customer.told": (_t("customer told", "已告知客户", "已告知客戶"), None),
    "note.added": (_t("note", "备注", "備註"), None),
    "case.closed": (_t("closed", "已关闭", "已關閉"), "case.reopened"),
    "case.reopened": (_t("reopened", "重新打开", "重新開啟"), None),
    "fact.withdrawn": (_t("entry withdrawn", "撤回记录", "撤回記錄"), None),
}

YES_NO, ONE_OF, TEXT, NUMBER, MOMENT, DURATION = (
    "yes_no",
    "one_of",
    "text",
    "number",
    "moment",
    "duration",
)

CHOICES: dict[str, dict[str, tuple[Texts, str | None]]] = {
    "cause": {
        "quality": (_t("quality problem", "质量问题", "品質問題"), None),
        "material": (_t("material defect", "材料缺陷", "材料缺陷"), "quality"),
        "workmanship": (_t("workmanship", "工艺缺陷", "工藝缺陷"), "quality"),
        "inherent_defect": (_t("inherent defect", "固有缺陷", "固有缺陷"), "quality"),
        "supplied_defect": (
            _t("defect of what we supplied", "所供软硬件缺陷", "所供軟硬體缺陷"),
            "quality",
        ),
        "our_guidance": (_t("our wrong guidance", "我方指导错误", "我方指導錯誤"), None),
        "our_staff": (_t("damage by our staff", "我方人员造成", "我方人員造成"), None),
        "customer_modification": (
            _t("changed by the customer", "客户自行改动", "客戶自行改動"),
            None,
        ),
        "improper_maintenance": (_t("improper maintenance", "维护不当", "維護不當"), None),
        "improper_operation": (_t("improper operation", "操作不当", "操作不當"), None),
        "improper_use": (_t("improper use", "使用不当", "使用不當"), None),
        "improper_handling": (_t("improper handling", "处置不当", "處置不當"), None),
        "improper_tools": (_t("improper tools", "工具不当", "工具不當"), None),
        "negligence": (_t("negligence", "疏忽", "疏忽"), None),
        "environment": (
            _t("site conditions out of specification", "环境超出规定", "環境超出規定"),
            None,
        ),
        "unauthorised_modification": (
            _t("changed by someone not authorised", "未授权人员改动", "未授權人員改動"),
            None,
        ),
        "accident": (_t("accident", "意外事故", "意外事故"), None),
        "natural_disaster": (_t("natural disaster", "自然灾害", "自然災害"), None),
        "lightning": (_t("lightning", "雷击", "雷擊"), "natural_disaster"),
        "power_failure": (_t("power failure", "电源故障", "電源故障"), None),
        "war": (_t("war", "战争", "戰爭"), None),
        "riot": (_t("riot", "骚乱", "騷亂"), None),
        "strike": (_t("strike", "罢工", "罷工"), None),
        "third_party": (_t("third party", "第三方造成", "第三方造成"), None),
        "man_made": (_t("man-made damage", "人为损坏", "人為損壞"), None),
        "wear": (_t("normal wear", "正常磨损", "正常磨損"), None),
        "other": (_t("other cause", "其他原因", "其他原因"), None),
    },
    "finding": {
        "provisional": (_t("provisional", "初步", "初步"), None),
        "final": (_t("final", "最终", "最終"), None),
        "disputed": (_t("disputed", "有争议", "有爭議"), None),
    },
    "waiting_for": {
        "customer": (_t("the customer", "客户", "客戶"), None),
        "customer_access": (_t("access to the site", "进场许可", "進場許可"), "customer"),
        "payment": (_t("payment", "付款", "付款"), "customer"),
        "third_party": (_t("a third party", "第三方", "第三方"), None),
        "force_majeure": (_t("force majeure", "不可抗力", "不可抗力"), None),
        "us": (_t("us", "我方", "我方"), None),
    },
    "result": {
        "worked": (_t("worked", "成功", "成功"), None),
        "failed": (_t("failed", "未成功", "未成功"), None),
        "waived": (_t("skipped", "跳过", "跳過"), None),
    },
    "stopped_by": {
        "provider": (_t("our work", "我方作业", "我方作業"), None),
        "customer": (_t("the customer", "客户", "客戶"), None),
        "other": (_t("others", "其他", "其他"), None),
    },
}

# attribute -> (name, type)
ATTRIBUTES: dict[str, tuple[Texts, str]] = {
    "channel": (_t("channel", "渠道", "管道"), ONE_OF),
    "case_type": (_t("case type", "服务类型", "服務類型"), ONE_OF),
    "emergency": (_t("emergency", "紧急", "緊急"), YES_NO),
    "cause": (_t("cause", "原因", "原因"), ONE_OF),
    "finding": (_t("finding", "结论", "結論"), ONE_OF),
    "waiting_for": (_t("waiting for", "等待", "等待"), ONE_OF),
    "result": (_t("result", "结果", "結果"), ONE_OF),
    "stopped_by": (_t("stopped by", "停机原因方", "停機原因方"), ONE_OF),
    "answered_live": (_t("answered live", "当场接听", "當場接聽"), YES_NO),
    "lookup_needed": (_t("must be looked up", "需要查询", "需要查詢"), YES_NO),
    "visit_demanded": (_t("customer asks for a visit", "客户要求上门", "客戶要求到場"), YES_NO),
    "visit_necessary": (_t("visit necessary", "需要上门", "需要到場"), YES_NO),
    "service_down": (_t("equipment down", "设备停机", "設備停機"), YES_NO),
    "clear": (_t("clear answer", "答复明确", "答覆明確"), YES_NO),
    "requester": (_t("asked by", "请求方", "請求方"), TEXT),
    "level": (_t("level", "级别", "級別"), TEXT),
    "grade": (_t("grade", "等级", "等級"), TEXT),
    "reason": (_t("reason", "理由", "理由"), TEXT),
    "text": (_t("text", "内容", "內容"), TEXT),
    "agreed_at": (_t("agreed time", "约定时间", "約定時間"), MOMENT),
    "due_on": (_t("required date", "要求日期", "要求日期"), MOMENT),
    "effective_at": (_t("takes effect", "生效时间", "生效時間"), MOMENT),
    "tender_indicator_missed": (
        _t("tender indicator missed", "未达到标书指标", "未達到標書指標"),
        YES_NO,
    ),
    "use_proper": (_t("properly used", "使用正常", "使用正常"), YES_NO),
    "environment_normal": (_t("environment normal", "环境正常", "環境正常"), YES_NO),
    "mode": (_t("service mode", "服务方式", "服務方式"), TEXT),
    "problem": (_t("problem code", "问题代码", "問題代碼"), TEXT),
    "site.country": (_t("country of the site", "现场国家", "現場國家"), TEXT),
    "site.province": (_t("province of the site", "现场省份", "現場省份"), TEXT),
    "site.city": (_t("city of the site", "现场城市", "現場城市"), TEXT),
    "site.distance_km": (
        _t("distance to the site in km", "现场距离（公里）", "現場距離（公里）"),
        NUMBER,
    ),
    "site.zone": (_t("time zone of the site", "现场时区", "現場時區"), TEXT),
    "office.country": (_t("country of the office", "办事处国家", "辦事處國家"), TEXT),
    "office.province": (_t("province of the office", "办事处省份", "辦事處省份"), TEXT),
    "office.city": (_t("city of the office", "办事处城市", "辦事處城市"), TEXT),
    "office.zone": (_t("time zone of the office", "办事处时区", "辦事處時區"), TEXT),
    "customer.key": (_t("key customer", "重点客户", "重點客戶"), YES_NO),
    "equipment.class": (_t("equipment class", "设备类别", "設備類別"), TEXT),
    "equipment.delivered": (_t("delivered", "交付日期", "交付日期"), MOMENT),
    "equipment.shipped": (_t("shipped", "发货日期", "出貨日期"), MOMENT),
    "equipment.installed": (_t("installed", "安装日期", "安裝日期"), MOMENT),
    "equipment.accepted": (_t("accepted", "验收日期", "驗收日期"), MOMENT),
    "equipment.final_accepted": (_t("finally accepted", "最终验收日期", "最終驗收日期"), MOMENT),
    "equipment.completion_signed": (
        _t("completion report signed", "竣工报告签署", "竣工報告簽署"),
        MOMENT,
    ),
    "equipment.retired": (_t("retired", "停用日期", "停用日期"), MOMENT),
    "equipment.recognised": (_t("recognised as qualified", "认可合格", "認可合格"), YES_NO),
    "equipment.supplied_by_us": (_t("supplied by us", "我方供货", "我方供貨"), YES_NO),
    "equipment.maker_warranty": (_t("maker's warranty", "厂家质保期", "廠家保固期"), DURATION),
    "equipment.statutory_warranty": (
        _t("statutory warranty", "法定质保期", "法定保固期"),
        DURATION,
    ),
    "contract.signed": (_t("contract signed", "合同签订", "合約簽訂"), MOMENT),
    "contract.service_tier": (
        _t("service level of the contract", "合同服务等级", "合約服務等級"),
        TEXT,
    ),
    "contract.warranty": (_t("warranty in the contract", "合同质保期", "合約保固期"), DURATION),
    "contract.special_warranty": (
        _t("special warranty asked for", "特殊质保要求", "特殊保固要求"),
        DURATION,
    ),
    "contract.installation": (
        _t("installation in the contract", "合同含安装", "合約含安裝"),
        YES_NO,
    ),
    "contract.arrival_abroad": (
        _t("arrival abroad in the contract", "合同境外到场时限", "合約境外到場時限"),
        DURATION,
    ),
    "contract.response_time": (
        _t("response time in the contract", "合同响应时限", "合約回應時限"),
        DURATION,
    ),
}

CHANNELS: dict[str, Texts] = {
    "telephone": _t("telephone", "电话", "電話"),
    "in_person": _t("in person", "当面", "當面"),
    "mail": _t("letter", "信函", "信函"),
    "email": _t("e-mail", "电子邮件", "電子郵件"),
    "web": _t("web form", "网页", "網頁"),
    "colleague": _t("a colleague", "同事代报", "同事代報"),
    "machine": _t("machine alert", "设备告警", "設備警報"),
}
CASE_TYPES: dict[str, Texts] = {
    "fault": _t("fault", "故障", "故障"),
    "consultation": _t("question", "咨询", "諮詢"),
    "guidance": _t("on-site guidance", "现场指导", "現場指導"),
    "planned_work": _t("planned work", "计划性工作", "計畫性工作"),
    "installation": _t("installation", "安装调试", "安裝調試"),
    "training": _t("training", "培训", "培訓"),
    "spare_part": _t("spare part", "备件申请", "備件申請"),
    "complaint": _t("complaint", "投诉", "投訴"),
    "ip_dispute": _t("intellectual-property dispute", "知识产权纠纷", "智慧財產權糾紛"),
}
PARTIES: dict[str, Texts] = {
    "provider": _t("we", "我方", "我方"),
    "customer": _t("the customer", "客户", "客戶"),
    "purchaser": _t("the purchaser", "采购方", "採購方"),
    "office": _t("the office", "办事处", "辦事處"),
    "supplier": _t("the supplier", "供应商", "供應商"),
    "manufacturer": _t("the manufacturer", "制造商", "製造商"),
    "guarantor": _t("the guarantor", "保证人", "保證人"),
    "third_party": _t("a third party", "第三方", "第三方"),
    "authority": _t("the authority", "主管机关", "主管機關"),
}
COMPONENTS: dict[str, Texts] = {
    "parts": _t("spare parts", "备件", "備件"),
    "labour": _t("labour", "人工", "人工"),
    "travel": _t("travel", "差旅", "差旅"),
    "freight_in": _t("freight to us", "寄来运费", "寄來運費"),
    "freight_out": _t("freight back", "寄回运费", "寄回運費"),
    "diagnosis": _t("diagnosis", "检测", "檢測"),
    "training": _t("training", "培训", "培訓"),
    "installation": _t("installation", "安装", "安裝"),
    "consultation": _t("advice", "咨询", "諮詢"),
    "third_party": _t("third party's invoice", "第三方费用", "第三方費用"),
    "loss": _t("losses", "损失", "損失"),
}
PRICES: dict[str, Texts] = {
    "free": _t("free", "免费", "免費"),
    "at_cost": _t("at cost", "成本价", "成本價"),
    "ex_factory": _t("ex-factory price", "出厂价", "出廠價"),
    "contract_unit_price_cap": _t(
        "at most the contract unit price", "不高于合同单价", "不高於合約單價"
    ),
    "favourable": _t("favourable price", "优惠价", "優惠價"),
    "fair": _t("fair price", "合理价", "合理價"),
    "quote": _t("by quotation", "按报价", "按報價"),
    "price_list": _t("price list", "价目表", "價目表"),
    "separate_list": _t("separate price list", "另行收费标准", "另行收費標準"),
    "market": _t("market price", "市场价", "市場價"),
}
