"""The states of rules in words, as conditions show them; by what stands before the dot."""

from __future__ import annotations

from typing import Final

from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts

STATES: Final[dict[str, dict[str, Texts]]] = {
    "counter": {
        "reached": texts("reached", "已达到", "已達到"),
        "below": texts("not reached", "未达到", "未達到"),
    },
    "duty": {
        "not_open": texts("not owed", "尚未产生", "尚未產生"),
        "owed": texts("still owed", "待办", "待辦"),
        "done": texts("done", "已完成", "已完成"),
        "lapsed": texts("no longer owed", "不再需要", "不再需要"),
    },
    "schedule": {
        "on_track": texts("on track", "按计划进行", "按計劃進行"),
        "due": texts("to be done", "待完成", "待完成"),
        "missed": texts("missed", "已错过", "已錯過"),
    },
    "target": {
        "on_track": texts("within its target so far", "目前达标", "目前達標"),
        "kept": texts("within its target", "达标", "達標"),
        "broken": texts("beyond its target", "未达标", "未達標"),
    },
    "gate": {
        "open": texts("the step may happen", "可以进行", "可以進行"),
        "closed": texts("the step has to wait", "须等待", "須等待"),
    },
    "remedy": {
        "closed": texts("not open", "不可选择", "不可選擇"),
        "open": texts("open to choose", "可选择", "可選擇"),
        "chosen": texts("chosen", "已选择", "已選擇"),
    },
    "ladder": {
        "solved": texts("solved", "已解决", "已解決"),
        "exhausted": texts("every step has been tried", "各步骤均已尝试", "各步驟均已嘗試"),
    },
    "cover": {
        "in": texts("covered", "在保障范围内", "在保障範圍內"),
        "out": texts("not covered", "不在保障范围内", "不在保障範圍內"),
        "silent": texts("the paper does not say", "原文未说明", "原文未說明"),
    },
}
