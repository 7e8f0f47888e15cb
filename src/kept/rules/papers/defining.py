"""What the rules of a draft speak of: calendars, zones, levels, events, channels, readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kept.rules.facts import vocabulary as standard
from kept.rules.papers.fragment import written
from kept.rules.papers.times import ALWAYS, ELAPSED, OFFICE, WORKING_DAYS

# Where working days are sure to be those of one country; elsewhere the owner names it.
_CHINA: Final = ("Asia/Shanghai", "Asia/Urumqi")
_OFFICE_WEEK: Final = {"mon-fri": ["09:00-18:00"]}
_CALENDARS: Final[dict[str, Mapping[str, object]]] = {
    ELAPSED: {"name": {"en": "every hour counts", "zh-Hans": "按自然时间"}, "always": "yes"},
    ALWAYS: {"name": {"en": "day and night", "zh-Hans": "全天候"}, "always": "yes"},
    WORKING_DAYS: {
        "name": {"en": "working days", "zh-Hans": "工作日"},
        "weekly": _OFFICE_WEEK,
        "assumed": "R-hours",
    },
    OFFICE: {
        "name": {"en": "office hours", "zh-Hans": "办公时间"},
        "weekly": _OFFICE_WEEK,
        "assumed": "R-hours",
    },
}
_ZONES: Final = {
    "distance": {
        "name": {"en": "Distance", "zh-Hans": "距离"},
        "grades": {
            "same_city": {
                "name": {"en": "same city", "zh-Hans": "同城"},
                "when": {"site.city": {"same_as": "office.city"}},
            },
            "same_province": {
                "name": {"en": "same province", "zh-Hans": "同省"},
                "when": {"site.province": {"same_as": "office.province"}},
            },
            "other_province": {
                "name": {"en": "other province", "zh-Hans": "外省"},
                "otherwise": "yes",
            },
        },
    }
}
_EVENTS: Final = {
    "training.given": {"en": "training given", "zh-Hans": "已培训"},
    "record.made": {"en": "record made", "zh-Hans": "已记录"},
    "document.given": {"en": "document handed over", "zh-Hans": "文件已提交"},
    "approval.given": {"en": "approval given", "zh-Hans": "已批准"},
    "confirmation.given": {"en": "confirmed", "zh-Hans": "已确认"},
    "test.passed": {"en": "test passed", "zh-Hans": "检验合格"},
    "refund.paid": {"en": "money paid back", "zh-Hans": "已退款"},
    "maintenance.ended": {"en": "maintenance done", "zh-Hans": "保养完成"},
}
_READINGS: Final = {
    "R-calendar": {
        "en": "The paper names no calendar; every hour counts.",
        "zh-Hans": "原文未说明日历，按自然时间计算。",
    },
    "R-hours": {
        "en": "The paper does not say which hours; set them here.",
        "zh-Hans": "原文未写明具体时段，请在此设定。",
    },
    "R-stop": {
        "en": "The words do not say what has to happen in that time; set the event here.",
        "zh-Hans": "原文未写明时限内须完成何事，请在此设定事件。",
    },
}
_LEVELS: Final = {
    "fault": {"en": "Fault level", "zh-Hans": "故障级别"},
    "tier": {"en": "Service tier", "zh-Hans": "服务等级"},
}
_PLACES: Final = {
    "channel": {"telephone": {"en": "telephone", "zh-Hans": "电话"}},
    "case_type": {
        "complaint": {"en": "complaint", "zh-Hans": "投诉"},
        "ip_dispute": {"en": "intellectual-property dispute", "zh-Hans": "知识产权纠纷"},
    },
}


def definitions(needs: Sequence[tuple[str, str]], *, zone: str) -> list[str]:
    """Return the sections that define what `needs` names, each need with the clause that has it."""
    named = [need for need, _ in needs]
    calendars = {key: _calendar(key, zone) for key in _keys(named, "calendar")}
    sections: dict[str, Mapping[str, object]] = {
        "calendars": calendars,
        "channels": _places(needs, "channel"),
        "case_types": _places(needs, "case_type"),
        "events": _events(named),
        "levels": _levels(needs),
        "zones": {key: _ZONES[key] for key in _keys(named, "zone")},
        "readings": _readings(needs, calendars),
    }
    return [written({key: inside}) for key, inside in sections.items() if inside]


def _keys(named: Iterable[str], what: str) -> list[str]:
    return list(dict.fromkeys(one.split(":")[1] for one in named if one.startswith(f"{what}:")))


def _events(named: Iterable[str]) -> dict[str, object]:
    """Return the events that the standard vocabulary does not have."""
    own = (key for key in _keys(named, "event") if key in _EVENTS and key not in standard.EVENTS)
    return {key: {"name": _EVENTS[key]} for key in own}


def _calendar(key: str, zone: str) -> Mapping[str, object]:
    if key == WORKING_DAYS and zone in _CHINA:
        return {**_CALENDARS[key], "holidays": "CN"}
    if key in _CALENDARS:
        return _CALENDARS[key]
    _, days, _, hours = key.split("_")
    first = 9 if int(hours) <= 12 else 0
    week = {"5": "mon-fri", "6": "mon-sat", "7": "mon-sun"}[days]
    window = f"{first:02}:00-{first + int(hours):02}:00"
    name = {"en": f"{days} days by {hours} hours", "zh-Hans": f"{days}×{hours} 小时"}
    return {"name": name, "weekly": {week: [window]}, "assumed": "R-hours"}


def _places(needs: Sequence[tuple[str, str]], what: str) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for need, clause in needs:
        kind, key, *calendar = need.split(":")
        if kind == what:
            entry = found.setdefault(key, {"name": _PLACES[what][key], "source": []})
            source = entry["source"]
            assert isinstance(source, list)
            source.append(clause)
            if calendar and calendar[0]:
                entry["calendar"] = calendar[0]
    return dict(found)


def _levels(needs: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return the levels with every grade that a clause names or defines."""
    grades: dict[str, dict[str, list[str]]] = {}
    for need, clause in needs:
        kind, _, rest = need.partition(":")
        if kind in ("level", "grade"):
            scale, _, values = rest.partition(":")
            for value in values.split(","):
                sources = grades.setdefault(scale, {}).setdefault(value, [])
                if kind == "grade":
                    sources.append(clause)
    return {scale: _scale(scale, found) for scale, found in grades.items()}


def _scale(scale: str, found: Mapping[str, Sequence[str]]) -> dict[str, object]:
    shown = {
        value: {"name": {"en": value}, **({"source": list(found[value])} if found[value] else {})}
        for value in sorted(found)
    }
    origin = {"from": "contract.service_tier"} if scale == "tier" else {}
    return {"name": _LEVELS[scale], **origin, "grades": shown}


def _readings(
    needs: Sequence[tuple[str, str]], calendars: Mapping[str, object]
) -> dict[str, object]:
    found: dict[str, object] = {}
    assumed = {
        "R-calendar": [ELAPSED],
        "R-hours": [key for key in calendars if key not in (ELAPSED, ALWAYS)],
    }
    for key, said in _READINGS.items():
        wanted = {f"reading:{key}", *(f"calendar:{one}" for one in assumed.get(key, ()))}
        clauses = list(dict.fromkeys(clause for need, clause in needs if need in wanted))
        if clauses:
            found[key] = {"clauses": clauses, **said}
    return found
