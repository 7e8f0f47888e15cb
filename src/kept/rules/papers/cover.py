"""What is not covered, by cause or by item."""

from __future__ import annotations

import re
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.conditions import CAUSES, Value, causes_of
from kept.rules.papers.found import Found
from kept.rules.papers.spoken import Spoken

_OUT = re.compile(
    r"not (?:be )?(?:covered|included|responsible|liable|within the scope)|(?:does|do|shall"
    r"|will) not (?:cover|apply|include|extend)|no (?:warranty|liability|responsibility)"
    r"|(?:is|are|be) excluded|exclud(?:es|ing|ed)|exclusions?|void(?:s|ed)?\b|limited to"
    r"|unqualified products include|warranty (?:lapses|ceases|is lost)"
    r"|except (?:for )?(?:damage|defects|faults)"
    r"|(?:at no time|under no circumstances?|in no event)\b[^.;]{0,50}(?:responsible|liable"
    r"|liability|covered)|limits? [^.;]{0,40}liability"
    r"|不在.{0,8}(?:项目|之列)"
    r"|不在.{0,8}(?:保修|质保|保固|服务|免费|保障)?.{0,4}范围|不(?:予|负|承担|享受|提供"
    r"|属于).{0,6}(?:保修|质保|责任|免费|三包|保固)|不负保修|除外|不(?:包括|含|包含)|不适用"
    r"|免责|拒绝保修|不保修"
)
_BEHALF = re.compile(r"we will charge|收取|由客户承担")
_INCLUDES = re.compile(r"include[sd]?:?|:|包括[:：]?|[:：]")
_NAMES: Final[dict[str, Texts]] = {
    "customer_modification": {"en": "changed without leave", "zh-Hans": "擅自改动"},
    "improper_maintenance": {"en": "improper maintenance", "zh-Hans": "维护不当"},
    "improper_tools": {"en": "improper tools", "zh-Hans": "工具不当"},
    "negligence": {"en": "improper use", "zh-Hans": "使用不当"},
    "improper_handling": {"en": "improper handling", "zh-Hans": "处置不当"},
    "environment": {"en": "unsuitable site", "zh-Hans": "环境不符"},
    "accident": {"en": "accidents and acts of nature", "zh-Hans": "意外和自然灾害"},
    "war": {"en": "war and unrest", "zh-Hans": "战争和动乱"},
    "lightning": {"en": "lightning and power", "zh-Hans": "雷击和电源"},
    "third_party": {"en": "third parties", "zh-Hans": "第三方造成"},
    "man_made": {"en": "damage by people", "zh-Hans": "人为损坏"},
    "wear": {"en": "wear", "zh-Hans": "正常磨损"},
}
_OTHER: Final[Texts] = {"en": "not covered", "zh-Hans": "不在保修范围"}


def covers(text: Spoken) -> list[Found]:
    """Return what a passage leaves out of the cover, or the list that it belongs to does."""
    cue = _OUT.search(text.plain)
    listed = cue is None and bool(_OUT.search(text.lead))
    if cue is None and not listed:
        return []
    if cue is not None and text.plain.endswith((":", "：")) and not causes_of(text.plain):
        return []  # what follows is left out
    found = [
        _by_cause(text, one.causes, (one.start, one.end), listed=listed)
        for one in causes_of(text.plain)
    ]
    if found:
        return found
    items = _items(text, cue.end()) if cue else [text.segments[0]]
    start, end = (cue.start(), cue.end()) if cue else (0, len(text.plain))
    return [_other(text, part, (start, end)) for part in items]


def cover_of(text: Spoken, where: tuple[int, int]) -> Found:
    """Return what some words leave out: by their first cause, else by themselves."""
    for one in causes_of(text.plain[where[0] : where[1]]):
        return _by_cause(text, one.causes, where, listed=False)
    return _other(text, where, where)


def _by_cause(
    text: Spoken, causes: tuple[str, ...], where: tuple[int, int], *, listed: bool
) -> Found:
    value: Value = causes[0] if len(causes) == 1 else list(causes)
    name = _NAMES[causes[0]]
    case = {"is": "out", "name": dict(name), "when": {"cause": value}}
    return Found("cover", (text.span(*where),), 0.85 if listed else 0.9, name, {"cases": [case]})


def _items(text: Spoken, begin: int) -> list[tuple[int, int]]:
    """Return the items of a list in the sentence, at least one part."""
    if not _INCLUDES.search(text.plain[max(0, begin - 10) : begin + 3]):
        return [(0, len(text.plain))]
    parts = [(max(a, begin), b) for a, b in text.segments if b > begin + 3]
    return parts or [(0, len(text.plain))]


def _other(text: Spoken, part: tuple[int, int], cue: tuple[int, int]) -> Found:
    spans = tuple(dict.fromkeys((text.span(*cue), text.span(*part))))
    case = {"is": "out", "name": dict(_OTHER), "when": {"cause": "other"}}
    return Found("cover", spans, 0.65, _OTHER, {"cases": [case]})


assert {causes[0] for causes, _ in CAUSES} == set(_NAMES)
