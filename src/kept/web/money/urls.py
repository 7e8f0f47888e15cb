"""Addresses of money."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.money import claims, claims_made_good, invoices, losses, paying, paying_notices

app_name = "money"

urlpatterns: list[URLPattern] = [
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/table.csv", invoices.invoices_csv, name="invoices_csv"),
    path("invoices/<str:invoice>/", invoices.invoice, name="invoice"),
    path("invoices/<str:invoice>/invoice.pdf", invoices.invoice_pdf, name="invoice_pdf"),
    path("invoices/<str:invoice>/credit/", invoices.invoice_credit, name="invoice_credit"),
    path("invoices/<str:invoice>/pay/", paying.invoice_pay, name="invoice_pay"),
    path("invoices/<str:invoice>/online/", paying.checkout, name="checkout"),
    path("payments/", paying.payments, name="payments"),
    path("payments/notify/", paying_notices.notify, name="notify"),
    path("payments/<int:payment>/", paying.payment, name="payment"),
    path("payments/<int:payment>/match/", paying.payment_match, name="payment_match"),
    path("payments/<int:payment>/refund/", paying.payment_refund, name="payment_refund"),
    path("payments/matched/<int:match>/undo/", paying.match_undo, name="match_undo"),
    path("payouts/", paying.payouts, name="payouts"),
    path("payouts/<int:payout>/sent/", paying.payout_sent, name="payout_sent"),
    path("claims/", claims.claims, name="claims"),
    path("claims/bills/<int:bill>/", claims.bill_decide, name="bill_decide"),
    path("claims/decisions/<int:decision>/", claims.decision_review, name="decision_review"),
    path("claims/cases/<str:number>/<str:rule>/", claims.claim_decide, name="claim_decide"),
    path("losses/", losses.loss_ledger, name="losses"),
    path("losses/table.csv", losses.losses_csv, name="losses_csv"),
    path("cases/<str:number>/made-good/", claims_made_good.made_good, name="made_good"),
    path("cases/<str:number>/invoice/", invoices.invoice_new, name="invoice_new"),
    path("cases/<str:number>/payment/", paying.case_pay, name="case_pay"),
    path("cases/<str:number>/claim/<str:rule>/", claims.claim_make, name="claim_make"),
    path("cases/<str:number>/bill/", claims.bill_new, name="bill_new"),
    path("cases/<str:number>/goodwill/", claims.goodwill, name="goodwill"),
]
