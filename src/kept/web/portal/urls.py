"""Addresses for customers; those that stand on labels are short, so that codes scan well."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.portal.views import anybody, contesting, goods, machine, parcels, reading, signing

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("m/<str:label>/", machine.machine, name="machine"),
    path("m/<str:label>/asked/", machine.asked, name="asked"),
    path("m/<str:label>/return/", goods.of_machine, name="machine_return"),
    path("r/<str:goods>/", goods.goods, name="goods"),
    path("r/<str:goods>/label-<slug:size>.pdf", goods.goods_label, name="goods_label"),
    path("c/<str:parcel>/", parcels.parcel, name="parcel"),
    path("s/<str:secret>/", signing.sign, name="sign"),
    path("s/<str:secret>/document.pdf", signing.sign_pdf, name="sign_pdf"),
    path("s/<str:secret>/signed.pdf", signing.signed_pdf, name="signed_pdf"),
    path("request/", anybody.ask, name="ask"),
    path("request/return/", goods.of_anything, name="anything_return"),
    path("request/<str:receipt>/return/", goods.of_request, name="request_return"),
    path("request/<str:receipt>/", anybody.receipt, name="receipt"),
    path("request/<str:receipt>/contest/", contesting.contest, name="contest"),
    path("help/", reading.articles, name="help"),
    path("help/<slug:article>/", reading.article, name="help_article"),
]
