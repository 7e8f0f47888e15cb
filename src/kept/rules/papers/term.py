"""Terms: warranties, phases, and the time a service is available."""

from __future__ import annotations

import re
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.durations import AT_ONCE, Duration
from kept.rules.papers.events import START_WORDS, STARTS
from kept.rules.papers.found import Found
from kept.rules.papers.spoken import Spoken

_WARRANTY = re.compile(
    r"warrant\w+|guarantee(?: period| term|d for)|quality assurance period|free (?:repair"
    r"|maintenance|service)|service (?:period|term|life)|defects liability"
    r"|保修|质保|质量保证期|质量保修|保固|保用|三包|免费(?:维修|维护|保养|服务|保修)"
    r"|服务期限?|维保期"
)
FIRST_OF = re.compile(
    r"whichever\b|first (?:wins|reached|to occur)|先到(?:者|为准)|以先(?:到|达)|(?:年"
    r"|月)或[\d一二三四五六七八九十百千万]+"
)
_COVERS = re.compile(r"\bcover(?:s|ed|age)?\b")
_LIFE = re.compile(
    r"life-?(?:long|time)|for life\b|(?:entire|whole|normal|design) (?:service )?life"
    r"|throughout (?:its|the) (?:service )?life"
    r"|终身|终生|(?:整个|全部|正常)?(?:正常)?(?:使用)寿命"
)
_LIFE_OF = re.compile(r"service|maint\w+|support|repair|warrant|维护|维修|服务|保修|保养|期限")
_BEGINS = re.compile(
    r"(?:from|on|starting|since|as of|valid from|begin\w*) (?:on |with )?(?:the )?(?:date"
    r"|day|time|proof)? ?(?:of )?(?:the )?(?:\w+ ){0,2}(?:accept\w+|deliver\w+|install\w+"
    r"|purchase|shipment|commission\w*|invoice|completion)"
    r"|(?:warranty|service) period in the \w+ acceptance date|自.{0,16}(?:验收|交付|到货"
    r"|安装|装机|购买|发货|开机|投入使用).{0,8}(?:起|之日|日)|(?:验收|交付|到货|安装|装机|购买"
    r"|发货)(?:合格)?(?:之日|日期?|后)(?:开始|起算?|计算)"
)
_EXTENDED = re.compile(
    r"(?:extend|prolong)\w*(?! (?:only )?to (?:the |an? )?(?:original|first|purchaser|buyer))"
    r"|延长|顺延"
)
_SOLD = re.compile(
    r"(?:自|从)?[^,，。;；]{0,10}(?:售出|购买|购机|出售|销售|交付|验收|安装|出厂|到货"
    r"|签收)[^,，。;；]{0,6}(?:起|后)"
)
_RIGHT = re.compile(
    r"(?:customer|buyer|purchaser|user|owner|client|consumer|you)s?(?:['’]s)? (?:\w+ )?(?:may|can"
    r"|could|chooses?|choice|is entitled|are entitled|has the right|have the right)\b"
    r"|\breturn(?:ed)?\b[^.;]{0,20}(?:\bfor\b|,|\bor\b)[^.;]{0,20}(?:credit|refund|exchang|replac)"
    r"|(?:可以?|有权|任意)(?:选择|要求|无条件)?.{0,4}(?:退|换|更换)|包[退换]"
)
_FREE = re.compile(r"免费(?:维修|保修|修理|维护|服务)|包修|保修|free (?:repair|service|of charge)")
_KEEPS = re.compile(
    r"parts?\b[^.;]{0,50}(?:available|kept|stock|suppl|provid|guarante)|(?:support"
    r"|parts)\b[^.;]{0,12}$"
    r"|(?:备件|配件)[^,，。;；]{0,16}(?:供应|储备|保证|不少于|至少)"
)
_STANDS = re.compile(
    r"\bwarrant(?:s|ed)\b[^.;]{0,40}(?:free|new|remainder|against)|warranty ensures\b"
    r"|\bremain(?:der|ing) (?:of the )?(?:\w+ )?(?:warrant\w+|term)|\b(?:not )?transferable\b"
    r"|\bwarrant\w+ (?:is |are )?(?:transfer|restart|run)\w*|\bterm (?:restart|start|begin|run"
    r"|end)s?\b"
    r"|^starts? (?:at|on|with|upon|from) (?:\w+ ){0,2}(?:accept|purchas|deliver|install|ship)\w*"
)
_STATUTE = re.compile(r"three[- ]packages?|\"three packages\"|三包")
_BY_RULES = re.compile(r"(?:按|依)(?:照)?.{0,12}(?:规定|标准|结果|约定)(?:进行)?(?:保修|质保|三包)")
_PHASES = re.compile(r"period = |phase|period will be entered|period: after|转入|进入.{0,6}期")
_THRESHOLD = re.compile(r"(?:more than|over|exceed\w*|longer than|超过|大于)\s*$")
_WITHIN = re.compile(r"(?:within|in|no (?:later|more) than)\s*(?:the )?$")
NAME: Final[Texts] = {"en": "Warranty", "zh-Hans": "保修期"}
_LONG: Final = ("year", "years", "month", "months")
_FEW_WORDS: Final = 3
_FEW_CHARACTERS: Final = 30
_NOTHING_ELSE = re.compile(r"\b(?:within|in|every|after|over|than|parts?|support)\b|[每内满过]")
_MORE = re.compile(r"\s*(?:ahead|before|notice|later|after|in advance|[前后内])")
_LIFE_NAME: Final[Texts] = {"en": "Lifelong service", "zh-Hans": "终身服务"}


