"""Addresses of stores, and of the parts of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.store.views import case, catalogue, held, labels, moving, picks, places, units, van

app_name = "store"

urlpatterns: list[URLPattern] = [
    path("store/", picks.picks, name="picks"),
    path("store/pick/<int:held>/", held.picking, name="pick"),
    path("store/label/<int:held>/", labels.label, name="label"),
    path("store/label/<int:held>/<slug:size>.pdf", labels.label_pdf, name="label_pdf"),
    path("store/parts/", catalogue.catalogue, name="catalogue"),
    path("store/parts/new/", catalogue.part_new, name="part_new"),
    path("store/parts/<int:part>/", catalogue.part, name="part"),
    path("store/parts/<int:part>/edit/", catalogue.part_edit, name="part_edit"),
    path("store/parts/<int:part>/substitute/", catalogue.substitute, name="substitute"),
    path("store/parts/units/<int:piece>/", units.unit, name="unit"),
    path("store/places/", places.places, name="places"),
    path("store/places/new/", places.place_new, name="place_new"),
    path("store/places/<int:place>/", places.place, name="place"),
    path("store/receive/", moving.receive, name="receive"),
    path("store/transfer/", moving.transfer, name="transfer"),
    path("store/take-off/", moving.take_off, name="take_off"),
    path("store/count/", moving.count, name="count"),
    path("store/van/", van.van, name="van"),
    path("store/van/<int:stock>/fit/", van.van_fit, name="van_fit"),
    path("cases/<str:number>/parts/", case.case_parts, name="case_parts"),
    path("cases/<str:number>/parts/ask/", case.case_ask, name="case_ask"),
    path("cases/<str:number>/parts/<int:request_id>/", case.case_request, name="case_request"),
    path(
        "cases/<str:number>/parts/<int:request_id>/withdraw/",
        case.case_withdraw,
        name="case_withdraw",
    ),
    path("cases/<str:number>/parts/answer/<int:proposal>/", case.case_answer, name="case_answer"),
    path(
        "cases/<str:number>/parts/answer/<int:proposal>/document/",
        case.case_paper,
        name="case_paper",
    ),
    path(
        "cases/<str:number>/parts/held/<int:held>/arrived/", held.case_arrived, name="case_arrived"
    ),
    path("cases/<str:number>/parts/held/<int:held>/fit/", held.case_fit, name="case_fit"),
    path("cases/<str:number>/parts/held/<int:held>/back/", held.case_back, name="case_back"),
]
