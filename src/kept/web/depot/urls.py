"""Addresses of the depot."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "depot"

urlpatterns: list[URLPattern] = []
