"""Addresses for other programs, and those where administrators let them in."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.api import alerts, integrations, telephone

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("api/v1/cti/<str:token>", telephone.event, name="telephone_event"),
    path("api/v1/openapi.json", alerts.describe, name="description"),
    path("api/v1/alerts", alerts.tell, name="alerts"),
    path("api/v1/alerts/<int:alert>", alerts.became, name="alert"),
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/new/", integrations.new, name="integration_new"),
    path("integrations/<int:integration>/token/", integrations.token, name="integration_token"),
    path("integrations/<int:integration>/end/", integrations.end, name="integration_end"),
]