def is_length(text: Spoken, duration: Duration) -> bool:
    """Tell whether a duration says how long something holds rather than by when it is done."""
    if (
        duration.value == AT_ONCE
        or duration.working
        or duration.value.endswith((" h", " min", " s"))
    ):
        return False
    before, after = text.plain[: duration.start], text.plain[duration.end :]
    sold = bool(_SOLD.search(before)) and bool(_FREE.search(after))
    if (sold and not _RIGHT.search(text.plain)) or _is_bare(text, duration):
        return True
    if (
        _THRESHOLD.search(before)
        or _WITHIN.search(before)
        or re.match(r"\s*(?:以内|之内|内)(?!免费)", after)
    ):
        return False
    begin, end = text.segment(duration.start)
    near = text.plain[max(begin, duration.start - 50) : min(end, duration.end + 40)]
    if _WARRANTY.search(near) or (duration.value.endswith(_LONG) and _COVERS.search(near)):
        return True
    long = duration.value.endswith(_LONG)
    if long and FIRST_OF.search(text.plain):
        return True
    said = (text.plain, text.heading)
    return long and (any(map(_WARRANTY.search, said)) or bool(_BEGINS.search(text.plain)))


def is_window(text: Spoken, duration: Duration) -> bool:
    """Tell whether a duration says how long a customer may ask for something, or parts are kept."""
    if duration.working or duration.value == AT_ONCE:
        return False
    long = duration.value.endswith(_LONG)
    if long and _KEEPS.search(text.plain[: duration.start]):
        return True
    return bool(_RIGHT.search(text.plain))


def _is_bare(text: Spoken, duration: Duration) -> bool:
    """Tell whether a passage is little more than a length: "2 years", "Frame: 60 months"."""
    rest = text.plain[: duration.start] + text.plain[duration.end :]
    return (
        duration.value.endswith(_LONG)
        and len(rest.split()) <= _FEW_WORDS
        and len(rest) <= _FEW_CHARACTERS
        and _NOTHING_ELSE.search(text.plain[: duration.start]) is None
        and not _MORE.match(text.plain[duration.end :])
    )


def terms(text: Spoken) -> list[Found]:
    """Return the terms of a passage, also those that it only begins or extends."""
    found = [_term(text, duration) for duration in text.durations if is_length(text, duration)]
    for life in _LIFE.finditer(text.plain):
        begin, end = text.segment(life.start())
        if _LIFE_OF.search(text.plain[begin : min(len(text.plain), end + 20)]) and not _parts(
            text, begin, end
        ):
            rule = {"start": _start(text), "length": "life"}
            found.append(
                Found("term", (text.span(life.start(), life.end()),), 0.85, _LIFE_NAME, rule)
            )
            break
    return found or _without_length(text)


def _parts(text: Spoken, begin: int, end: int) -> bool:
    return bool(
        re.search(r"\bparts\b|备件|配件", text.plain[begin : min(len(text.plain), end + 60)])
    )


def _start(text: Spoken, near: tuple[int, int] | None = None) -> str:
    """Return the event with which the term begins: acceptance unless the sentence tells another."""
    for match in [*_BEGINS.finditer(text.plain), *START_WORDS.finditer(text.plain)]:
        event = next((kind for kind, pattern in STARTS if pattern.search(match[0])), "")
        if event.startswith("equipment.") and match[0].strip():
            return event
    return "equipment.accepted"


def _term(text: Spoken, duration: Duration) -> Found:
    rule = term_of(text, duration.value)
    begins = _BEGINS.search(text.plain)
    spans = [text.span(duration.start, duration.end)]
    if begins:
        spans.append(text.span(begins.start(), begins.end()))
    sure = 0.95 if begins else 0.88
    return Found("term", tuple(spans), sure, NAME, rule, durations=(duration.value,))


def term_of(text: Spoken, length: str) -> dict[str, object]:
    """Return the rule of a term of which the length is known."""
    return {"start": _start(text), "length": length.partition(" .. ")[0]}


def _without_length(text: Spoken) -> list[Found]:
    """Return the term whose length the paper leaves out."""
    extended = _EXTENDED.search(text.plain)
    if extended and _WARRANTY.search(text.plain):
        rule: dict[str, object] = {
            "start": _start(text),
            "length": "unset",
            "extend": [
                {"from": "stop.began", "until": "stop.ended", "when": {"stopped_by": "provider"}}
            ],
        }
        return [Found("term", (text.span(extended.start(), extended.end()),), 0.75, NAME, rule)]
    for pattern, sure in (
        (_BEGINS, 0.7),
        (_STANDS, 0.6),
        (_STATUTE, 0.6),
        (_BY_RULES, 0.6),
        (_PHASES, 0.5),
    ):
        match = pattern.search(text.plain)
        if match and (pattern is _STANDS or _WARRANTY.search(text.plain + text.heading)):
            rule = {"start": _start(text), "length": "unset"}
            return [Found("term", (text.span(match.start(), match.end()),), sure, NAME, rule)]
    return []
