"""Addresses of stores."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "store"

urlpatterns: list[URLPattern] = []
