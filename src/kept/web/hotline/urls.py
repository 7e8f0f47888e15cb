"""Addresses of the hotline desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.hotline.views import case, facts, queue

app_name = "hotline"

urlpatterns: list[URLPattern] = [
    path("", queue.home, name="home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/version/", queue.version, name="queue_version"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/version/", case.version, name="case_version"),
    path("cases/<str:number>/facts/", facts.facts, name="facts"),
    path("cases/<str:number>/facts/new/", facts.fact_new, name="fact_new"),
    path("cases/<str:number>/facts/preview/", facts.fact_preview, name="fact_preview"),
    path("cases/<str:number>/facts/<int:seq>/correct/", facts.fact_correct, name="fact_correct"),
    path("cases/<str:number>/facts/<int:seq>/withdraw/", facts.fact_withdraw, name="fact_withdraw"),
]
