"""Addresses that stand on labels and in mails: short, so that codes scan well and lines fit."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.portal import signing, views

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("m/<str:label>/", views.machine, name="machine"),
    path("m/<str:label>/asked/", views.asked, name="asked"),
    path("s/<str:secret>/", signing.sign, name="sign"),
    path("s/<str:secret>/document.pdf", signing.sign_pdf, name="sign_pdf"),
    path("s/<str:secret>/signed.pdf", signing.signed_pdf, name="signed_pdf"),
]
