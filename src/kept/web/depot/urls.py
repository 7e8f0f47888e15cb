"""Addresses of the depot."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.depot.views import keeping, labels, loaners, owed, remedies, returns, steps

app_name = "depot"

urlpatterns: list[URLPattern] = [
    path("returns/", returns.board, name="board"),
    path("returns/version/", returns.board_news, name="board_version"),
    path("returns/<str:rma>/", returns.rma, name="rma"),
    path("returns/<str:rma>/version/", returns.version, name="rma_version"),
    path("returns/<str:rma>/label/<slug:way>/", labels.label, name="label"),
    path("returns/<str:rma>/label/<slug:way>/<slug:size>.pdf", labels.label_pdf, name="label_pdf"),
    path("returns/<str:rma>/<slug:step>/", steps.step, name="step"),
    path("cases/<str:number>/returns/", returns.of_case, name="of_case"),
    path("cases/<str:number>/returns/new/", steps.ask, name="ask"),
    path("cases/<str:number>/remedies/<str:rule>/", remedies.choose, name="remedy"),
    path("cases/<str:number>/returns/loaner/", loaners.reserve, name="reserve"),
    path("loaners/", loaners.loaners, name="loaners"),
    path("loaners/new/", loaners.new, name="loaner_new"),
    path("loaners/<int:unit>/retire/", loaners.retire, name="loaner_retire"),
    path("loans/<int:loan>/over/", loaners.over, name="loan_over"),
    path("loans/<int:loan>/back/", loaners.back, name="loan_back"),
    path("loans/<int:loan>/keep/", keeping.keep, name="loan_keep"),
    path("loans/<int:loan>/release/", loaners.release, name="loan_release"),
    path("owed/", owed.owed, name="owed"),
    path("owed/<int:movement>/", owed.settle, name="settle"),
]
