"""Addresses for other programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.api import telephone

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("api/v1/cti/<str:token>", telephone.event, name="telephone_event"),
]
