"""Standard names without more to them: channels, types of cases, parties, roles, components."""

from __future__ import annotations

from typing import Final

from kept.rules.facts.values import Texts


def _t(en: str, hans: str, hant: str) -> Texts:
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


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
# Two words for the same side: papers of sale say purchaser, those of service customer.
CUSTOMERS: Final = frozenset(("customer", "purchaser"))
ROLES: dict[str, Texts] = {
    "hotline": _t("the hotline", "热线", "熱線"),
    "dispatcher": _t("the dispatcher", "调度员", "調度員"),
    "engineer": _t("the engineer", "工程师", "工程師"),
    "expert": _t("the expert", "专家", "專家"),
    "manager": _t("the manager", "主管", "主管"),
    "management": _t("management", "管理层", "管理層"),
    "policy_owner": _t("the policy owner", "政策负责人", "政策負責人"),
    "project_manager": _t("the project manager", "项目经理", "專案經理"),
    "office_staff": _t("the office's staff", "办事处人员", "辦事處人員"),
    "service": _t("the service department", "售后部门", "售後部門"),
    "sales": _t("the sales department", "销售部门", "銷售部門"),
    "supply_chain": _t("the supply chain", "供应链部门", "供應鏈部門"),
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
