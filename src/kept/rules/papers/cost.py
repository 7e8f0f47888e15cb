"""Who pays what, and at which price."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.conditions import NOT_QUALITY, QUALITY, Value, When, causes_of, conditions_of
from kept.rules.papers.found import Found
from kept.rules.papers.spoken import Spoken

NAME: Final[Texts] = {"en": "Who pays", "zh-Hans": "费用承担"}
_PROVIDER = re.compile(
    r"(?<!duty-)\bfree(?: of charge| of cost)?\b(?! (?:to|from|choice))|at no (?:extra "
    r"|additional )?(?:charge|cost)|no (?:extra |additional )?(?:charge|fee|cost)s?\b"
    r"|without charge|at (?:our|the provider'?s?|the supplier'?s?"
    r"|the seller'?s?) (?:own )?(?:cost|expense)|costs? to us|(?<!not )(?:borne|paid"
    r"|covered) by (?:us|the (?:company|provider|supplier|seller|manufacturer))|(?:we|company"
    r"|provider"
    r"|supplier|seller|manufacturer) (?:will |shall )?(?:bear|pay|cover)s?\b(?! up to)"
    r"|(?<!不在)免费(?!(?:保修|质保|维修|服务)?期)|无偿|免收|免计|全免|免(?:人工|工时|上门|服务)"
    r"|不(?:另|再)?收(?:取)?.{0,4}费"
    r"|由(?:我方|我司|我公司|本公司|公司|乙方|供方|卖方|供应商|厂家)(?:全部)?(?:承担|负担"
    r"|支付|负责承担)|(?:我方|我司|我公司|乙方|供方|卖方)(?:承担|负担)"
)
_CUSTOMER = re.compile(
    r"(?:at|for) (?:the )?(?:customer|buyer|purchaser|user|owner"
    r"|client)'?s'? (?:own )?(?:cost|expense|account)|costs? to the (?:customer|buyer"
    r"|purchaser|user|owner)|(?:borne|paid|covered) by the (?:customer|buyer|purchaser|user"
    r"|owner|client)|(?:customer|buyer|purchaser|user|client)s? (?:shall|should|must|will"
    r"|has to|have to)? ?(?:bear|pay)\w*"
    r"|(?:will|shall|is|are|be|need to be|only) charged|we (?:will |shall |may )?charge\b"
    r"|charge the\b|(?:chargeable|payable|invoiced|billed)\b|subject to (?:a )?(?:charge"
    r"|fee)s?"
    r"|at (?:their|his|her|your) (?:own )?(?:cost|expense)|minimum charge|surcharge"
    r"|\b(?:fee|rate)s? (?:of|applies|apply|is due|per)\b|\bcharges? (?:applies|apply|per)\b"
    r"|(?:customer|buyer|purchaser|user|owner|client)s? (?:is|are|remains?) (?:\w+ ){0,2}"
    r"(?:responsible|liable) for (?:\w+ ){0,4}(?:cost|shipping|freight|labou?r|expense|charge"
    r"|fee|travel)s?|(?:costs?|charges?|labou?r|freight|shipping|fees?)\b[^.;]{0,60}\b(?:is|are)"
    r" (?:the )?(?:(?:sole )?responsibility of the|not (?:covered|paid|borne) by)"
    r"|有偿|自费"
    r"|由?(?:客户|用户|采购方|甲方|买方|业主|需方)(?:自行|自费|全部)?(?:承担|负担|支付|付费"
    r"|自理|付)|收取|收费|付费维修|付费|另行计费|按.{0,8}收费"
)
_PRICES: Final = (
    (
        "contract_unit_price_cap",
        re.compile(r"not (?:higher|more) than the unit price|不高于.{0,10}单价"),
    ),
    (
        "at_cost",
        re.compile(
            r"(?:at|only) (?:\w+ )?cost(?: price)?\b(?! to)|cost price|cost of (?:spare )?parts"
            r"|成本价?费?"
        ),
    ),
    ("favourable", re.compile(r"favou?rabl\w+|preferential|discount\w*|优惠")),
    ("fair", re.compile(r"fair price|reasonable (?:price|charge|fee|cost)|合理(?:价格|收费|费用)")),
    (
        "quote",
        re.compile(
            r"(?:at|by|per|through|according to|against) (?:\w+[ -]){0,3}quot(?:e|ation)s?\b"
            r"|按.{0,6}报价"
        ),
    ),
    (
        "price_list",
        re.compile(
            r"price list|list price|price schedule|maintenance charges|价目表|收费标准|价格表"
        ),
    ),
    (
        "separate_list",
        re.compile(
            r"standard of another fee|separate(?:ly)? (?:fee|charge|price|invoiced)|另行收费"
            r"|另收|另计"
        ),
    ),
    ("market", re.compile(r"market price|市场价")),
    ("ex_factory", re.compile(r"ex[- ]factory|出厂价")),
)
COMPONENTS: Final = (
    (
        "parts",
        re.compile(
            r"\b(?:spare |replacement )?parts?\b(?! of the)|components?|materials?"
            r"|replacement equipment|零配件|零部件|配件|备件|材料|部件|元件|模块"
        ),
    ),
    (
        "labour",
        re.compile(
            r"labou?r|workmanship cost|technology and service costs|man-?hours?|人工|工时"
            r"|维修费|技术服务费"
        ),
    ),
    ("travel", re.compile(r"travel\w*|call-?out|transport(?:ation)? cost|上门费|差旅|交通费|路费")),
    ("freight_in", re.compile(r"freight|shipping|postage|运费|物流费|邮费|快递费")),
    ("freight_out", re.compile(r"freight|shipping|postage|运费|物流费|邮费|快递费")),
    ("diagnosis", re.compile(r"diagnos\w+ (?:fee|cost)|检测费")),
    ("installation", re.compile(r"install\w*|commission\w*|安装|调试")),
    ("training", re.compile(r"training|培训")),
    ("consultation", re.compile(r"consult\w*|advice|guidance|咨询|指导")),
    ("third_party", re.compile(r"third[- ]part\w+|第三(?:方|人)")),
    ("loss", re.compile(r"compensat\w*|\bloss(?:es)?\b|damages\b|赔偿|补偿|损失")),
)
COMPENSATES = re.compile(
    r"compensat\w*|indemnif\w*|liable for|bear (?:the |all )?(?:loss|legal|economic)"
    r"|assume the legal|赔偿|补偿|承担.{0,16}责任"
)
_NO_TRAINING = re.compile(r"training|consult\w*|培训|咨询")


def costs(text: Spoken) -> list[Found]:
    """Return the cost cases of a passage: one for each part that names a payer or a price."""
    found: list[Found] = []
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for begin, end in text.segments:
        case = _case(text, begin, end)
        if case is None:
            continue
        if (case.payer, case.components) not in seen:
            seen.add((case.payer, case.components))
            found.append(_found(text, begin, end, case))
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    """What one part of a sentence says about money."""

    payer: str
    price: str
    components: tuple[str, ...]
    where: tuple[int, int]


def _case(text: Spoken, begin: int, end: int) -> _Case | None:
    plain = text.plain
    customer, provider = _CUSTOMER.search(plain, begin, end), _PROVIDER.search(plain, begin, end)
    price = next(
        ((key, match) for key, pattern in _PRICES if (match := pattern.search(plain, begin, end))),
        None,
    )
    compensates = COMPENSATES.search(plain, begin, end)
    match = provider or customer or (price[1] if price else None) or compensates
    if match is None:
        return None
    payer = "provider" if provider else "customer"
    if compensates and not provider and not customer:
        return _Case("provider", "", ("loss",), compensates.span())
    part = plain[begin:end]
    components = tuple(key for key, pattern in COMPONENTS if pattern.search(part))
    basis = "free" if payer == "provider" else price[0] if price else ""
    return _Case(payer, basis, components or ("all",), match.span())


def cost_of(text: Spoken, where: tuple[int, int], payer: str) -> Found:
    """Return the cost case of some words of which it is known who pays."""
    part = text.plain[where[0] : where[1]]
    components = tuple(key for key, pattern in COMPONENTS if pattern.search(part)) or ("all",)
    basis = "free" if payer == "provider" else ""
    return _found(text, *where, _Case(payer, basis, components, where))


def _found(text: Spoken, begin: int, end: int, case: _Case) -> Found:
    about = _when(text, begin, end)
    entry: dict[str, object] = {}
    if about[0]:
        entry["when"] = about[0]
    entry["pays"] = dict.fromkeys(case.components, case.payer)
    if case.price:
        entry["price"] = dict.fromkeys(case.components, case.price)
    sure = 0.7 if case.price == "free" else 0.8
    return Found("cost", (text.span(*case.where),), sure, NAME, {"cases": [entry]}, needs=about[1])


def _when(text: Spoken, begin: int, end: int) -> tuple[When, tuple[str, ...]]:
    """Return the condition of a case: the warranty and the cause named before it."""
    said = conditions_of(text.plain[:end])
    when: When = {}
    if "term.free" in said.when:
        when["term.free"] = said.when["term.free"]
    elif about := conditions_of(text.plain[begin:end]).when.get("term.free"):
        when["term.free"] = about
    causes: list[Value] = [cause for group in causes_of(text.plain[:end]) for cause in group.causes]
    if NOT_QUALITY.search(text.plain[:end]):
        when["cause"] = {"not": "quality"}
    elif QUALITY.search(text.plain[:end]):
        when["cause"] = "quality"
    elif causes:
        when["cause"] = causes
    return when, tuple(need for need in ("term:free",) if "term.free" in when)
