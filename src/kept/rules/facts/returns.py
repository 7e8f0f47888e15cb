"""The standard words for goods that come back: for repair, for exchange, from a loan."""

from __future__ import annotations

from kept.rules.facts.values import Texts


def _t(en: str, hans: str, hant: str) -> Texts:
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


# kind -> (name, the kind of fact that undoes it)
RETURNS: dict[str, tuple[Texts, str | None]] = {
    "rma.opened": (_t("return for repair opened", "已建立返修单", "已建立返修單"), None),
    "return.arranged": (_t("return agreed", "已同意返修", "已同意返修"), None),
    "freight.told": (_t("who pays freight told", "已告知运费规则", "已告知運費規則"), None),
    "goods.sent_in": (_t("customer sent the goods in", "客户已寄件", "客戶已寄件"), None),
    "goods.sent_to_supplier": (_t("sent to the supplier", "已送供应商", "已送供應商"), None),
    "goods.back_from_supplier": (
        _t("back from the supplier", "供应商已返回", "供應商已返回"),
        None,
    ),
    "goods.nothing_returned": (_t("nothing goes back", "无需寄回", "無需寄回"), None),
    "goods.taken_back": (_t("goods taken back", "已退货", "已退貨"), None),
    "advance.agreed": (_t("advance exchange agreed", "同意先行更换", "同意先行更換"), None),
    "replacement.sent": (_t("replacement sent", "已发替换件", "已發替換件"), None),
    "removed_unit.settled": (_t("removed unit settled", "换下件已处理", "換下件已處理"), None),
    "loaner.handed_over": (_t("loaner handed over", "已交付备用机", "已交付備用機"), None),
    "loaner.returned": (_t("loaner back", "备用机已归还", "備用機已歸還"), None),
    "loaner.kept": (
        _t("loaner stays with the customer", "备用机归客户所有", "備用機歸客戶所有"),
        None,
    ),
}

# what is waited for -> what makes it impossible, so that nobody waits for it any more
INSTEAD: dict[str, str] = {
    "goods.returned_shipped": "goods.nothing_returned",
    "loaner.returned": "loaner.kept",
}

# what became of a unit -> (name, what it is one kind of)
OUTCOMES: dict[str, tuple[Texts, str | None]] = {
    "repaired": (_t("repaired", "已修复", "已修復"), None),
    "replaced": (_t("replaced", "已换新", "已換新"), None),
    "scrapped": (_t("scrapped", "已报废", "已報廢"), None),
}
