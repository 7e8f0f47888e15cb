"""Addresses of work: of a case, and of one's own week."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.engineer.views import changing, mine, work

app_name = "engineer"

urlpatterns: list[URLPattern] = [
    path("work/", mine.mine, name="mine"),
    path("work/<int:entry>/stop/", changing.stop, name="stop"),
    path("work/<int:entry>/correct/", changing.correct, name="correct"),
    path("work/<int:entry>/withdraw/", changing.withdraw, name="withdraw"),
    path("cases/<str:number>/work/", work.case_work, name="case_work"),
    path("cases/<str:number>/work/start/", work.start, name="start"),
    path("cases/<str:number>/work/time/", work.new_time, name="new_time"),
    path("cases/<str:number>/work/travel/", work.new_travel, name="new_travel"),
    path("cases/<str:number>/work/expense/", work.new_expense, name="new_expense"),
]
