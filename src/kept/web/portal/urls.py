"""Addresses that stand on labels: short, so that the codes are coarse and scan well."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.portal import views

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("m/<str:label>/", views.machine, name="machine"),
    path("m/<str:label>/asked/", views.asked, name="asked"),
]
