"""Whole sentences with named holes, in the three languages of the screens."""

from __future__ import annotations

from kept.rules.facts.values import Texts

EN, HANS, HANT = "en", "zh-Hans", "zh-Hant"


def _t(en: str, hans: str, hant: str) -> Texts:
    return {EN: en, HANS: hans, HANT: hant}


CLOCK: dict[str, Texts] = {
    "not_started": _t(
        "{name}: not started; it begins with “{start}”.",
        "{name}：尚未开始，自“{start}”起算。",
        "{name}：尚未開始，自「{start}」起算。",
    ),
    "running": _t(
        "{name} by {due}: {limit} from “{start}” at {started}; {calendar}.",
        "{name}：最迟 {due}。自“{start}”（{started}）起 {limit}，{calendar}。",
        "{name}：最遲 {due}。自「{start}」（{started}）起 {limit}，{calendar}。",
    ),
    "paused": _t(
        "{name}: paused since {paused}; {limit} from “{start}” at {started}; {calendar}.",
        "{name}：自 {paused} 起暂停计时。自“{start}”（{started}）起 {limit}，{calendar}。",
        "{name}：自 {paused} 起暫停計時。自「{start}」（{started}）起 {limit}，{calendar}。",
    ),
    "met": _t(
        "{name}: done at {done}, kept; it was due by {due} ({limit} from “{start}” at {started}).",
        "{name}：{done} 完成，按时履行。期限为 {due}，即自“{start}”（{started}）起 {limit}。",
        "{name}：{done} 完成，按時履行。期限為 {due}，即自「{start}」（{started}）起 {limit}。",
    ),
    "late": _t(
        "{name}: done at {done}, broken at {broken} ({limit} from “{start}” at {started}).",
        "{name}：{done} 完成，已于 {broken} 违约。自“{start}”（{started}）起 {limit}。",
        "{name}：{done} 完成，已於 {broken} 違約。自「{start}」（{started}）起 {limit}。",
    ),
    "late_target": _t(
        "{name}: done at {done}, target missed at {broken} ({limit} from “{start}” at {started}).",
        "{name}：{done} 完成，已于 {broken} 超过目标时间。自“{start}”（{started}）起 {limit}。",
        "{name}：{done} 完成，已於 {broken} 超過目標時間。自「{start}」（{started}）起 {limit}。",
    ),
    "broken": _t(
        "{name}: broken since {broken}; {limit} from “{start}” at {started}; {calendar}.",
        "{name}：自 {broken} 起违约。自“{start}”（{started}）起 {limit}，{calendar}。",
        "{name}：自 {broken} 起違約。自「{start}」（{started}）起 {limit}，{calendar}。",
    ),
    "broken_target": _t(
        "{name}: target missed since {broken}; {limit} from “{start}” at {started}; {calendar}.",
        "{name}：自 {broken} 起超过目标时间。自“{start}”（{started}）起 {limit}，{calendar}。",
        "{name}：自 {broken} 起超過目標時間。自「{start}」（{started}）起 {limit}，{calendar}。",
    ),
    "barred": _t(
        "{name}: too late since {broken}; the time of {actor}, {limit} from {start} at {started}, "
        "ran out.",
        "{name}：自 {broken} 起已逾期；{actor}须自{start}（{started}）起 {limit} 内提出。",
        "{name}：自 {broken} 起已逾期；{actor}須自{start}（{started}）起 {limit} 內提出。",
    ),
    "barred_late": _t(
        "{name}: done at {done}, too late; the time of {actor} ({limit}) ran out at {broken}.",
        "{name}：{done} 完成，已逾期；{actor}的期限（{limit}）已于 {broken} 届满。",
        "{name}：{done} 完成，已逾期；{actor}的期限（{limit}）已於 {broken} 屆滿。",
    ),
    "unset": _t(
        "{name}: measured from “{start}” at {started}; {cell}.",
        "{name}：自“{start}”（{started}）起计时；{cell}。",
        "{name}：自「{start}」（{started}）起計時；{cell}。",
    ),
    "unset_done": _t(
        "{name}: done at {done}, measured from “{start}” at {started}; {cell}.",
        "{name}：{done} 完成，自“{start}”（{started}）起计时；{cell}。",
        "{name}：{done} 完成，自「{start}」（{started}）起計時；{cell}。",
    ),
    "perhaps_late": _t(
        "{name}: done at {done}, due by {due} ({limit} from “{start}” at {started}).",
        "{name}：{done} 完成，期限为 {due}，即自“{start}”（{started}）起 {limit}。",
        "{name}：{done} 完成，期限為 {due}，即自「{start}」（{started}）起 {limit}。",
    ),
    "ended": _t(
        "{name}: no longer owed since {ended}{because}.",
        "{name}：自 {ended} 起不再适用{because}。",
        "{name}：自 {ended} 起不再適用{because}。",
    ),
    "agreed": _t(
        "{name} by {due}: the time given with “{start}”.",
        "{name}：最迟 {due}，以“{start}”所定时间为准。",
        "{name}：最遲 {due}，以「{start}」所定時間為準。",
    ),
}
CELL: dict[str, Texts] = {
    "unset": _t("the paper gives no number", "原文未给出时限", "原文未給出時限"),
    "from": _t("the contract gives no number", "合同未给出时限", "合約未給出時限"),
    "negotiated": _t("agreed case by case", "另行商定", "另行商定"),
    "not_offered": _t("not offered", "不提供", "不提供"),
    "none": _t("without limit", "不设时限", "不設時限"),
    "immediately": _t("at once", "立即", "立即"),
    "until": _t("by the moment set for it", "以所定时间为准", "以所定時間為準"),
    "on_time": _t("at the agreed time", "按约定时间", "按約定時間"),
}
AT_ONCE = _t("{tolerance} (“at once”)", "{tolerance}内（“立即”）", "{tolerance}內（「立即」）")
POSSIBLE: dict[str, Texts] = {
    "open": _t("Possibly: {sentence}", "可能：{sentence}", "可能：{sentence}"),
    "if": _t(
        "Possibly, if {reasons}: {sentence}",
        "可能（若{reasons}）：{sentence}",
        "可能（若{reasons}）：{sentence}",
    ),
    "while": _t(
        "Possibly, while {reasons}: {sentence}",
        "可能（{reasons}）：{sentence}",
        "可能（{reasons}）：{sentence}",
    ),
}
ABSENT = _t(
    "{name} does not apply: {because}.", "{name}不适用：{because}。", "{name}不適用：{because}。"
)
NO_CONDITION = _t("its condition does not hold", "条件不成立", "條件不成立")
TERM: dict[str, Texts] = {
    "active": _t(
        "{name}: in force from {start} until {end}{length}.",
        "{name}：有效期 {start} 至 {end}{length}。",
        "{name}：有效期 {start} 至 {end}{length}。",
    ),
    "ended": _t(
        "{name}: ended on {end}; it began on {start}{length}.",
        "{name}：自 {start} 起，已于 {end} 到期{length}。",
        "{name}：自 {start} 起，已於 {end} 到期{length}。",
    ),
    "not_started": _t(
        "{name}: begins on {start}.", "{name}：自 {start} 起生效。", "{name}：自 {start} 起生效。"
    ),
    "life": _t(
        "{name}: in force since {start}, without end.",
        "{name}：自 {start} 起终身有效。",
        "{name}：自 {start} 起終身有效。",
    ),
    "open": _t(
        "{name}: since {start}; its length is not set.",
        "{name}：自 {start} 起；期限未定。",
        "{name}：自 {start} 起；期限未定。",
    ),
    "depends": _t(
        "{name}: since {start}; how long it lasts is not known yet ({reasons}).",
        "{name}：自 {start} 起；期限尚不清楚（{reasons}）。",
        "{name}：自 {start} 起；期限尚不清楚（{reasons}）。",
    ),
    "unknown": _t(
        "{name}: its start is not known yet.",
        "{name}：起始日期尚不清楚。",
        "{name}：起始日期尚不清楚。",
    ),
}
TERM_ENDS: dict[str, Texts] = {
    "end": _t(
        "{sentence} Its end is “{event}”.",
        "{sentence}以“{event}”为终止。",
        "{sentence}以「{event}」為終止。",
    ),
    "cap": _t(
        "{sentence} It runs at most until then: {event}.",
        "{sentence}最迟至此：{event}。",
        "{sentence}最遲至此：{event}。",
    ),
    "floor": _t(
        "{sentence} It runs at least until then: {event}.",
        "{sentence}至少至此：{event}。",
        "{sentence}至少至此：{event}。",
    ),
    "void": _t(
        "{sentence} It became void: {event}.",
        "{sentence}已失效：{event}。",
        "{sentence}已失效：{event}。",
    ),
    "transfer": _t(
        "{sentence} It ended when the owner changed, without {event}.",
        "{sentence}因所有人变更且不满足“{event}”而终止。",
        "{sentence}因所有人變更且不滿足「{event}」而終止。",
    ),
}
RENEWED = _t(
    "{sentence} Renewed so far: {times} times.",
    "{sentence}已续期 {times} 次。",
    "{sentence}已續期 {times} 次。",
)
RESTARTED = _t(
    "{sentence} It began again on {at}.",
    "{sentence}自 {at} 重新起算。",
    "{sentence}自 {at} 重新起算。",
)
GUARANTOR = _t(
    "{sentence} Given by {party}.",
    "{sentence}由{party}提供。",
    "{sentence}由{party}提供。",
)
NOT_ADDED = _t(
    "{sentence} {days} of stops count a multiple that is not set; they are not added.",
    "{sentence}另有停机 {days}，其倍数未定，未计入。",
    "{sentence}另有停機 {days}，其倍數未定，未計入。",
)
LENGTHENED = _t("{sentence} {days} added.", "{sentence}延长 {days}。", "{sentence}延長 {days}。")
LENGTH: dict[str, Texts] = {
    "own": _t(" ({length} by the policy)", "（政策规定 {length}）", "（政策規定 {length}）"),
    "given": _t(
        " ({length} by “{source}”)", "（{length}，依“{source}”）", "（{length}，依「{source}」）"
    ),
}
UNPROVED = _t(
    "{sentence} Its proof is missing: “{event}”.",
    "{sentence}尚缺凭证：“{event}”。",
    "{sentence}尚缺憑證：「{event}」。",
)
EXTENDED = _t(
    "{sentence} {days} added for stops.",
    "{sentence}因停机延长 {days}。",
    "{sentence}因停機延長 {days}。",
)
GRADE = _t("{name}: {value}.", "{name}：{value}。", "{name}：{value}。")
GRADE_NONE = _t("{name}: not set yet.", "{name}：尚未认定。", "{name}：尚未認定。")
GRADE_OPEN = _t(
    "{name}: not known yet; it may be {values}.",
    "{name}：尚不清楚，可能为{values}。",
    "{name}：尚不清楚，可能為{values}。",
)
PAYS: dict[str, Texts] = {
    "sure": _t(
        "{component}: {payer} {pay}{because}.",
        "{component}：由{payer}承担{because}。",
        "{component}：由{payer}承擔{because}。",
    ),
    "possible": _t(
        "{component}: possibly {payer} {pay}{because}.",
        "{component}：可能由{payer}承担{because}。",
        "{component}：可能由{payer}承擔{because}。",
    ),
    "found": _t(
        "{component}: by the provisional finding {payer} {pay}{because}.",
        "{component}：按初步结论由{payer}承担{because}。",
        "{component}：按初步結論由{payer}承擔{because}。",
    ),
}
PRICED: dict[str, Texts] = {
    "sure": _t(
        "{component}: {price}{because}.",
        "{component}：{price}{because}。",
        "{component}：{price}{because}。",
    ),
    "possible": _t(
        "{component}: possibly {price}{because}.",
        "{component}：可能是“{price}”{because}。",
        "{component}：可能是「{price}」{because}。",
    ),
    "found": _t(
        "{component}: by the provisional finding {price}{because}.",
        "{component}：按初步结论为“{price}”{because}。",
        "{component}：按初步結論為「{price}」{because}。",
    ),
}
SILENT = _t(
    "{component}: the paper does not say who pays; ask before charging.",
    "{component}：原文未说明由谁承担，收费前请先确认。",
    "{component}：原文未說明由誰承擔，收費前請先確認。",
)
COVER: dict[tuple[bool, bool], Texts] = {
    (True, True): _t("Covered: {name}.", "在保障范围内：{name}。", "在保障範圍內：{name}。"),
    (True, False): _t(
        "Possibly covered: {name}.", "可能在保障范围内：{name}。", "可能在保障範圍內：{name}。"
    ),
    (False, True): _t(
        "Not covered: {name}.", "不在保障范围内：{name}。", "不在保障範圍內：{name}。"
    ),
    (False, False): _t(
        "Possibly not covered: {name}.",
        "可能不在保障范围内：{name}。",
        "可能不在保障範圍內：{name}。",
    ),
}
BECAUSE = _t(", because {reasons}", "，因为{reasons}", "，因為{reasons}")
IF = _t(", if {reasons}", "，前提是{reasons}", "，前提是{reasons}")
TEST: dict[str, Texts] = {
    "is": _t("{key} is {value}", "{key}是{value}", "{key}是{value}"),
    "is_not": _t("{key} is not {value}", "{key}不是{value}", "{key}不是{value}"),
    "is_none": _t("{key} is neither {value}", "{key}既不是{value}", "{key}既不是{value}"),
    "answer": _t("“{key}” is {value}", "“{key}”为{value}", "「{key}」為{value}"),
    "answer_not": _t("“{key}” is not {value}", "“{key}”不为{value}", "「{key}」不為{value}"),
    "stands": _t("“{key}” is {value}", "“{key}”{value}", "「{key}」{value}"),
    "stands_not": _t("“{key}” is not {value}", "“{key}”并非{value}", "「{key}」並非{value}"),
    "graded": _t("“{key}” is {value}", "{key}是{value}", "{key}是{value}"),
    "graded_not": _t("“{key}” is not {value}", "{key}不是{value}", "{key}不是{value}"),
    "by_calendar": _t("by “{key}” it is {value}", "按“{key}”属{value}", "按「{key}」屬{value}"),
    "by_calendar_not": _t(
        "by “{key}” it is not {value}", "按“{key}”不属{value}", "按「{key}」不屬{value}"
    ),
    "at_least": _t("{key} is at least {value}", "{key}不少于{value}", "{key}不少於{value}"),
    "at_most": _t("{key} is at most {value}", "{key}不超过{value}", "{key}不超過{value}"),
    "more_than": _t("{key} is more than {value}", "{key}超过{value}", "{key}超過{value}"),
    "less_than": _t("{key} is less than {value}", "{key}少于{value}", "{key}少於{value}"),
    "same": _t("{key} is the same as {value}", "{key}与{value}相同", "{key}與{value}相同"),
    "differs": _t("{key} differs from {value}", "{key}与{value}不同", "{key}與{value}不同"),
    "unknown": _t("{key} is not known yet", "{key}尚不清楚", "{key}尚不清楚"),
    "known": _t("{key} is known", "{key}已知", "{key}已知"),
    "happened": _t(
        "“{event}” happened at {at}", "“{event}”已于 {at} 发生", "「{event}」已於 {at} 發生"
    ),
    "not_happened": _t("“{event}” has not happened", "“{event}”尚未发生", "「{event}」尚未發生"),
    "elapsed": _t(
        "“{event}” has lasted {op} {duration}",
        "“{event}”已持续{op} {duration}",
        "「{event}」已持續{op} {duration}",
    ),
    "used": _t(
        "{value} of the time for “{key}” is used up",
        "“{key}”已用去时限的 {value}",
        "「{key}」已用去時限的 {value}",
    ),
    "not_used": _t(
        "{value} of the time for “{key}” is not used up",
        "“{key}”尚未用去时限的 {value}",
        "「{key}」尚未用去時限的 {value}",
    ),
    "not_elapsed": _t(
        "“{event}” has not lasted {op} {duration}",
        "“{event}”持续未达{op} {duration}",
        "「{event}」持續未達{op} {duration}",
    ),
}
LONG: dict[str, Texts] = {
    "more_than": _t("more than", "超过", "超過"),
    "at_least": _t("at least", "至少", "至少"),
    "less_than": _t("less than", "少于", "少於"),
    "at_most": _t("at most", "至多", "至多"),
}
VALUE: dict[str, Texts] = {
    "yes": _t("yes", "是", "是"),
    "no": _t("no", "否", "否"),
    "active": _t("in force", "有效", "有效"),
    "ended": _t("over", "已到期", "已到期"),
    "not_started": _t("still to begin", "尚未开始", "尚未開始"),
    "none": _t("not given", "不适用", "不適用"),
    "open": _t("open", "服务时间内", "服務時間內"),
    "closed": _t("closed", "服务时间外", "服務時間外"),
    "working_day": _t("a working day", "工作日", "工作日"),
    "day_off": _t("a day off", "休息日", "休息日"),
    "running": _t("running", "计时中", "計時中"),
    "paused": _t("paused", "已暂停", "已暫停"),
    "met": _t("kept", "已履行", "已履行"),
    "broken": _t("broken", "已违约", "已違約"),
}
EDGE: dict[str, Texts] = {
    "start": _t("start of “{name}”", "“{name}”开始", "「{name}」開始"),
    "end": _t("end of “{name}”", "“{name}”结束", "「{name}」結束"),
}
OFFSET: dict[str, Texts] = {
    "after": _t("{duration} after {event}", "{event}后 {duration}", "{event}後 {duration}"),
    "before": _t("{duration} before {event}", "{event}前 {duration}", "{event}前 {duration}"),
}
REACHES = _t("{measure} reaches {amount}", "{measure}达到 {amount}", "{measure}達到 {amount}")
CHOSEN = _t("“{name}” is chosen", "选择“{name}”", "選擇「{name}」")
OPENING = _t(
    "the opening of {calendar} after {event}",
    "{event}后{calendar}的开始时刻",
    "{event}後{calendar}的開始時刻",
)
HAPPENS = _t("“{event}” has happened", "“{event}”已发生", "「{event}」已發生")
NOT = _t("not: {condition}", "并非：{condition}", "並非：{condition}")
AND = _t(" and ", "，且", "，且")
OR = _t(" or ", "或", "或")
NOR = _t(" nor ", "，也不是", "，也不是")
QUOTED = _t("“{value}”", "“{value}”", "「{value}」")
GROUP = _t("({words})", "（{words}）", "（{words}）")
NOT = _t("not ({words})", "并非（{words}）", "並非（{words}）")
DATE = _t("{d} {month} {y}", "{y}年{m}月{d}日", "{y}年{m}月{d}日")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CALENDAR_ASSUMED = _t(
    "{calendar} (the paper names no calendar; read so in {reading})",
    "{calendar}（原文未指明，依解读 {reading}）",
    "{calendar}（原文未指明，依解讀 {reading}）",
)
CALENDAR_READ = _t(
    "{calendar} (its hours as read in {reading})",
    "{calendar}（时段依解读 {reading}）",
    "{calendar}（時段依解讀 {reading}）",
)
SPAN: dict[str, Texts] = {
    "days": _t("{n} d", "{n} 天", "{n} 天"),
    "hours": _t("{n} h", "{n} 小时", "{n} 小時"),
    "minutes": _t("{n} min", "{n} 分钟", "{n} 分鐘"),
}
SUM: dict[str, Texts] = {
    "promised": _t("promised", "承诺时限", "承諾時限"),
    "paused": _t("paused", "暂停", "暫停"),
    "due": _t("due", "到期", "到期"),
    "lead": _t("at least before", "至少提前", "至少提前"),
}
